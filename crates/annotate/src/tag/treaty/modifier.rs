//! What may stand between the parties and the head noun: 友好同盟互助, 一九六四年货物周转和付款, “脱欧”.

use bangjiao_document::Span;

use super::grammar::Grammar;
use super::pieces::Pieces;
use crate::context::Context;

/// So many bytes (twenty Han characters) of modifier stand before a head noun at most.
const LONGEST: usize = 60;

/// How far words are doubted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Verbs pass unless the rules list them: two states stand before the words.
    Parties,
    /// Verbs do not pass unless the rules list them.
    Verbs,
}

/// Whether a stretch before a head noun is a modifier of it and not a clause.
pub(super) fn fits(
    context: &Context<'_>,
    grammar: &Grammar,
    pieces: &Pieces<'_>,
    span: Span,
    doubt: Doubt,
) -> bool {
    let text = span.of(context.text());
    let is_inner = |at: usize| grammar.inner.ending(&text[..at]).is_some();
    if text.len() > LONGEST
        || grammar.stop.stand_in(text)
        || text.contains(['，', '。', '、'])
        || text.match_indices('的').any(|(at, _)| !is_inner(at))
    {
        return false;
    }
    // A quotation that began before ends here: “中国馆”合作.
    if text.find('”').is_some_and(|closed| text.find('“').is_none_or(|opened| closed < opened)) {
        return false;
    }
    let mut at = span.start;
    let mut quoted = false;
    while at < span.end {
        if let Some(date) = pieces.date_beginning(at) {
            at = date.span.end.max(at + 1);
            continue;
        }
        let Some(word) = context.words.word_at(at) else { return false };
        let word = Span::new(at.max(word.start), word.end.min(span.end).max(at + 1));
        let written = word.of(context.text());
        quoted = (quoted || written.starts_with('“')) && !written.starts_with('”');
        if !quoted && written != "的" && !passes(context, grammar, word, written, doubt) {
            return false;
        }
        at = word.end;
    }
    true
}

fn passes(context: &Context<'_>, grammar: &Grammar, word: Span, written: &str, doubt: Doubt) -> bool {
    if grammar.modifiers.contains(written) {
        return true;
    }
    let mut characters = written.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return !grammar.stop_letters.contains(&only);
    }
    match context.words.part_of_speech(word) {
        "d" | "p" | "u" | "uj" | "ul" | "r" | "y" | "c" => false,
        "v" | "vd" => doubt == Doubt::Parties,
        _ => true,
    }
}
