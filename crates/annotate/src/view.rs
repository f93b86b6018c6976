//! The text as the taggers see it: folded to simplified script, without stray white space inside words.

use std::borrow::Cow;

use bangjiao_document::{Document, Field, Span};
use bangjiao_lexicon::Fold;

use crate::scan::Scanner;

/// White space that stands in the text and not in the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gap {
    /// Where it was taken out, in bytes of the view.
    pub at: u32,
    /// Bytes taken out up to and with this gap.
    pub removed: u32,
}

/// A text, script folded and white space between Han characters left out.
///
/// Offsets in the view are called *view offsets*; [`View::to_text`] turns them into offsets of the text. Where nothing
/// had to be changed the view borrows the text.
///
/// ```
/// use bangjiao_annotate::View;
/// use bangjiao_document::{Field, Span};
/// let (lexicon, _) = bangjiao_lexicon::Lexicon::embedded();
/// let view = View::of_sentence("訪問 中 國。", Field::Body, lexicon.fold());
/// assert_eq!(view.text(), "访问中国。");
/// assert_eq!(view.to_text(Span::new(6, 12)).of("訪問 中 國。"), "中 國");
/// ```
#[derive(Debug)]
pub struct View<'t> {
    text: Cow<'t, str>,
    gaps: Vec<Gap>,
}

/// Whether a character is written in Chinese text between spaces that mean nothing: Han characters old and new, and 〇.
pub(crate) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '〇')
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '０'..='９')
}

/// Length in bytes of the white space at `at`, line breaks included.
fn white_space(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    match rest {
        [b' ' | b'\t' | b'\n', ..] => 1,
        [0xE3, 0x80, 0x80, ..] => 3,
        [0xC2, 0xA0, ..] => 2,
        _ => 0,
    }
}

impl<'t> View<'t> {
    /// Builds the view of a document's text.
    pub(crate) fn new(document: &'t Document, fold: &Fold, scanner: &Scanner) -> Self {
        let text = document.text();
        let body = document.field_span(Field::Body).unwrap_or_default();
        // In a body with indented paragraphs a line that is not indented goes on with the one before.
        let indented = body.of(text).trim_start_matches('\n').starts_with([' ', '\u{3000}', '\t']);
        let cuts = cuts(text, |start, end| {
            let stray = || indented || scanner.has_name_across(fold, &text[..start], &text[end..]);
            is_cut(text, start, end, body, stray)
        });
        View::without(text, &cuts, fold)
    }

    /// The part of a document's view that is one of its sentences, from the sentence alone.
    ///
    /// No sentence goes beyond a line break of the view, so a line break in the body is one that the view leaves out.
    pub fn of_sentence(sentence: &'t str, field: Field, fold: &Fold) -> Self {
        let whole = Span::from_usize(0, sentence.len());
        let body = if field == Field::Body { whole } else { Span::default() };
        let cuts = cuts(sentence, |start, end| is_cut(sentence, start, end, body, || true));
        View::without(sentence, &cuts, fold)
    }

    fn without(text: &'t str, cuts: &[(usize, usize)], fold: &Fold) -> Self {
        let folded = fold.fold(text);
        if cuts.is_empty() {
            return View { text: folded, gaps: Vec::new() };
        }
        let mut joined = String::with_capacity(text.len());
        let mut gaps = Vec::with_capacity(cuts.len());
        let (mut from, mut removed) = (0, 0);
        for &(start, end) in cuts {
            joined.push_str(&folded[from..start]);
            removed += end - start;
            gaps.push(Gap { at: narrow(joined.len()), removed: narrow(removed) });
            from = end;
        }
        joined.push_str(&folded[from..]);
        View { text: Cow::Owned(joined), gaps }
    }

    /// The characters of the view.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether white space was taken out anywhere.
    pub(crate) fn has_gaps(&self) -> bool {
        !self.gaps.is_empty()
    }

    /// The gaps strictly inside a span.
    pub(crate) fn gaps_within(&self, span: Span) -> &[Gap] {
        if self.gaps.is_empty() {
            return &[];
        }
        let from = self.gaps.partition_point(|gap| gap.at <= span.start);
        let to = self.gaps.partition_point(|gap| gap.at < span.end);
        self.gaps.get(from..to).unwrap_or(&[])
    }

    /// Whether white space was taken out at a view offset.
    pub(crate) fn is_gap(&self, at: u32) -> bool {
        self.gaps.binary_search_by_key(&at, |gap| gap.at).is_ok()
    }

