//! `stats frequency` and `stats ngrams`.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use bangjiao_statistics::{Frequencies, FrequencyRow, GroupTotal, for_each_ngram};

use super::StatsOptions;
use super::article::StoredArticle;
use super::corpus::{StoredCorpus, borrowed};
use super::group::GroupBy;
use super::results::EntityNames;
use crate::error::Error;

/// Which frequencies are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrequencyOptions {
    /// By what articles are grouped.
    pub by: GroupBy,
    /// Length of the sequences; 1 counts features themselves.
    pub n: usize,
    /// Least number of occurrences in a group.
    pub least: i64,
}

impl Default for FrequencyOptions {
    /// Each feature of all articles.
    fn default() -> Self {
        FrequencyOptions { by: GroupBy::Nothing, n: 1, least: 1 }
    }
}

/// Frequencies with their denominators.
#[derive(Debug, Clone, PartialEq)]
pub struct FrequencyAnswer {
    /// Features by group, the most frequent first.
    pub rows: Vec<FrequencyRow>,
    /// What each group holds altogether, by name.
    pub groups: Vec<(String, GroupTotal)>,
    /// Chinese names of entities.
    pub names: EntityNames,
}

/// Occurrences and articles of each feature, or sequence of features, in the run in a folder.
///
/// # Errors
/// [`Error::NoRun`] where the folder holds no run, [`Error::Read`] where a table is missing or damaged.
pub fn frequency(
    run: &Path,
    options: &StatsOptions,
    counted: &FrequencyOptions,
    stop: &AtomicBool,
) -> Result<FrequencyAnswer, Error> {
    let corpus = StoredCorpus::open(run, options)?;
    let frequencies = count_features(&corpus, counted.n, stop, |article| Some(counted.by.group(article)))?;
    let groups = frequencies.groups().into_iter().map(|(name, total)| (name.to_owned(), total)).collect();
    let names = if counted.n == 1 { corpus.names()? } else { EntityNames::new() };
    Ok(FrequencyAnswer { rows: frequencies.rows(counted.least), groups, names })
}

/// Counts the features of the articles that have a group.
pub(super) fn count_features(
    corpus: &StoredCorpus<'_>,
    n: usize,
    stop: &AtomicBool,
    group: impl Fn(&StoredArticle) -> Option<String> + Sync,
) -> Result<Frequencies, Error> {
    corpus.count(
        stop,
        Frequencies::default,
        |frequencies, article| {
            let Some(group) = group(article) else { return };
            let mut n_characters = 0;
            let mut sentences = Vec::new();
            for sentence in corpus.sentences(article) {
                n_characters += sentence.n_characters();
                sentences.push(sentence.places());
            }
            if n == 1 {
                let features = sentences.iter().flatten().flatten().map(String::as_str);
                frequencies.add(&group, n_characters, features);
            } else {
                let mut ngrams = Vec::new();
                for places in borrowed(&sentences) {
                    for_each_ngram(&places, n, |ngram| ngrams.push(ngram.to_owned()));
                }
                frequencies.add(&group, n_characters, ngrams.iter().map(String::as_str));
            }
        },
        Frequencies::merge,
    )
}
