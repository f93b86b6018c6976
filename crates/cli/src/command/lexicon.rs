//! `lexicon check|show|suggest|list`.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::bail;
use bangjiao::document::PublicationDate;
use bangjiao::{
    Eras, Lexicon, RunOptions, SuggestOptions, build_annotator, check_rule_examples, lexicon, load_lexicon,
    suggest,
};

use crate::Ending;
use crate::args::{LexiconArgs, LexiconCommand, LexiconTable};
use crate::console::{say, stop_flag};

/// `bangjiao lexicon …`.
pub fn lexicon(args: &LexiconArgs) -> anyhow::Result<Ending> {
    match &args.command {
        LexiconCommand::Check { folders } => check(folders),
        LexiconCommand::Show { surface, date, lexicon } => show(surface, date.as_deref(), lexicon),
        LexiconCommand::Suggest { run, kind, min_articles, most } => {
            let options = SuggestOptions { kind: *kind, min_articles: *min_articles, most: *most };
            let stop = stop_flag()?;
            let suggestions = suggest(run, &options, &stop)?;
            lexicon::write_suggestions(*kind, &suggestions, io::stdout().lock())?;
            say(&format!("{} names of the kind {kind} are in no lexicon", suggestions.len()));
            Ok(Ending::Done)
        }
        LexiconCommand::List { what, ambiguous, lexicon } => list(*what, *ambiguous, lexicon),
    }
}

/// Reports everything at once; exits with 2 when there are errors.
fn check(folders: &[PathBuf]) -> anyhow::Result<Ending> {
    let mut problems = lexicon::check(folders);
    if !problems.iter().any(lexicon::LexiconProblem::is_error) {
        // The rules of named periods speak only when they are asked for.
        let options = RunOptions { lexicons: folders.to_vec(), eras: Eras::Tag, ..RunOptions::default() };
        let annotator = build_annotator(&options)?;
        problems.extend(check_rule_examples(&annotator));
    }
    let mut output = io::stdout().lock();
    for problem in &problems {
        writeln!(output, "{problem}")?;
    }
    let n_errors = problems.iter().filter(|problem| problem.is_error()).count();
    say(&format!("{n_errors} errors, {} warnings", problems.len() - n_errors));
    if n_errors > 0 {
        bail!("the lexicons have errors");
    }
    Ok(Ending::Done)
}

fn show(surface: &str, date: Option<&str>, folders: &[PathBuf]) -> anyhow::Result<Ending> {
    let day = match date {
        Some(text) => match PublicationDate::parse(text).and_then(PublicationDate::exact) {
            Some(day) => Some(day),
            None => bail!("{text} is no day; write YYYY-MM-DD"),
        },
        None => None,
    };
    let lexicon = load_lexicon(folders)?;
    let readings = lexicon.show(surface, day);
    let mut output = io::stdout().lock();
    writeln!(output, "wins\tkind\tentity\tname\twindow\tuse\twhy\twhere")?;
    for reading in &readings {
        let entity = reading.entity.as_ref();
        let name = entity.and_then(|id| lexicon.state(id)).map_or("", |state| state.name_zh.as_str());
        writeln!(
            output,
            "{}\t{}\t{}\t{name}\t{}\t{}\t{}\t{}:{}",
            if reading.wins { "yes" } else { "no" },
            reading.kind,
            entity.map_or("", |id| id.as_str()),
            reading.window,
            reading.usage.map_or("", |usage| usage.as_str()),
            reading.why,
            reading.file,
            reading.line
        )?;
    }
    if readings.is_empty() {
        say(&format!("no row of the lexicons claims {surface}"));
    }
    Ok(Ending::Done)
}

fn list(what: Option<LexiconTable>, ambiguous: bool, folders: &[PathBuf]) -> anyhow::Result<Ending> {
    let lexicon = load_lexicon(folders)?;
    let mut output = io::BufWriter::new(io::stdout().lock());
    if ambiguous {
        writeln!(output, "surface\tentities\tdecided_by")?;
        for row in lexicon.ambiguous() {
            let entities: Vec<&str> = row.entities.iter().map(|id| id.as_str()).collect();
            let by: Vec<String> = row.decided_by.iter().map(ToString::to_string).collect();
            let by = by.join("; ");
            writeln!(output, "{}\t{}\t{by}", row.surface, entities.join("|"))?;
        }
    }
    if let Some(table) = what {
        rows(table, &lexicon, &mut output)?;
    }
    output.flush()?;
    Ok(Ending::Done)
}

