//! `graph`: count and draw again from the tables of a run, or show the sentences behind an edge.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::Range;

use bangjiao::{
    Error, EvidenceOptions, EvidenceSentence, Existing, RebuildOptions, RunOptions, evidence, printable,
    rebuild,
};

use crate::Ending;
use crate::args::GraphArgs;
use crate::console::{say, stop_flag};

/// `bangjiao graph`.
pub fn graph(args: &GraphArgs) -> anyhow::Result<Ending> {
    if let Some([one, other]) = args.evidence.as_deref() {
        return show_evidence(args, [one.clone(), other.clone()]);
    }
    let options = RebuildOptions {
        graph: args.counting.options(),
        selection: args.selection.selection(),
        duplicates: args.selection.duplicates(),
        lexicons: args.lexicon.clone(),
        picture: args.svg.clone().map(|path| (path, args.svg_nodes as usize)),
        out: args.out.clone(),
        existing: if args.overwrite { Existing::Replace } else { Existing::Refuse },
        report: (!args.no_report).then(|| args.page.options()),
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

/// A line for each sentence: where it stands, the article's day and title, the sentence with its mentions marked.
fn show_evidence(args: &GraphArgs, ends: [String; 2]) -> anyhow::Result<Ending> {
    let options = EvidenceOptions {
        graph: args.counting.options(),
        selection: args.selection.selection(),
        duplicates: args.selection.duplicates(),
        lexicons: args.lexicon.clone(),
        ends,
    };
    let stop = stop_flag()?;
    let stdout = io::stdout().lock();
    let marks = if stdout.is_terminal() { ["\x1b[1;33m", "\x1b[0m"] } else { ["⟦", "⟧"] };
    let mut output = BufWriter::new(stdout);
    let failed = |source| Error::Write { path: "standard output".into(), source };
    let mut print = |sentence: EvidenceSentence| {
        let EvidenceSentence { article_id, sentence, date, title, text, mentions } = sentence;
        let (date, title) = (date.unwrap_or_default(), one_line(&printable(&title.unwrap_or_default())));
        let text = one_line(&marked(&text, &mentions, marks));
        writeln!(output, "{article_id}:{sentence}\t{date}\t{title}\t{text}").map_err(failed)
    };
    let report = evidence(&args.run, &options, &mut print, &stop)?;
    output.flush().map_err(failed)?;
    if !args.quiet {
        let [one, other] = &report.ends;
        say(&format!(
            "{} {} and {} {}: {} {} windows in {} articles, {} of them with both by name",
            one.id,
            one.name_zh,
            other.id,
            other.name_zh,
            report.n,
            report.window,
            report.n_articles,
            report.n_named
        ));
    }
    Ok(Ending::Done)
}

fn one_line(text: &str) -> String {
    text.replace(['\t', '\n'], " ")
}

/// A text with marks before and after stretches of it, which come by start and longer first.
fn marked(text: &str, stretches: &[Range<usize>], [open, close]: [&str; 2]) -> String {
    let mut marked = String::with_capacity(text.len() + stretches.len() * (open.len() + close.len()));
    let mut ends: Vec<usize> = Vec::new();
    let mut next = stretches.iter().peekable();
    for (at, character) in text.char_indices() {
        while ends.pop_if(|end| *end <= at).is_some() {
            marked.push_str(close);
            // A colour that ends ends those around it too.
            if !ends.is_empty() && close.starts_with('\x1b') {
                marked.push_str(open);
            }
        }
        while let Some(stretch) = next.next_if(|stretch| stretch.start <= at) {
            marked.push_str(open);
            ends.push(stretch.end);
        }
        // A text must not be able to turn colours on and off by itself.
        marked.push_str(&printable(character.encode_utf8(&mut [0; 4])));
    }
    ends.iter().for_each(|_| marked.push_str(close));
    marked
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn escape_sequences_of_a_text_are_shown() {
        assert_eq!(marked("\u{1b}[2J中国同美国", &[4..10, 13..19], ["⟦", "⟧"]), "␛[2J⟦中国⟧同⟦美国⟧");
    }

    #[test]
    fn stretches_are_marked_also_inside_others_and_at_the_ends() {
        let check = |stretches: &[std::ops::Range<usize>], marks, expected: &str| {
            assert_eq!(marked("中国同中国人民的朋友", stretches, marks), expected);
        };
        check(&[0..6, 9..21], ["⟦", "⟧"], "⟦中国⟧同⟦中国人民⟧的朋友");
        check(&[9..21, 9..15, 24..30], ["⟦", "⟧"], "中国同⟦⟦中国⟧人民⟧的⟦朋友⟧");
        check(&[9..21, 9..15], ["<\x1b", "\x1b>"], "中国同<\x1b<\x1b中国\x1b><\x1b人民\x1b>的朋友");
    }
}