    /// The span of the text for a span of the view: a gap at an end stays outside.
    pub fn to_text(&self, span: Span) -> Span {
        if self.gaps.is_empty() {
            return span;
        }
        let removed = |count: usize| count.checked_sub(1).map_or(0, |last| self.gaps[last].removed);
        let before_start = self.gaps.partition_point(|gap| gap.at <= span.start);
        let before_end = self.gaps.partition_point(|gap| gap.at < span.end);
        let start = span.start + removed(before_start);
        Span::new(start, (span.end + removed(before_end)).max(start))
    }

    /// The view offset of a text offset that lies in no gap.
    pub fn view_offset(&self, at: u32) -> u32 {
        let count = self.gaps.partition_point(|gap| gap.at + gap.removed <= at);
        at - count.checked_sub(1).map_or(0, |last| self.gaps[last].removed)
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The next white space from `from` on: ASCII, ideographic or no-break.
fn next_white_space(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    let ascii = memchr::memchr3(b' ', b'\n', b'\t', bytes);
    let reach = ascii.unwrap_or(bytes.len());
    let wide = memchr::memmem::find(&bytes[..reach], "\u{3000}".as_bytes());
    let reach = wide.unwrap_or(reach);
    let hard = memchr::memmem::find(&bytes[..reach], "\u{A0}".as_bytes());
    hard.or(wide).or(ascii).map(|at| at + from)
}

/// The runs of white space that are left out.
fn cuts(text: &str, is_cut: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut cuts = Vec::new();
    let mut at = 0;
    while let Some(found) = next_white_space(text, at) {
        let mut end = found;
        loop {
            let length = white_space(text, end);
            if length == 0 {
                break;
            }
            end += length;
        }
        if is_cut(found, end) {
            cuts.push((found, end));
        }
        at = end.max(found + 1);
    }
    cuts
}

/// Whether the white space `start..end` is left out of the view.
fn is_cut(text: &str, start: usize, end: usize, body: Span, is_stray: impl Fn() -> bool) -> bool {
    let (Some(before), Some(after)) = (text[..start].chars().next_back(), text[end..].chars().next()) else {
        return false;
    };
    let space = &text[start..end];
    if space.contains('\n') {
        // A break inside a name is a bare one: indentation marks a new paragraph.
        let inside = body.start as usize <= start && end <= body.end as usize;
        return space == "\n" && inside && is_han(before) && is_han(after) && is_stray();
    }
    match (is_han(before), is_han(after)) {
        (true, true) => true,
        (true, false) => is_digit(after),
        (false, true) => is_digit(before),
        (false, false) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bangjiao_document::{Article, ArticleId};
    use bangjiao_lexicon::Lexicon;

    fn document(body: &str) -> Document {
        let id = ArticleId::new("a").unwrap();
        let mut article = Article::new(id, "s".into(), "f".into(), 1);
        article.body = Some(body.to_owned());
        Document::new(article)
    }

    #[test]
    fn white_space_inside_names_is_left_out_and_offsets_hold() {
        let (lexicon, _) = Lexicon::embedded();
        let document = document("    訪問哈萨\n克斯坦，1996 年 7 月　5 日。\n    下一段 abc 5 6");
        let view = View::new(&document, lexicon.fold(), &Scanner::new(&lexicon, &[]));
        assert_eq!(view.text(), "    访问哈萨克斯坦，1996年7月5日。\n    下一段 abc 5 6");
        let start = view.text().find("哈萨克斯坦").unwrap();
        let span = view.to_text(Span::from_usize(start, start + 15));
        assert_eq!(span.of(document.text()), "哈萨\n克斯坦");
        assert_eq!(view.gaps_within(Span::from_usize(start, start + 15)).len(), 1);
        let date = view.text().find("1996").unwrap();
        let end = view.text().find("。").unwrap();
        assert_eq!(view.to_text(Span::from_usize(date, end)).of(document.text()), "1996 年 7 月　5 日");
    }

    #[test]
    fn view_offsets_come_back_from_text_offsets() {
        let (lexicon, _) = Lexicon::embedded();
        let document = document("中 国 和 美国\n俄国 日本");
        let view = View::new(&document, lexicon.fold(), &Scanner::new(&lexicon, &[]));
        for (at, _) in view.text().char_indices() {
            let at = narrow(at);
            let start = view.to_text(Span::new(at, at + 3)).start;
            assert_eq!(view.view_offset(start), at);
        }
    }
}
