use std::io::{self, Write};

use bangjiao_document::{Document, Kind, Mention};
use bangjiao_graph::Inclusion;
use bangjiao_lexicon::Lexicon;

use super::{facts, printable, stretches};

/// The codes for a kind's colour (ECMA-48, Select Graphic Rendition): told apart by underline and weight too.
fn style(kind: Kind) -> &'static str {
    match kind {
        Kind::Country => "1;34",
        Kind::Person => "33",
        Kind::Treaty => "4;32",
        Kind::Date => "36",
        Kind::Place => "3;35",
        Kind::Organization => "1;35",
    }
}

/// Writes an annotated article for a terminal: mentions in colour, the innermost where they nest, and below the text
/// each distinct one with what is known of it.
///
/// Control characters of the text are shown and not passed on, see [`printable`].
///
/// # Errors
/// Whatever the writer says.
pub fn write_ansi(
    document: &Document,
    lexicon: &Lexicon,
    treaty_anaphors: Inclusion,
    mut writer: impl Write,
) -> io::Result<()> {
    let article = document.article();
    let date = article.date.map(|date| date.to_string()).unwrap_or_default();
    writeln!(writer, "\x1b[2m{}  {date}\x1b[0m", printable(article.id.as_str()))?;
    let end = u32::try_from(document.text().len()).unwrap_or(u32::MAX);
    let mut listed: Vec<(&str, &Mention)> = Vec::new();
    for stretch in stretches(document, treaty_anaphors, [0, end]) {
        let text = printable(stretch.text);
        match stretch.mentions.last() {
            Some(mention) => write!(writer, "\x1b[{}m{text}\x1b[0m", style(mention.kind))?,
            None => writer.write_all(text.as_bytes())?,
        }
        for mention in stretch.mentions {
            let surface = mention.span.of(document.text());
            let known = |(text, other): &(&str, &Mention)| {
                *text == surface && other.kind == mention.kind && other.links == mention.links
            };
            if !listed.iter().any(known) {
                listed.push((surface, mention));
            }
        }
    }
    writeln!(writer)?;
    listed.sort_by_key(|(_, mention)| mention.kind);
    for (surface, mention) in listed {
        let facts = facts(mention, lexicon).join("; ");
        let surface = printable(surface).replace(['\n', '\t'], " ");
        writeln!(
            writer,
            "  \x1b[{}m{surface}\x1b[0m  \x1b[2m{}\x1b[0m",
            style(mention.kind),
            printable(&facts)
        )?;
    }
    writeln!(writer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::highlight::tests::annotated;

    fn written(title: &str, body: &str) -> String {
        let (document, lexicon) = annotated(title, body);
        let mut bytes = Vec::new();
        write_ansi(&document, &lexicon, Inclusion::Keep, &mut bytes).expect("memory takes every byte");
        String::from_utf8(bytes).expect("it is UTF-8")
    }

    #[test]
    fn mentions_are_coloured_and_listed() {
        let text = written("中美会谈", "尼克松总统访问中国。");
        assert!(text.contains("\x1b[1;34m中\x1b[0m\x1b[1;34m美\x1b[0m会谈\n"), "{text}");
        assert!(
            text.contains("  \x1b[1;34m中国\x1b[0m  \x1b[2mcountry, name; CHN 中国 China; rule "),
            "{text}"
        );
    }

    #[test]
    fn escape_sequences_of_a_headline_are_not_passed_on() {
        let text = written("\u{1b}]0;中国\u{7}\u{9b}31m", "美国\u{1b}[2J。");
        let own = ["\x1b[0m", "\x1b[2m", "\x1b[1;34m"];
        let without_own = own.iter().fold(text.clone(), |text, code| text.replace(code, ""));
        assert!(!without_own.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{text:?}");
        assert!(text.contains('␛') && text.contains('␇'), "{text:?}");
    }
}
