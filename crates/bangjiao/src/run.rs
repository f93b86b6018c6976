//! The main job: read → annotate → count → write, in bounded chunks and in input order.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};

use bangjiao_annotate::{AnnotateOptions, Annotator};
use bangjiao_corpus::{Corpus, InputReport, Progress, RawBatch, Record};
use bangjiao_graph::{CountOptions, Counts};
use bangjiao_lexicon::Lexicon;
use rayon::prelude::*;

use crate::error::Error;
use crate::keywords::KeywordIndex;
use crate::open_table::open_table;
use crate::options::RunOptions;
use crate::output::{Output, RunReport};
use crate::register::{Register, fingerprint};
use crate::rendered::{Annotated, FileOutcome, Render, Rendered};
use crate::run_folder::RunFolder;

/// Batches that are annotated together; each is about a mebibyte of input.
const BATCHES_IN_CHUNK: usize = 6;

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
    let annotate = AnnotateOptions { home, tokens: options.tokens };
    Ok(Annotator::new(Arc::new(lexicon), annotate))
}

/// Opens the inputs that options describe.
///
/// # Errors
/// [`Error::Corpus`] where an input cannot be read at all.
pub fn open_corpus(inputs: &[PathBuf], options: &RunOptions) -> Result<Corpus, Error> {
    Ok(Corpus::open(inputs, options.read.clone())?.with_tables(open_table()))
}

/// Annotates the inputs and writes tables, graph files, manifest and methods into the folder `out`.
///
/// `observe` is told after each chunk how far the run is; setting `stop` ends it without a trace.
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
    let output = Output::begin(folder, options, names)?;
    let keywords = KeywordIndex::new(annotator.lexicon());
    let counting = CountOptions {
        zones: options.zones.clone(),
        kinds: options.kinds.clone(),
        historical: options.historical,
        ..CountOptions::default()
    };
    let render = Render {
        lexicon: annotator.lexicon(),
        keywords: &keywords,
        counting: &counting,
        tokens: options.tokens,
        duplicates: options.duplicates,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build()?;
    let thread_counts = (0..pool.current_num_threads()).map(|_| Mutex::default()).collect();
    let mut work = Work {
        annotator: &annotator,
        render,
        register: Register::default(),
        pool,
        thread_counts,
        n_articles: 0,
    };
    let (output, reports) = if options.threads <= 1 {
        work.in_turn(corpus, output, observe, stop)?
    } else {
        work.overlapped(corpus, output, observe, stop)?
    };
    let counts = work.counts();
    output.finish(&work.pool, annotator.lexicon(), options, &counts, &reports)
}

/// What annotates chunks.
struct Work<'w> {
    annotator: &'w Annotator,
    render: Render<'w>,
    register: Register,
    pool: rayon::ThreadPool,
    /// What each thread of the pool has counted.
    thread_counts: Vec<Mutex<Counts>>,
    n_articles: i64,
}

/// What a loop over the input leaves behind: the files so far, a report for each INPUT.
type Outcome = Result<(Output, Vec<InputReport>), Error>;

