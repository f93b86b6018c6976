//! `evaluate`: how often the annotation is right, against a gold set or a sample that was judged by hand.

mod disagreement;
mod estimate;
mod gold;
mod interval;
mod judged;
mod predictions;
mod score;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use bangjiao_document::Problem;

use crate::error::Error;
use crate::options::RunOptions;

pub use disagreement::{Disagreement, Fault, write_disagreements};
pub use estimate::{Estimate, Measure, SampleReport, evaluate_sample};
pub use interval::wilson;
pub use score::{Accuracy, Agreement, Score};

/// What is held against a gold set.
#[derive(Debug, Clone, Copy)]
pub enum Predictions<'p> {
    /// Articles that are annotated now.
    Inputs(&'p [PathBuf], &'p RunOptions),
    /// A file of JSON lines as [`write_jsonl`](crate::write_jsonl) makes them.
    File(&'p Path),
}

/// How an annotation agrees with a gold set.
#[derive(Debug, Clone)]
pub struct GoldReport {
    /// Articles of the gold set.
    pub n_articles: usize,
    /// Those without a prediction; all their mentions are missed.
    pub n_missing: usize,
    /// Those whose predicted body is another text than the gold one, so that offsets may mean nothing.
    pub n_differing: usize,
    /// By kind, and by kind and form, sorted by [`Score::group`].
    pub scores: Vec<Score>,
    /// Everything that is missed, false or of another value, by kind, fault, article and place.
    pub disagreements: Vec<Disagreement>,
}

/// Compares an annotation with the gold set in the file `gold`; articles are matched by id.
///
/// A gold set has an article a line: `id`, `title`, `body` and `spans`, each with `field` (title or body), `start` and
/// `end` in code points of the field, `kind`, and what is to be compared beside both ends: `form`, `entities`, `value`,
/// `type`, `parties`, `date`, `country`, `role`. `optional` spans are neither missed nor false; `alternatives` are other
/// ends that are right too. `flat` on an article says that nothing is marked inside its spans, and `unmarked` gives for
/// a kind the pattern of what is left out elsewhere; mentions of that are set aside.
///
/// `report` is told of problems of the inputs.
///
/// # Errors
/// [`Error::Evaluation`] with every fault of the gold set or of the predictions, and whatever keeps inputs from being
/// read.
pub fn evaluate_gold(
    gold: &Path,
    predictions: Predictions<'_>,
    report: &mut dyn FnMut(&Problem),
    stop: &AtomicBool,
) -> Result<GoldReport, Error> {
    let gold = gold::read(gold)?;
    let predicted = match predictions {
        Predictions::Inputs(inputs, options) => predictions::annotated(inputs, options, &gold, report, stop)?,
        Predictions::File(path) => predictions::read(path, &gold)?,
    };
    Ok(score::score(&gold, &predicted))
}
