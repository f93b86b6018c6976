//! Names of parties and what they made, up to 的 or a verb.

use bangjiao_document::{Span, TreatyType};
use bangjiao_lexicon::NounStrength;

use super::{BARE, LONGEST_GAP, Search};
use crate::numerals;
use crate::tag::treaty::found::Found;
use crate::tag::treaty::modifier::Doubt;
use crate::tag::treaty::pieces::{Piece, distinct};
use crate::tag::treaty::{modifier, narrow, parties};

impl<'g> Search<'_, '_, 'g, '_> {
    /// Parties, a modifier, the noun: 中苏友好条约; or parties, 签署的, modifier, noun.
    pub(super) fn described(&self, clause: u32, before: &str) -> Option<Found<'g>> {
        let outer = |at: &usize| self.grammar.inner.ending(&before[..*at]).is_none();
        let of = before.rmatch_indices('的').map(|(at, _)| at).find(outer);
        let tail = of.map_or(clause, |of| clause + narrow(of + '的'.len_utf8()));
        let states = self.pieces.states_within(tail, self.noun.span.start);
        if let Some(last) = states.iter().rev().find(|piece| !piece.refers) {
            let end = last.span.end;
            let upto = states.partition_point(|piece| piece.span.start < end);
            let group = self.group(&states[..upto], end)?;
            // 美俄达成的|叙利亚停火协议: of what it treats.
            if let (Some(of), [_]) = (of, group)
                && let Some(found) = self.made_by(clause, clause + narrow(of), tail)
            {
                return Some(found);
            }
            let from = self.after_body(end);
            if let Some(found) = self.listed(group, from) {
                return Some(found);
            }
            if !self.is_named(group, from) || group.len() == 1 && self.is_visited(group[0].span) {
                return None;
            }
            if let Some((start, speaker)) = self.with_speaker(group[0].span.start, clause) {
                let mut parties = distinct(group);
                parties.push(speaker);
                parties.sort();
                parties.dedup();
                return Some(Found { parties, ..self.found(start, &self.grammar.rules.parties) });
            }
            let start = self.with_date(self.with_bodies(group[0].span.start, clause), clause);
            return Some(self.found(start, &self.grammar.rules.parties));
        }
        let compound = self.noun.span.of(self.context.text()).chars().count() > BARE;
        // 两国睦邻友好合作条约
        let both = states.last().filter(|both| both.entities.len() > 1 && compound);
        if let Some(both) = both.filter(|both| self.is_named(std::slice::from_ref(*both), both.span.end)) {
            let parties = distinct([both]);
            return Some(Found { parties, ..self.found(both.span.start, &self.grammar.rules.parties) });
        }
        let of = clause + narrow(of?);
        if tail == self.noun.span.start && !compound {
            return None;
        }
        // 两国政府的联合声明
        if tail == self.noun.span.start && self.is_subject_of_article(self.noun.span.of(self.context.text()))
        {
            let head = self.context.between(clause, of);
            let end = of - narrow(head.len() - head.strip_suffix("政府").unwrap_or(head).len());
            let parties = self.group(self.pieces.states_within(clause, end), end).map(distinct);
            if let Some(parties) = parties.filter(|parties| parties.len() > 1) {
                return Some(Found { parties, ..self.found(tail, &self.grammar.rules.object) });
            }
        }
        self.made_by(clause, of, tail)
    }

    /// A further document of the parties before: 中几友好条约和|经济技术合作协定.
    fn listed(&self, group: &[Piece<'_>], from: u32) -> Option<Found<'g>> {
        let start = self.behind_listed(from);
        let parties = distinct(group);
        let compound = self.noun.span.of(self.context.text()).chars().count() > BARE;
        // 所有重要双边条约和|联合声明
        let is_sort = || self.grammar.stop.stand_in(self.context.between(from, start));
        let is_item =
            start > from && parties.len() > 1 && self.noun.strength != NounStrength::Weak && !is_sort();
        let fits = if start == self.noun.span.start { compound } else { self.fits(start, Doubt::Parties) };
        (is_item && fits).then(|| Found { parties, ..self.found(start, &self.grammar.rules.object) })
    }

    /// Parties and what they did before 的: 英国与欧盟达成的“脱欧”协议, 欧中之间的投资协定, 美国同泰国的军事援助协定.
    pub(super) fn made_by(&self, clause: u32, of: u32, tail: u32) -> Option<Found<'g>> {
        let head = self.context.between(clause, of);
        let verb = self.grammar.signing.ending(head);
        if let Some(found) = verb.and_then(|verb| self.made_with(clause, of - narrow(verb.len()), tail)) {
            return Some(found);
        }
        let between = head.ends_with('间');
        let end = of - narrow(verb.map_or(0, str::len));
        let states = self.pieces.states_within(clause, end);
        let Some(last) = states.last() else { return self.made_by_persons(clause, end, verb?) };
        let behind = self.after_body(last.span.end);
        let modifier = self.context.between(tail, self.noun.span.start);
        let counted =
            modifier.starts_with(numerals::is_numeral) || self.grammar.many.beginning(modifier).is_some();
        if counted || verb.is_none() && !between && !self.speaks(behind, of) || !self.fits(tail, Doubt::Verbs)
        {
            return None;
        }
        let pair = if verb.is_some() { self.group(states, last.span.end) } else { None };
        if let Some(found) = pair.and_then(|pair| self.made_by_speaker(clause, end, tail, pair)) {
            return Some(found);
        }
        let gap = self.context.between(behind, end);
        let dates = self.pieces.dates_within(last.span.end, end);
        let n_dated: u32 = dates.iter().map(|date| date.span.len()).sum();
        if gap.len() > n_dated as usize + LONGEST_GAP / 2
            || self.grammar.stop.stand_in(gap)
            || self.grammar.negations.stand_in(gap)
            || self.grammar.future.stand_in(gap)
        {
            return None;
        }
        let named = states.len().checked_sub(2).map(|at| &states[at]);
        let named = named.filter(|named| !named.refers && named.span.end == last.span.start);
        if last.refers && last.entities.len() > 1 && named.is_none() {
            let span = Span::new(tail, self.noun.span.end);
            let parties = distinct([last]);
            let rule = &self.grammar.rules.object;
            return (verb.is_some() || between).then(|| Found { span, parties, ..self.found(tail, rule) });
        }
        // 苏联、蒙古和朝鲜三国签订的: the names before say who the three are.
        let (states, last) = match named.filter(|_| last.refers) {
            Some(named) => (&states[..states.len() - 1], named),
            None => (states, last),
        };
        let group = self.group(states, last.span.end)?;
        let start = self.with_bodies(group[0].span.start, clause);
        let with_body = behind != last.span.end || start != group[0].span.start;
        if distinct(group).len() < 2 && !with_body && !between {
            // One state's agreement with somebody: the sentence says with whom.
            return None;
        }
        Some(self.found(self.with_date(start, clause), &self.grammar.rules.parties))
    }

    /// 钱其琛外长和沙特外交大臣在北京签署的建交公报: a state, and a person joined to it who speaks for another.
    pub(super) fn made_by_speaker(
        &self,
        clause: u32,
        verb: u32,
        tail: u32,
        group: &[Piece<'_>],
    ) -> Option<Found<'g>> {
        let [state] = group else { return None };
        let (context, pieces) = (self.context, self.pieces);
        let speaker = pieces.persons_within(clause, state.span.start).last()?;
        let office = context.between(speaker.span.end, state.span.start);
        let office = self.grammar.joins.ending(office).map(|join| &office[..office.len() - join.len()])?;
        if !(office.is_empty() || self.grammar.offices.contains(office)) {
            return None;
        }
        let parties = parties::signing(context, self.grammar, pieces, clause, verb)?;
        let start = self.with_date(speaker.span.start, clause);
        (parties.len() > 1 && tail <= self.noun.span.start)
            .then(|| Found { parties, ..self.found(start, &self.grammar.rules.parties) })
    }

    /// 土耳其履行|2016年与欧盟达成的难民协议: a date, the other party, the verb; who else made it stands before.
    pub(super) fn made_with(&self, clause: u32, verb: u32, tail: u32) -> Option<Found<'g>> {
        let states = self.pieces.states_within(clause, verb);
        let other = states.last().filter(|state| state.span.end == verb && !state.refers);
        let head = self.context.between(clause, verb);
        let body = self.grammar.bodies.ending(head).map(|body| verb - narrow(body.len()));
        let start = other.map(|state| state.span.start).or(body)?;
        let before = self.context.between(clause, start).strip_suffix(['与', '同', '和'])?;
        let date = self.pieces.date_ending(clause + narrow(before.len()))?.span.start;
        let first = distinct(self.pieces.states_within(clause, date));
        let mut parties = distinct(other);
        parties.extend_from_slice(&first);
        parties.sort();
        parties.dedup();
        let are_known = first.len() == 1 && parties.len() > distinct(other).len();
        (date >= clause && are_known && self.fits(tail, Doubt::Verbs))
            .then(|| Found { parties, ..self.found(date, &self.grammar.rules.parties) })
    }

    /// 尼赫鲁总理和周恩来总理发表的联合声明
    pub(super) fn made_by_persons(&self, clause: u32, verb: u32, signed: &str) -> Option<Found<'g>> {
        let (context, grammar, pieces) = (self.context, self.grammar, self.pieces);
        let parties = parties::of_persons(context, grammar, pieces, clause, verb)?;
        let tail = verb + narrow(signed.len() + '的'.len_utf8());
        let first = pieces.persons_within(clause, verb).first()?;
        // 容克在与梅发表的…中说: it is not the phrase that names them both.
        if context.between(first.span.start, verb).contains("在与") {
            return None;
        }
        let start = self.with_date(first.span.start, clause);
        self.fits(tail, Doubt::Verbs).then(|| Found { parties, ..self.found(start, &grammar.rules.persons) })
    }

    /// Whether a letter is where somebody goes: 访|华代表团.
    pub(super) fn is_visited(&self, letter: Span) -> bool {
        self.context.before(letter.start).is_some_and(|before| "访驻赴来抵旅".contains(before))
    }

    /// Whether parties and what follows them up to the noun name a document.
    pub(super) fn is_named(&self, group: &[Piece<'_>], from: u32) -> bool {
        // 中国政府声明 says what it does; only 关于 makes a name of it.
        if self.noun.treaty_type == TreatyType::Statement {
            return false;
        }
        let n_parties = distinct(group).len() + usize::from(from > group[group.len() - 1].span.end);
        let compound = self.noun.span.of(self.context.text()).chars().count() > BARE;
        let is_proclaimed = matches!(self.noun.treaty_type, TreatyType::Communique | TreatyType::Declaration);
        let needs_two = self.noun.strength == NounStrength::Weak || is_proclaimed && !compound;
        let name = self.context.between(group[0].span.start, self.noun.span.end);
        if needs_two && n_parties < 2 || self.grammar.domestic.stand_in(name) {
            return false;
        }
        let modifier = self.context.between(from, self.noun.span.start);
        if modifier.is_empty() {
            let rest = self.context.text().get(self.noun.span.end as usize..).unwrap_or("");
            let says = rest.starts_with(['：', '，', '说', '称']);
            return n_parties > 1 && (compound || !says);
        }
        let joint = is_proclaimed || self.noun.treaty_type == TreatyType::JointStatement;
        let modifier_start = match self.grammar.offices.ending(modifier) {
            Some(office) if joint && modifier.len() <= LONGEST_GAP => {
                let before = from + narrow(modifier.len() - office.len());
                return before == from || self.fits_until(from, before);
            }
            _ => from,
        };
        let doubt = if n_parties > 1 { Doubt::Parties } else { Doubt::Verbs };
        self.fits(modifier_start, doubt)
    }

    pub(super) fn fits_until(&self, start: u32, end: u32) -> bool {
        modifier::fits(self.context, self.grammar, self.pieces, Span::new(start, end), Doubt::Parties)
    }
}
