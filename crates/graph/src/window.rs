/// The stretch of text in which two entities must both stand to count as occurring together.
///
/// ```
/// use bangjiao_graph::Window;
/// assert_eq!(Window::from_word("paragraph"), Some(Window::Paragraph));
/// assert!(Window::Sentence < Window::Article);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Window {
    /// One sentence.
    #[default]
    Sentence,
    /// One paragraph.
    Paragraph,
    /// One article.
    Article,
}

impl Window {
    /// Every window, the smallest first: the order of the table `edges`.
    pub const ALL: [Window; 3] = [Window::Sentence, Window::Paragraph, Window::Article];

    /// The word that stands in tables and files: `sentence`, `paragraph`, `article`.
    pub fn as_str(self) -> &'static str {
        match self {
            Window::Sentence => "sentence",
            Window::Paragraph => "paragraph",
            Window::Article => "article",
        }
    }

    /// The window that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Window::ALL.into_iter().find(|window| window.as_str() == word)
    }
}

impl std::fmt::Display for Window {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}
