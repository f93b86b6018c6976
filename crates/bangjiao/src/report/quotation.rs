//! The text of the windows and mentions that the page shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use bangjiao_graph::Window;
use bangjiao_report::{Concordance, ConcordanceLine, Sentence};
use bangjiao_table::Row;
use rayon::ThreadPool;

use super::concordance::Draw;
use super::network::Selected;
use super::scan::{Columns, scan};
use crate::error::Error;
use crate::options::ReportText;
use crate::run_tables::RunTables;

/// Longer windows are cut off, in characters.
const LONGEST_QUOTATION: usize = 600;

/// So many characters stand before and after a mention.
const CONTEXT: usize = 24;

/// The texts that the page shows, found article by article.
pub(super) struct Quotation {
    /// Ids of windows by article.
    windows: BTreeMap<String, Vec<String>>,
    /// Mentions by article: the concordance, first character, character after the last.
    places: BTreeMap<String, Vec<(usize, usize, usize)>>,
    sentences: Vec<Sentence>,
    concordances: Vec<Concordance>,
    text: ReportText,
}

impl Quotation {
    /// Looks for these windows of one sort, and these mentions.
    pub fn new(windows: BTreeSet<String>, sort: Window, draw: Draw, text: ReportText) -> Self {
        let mut by_article = BTreeMap::<String, Vec<String>>::new();
        for window in windows {
            let article = match sort {
                Window::Article => &window,
                _ => window.rsplit_once(':').map_or(window.as_str(), |(article, _)| article),
            };
            by_article.entry(article.to_owned()).or_default().push(window);
        }
        let (concordances, drawn) = draw.finish();
        let mut places = BTreeMap::<String, Vec<(usize, usize, usize)>>::new();
        for (target, drawn) in drawn.into_iter().enumerate() {
            for (article, start, end) in drawn {
                places.entry(article).or_default().push((target, start, end));
            }
        }
        Quotation { windows: by_article, places, sentences: Vec::new(), concordances, text }
    }

    /// Reads the texts of the run.
    pub fn read(
        &mut self,
        tables: &RunTables,
        pool: &ThreadPool,
        stop: &AtomicBool,
        selected: &Selected,
    ) -> Result<(), Error> {
        let columns = Columns {
            articles: vec!["article_id", "date", "title", "text"],
            sentences: vec!["article_id", "paragraph", "start", "end"],
            mentions: vec!["article_id", "start", "end", "entity_id"],
        };
        scan(tables, &columns, pool, stop, |scanned| {
            let (windows, places) = (self.windows.remove(&scanned.id), self.places.remove(&scanned.id));
            if windows.is_none() && places.is_none() {
                return Ok(());
            }
            let row = &scanned.cells;
            let article = Article {
                id: &scanned.id,
                date: row.text(1),
                title: row.text(2),
                text: row.text(3).unwrap_or_default().chars().collect(),
                sentences: scanned.sentences,
                mentions: scanned.mentions,
            };
            for window in windows.unwrap_or_default() {
                let sentence = article.sentence(window, self.text, selected);
                self.sentences.push(sentence.ok_or_else(|| tables.malformed("sentences", row))?);
            }
            for (target, start, end) in places.unwrap_or_default() {
                self.concordances[target].lines.push(article.line(start, end));
            }
            Ok(())
        })
    }

    /// The windows in the order of the corpus, and the mentions with their surroundings by date.
    pub fn finish(mut self) -> (Vec<Sentence>, Vec<Concordance>) {
        for concordance in &mut self.concordances {
            concordance.lines.sort_by(|one, other| one.date.cmp(&other.date));
        }
        self.concordances.retain(|concordance| !concordance.lines.is_empty());
        (self.sentences, self.concordances)
    }
}

/// An article with its text.
struct Article<'r> {
    id: &'r str,
    date: Option<&'r str>,
    title: Option<&'r str>,
    text: Vec<char>,
    /// `article_id`, `paragraph`, `start`, `end`.
    sentences: Vec<Row>,
    /// `article_id`, `start`, `end`, `entity_id`.
    mentions: Vec<Row>,
}

impl Article<'_> {
    /// A window; `None` where it is not in the article.
    fn sentence(&self, id: String, quoting: ReportText, selected: &Selected) -> Option<Sentence> {
        let (start, end) = self.span(&id, selected.window())?;
        if quoting == ReportText::Omit {
            return Some(Sentence { id, date: self.date.map(str::to_owned), ..Sentence::default() });
        }
        let cut = end.min(start + LONGEST_QUOTATION);
        let mut quoted = self.part(start, cut);
        if cut < end {
            quoted.push('…');
        }
        let mark = |row: &Row| {
            let (from, to): (usize, usize) = (row.parse(1)?, row.parse(2)?);
            let node = selected.node(row.text(3)?)?;
            let offset = |at: usize| u32::try_from(at.checked_sub(start)?).ok();
            (to <= cut).then_some((offset(from)?, offset(to)?, node))
        };
        Some(Sentence {
            id,
            date: self.date.map(str::to_owned),
            title: self.title.map(str::to_owned),
            text: Some(quoted),
            marks: self.mentions.iter().filter_map(mark).collect(),
        })
    }

    /// The first character of a window, and the character after its last.
    fn span(&self, id: &str, sort: Window) -> Option<(usize, usize)> {
        let number_of = |prefix: &str| -> Option<usize> {
            id.get(self.id.len() + 1..)?.strip_prefix(prefix)?.parse().ok()
        };
        let (first, last) = match sort {
            Window::Article => return Some((0, self.text.len())),
            Window::Sentence => (number_of("")?, number_of("")?),
            Window::Near(reach) => {
                let (middle, reach) = (number_of("")?, usize::try_from(reach.get()).unwrap_or(usize::MAX));
                (middle.saturating_sub(reach), (middle + reach).min(self.sentences.len().checked_sub(1)?))
            }
            Window::Paragraph => {
                let paragraph = number_of("p")?;
                let inside = |row: &Row| row.parse::<usize>(1) == Some(paragraph);
                (self.sentences.iter().position(inside)?, self.sentences.iter().rposition(inside)?)
            }
        };
        Some((self.sentences.get(first)?.parse(2)?, self.sentences.get(last)?.parse(3)?))
    }

    fn line(&self, start: usize, end: usize) -> ConcordanceLine {
        ConcordanceLine {
            article_id: self.id.to_owned(),
            date: self.date.map(str::to_owned),
            before: self.part(start.saturating_sub(CONTEXT), start),
            keyword: self.part(start, end),
            after: self.part(end, end + CONTEXT),
        }
    }

    /// Part of the text on one line.
    fn part(&self, start: usize, end: usize) -> String {
        let end = end.min(self.text.len());
        let characters = self.text[start.min(end)..end].iter();
        characters.map(|character| if character.is_control() { ' ' } else { *character }).collect()
    }
}
