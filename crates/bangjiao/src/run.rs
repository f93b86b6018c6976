//! The main job: read → annotate → count → write, batch by batch and in input order.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bangjiao_annotate::{AnnotateOptions, Annotator};
use bangjiao_corpus::Corpus;
use bangjiao_graph::CountOptions;
use bangjiao_lexicon::Lexicon;

use crate::error::Error;
use crate::keywords::KeywordIndex;
use crate::open_table::open_table;
use crate::options::RunOptions;
use crate::output::{Output, RunReport};
use crate::pipeline::in_order;
use crate::rendered::{Counted, Render, Rendered};
use crate::report::{REPORT_FILE, report};
use crate::run_folder::RunFolder;

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

/// Loads the lexicons that options ask for.
///
/// # Errors
/// [`Error::LexiconFolder`] and [`Error::Lexicon`].
pub fn load_lexicon(folders: &[PathBuf]) -> Result<Lexicon, Error> {
    if let Some(path) = folders.iter().find(|path| !path.is_dir()) {
        return Err(Error::LexiconFolder { path: path.clone() });
    }
    let (lexicon, problems) =
        if folders.is_empty() { Lexicon::embedded() } else { Lexicon::with_overrides(folders) };
    let problems: Vec<_> = problems.into_iter().filter(|problem| problem.is_error()).collect();
    if problems.is_empty() { Ok(lexicon) } else { Err(Error::Lexicon { problems }) }
}

/// Builds the annotator that options ask for.
///
/// # Errors
/// [`Error::LexiconFolder`], [`Error::Lexicon`], [`Error::UnknownHome`].
pub fn build_annotator(options: &RunOptions) -> Result<Annotator, Error> {
    let lexicon = load_lexicon(&options.lexicons)?;
    let home = options.home.resolve(&lexicon);
    if let Some(home) = home.as_ref().filter(|home| lexicon.state(home).is_none()) {
        return Err(Error::UnknownHome { id: home.to_string() });
    }
    let annotate =
        AnnotateOptions { home, tokens: options.tokens, eras: options.eras, repair: options.repair };
    Ok(Annotator::new(Arc::new(lexicon), annotate))
}

/// Opens the inputs that options describe.
///
/// # Errors
/// [`Error::Corpus`] where an input cannot be read at all.
pub fn open_corpus(inputs: &[PathBuf], options: &RunOptions) -> Result<Corpus, Error> {
    Ok(Corpus::open(inputs, options.read.clone())?.with_tables(open_table()))
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
    let corpus = open_corpus(inputs, options)?;
    let folder = RunFolder::open(out, options.existing, options.origin)?;
    let annotator = build_annotator(options)?;
    let names = corpus.inputs().iter().map(|input| input.name.clone()).collect();
    let mut output = Output::begin(folder, options, names)?;
    let keywords = KeywordIndex::new(annotator.lexicon());
    let counting = CountOptions {
        treaty_anaphors: options.treaty_anaphors,
        ..options.graph.counting(annotator.lexicon())?
    };
    let render = Render {
        lexicon: annotator.lexicon(),
        keywords: &keywords,
        counting: &counting,
        tokens: options.tokens,
        duplicates: options.duplicates,
    };
    let mut n_articles = 0;
    let (reports, counted) = in_order(
        corpus,
        &annotator,
        options.threads,
        stop,
        |batch, counted| render.render(batch, counted),
        |rendered: Rendered, progress| {
            n_articles += rendered.tally.n_articles;
            output.write(rendered)?;
            observe(RunProgress {
                bytes_read: progress.bytes_read,
                bytes_total: progress.bytes_total,
                n_articles,
            });
            Ok(())
        },
    )?;
    let counted = total(counted);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build()?;
    let mut done = output.finish(&pool, annotator.lexicon(), options, &counted, &reports)?;
    // The page is made from the tables, so that it does not add to the memory of counting.
    drop((counted, annotator));
    if let Some(options) = &options.report {
        let (_, n_bytes) = report(out, None, options, stop)?;
        done.files.push((REPORT_FILE.to_owned(), n_bytes));
    }
    Ok(done)
}

/// The counts of all threads together; which thread counted what makes no difference, since counts only add up.
fn total(counted: Vec<Counted>) -> Counted {
    let mut total = Counted::default();
    for part in counted {
        total.counts.merge(part.counts);
        total.agreements.merge(part.agreements);
    }
    total
}
