//! A stretch that may be a person's name, with what is known of it.

use bangjiao_document::Span;

/// What stands beside a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// A title.
    Title,
    /// A state's name.
    State,
    /// Anything else, or nothing.
    Other,
}

/// How a candidate is built, and so by which points it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Surname and given name, of so many characters.
    Chinese(usize),
    /// Transliteration.
    Foreign,
}

/// A stretch that may be a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub span: Span,
    pub family: Family,
    /// What its characters and its length say, in hundredths of a nat.
    pub odds: i32,
    /// What other articles say for the name, in a second pass over a corpus.
    pub corpus: i32,
    /// The most points that it can have, as far as can be seen without cutting words.
    pub at_most: i32,
    /// What ends before it.
    pub before: Beside,
    /// What begins after it.
    pub after: Beside,
}

impl Candidate {
    /// Whether a title stands beside it.
    pub fn is_titled(&self) -> bool {
        self.before == Beside::Title || self.after == Beside::Title
    }
}
