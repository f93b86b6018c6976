//! Read → annotate → register → finish → sink: each batch on one thread, many batches at once, in input order where order matters.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use bangjiao_corpus::{Corpus, InputReport, Progress, RawBatch, Record};
use bangjiao_document::{Article, Document};
use rayon::ThreadPool;

use crate::error::Error;
use crate::register::{Register, fingerprint};
use crate::rendered::{Annotated, FileOutcome};
use crate::shard_order::BatchOrder;

/// Turns the articles of every batch of a corpus into documents with `annotate` and hands what `finish` makes of a batch to
/// `sink`, in input order.
///
/// A batch stays on one thread from its parsing to the end of `finish`, so that its documents are still in that core's
/// cache; in between it passes a door, in input order, where ids and reprints are decided. The threads of `pool` do that,
/// one more reads ahead, by one batch, and the calling one runs `sink`; with a pool of one thread all is done here.
/// Returns the reports on the inputs.
///
/// # Errors
/// [`Error::Interrupted`] once `stop` is set; what `sink` returns.
pub(crate) fn in_order<R: Send>(
    corpus: Corpus,
    annotate: impl Fn(Vec<Article>) -> Vec<Document> + Sync,
    pool: &ThreadPool,
    stop: &AtomicBool,
    finish: impl Fn(Annotated) -> R + Sync,
    mut sink: impl FnMut(R, Progress) -> Result<(), Error>,
) -> Result<Vec<InputReport>, Error> {
    let mut batches = Batches { corpus, number: 0 };
    let n_threads = pool.current_num_threads();
    if n_threads <= 1 {
        let mut register = Register::default();
        while let Some(batch) = batches.next() {
            check(stop)?;
            let mut annotated = annotate_batch(&annotate, batch.content);
            admit(&mut register, &mut annotated);
            sink(finish(annotated), batch.progress)?;
        }
        return Ok(batches.corpus.inputs().to_vec());
    }
    let door = Door::default();
    std::thread::scope(|scope| {
        let (send_batch, batch) = sync_channel(1);
        let (send_finished, finished) = sync_channel(1);
        let reader = scope.spawn(move || {
            // The other end hangs up when the run has failed or was stopped.
            while batches.next().is_some_and(|batch| send_batch.send(batch).is_ok()) {}
            batches.corpus.inputs().to_vec()
        });
        let batch = Arc::new(Mutex::new(batch));
        let (door, annotate, finish) = (&door, &annotate, &finish);
        let done = pool.in_place_scope(|workers| {
            for _ in 0..n_threads {
                let (batch, send_finished) = (Arc::clone(&batch), send_finished.clone());
                workers.spawn(move |_| {
                    while let Some(Batch { number, progress, content }) = receive(&batch) {
                        let mut ticket = door.ticket(number);
                        let mut annotated = annotate_batch(annotate, content);
                        if !ticket.pass(|register| admit(register, &mut annotated)) {
                            break;
                        }
                        let finished = finish(annotated);
                        if send_finished.send((number, progress, finished)).is_err() {
                            break;
                        }
                    }
                });
            }
            drop((batch, send_finished));
            deliver(finished, stop, &mut sink)
        });
        let reports = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        done.map(|()| reports)
    })
}

/// The threads that do the work of a stage: from the first batch to the last, or from the counts to the last file.
///
/// They are the same throughout it, since memory that a thread has freed is at hand to that thread alone until it ends.
pub(crate) fn thread_pool(threads: usize) -> Result<ThreadPool, Error> {
    Ok(rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build()?)
}

/// Does `here` on the calling thread and `there` on the pool meanwhile; one after the other if that has one thread.
pub(crate) fn beside<A, B: Send>(
    pool: &ThreadPool,
    here: impl FnOnce() -> A,
    there: impl FnOnce() -> B + Send,
) -> (A, B) {
    if pool.current_num_threads() <= 1 {
        return (here(), pool.install(there));
    }
    let mut done = None;
    let own = pool.in_place_scope(|scope| {
        scope.spawn(|_| done = Some(there()));
        here()
    });
    (own, done.expect("the scope has waited for it"))
}

