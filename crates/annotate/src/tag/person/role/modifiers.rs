//! Nouns between a state or body and the title of one of its offices.

use bangjiao_document::{EntityId, Span};

use super::{narrow, own_state};
use crate::context::Context;
use crate::tag::person::around::Surroundings;

/// Nouns between a state or body and the title of one of its offices at most: 古巴|武装部队部长.
const MOST_MODIFIERS: usize = 4;

/// Words between a state and a title that say what the office is about, and not whose it is.
const ABOUT: [&str; 5] = ["事务", "问题", "政策", "局势", "和平"];

/// Words before a title that are no part of it, though a state may stand before them.
const TERMS: [&str; 5] = ["新任", "现任", "时任", "前任", "已故"];

/// Words that the dictionary has as nouns and that end what belongs to a title.
const NO_MODIFIERS: [&str; 16] = [
    "方面", "援引", "双方", "会见", "会晤", "会谈", "任命", "访问", "接见", "陪同", "率领", "欢迎", "邀请",
    "拜会", "约见", "经",
];

/// Titles that need the field of the office before them.
const BARE: [&str; 4] = ["部长", "副部长", "大臣", "副大臣"];

/// Where an office begins whose title has nouns before it, the state before these, and whether only a body implies it: 古巴|武装部队部长, 对外贸易部第三局局长,
/// 工业和动力部长.
pub(in crate::tag::person) fn modified(
    context: &Context<'_>,
    around: &Surroundings<'_>,
    start: u32,
    title: Span,
) -> Option<(u32, Option<EntityId>, bool)> {
    let is_bare = BARE.contains(&title.of(context.text()));
    let is_about = |at: u32| ABOUT.iter().any(|word| context.text()[at as usize..].starts_with(word));
    let (mut at, mut from) = (start, start);
    let mut joined = false;
    for _ in 0..MOST_MODIFIERS {
        let word = at.checked_sub(1).and_then(|last| context.words.word_at(last));
        // 国家|银行|行长, where the dictionary has 银行行长.
        let word = word.filter(|word| word.end == at || at == start);
        let Some(word) = word.map(|word| Span::new(word.start, at)) else { break };
        let of_text = word.of(context.text());
        if is_bare && !joined && at < start && matches!(of_text, "和" | "与") {
            joined = true;
            at = word.start;
            continue;
        }
        let fits = of_text.starts_with('第') && word.len() > narrow('第'.len_utf8())
            || matches!(
                context.words.part_of_speech(word),
                "n" | "nz" | "vn" | "b" | "j" | "q" | "nt" | "an"
            );
        if !fits || around.covered(word.start).is_some() || NO_MODIFIERS.contains(&of_text) {
            break;
        }
        // 日本国|内阁总理大臣
        if of_text == "国"
            && let Some(state) = around.state_before(word.start)
        {
            return Some((from, Some(state.clone()), false));
        }
        at = word.start;
        let is_term = TERMS.contains(&of_text);
        if !is_term {
            from = at;
        }
        // 联合国秘书长叙利亚|问题特使 is sent by another.
        if is_about(at) && around.state_before(at).is_some() {
            return None;
        }
        if let Some(state) = around.state_before(at) {
            // 阿尔及利亚|驻华外交使团团长
            let sent = around.state_span_before(at).filter(|span| context.before(span.start) == Some('驻'));
            let Some(post) = sent.map(|span| span.start - narrow('驻'.len_utf8())) else {
                return Some((from, Some(state.clone()), false));
            };
            return Some((post, around.state_before(post).cloned(), false));
        }
        if is_term {
            break;
        }
        if let Some((body, state)) = around.body_before(at) {
            let own = own_state(context, around, *body);
            let country = own.map(|(_, state)| state).or(state.as_ref()).cloned();
            return Some((own.map_or(body.start, |(after, _)| after), country, own.is_none()));
        }
    }
    // 和 is no beginning.
    let lead = context.between(from, start);
    let from = lead.strip_prefix(['和', '与']).map_or(from, |rest| start - narrow(rest.len()));
    // 、国家银行行长: nouns that fill a place of a list up to the title.
    let in_list = from == at && matches!(context.before(from), Some('、' | '，' | '；' | '：'));
    ((is_bare || in_list) && from < start).then_some((from, None, true))
}
