//! How far back the name of a document may reach, and on which days it is one.

use super::narrow;
use crate::context::Context;

/// A mention begins at most so many bytes before its head noun, and in the same sentence.
const REACH: u32 = 600;

/// So many bytes stand inside “” in a noun phrase at most.
pub(super) const LONGEST_QUOTATION: usize = 90;

/// So many years before it is signed an instrument of many states is known by its name.
const YEARS_NEGOTIATED: i16 = 10;

/// How far back a mention with this head noun may begin.
pub(super) fn floor(context: &Context<'_>, at: u32) -> u32 {
    let sentence = context.layout.sentences.get(context.layout.sentence_at(at));
    let start = sentence.map_or(at, |sentence| sentence.span.start.min(at));
    let mut floor = start.max(at.saturating_sub(REACH));
    while !context.text().is_char_boundary(floor as usize) {
        floor += 1;
    }
    floor
}

/// Where the clause of a head noun begins; quotation marks that are closed before it do not end it.
pub(super) fn clause(context: &Context<'_>, floor: u32, at: u32) -> u32 {
    let before = context.between(floor, at);
    let mut closed: Option<usize> = None;
    for (offset, character) in before.char_indices().rev() {
        let end = floor + narrow(offset + character.len_utf8());
        if let Some(from) = closed {
            match character {
                '“' => closed = None,
                '。' | '\n' => return floor + narrow(from),
                _ if from - offset > LONGEST_QUOTATION => return floor + narrow(from),
                _ => {}
            }
            continue;
        }
        match character {
            '（' | '）' if is_of_congo(before, offset) => {}
            '”' => closed = Some(offset + character.len_utf8()),
            '!' | '?' | '，' | '。' | '；' | '：' | '！' | '？' | '《' | '》' | '“' | '\n' | '（' | '）'
            | ',' | ';' | ':' | '〈' | '〉' => return end,
            _ => {}
        }
    }
    match closed {
        Some(from) => floor + narrow(from),
        None => floor,
    }
}

/// Whether a bracket is one of 刚果（布） or 刚果（金）, which are states.
fn is_of_congo(text: &str, bracket: usize) -> bool {
    let closed = text[bracket..].starts_with('）').then(|| &text[..bracket + '）'.len_utf8()]);
    ["（布）", "（金）"].iter().any(|which| match closed {
        Some(closed) => closed.ends_with(which),
        None => text[bracket..].starts_with(which),
    })
}

/// Whether an agreement can be named on the article's day: once it is signed, or while many states negotiate it.
pub(super) fn named(context: &Context<'_>, row: u32) -> bool {
    let Some(day) = context.day else { return true };
    let row = &context.lexicon.treaties()[row as usize];
    let Some(signed) = row.signed.as_deref() else { return true };
    let year = signed.get(..4).and_then(|year| year.parse::<i16>().ok());
    *signed <= *day.to_string()
        || row.multilateral && year.is_some_and(|year| year - day.year() <= YEARS_NEGOTIATED)
}
