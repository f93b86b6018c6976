//! Where the noun phrase of a head noun begins, and whether it names a document.

mod described;
mod object;
mod quoted;
mod topic;

use bangjiao_document::{EntityId, Form, RuleId, Span, TreatyType};
use bangjiao_lexicon::NounStrength;

use super::found::{Found, Place, ReadMisprint};
use super::grammar::Grammar;
use super::modifier::{self, Doubt};
use super::pieces::{Piece, Pieces, distinct};
use super::reach::{clause, floor, named};
use super::surfaces::{Noun, Surfaces};
use super::{Draft, narrow};
use crate::context::Context;
use crate::numerals;

/// Between the last party and 关于, or a verb and 的, stand at most so many bytes.
const LONGEST_GAP: usize = 36;
/// So many characters of a bare noun in 《》 name nothing: 《条约》.
const BARE: usize = 2;

/// Characters of the longest noun that says no more than what sort of document it is: 备忘录.
const MEMORANDUM: usize = 3;

/// Characters before a date that say that it is still to come.
const LEAD_OF_DATE: usize = 2;

/// What stands before the place where an agreement was made.
const AT: char = '在';

/// Before a noun so many bytes tell whether anything qualifies it.
const LEAD: usize = 24;

/// Whether something may stand between a noun and what governs it: nothing does in 发表声明 and 该协定.
pub(super) fn is_qualified(context: &Context<'_>, grammar: &Grammar, noun: &Noun) -> bool {
    if matches!(context.after(noun.span.end), Some('》' | '”')) {
        return true;
    }
    if noun.span.of(context.text()).chars().count() > BARE {
        return true;
    }
    let mut from = (noun.span.start as usize).saturating_sub(LEAD);
    while !context.text().is_char_boundary(from) {
        from += 1;
    }
    let before = context.between(narrow(from), noun.span.start);
    // 互换 in 本币互换协议 says what the agreement is about.
    let governed = || {
        let governs = grammar.before.ending(before).is_some()
            || grammar.determiners.ending(before).is_some() && !before.ends_with("日本");
        governs && grammar.modifiers.ending(before).is_none()
    };
    let stops = before.ends_with(['，', '。', '；', '：', '\n', ' ', '\u{3000}', '）']);
    // The topic of 关于加入的声明 ends in a verb too.
    !stops && (before.ends_with('的') || !governed()) || before.contains("关于")
}

/// The mention that a head noun ends.
pub(super) fn find<'g>(
    context: &Context<'_>,
    grammar: &'g Grammar,
    noun: &Noun,
    surfaces: &Surfaces,
    pieces: &Pieces<'_>,
    misprint: &ReadMisprint<'_>,
) -> Option<Found<'g>> {
    let search = Search { context, grammar, noun, surfaces, pieces, misprint };
    match context.after(noun.span.end) {
        Some('》') => search.quoted(),
        Some('”') => search.in_quotation_marks().or_else(|| search.unquoted()),
        Some('〉') => search.inner_title().or_else(|| search.unquoted()),
        _ => search.unquoted(),
    }
}

/// Where a name begins with its number among others: 第四次|中日贸易协定.
fn with_ordinal(context: &Context<'_>, clause: u32, start: u32) -> u32 {
    let Some(lead) = context.between(clause, start).strip_suffix('次') else { return start };
    let number = lead.trim_end_matches(numerals::is_numeral);
    match number.strip_suffix('第').filter(|_| number.len() < lead.len()) {
        Some(lead) => clause + narrow(lead.len()),
        None => start,
    }
}

