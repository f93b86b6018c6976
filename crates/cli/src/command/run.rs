//! `run`, `demo` and `merge`: the main job and its closing summary.

use std::path::{Path, PathBuf};

use anyhow::Context;
use bangjiao::document::Kind;
use bangjiao::{
    DEMO_SOURCE, Existing, MergeOptions, Origin, RunOptions, RunReport, merge as merge_shards,
    run as run_pipeline, write_demo_archive,
};

use crate::Ending;
use crate::args::{BehaviourArgs, DemoArgs, MergeArgs, RunArgs, options};
use crate::console::{Bar, say, stop_flag};

/// `bangjiao run`.
pub fn run(args: &RunArgs) -> anyhow::Result<Ending> {
    let mut options = options(&args.reading, &args.annotation, &args.behaviour);
    args.result.apply(&mut options);
    options.graph = args.counting.options();
    options.existing = args.existing();
    work(&args.inputs, &args.out, &options, &args.behaviour)
}

/// `bangjiao demo`.
pub fn demo(args: &DemoArgs) -> anyhow::Result<Ending> {
    let mut options = options(&args.reading, &args.annotation, &args.behaviour);
    args.result.apply(&mut options);
    options.graph = args.counting.options();
    options.origin = Origin::Demo;
    bangjiao::check_output(&args.out, &options)?;
    let archive = write_demo_archive(&args.out)
        .with_context(|| format!("the sample cannot be written into {}", args.out.display()))?;
    options.read.source.get_or_insert_with(|| DEMO_SOURCE.to_owned());
    let ending = work(&[archive], &args.out, &options, &args.behaviour)?;
    if !args.behaviour.quiet {
        say(&format!("the results are in {}", args.out.display()));
    }
    Ok(ending)
}

/// `bangjiao merge`.
pub fn merge(args: &MergeArgs) -> anyhow::Result<Ending> {
    let options = MergeOptions {
        lexicons: args.lexicon.clone(),
        threads: args.behaviour.threads.map_or_else(|| RunOptions::default().threads, usize::from),
        report: (!args.no_report).then(|| args.page.options()),
        existing: if args.overwrite { Existing::Replace } else { Existing::Refuse },
    };
    let stop = stop_flag()?;
    let report = merge_shards(&args.shards, &args.out, &options, &stop)?;
    Ok(close(&report, &args.behaviour))
}

fn work(
    inputs: &[PathBuf],
    out: &Path,
    options: &RunOptions,
    behaviour: &BehaviourArgs,
) -> anyhow::Result<Ending> {
    let stop = stop_flag()?;
    let bar = Bar::new(behaviour.quiet);
    let report = run_pipeline(inputs, out, options, &mut |progress| bar.observe(progress), &stop);
    bar.finish();
    Ok(close(&report?, behaviour))
}

/// Says what was done.
fn close(report: &RunReport, behaviour: &BehaviourArgs) -> Ending {
    if !behaviour.quiet {
        for line in summary(report) {
            say(&line);
        }
    }
    let lost = report.tally.n_lost > 0 || behaviour.strict && report.tally.n_repaired > 0;
    if lost { Ending::Lost } else { Ending::Done }
}

/// The closing summary, a line a string.
fn summary(report: &RunReport) -> Vec<String> {
    let tally = &report.tally;
    let mut lines = vec![
        format!(
            "{} records: {} articles ({} repaired, {} without body, {} undated, {} reprints), {} lost",
            tally.n_records,
            tally.n_articles,
            tally.n_repaired,
            tally.n_without_body,
            tally.n_undated,
            tally.n_duplicates,
            tally.n_lost
        ),
        format!("{} sentences, {} characters", tally.n_sentences, tally.n_characters),
    ];
    let kinds = Kind::ALL.iter().zip(tally.n_mentions).map(|(kind, n)| format!("{kind} {n}"));
    lines.push(format!(
        "mentions: {}; {} read through misprints",
        kinds.collect::<Vec<_>>().join(", "),
        tally.n_repaired_mentions
    ));
    let indexed = &tally.indexed;
    if indexed.n_terms > 0 {
        lines.push(format!(
            "people in the newspaper's index: {}, {} of them in the text, {} found",
            indexed.n_terms, indexed.n_in_text, indexed.n_found
        ));
    }
    let states = report.top_states.iter().map(|(id, name, n)| format!("{name} {id} {n}"));
    lines.push(format!("states by articles: {}", states.collect::<Vec<_>>().join(", ")));
    let pairs = report.top_pairs.iter().map(|(a, b, n)| format!("{a}–{b} {n}"));
    lines.push(format!("pairs of states: {}", pairs.collect::<Vec<_>>().join(", ")));
    lines.push(format!("graph: {} nodes, {} edges", report.n_nodes, report.n_edges));
    if !report.problems.is_empty() {
        let problems = report.problems.iter().map(|(code, n)| format!("{code} {n}"));
        lines.push(format!("problems (table problems): {}", problems.collect::<Vec<_>>().join(", ")));
        for problem in &report.first_problems {
            let record = problem.record.map(|record| format!(" record {record}")).unwrap_or_default();
            let line = problem.line.map(|line| format!(" line {line}")).unwrap_or_default();
            lines.push(format!("  {}{record}{line}: {}", problem.source_file, problem.message));
        }
    }
    let files = report.files.iter().map(|(name, _)| name.as_str());
    lines.push(format!("files in {}: {}", report.out.display(), files.collect::<Vec<_>>().join(" ")));
    lines
}