/// Hands on what comes, by number; hangs up at the first error.
fn deliver<R>(
    finished: Receiver<(usize, Progress, R)>,
    stop: &AtomicBool,
    sink: &mut impl FnMut(R, Progress) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (number, progress, one) in finished {
        early.insert(number, (one, progress));
        while let Some((one, progress)) = early.remove(&next) {
            check(stop)?;
            sink(one, progress)?;
            next += 1;
        }
    }
    Ok(())
}

fn check(stop: &AtomicBool) -> Result<(), Error> {
    if stop.load(Ordering::Relaxed) { Err(Error::Interrupted) } else { Ok(()) }
}

fn receive(batch: &Mutex<Receiver<Batch>>) -> Option<Batch> {
    batch.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// A batch with its number in the input, from 0, and how far the reading is after it.
struct Batch {
    number: usize,
    progress: Progress,
    content: RawBatch,
}

/// The batches of a corpus, numbered.
struct Batches {
    corpus: Corpus,
    number: usize,
}

impl Batches {
    fn next(&mut self) -> Option<Batch> {
        let content = self.corpus.next_batch()?;
        let number = self.number;
        self.number += 1;
        Some(Batch { number, progress: self.corpus.progress(), content })
    }
}

/// Where batches pass one after the other, by number.
#[derive(Default)]
struct Door {
    state: Mutex<DoorState>,
    turned: Condvar,
}

#[derive(Default)]
struct DoorState {
    register: Register,
    /// The number of the batch whose turn it is.
    next: usize,
    /// A thread has panicked before its turn came, so no later one will pass.
    closed: bool,
}

impl Door {
    fn ticket(&self, number: usize) -> Ticket<'_> {
        Ticket { door: self, number, passed: false }
    }

    fn state(&self) -> MutexGuard<'_, DoorState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to pass the door once; given up without passing (in a panic), it closes the door for those behind.
struct Ticket<'d> {
    door: &'d Door,
    number: usize,
    passed: bool,
}

impl Ticket<'_> {
    /// Waits for its turn and does `work`; `false` where the door was closed.
    fn pass(&mut self, work: impl FnOnce(&mut Register)) -> bool {
        let mut state = self.door.state();
        while state.next != self.number && !state.closed {
            state = self.door.turned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return false;
        }
        work(&mut state.register);
        state.next += 1;
        self.passed = true;
        self.door.turned.notify_all();
        true
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        if !self.passed {
            self.door.state().closed = true;
            self.door.turned.notify_all();
        }
    }
}

/// Decides ids and reprints of a batch.
pub(crate) fn admit(register: &mut Register, batch: &mut Annotated) {
    for (document, fingerprint) in &mut batch.documents {
        batch.problems.extend(register.admit(document, *fingerprint));
    }
}

/// Decodes, parses and annotates one batch.
fn annotate_batch(annotate: impl Fn(Vec<Article>) -> Vec<Document>, batch: RawBatch) -> Annotated {
    let shard = batch.shard();
    let parsed = batch.parse();
    let order = shard.map(|_| BatchOrder::of(&parsed));
    let mut annotated = Annotated {
        input: parsed.input,
        files: parsed.files.into_iter().map(FileOutcome::reported).collect(),
        documents: Vec::new(),
        problems: parsed.problems,
        order,
    };
    let mut articles = Vec::with_capacity(parsed.records.len());
    for record in parsed.records {
        match record {
            Record::Article(article) => articles.push(*article),
            Record::Lost(problem) => annotated.lose(problem),
        }
    }
    let with_fingerprint = |document| {
        let fingerprint = fingerprint(&document);
        (document, fingerprint)
    };
    annotated.documents = annotate(articles).into_iter().map(with_fingerprint).collect();
    annotated
}
