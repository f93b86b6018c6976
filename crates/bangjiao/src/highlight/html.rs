use std::io::{self, Write};

use bangjiao_document::{Document, Field, Kind, Mention};
use bangjiao_graph::Inclusion;
use bangjiao_lexicon::Lexicon;

use super::{facts, n_shared, stretches};

const START: &str = include_str!("start.html");
const END: &str = "</main>\n</body>\n</html>\n";

/// Writes what stands before the first article: style and legend. The page loads nothing and runs nothing.
///
/// # Errors
/// Whatever the writer says.
pub fn write_html_start(mut writer: impl Write) -> io::Result<()> {
    writer.write_all(START.as_bytes())
}

/// Writes what stands after the last article.
///
/// # Errors
/// Whatever the writer says.
pub fn write_html_end(mut writer: impl Write) -> io::Result<()> {
    writer.write_all(END.as_bytes())
}

/// Writes an annotated article: nested mentions are nested elements, each with a title that says its kind, form,
/// entities, value and rule.
///
/// # Errors
/// Whatever the writer says.
pub fn write_html(
    document: &Document,
    lexicon: &Lexicon,
    treaty_anaphors: Inclusion,
    mut writer: impl Write,
) -> io::Result<()> {
    let article = document.article();
    let id = escaped(article.id.as_str());
    writeln!(writer, "<article lang=\"zh\" id=\"{id}\">")?;
    let date = article.date.map(|date| date.to_string()).unwrap_or_default();
    writeln!(writer, "<p class=\"id\"><a href=\"#{id}\">{id}</a> <time>{date}</time></p>")?;
    for paragraph in document.paragraphs() {
        let tag = match paragraph.field {
            Field::Title => "h2",
            Field::Kicker => "p class=\"kicker\"",
            Field::Subtitle => "p class=\"subtitle\"",
            Field::Body => "p",
        };
        write!(writer, "<{tag}>")?;
        let mut open: Vec<&Mention> = Vec::new();
        for stretch in stretches(document, treaty_anaphors, [paragraph.span.start, paragraph.span.end]) {
            let n_kept = n_shared(&open, &stretch.mentions);
            close(&mut writer, open.len() - n_kept)?;
            for mention in &stretch.mentions[n_kept..] {
                let facts = escaped(&facts(mention, lexicon).join("\n"));
                let certainty = if is_unlinked(mention) { " unlinked" } else { "" };
                write!(writer, "<span class=\"{}{certainty}\" title=\"{facts}\">", mention.kind)?;
            }
            writer.write_all(escaped(stretch.text).as_bytes())?;
            open = stretch.mentions;
        }
        close(&mut writer, open.len())?;
        writeln!(writer, "</{}>", tag.split(' ').next().unwrap_or(tag))?;
    }
    writeln!(writer, "</article>")
}

fn close(writer: &mut impl Write, n_open: usize) -> io::Result<()> {
    (0..n_open).try_for_each(|_| writer.write_all(b"</span>"))
}

/// Whether a mention stands for something that no lexicon holds.
fn is_unlinked(mention: &Mention) -> bool {
    mention.kind != Kind::Date && mention.links.iter().all(|link| !link.entity.is_linked())
}

/// A text as HTML, also inside quotes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // HTML has no such characters, not even escaped.
            '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::highlight::tests::annotated;

    fn written(title: &str, body: &str) -> String {
        let (document, lexicon) = annotated(title, body);
        let mut bytes = Vec::new();
        write_html(&document, &lexicon, Inclusion::Keep, &mut bytes).expect("memory takes every byte");
        String::from_utf8(bytes).expect("it is UTF-8")
    }

    #[test]
    fn mentions_nest_and_say_what_they_are() {
        let page = written("中美会谈", "双方签署《中美上海公报》。");
        assert!(page.contains("title=\"country, abbreviation\nCHN 中国 China\nrule "), "{page}");
        let (_, treaty) = page.split_once("<span class=\"treaty").expect("it is tagged");
        let inside = treaty.split("</span>").next().unwrap_or_default();
        assert!(inside.contains("<span class=\"country\""), "{treaty}");
        assert_eq!(page.matches("<span").count(), page.matches("</span>").count());
    }

    #[test]
    fn a_headline_that_is_a_script_is_text() {
        let page = written("<script>alert('中国')</script>", "\"<b>美国</b>\"\u{1b}。");
        assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains('\u{1b}'), "{page}");
        assert!(page.contains("&lt;script&gt;alert(&#39;"), "{page}");
    }
}
