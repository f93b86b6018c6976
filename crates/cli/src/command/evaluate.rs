//! `evaluate`: figures on standard output, errors in their context.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, bail};
use bangjiao::document::Severity;
use bangjiao::{
    Disagreement, Error, Fault, GoldReport, Predictions, SampleReport, Score, evaluate_gold, evaluate_sample,
    write_disagreements,
};
use serde_json::{Map, Value, json};

use crate::Ending;
use crate::args::{EvaluateArgs, EvaluateFormat, options};
use crate::console::{problem_line, say, stop_flag};
use crate::grid::Grid;
use crate::whole_file::write_whole;

/// `bangjiao evaluate`.
pub fn evaluate(args: &EvaluateArgs) -> anyhow::Result<Ending> {
    match (&args.sample, &args.gold) {
        (Some(sheet), _) => against_verdicts(sheet, args),
        (None, Some(gold)) => against_gold(gold, args),
        (None, None) => bail!("name a judged sample with --sample, or a gold set with --gold"),
    }
}

fn against_verdicts(sheet: &Path, args: &EvaluateArgs) -> anyhow::Result<Ending> {
    let report = evaluate_sample(sheet).inspect_err(say_every_fault)?;
    let mut output = io::BufWriter::new(io::stdout().lock());
    match args.to {
        EvaluateFormat::Json => writeln!(output, "{}", json_of_sample(&report))?,
        EvaluateFormat::Markdown => grid_of_sample(&report).write_markdown(&mut output)?,
        EvaluateFormat::Text => grid_of_sample(&report).write_text(&mut output)?,
    }
    output.flush()?;
    if !args.behaviour.quiet && report.n_unjudged > 0 {
        say(&format!(
            "{} without a verdict; strata without any are {:.1} % of the population, and the figures do not speak of them",
            report.n_unjudged,
            100.0 * report.share_unjudged
        ));
    }
    Ok(Ending::Done)
}

fn grid_of_sample(report: &SampleReport) -> Grid {
    let head = ["measure", "stratum", "share", "n", "right", "effective n", "estimate", "low", "high"];
    let mut grid = Grid::new(&head);
    for one in &report.estimates {
        let stratum = one.stratum.clone().unwrap_or_else(|| "all together".to_owned());
        let mut row = vec![one.measure.as_str().to_owned(), stratum, format!("{:.4}", one.population_share)];
        row.extend([one.n.to_string(), one.n_right.to_string(), format!("{:.1}", one.n_effective)]);
        row.extend([one.share, one.low, one.high].map(|share| format!("{share:.4}")));
        grid.push(row);
    }
    grid
}

fn json_of_sample(report: &SampleReport) -> Value {
    let estimates = report.estimates.iter().map(|one| {
        json!({
            "measure": one.measure.as_str(),
            "stratum": one.stratum,
            "population_share": one.population_share,
            "n": one.n,
            "right": one.n_right,
            "effective_n": one.n_effective,
            "estimate": one.share,
            "low": one.low,
            "high": one.high,
        })
    });
    json!({
        "estimates": estimates.collect::<Vec<Value>>(),
        "unjudged": report.n_unjudged,
        "unjudged_population_share": report.share_unjudged,
    })
}

fn against_gold(gold: &Path, args: &EvaluateArgs) -> anyhow::Result<Ending> {
    let options = options(&args.reading, &args.annotation, &args.behaviour);
    let predictions = match &args.predictions {
        Some(path) => Predictions::File(path),
        None => Predictions::Inputs(&args.inputs, &options),
    };
    let mut report_problem = |problem: &bangjiao::document::Problem| {
        if !args.behaviour.quiet && problem.severity != Severity::Note {
            say(&problem_line(problem));
        }
    };
    let report = evaluate_gold(gold, predictions, &mut report_problem, &*stop_flag()?);
    let report = report.inspect_err(say_every_fault)?;
    if let Some(path) = &args.errors {
        write_errors(path, &report.disagreements)?;
    }
    let mut output = io::BufWriter::new(io::stdout().lock());
    match args.to {
        EvaluateFormat::Json => writeln!(output, "{}", json_of(&report))?,
        EvaluateFormat::Markdown => grid(&report.scores).write_markdown(&mut output)?,
        EvaluateFormat::Text => {
            grid(&report.scores).write_text(&mut output)?;
            concordance(&report.disagreements, args.show, &mut output)?;
        }
    }
    output.flush()?;
    if !args.behaviour.quiet {
        say(&format!("{} articles, {} of them without prediction", report.n_articles, report.n_missing));
        if report.n_differing > 0 {
            say(&format!(
                "the body of {} articles is another text than in the gold set, so that places in it do not agree",
                report.n_differing
            ));
        }
    }
    Ok(Ending::Done)
}

