//! `stats dispersion`.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use bangjiao_statistics::{DispersionRow, Unit, dispersion_rows};

use super::StatsOptions;
use super::corpus::StoredCorpus;
use super::frequency::count_features;
use super::group::GroupBy;
use super::results::EntityNames;
use crate::error::Error;

/// By what features are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DispersionMeasure {
    /// Normalised deviation of proportions, the most even first.
    #[default]
    DpNorm,
    /// Deviation of proportions, the most even first.
    Dp,
    /// Juilland's D, the most even first.
    JuillandD,
    /// Parts that have it, the most first.
    Range,
    /// Occurrences, the most frequent first.
    Frequency,
}

impl DispersionMeasure {
    /// Every measure.
    pub const ALL: &'static [DispersionMeasure] = &[
        DispersionMeasure::DpNorm,
        DispersionMeasure::Dp,
        DispersionMeasure::JuillandD,
        DispersionMeasure::Range,
        DispersionMeasure::Frequency,
    ];

    /// The name of its column.
    pub fn as_str(self) -> &'static str {
        match self {
            DispersionMeasure::DpNorm => "dp_norm",
            DispersionMeasure::Dp => "dp",
            DispersionMeasure::JuillandD => "juilland_d",
            DispersionMeasure::Range => "range",
            DispersionMeasure::Frequency => "frequency",
        }
    }

    /// Smaller for what comes first.
    fn of(self, row: &DispersionRow) -> f64 {
        let dispersion = row.dispersion;
        match self {
            DispersionMeasure::DpNorm => dispersion.dp_norm.unwrap_or(f64::INFINITY),
            DispersionMeasure::Dp => dispersion.dp,
            DispersionMeasure::JuillandD => -dispersion.juilland_d.unwrap_or(f64::NEG_INFINITY),
            DispersionMeasure::Range => -(dispersion.range as f64),
            DispersionMeasure::Frequency => -(row.frequency as f64),
        }
    }
}

/// Over what the spread is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DispersionOptions {
    /// The parts of the corpus.
    pub parts: GroupBy,
    /// By what rows are ranked.
    pub measure: DispersionMeasure,
    /// Least number of occurrences.
    pub least: i64,
}

impl Default for DispersionOptions {
    /// Over months, of features that occur ten times, the most even first.
    fn default() -> Self {
        let parts = GroupBy::Period(Unit::Month);
        DispersionOptions { parts, measure: DispersionMeasure::DpNorm, least: 10 }
    }
}

/// How evenly each feature is spread over parts of the run in a folder; with the Chinese names of entities.
///
/// # Errors
/// [`Error::NoRun`] where the folder holds no run, [`Error::Read`] where a table is missing or damaged.
pub fn dispersion(
    run: &Path,
    options: &StatsOptions,
    wanted: DispersionOptions,
    stop: &AtomicBool,
) -> Result<(Vec<DispersionRow>, EntityNames), Error> {
    let corpus = StoredCorpus::open(run, options)?;
    let frequencies = count_features(&corpus, 1, stop, |article| Some(wanted.parts.group(article)))?;
    let mut rows = dispersion_rows(&frequencies, wanted.least);
    rows.sort_by(|a, b| {
        let by_measure = wanted.measure.of(a).total_cmp(&wanted.measure.of(b));
        by_measure.then_with(|| b.frequency.cmp(&a.frequency))
    });
    Ok((rows, corpus.names()?))
}
