//! `graph --evidence`: the sentences in which two entities stand together, from the tables of a run.

mod entity;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use bangjiao_document::{EntityId, EntityInfo};
use bangjiao_graph::{ArticleHead, CountOptions, Counts, EdgeCount, Occurrence, SentencePlace, Window};
use bangjiao_table::Row;

use crate::counted_rows::{occurrence, place};
use crate::error::Error;
use crate::graph_options::GraphOptions;
use crate::options::Duplicates;
use crate::prepare::load_lexicon;
use crate::run_tables::RunTables;
use crate::selection::{COLUMNS, Selection, SelectionOptions};

/// Which sentences are shown.
#[derive(Debug, Clone)]
pub struct EvidenceOptions {
    /// What is counted; the first window is that of the edge.
    pub graph: GraphOptions,
    /// Which articles are counted.
    pub selection: SelectionOptions,
    /// Whether reprints are counted.
    pub duplicates: Duplicates,
    /// Folders of lexicons, as they were given to the run; only ids of states are taken from them.
    pub lexicons: Vec<PathBuf>,
    /// The two entities, each by its id or by a name that only one entity of the run has.
    pub ends: [String; 2],
}

/// A sentence behind an edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceSentence {
    /// The article.
    pub article_id: String,
    /// Number of the sentence in the article, from 0.
    pub sentence: u32,
    /// Day of publication, `YYYY-MM-DD`; the first day of the month or year where no more is known.
    pub date: Option<String>,
    /// Title of the article.
    pub title: Option<String>,
    /// The sentence as it is printed.
    pub text: String,
    /// The mentions of the two entities that count, as bytes of `text`, by start and longer first; they may nest.
    pub mentions: Vec<Range<usize>>,
}

/// What stands behind an edge.
#[derive(Debug, Clone)]
pub struct EvidenceReport {
    /// The two entities, as the run names them.
    pub ends: [EntityInfo; 2],
    /// The window in which they meet.
    pub window: Window,
    /// Windows in which both stand: the edge's `n`.
    pub n: i64,
    /// Those in which both stand by another form than an anaphor: the edge's `n_named`.
    pub n_named: i64,
    /// Articles with such a window.
    pub n_articles: i64,
}

/// Hands every sentence behind an edge of the run in the folder `run` to `sink`, in input order.
///
/// In sentence windows these are the sentences in which both entities stand; in wider ones, of the windows in which both
/// stand, the counted sentences in which one of them does.
///
/// # Errors
/// [`Error::NotMet`], [`Error::SharedName`] and [`Error::OneEntity`] for the ends, [`Error::NoRun`] where the folder
/// holds no run, [`Error::Read`] where a table is missing or damaged, [`Error::Interrupted`]; what `sink` returns.
pub fn evidence(
    run: &Path,
    options: &EvidenceOptions,
    sink: &mut dyn FnMut(EvidenceSentence) -> Result<(), Error>,
    stop: &AtomicBool,
) -> Result<EvidenceReport, Error> {
    let tables = RunTables::open(run)?;
    let infos = tables.entities()?;
    let [one, other] = &options.ends;
    let ends = [entity::resolve(&infos, one)?.clone(), entity::resolve(&infos, other)?.clone()];
    if ends[0].id == ends[1].id {
        return Err(Error::OneEntity { id: ends[0].id.to_string() });
    }
    let window = options.graph.window();
    let counting = CountOptions {
        windows: vec![window],
        // Every window of an article is an example of its edge.
        n_evidence: usize::MAX,
        treaty_anaphors: tables.treaty_anaphors(),
        ..options.graph.counting(&load_lexicon(&options.lexicons)?)?
    };
    let selection = Selection::open(&options.selection)?;
    let mut report = EvidenceReport { ends, window, n: 0, n_named: 0, n_articles: 0 };

    let mut columns = COLUMNS.to_vec();
    columns.extend(["duplicate_of", "title", "text"]);
    let articles = tables.rows("articles", &columns)?;
    let sentence_columns = ["article_id", "paragraph", "zone", "field", "start_byte", "end_byte"];
    let mut sentences = tables.rows("sentences", &sentence_columns)?;
    let mention_columns = [
        "article_id",
        "sentence",
        "kind",
        "form",
        "entity_id",
        "historical",
        "within",
        "rule",
        "start_byte",
        "end_byte",
    ];
    let mut mentions = tables.rows("mentions", &mention_columns)?;
    for article in articles {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let article = article?;
        let Some(id) = article.text(0) else { continue };
        let (sentences, mentions) = (sentences.of_article(id)?, mentions.of_article(id)?);
        let is_reprint = article.text(COLUMNS.len()).is_some();
        if !selection.holds(&article) || is_reprint && options.duplicates == Duplicates::Drop {
            continue;
        }
        let found =
            Article { tables: &tables, article: &article, id, sentences: &sentences, mentions: &mentions }
                .find(&mut report, &counting)?;
        found.into_iter().try_for_each(&mut *sink)?;
    }
    Ok(report)
}

/// The rows of an article.
struct Article<'a> {
    tables: &'a RunTables,
    article: &'a Row,
    id: &'a str,
    sentences: &'a [Row],
    mentions: &'a [Row],
}

