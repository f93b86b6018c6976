//! `merge`: the shards of a run become what one run would have written.
//!
//! Each shard's tables are read back into documents, batch by batch; from there on documents go the way of a run: ids
//! and reprints are decided in input order, rows and counts are made by the same code.

mod document;
mod shard;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use bangjiao_annotate::{Eras, Repair, Tokens};
use bangjiao_corpus::{InputReport, ReadOptions, Shard, SourcePrefix};
use bangjiao_document::{EntityId, Problem};
use bangjiao_graph::{CountOptions, Inclusion};
use bangjiao_table::Format;
use serde_json::Value;

use self::shard::{Batches, OpenShard, ShardBatch, ShardPart};
use self::words::Words;
use crate::error::Error;
use crate::graph_section::recorded;
use crate::keywords::KeywordIndex;
use crate::options::{Duplicates, Existing, Home, Origin, Passes, ReportOptions, RunOptions};
use crate::output::{Output, RunReport};
use crate::panels::known_terms;
use crate::pipeline::{admit, thread_pool};
use crate::prepare::load_lexicon;
use crate::register::{Register, fingerprint};
use crate::rendered::{Annotated, Counted, FileOutcome, Render};
use crate::run::with_report;
use crate::run_folder::RunFolder;
use crate::shard_order::FileRead;

/// How shards are merged; all else stands in their manifests.
#[derive(Debug, Clone)]
pub struct MergeOptions {
    /// Folders of lexicons, as they were given to the shards.
    pub lexicons: Vec<PathBuf>,
    /// Number of threads; they change no result.
    pub threads: usize,
    /// What the page about the run shows; without it there is no page.
    pub report: Option<ReportOptions>,
    /// What happens to an output folder that is not empty.
    pub existing: Existing,
}

/// Writes into the folder `out` what one run over the input of these shards would have written, byte for byte.
///
/// Memory grows with the number of shards, a row group of each table of each.
///
/// # Errors
/// [`Error::NoRun`] and [`Error::NotAShard`] for a folder that is no shard, [`Error::DoubleShard`] and
/// [`Error::MissingShards`] where they are not all parts of one run, [`Error::ShardsDiffer`], [`Error::ShardVersion`] and
/// [`Error::ShardLexicon`] where they were not made alike, [`Error::ShardSelection`], [`Error::ShardOrder`] and
/// [`Error::Read`] where one was changed or is damaged, [`Error::OutputIsShard`]; what keeps the results from being written.
pub fn merge(
    shards: &[PathBuf],
    out: &Path,
    options: &MergeOptions,
    stop: &AtomicBool,
) -> Result<RunReport, Error> {
    let shards = shards.iter().map(|path| OpenShard::open(path)).collect::<Result<Vec<_>, Error>>()?;
    let shards = all_parts(shards)?;
    alike(&shards)?;
    let first = &shards[0];
    if let Some(shard) = shards.iter().find(|shard| is_same_folder(&shard.path, out)) {
        return Err(Error::OutputIsShard { path: shard.path.clone() });
    }
    let lexicon = load_lexicon(&options.lexicons)?;
    if first.manifest()["lexicon"]["sha256"] != lexicon.hash() {
        return Err(Error::ShardLexicon { path: first.path.clone() });
    }
    let foreign = || Error::NoRun { path: first.path.clone() };
    let run = run_options(first.manifest(), options).ok_or_else(foreign)?;
    let inputs = inputs(first.manifest()).ok_or_else(foreign)?;

    let folder = RunFolder::open(out, options.existing, Origin::Input)?;
    let names = inputs.iter().map(|input| input.name.clone()).collect();
    let mut output = Output::begin(folder, &run, names)?;
    let keywords = KeywordIndex::new(&lexicon);
    let counting = CountOptions { treaty_anaphors: run.treaty_anaphors, ..run.graph.counting(&lexicon)? };
    let counting_by_period = run.graph.counting_by_period(&counting);
    let panels = run.graph.panels(&lexicon);
    let known_terms = known_terms(&lexicon);
    let render = Render {
        lexicon: &lexicon,
        keywords: &keywords,
        counting: &counting,
        counting_by_period: counting_by_period.as_ref(),
        panels: &panels,
        known_terms: &known_terms,
        tokens: run.tokens,
        duplicates: run.duplicates,
        format: run.format,
    };
    let mut shards = shards.into_iter().map(OpenShard::batches).collect::<Result<Vec<_>, Error>>()?;
    let (mut register, mut words) = (Register::default(), Words::default());
    let counted = Mutex::new(Counted::default());
    while let Some(mut batch) = next_batch(&mut shards, &mut words)? {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        admit(&mut register, &mut batch);
        output.write(render.render(batch, &counted))?;
    }
    let pool = thread_pool(options.threads)?;
    let counted = counted.into_inner().unwrap_or_else(PoisonError::into_inner);
    let done = output.finish(&pool, &lexicon, &run, &panels, &counted, &inputs)?;
    drop((counted, lexicon));
    with_report(done, out, &run, &pool, stop)
}