fn rows(table: LexiconTable, lexicon: &Lexicon, output: &mut impl Write) -> io::Result<()> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let id = |value: &Option<bangjiao::document::EntityId>| {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    match table {
        LexiconTable::States => {
            writeln!(output, "entity_id\tname_zh\tname_en\tlife\trolls_up_to")?;
            lexicon.states().iter().try_for_each(|row| {
                writeln!(
                    output,
                    "{}\t{}\t{}\t{}\t{}",
                    row.id,
                    row.name_zh,
                    row.name_en,
                    row.life,
                    id(&row.rolls_up_to)
                )
            })
        }
        LexiconTable::Aliases => {
            writeln!(output, "entity_id\tsurface\tform\tkind\tuse\twindow\tsource")?;
            lexicon.country_aliases().iter().try_for_each(|row| {
                writeln!(
                    output,
                    "{}\t{}\t{}\t{}\t{}\t{}\t{}",
                    row.entity,
                    row.printed,
                    row.form,
                    row.kind,
                    row.usage.as_str(),
                    row.window,
                    row.source
                )
            })
        }
        LexiconTable::Codes => {
            writeln!(output, "entity_id\tsystem\tcode\twindow\tsource")?;
            lexicon.country_codes().iter().try_for_each(|row| {
                writeln!(
                    output,
                    "{}\t{}\t{}\t{}\t{}",
                    row.entity,
                    row.system.as_str(),
                    row.code,
                    row.window,
                    row.source
                )
            })
        }
        LexiconTable::People => {
            writeln!(output, "person_id\tname_zh\tname_en\tcountry\trole\toffice\tterm")?;
            lexicon.people().iter().try_for_each(|row| {
                let head = format!("{}\t{}\t{}\t{}", row.id, row.name_zh, row.name_en, id(&row.country));
                if row.offices.is_empty() {
                    return writeln!(output, "{head}\t\t\t");
                }
                row.offices.iter().try_for_each(|term| {
                    writeln!(output, "{head}\t{}\t{}\t{}", term.role_zh, term.office, term.window)
                })
            })
        }
        LexiconTable::Treaties => {
            writeln!(output, "agreement_id\ttitle_zh\ttitle_en\ttype\tsigned\tparties")?;
            lexicon.treaties().iter().try_for_each(|row| {
                let parties: Vec<&str> = row.parties.iter().map(|party| party.as_str()).collect();
                writeln!(
                    output,
                    "{}\t{}\t{}\t{}\t{}\t{}",
                    row.id,
                    row.title_zh,
                    row.title_en,
                    row.treaty_type,
                    text(&row.signed),
                    parties.join("|")
                )
            })
        }
        LexiconTable::Organizations => {
            writeln!(output, "organization_id\tname_zh\tname_en\tcountry\twindow")?;
            lexicon.organizations().iter().try_for_each(|row| {
                writeln!(
                    output,
                    "{}\t{}\t{}\t{}\t{}",
                    row.id,
                    row.name_zh,
                    row.name_en,
                    id(&row.country),
                    row.window
                )
            })
        }
        LexiconTable::Places => {
            writeln!(output, "place_id\tname_zh\tname_en\tcountry\twindow")?;
            lexicon.places().iter().try_for_each(|row| {
                writeln!(
                    output,
                    "{}\t{}\t{}\t{}\t{}",
                    row.id,
                    row.name_zh,
                    row.name_en,
                    id(&row.country),
                    row.window
                )
            })
        }
        LexiconTable::Rules => {
            writeln!(output, "rule\tfile\tline\texample")?;
            lexicon.rule_files().flat_map(|file| lexicon.rules(file)).try_for_each(|rule| {
                // The example of a headline has two lines.
                let example = rule.examples.first().map_or_else(String::new, |text| text.replace('\n', " "));
                writeln!(output, "{}\t{}\t{}\t{example}", rule.id, rule.file, rule.line)
            })
        }
    }
}
