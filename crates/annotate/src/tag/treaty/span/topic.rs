//! Names that 关于 opens, with the parties before it.

use bangjiao_document::{Span, TreatyType};
use bangjiao_lexicon::NounStrength;

use super::{LONGEST_GAP, Search};
use crate::tag::treaty::found::Found;
use crate::tag::treaty::modifier::Doubt;
use crate::tag::treaty::pieces::{Piece, distinct};
use crate::tag::treaty::{modifier, narrow};

/// A subject introduced by 关于 has at most so many bytes (seventy Han characters).
const LONGEST_ABOUT: usize = 210;

impl<'g> Search<'_, '_, 'g, '_> {
    /// Where 关于 begins that tells what a known name is about: 关于政治解决阿富汗问题的|日内瓦协议.
    pub(super) fn behind_topic(&self, start: u32, clause: u32) -> u32 {
        let before = self.context.between(clause, start);
        // 关于举行新的|关贸总协定谈判的建议
        if !before.ends_with('的') || before.ends_with("新的") {
            return start;
        }
        let about = self.about(clause, self.context.between(clause, self.noun.span.start));
        about.map_or(start, |about| about.span.start)
    }

    /// 中国政府关于…的声明.
    pub(super) fn about(&self, clause: u32, before: &str) -> Option<Found<'g>> {
        let about = before.rfind("关于")?;
        let topic = &before[about..];
        let Some(of) = topic.rfind('的') else { return self.directly_about(clause, about, topic) };
        let modifier = of + '的'.len_utf8();
        let at = clause + narrow(about);
        let tail = at + narrow(modifier);
        if topic.len() > LONGEST_ABOUT
            || modifier <= "关于的".len()
            || topic.contains("草案")
            || self.noun.strength == NounStrength::Weak
            || self.grammar.domestic.stand_in(topic)
            || tail < self.noun.span.start && (self.is_next_in_list(tail) || !self.fits(tail, Doubt::Verbs))
        {
            return None;
        }
        if let Some(group) = self.parties_of_topic(clause, at) {
            let start = self.with_date(self.with_bodies(group[0].span.start, clause), clause);
            return Some(self.found(start, &self.grammar.rules.parties));
        }
        let head = before[..about].trim_end_matches(['了', '过']);
        if self.noun.treaty_type == TreatyType::Statement {
            let issued = self.grammar.issuers.ending(head);
            let passed = self.grammar.signing.ending(head).is_some();
            if issued.is_none() && !passed && !head.ends_with(['、', '和']) {
                return None;
            }
        }
        // 1957年10月15日中苏双方签订的|关于国防新技术的协定
        let makers = self.makers(clause, at).filter(|group| distinct(*group).len() > 1);
        let start = makers.map_or_else(|| self.with_both(at, clause), |group| group[0].span.start);
        Some(self.found(self.with_date(start, clause), &self.grammar.rules.about))
    }

    /// The beginning of a name whose parties 两国 are: 两国政府间|关于….
    fn with_both(&self, start: u32, clause: u32) -> u32 {
        let both = self.grammar.both.ending(self.context.between(clause, start));
        both.map_or(start, |both| start - narrow(both.len()))
    }

    /// The parties before 关于, 两国政府 between or not.
    pub(super) fn parties_of_topic(&self, clause: u32, about: u32) -> Option<&[Piece<'_>]> {
        let states = self.pieces.states_within(clause, about);
        let named = states.iter().rposition(|piece| !piece.refers || piece.entities.len() == 1)?;
        let end = states[named].span.end;
        let gap = Span::new(self.after_body(end).min(about), about);
        // 英埃条约和1899年|关于苏丹的协定: those of the one before.
        let nouns = &self.surfaces.nouns;
        let next = nouns.partition_point(|noun| noun.span.start < end);
        if nouns.get(next).is_some_and(|noun| noun.span.end <= about) {
            return None;
        }
        let fits = gap.len() as usize <= LONGEST_GAP
            && modifier::fits(self.context, self.grammar, self.pieces, gap, Doubt::Verbs);
        if fits { self.group(&states[..=named], end) } else { None }
    }

    /// 中英关于鼓励和相互保护投资协定: parties, what the agreement is about, and the noun without 的.
    pub(super) fn directly_about(&self, clause: u32, about: usize, topic: &str) -> Option<Found<'g>> {
        let at = clause + narrow(about);
        if topic.len() <= "关于".len() || self.noun.strength == NounStrength::Weak {
            return None;
        }
        let group = self.parties_of_topic(clause, at);
        let (start, are_two) = match group {
            Some(group) => {
                let start = self.with_bodies(group[0].span.start, clause);
                (start, distinct(group).len() > 1 || start < group[0].span.start)
            }
            // 签署了|两国政府间关于鼓励和相互保护投资协定
            None => {
                let start = self.with_both(at, clause);
                (start, start < at)
            }
        };
        let name = self.context.between(start, self.noun.span.end);
        if !are_two
            || self.grammar.domestic.stand_in(name)
            || !self.fits(at + narrow("关于".len()), Doubt::Parties)
        {
            return None;
        }
        let rule = if group.is_some() { &self.grammar.rules.parties } else { &self.grammar.rules.about };
        Some(self.found(self.with_date(start, clause), rule))
    }

    /// Whether the noun is the next of a list after another noun: 关于…的宣言和|议定书.
    pub(super) fn is_next_in_list(&self, from: u32) -> bool {
        self.behind_listed(from) > from
    }
}
