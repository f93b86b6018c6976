//! What is looked for in sentences.

use bangjiao_document::{EntityId, Span};
use regex::Regex;

/// A word, a pattern or an entity.
///
/// ```
/// use bangjiao_document::Span;
/// use bangjiao_statistics::Query;
/// let words = || vec![Span::new(0, 6), Span::new(6, 12)];
/// assert_eq!(Query::Word("联合".to_owned()).find("联合声明", words), [Span::new(0, 6)]);
/// assert!(Query::Word("合声".to_owned()).find("联合声明", words).is_empty());
/// assert_eq!(Query::pattern("声.")?.find("联合声明", Vec::new), [Span::new(6, 12)]);
/// # Ok::<(), bangjiao_statistics::QueryError>(())
/// ```
#[derive(Debug, Clone)]
pub enum Query {
    /// A word or several, which begin and end where words do.
    Word(String),
    /// A regular expression in the syntax of the crate `regex`, wherever it matches inside a sentence.
    Pattern(Regex),
    /// The mentions of an entity.
    Entity(EntityId),
}

/// A pattern that is no regular expression.
#[derive(Debug, thiserror::Error)]
#[error("{pattern} is no regular expression")]
pub struct QueryError {
    /// As it was given.
    pub pattern: String,
    /// What is wrong with it.
    #[source]
    pub source: regex::Error,
}

impl Query {
    /// Looks for a regular expression.
    ///
    /// # Errors
    /// [`QueryError`] where it is none.
    pub fn pattern(pattern: &str) -> Result<Self, QueryError> {
        Regex::new(pattern)
            .map(Query::Pattern)
            .map_err(|source| QueryError { pattern: pattern.to_owned(), source })
    }

    /// What results call it: the word, the pattern or the id.
    pub fn as_str(&self) -> &str {
        match self {
            Query::Word(word) => word,
            Query::Pattern(pattern) => pattern.as_str(),
            Query::Entity(entity) => entity.as_str(),
        }
    }

    /// Where it stands in a sentence, in order and without overlap; nothing for an entity, whose mentions are known.
    ///
    /// `words` cuts the sentence; it is asked only where the characters of a word stand there.
    pub fn find(&self, sentence: &str, words: impl FnOnce() -> Vec<Span>) -> Vec<Span> {
        match self {
            Query::Entity(_) => Vec::new(),
            Query::Pattern(pattern) => {
                let found = pattern.find_iter(sentence).filter(|found| !found.is_empty());
                found.map(|found| Span::from_usize(found.start(), found.end())).collect()
            }
            Query::Word(word) => {
                let mut found = sentence.match_indices(word.as_str()).peekable();
                if word.is_empty() || found.peek().is_none() {
                    return Vec::new();
                }
                let words = words();
                let starts = |at: u32| words.binary_search_by_key(&at, |word| word.start).is_ok();
                let ends = |at: u32| words.binary_search_by_key(&at, |word| word.end).is_ok();
                found
                    .map(|(at, text)| Span::from_usize(at, at + text.len()))
                    .filter(|span| starts(span.start) && ends(span.end))
                    .collect()
            }
        }
    }
}
