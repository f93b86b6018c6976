//! Predictions: annotated articles as the JSON lines of `annotate` have them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use bangjiao_document::{Kind, Problem};
use serde::Deserialize;

use super::gold::{GoldArticle, each_line, reason};
use crate::error::{Error, EvaluationProblem};
use crate::jsonl::write_jsonl;
use crate::options::RunOptions;

/// An annotated article.
#[derive(Debug, Deserialize)]
pub(super) struct PredictedArticle {
    pub id: String,
    pub text: String,
    /// Code points before the body.
    pub body_start: usize,
    pub mentions: Vec<PredictedMention>,
}

/// A mention and one entity of it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct PredictedMention {
    pub start: usize,
    pub end: usize,
    pub kind: String,
    pub form: Option<String>,
    pub entity: Option<String>,
    pub rule: Option<String>,
    pub value: Option<String>,
    #[serde(rename = "type")]
    pub treaty_type: Option<String>,
    pub date: Option<String>,
    pub country: Option<String>,
    pub role: Option<String>,
    pub parties: Option<Vec<String>>,
}

impl PredictedMention {
    /// Its kind; `None` for kinds of other programs.
    pub fn kind(&self) -> Option<Kind> {
        Kind::from_word(&self.kind)
    }
}

/// Annotated articles by id.
pub(super) type PredictedArticles = BTreeMap<String, PredictedArticle>;

fn ids(gold: &[GoldArticle]) -> BTreeSet<&str> {
    gold.iter().map(|article| article.id.as_str()).collect()
}

/// Annotates inputs and keeps the articles of a gold set.
pub(super) fn annotated(
    inputs: &[PathBuf],
    options: &RunOptions,
    gold: &[GoldArticle],
    report: &mut dyn FnMut(&Problem),
    stop: &AtomicBool,
) -> Result<PredictedArticles, Error> {
    let ids = ids(gold);
    let mut predicted = PredictedArticles::new();
    crate::annotate(
        inputs,
        options,
        &|document, lexicon| {
            let mut line = Vec::new();
            if ids.contains(document.article().id.as_str()) {
                write_jsonl(document, lexicon, options.treaty_anaphors, &mut line)
                    .expect("memory takes every byte");
            }
            line
        },
        &mut |line| {
            if !line.is_empty() {
                let article: PredictedArticle =
                    serde_json::from_slice(line).expect("what was written by its contract can be read");
                predicted.insert(article.id.clone(), article);
            }
            Ok(())
        },
        report,
        stop,
    )?;
    Ok(predicted)
}

/// Reads the articles of a gold set from a file of predictions.
pub(super) fn read(path: &Path, gold: &[GoldArticle]) -> Result<PredictedArticles, Error> {
    let ids = ids(gold);
    let mut predicted = PredictedArticles::new();
    let mut problems = Vec::new();
    each_line(path, |line, text| match serde_json::from_str::<PredictedArticle>(text) {
        Ok(article) if ids.contains(article.id.as_str()) => {
            predicted.insert(article.id.clone(), article);
        }
        Ok(_) => {}
        Err(error) => problems.push(EvaluationProblem {
            path: path.to_owned(),
            line,
            message: format!("no annotated article: {}; write it with `bangjiao annotate`", reason(&error)),
        }),
    })?;
    if problems.is_empty() { Ok(predicted) } else { Err(Error::Evaluation { problems }) }
}
