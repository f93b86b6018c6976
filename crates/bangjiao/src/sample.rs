//! `sample`: mentions or whole articles of a run, drawn to be judged by reading.

mod draw;
mod sheet;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use bangjiao_document::Kind;
use bangjiao_table::Row;

use crate::error::Error;
use crate::options::Duplicates;
use crate::run_tables::RunTables;
use crate::sample::draw::{Drawn, Strata};
use crate::selection::{COLUMNS, Selection, SelectionOptions};

pub use draw::{Allocation, StratumSize};
pub use sheet::Sheet;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draw {
    /// So many mentions: their verdicts give precision.
    Mentions(usize),
    /// All sentences of so many articles: their verdicts give recall as well.
    Articles(usize),
}

/// What divides mentions or articles into strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StratumBy {
    /// Ten years of the article's date: `1990s`, or `undated`.
    Decade,
    /// The year of the article's date, or `undated`.
    Year,
    /// The article's source.
    Source,
    /// The article's genre.
    Genre,
    /// The article's page.
    Page,
    /// The mention's form.
    Form,
    /// The kind of text in which it stands.
    Zone,
    /// The rule that made it.
    Rule,
}

impl StratumBy {
    /// Every one, in the order of the documentation.
    pub const ALL: &'static [StratumBy] = &[
        StratumBy::Decade,
        StratumBy::Year,
        StratumBy::Source,
        StratumBy::Genre,
        StratumBy::Page,
        StratumBy::Form,
        StratumBy::Zone,
        StratumBy::Rule,
    ];

    /// The word that stands on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            StratumBy::Decade => "decade",
            StratumBy::Year => "year",
            StratumBy::Source => "source",
            StratumBy::Genre => "genre",
            StratumBy::Page => "page",
            StratumBy::Form => "form",
            StratumBy::Zone => "zone",
            StratumBy::Rule => "rule",
        }
    }

    /// Whether articles have it, and not only mentions.
    fn is_of_articles(self) -> bool {
        !matches!(self, StratumBy::Form | StratumBy::Zone | StratumBy::Rule)
    }
}

/// What a sample is drawn by.
#[derive(Debug, Clone)]
pub struct SampleOptions {
    /// The kind of mentions that are judged.
    pub kind: Kind,
    /// What is drawn.
    pub draw: Draw,
    /// What divides it into strata; nothing makes one stratum, `all`.
    pub by: Vec<StratumBy>,
    /// How the number is shared among strata.
    pub allocation: Allocation,
    /// The seed; the same one gives the same sample of the same run on every machine.
    pub seed: u64,
    /// Which articles are drawn from.
    pub selection: SelectionOptions,
    /// Whether reprints are.
    pub duplicates: Duplicates,
}

/// Draws a sample of the run in the folder `run`.
///
/// Every mention (with each entity of it) or article has a number, the first 8 bytes, big-endian, of the SHA-256 of
/// `SEED:ID`, where the id is its `mention_id` or `article_id`. Those with the smallest numbers of their stratum are
/// drawn: simple random sampling without replacement. Neither the order of the archive nor the machine matters, and of
/// two samples with one seed the larger contains the smaller, stratum by stratum.
///
/// # Errors
/// [`Error::NoRun`] and [`Error::Read`] where there is no run or it is damaged, [`Error::StratumOfMentions`] where
/// articles are to be divided by what only mentions have, [`Error::TooManyStrata`], [`Error::NothingToDraw`],
/// [`Error::Interrupted`].
///
/// # Source
/// Permanent random numbers: Ohlsson 1995, Coordination of samples using permanent random numbers, in: Cox and others,
/// Business Survey Methods.
pub fn sample(run: &Path, options: &SampleOptions, stop: &AtomicBool) -> Result<Sheet, Error> {
    let run = RunTables::open(run)?;
    let sampler = Sampler { run: &run, options, stop };
    match options.draw {
        Draw::Mentions(n) => {
            let (drawn, strata) = sampler.mentions(n)?;
            sheet::mentions(&sampler, drawn, strata)
        }
        Draw::Articles(n) => {
            if let Some(by) = options.by.iter().find(|by| !by.is_of_articles()) {
                return Err(Error::StratumOfMentions { by: by.as_str() });
            }
            let (drawn, strata) = sampler.articles(n)?;
            sheet::articles(&sampler, drawn, strata)
        }
    }
}

/// A mention with one of its entities.
struct DrawnMention {
    article_id: String,
    date: Option<String>,
    sentence: Option<usize>,
    start: usize,
    end: usize,
    /// Its entity; the value of a date.
    entity: Option<String>,
    rule: String,
}

/// An article.
struct DrawnArticle {
    date: Option<String>,
}

/// What was drawn, by its number, and how large the strata are.
type Outcome<T> = (Vec<Drawn<T>>, Vec<StratumSize>);

struct Sampler<'s> {
    run: &'s RunTables,
    options: &'s SampleOptions,
    stop: &'s AtomicBool,
}

