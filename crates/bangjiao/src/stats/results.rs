//! Answers as tables.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use bangjiao_statistics::{
    CollocationRow, ConcordanceLine, DispersionRow, FrequencyRow, KeynessRow, SummaryRow, TrendRow, lambda,
    t_score, z_of_lambda,
};
use bangjiao_table::{
    CHANGED_MENTIONS, CHANGES, COLLOCATIONS, CONCORDANCE, Cell, DISPERSION, FREQUENCY, Format, KEYNESS,
    SUMMARY, TREND, Table, TableWriter, cells_frame,
};

use super::compare::{ChangeCount, ChangedMention};
use crate::error::Error;

/// Chinese names of entities by id.
pub type EntityNames = BTreeMap<String, String>;

/// The rows of an answer with the table that describes them.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    table: &'static Table,
    rows: Vec<Vec<Cell>>,
}

impl Results {
    /// Frequencies of features or sequences.
    pub fn frequency(rows: &[FrequencyRow], names: &EntityNames) -> Self {
        Results::new(&FREQUENCY, rows, |row| {
            vec![
                row.feature.clone().into(),
                names.get(&row.feature).cloned().into(),
                row.frequency.into(),
                row.rank.into(),
                row.docfreq.into(),
                row.per_10000.into(),
                row.group.clone().into(),
            ]
        })
    }

    /// Key features.
    pub fn keyness(rows: &[KeynessRow], names: &EntityNames) -> Self {
        Results::new(&KEYNESS, rows, |row| {
            let comparison = row.comparison;
            vec![
                row.feature.clone().into(),
                names.get(&row.feature).cloned().into(),
                comparison.g2().into(),
                comparison.p().into(),
                comparison.n_target.into(),
                comparison.n_reference.into(),
                row.docfreq_target.into(),
                row.docfreq_reference.into(),
                row.target_per_10000.into(),
                row.reference_per_10000.into(),
                comparison.chi2().into(),
                comparison.chi2_yates().into(),
                comparison.log_ratio().into(),
                comparison.pct_diff().into(),
                comparison.bic().into(),
            ]
        })
    }

    /// Pairs of features.
    pub fn collocations(rows: &[CollocationRow]) -> Self {
        Results::new(&COLLOCATIONS, rows, |row| {
            let table = row.table;
            vec![
                row.feature.clone().into(),
                row.collocate.clone().into(),
                table.n.into(),
                table.n_source.into(),
                table.n_target.into(),
                table.n_windows.into(),
                lambda(table).into(),
                z_of_lambda(table).into(),
                row.p().into(),
                row.npmi().into(),
                row.g2().into(),
                t_score(table).into(),
            ]
        })
    }

    /// Features with their spread.
    pub fn dispersion(rows: &[DispersionRow], names: &EntityNames) -> Self {
        Results::new(&DISPERSION, rows, |row| {
            let dispersion = row.dispersion;
            vec![
                row.feature.clone().into(),
                names.get(&row.feature).cloned().into(),
                row.frequency.into(),
                row.docfreq.into(),
                row.n_parts.into(),
                dispersion.range.into(),
                dispersion.juilland_d.into(),
                dispersion.dp.into(),
                dispersion.dp_norm.into(),
            ]
        })
    }

    /// Keywords in context.
    pub fn concordance(lines: &[ConcordanceLine]) -> Self {
        Results::new(&CONCORDANCE, lines, |line| {
            vec![
                line.article_id.as_str().into(),
                line.date.into(),
                i64::from(line.sentence).into(),
                i64::from(line.start).into(),
                i64::from(line.end).into(),
                line.pre.clone().into(),
                line.keyword.clone().into(),
                line.post.clone().into(),
                line.pattern.clone().into(),
            ]
        })
    }

