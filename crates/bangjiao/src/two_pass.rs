//! The first of two passes: names of persons that the articles of a corpus share.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use bangjiao_annotate::{Annotator, NameCounts, Standing};
use bangjiao_corpus::Progress;
use bangjiao_document::{Article, Document};
use rayon::ThreadPool;

use crate::error::Error;
use crate::options::{Passes, RunOptions};
use crate::pipeline::in_order;
use crate::prepare::open_corpus;
use crate::rendered::Annotated;

/// How often `--two-pass` reads the inputs: to gather certain names, to see where these stand, and for the second pass.
pub(crate) const READINGS: u64 = 3;

/// Whether the inputs can be annotated as often as options ask.
///
/// # Errors
/// [`Error::TwoPassShard`], [`Error::TwoPassOnce`].
pub(crate) fn check_passes(inputs: &[PathBuf], options: &RunOptions) -> Result<(), Error> {
    if options.passes == Passes::One {
        return Ok(());
    }
    if options.read.shard.is_some() {
        return Err(Error::TwoPassShard);
    }
    match inputs.iter().find(|path| is_read_once(path)) {
        Some(path) => Err(Error::TwoPassOnce { path: path.clone() }),
        None => Ok(()),
    }
}

/// Gathers the names that are certain in several articles and lets the annotator know them everywhere.
///
/// `observe` is told the number of the reading, from 0, and how far it is. Counts are integers, summed in any order, so
/// that the names do not depend on the threads.
///
/// # Errors
/// [`Error::Interrupted`], and whatever keeps inputs from being read.
pub(crate) fn share_names(
    annotator: Annotator,
    inputs: &[PathBuf],
    options: &RunOptions,
    pool: &ThreadPool,
    observe: &mut dyn FnMut(u64, Progress),
    stop: &AtomicBool,
) -> Result<Annotator, Error> {
    let counts = Mutex::new(NameCounts::default());
    let gather = |batch: Annotated| {
        let mut own = NameCounts::default();
        batch.documents.iter().for_each(|(document, _)| own.add(document));
        counts.lock().unwrap_or_else(PoisonError::into_inner).merge(own);
    };
    let mut seen = |(), progress| {
        observe(0, progress);
        Ok(())
    };
    let annotate = |articles| annotator.annotate_all(articles);
    in_order(open_corpus(inputs, options)?, annotate, pool, stop, gather, &mut seen)?;
    let names = counts.into_inner().unwrap_or_else(PoisonError::into_inner).candidates();

    let standing = Mutex::new(Standing::default());
    let count = |batch: Annotated| {
        let mut own = Standing::default();
        batch.documents.iter().for_each(|(document, _)| annotator.count_names(document, &names, &mut own));
        standing.lock().unwrap_or_else(PoisonError::into_inner).merge(&own);
    };
    let mut seen = |(), progress| {
        observe(1, progress);
        Ok(())
    };
    let unread = |articles: Vec<Article>| articles.into_iter().map(Document::new).collect();
    in_order(open_corpus(inputs, options)?, unread, pool, stop, count, &mut seen)?;
    let standing = standing.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(annotator.share_names(&names, &standing))
}

/// Standard input and pipes give what they hold once.
fn is_read_once(path: &Path) -> bool {
    let is_special = |metadata: std::fs::Metadata| !(metadata.is_file() || metadata.is_dir());
    path == Path::new("-") || std::fs::metadata(path).is_ok_and(is_special)
}