impl Article<'_> {
    /// Its sentences behind the edge, whose numbers are added to the report.
    fn find(
        &self,
        report: &mut EvidenceReport,
        counting: &CountOptions,
    ) -> Result<Vec<EvidenceSentence>, Error> {
        let is_met = |end: &EntityInfo| {
            self.mentions.iter().any(|row| row.text(4) == Some(end.id.as_str()) && row.text(1).is_some())
        };
        if !report.ends.iter().all(is_met) {
            return Ok(Vec::new());
        }
        let places = self.sentences.iter().map(|row| self.known("sentences", row, place(row)));
        let places = places.collect::<Result<Vec<SentencePlace>, Error>>()?;
        let mut entities = Vec::new();
        for row in self.mentions.iter().filter(|row| row.text(4).is_some() && row.text(1).is_some()) {
            let entity = row.text(4).and_then(|id| EntityId::new(id).ok());
            entities.push((row, self.known("mentions", row, entity)?));
        }
        let occurrences = entities
            .iter()
            .map(|(row, entity)| self.known("mentions", row, occurrence(row, entity)))
            .collect::<Result<Vec<Occurrence<'_>>, Error>>()?;
        let mut counts = Counts::default();
        // Every window of the article is wanted, whether or not it is a reprint.
        let head = ArticleHead { id: self.id, day: None, is_reprint: false };
        counts.add_article(&head, places.iter().copied(), occurrences.iter().copied(), counting);
        let mut ids = [&report.ends[0].id, &report.ends[1].id];
        ids.sort();
        let Some(edge) = counts.edges().into_iter().find(|edge| [&edge.source, &edge.target] == ids) else {
            return Ok(Vec::new());
        };
        let wanted = sentences_of(&edge, &numbers(&edge, self.id), &places, counting);
        let mut found = Vec::new();
        for number in wanted {
            let here = |occurrence: &Occurrence<'_>| {
                occurrence.sentence == number
                    && ids.contains(&occurrence.entity)
                    && counting.puts_into_windows(occurrence)
            };
            let marks = entities.iter().zip(&occurrences).filter(|(_, occurrence)| here(occurrence));
            let marks = marks
                .map(|((row, _), _)| self.known("mentions", row, span(row, 8)))
                .collect::<Result<Vec<Range<usize>>, Error>>()?;
            if !marks.is_empty() {
                found.push(self.sentence(number, marks)?);
            }
        }
        report.n += edge.n;
        report.n_named += edge.n_named;
        report.n_articles += 1;
        Ok(found)
    }

    fn sentence(&self, number: u32, mut marks: Vec<Range<usize>>) -> Result<EvidenceSentence, Error> {
        let row = &self.sentences[number as usize];
        let sentence = self.known("sentences", row, span(row, 4))?;
        let text = self.article.text(COLUMNS.len() + 2).unwrap_or("");
        // A mention stands in the sentence of its start, but may reach beyond its end.
        for mark in &mut marks {
            *mark = mark.start.saturating_sub(sentence.start)
                ..mark.end.min(sentence.end).saturating_sub(sentence.start);
        }
        marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
        marks.dedup();
        Ok(EvidenceSentence {
            article_id: self.id.to_owned(),
            sentence: number,
            date: self.article.owned(5),
            title: self.article.owned(COLUMNS.len() + 1),
            text: self.known("sentences", row, text.get(sentence))?.to_owned(),
            mentions: marks,
        })
    }

    fn known<T>(&self, table: &str, row: &Row, value: Option<T>) -> Result<T, Error> {
        value.ok_or_else(|| self.tables.malformed(table, row))
    }
}

/// The bytes between two cells.
fn span(row: &Row, at: usize) -> Option<Range<usize>> {
    Some(row.parse(at)?..row.parse(at + 1)?)
}

/// The numbers of an edge's windows in its only article.
fn numbers(edge: &EdgeCount, article: &str) -> Vec<u32> {
    let number = |id: &String| id.strip_prefix(article)?.trim_start_matches([':', 'p']).parse().ok();
    edge.evidence.iter().filter_map(number).collect()
}

/// The counted sentences of windows, in order.
fn sentences_of(
    edge: &EdgeCount,
    windows: &[u32],
    places: &[SentencePlace],
    counting: &CountOptions,
) -> BTreeSet<u32> {
    let counted: Vec<u32> = (0..)
        .zip(places)
        .filter(|(_, place)| counting.zones.contains(&place.zone))
        .map(|(number, _)| number)
        .collect();
    let paragraph = |number: &u32| places[*number as usize].paragraph;
    match edge.window {
        Window::Sentence => windows.iter().copied().collect(),
        Window::Near(reach) => windows
            .iter()
            .filter_map(|middle| counted.binary_search(middle).ok())
            .flat_map(|place| {
                let reach = reach.get() as usize;
                counted[place.saturating_sub(reach)..(place + reach + 1).min(counted.len())].iter().copied()
            })
            .collect(),
        Window::Paragraph => {
            counted.into_iter().filter(|number| windows.contains(&paragraph(number))).collect()
        }
        Window::Article => counted.into_iter().collect(),
    }
}
