//! `graph`: count and draw again from the tables of a run.

use bangjiao::{Existing, RebuildOptions, RunOptions, rebuild};

use crate::Ending;
use crate::args::GraphArgs;
use crate::console::{say, stop_flag};

/// `bangjiao graph`.
pub fn graph(args: &GraphArgs) -> anyhow::Result<Ending> {
    let options = RebuildOptions {
        graph: args.counting.options(),
        selection: args.selection.selection(),
        duplicates: args.selection.duplicates(),
        lexicons: args.lexicon.clone(),
        picture: args.svg.clone().map(|path| (path, args.svg_nodes as usize)),
        out: args.out.clone(),
        existing: if args.overwrite { Existing::Replace } else { Existing::Refuse },
        threads: args.threads.map_or_else(|| RunOptions::default().threads, usize::from),
    };
    let stop = stop_flag()?;
    let report = rebuild(&args.run, &options, &stop)?;
    if !args.quiet {
        let pairs = report.top_pairs.iter().map(|(a, b, n)| format!("{a}–{b} {n}"));
        say(&format!("pairs of states: {}", pairs.collect::<Vec<_>>().join(", ")));
        say(&format!(
            "graph of {} articles: {} nodes, {} edges",
            report.n_articles, report.n_nodes, report.n_edges
        ));
        let files = report.files.iter().map(|(name, _)| name.as_str());
        say(&format!("files in {}: {}", report.out.display(), files.collect::<Vec<_>>().join(" ")));
    }
    Ok(Ending::Done)
}
