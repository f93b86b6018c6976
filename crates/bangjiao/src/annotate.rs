//! Annotated articles one after the other, for `annotate`.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use bangjiao_document::{Document, Problem};
use rayon::prelude::*;

use crate::error::Error;
use crate::options::RunOptions;
use crate::register::Register;
use crate::rendered::{Annotated, Tally};
use crate::run::{annotate_batch, build_annotator, next_chunk, open_corpus};

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
    let mut corpus = open_corpus(inputs, options)?;
    let annotator = build_annotator(options)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build()?;
    let mut register = Register::default();
    let mut tally = Tally::default();
    while let Some((batches, _)) = next_chunk(&mut corpus) {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let mut annotated: Vec<Annotated> =
            pool.install(|| batches.into_par_iter().map(|batch| annotate_batch(&annotator, batch)).collect());
        for batch in &mut annotated {
            for (document, fingerprint) in &mut batch.documents {
                batch.problems.extend(register.admit(document, *fingerprint));
            }
        }
        let lines: Vec<Vec<Vec<u8>>> = pool.install(|| {
            let format = |batch: &Annotated| {
                batch.documents.iter().map(|(document, _)| format(document, annotator.lexicon())).collect()
            };
            annotated.par_iter().map(format).collect()
        });
        for (batch, lines) in annotated.iter().zip(lines) {
            for (document, _) in &batch.documents {
                tally.note_article(document);
                document.article().problems.iter().for_each(&mut *report);
            }
            batch.problems.iter().for_each(&mut *report);
            tally.note_problems(&batch.problems);
            lines.iter().try_for_each(|line| sink(line))?;
        }
    }
    Ok(tally)
}
