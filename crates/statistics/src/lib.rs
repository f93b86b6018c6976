//! Corpus statistics: frequencies, keyness, collocations, dispersion, concordances, trends, and their formulas.
//!
//! What is counted is a *feature*: a word, an entity id, or a sequence of these. A sentence comes as its places in
//! order, `Some` for a feature and `None` for what is left out (a mark, a stop word), so that neighbours stay those of
//! the text. Accumulators ([`Frequencies`], [`Collocations`], [`Trend`], [`Summary`]) hold integers only and merge in any
//! order; numbers with a fraction are computed once, when rows are asked for. Nothing here reads files or the clock.

mod collocation;
mod concordance;
mod dispersion;
mod frequency;
mod interner;
mod keyness;
mod ngram;
mod period;
mod query;
mod significance;
mod summary;
mod trend;

pub use collocation::{CollocationRow, Collocations, Reach, lambda, t_score, z_of_lambda};
pub use concordance::{ConcordanceLine, LineOrder, context, sort_lines};
pub use dispersion::{Dispersion, DispersionRow, dispersion_rows};
pub use frequency::{Frequencies, FrequencyRow, GroupTotal};
pub use keyness::{Comparison, KeynessRow, keyness_rows};
pub use ngram::for_each_ngram;
pub use period::Unit;
pub use query::{Query, QueryError};
pub use significance::{p_of_chi2, p_of_z};
pub use summary::{Summary, SummaryArticle, SummaryRow, mattr_sums};
pub use trend::{Bootstrap, Trend, TrendArticle, TrendRow, TrendSeries};
