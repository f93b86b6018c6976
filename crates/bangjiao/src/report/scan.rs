//! One pass over the articles of a run with their sentences and mentions.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

use bangjiao_table::Row;
use rayon::ThreadPool;

use crate::error::Error;
use crate::pipeline::beside;
use crate::run_tables::{RunTables, TableRows};
use crate::selection::COLUMNS;

/// Articles that are handed on at once.
const BATCH: usize = 64;

/// What a pass reads of each table, `article_id` first.
pub(super) struct Columns {
    pub articles: Vec<&'static str>,
    pub sentences: Vec<&'static str>,
    pub mentions: Vec<&'static str>,
}

impl Columns {
    /// What counting needs, and what stands beside persons.
    pub fn counted() -> Self {
        Columns {
            articles: COLUMNS.into_iter().chain(["duplicate_of"]).collect(),
            sentences: vec!["article_id", "paragraph", "zone", "field"],
            mentions: MENTION_COLUMNS.to_vec(),
        }
    }
}

/// An article with the cells that were asked for.
pub(super) struct ScannedArticle {
    pub id: String,
    pub cells: Row,
    pub sentences: Vec<Row>,
    pub mentions: Vec<Row>,
}

impl ScannedArticle {
    /// The article that it reprints, of [`Columns::counted`].
    pub fn duplicate_of(&self) -> Option<&str> {
        self.cells.text(COLUMNS.len())
    }

    /// The date, as tables write it, of [`Columns::counted`].
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

/// Shows every article to `observe`, in the order of the tables; a thread of `pool` reads ahead, if it has more than one.
pub(super) fn scan(
    tables: &RunTables,
    columns: &Columns,
    pool: &ThreadPool,
    stop: &AtomicBool,
    mut observe: impl FnMut(ScannedArticle) -> Result<(), Error>,
) -> Result<(), Error> {
    if pool.current_num_threads() <= 1 {
        return Articles::open(tables, columns, stop)?.try_for_each(|article| observe(article?));
    }
    let (send, receive) = sync_channel(1);
    let (observed, read) = beside(
        pool,
        // Dropped at the first error, by which the reader learns of it.
        move || receive.into_iter().flatten().try_for_each(&mut observe),
        || Articles::open(tables, columns, stop)?.send(&send).map(|()| drop(send)),
    );
    observed.and(read)
}

/// The articles of a run in the order of its tables.
struct Articles<'t> {
    articles: TableRows,
    sentences: TableRows,
    mentions: TableRows,
    stop: &'t AtomicBool,
}

impl<'t> Articles<'t> {
    fn open(tables: &RunTables, columns: &Columns, stop: &'t AtomicBool) -> Result<Self, Error> {
        Ok(Articles {
            articles: tables.rows("articles", &columns.articles)?,
            sentences: tables.rows("sentences", &columns.sentences)?,
            mentions: tables.rows("mentions", &columns.mentions)?,
            stop,
        })
    }

    /// Sends all of them, until nobody listens any more.
    fn send(mut self, send: &SyncSender<Vec<ScannedArticle>>) -> Result<(), Error> {
        loop {
            let batch = self.by_ref().take(BATCH).collect::<Result<Vec<_>, Error>>()?;
            if batch.is_empty() || send.send(batch).is_err() {
                return Ok(());
            }
        }
    }

    fn article(&mut self, cells: Row) -> Result<ScannedArticle, Error> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let id = cells.owned(0).unwrap_or_default();
        let (sentences, mentions) = (self.sentences.of_article(&id)?, self.mentions.of_article(&id)?);
        Ok(ScannedArticle { id, cells, sentences, mentions })
    }
}

impl Iterator for Articles<'_> {
    type Item = Result<ScannedArticle, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let cells = self.articles.next()?;
        Some(cells.and_then(|cells| self.article(cells)))
    }
}