/// The shards by number, none missing and none twice.
fn all_parts(mut shards: Vec<OpenShard>) -> Result<Vec<OpenShard>, Error> {
    shards.sort_by_key(|shard| shard.shard.index());
    let count = shards.first().map_or(0, |shard| shard.shard.count());
    if let Some(other) = shards.iter().find(|shard| shard.shard.count() != count) {
        return Err(differ("shard", &shards[0], other));
    }
    for pair in shards.windows(2) {
        if pair[0].shard == pair[1].shard {
            let [first, second] = [&pair[0], &pair[1]].map(|shard| shard.path.clone());
            return Err(Error::DoubleShard { shard: text(pair[0].shard), first, second });
        }
    }
    let missing: Vec<String> = (1..=count)
        .filter(|index| !shards.iter().any(|shard| shard.shard.index() == *index))
        .map(|index| format!("{index}/{count}"))
        .collect();
    if shards.is_empty() || !missing.is_empty() {
        return Err(Error::MissingShards { missing: missing.join(", ") });
    }
    Ok(shards)
}

fn text(shard: Shard) -> String {
    format!("{}/{}", shard.index(), shard.count())
}

fn differ(what: &str, one: &OpenShard, other: &OpenShard) -> Error {
    Error::ShardsDiffer { what: what.to_owned(), one: one.path.clone(), other: other.path.clone() }
}

/// Checks that shards were made by the same program in the same way from the same input.
fn alike(shards: &[OpenShard]) -> Result<(), Error> {
    let first = &shards[0];
    for shard in shards {
        let (one, other) = (first.manifest(), shard.manifest());
        if other["version"] != env!("CARGO_PKG_VERSION") {
            return Err(Error::ShardVersion { path: shard.path.clone() });
        }
        if !other["graph"]["selection"].is_null() {
            return Err(Error::ShardSelection { path: shard.path.clone() });
        }
        for section in ["options", "policy", "lexicon"] {
            let keys = one[section].as_object().into_iter().flatten().map(|(key, _)| key);
            let mut keys = keys.filter(|key| *key != "shard");
            if let Some(key) = keys.find(|key| one[section][*key] != other[section][*key]) {
                return Err(differ(&format!("{section}.{key}"), first, shard));
            }
        }
        if recorded(&one["graph"]) != recorded(&other["graph"]) {
            return Err(differ("graph", first, shard));
        }
        if inputs(one) != inputs(other) {
            return Err(differ("inputs", first, shard));
        }
        if one["tables"]["tokens"].is_u64() != other["tables"]["tokens"].is_u64() {
            return Err(differ("tables.tokens", first, shard));
        }
    }
    Ok(())
}

