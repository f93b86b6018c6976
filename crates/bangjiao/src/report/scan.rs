//! One pass over the articles of a run with their sentences and mentions.

use std::sync::atomic::{AtomicBool, Ordering};

use bangjiao_table::Row;

use crate::error::Error;
use crate::run_tables::RunTables;
use crate::selection::COLUMNS;

/// An article without its text.
pub(super) struct ScannedArticle {
    pub id: String,
    /// Cells of [`COLUMNS`], then `duplicate_of`.
    pub cells: Row,
    /// `article_id`, `paragraph`, `zone` of each sentence.
    pub sentences: Vec<Row>,
    /// The cells of each mention, by [`MENTION_COLUMNS`].
    pub mentions: Vec<Row>,
}

impl ScannedArticle {
    /// The article that it reprints.
    pub fn duplicate_of(&self) -> Option<&str> {
        self.cells.text(COLUMNS.len())
    }

    /// The date, as tables write it.
    pub fn date(&self) -> Option<&str> {
        self.cells.text(5)
    }
}

/// What is read of mentions; the first eight are what counting needs.
const MENTION_COLUMNS: [&str; 13] = [
    "article_id",
    "sentence",
    "kind",
    "form",
    "entity_id",
    "historical",
    "within",
    "rule",
    "start",
    "end",
    "role",
    "office",
    "country_id",
];

/// Places of cells of mentions.
pub(super) const KIND: usize = 2;
pub(super) const ENTITY: usize = 4;
pub(super) const START: usize = 8;
pub(super) const END: usize = 9;
pub(super) const ROLE: usize = 10;
pub(super) const OFFICE: usize = 11;
pub(super) const COUNTRY: usize = 12;

/// Shows every article to `observe`, in the order of the tables.
pub(super) fn scan(
    tables: &RunTables,
    stop: &AtomicBool,
    mut observe: impl FnMut(&ScannedArticle) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut columns = COLUMNS.to_vec();
    columns.push("duplicate_of");
    let mut sentences = tables.rows("sentences", &["article_id", "paragraph", "zone", "field"])?;
    let mut mentions = tables.rows("mentions", &MENTION_COLUMNS)?;
    for article in tables.rows("articles", &columns)? {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let cells = article?;
        let Some(id) = cells.owned(0) else { continue };
        let (sentences, mentions) = (sentences.of_article(&id)?, mentions.of_article(&id)?);
        observe(&ScannedArticle { id, cells, sentences, mentions })?;
    }
    Ok(())
}
