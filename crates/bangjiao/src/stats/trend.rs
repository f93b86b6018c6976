//! `stats trend`.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use bangjiao_statistics::{Bootstrap, Query, Trend, TrendArticle, TrendRow, TrendSeries, Unit};

use super::StatsOptions;
use super::concordance::Finder;
use super::corpus::StoredCorpus;
use crate::error::Error;

/// What is followed over time.
#[derive(Debug, Clone)]
pub struct TrendOptions {
    /// What is counted.
    pub queries: Vec<Query>,
    /// How the trend is drawn.
    pub series: TrendSeries,
}

impl Default for TrendOptions {
    /// By year, without smoothing, with intervals.
    fn default() -> Self {
        let series = TrendSeries { unit: Unit::Year, smoothing: 1, bootstrap: Bootstrap::default() };
        TrendOptions { queries: Vec::new(), series }
    }
}

/// A trend, and what it leaves out.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendAnswer {
    /// By query and period, none left out from first to last.
    pub rows: Vec<TrendRow>,
    /// Articles whose date does not tell the period.
    pub n_undated: usize,
}

/// How often queries are found in each period of the run in a folder, beside what was read.
///
/// # Errors
/// [`Error::NoRun`] where the folder holds no run, [`Error::Read`] where a table is missing or damaged.
pub fn trend(
    run: &Path,
    options: &StatsOptions,
    wanted: &TrendOptions,
    stop: &AtomicBool,
) -> Result<TrendAnswer, Error> {
    let corpus = StoredCorpus::open(run, options)?;
    let finder = Finder::new(&wanted.queries, &corpus);
    let (trend, n_undated) = corpus.count(
        stop,
        || (Trend::default(), 0),
        |(trend, n_undated), article| {
            let Some(date) = article.date() else {
                *n_undated += 1;
                return;
            };
            let mut counts = vec![0; wanted.queries.len()];
            let mut n_characters = 0;
            for sentence in corpus.sentences(article) {
                n_characters += sentence.n_characters();
                finder.find(&sentence, |query, _| counts[query] += 1);
            }
            let (number, has_body) = (article.number, article.is("has_body"));
            let counts = counts.into();
            trend.add(TrendArticle { number, date, n_characters, has_body, counts });
        },
        |(trend, n_undated), (part, undated)| {
            trend.merge(part);
            *n_undated += undated;
        },
    )?;
    let names: Vec<String> = wanted.queries.iter().map(|query| query.as_str().to_owned()).collect();
    let n_undated = n_undated + trend.n_undated(wanted.series.unit);
    Ok(TrendAnswer { rows: trend.rows(&names, wanted.series), n_undated })
}
