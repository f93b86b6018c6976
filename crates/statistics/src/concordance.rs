//! Keyword in context.

use bangjiao_document::{ArticleId, Span};
use jiff::civil::Date;

/// A place where a query was found, with the text around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcordanceLine {
    /// Number of the article in the run, from 0.
    pub article: usize,
    /// The article.
    pub article_id: ArticleId,
    /// Its date, the first day where only month or year is known.
    pub date: Option<Date>,
    /// Number of the sentence, from 0.
    pub sentence: u32,
    /// First character in the article's text, code points.
    pub start: u32,
    /// Character after the last, code points.
    pub end: u32,
    /// The text before.
    pub pre: String,
    /// The text found.
    pub keyword: String,
    /// The text after.
    pub post: String,
    /// The query.
    pub pattern: String,
}

/// How lines are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineOrder {
    /// As the articles stand in the run.
    #[default]
    Article,
    /// By the text before, from the keyword backwards.
    Left,
    /// By the text after.
    Right,
}

impl LineOrder {
    /// Every order.
    pub const ALL: &'static [LineOrder] = &[LineOrder::Article, LineOrder::Left, LineOrder::Right];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            LineOrder::Article => "article",
            LineOrder::Left => "left",
            LineOrder::Right => "right",
        }
    }
}

/// Sorts lines; those that are equal in this order stay in the order of the articles.
pub fn sort_lines(lines: &mut [ConcordanceLine], order: LineOrder) {
    lines.sort_by(|a, b| {
        (a.article, a.start, a.end, &a.pattern).cmp(&(b.article, b.start, b.end, &b.pattern))
    });
    match order {
        LineOrder::Article => {}
        LineOrder::Left => lines.sort_by(|a, b| a.pre.chars().rev().cmp(b.pre.chars().rev())),
        LineOrder::Right => lines.sort_by(|a, b| a.post.cmp(&b.post)),
    }
}

/// The text before and after a span, at most so many characters each; white space is one space, and none stands between
/// the context and the keyword's side.
///
/// ```
/// use bangjiao_document::Span;
/// let text = "标题\n    中国和哈萨克斯坦";
/// assert_eq!(bangjiao_statistics::context(text, Span::new(17, 20), 4), ("题 中国".to_owned(), "哈萨克斯".to_owned()));
/// ```
pub fn context(text: &str, span: Span, n_characters: usize) -> (String, String) {
    // White space is gathered first, so that a wide indentation does not use up the characters.
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let pre: String = gathered(before.chars().rev()).take(n_characters).collect();
    let pre: String = pre.trim_start().chars().rev().collect();
    let post: String = gathered(after.chars()).take(n_characters).collect();
    (pre.trim_start().to_owned(), post.trim().to_owned())
}

/// The characters with each run of white space as one space.
fn gathered(characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut after_space = false;
    characters.filter_map(move |character| {
        let is_space = character.is_whitespace();
        let again = is_space && after_space;
        after_space = is_space;
        (!again).then_some(if is_space { ' ' } else { character })
    })
}

/// A text with each run of white space as one space.
pub(crate) fn on_one_line(text: &str) -> String {
    gathered(text.trim().chars()).collect()
}

impl ConcordanceLine {
    /// Fills in what was found and the text around it.
    #[must_use]
    pub fn with_context(mut self, text: &str, span: Span, n_characters: usize) -> Self {
        (self.pre, self.post) = context(text, span, n_characters);
        self.keyword = on_one_line(span.of(text));
        self
    }
}
