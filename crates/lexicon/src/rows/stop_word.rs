use crate::cells::Cells;
use crate::table::Row;

/// A word that serves grammar and names no subject, which statistics may leave out: a row of `stop_words.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// assert!(lexicon.stop_words().iter().any(|row| row.word == "的" && row.class == "particle"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopWord {
    /// The word, folded for matching.
    pub word: String,
    /// particle, preposition, conjunction, pronoun, adverb, auxiliary, localizer, numeral, measure or reporting.
    pub class: String,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for StopWord {
    const FILE: &'static str = "stop_words.csv";
    const HEADER: &'static [&'static str] = &["word", "class", "source"];
    const KEY: &'static [&'static str] = &["word"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        Some(StopWord {
            word: cells.surface("word"),
            class: cells.required("class"),
            source: cells.text("source").to_owned(),
        })
    }
}
