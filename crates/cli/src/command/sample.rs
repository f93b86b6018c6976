//! `sample`: a sheet of mentions or articles to be judged.

use std::io;

use anyhow::{Context, bail};
use bangjiao::{Draw, sample as draw_sample};

use crate::Ending;
use crate::args::SampleArgs;
use crate::console::{say, stop_flag};
use crate::whole_file::write_whole;

/// `bangjiao sample`.
pub fn sample(args: &SampleArgs) -> anyhow::Result<Ending> {
    // A sheet with verdicts is an afternoon's work.
    if let Some(path) = args.out.as_deref().filter(|path| path.exists()) {
        bail!("{} exists and may hold verdicts, so it is not replaced; name another file", path.display());
    }
    let sheet = draw_sample(&args.run, &args.options(), &*stop_flag()?)?;
    match &args.out {
        Some(path) => write_whole(path, |file| sheet.write_csv(file))
            .with_context(|| format!("{} cannot be written", path.display()))?,
        None => sheet.write_csv(io::stdout().lock())?,
    }
    if !args.quiet {
        let what = if matches!(args.options().draw, Draw::Articles(_)) { "articles" } else { "mentions" };
        for stratum in &sheet.strata {
            let (n, of) = (stratum.n_drawn, stratum.n_population);
            say(&format!("{}: {n} of {of} {what}", stratum.name));
        }
        say(&format!("{} rows to judge, seed {}", sheet.n_rows(), args.seed));
    }
    Ok(Ending::Done)
}
