//! `stats collocations`.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use bangjiao_statistics::{CollocationRow, Collocations, Reach, lambda, t_score, z_of_lambda};

use super::StatsOptions;
use super::corpus::{StoredCorpus, borrowed};
use crate::error::Error;

/// By what pairs are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PairMeasure {
    /// λ over its standard error.
    #[default]
    Z,
    /// Logarithm of the odds ratio.
    Lambda,
    /// Normalised pointwise mutual information.
    Npmi,
    /// Log-likelihood ratio.
    G2,
    /// t score.
    T,
}

impl PairMeasure {
    /// Every measure.
    pub const ALL: &'static [PairMeasure] =
        &[PairMeasure::Z, PairMeasure::Lambda, PairMeasure::Npmi, PairMeasure::G2, PairMeasure::T];

    /// The name of its column.
    pub fn as_str(self) -> &'static str {
        match self {
            PairMeasure::Z => "z",
            PairMeasure::Lambda => "lambda",
            PairMeasure::Npmi => "npmi",
            PairMeasure::G2 => "g2",
            PairMeasure::T => "t",
        }
    }

    fn of(self, row: &CollocationRow) -> f64 {
        match self {
            PairMeasure::Z => z_of_lambda(row.table),
            PairMeasure::Lambda => lambda(row.table),
            PairMeasure::Npmi => row.npmi().unwrap_or(f64::NEG_INFINITY),
            PairMeasure::G2 => row.g2(),
            PairMeasure::T => t_score(row.table).unwrap_or(f64::NEG_INFINITY),
        }
    }
}

/// Which pairs are counted.
#[derive(Debug, Clone, PartialEq)]
pub struct CollocationOptions {
    /// The features whose collocates are wanted; empty for every pair.
    pub nodes: Vec<String>,
    /// What counts as standing together.
    pub reach: Reach,
    /// By what rows are ranked.
    pub measure: PairMeasure,
    /// Least number of times that the two stand together.
    pub least: i64,
}

impl Default for CollocationOptions {
    /// Neighbours that stand together three times, by z.
    fn default() -> Self {
        CollocationOptions {
            nodes: Vec::new(),
            reach: Reach::Following(1),
            measure: PairMeasure::Z,
            least: 3,
        }
    }
}

/// Features that stand near each other in the run in a folder, the strongest pair first.
///
/// # Errors
/// [`Error::NoRun`] where the folder holds no run, [`Error::Read`] where a table is missing or damaged.
pub fn collocations(
    run: &Path,
    options: &StatsOptions,
    wanted: &CollocationOptions,
    stop: &AtomicBool,
) -> Result<Vec<CollocationRow>, Error> {
    let corpus = StoredCorpus::open(run, options)?;
    let nodes: Vec<String> = wanted.nodes.iter().map(|node| corpus.folded(node)).collect();
    let nodes = (!nodes.is_empty()).then_some(nodes);
    let collocations = corpus.count(
        stop,
        || Collocations::new(wanted.reach, nodes.as_deref()),
        |collocations, article| {
            let sentences: Vec<Vec<Option<String>>> =
                corpus.sentences(article).map(|sentence| sentence.places()).collect();
            let places = borrowed(&sentences);
            collocations.add(places.iter().map(Vec::as_slice));
        },
        Collocations::merge,
    )?;
    let mut rows = collocations.rows(wanted.least);
    rows.sort_by(|a, b| wanted.measure.of(b).total_cmp(&wanted.measure.of(a)));
    Ok(rows)
}