/// Names of the lexicon that end in no head noun, with the date before them: 一九四五年的波茨坦公告.
pub(super) fn nounless(
    context: &Context<'_>,
    surfaces: &Surfaces,
    grammar: &Grammar,
    pieces: &Pieces<'_>,
) -> Vec<Draft> {
    let rows = context.lexicon.treaties();
    let mut drafts: Vec<Draft> = Vec::new();
    // The last name, without its date.
    let mut name = Span::default();
    for &(span, row) in &surfaces.names {
        let treaty_type = rows[row as usize].treaty_type;
        // Resolutions, plans and principles have rows too, but are no documents between states.
        let ends_in_noun = surfaces.nouns.binary_search_by_key(&span.end, |noun| noun.span.end).is_ok();
        let is_long = span.of(context.text()).chars().count() >= 4;
        let is_document = grammar.endings.ending(span.of(context.text())).is_some();
        if ends_in_noun
            || !is_document
            || !is_long
            || treaty_type == TreatyType::Other
            || !named(context, row)
        {
            continue;
        }
        match drafts.last_mut() {
            Some(last) if name == span => last.rows.push(row),
            Some(last) if last.span.contains(span) => {}
            _ if context.words.is_border(span.start) && context.words.is_border(span.end) => {
                let lead = context.text()[..span.start as usize]
                    .strip_suffix('的')
                    .map_or(span.start, |lead| narrow(lead.len()));
                let date = pieces.date_ending(lead).or_else(|| pieces.date_ending(span.start));
                let whole = Span::new(date.map_or(span.start, |date| date.span.start), span.end);
                let draft = Draft::new(whole, &grammar.rules.lexicon, Form::Title, treaty_type);
                drafts.push(Draft { rows: vec![row], ..draft });
                name = span;
            }
            _ => {}
        }
    }
    drafts
}

struct Search<'s, 'd, 'g, 'p> {
    context: &'s Context<'d>,
    grammar: &'g Grammar,
    noun: &'s Noun,
    surfaces: &'s Surfaces,
    pieces: &'s Pieces<'p>,
    misprint: &'s ReadMisprint<'s>,
}