/// The error itself tells of the first one only.
fn say_every_fault(error: &Error) {
    if let Error::Evaluation { problems } = error {
        problems.iter().for_each(|problem| say(&problem.to_string()));
    }
}

fn write_errors(path: &Path, disagreements: &[Disagreement]) -> anyhow::Result<()> {
    write_whole(path, |file| write_disagreements(disagreements, file))
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// What is compared beside both ends, in the order of the columns.
const COMPARED: [Fault; 7] =
    [Fault::Entities, Fault::Value, Fault::Type, Fault::Parties, Fault::Date, Fault::Country, Fault::Role];

fn accuracy(score: &Score, of: Fault) -> Option<f64> {
    score.accuracies.iter().find(|accuracy| accuracy.of == of).map(|accuracy| accuracy.share)
}

fn grid(scores: &[Score]) -> Grid {
    let head = [
        "kind/form",
        "gold",
        "predicted",
        "precision",
        "recall",
        "F1",
        "lenient precision",
        "lenient recall",
        "lenient F1",
    ];
    let mut grid = Grid::new(&[&head[..], &COMPARED.map(Fault::as_str)[..]].concat());
    let cell = |figure: Option<f64>| figure.map(|figure| format!("{figure:.4}")).unwrap_or_default();
    for score in scores {
        let (strict, lenient) = (score.strict, score.lenient);
        let mut row = vec![score.group.clone(), score.n_gold.to_string(), score.n_predicted.to_string()];
        row.extend([strict.precision, strict.recall, strict.f1].map(cell));
        row.extend([lenient.precision, lenient.recall, lenient.f1].map(cell));
        row.extend(COMPARED.map(|of| cell(accuracy(score, of))));
        grid.push(row);
    }
    grid.without_empty_columns()
}

/// One object with an object for each kind and form; a figure that cannot be computed is null.
fn json_of(report: &GoldReport) -> Value {
    let mut object = Map::new();
    object.insert("articles".into(), report.n_articles.into());
    object.insert("missing_articles".into(), report.n_missing.into());
    object.insert("differing_articles".into(), report.n_differing.into());
    for score in &report.scores {
        let (strict, lenient) = (score.strict, score.lenient);
        let mut row = json!({
            "gold": score.n_gold,
            "predicted": score.n_predicted,
            "recall": strict.recall,
            "precision": strict.precision,
            "f1": strict.f1,
            "lenient_recall": lenient.recall,
            "lenient_precision": lenient.precision,
            "lenient_f1": lenient.f1,
        });
        for accuracy in &score.accuracies {
            row[format!("{}_accuracy", accuracy.of.as_str())] = accuracy.share.into();
        }
        object.insert(score.group.clone(), row);
    }
    Value::Object(object)
}

/// The first errors of each kind and sort, each a line with its context.
fn concordance(disagreements: &[Disagreement], show: usize, output: &mut impl Write) -> io::Result<()> {
    for same in disagreements.chunk_by(|one, other| (one.kind, one.fault) == (other.kind, other.fault)) {
        if show > 0 {
            writeln!(output, "\n{} {}: {}", same[0].kind, same[0].fault.as_str(), same.len())?;
        }
        for one in same.iter().take(show) {
            let place = format!("{} {} {}-{}", one.article_id, one.field, one.start, one.end);
            let got = match one.fault {
                Fault::Missed | Fault::False => String::new(),
                _ => format!("  gold {}, predicted {}", quoted(&one.gold), quoted(&one.predicted)),
            };
            writeln!(output, "  {place}  {}⟦{}⟧{}{got}", one.left, one.text, one.right)?;
        }
    }
    Ok(())
}

fn quoted(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
}
