//! The clause by which states recognise that 台湾 is a part of China.

use bangjiao_document::{EntityId, RuleId};
use bangjiao_lexicon::Lexicon;
use regex::Regex;

use crate::context::Context;

use super::Found;
use super::states::States;

/// Rules of the file `clauses.toml`: what they cover is marked with their id, so that it can be left out of counts.
pub(super) struct ClauseRules {
    rules: Vec<ClauseRule>,
}

struct ClauseRule {
    id: RuleId,
    pattern: Regex,
    /// The state with whose name the clause begins.
    state: Option<EntityId>,
}

/// A clause reaches at most so many bytes beyond the name with which it begins (sixty Han characters).
const LONGEST_CLAUSE: usize = 180;

impl ClauseRules {
    /// Reads the rules of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rules = lexicon.rules("clauses").iter().filter_map(|rule| {
            Some(ClauseRule {
                id: rule.id.clone(),
                pattern: rule.regex.clone()?,
                state: rule.text("state").and_then(|id| EntityId::new(id).ok()),
            })
        });
        ClauseRules { rules: rules.collect() }
    }

    /// Gives names inside a clause the clause's rule.
    pub fn mark(&self, context: &Context<'_>, states: &States, found: &mut [Found]) {
        let text = context.text();
        for rule in &self.rules {
            let state = rule.state.as_ref().and_then(|id| states.number(id));
            let mut at = 0;
            while let Some(first) = found.get(at) {
                let (start, is_head) = (first.span.start, state.is_none_or(|state| state == first.state));
                let clause = is_head.then(|| head(text, start)).and_then(|rest| rule.pattern.find(rest));
                let Some(clause) = clause else {
                    at += 1;
                    continue;
                };
                let end = start as usize + clause.end();
                let inside = found[at..].iter_mut().take_while(|found| found.span.end as usize <= end);
                for mention in inside {
                    mention.rule = rule.id.clone();
                    at += 1;
                }
            }
        }
    }
}

/// The text from an offset on, as far as a clause can reach.
fn head(text: &str, start: u32) -> &str {
    let rest = &text[start as usize..];
    let mut end = rest.len().min(LONGEST_CLAUSE);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    &rest[..end]
}
