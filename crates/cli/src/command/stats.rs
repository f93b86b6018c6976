//! `stats`: corpus statistics from the tables of a run.

mod aligned;

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::anyhow;
use bangjiao::Format;
use bangjiao::stats::{self, Bootstrap, GroupTotal, Results};

use self::aligned::write_aligned;
use crate::Ending;
use crate::args::stats::{
    OutputArgs, Statistic, StatsArgs, StatsFormat, collocation_options, concordance_options,
    dispersion_options, frequency_options, summary_options, trend_options,
};
use crate::console::{say, stop_flag};

/// Rows shown on a terminal where no number is asked for.
const ROWS_ON_TERMINAL: usize = 40;

/// `bangjiao stats`.
pub fn stats(args: &StatsArgs) -> anyhow::Result<Ending> {
    let run = &args.run;
    let stop = stop_flag()?;
    match &args.statistic {
        Statistic::Summary { window, counted, output } => {
            let rows = stats::summary(run, &counted.options(), summary_options(*window), &stop)?;
            show(Results::summary(&rows), output)?;
        }
        Statistic::Frequency { grouped, min_frequency, counted, output } => {
            let wanted = frequency_options(grouped, 1, *min_frequency);
            let answer = stats::frequency(run, &counted.options(), &wanted, &stop)?;
            tell_totals(&answer.groups, output);
            show(Results::frequency(&answer.rows, &answer.names), output)?;
        }
        Statistic::Ngrams { n, grouped, min_frequency, counted, output } => {
            let wanted = frequency_options(grouped, *n, *min_frequency);
            let answer = stats::frequency(run, &counted.options(), &wanted, &stop)?;
            tell_totals(&answer.groups, output);
            show(Results::frequency(&answer.rows, &answer.names), output)?;
        }
        Statistic::Keyness { parts, rank_by, min_frequency, counted, output } => {
            let wanted = parts.options(*rank_by, *min_frequency);
            let answer = stats::keyness(run, &counted.options(), &wanted, &stop)?;
            let parts = [("target", answer.target), ("reference", answer.reference)];
            tell_totals(&parts.map(|(name, total)| (name.to_owned(), total)), output);
            show(Results::keyness(&answer.rows, &answer.names), output)?;
        }
        Statistic::Collocations { node, window, rank_by, min_frequency, counted, output } => {
            let wanted = collocation_options(node, *window, *rank_by, *min_frequency);
            let wanted = wanted.map_err(|message| anyhow!(message))?;
            let rows = stats::collocations(run, &counted.options(), &wanted, &stop)?;
            show(Results::collocations(&rows), output)?;
        }
        Statistic::Dispersion { parts, rank_by, min_frequency, counted, output } => {
            let wanted = dispersion_options(*parts, *rank_by, *min_frequency);
            let (rows, names) = stats::dispersion(run, &counted.options(), wanted, &stop)?;
            show(Results::dispersion(&rows, &names), output)?;
        }
        Statistic::Concordance { queries, context, sort, counted, output } => {
            let wanted = concordance_options(queries, *context, *sort);
            let lines = stats::concordance(run, &counted.options(), &wanted, &stop)?;
            show(Results::concordance(&lines), output)?;
        }
        Statistic::Trend { queries, by, smooth, resamples, seed, counted, output } => {
            let bootstrap = Bootstrap { n_resamples: *resamples, seed: *seed };
            let wanted = trend_options(queries, *by, *smooth, bootstrap);
            let answer = stats::trend(run, &counted.options(), &wanted, &stop)?;
            if answer.n_undated > 0 {
                tell(
                    &format!("{} articles have no date that tells the {}", answer.n_undated, by.as_str()),
                    output,
                );
            }
            show(Results::trend(&answer.rows), output)?;
        }
        Statistic::Compare { other, list, output } => {
            let comparing = stats::compare(run, other)?;
            for (name, before, after) in &comparing.settings {
                tell(&format!("{name}: {before} before, {after} after"), output);
            }
            tell(
                &format!(
                    "{} articles in both runs, {} in the first only, {} in the second only; {} mentions changed",
                    comparing.n_common,
                    comparing.n_only_before,
                    comparing.n_only_after,
                    comparing.mentions.len()
                ),
                output,
            );
            let results = if *list {
                Results::changed_mentions(&comparing.mentions)
            } else {
                Results::changes(&comparing.counts())
            };
            show(results, output)?;
        }
    }
    Ok(Ending::Done)
}

fn tell(line: &str, output: &OutputArgs) {
    if !output.quiet {
        say(line);
    }
}

/// Says out of how many.
fn tell_totals(groups: &[(String, GroupTotal)], output: &OutputArgs) {
    let sum = |part: fn(&GroupTotal) -> i64| groups.iter().map(|(_, total)| part(total)).sum::<i64>();
    let whole = GroupTotal {
        n_articles: sum(|total| total.n_articles),
        n_characters: sum(|total| total.n_characters),
        n_features: sum(|total| total.n_features),
    };
    // Of many groups each is asked for with its own selection; of a target and a reference both matter.
    let shown = if groups.len() == 2 { groups.to_vec() } else { vec![("all".to_owned(), whole)] };
    for (name, total) in shown {
        let GroupTotal { n_articles, n_characters, n_features } = total;
        tell(
            &format!("{name}: {n_features} occurrences in {n_articles} articles, {n_characters} characters"),
            output,
        );
    }
}

/// Writes results where they are wanted, in the format that is wanted there.
fn show(mut results: Results, output: &OutputArgs) -> anyhow::Result<()> {
    let n_rows = results.rows().len();
    let on_terminal = output.out.is_none() && io::stdout().is_terminal();
    let format = output.format.unwrap_or_else(|| match &output.out {
        Some(path) => StatsFormat::Table(format_of(path)),
        None if on_terminal => StatsFormat::Text,
        None => StatsFormat::Table(Format::Csv),
    });
    let shown = output.top.or((on_terminal && format == StatsFormat::Text).then_some(ROWS_ON_TERMINAL));
    results.truncate(shown.unwrap_or(n_rows));
    match (format, &output.out) {
        (StatsFormat::Table(format), Some(path)) => results.save(format, path)?,
        (StatsFormat::Table(format), None) => {
            let mut bytes = Vec::new();
            results.write(format, &mut bytes, Path::new("standard output"))?;
            io::stdout().lock().write_all(&bytes)?;
        }
        (StatsFormat::Text, Some(path)) => {
            return Err(anyhow!("{} would hold text for people; name a table with --format", path.display()));
        }
        (StatsFormat::Text, None) => write_aligned(&results, io::stdout().lock())?,
    }
    let left = n_rows - results.rows().len();
    if on_terminal && left > 0 {
        tell(&format!("{left} more rows; -o FILE writes them all"), output);
    }
    Ok(())
}

/// The format that the end of a file's name says; CSV where it says none.
fn format_of(path: &Path) -> Format {
    let end = path.extension().and_then(|end| end.to_str());
    let found = Format::ALL.iter().copied().find(|format| end == Some(format.extension()));
    found.unwrap_or(Format::Csv)
}
