//! `annotate`: one article at a time.

use std::io::{self, BufWriter, Write};

use anyhow::Context;
use bangjiao::document::Severity;
use bangjiao::{
    Error, annotate as annotate_articles, write_ansi, write_html, write_html_end, write_html_start,
    write_jsonl,
};

use crate::Ending;
use crate::args::{AnnotateArgs, AnnotateFormat, options};
use crate::console::{problem_line, say, stop_flag};
use crate::whole_file::WholeFile;

/// `bangjiao annotate`.
pub fn annotate(args: &AnnotateArgs) -> anyhow::Result<Ending> {
    let options = options(&args.reading, &args.annotation, &args.behaviour);
    let stop = stop_flag()?;
    // A file gets its name when it is whole, so that an input of the same name is read first.
    let create = |path: &std::path::PathBuf| {
        WholeFile::create(path).with_context(|| format!("{} cannot be written", path.display()))
    };
    let mut file = args.out.as_ref().map(create).transpose()?;
    let mut standard_output = BufWriter::new(io::stdout().lock());
    let output: &mut dyn Write = match &mut file {
        Some(file) => file,
        None => &mut standard_output,
    };
    let name = args.out.clone().unwrap_or_else(|| "standard output".into());
    let failed = |source| Error::Write { path: name.clone(), source };
    let quiet = args.behaviour.quiet;
    // Where the input cannot be read, nothing is printed.
    let mut begun = args.to != AnnotateFormat::Html;
    let result = annotate_articles(
        &args.inputs,
        &options,
        &|document, lexicon| {
            let mut article = Vec::with_capacity(document.text().len() * 6);
            let written = match args.to {
                AnnotateFormat::Jsonl => {
                    write_jsonl(document, lexicon, options.treaty_anaphors, &mut article)
                }
                AnnotateFormat::Html => write_html(document, lexicon, options.treaty_anaphors, &mut article),
                AnnotateFormat::Ansi => write_ansi(document, lexicon, options.treaty_anaphors, &mut article),
            };
            written.expect("memory takes every byte");
            article
        },
        &mut |article| {
            if !std::mem::replace(&mut begun, true) {
                write_html_start(&mut *output).map_err(failed)?;
            }
            output.write_all(article).map_err(failed)
        },
        &mut |problem| {
            if !quiet && problem.severity != Severity::Note {
                say(&problem_line(problem));
            }
        },
        &stop,
    );
    let result = result.and_then(|tally| {
        if !begun {
            write_html_start(&mut *output).map_err(failed)?;
        }
        let end = if args.to == AnnotateFormat::Html { write_html_end(&mut *output) } else { Ok(()) };
        end.and_then(|()| output.flush()).map_err(failed).map(|()| tally)
    });
    let tally = result?;
    if let Some(file) = file {
        file.finish().map_err(failed)?;
    }
    let lost = tally.n_lost > 0 || args.behaviour.strict && tally.n_repaired > 0;
    Ok(if lost { Ending::Lost } else { Ending::Done })
}