impl Sampler<'_> {
    /// Hands over the rows of [`COLUMNS`] of every article, with whether it is drawn from.
    fn each_article(
        &self,
        mut article: impl FnMut(&str, &Row, Drawable) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let selection = Selection::open(&self.options.selection)?;
        let mut columns = COLUMNS.to_vec();
        columns.push("duplicate_of");
        for row in self.run.rows("articles", &columns)? {
            if self.stop.load(Ordering::Relaxed) {
                return Err(Error::Interrupted);
            }
            let row = row?;
            let Some(id) = row.text(0) else { continue };
            let is_reprint = row.text(COLUMNS.len()).is_some();
            let dropped = is_reprint && self.options.duplicates == Duplicates::Drop;
            let drawable = if selection.holds(&row) && !dropped { Drawable::Yes } else { Drawable::No };
            article(id, &row, drawable)?;
        }
        Ok(())
    }

    fn mentions(&self, n: usize) -> Result<Outcome<DrawnMention>, Error> {
        let mut strata = Strata::new(n, self.options.seed);
        let mut mentions = self.run.rows("mentions", &MENTION_COLUMNS)?;
        self.each_article(|id, article, drawable| {
            let rows = mentions.of_article(id)?;
            let of_kind = |row: &&Row| row.text(2) == Some(self.options.kind.as_str());
            for row in rows.iter().filter(of_kind).filter(|_| drawable == Drawable::Yes) {
                let mention = mention(article, row).ok_or_else(|| self.run.malformed("mentions", row))?;
                let id = row.text(1).unwrap_or_default();
                strata.offer(&self.stratum(article, Some(row)), id, mention);
            }
            Ok(())
        })?;
        strata.draw(self.options.allocation)
    }

    fn articles(&self, n: usize) -> Result<Outcome<DrawnArticle>, Error> {
        let mut strata = Strata::new(n, self.options.seed);
        self.each_article(|id, article, drawable| {
            if drawable == Drawable::Yes {
                strata.offer(&self.stratum(article, None), id, DrawnArticle { date: article.owned(5) });
            }
            Ok(())
        })?;
        strata.draw(self.options.allocation)
    }

    /// The name of the stratum of an article, or of a mention in it.
    fn stratum(&self, article: &Row, mention: Option<&Row>) -> String {
        let year = || article.text(5).and_then(|date| date.get(..4));
        let of_mention = |at: usize| mention.and_then(|row| row.text(at)).unwrap_or("none").to_owned();
        let part = |by: &StratumBy| match by {
            StratumBy::Decade => year().map_or("undated".to_owned(), |year| format!("{}0s", &year[..3])),
            StratumBy::Year => year().unwrap_or("undated").to_owned(),
            StratumBy::Source => article.owned(1).unwrap_or_else(|| "none".to_owned()),
            StratumBy::Genre => article.owned(2).unwrap_or_else(|| "none".to_owned()),
            StratumBy::Page => article.owned(3).unwrap_or_else(|| "none".to_owned()),
            StratumBy::Form => of_mention(3),
            StratumBy::Zone => of_mention(4),
            StratumBy::Rule => of_mention(5),
        };
        let parts: Vec<String> = self.options.by.iter().map(part).collect();
        if parts.is_empty() { "all".to_owned() } else { parts.join("/") }
    }

    /// Hands over the text of the chosen articles in characters, and the spans of their sentences.
    fn each_text(
        &self,
        chosen: &BTreeSet<String>,
        mut text: impl FnMut(&str, &[char], &[(usize, usize)]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut sentences = self.run.rows("sentences", &["article_id", "start", "end"])?;
        for row in self.run.rows("articles", &["article_id", "text"])? {
            if self.stop.load(Ordering::Relaxed) {
                return Err(Error::Interrupted);
            }
            let row = row?;
            let Some(id) = row.text(0) else { continue };
            let spans = sentences.of_article(id)?;
            if chosen.contains(id) {
                let span = |row: &Row| Some((row.parse(1)?, row.parse(2)?));
                let spans = spans
                    .iter()
                    .map(|row| span(row).ok_or_else(|| self.run.malformed("sentences", row)))
                    .collect::<Result<Vec<(usize, usize)>, Error>>()?;
                let characters: Vec<char> = row.text(1).unwrap_or_default().chars().collect();
                text(id, &characters, &spans)?;
            }
        }
        Ok(())
    }
}

/// Whether an article is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawable {
    Yes,
    No,
}

const MENTION_COLUMNS: [&str; 11] = [
    "article_id",
    "mention_id",
    "kind",
    "form",
    "zone",
    "rule",
    "entity_id",
    "value",
    "sentence",
    "start",
    "end",
];

fn mention(article: &Row, row: &Row) -> Option<DrawnMention> {
    let sentence = match row.text(8) {
        Some(number) => Some(number.parse().ok()?),
        None => None,
    };
    Some(DrawnMention {
        article_id: row.owned(0)?,
        date: article.owned(5),
        sentence,
        start: row.parse(9)?,
        end: row.parse(10)?,
        entity: row.owned(6).or_else(|| row.owned(7)),
        rule: row.owned(5)?,
    })
}
