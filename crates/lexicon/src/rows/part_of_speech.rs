use crate::cells::Cells;
use crate::table::Row;

/// A word whose part of speech the segmenter's dictionary has wrong: a row of `parts_of_speech.csv`.
///
/// ```
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let row = lexicon.parts_of_speech().iter().find(|row| row.word == "祝贺");
/// assert!(row.is_some_and(|row| row.part_of_speech == "v"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOfSpeech {
    /// The word, folded for matching.
    pub word: String,
    /// Its part of speech in jieba's letters: n, v, a, d, t, ns, nt, nz and so on.
    pub part_of_speech: String,
    /// Names of rows of `SOURCES.csv`, joined by `|`.
    pub source: String,
}

impl Row for PartOfSpeech {
    const FILE: &'static str = "parts_of_speech.csv";
    const HEADER: &'static [&'static str] = &["word", "part_of_speech", "source"];
    const KEY: &'static [&'static str] = &["word"];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        Some(PartOfSpeech {
            word: cells.surface("word"),
            part_of_speech: cells.required("part_of_speech"),
            source: cells.text("source").to_owned(),
        })
    }
}
