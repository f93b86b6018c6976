//! The rest of a name of which a part was found: behind a hyphen, or a last character that looks like a word.

use bangjiao_document::{Mention, Span};

use super::joined::with_jean;
use super::{
    HYPHENS, MOST_PARTS, NUMERALS, ONE, Standing, goes_on_after_name, is_transliterated, narrow,
    transliterated,
};
use crate::context::{Context, Strength};
use crate::tag::characters::{Characters, JOINT, TRANSLITERATION, is_han};
use crate::tag::person::around::Surroundings;
use crate::tag::person::found::Persons;
use crate::tag::person::unlinked;

/// A part of a name behind a point takes in so many characters at most that are none of transliterations.
const LONGEST_END: usize = 3;

impl Standing {
    /// The last character of a transliterated name that looks like a word (马塔雷|拉, 恩特鲁|普), and what a hyphen joins to it
    /// (阿卜杜勒-哈米德·阿巴乌德, 马桑巴—代巴).
    pub fn whole(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let mut found = std::mem::take(&mut persons.found);
        found.sort_by_key(|(mention, _)| mention.span.start);
        let mut found = found.into_iter().peekable();
        let mut whole: Vec<(Mention, Strength)> = Vec::with_capacity(found.len());
        while let Some((mut mention, strength)) = found.next() {
            // 让·|科特
            let jean = with_jean(context, mention.span.start).filter(|start| *start < mention.span.start);
            let is_behind = |start: &u32| whole.last().is_none_or(|(last, _)| last.span.end <= *start);
            if let Some(start) =
                jean.filter(|_| !mention.links.iter().any(|link| link.entity.is_linked())).filter(is_behind)
            {
                mention = unlinked(context, Span::new(start, mention.span.end), &mention.rule.clone());
            }
            let own = mention.span;
            let (mut span, mut last, mut is_certain) = (own, own, strength != Strength::Context);
            for _ in 0..MOST_PARTS {
                if !is_transliterated(context, characters, last) {
                    break;
                }
                let Some(from) = behind_hyphen(context, around, span) else { break };
                // 普京-特朗普: two persons, whom the lexicon holds, are not one.
                let next = found.next_if(|(next, next_strength)| {
                    let joins = next.span.start == from && is_transliterated(context, characters, next.span);
                    joins && !(is_certain && *next_strength != Strength::Context)
                });
                let next = match (next, found.peek()) {
                    (Some((next, _)), _) => Some(next.span),
                    (None, Some((other, _))) if other.span.start == from => None,
                    (None, other) => {
                        let free = other.map_or(u32::MAX, |(other, _)| other.span.start);
                        transliterated(context, characters, from).filter(|span| span.end <= free)
                    }
                };
                let Some(next) = next else { break };
                (span, last, is_certain) = (Span::new(own.start, next.end), next, false);
            }
            if !is_certain && let Some(end) = with_last_part(context, around, characters, span) {
                (span, last) = (Span::new(span.start, end), Span::new(span.start, end));
            }
            if !is_certain && is_transliterated(context, characters, last) {
                let end = with_last_character(context, characters, span);
                span = end.map_or(span, |end| Span::new(span.start, end));
            }
            if let Some(end) = with_end_before_mark(context, around, &self.no_ends, span) {
                span.end = end;
            }
            if let Some(end) = with_ordinal(context, span) {
                span.end = end;
            }
            let is_free = found.peek().is_none_or(|(next, _)| next.span.start >= span.end);
            if span != own && is_free && !around.forbids(span) {
                mention = unlinked(context, span, &mention.rule.clone());
            }
            whole.push((mention, if span == own { strength } else { Strength::Context }));
        }
        persons.replace(whole);
    }
}

/// Where a part begins that a hyphen joins to a name; a dash may also stand between two persons, if no office stands before.
fn behind_hyphen(context: &Context<'_>, around: &Surroundings<'_>, name: Span) -> Option<u32> {
    let mark = context.after(name.end).filter(|mark| HYPHENS.contains(mark))?;
    let from = name.end + narrow(mark.len_utf8());
    let joins = mark != '—' || around.title_before(name.start).is_some() && context.after(from) != Some(mark);
    joins.then_some(from)
}

/// Where a transliterated name ends with the character behind it, if that is no word of the sentence.
fn with_last_character(context: &Context<'_>, characters: &Characters, span: Span) -> Option<u32> {
    let next = context.after(span.end)?;
    let end = span.end + narrow(next.len_utf8());
    let alone = context.words.word_at(span.end).is_some_and(|word| word.start == span.end && word.end == end);
    let is_part = characters.row(next).foreign().is_some_and(|odds| odds >= TRANSLITERATION)
        && alone
        && !context.words.is_function_word(span.end)
        && goes_on_after_name(context, end);
    is_part.then_some(end)
}

/// Where a name ends whose last part has only one character so far, up to where the sentence goes on: 马里奥·马|顺古.
fn with_last_part(
    context: &Context<'_>,
    around: &Surroundings<'_>,
    characters: &Characters,
    span: Span,
) -> Option<u32> {
    let name = span.of(context.text());
    let (_, last) = name.rsplit_once(JOINT)?;
    // 克洛伊·金|夺得
    let next = context.words.word_at(span.end);
    let goes_on = || goes_on_after_name(context, span.end) && next.is_none_or(|word| word.len() > ONE);
    if last.chars().nth(1).is_some() || goes_on() {
        return None;
    }
    let mut end = span.end;
    for _ in 0..LONGEST_END {
        let next = context.after(end).filter(|&next| is_han(next))?;
        if context.words.is_border(end) && context.words.is_function_word(end)
            || around.covered(end).is_some()
        {
            return None;
        }
        end += narrow(next.len_utf8());
        if context.words.is_border(end) && goes_on_after_name(context, end) {
            let foreign = characters.is_foreign(context.before(end)?);
            return foreign.then_some(end);
        }
    }
    None
}

/// Where a name joined by · ends whose last character is none of transliterations, before a mark: 弗拉|商，, 伊斯马|仪、.
fn with_end_before_mark(
    context: &Context<'_>,
    around: &Surroundings<'_>,
    no_ends: &str,
    span: Span,
) -> Option<u32> {
    let next = context.after(span.end).filter(|&next| is_han(next) && !no_ends.contains(next))?;
    let end = span.end + narrow(next.len_utf8());
    let is_part = span.of(context.text()).contains(JOINT)
        && matches!(context.after(end), Some('、' | '，' | '。' | '；'))
        && !context.words.is_function_word(span.end)
        && around.covered(span.end).is_none();
    is_part.then_some(end)
}

/// Where a name ends with the ordinal of a chief or monarch: 马利托亚·塔努马菲利|第二.
fn with_ordinal(context: &Context<'_>, span: Span) -> Option<u32> {
    let rest = context.text()[span.end as usize..].strip_prefix('第')?;
    let mut rest = rest.chars();
    let (number, next) = (rest.next()?, rest.next());
    let ends =
        next.is_none_or(|next| !is_han(next) || matches!(next, '的' | '殿' | '陛' | '阁' | '和' | '与'));
    let is_joined = span.of(context.text()).contains(JOINT);
    (is_joined && NUMERALS.contains(&number) && ends).then(|| span.end + 2 * ONE)
}
