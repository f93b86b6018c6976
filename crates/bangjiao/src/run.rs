//! The main job: read → annotate → count → write, batch by batch and in input order.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use bangjiao_corpus::Progress;
use bangjiao_graph::CountOptions;
use rayon::ThreadPool;

use crate::error::Error;
use crate::file_names::REPORT_FILE;
use crate::keywords::KeywordIndex;
use crate::options::{Passes, RunOptions};
use crate::output::{Output, RunReport};
use crate::panels::known_terms;
use crate::pipeline::{in_order, thread_pool};
use crate::prepare::{build_annotator, open_corpus};
use crate::rendered::{Counted, Render, Rendered};
use crate::report::write_page;
use crate::run_folder::RunFolder;
use crate::two_pass::{READINGS, check_passes, share_names};

/// How far a run is.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunProgress {
    /// Bytes of the inputs as they are on the disk.
    pub bytes_read: u64,
    /// Size of the inputs, where it is known.
    pub bytes_total: Option<u64>,
    /// Articles annotated.
    pub n_articles: i64,
}

/// Annotates the inputs and writes tables, graph files, manifest, methods and report into the folder `out`.
///
/// `observe` is told after each batch how far the run is; setting `stop` ends it without a trace.
///
/// # Errors
/// Whatever keeps the run from being done whole; no file is then left under its final name. Damaged records are no
/// error: they stand in the table `problems`.
pub fn run(
    inputs: &[PathBuf],
    out: &Path,
    options: &RunOptions,
    observe: &mut dyn FnMut(RunProgress),
    stop: &AtomicBool,
) -> Result<RunReport, Error> {
    check_passes(inputs, options)?;
    let corpus = open_corpus(inputs, options)?;
    let folder = RunFolder::open(out, options.existing, options.origin)?;
    let pool = thread_pool(options.threads)?;
    let annotator = build_annotator(options)?;
    let n_readings = if options.passes == Passes::Two { READINGS } else { 1 };
    let mut observe = |reading: u64, progress: Progress, n_articles| {
        let bytes_before = progress.bytes_total.unwrap_or_default() * reading;
        observe(RunProgress {
            bytes_read: progress.bytes_read + bytes_before,
            bytes_total: progress.bytes_total.map(|bytes| bytes * n_readings),
            n_articles,
        });
    };
    let annotator = match options.passes {
        Passes::One => annotator,
        Passes::Two => {
            share_names(annotator, inputs, options, &pool, &mut |reading, at| observe(reading, at, 0), stop)?
        }
    };
    let names = corpus.inputs().iter().map(|input| input.name.clone()).collect();
    let mut output = Output::begin(folder, options, names)?;
    output.note_corpus_names(annotator.corpus_names().len());
    let keywords = KeywordIndex::new(annotator.lexicon());
    let counting = CountOptions {
        treaty_anaphors: options.treaty_anaphors,
        ..options.graph.counting(annotator.lexicon())?
    };
    let counting_by_period = options.graph.counting_by_period(&counting);
    let panels = options.graph.panels(annotator.lexicon());
    let known_terms = known_terms(annotator.lexicon());
    let render = Render {
        lexicon: annotator.lexicon(),
        keywords: &keywords,
        counting: &counting,
        counting_by_period: counting_by_period.as_ref(),
        panels: &panels,
        known_terms: &known_terms,
        tokens: options.tokens,
        duplicates: options.duplicates_written(),
        format: options.format,
    };
    let mut n_articles = 0;
    let counted = Mutex::new(Counted::default());
    let reports = in_order(
        corpus,
        |articles| annotator.annotate_all(articles),
        &pool,
        stop,
        |batch| render.render(batch, &counted),
        |rendered: Rendered, progress| {
            n_articles += rendered.tally.n_articles;
            output.write(rendered)?;
            observe(n_readings - 1, progress, n_articles);
            Ok(())
        },
    )?;
    // The memory that threads have freed is at hand to others when they end: fresh ones take it up.
    drop(pool);
    let pool = thread_pool(options.threads)?;
    let counted = counted.into_inner().unwrap_or_else(PoisonError::into_inner);
    let lexicon = annotator.into_lexicon();
    let done = output.finish(&pool, &lexicon, options, &panels, &counted, &reports)?;
    drop((counted, lexicon));
    with_report(done, out, options, &pool, stop)
}

/// Writes the page about a run, if the options ask for one: from its tables, so that it does not add to the memory of
/// counting, which the caller has given back.
pub(crate) fn with_report(
    mut done: RunReport,
    out: &Path,
    options: &RunOptions,
    pool: &ThreadPool,
    stop: &AtomicBool,
) -> Result<RunReport, Error> {
    if let Some(options) = &options.report {
        let (_, n_bytes) = write_page(out, None, options, pool, stop)?;
        done.files.push((REPORT_FILE.to_owned(), n_bytes));
    }
    Ok(done)
}
