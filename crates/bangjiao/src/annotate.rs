//! Annotated articles one after the other, for `annotate`.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use bangjiao_document::{Document, Problem};

use crate::error::Error;
use crate::options::{Passes, RunOptions};
use crate::pipeline::{in_order, thread_pool};
use crate::prepare::{build_annotator, open_corpus};
use crate::rendered::{Annotated, Tally};
use crate::two_pass::{check_passes, share_names};

/// What an annotated article is turned into, on any thread.
pub type Format<'f> = &'f (dyn Fn(&Document, &bangjiao_lexicon::Lexicon) -> Vec<u8> + Sync);

/// Annotates the inputs and hands each article, as `format` writes it, to `sink` in input order.
///
/// Problems of the input go to `report`. Memory is bounded.
///
/// # Errors
/// Whatever keeps the inputs from being read at all; [`Error::Interrupted`]; what `sink` returns.
pub fn annotate(
    inputs: &[PathBuf],
    options: &RunOptions,
    format: Format<'_>,
    sink: &mut dyn FnMut(&[u8]) -> Result<(), Error>,
    report: &mut dyn FnMut(&Problem),
    stop: &AtomicBool,
) -> Result<Tally, Error> {
    check_passes(inputs, options)?;
    let corpus = open_corpus(inputs, options)?;
    let pool = thread_pool(options.threads)?;
    let annotator = build_annotator(options)?;
    let annotator = match options.passes {
        Passes::One => annotator,
        Passes::Two => share_names(annotator, inputs, options, &pool, &mut |_, _| {}, stop)?,
    };
    let mut tally = Tally::default();
    let formatted = |batch: Annotated| {
        let format = |(document, _): &(Document, _)| format(document, annotator.lexicon());
        let lines: Vec<Vec<u8>> = batch.documents.iter().map(format).collect();
        (batch, lines)
    };
    in_order(
        corpus,
        |articles| annotator.annotate_all(articles),
        &pool,
        stop,
        formatted,
        |(batch, lines), _| {
            for (document, _) in &batch.documents {
                tally.note_article(document);
                document.article().problems.iter().for_each(&mut *report);
            }
            batch.problems.iter().for_each(&mut *report);
            tally.note_problems(&batch.problems);
            lines.iter().try_for_each(|line| sink(line))
        },
    )?;
    Ok(tally)
}
