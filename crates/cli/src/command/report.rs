//! `report`: the page about a run, again.

use bangjiao::{RunOptions, report as write_report};

use crate::Ending;
use crate::args::ReportArgs;
use crate::console::{say, stop_flag};

/// `bangjiao report`.
pub fn report(args: &ReportArgs) -> anyhow::Result<Ending> {
    let stop = stop_flag()?;
    let threads = args.threads.map_or_else(|| RunOptions::default().threads, usize::from);
    let (path, n_bytes) = write_report(&args.run, args.out.as_deref(), &args.page.options(), threads, &stop)?;
    if !args.quiet {
        say(&format!("{} ({:.1} MB); open it in a browser", path.display(), n_bytes as f64 / 1e6));
    }
    Ok(Ending::Done)
}
