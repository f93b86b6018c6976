/// The stretch of text in which two entities must both stand to count as occurring together.
///
/// ```
/// use bangjiao_graph::Window;
/// assert_eq!(Window::from_word("paragraph"), Some(Window::Paragraph));
/// assert_eq!(Window::from_word("near:2"), Window::near(2));
/// assert!(Window::Sentence < Window::Article);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Window {
    /// One sentence.
    #[default]
    Sentence,
    /// One sentence with so many counted sentences of its article before and after it.
    ///
    /// Every counted sentence is the middle of one such window, so the windows overlap, and there are as many as there
    /// are sentences.
    Near(Reach),
    /// One paragraph.
    Paragraph,
    /// One article.
    Article,
}

/// How many sentences a window reaches to either side: 1 to 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reach(u8);

impl Reach {
    /// The number of sentences to either side.
    pub fn get(self) -> u32 {
        u32::from(self.0)
    }
}

const NEAR: [&str; 9] =
    ["near:1", "near:2", "near:3", "near:4", "near:5", "near:6", "near:7", "near:8", "near:9"];

impl Window {
    /// The windows that are counted where nothing else is asked for, the smallest first.
    pub const DEFAULT: [Window; 3] = [Window::Sentence, Window::Paragraph, Window::Article];

    /// So many sorts of windows can be counted at once.
    pub const AT_ONCE: usize = 4;

    /// The window that reaches `reach` sentences to either side; `None` unless that is 1 to 9.
    pub fn near(reach: u8) -> Option<Self> {
        (1..=9).contains(&reach).then_some(Window::Near(Reach(reach)))
    }

    /// The word that stands in tables and files: `sentence`, `near:K`, `paragraph`, `article`.
    pub fn as_str(self) -> &'static str {
        match self {
            Window::Sentence => "sentence",
            Window::Near(Reach(reach)) => NEAR[usize::from(reach) - 1],
            Window::Paragraph => "paragraph",
            Window::Article => "article",
        }
    }

    /// The window that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        let near = (1..=9).filter_map(Window::near);
        near.chain(Window::DEFAULT).find(|window| window.as_str() == word)
    }
}

impl std::fmt::Display for Window {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}