    /// Queries over time.
    pub fn trend(rows: &[TrendRow]) -> Self {
        Results::new(&TREND, rows, |row| {
            vec![
                row.feature.clone().into(),
                row.period.clone().into(),
                row.first_day.into(),
                row.frequency.into(),
                row.docfreq.into(),
                row.n_articles.into(),
                row.n_characters.into(),
                row.n_issue_days.into(),
                row.n_missing_days.into(),
                row.n_without_body.into(),
                row.characters_per_article.into(),
                row.per_10000.into(),
                row.low.into(),
                row.high.into(),
                row.smoothed.into(),
            ]
        })
    }

    /// What the corpus holds.
    pub fn summary(rows: &[SummaryRow]) -> Self {
        Results::new(&SUMMARY, rows, |row| {
            vec![
                row.group.clone().into(),
                row.n_articles.into(),
                row.n_without_body.into(),
                row.n_reprints.into(),
                row.n_issue_days.into(),
                row.n_missing_days.into(),
                row.n_pages.into(),
                row.n_characters.into(),
                row.n_sentences.into(),
                row.n_tokens.into(),
                row.n_types.into(),
                row.ttr.into(),
                row.mattr.into(),
            ]
        })
    }

    /// Changes by sort.
    pub fn changes(counts: &[ChangeCount]) -> Self {
        Results::new(&CHANGES, counts, |count| {
            let example = &count.example;
            vec![
                example.change.as_str().into(),
                example.kind.clone().into(),
                example.before.rule.clone().into(),
                example.after.rule.clone().into(),
                count.n_mentions.into(),
                count.n_articles.into(),
                format!("{}:{}-{}", example.article_id, example.start, example.end).into(),
                example.text.clone().into(),
            ]
        })
    }

    /// Changes one by one.
    pub fn changed_mentions(mentions: &[ChangedMention]) -> Self {
        Results::new(&CHANGED_MENTIONS, mentions, |mention| {
            let (before, after) = (&mention.before, &mention.after);
            vec![
                mention.change.as_str().into(),
                mention.article_id.clone().into(),
                mention.start.into(),
                mention.end.into(),
                mention.text.clone().into(),
                mention.kind.clone().into(),
                before.entities.clone().into(),
                after.entities.clone().into(),
                before.value.clone().into(),
                after.value.clone().into(),
                before.rule.clone().into(),
                after.rule.clone().into(),
            ]
        })
    }

    fn new<R>(table: &'static Table, rows: &[R], cells: impl Fn(&R) -> Vec<Cell>) -> Self {
        Results { table, rows: rows.iter().map(cells).collect() }
    }

    /// The table that describes the columns.
    pub fn table(&self) -> &'static Table {
        self.table
    }

    /// The rows, each with a cell for every column.
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Keeps only the first rows.
    pub fn truncate(&mut self, n_rows: usize) {
        self.rows.truncate(n_rows);
    }

    /// Writes the rows in a format of tables; the name is for errors.
    ///
    /// # Errors
    /// [`Error::Table`] and [`Error::Write`] where the output does not take them.
    pub fn write(&self, format: Format, output: impl Write, name: &Path) -> Result<(), Error> {
        let failed = |source| Error::Table { path: name.to_owned(), source };
        let mut writer = TableWriter::new(self.table, format, output).map_err(failed)?;
        writer.write(&cells_frame(self.table, &self.rows)).map_err(failed)?;
        let mut output = writer.finish().map_err(failed)?;
        output.flush().map_err(|source| Error::Write { path: name.to_owned(), source })
    }

    /// Writes the rows into a file, which gets its name when it is whole.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn save(&self, format: Format, path: &Path) -> Result<(), Error> {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let temporary = path.with_file_name(format!(".{name}.partial"));
        let failed = |source: io::Error| Error::Write { path: path.to_owned(), source };
        let file = File::create(&temporary).map_err(failed)?;
        let written = self.write(format, BufWriter::new(file), path);
        if written.is_err() {
            // The error of the writing is the one to tell.
            let _ = fs::remove_file(&temporary);
            return written;
        }
        fs::rename(&temporary, path).map_err(failed)
    }
}
