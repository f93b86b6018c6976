//! Samples that were judged by hand: the sheets of `sample` with their cells filled in.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::error::{Error, EvaluationProblem};

/// A sheet with its verdicts.
pub(super) enum Judged {
    /// Of mentions.
    Mentions(Vec<JudgedMention>),
    /// Of whole articles.
    Articles(Vec<JudgedArticle>),
}

/// A mention with its verdict.
pub(super) struct JudgedMention {
    pub stratum: String,
    pub weight: f64,
    pub verdict: Option<Verdict>,
}

/// What the reader said of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is right.
    Right,
    /// It is a mention of the kind, but of another entity.
    OtherEntity,
    /// It is no mention of the kind, or has other ends.
    Wrong,
}

/// An article with the verdicts on all its sentences.
pub(super) struct JudgedArticle {
    pub stratum: String,
    pub weight: f64,
    /// Mentions that were found.
    pub n_found: u64,
    /// Those of them that are wrong.
    pub n_wrong: u64,
    /// Mentions that were not found.
    pub n_missed: u64,
    /// Whether any sentence has a verdict.
    pub is_read: bool,
}

const YES: [&str; 8] = ["1", "yes", "y", "true", "right", "x", "是", "对"];
const NO: [&str; 8] = ["0", "no", "n", "false", "wrong", "-", "否", "错"];

/// Reads a sheet.
///
/// # Errors
/// [`Error::Unreadable`] and [`Error::Evaluation`] with every bad cell.
pub(super) fn read(path: &Path) -> Result<Judged, Error> {
    let bytes = fs::read(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count() as u64;
        let message = "the file is not UTF-8; save it as CSV in UTF-8".to_owned();
        Error::Evaluation { problems: vec![EvaluationProblem { path: path.to_owned(), line, message }] }
    })?;
    let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut sheet = Sheet { path, head: Vec::new(), problems: Vec::new() };
    match reader.headers() {
        Ok(head) => sheet.head = head.iter().map(|name| name.trim().to_owned()).collect(),
        Err(error) => sheet.problem(1, format!("the line of column names cannot be read: {error}")),
    }
    let is_of_mentions = sheet.head.iter().any(|name| name == "mention_id");
    let needed: &[&str] = if is_of_mentions {
        &["mention_id", "stratum", "weight", "entity", "correct", "right_entity"]
    } else {
        &["article_id", "stratum", "weight", "found", "wrong", "missed"]
    };
    let found = sheet.head.join(", ");
    for name in needed {
        if !sheet.head.iter().any(|found| found == name) {
            let message =
                format!("there is no column {name}, only {found}; keep the columns of `bangjiao sample`");
            sheet.problem(1, message);
        }
    }
    let mut rows = Vec::new();
    if sheet.problems.is_empty() {
        for record in reader.records() {
            match record {
                Ok(record) => rows.push(record),
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    sheet.problem(line, format!("the row cannot be read: {}", error_kind(&error)));
                }
            }
        }
    }
    let judged = if is_of_mentions {
        Judged::Mentions(sheet.mentions(&rows))
    } else {
        Judged::Articles(sheet.articles(&rows))
    };
    if sheet.problems.is_empty() { Ok(judged) } else { Err(Error::Evaluation { problems: sheet.problems }) }
}

fn error_kind(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!(
                "it has {len} cells, and there are {expected_len} columns; put texts with commas in quotes"
            )
        }
        _ => error.to_string(),
    }
}

struct Sheet<'p> {
    path: &'p Path,
    head: Vec<String>,
    problems: Vec<EvaluationProblem>,
}