fn is_same_folder(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// The options of the whole run, as a manifest states them.
fn run_options(manifest: &Value, merging: &MergeOptions) -> Option<RunOptions> {
    let options = &manifest["options"];
    let home = &manifest["policy"]["home"];
    let field = |pair: &Value| {
        let (field, name) = pair.as_str()?.split_once('=')?;
        Some((field.to_owned(), name.to_owned()))
    };
    Some(RunOptions {
        read: ReadOptions {
            source: options["source"].as_str().map(str::to_owned),
            source_prefix: match options["source_prefix"].as_bool()? {
                true => SourcePrefix::With,
                false => SourcePrefix::Without,
            },
            encoding: match options["encoding"].as_str() {
                Some(encoding) => Some(encoding.parse().ok()?),
                None => None,
            },
            max_record: options["max_record"].as_u64()?,
            fields: options["fields"].as_array()?.iter().map(field).collect::<Option<_>>()?,
            shard: None,
        },
        lexicons: merging.lexicons.clone(),
        home: match home.as_str() {
            Some(id) => Home::State(EntityId::new(id).ok()?),
            None => Home::Nowhere,
        },
        tokens: if manifest["tables"]["tokens"].is_u64() { Tokens::Keep } else { Tokens::Omit },
        repair: if options["repair"].as_bool()? { Repair::Read } else { Repair::Ignore },
        // A shard is annotated in one pass.
        passes: Passes::One,
        treaty_anaphors: match options["treaty_anaphors"].as_bool()? {
            true => Inclusion::Keep,
            false => Inclusion::Drop,
        },
        eras: if options["eras"].as_bool()? { Eras::Tag } else { Eras::Omit },
        graph: recorded(&manifest["graph"])?,
        duplicates: if options["duplicates"].as_bool()? { Duplicates::Keep } else { Duplicates::Drop },
        format: Format::from_word(options["format"].as_str()?)?,
        threads: merging.threads,
        report: merging.report.clone(),
        existing: merging.existing,
        origin: if manifest["demo"].as_bool()? { Origin::Demo } else { Origin::Input },
    })
}

/// What was read: every shard reads the whole input.
fn inputs(manifest: &Value) -> Option<Vec<InputReport>> {
    let input = |input: &Value| {
        Some(InputReport {
            name: input["name"].as_str()?.to_owned(),
            n_files: input["files"].as_u64()?,
            n_bytes: input["bytes"].as_u64()?,
            sha256: input["sha256"].as_str().map(str::to_owned),
        })
    };
    manifest["inputs"].as_array()?.iter().map(input).collect()
}

/// The next batch of the input, with the records of all shards in their places.
fn next_batch(shards: &mut [Batches], words: &mut Words) -> Result<Option<Annotated>, Error> {
    let mut batches = shards.iter_mut().map(Batches::next).collect::<Result<Vec<_>, Error>>()?.into_iter();
    let mut whole = batches.next().flatten();
    for (at, next) in (1..).zip(batches) {
        let fits = match (&mut whole, next) {
            (Some(whole), Some(next)) => add(whole, next).is_some(),
            (None, None) => true,
            _ => false,
        };
        if !fits {
            return Err(differ("inputs", &shards[0].shard, &shards[at].shard));
        }
    }
    Ok(whole.map(|whole| annotated(whole, words)))
}

/// Adds what another shard holds of the same batch; `None` where it is another batch.
fn add(whole: &mut ShardBatch, next: ShardBatch) -> Option<()> {
    let same = whole.input == next.input
        && whole.files.len() == next.files.len()
        && whole.parts.len() == next.parts.len();
    if !same {
        return None;
    }
    for (file, next) in whole.files.iter_mut().zip(next.files) {
        file.n_records += next.n_records;
        let FileRead { source_file, format, encoding, n_bytes, n_replaced, .. } = &next;
        let same = file.source_file == *source_file
            && (&file.format, &file.encoding) == (format, encoding)
            && (file.n_bytes, file.n_replaced) == (*n_bytes, *n_replaced);
        if !same {
            return None;
        }
    }
    for (part, next) in whole.parts.iter_mut().zip(next.parts) {
        let ShardPart { documents, lost, notes } = next;
        part.documents.extend(documents);
        part.lost.extend(lost);
        part.notes.extend(notes);
    }
    Some(())
}

/// A batch as annotating it whole would have given it.
fn annotated(batch: ShardBatch, words: &mut Words) -> Annotated {
    let files = batch.files.into_iter().map(|file| FileOutcome {
        source_file: file.source_file.into(),
        format: Some(words.word(&file.format)),
        encoding: file.encoding.map(|encoding| words.word(&encoding)),
        n_bytes: file.n_bytes,
        n_records: file.n_records,
        n_lost: 0,
        n_replaced: file.n_replaced,
    });
    let mut annotated = Annotated {
        input: batch.input,
        files: files.collect(),
        documents: Vec::new(),
        problems: Vec::new(),
        order: None,
    };
    let mut lost: Vec<Problem> = Vec::new();
    for mut part in batch.parts {
        annotated.problems.append(&mut part.notes);
        part.lost.sort_by_key(|problem| problem.record);
        lost.append(&mut part.lost);
        part.documents.sort_by_key(|document| document.article().record);
        annotated.documents.extend(part.documents.into_iter().map(|document| {
            let fingerprint = fingerprint(&document);
            (document, fingerprint)
        }));
    }
    lost.into_iter().for_each(|problem| annotated.lose(problem));
    annotated
}