impl Work<'_> {
    /// Reads, annotates and writes one after the other.
    fn in_turn(
        &mut self,
        mut corpus: Corpus,
        mut output: Output,
        observe: &mut dyn FnMut(RunProgress),
        stop: &AtomicBool,
    ) -> Outcome {
        while let Some((batches, progress)) = next_chunk(&mut corpus) {
            check(stop)?;
            let rendered = self.chunk(batches);
            output.write(rendered)?;
            observe(self.progress(progress));
        }
        Ok((output, corpus.inputs().to_vec()))
    }

    /// Reads the next chunk and writes the last one while one is annotated; order and memory stay bounded.
    fn overlapped(
        &mut self,
        mut corpus: Corpus,
        mut output: Output,
        observe: &mut dyn FnMut(RunProgress),
        stop: &AtomicBool,
    ) -> Outcome {
        std::thread::scope(|scope| {
            let (send_raw, raw) = sync_channel(1);
            let (send_rendered, rendered) = sync_channel::<Vec<Rendered>>(1);
            let reader = scope.spawn(move || {
                while let Some(chunk) = next_chunk(&mut corpus) {
                    // The other end hangs up when the run has failed or was stopped.
                    if send_raw.send(chunk).is_err() {
                        break;
                    }
                }
                corpus.inputs().to_vec()
            });
            let writer = scope.spawn(move || -> Result<Output, Error> {
                for rendered in rendered {
                    output.write(rendered)?;
                }
                Ok(output)
            });
            let mut stopped = Ok(());
            for (batches, progress) in raw {
                stopped = check(stop);
                let chunk = self.chunk(batches);
                if stopped.is_err() || send_rendered.send(chunk).is_err() {
                    break;
                }
                observe(self.progress(progress));
            }
            drop(send_rendered);
            let output = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            let reports = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            stopped?;
            Ok((output?, reports))
        })
    }

    /// Annotates the batches of a chunk on all threads; ids and reprints are decided in input order in between.
    fn chunk(&mut self, batches: Vec<RawBatch>) -> Vec<Rendered> {
        let annotator = self.annotator;
        let mut annotated: Vec<Annotated> = self
            .pool
            .install(|| batches.into_par_iter().map(|batch| annotate_batch(annotator, batch)).collect());
        for batch in &mut annotated {
            for (document, fingerprint) in &mut batch.documents {
                batch.problems.extend(self.register.admit(document, *fingerprint));
                self.n_articles += 1;
            }
        }
        let (render, counts) = (&self.render, &self.thread_counts);
        self.pool.install(|| {
            let render = |batch| {
                let slot = &counts[rayon::current_thread_index().unwrap_or(0)];
                let mut counts = slot.lock().unwrap_or_else(PoisonError::into_inner);
                render.render(batch, &mut counts)
            };
            annotated.into_par_iter().map(render).collect()
        })
    }

    /// The counts of all threads together; which thread counted what makes no difference, since counts only add up.
    fn counts(&mut self) -> Counts {
        let mut total = Counts::default();
        for counts in self.thread_counts.drain(..) {
            total.merge(counts.into_inner().unwrap_or_else(PoisonError::into_inner));
        }
        total
    }

    fn progress(&self, progress: Progress) -> RunProgress {
        RunProgress {
            bytes_read: progress.bytes_read,
            bytes_total: progress.bytes_total,
            n_articles: self.n_articles,
        }
    }
}

fn check(stop: &AtomicBool) -> Result<(), Error> {
    if stop.load(Ordering::Relaxed) { Err(Error::Interrupted) } else { Ok(()) }
}

/// The next batches with how far the reading is; `None` at the end.
pub(crate) fn next_chunk(corpus: &mut Corpus) -> Option<(Vec<RawBatch>, Progress)> {
    let mut batches = Vec::with_capacity(BATCHES_IN_CHUNK);
    while batches.len() < BATCHES_IN_CHUNK {
        match corpus.next_batch() {
            Some(batch) => batches.push(batch),
            None => break,
        }
    }
    (!batches.is_empty()).then(|| (batches, corpus.progress()))
}

/// Decodes, parses and annotates one batch.
pub(crate) fn annotate_batch(annotator: &Annotator, batch: RawBatch) -> Annotated {
    let parsed = batch.parse();
    let mut problems = parsed.problems;
    let mut documents = Vec::with_capacity(parsed.records.len());
    let mut files: Vec<FileOutcome> = parsed.files.into_iter().map(FileOutcome::reported).collect();
    for record in parsed.records {
        match record {
            Record::Article(article) => {
                let document = annotator.annotate(*article);
                let fingerprint = fingerprint(&document);
                documents.push((document, fingerprint));
            }
            Record::Lost(problem) => {
                // A batch holds at most one part of a file.
                match files.iter_mut().find(|file| file.source_file == problem.source_file) {
                    Some(file) if file.format.is_some() => file.n_lost += 1,
                    Some(file) => file.add(FileOutcome::lost(Arc::clone(&problem.source_file))),
                    None => files.push(FileOutcome::lost(Arc::clone(&problem.source_file))),
                }
                problems.push(problem);
            }
        }
    }
    Annotated { input: parsed.input, files, documents, problems }
}
