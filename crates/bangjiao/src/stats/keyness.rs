//! `stats keyness`.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use bangjiao_document::EntityId;
use bangjiao_statistics::{GroupTotal, KeynessRow, keyness_rows};
use bangjiao_table::Row;
use rustc_hash::FxHashSet;

use super::StatsOptions;
use super::article::StoredArticle;
use super::corpus::StoredCorpus;
use super::frequency::count_features;
use super::results::EntityNames;
use crate::error::Error;
use crate::selection::{COLUMNS, Condition};

/// A part of the selected articles; all that is said must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    /// Articles that are as this says.
    pub condition: Option<Condition>,
    /// Articles whose text has these characters.
    pub containing: Option<String>,
    /// Articles that mention this entity.
    pub mentioning: Option<EntityId>,
    /// Articles that the newspaper's own index has under this term (关键).
    pub keyword: Option<String>,
}

/// A part with the articles that its index term names.
struct PartArticles<'p> {
    part: &'p Part,
    indexed: Option<FxHashSet<String>>,
}

impl<'p> PartArticles<'p> {
    fn new(part: &'p Part, corpus: &StoredCorpus<'_>) -> Result<Self, Error> {
        let indexed = part.keyword.as_deref().map(|term| corpus.indexed_under(term)).transpose()?;
        Ok(PartArticles { part, indexed })
    }

    fn holds(&self, article: &StoredArticle) -> bool {
        let Part { condition, containing, mentioning, .. } = self.part;
        let row: Row = COLUMNS.iter().map(|column| article.cell(column)).collect();
        let mentions = |wanted: &EntityId| {
            article.mentions.iter().any(|mention| mention.entity.as_deref() == Some(wanted.as_str()))
        };
        condition.as_ref().is_none_or(|condition| condition.holds(&row))
            && containing.as_ref().is_none_or(|text| article.text().contains(text.as_str()))
            && mentioning.as_ref().is_none_or(mentions)
            && self.indexed.as_ref().is_none_or(|indexed| indexed.contains(article.id()))
    }
}

/// By what key features are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeynessMeasure {
    /// Log-likelihood ratio.
    #[default]
    G2,
    /// Pearson's chi² without correction.
    Chi2,
    /// Hardie's log ratio.
    LogRatio,
    /// %DIFF; features that the reference lacks come first.
    PctDiff,
}

impl KeynessMeasure {
    /// Every measure.
    pub const ALL: &'static [KeynessMeasure] =
        &[KeynessMeasure::G2, KeynessMeasure::Chi2, KeynessMeasure::LogRatio, KeynessMeasure::PctDiff];

    /// The name of its column.
    pub fn as_str(self) -> &'static str {
        match self {
            KeynessMeasure::G2 => "g2",
            KeynessMeasure::Chi2 => "chi2",
            KeynessMeasure::LogRatio => "log_ratio",
            KeynessMeasure::PctDiff => "pct_diff",
        }
    }

    fn of(self, row: &KeynessRow) -> f64 {
        let comparison = row.comparison;
        match self {
            KeynessMeasure::G2 => comparison.g2(),
            KeynessMeasure::Chi2 => comparison.chi2().unwrap_or(0.0),
            KeynessMeasure::LogRatio => comparison.log_ratio().unwrap_or(0.0),
            KeynessMeasure::PctDiff => comparison.pct_diff().unwrap_or(f64::INFINITY),
        }
    }
}

/// What is compared with what.
#[derive(Debug, Clone, PartialEq)]
pub struct KeynessOptions {
    /// The target.
    pub target: Part,
    /// The reference; where it says nothing, all other selected articles.
    pub reference: Part,
    /// By what rows are ranked.
    pub measure: KeynessMeasure,
    /// Least number of occurrences in both together.
    pub least: i64,
}

impl Default for KeynessOptions {
    /// By G², of features that occur three times.
    fn default() -> Self {
        KeynessOptions {
            target: Part::default(),
            reference: Part::default(),
            measure: KeynessMeasure::G2,
            least: 3,
        }
    }
}

/// Key features with their denominators.
#[derive(Debug, Clone, PartialEq)]
pub struct KeynessAnswer {
    /// Features of the target first, those of the reference last.
    pub rows: Vec<KeynessRow>,
    /// What the target holds.
    pub target: GroupTotal,
    /// What the reference holds.
    pub reference: GroupTotal,
    /// Chinese names of entities.
    pub names: EntityNames,
}

const TARGET: &str = "target";
const REFERENCE: &str = "reference";

/// Features that are more or less frequent in one part of the run in a folder than in another; an article that is of both
/// is of the target.
///
/// # Errors
/// [`Error::NoRun`] where the folder holds no run, [`Error::Read`] where a table is missing or damaged, [`Error::EmptyPart`]
/// where no article is of the target or of the reference.
pub fn keyness(
    run: &Path,
    options: &StatsOptions,
    wanted: &KeynessOptions,
    stop: &AtomicBool,
) -> Result<KeynessAnswer, Error> {
    let corpus = StoredCorpus::open(run, options)?;
    let target = PartArticles::new(&wanted.target, &corpus)?;
    let reference = PartArticles::new(&wanted.reference, &corpus)?;
    // A reference that says nothing holds every article; those of the target are gone by then.
    let frequencies = count_features(&corpus, 1, stop, |article| {
        let part =
            [(&target, TARGET), (&reference, REFERENCE)].into_iter().find(|(part, _)| part.holds(article));
        part.map(|(_, name)| name.to_owned())
    })?;
    let (target, reference) = (frequencies.total(TARGET), frequencies.total(REFERENCE));
    for (part, total) in [(TARGET, target), (REFERENCE, reference)] {
        if total.n_features == 0 {
            return Err(Error::EmptyPart { part });
        }
    }
    let mut rows = keyness_rows(&frequencies, TARGET, REFERENCE, wanted.least);
    rows.sort_by(|a, b| {
        let by_measure = wanted.measure.of(b).total_cmp(&wanted.measure.of(a));
        by_measure.then_with(|| b.comparison.n_target.cmp(&a.comparison.n_target))
    });
    Ok(KeynessAnswer { rows, target, reference, names: corpus.names()? })
}
