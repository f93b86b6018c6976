//! Nouns between a state or body and the title of one of its offices.

use bangjiao_document::{EntityId, Span};

use super::{narrow, own_state};
use crate::context::Context;
use crate::tag::person::around::Surroundings;

/// Nouns between a state or body and the title of one of its offices at most: 古巴|武装部队部长.
const MOST_MODIFIERS: usize = 4;

/// Words of `persons.toml` about what stands between a state or body and a title.
pub(super) struct Modifiers {
    /// What says whereof an office is, and not whose: 事务, 问题.
    about: Vec<String>,
    /// Words before a title that are no part of it, though a state may stand before them: 新任.
    terms: Vec<String>,
    /// Words that the dictionary has as nouns and that end what belongs to a title: 会见.
    ends: Vec<String>,
    /// Titles that need the field of the office before them: 部长.
    bare: Vec<String>,
}

impl Modifiers {
    /// Reads the words by the keys of the rule.
    pub fn new(texts: impl Fn(&str) -> Vec<String>) -> Self {
        Modifiers {
            about: texts("about_titles"),
            terms: texts("terms_of_office"),
            ends: texts("before_titles"),
            bare: texts("bare_titles"),
        }
    }

    /// Where an office begins whose title has nouns before it, the state before these, and whether only a body implies it: 古巴|武装部队部长, 对外贸易部第三局局长,
    /// 工业和动力部长.
    pub fn modified(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        start: u32,
        title: Span,
    ) -> Option<(u32, Option<EntityId>, bool)> {
        let is_bare = holds(&self.bare, title.of(context.text()));
        let is_about =
            |at: u32| self.about.iter().any(|word| context.text()[at as usize..].starts_with(word.as_str()));
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
            if !fits || around.covered(word.start).is_some() || holds(&self.ends, of_text) {
                break;
            }
            // 日本国|内阁总理大臣
            if of_text == "国"
                && let Some(state) = around.state_before(word.start)
            {
                return Some((from, Some(state.clone()), false));
            }
            at = word.start;
            let is_term = holds(&self.terms, of_text);
            if !is_term {
                from = at;
            }
            // 联合国秘书长叙利亚|问题特使 is sent by another.
            if is_about(at) && around.state_before(at).is_some() {
                return None;
            }
            if let Some(state) = around.state_before(at) {
                // 阿尔及利亚|驻华外交使团团长
                let sent =
                    around.state_span_before(at).filter(|span| context.before(span.start) == Some('驻'));
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
}

fn holds(words: &[String], word: &str) -> bool {
    words.iter().any(|own| own == word)
}
