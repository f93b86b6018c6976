//! `stats summary`.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use bangjiao_statistics::{Summary, SummaryArticle, SummaryRow};

use super::StatsOptions;
use super::corpus::StoredCorpus;
use crate::error::Error;

/// How a summary is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SummaryOptions {
    /// Words of a window of the moving-average type-token ratio.
    pub window: usize,
}

impl Default for SummaryOptions {
    /// Windows of 100 words.
    fn default() -> Self {
        SummaryOptions { window: 100 }
    }
}

/// What the run in a folder holds, year by year, and at the end in all.
///
/// # Errors
/// [`Error::NoRun`] where the folder holds no run, [`Error::Read`] where a table is missing or damaged.
pub fn summary(
    run: &Path,
    options: &StatsOptions,
    how: SummaryOptions,
    stop: &AtomicBool,
) -> Result<Vec<SummaryRow>, Error> {
    let corpus = StoredCorpus::open(run, options)?;
    let summary = corpus.count(
        stop,
        || Summary::new(how.window),
        |summary, article| {
            let date = article.date();
            let facts = SummaryArticle {
                year: date.map(|date| date.first.year()),
                day: date.and_then(|date| date.exact()),
                page: article.integer("page"),
                n_characters: article.integer("n_characters").unwrap_or(0),
                n_sentences: article.integer("n_sentences").unwrap_or(0),
                has_body: article.is("has_body"),
                is_reprint: article.cell("duplicate_of").is_some(),
            };
            let sentences: Vec<Vec<Option<String>>> =
                corpus.sentences(article).map(|sentence| sentence.places()).collect();
            summary.add(facts, sentences.iter().flatten().flatten().map(String::as_str));
        },
        Summary::merge,
    )?;
    Ok(summary.rows())
}
