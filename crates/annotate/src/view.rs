//! The text as the taggers see it: folded to simplified script, without stray white space inside words and numbers, and with
//! 一 where a dash is printed for it.

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

/// A text, script folded, white space between Han characters left out, and dashes for 一 read as such.
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
        let folded = without_dashes(fold.fold(text));
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

/// Printed for 一 in numbers; of the same length.
const DASH: &str = "—";

/// The text with 一 for the dashes that are printed for it: —九七四年, 一九七—年, 十—月, 第—书记.
fn without_dashes(mut text: Cow<'_, str>) -> Cow<'_, str> {
    let dashes = memchr::memmem::find_iter(text.as_bytes(), DASH.as_bytes());
    let misprints: Vec<usize> =
        dashes.filter(|&at| is_misprint(&text[..at], &text[at + DASH.len()..])).collect();
    for at in misprints {
        text.to_mut().replace_range(at..at + DASH.len(), "一");
    }
    text
}

/// Whether a dash between two stretches of text is printed for 一.
fn is_misprint(before: &str, after: &str) -> bool {
    let is_numeral = |character: &char| "〇○一二三四五六七八九".contains(*character);
    let mut before = before.chars().rev();
    let mut after = after.chars();
    let (last, second, third) = (before.next(), before.next(), before.next());
    let next: [Option<char>; 4] = std::array::from_fn(|_| after.next());
    let are_numerals =
        |characters: &[Option<char>]| characters.iter().all(|c| c.as_ref().is_some_and(is_numeral));
    match next {
        [Some('八' | '九'), _, _, Some('年')] => are_numerals(&next[1..3]) && !are_numerals(&[last]),
        [Some('年'), ..] => {
            are_numerals(&[last]) && matches!((second, third), (Some('八' | '九'), Some('一')))
        }
        [Some('月'), ..] => matches!(last, Some('十' | '年')),
        [Some('日'), behind, ..] => matches!(last, Some('十' | '月')) && behind != Some('本'),
        [Some(next), ..] => last == Some('第') && is_han(next),
        _ => false,
    }
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
        (true, true) => body.contains(Span::from_usize(start, end)) || !parts_headline(text, start, end),
        (true, false) => is_digit(after),
        (false, true) => is_digit(before),
        (false, false) => is_digit(before) && is_digit(after) && splits_number(text, start, end),
    }
}

/// Han characters on both sides of white space in a headline, from which on it parts the headline.
const PART: usize = 3;

/// Whether white space parts a headline (毛主席会见卡翁达总统 毛主席会见布迈丁主席) and is none inside a name (中 国).
fn parts_headline(text: &str, start: usize, end: usize) -> bool {
    let long = |characters: &mut dyn Iterator<Item = char>| {
        characters.take(PART).filter(|&character| is_han(character)).count() == PART
    };
    long(&mut text[..start].chars().rev()) && long(&mut text[end..].chars())
}

/// Digits of a number in a date, at most.
const YEAR: usize = 4;

/// Whether one white space stands between digits of one number of a date: 1 2月, 2 8日, 1 9 5 9年.
fn splits_number(text: &str, start: usize, end: usize) -> bool {
    let is_space = |character: char| matches!(character, ' ' | '\u{3000}');
    if text[start..end].chars().nth(1).is_some() {
        return false;
    }
    // Digits outwards from the space, those behind other single spaces too, and what stops them.
    let digits = |characters: &mut dyn Iterator<Item = char>| {
        let (mut found, mut after_space) = (Vec::new(), true);
        for character in characters.take(2 * YEAR + 1) {
            if let Some(digit) = character.to_digit(10).or_else(|| wide_digit(character)) {
                found.push(digit);
                after_space = false;
            } else if is_space(character) && !after_space {
                after_space = true;
            } else {
                return (found, Some(character));
            }
        }
        (found, None)
    };
    let (mut left, _) = digits(&mut text[..start].chars().rev());
    let (right, stop) = digits(&mut text[end..].chars());
    left.reverse();
    let whole: Vec<u32> = left.iter().chain(&right).copied().collect();
    let value = whole.iter().fold(0, |value, digit| 10 * value + digit);
    match (whole.len(), stop) {
        (YEAR, Some('年')) => (1800..2100).contains(&value),
        (2, Some('月')) => (10..=12).contains(&value),
        (2, Some('日')) => (10..=31).contains(&value),
        _ => false,
    }
}

/// The value of a full-width digit.
fn wide_digit(character: char) -> Option<u32> {
    let wide = matches!(character, '０'..='９');
    wide.then(|| u32::from(character) - u32::from('０'))
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
    fn headlines_numbers_and_dashes_are_read_as_meant() {
        let (lexicon, _) = Lexicon::embedded();
        let read =
            |line: &str, field: Field| View::of_sentence(line, field, lexicon.fold()).text().to_owned();
        assert_eq!(read("主席会见总统 总理会见客人", Field::Title), "主席会见总统 总理会见客人");
        assert_eq!(read("中 国 代 表 团 到 京", Field::Title), "中国代表团到京");
        assert_eq!(read("1 9 5 9年1 1月2 8日", Field::Body), "1959年11月28日");
        assert_eq!(read("甲队3 2月5日 12 8日", Field::Body), "甲队3 2月5日12 8日");
        assert_eq!(read("—九七四年十—月—日，第—书记", Field::Body), "一九七四年十一月一日，第一书记");
        assert_eq!(read("中国—日本，第三—四届，——九七", Field::Body), "中国—日本，第三—四届，——九七");
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