impl<'g> Search<'_, '_, 'g, '_> {
    fn found(&self, start: u32, rule: &'g RuleId) -> Found<'g> {
        let span = Span::new(start, self.noun.span.end);
        Found { span, rule, is_title: false, known: None, repaired: false, parties: Vec::new() }
    }

    /// A name of the lexicon that ends here and is longer than the noun.
    fn known(&self, from: u32) -> Option<(Span, Vec<u32>)> {
        let (span, rows) = self.surfaces.name_at_end(from, self.noun.span.end)?;
        // 第|三个联合公报 is one.
        if self.context.before(span.start) == Some('第') {
            return None;
        }
        let rows: Vec<u32> = rows.into_iter().filter(|&row| named(self.context, row)).collect();
        (span.len() > self.noun.span.len() && !rows.is_empty()).then_some((span, rows))
    }

    fn or_misprint(&self, known: Option<(Span, Vec<u32>)>, from: u32) -> (Option<(Span, Vec<u32>)>, bool) {
        match known {
            Some(_) => (known, false),
            None => {
                let misprint = (self.misprint)(&Place { from });
                let repaired = misprint.is_some();
                (misprint, repaired)
            }
        }
    }

    fn unquoted(&self) -> Option<Found<'g>> {
        let (context, noun) = (self.context, self.noun);
        let rest = &context.text()[noun.span.end as usize..];
        if rest.starts_with("组织") || self.grammar.additions.beginning(rest).is_some() {
            return None;
        }
        let floor = floor(context, noun.span.start);
        let clause = clause(context, floor, noun.span.start);
        if clause == noun.span.start && self.known(clause).is_none() || self.stands_in_title(floor, rest) {
            return None;
        }
        let found = self.phrase(floor, clause)?;
        let start = with_ordinal(context, clause, found.span.start);
        let found = Found { span: Span::new(start, found.span.end), ..found };
        // 美军和约30万名韩军
        let is_conjunction = noun.span.of(context.text()) == "和约" && rest.starts_with(numerals::is_numeral);
        // Words are the dearest test, so they are asked last.
        (!is_conjunction && !self.names_body(rest) && context.words.is_border(noun.span.end)).then_some(found)
    }

    /// Whether the noun is part of the name of a body: 日中渔业协议|会, 备忘录|贸易办事处.
    fn names_body(&self, rest: &str) -> bool {
        let Some(body) = self.grammar.bodies_behind.beginning(rest) else { return false };
        // 协议会给双方带来好处: a verb.
        let next = rest[body.len()..].chars().next();
        body.chars().count() > 1 || next.is_none_or(|next| "和与同及、，。的在联（）代举".contains(next))
    }

    /// The noun phrase in a clause.
    fn phrase(&self, floor: u32, clause: u32) -> Option<Found<'g>> {
        let (context, noun) = (self.context, self.noun);
        let (known, repaired) = self.or_misprint(self.known(clause), clause);
        if let Some((name, rows)) = known {
            let before = self.pieces.states_within(clause, name.start);
            let group = self.group(before, name.start).or_else(|| self.makers(clause, name.start));
            let group = group.filter(|group| distinct(*group).len() > 1);
            let start = group.map_or(name.start, |group| group[0].span.start);
            let start = self.with_date(self.behind_topic(start, clause), clause);
            let rule = &self.grammar.rules.lexicon;
            return Some(Found { known: Some((name, rows)), repaired, ..self.found(start, rule) });
        }
        let before = context.between(clause, noun.span.start);
        if before.is_empty() {
            return None;
        }
        self.about(clause, before)
            .or_else(|| self.described(clause, before))
            .or_else(|| self.made_on(clause, before))
            .or_else(|| self.object(clause))
            .or_else(|| self.of_speakers(clause))
            .or_else(|| self.byname(floor, before))
            .or_else(|| self.named_after_place(floor))
            .or_else(|| self.dated_after_place(clause))
    }

    /// 1999年7月的哈拉雷停火协议, 一九七○年五月八日蒙得维的亚宣言: the day and the place where it was made before the noun, with a
    /// word that says what for between.
    fn dated_after_place(&self, clause: u32) -> Option<Found<'g>> {
        let noun = self.noun.span;
        if self.noun.strength == NounStrength::Weak || self.noun.treaty_type == TreatyType::Statement {
            return None;
        }
        let before = self.context.between(clause, noun.start);
        let purpose = self.grammar.purposes.ending(before).unwrap_or("");
        let place = self.pieces.place_ending(noun.start - narrow(purpose.len()))?;
        let start = self.with_date(place.start, clause);
        (start < place.start).then(|| self.found(start, &self.grammar.rules.byname))
    }

    /// 日内瓦公报: the place where it was made before a bare noun, in a sentence that names a state.
    fn named_after_place(&self, floor: u32) -> Option<Found<'g>> {
        let noun = self.noun.span;
        let text = noun.of(self.context.text());
        if text.chars().count() > BARE
            || self.noun.strength == NounStrength::Weak
            || self.noun.treaty_type == TreatyType::Statement
            || text == "和约"
        {
            return None;
        }
        if self.pieces.states_within(floor, noun.start).is_empty() {
            return None;
        }
        let place = self.pieces.place_ending(noun.start)?;
        let name = Span::new(place.start, noun.end).of(self.context.text());
        let goes = self.context.before(place.start).is_some_and(|before| "在于到抵赴至往离".contains(before));
        if goes
            || self.grammar.domestic.stand_in(name)
            || place.of(self.context.text()).ends_with(['市', '省', '县', '区', '乡', '宫', '园'])
            || self.pieces.states_within(floor, place.start).is_empty()
        {
            return None;
        }
        Some(self.found(place.start, &self.grammar.rules.byname))
    }

    /// Whether the noun is part of a longer title in 《》.
    fn stands_in_title(&self, floor: u32, rest: &str) -> bool {
        let before = self.context.between(floor, self.noun.span.start);
        let opened = before.rfind('《');
        opened.is_some() && opened > before.rfind('》') && {
            let next = rest.find(['》', '《', '。', '\n']);
            next.is_some_and(|next| rest[next..].starts_with('》'))
        }
    }

    /// The states that made what begins at a view offset: 联邦德国与波兰签订的|华沙条约, 两国政府签署的|….
    pub(super) fn makers(&self, clause: u32, start: u32) -> Option<&[Piece<'_>]> {
        let makers = self.context.between(clause, self.deed_before(start, clause)?);
        let makers = makers.strip_suffix("政府").unwrap_or(makers);
        let end = clause + narrow(makers.len());
        self.group(self.pieces.states_within(clause, end), end)
    }

    /// The states that end at a view offset, joined as parties of one agreement.
    fn group<'p>(&self, before: &'p [Piece<'p>], end: u32) -> Option<&'p [Piece<'p>]> {
        let last = before.last().filter(|piece| piece.span.end == end)?;
        let mut first = before.len() - 1;
        let mut start = last.span.start;
        while let Some(previous) = first.checked_sub(1) {
            if !self.are_joined(before[previous].span.end, start) {
                break;
            }
            first = previous;
            start = before[first].span.start;
        }
        Some(&before[first..])
    }

    /// Whether what stands between two states makes them parties of one agreement: 和, 政府和, 外交部和, 总理周恩来和.
    fn are_joined(&self, end: u32, start: u32) -> bool {
        let gap = self.context.between(end, start);
        if gap.is_empty() || self.grammar.joins.contains(gap) {
            return true;
        }
        if gap.len() > LONGEST_GAP {
            return false;
        }
        let Some(join) = self.grammar.joins.ending(gap) else { return false };
        self.speaks(end, start - narrow(join.len()))
    }

    /// Whether a stretch behind a state says who speaks for it: nothing, 外交部, 总理周恩来.
    fn speaks(&self, start: u32, end: u32) -> bool {
        let is_office =
            |to: u32| to == start || self.grammar.offices.contains(self.context.between(start, to));
        is_office(end)
            || self.pieces.is_body(start, end)
            || match self.pieces.persons_within(start, end) {
                [speaker] => speaker.span.end == end && is_office(speaker.span.start),
                _ => false,
            }
    }

    /// The beginning of a description with its parties; those that are no states belong to it.
    fn with_bodies(&self, start: u32, clause: u32) -> u32 {
        let before = self.context.between(clause, start);
        let Some(join) = self.grammar.joins.ending(before) else {
            // 欧|美贸易协议, but not 西欧|英国
            let letter =
                before.strip_suffix('欧').filter(|rest| !rest.ends_with(['东', '西', '南', '北', '中']));
            return letter.map_or(start, |rest| clause + narrow(rest.len()));
        };
        let head = &before[..before.len() - join.len()];
        match self.grammar.bodies.ending(head) {
            Some(body) => clause + narrow(head.len() - body.len()),
            None => start,
        }
    }

    /// Who speaks for a state in a joint document, joined to the other state: 周恩来总理同|印度总理联合声明.
    fn with_speaker(&self, start: u32, clause: u32) -> Option<(u32, EntityId)> {
        if !self.grammar.joint.contains(self.noun.span.of(self.context.text())) {
            return None;
        }
        let before = self.context.between(clause, start);
        let join = self.grammar.joins.ending(before)?;
        let end = start - narrow(join.len());
        let speaker = self.pieces.persons_within(clause, end).last()?;
        let office = self.context.between(speaker.span.end, end);
        let state = speaker.state.filter(|_| office.is_empty() || self.grammar.offices.contains(office))?;
        Some((speaker.span.start, state.clone()))
    }

    /// A date directly before, with 签署的 between or nothing, belongs to the mention.
    fn with_date(&self, start: u32, clause: u32) -> u32 {
        let date_before = |at: u32| {
            self.pieces.date_ending(at).map(|date| date.span.start).filter(|start| *start >= clause)
        };
        let before = self.context.between(clause, start);
        let of = before.strip_suffix('的').map(|rest| clause + narrow(rest.len()));
        let deed = self.deed_before(start, clause);
        let makers_before = |at: u32| {
            let makers = self.group(self.pieces.states_within(clause, at), at)?;
            (distinct(makers).len() > 1).then(|| makers[0].span.start)
        };
        if let Some(date) = deed.and_then(date_before) {
            // 美、英、苏三国|七月二十五日在莫斯科草签的
            return makers_before(date).unwrap_or(date);
        }
        if let Some(date) = [start].into_iter().chain(of).find_map(date_before) {
            return date;
        }
        // 去年苏、越两国在莫斯科签订的|…
        deed.and_then(makers_before).and_then(date_before).unwrap_or(start)
    }

    /// Where 签订的 before a view offset begins, the place included: 一九五五年|在华沙签订的.
    fn deed_before(&self, start: u32, clause: u32) -> Option<u32> {
        let verb = self.grammar.signed_of.ending(self.context.between(clause, start))?;
        let end = start - narrow(verb.len());
        let place = self.pieces.place_ending(end).filter(|place| place.start > clause);
        let at = place.filter(|place| self.context.before(place.start) == Some(AT));
        Some(at.map_or(end, |place| place.start - narrow(AT.len_utf8())))
    }

    /// The few characters before a view offset.
    fn lead(&self, clause: u32, start: u32) -> &str {
        let before = self.context.between(clause, start);
        let from = before.char_indices().rev().take(LEAD_OF_DATE).last().map_or(before.len(), |(at, _)| at);
        &before[from..]
    }

    /// A date or the makers, 签订的 with or without a place, a subject: 一九五五年在华沙签订的|友好合作互助条约.
    fn made_on(&self, clause: u32, before: &str) -> Option<Found<'g>> {
        let noun = self.noun;
        let (at, verb, ()) = self.grammar.signed_of.of(before).last()?;
        let subject = clause + narrow(at + verb.len());
        if noun.strength == NounStrength::Weak || noun.treaty_type == TreatyType::Statement {
            return None;
        }
        let makers = self.makers(clause, subject).filter(|makers| distinct(*makers).len() > 1);
        // 当天签署的|备忘录, 双方达成的|协议 name nothing, but 5日达成的|停火协议.
        let written = noun.span.of(self.context.text());
        let noun_alone = subject == noun.span.start
            && written.chars().count() <= MEMORANDUM
            && !self.grammar.joint.contains(written);
        let is_named = makers.is_some_and(|makers| makers.iter().any(|maker| !maker.refers));
        let start = self.with_date(makers.map_or(subject, |makers| makers[0].span.start), clause);
        let fits = subject == noun.span.start || self.fits(subject, Doubt::Verbs);
        // 拟于|年底签订的自贸协定
        let is_to_come = self.grammar.future.stand_in(self.lead(clause, start));
        if start == subject || noun_alone && !is_named || !fits || is_to_come {
            return None;
        }
        let name = Span::new(subject, noun.span.end).of(self.context.text());
        let parties = makers.map(distinct).unwrap_or_default();
        let rule = if parties.is_empty() { &self.grammar.rules.byname } else { &self.grammar.rules.parties };
        (!self.grammar.domestic.stand_in(name)).then(|| Found { parties, ..self.found(start, rule) })
    }

    fn fits(&self, start: u32, doubt: Doubt) -> bool {
        let modifier = Span::new(start, self.noun.span.start);
        modifier::fits(self.context, self.grammar, self.pieces, modifier, doubt)
    }

    /// Behind a party that is no state, joined to the one that ends here: 中国—东盟.
    fn after_body(&self, end: u32) -> u32 {
        let after = self.context.between(end, self.noun.span.start);
        let Some(join) = self.grammar.joins.beginning(after) else { return end };
        match self.grammar.bodies.beginning(&after[join.len()..]) {
            Some(body) => end + narrow(join.len() + body.len()),
            None => end,
        }
    }
}
