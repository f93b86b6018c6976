//! `annotate`: one article at a time.

use std::fs::File;
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
use crate::whole_file::temporary;

/// `bangjiao annotate`.
pub fn annotate(args: &AnnotateArgs) -> anyhow::Result<Ending> {
    let options = options(&args.reading, &args.annotation, &args.behaviour);
    let stop = stop_flag()?;
    // A file gets its name when it is whole, so that an input of the same name is read first.
    let temporary = args.out.as_deref().map(temporary);
    let mut output: Box<dyn Write> = match &temporary {
        Some(path) => {
            let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(io::stdout().lock())),
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
                write_html_start(&mut output).map_err(failed)?;
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
            write_html_start(&mut output).map_err(failed)?;
        }
        let end = if args.to == AnnotateFormat::Html { write_html_end(&mut output) } else { Ok(()) };
        end.and_then(|()| output.flush()).map_err(failed).map(|()| tally)
    });
    drop(output);
    if let (Some(temporary), Some(path)) = (&temporary, &args.out) {
        match &result {
            Ok(_) => std::fs::rename(temporary, path).map_err(failed)?,
            // The error of the run is the one to tell.
            Err(_) => drop(std::fs::remove_file(temporary)),
        }
    }
    let tally = result?;
    let lost = tally.n_lost > 0 || args.behaviour.strict && tally.n_repaired > 0;
    Ok(if lost { Ending::Lost } else { Ending::Done })
}
