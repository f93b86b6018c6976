//! Places for which other places of the article are the evidence.

use bangjiao_document::Span;
use rustc_hash::FxHashMap;

use super::suffix::{Found, Known};
use crate::context::Context;

/// Bytes of a unit of administration and of an enumeration comma.
const ONE: u32 = 3;

/// Units of administration, without which their names are said too; roads are not (太旧路, 太旧).
const UNITS: [char; 6] = ['县', '乡', '镇', '村', '市', '旗'];

/// Names of fewer bytes (two Han characters) are no evidence by themselves.
const SHORTEST: usize = 6;

/// 双泾村 where the article has it once with certainty, and 张北 where it has 张北县: the name without its unit,
/// standing as a word of its own.
pub(super) fn again(context: &Context<'_>, found: &mut Vec<Found>) {
    let text = context.text();
    let mut names: Vec<&str> = found
        .iter()
        .filter(|place| !place.extends && place.span.of(text).ends_with(UNITS))
        .map(|place| Span::new(place.span.start, place.span.end - ONE).of(text))
        .filter(|name| name.len() >= SHORTEST)
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut taken: Vec<Span> = found.iter().map(|place| place.span).collect();
    taken.sort_unstable();
    let mut wholes: Vec<&str> = found.iter().map(|place| place.span.of(text)).collect();
    wholes.retain(|whole| whole.len() > SHORTEST);
    wholes.sort_unstable();
    wholes.dedup();
    for whole in wholes {
        for at in memchr::memmem::find_iter(text.as_bytes(), whole.as_bytes()) {
            let span = Span::from_usize(at, at + whole.len());
            let next = taken.partition_point(|place| place.end <= span.start);
            if taken.get(next).is_none_or(|place| place.start >= span.end)
                && context.words.is_border(span.start)
                && context.words.is_border(span.end)
            {
                found.push(Found { span, extends: false });
                taken.insert(next, span);
            }
        }
    }
    for name in names {
        for at in memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()) {
            let span = Span::from_usize(at, at + name.len());
            let next = taken.partition_point(|place| place.end <= span.start);
            if taken.get(next).is_some_and(|place| place.start < span.end)
                || !(context.words.is_border(span.start) && context.words.is_border(span.end))
                || context.words.word_at(span.start).is_none_or(|word| word != span)
            {
                continue;
            }
            if matches!(context.words.part_of_speech(span), "ns" | "nr" | "nrt" | "nz") {
                found.push(Found { span, extends: false });
            }
        }
    }
}

/// 福泉、贵定、开阳: words that the dictionary calls places, in an enumeration with a place.
pub(super) fn listed(context: &Context<'_>, known: &FxHashMap<u32, Known>, found: &mut Vec<Found>) {
    let text = context.text();
    let mut ends: Vec<u32> = known.iter().filter(|(_, place)| !place.is_state).map(|(&end, _)| end).collect();
    ends.extend(found.iter().map(|place| place.span.end));
    ends.sort_unstable();
    let mut next = 0;
    while let Some(&end) = ends.get(next) {
        next += 1;
        if context.after(end) != Some('、') {
            continue;
        }
        let start = end + ONE;
        let Some(word) = context.words.word_at(start).filter(|word| word.start == start) else { continue };
        if !(SHORTEST..=SHORTEST + 6).contains(&word.of(text).len())
            || ends.binary_search(&word.end).is_ok()
            || !context.after(word.end).is_some_and(|after| matches!(after, '、' | '等' | '和' | '，' | '。'))
            || context.words.part_of_speech(word) != "ns"
        {
            continue;
        }
        found.push(Found { span: word, extends: false });
        // The list goes on from here.
        ends.insert(next, word.end);
        let tail = &mut ends[next..];
        tail.sort_unstable();
    }
}