impl Sheet<'_> {
    fn problem(&mut self, line: u64, message: String) {
        self.problems.push(EvaluationProblem { path: self.path.to_owned(), line, message });
    }

    fn cell<'r>(&self, row: &'r csv::StringRecord, column: &str) -> &'r str {
        let at = self.head.iter().position(|name| name == column);
        at.and_then(|at| row.get(at)).unwrap_or_default().trim()
    }

    fn weight(&mut self, row: &csv::StringRecord) -> f64 {
        let cell = self.cell(row, "weight");
        match cell.parse() {
            Ok(weight) if weight > 0.0 && f64::is_finite(weight) => weight,
            _ => {
                self.problem(
                    line(row),
                    format!("the weight {cell:?} is no number above 0; keep that of `bangjiao sample`"),
                );
                1.0
            }
        }
    }

    fn mentions(&mut self, rows: &[csv::StringRecord]) -> Vec<JudgedMention> {
        let mut lines = BTreeMap::new();
        let mut mentions = Vec::new();
        for row in rows {
            let id = self.cell(row, "mention_id");
            if let Some(before) = lines.insert(id, line(row)) {
                self.problem(line(row), format!("{id} stands in line {before} too; leave out one of them"));
            }
            let weight = self.weight(row);
            let stratum = self.cell(row, "stratum").to_owned();
            mentions.push(JudgedMention { stratum, weight, verdict: self.verdict(row) });
        }
        mentions
    }

    fn verdict(&mut self, row: &csv::StringRecord) -> Option<Verdict> {
        let (cell, right_entity) = (self.cell(row, "correct"), self.cell(row, "right_entity"));
        let word = cell.to_lowercase();
        if word.is_empty() {
            if !right_entity.is_empty() {
                self.problem(
                    line(row),
                    format!("right_entity is {right_entity}, but correct is empty; write yes or no"),
                );
            }
            None
        } else if YES.contains(&word.as_str()) {
            if !right_entity.is_empty() && right_entity != self.cell(row, "entity") {
                let message = format!(
                    "correct is {cell}, but right_entity is {right_entity}; write no, or empty right_entity"
                );
                self.problem(line(row), message);
            }
            Some(Verdict::Right)
        } else if NO.contains(&word.as_str()) {
            if !right_entity.is_empty() && right_entity == self.cell(row, "entity") {
                let message = format!(
                    "correct is {cell}, but right_entity is the one that was found; write yes, or the right one"
                );
                self.problem(line(row), message);
            }
            Some(if right_entity.is_empty() { Verdict::Wrong } else { Verdict::OtherEntity })
        } else {
            let message = format!(
                "correct is {cell:?}; write yes or no (1, 0, 对, 错), or leave it empty where you did not judge"
            );
            self.problem(line(row), message);
            None
        }
    }

    fn articles(&mut self, rows: &[csv::StringRecord]) -> Vec<JudgedArticle> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut articles: Vec<JudgedArticle> = Vec::new();
        for row in rows {
            let weight = self.weight(row);
            let stratum = self.cell(row, "stratum").to_owned();
            let [found, wrong, missed] = ["found", "wrong", "missed"].map(|column| self.count(row, column));
            if wrong.unwrap_or(0) > found.unwrap_or(0) {
                self.problem(line(row), "more mentions are wrong than were found".to_owned());
            }
            let at = *places.entry(self.cell(row, "article_id")).or_insert_with(|| {
                let (n_found, n_wrong, n_missed) = (0, 0, 0);
                articles.push(JudgedArticle { stratum, weight, n_found, n_wrong, n_missed, is_read: false });
                articles.len() - 1
            });
            let article = &mut articles[at];
            article.n_found += found.unwrap_or(0);
            article.n_wrong += wrong.unwrap_or(0);
            article.n_missed += missed.unwrap_or(0);
            article.is_read |= wrong.is_some() || missed.is_some();
        }
        articles
    }

    /// The number in a cell; `None` where it is empty.
    fn count(&mut self, row: &csv::StringRecord, column: &str) -> Option<u64> {
        let cell = self.cell(row, column);
        if cell.is_empty() {
            return None;
        }
        let count = cell.parse().ok();
        if count.is_none() {
            self.problem(line(row), format!("{column} is {cell:?}; write a number, or leave it empty"));
        }
        count
    }
}

fn line(row: &csv::StringRecord) -> u64 {
    row.position().map_or(1, csv::Position::line)
}
