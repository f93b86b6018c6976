//! `report.html`: gathers from a run's tables what the page shows.

mod agreements;
mod concordance;
mod corpus;
mod entities;
mod keyness;
mod names;
mod network;
mod offices;
mod pair_periods;
mod problems;
mod quotation;
mod scan;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use bangjiao_report::{Agreement, KindEntities, Methods, PeriodTerms, ProblemGroup, Report};
use rayon::ThreadPool;
use serde_json::Value;

use crate::error::Error;
use crate::file_names::REPORT_FILE;
use crate::options::{ReportOptions, ReportText};
use crate::pipeline::{beside, thread_pool};
use crate::run_folder::{RunFolder, WrittenFile};
use crate::run_tables::RunTables;
use concordance::Draw;
use corpus::Corpus;
use names::Names;
use network::Selected;
use offices::Offices;
use pair_periods::PairPeriods;
use quotation::Quotation;
use scan::{Columns, scan};

/// Figures of this version of the program on gold sets.
const ACCURACY: &str = include_str!("../../../docs/accuracy.json");

/// Writes the page about the run in the folder `run`: into that folder as `report.html`, or into the file `out`.
///
/// `threads` change no result.
///
/// # Errors
/// [`Error::NoRun`] where the folder holds no run, [`Error::Read`] where a table is missing or damaged,
/// [`Error::Report`] where the page cannot be written; an earlier page then stays.
pub fn report(
    run: &Path,
    out: Option<&Path>,
    options: &ReportOptions,
    threads: usize,
    stop: &AtomicBool,
) -> Result<(PathBuf, u64), Error> {
    write_page(run, out, options, &thread_pool(threads)?, stop)
}

/// [`report`] on threads that are at hand.
pub(crate) fn write_page(
    run: &Path,
    out: Option<&Path>,
    options: &ReportOptions,
    pool: &ThreadPool,
    stop: &AtomicBool,
) -> Result<(PathBuf, u64), Error> {
    let path = out.map_or_else(|| run.join(REPORT_FILE), Path::to_owned);
    let failed = |source| Error::Report { path: path.clone(), source };
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| failed("name a file, in UTF-8".into()))?;
    let page = gather(&RunTables::open(run)?, options, pool, stop)?;
    let written = write(&page, path.parent().unwrap_or(Path::new("")), name).map_err(failed)?;
    Ok((path, written.n_bytes))
}

fn write(
    page: &Report,
    folder: &Path,
    name: &str,
) -> Result<WrittenFile, Box<dyn std::error::Error + Send + Sync>> {
    let mut folder = RunFolder::reopen(folder);
    let mut file = folder.create(name)?;
    page.write(&mut file)?;
    let written = file.finish()?;
    folder.commit(&[])?;
    Ok(written)
}

/// What the page shows besides the network and what is quoted.
struct Sections {
    names: Names,
    corpus: Corpus,
    kinds: Vec<KindEntities>,
    agreements: Vec<Agreement>,
    n_agreements: usize,
    keyness: Vec<PeriodTerms>,
    problems: Vec<ProblemGroup>,
    methods: Methods,
}

impl Sections {
    fn read(tables: &RunTables) -> Result<Self, Error> {
        let names = Names::read(tables)?;
        let corpus = Corpus::read(tables)?;
        let (agreements, n_agreements) = agreements::read(tables, &names)?;
        Ok(Sections {
            kinds: entities::read(tables, &corpus.periods)?,
            agreements,
            n_agreements,
            keyness: keyness::read(tables, &corpus.periods, &names)?,
            problems: problems::read(tables)?,
            methods: methods(tables)?,
            names,
            corpus,
        })
    }
}

fn gather(
    tables: &RunTables,
    options: &ReportOptions,
    pool: &ThreadPool,
    stop: &AtomicBool,
) -> Result<Report, Error> {
    let manifest = tables.manifest().clone();
    let (sections, selected) = beside(pool, || Sections::read(tables), || Selected::read(tables));
    let Sections { names, corpus, kinds, agreements, n_agreements, keyness, problems, methods } = sections?;
    let mut selected = selected?;

    let mut pair_periods =
        PairPeriods::new(tables, &selected, &corpus.periods, options.max_evidence, names.lexicon())?;
    let mut offices = Offices::default();
    let mut draw = match options.text {
        ReportText::Quote => Draw::of(&kinds, manifest["policy"]["home"].as_str()),
        ReportText::Omit => Draw::default(),
    };
    scan(tables, &Columns::counted(), pool, stop, |article| {
        offices.add(&article);
        draw.add(&article);
        match &mut pair_periods {
            Some(pair_periods) => pair_periods.add(tables, &article),
            None => Ok(()),
        }
    })?;
    if let Some(periods) = pair_periods.map(PairPeriods::finish) {
        selected.place(periods);
    }
    selected.limit_evidence(options.max_evidence);

    let mut quotation = Quotation::new(selected.windows(), selected.window(), draw, options.text);
    quotation.read(tables, pool, stop, &selected)?;
    let (sentences, concordances) = quotation.finish();
    Ok(Report {
        sources: corpus.sources,
        methods,
        accuracy: serde_json::from_str(ACCURACY).unwrap_or(Value::Null),
        days: corpus.days,
        periods: corpus.periods.into_periods(),
        kinds,
        network: selected.finish(&sentences),
        sentences,
        agreements,
        n_agreements,
        people: offices.finish(&names),
        keyness,
        concordances,
        problems,
        with_text: options.text == ReportText::Quote,
        manifest,
    })
}

/// The paragraphs of `methods.md` without its headings: English first, then Chinese.
fn methods(tables: &RunTables) -> Result<Methods, Error> {
    let text = tables.text("methods.md")?;
    let mut methods = Methods::default();
    let mut n_headings = 0;
    for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        if paragraph.starts_with('#') {
            n_headings += 1;
        } else {
            let paragraphs = if n_headings < 2 { &mut methods.en } else { &mut methods.zh };
            paragraphs.push(paragraph.replace('`', ""));
        }
    }
    Ok(methods)
}
