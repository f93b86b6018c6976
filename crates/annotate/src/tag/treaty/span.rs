//! Where the noun phrase of a head noun begins, and whether it names a document.

use bangjiao_document::{Act, EntityId, Field, Form, RuleId, Span, TreatyType, Zone};
use bangjiao_lexicon::NounStrength;

use super::grammar::Grammar;
use super::modifier::{self, Doubt};
use super::pieces::{Piece, Pieces, distinct};
use super::surfaces::{Noun, Surfaces};
use super::{Draft, narrow, parties};
use crate::context::Context;
use crate::numerals;

/// A mention begins at most so many bytes before its head noun, and in the same sentence.
const REACH: u32 = 600;
/// A subject introduced by 关于 has at most so many bytes (seventy Han characters).
const LONGEST_ABOUT: usize = 210;
/// Between the last party and 关于, or a verb and 的, stand at most so many bytes.
const LONGEST_GAP: usize = 36;
/// So many bytes stand inside “” in a noun phrase at most.
const LONGEST_QUOTATION: usize = 90;
/// The first sentence of a text is one of so many: titles, datelines and bylines stand before it.
const FURNITURE: usize = 8;
/// So many characters of a bare noun in 《》 name nothing: 《条约》.
const BARE: usize = 2;

/// A mention found.
pub(super) struct Found<'g> {
    pub span: Span,
    pub rule: &'g RuleId,
    /// Whether it stands in 《》 or “”.
    pub is_title: bool,
    /// A name of the lexicon at its end, with the rows that bear it.
    pub known: Option<(Span, Vec<u32>)>,
    /// Whether the name was read through a misprint.
    pub repaired: bool,
    /// States outside the span that the grammar makes parties.
    pub parties: Vec<EntityId>,
}

/// Where a misprinted name may begin.
pub(super) struct Place {
    pub from: u32,
}

/// Reads a misprinted name that ends with the head noun.
pub(super) type ReadMisprint<'r> = dyn Fn(&Place) -> Option<(Span, Vec<u32>)> + 'r;

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

/// Names of the lexicon that end in no head noun: 波茨坦公告.
pub(super) fn nounless(context: &Context<'_>, surfaces: &Surfaces, grammar: &Grammar) -> Vec<Draft> {
    let rows = context.lexicon.treaties();
    let mut drafts: Vec<Draft> = Vec::new();
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
            Some(last) if last.span == span => last.rows.push(row),
            Some(last) if last.span.contains(span) => {}
            _ if context.words.is_border(span.start) && context.words.is_border(span.end) => {
                let draft = Draft::new(span, &grammar.rules.lexicon, Form::Title, treaty_type);
                drafts.push(Draft { rows: vec![row], ..draft });
            }
            _ => {}
        }
    }
    drafts
}

/// So many years before it is signed an instrument of many states is known by its name.
const YEARS_NEGOTIATED: i16 = 10;

/// Whether an agreement can be named on the article's day: once it is signed, or while many states negotiate it.
pub(super) fn named(context: &Context<'_>, row: u32) -> bool {
    let Some(day) = context.day else { return true };
    let row = &context.lexicon.treaties()[row as usize];
    let Some(signed) = row.signed.as_deref() else { return true };
    let year = signed.get(..4).and_then(|year| year.parse::<i16>().ok());
    *signed <= *day.to_string()
        || row.multilateral && year.is_some_and(|year| year - day.year() <= YEARS_NEGOTIATED)
}

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

/// Whether a bracket is one of 刚果（布） or 刚果（金）, which are states.
fn is_of_congo(text: &str, bracket: usize) -> bool {
    let closed = text[bracket..].starts_with('）').then(|| &text[..bracket + '）'.len_utf8()]);
    ["（布）", "（金）"].iter().any(|which| match closed {
        Some(closed) => closed.ends_with(which),
        None => text[bracket..].starts_with(which),
    })
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

    /// Behind the last opening mark before the noun, if nothing closes it.
    fn opened(&self, mark: char, closing: char) -> Option<u32> {
        let floor = floor(self.context, self.noun.span.start);
        let before = self.context.between(floor, self.noun.span.start);
        let at = before.rfind(mark)?;
        (before.rfind(closing) < Some(at)).then(|| floor + narrow(at + mark.len_utf8()))
    }

    /// A title in 《》.
    fn quoted(&self) -> Option<Found<'g>> {
        self.title(self.opened('《', '》')?)
    }

    /// A title in 〈〉 of a title in 《》 that is no document itself: 《关于批准〈…公约〉的决定》.
    fn inner_title(&self) -> Option<Found<'g>> {
        let inside = self.opened('〈', '〉')?;
        let rest = self.context.text().get(self.noun.span.end as usize..).unwrap_or("");
        let outer = rest.find(['》', '《', '。', '\n']).filter(|&at| rest[at..].starts_with('》'));
        let is_part = outer.is_some_and(|at| {
            let end = self.noun.span.end + narrow(at);
            let nouns = &self.surfaces.nouns;
            let next = nouns.partition_point(|noun| noun.span.end < end);
            nouns.get(next).is_some_and(|noun| noun.span.end == end)
        });
        let is_plain = !self.context.between(inside, self.noun.span.start).contains('《');
        if is_part || !is_plain { None } else { self.title(inside) }
    }

    /// A title of the whole stretch from a view offset on.
    fn title(&self, inside: u32) -> Option<Found<'g>> {
        let title = self.context.between(inside, self.noun.span.end);
        let is_bare = inside == self.noun.span.start && title.chars().count() <= BARE;
        let is_work = self.grammar.works.contains(title);
        if is_bare || is_work {
            return None;
        }
        let known = self.known(inside);
        if known.is_none() {
            let end = self.noun.span.end;
            let is_domestic = self.grammar.domestic.stand_in(title);
            let weak = self.noun.strength == NounStrength::Weak;
            let has_state = || !self.pieces.states_within(inside, self.noun.span.end).is_empty();
            // 《一纸声明》: what a statement is called by is a place, a body or what it is about.
            let has_place =
                || self.pieces.places().iter().any(|place| inside <= place.start && place.end <= end);
            let weak = weak
                || self.noun.treaty_type == TreatyType::Statement && !title.contains("关于") && !has_place();
            if is_domestic || weak && !has_state() && !self.grammar.signs.stand_in(title) {
                return None;
            }
        }
        let (known, repaired) = self.or_misprint(known, inside);
        let rule = &self.grammar.rules.quoted;
        Some(Found { is_title: true, known, repaired, ..self.found(inside, rule) })
    }

    /// A title in “”: its noun must be one of treaties, or a state or a name of the lexicon stand in it.
    fn in_quotation_marks(&self) -> Option<Found<'g>> {
        let floor = floor(self.context, self.noun.span.start);
        let before = self.context.between(floor, self.noun.span.start);
        let opened = before.rfind('“')?;
        let inside = floor + narrow(opened + '“'.len_utf8());
        let content = &before[opened + '“'.len_utf8()..];
        let rest = self.context.text().get(self.noun.span.end as usize + '”'.len_utf8()..).unwrap_or("");
        let is_body = rest.starts_with("组织");
        if content.is_empty() || content.contains(['”', '，', '。', '；', '《']) || is_body {
            return None;
        }
        let sure = matches!(
            self.noun.treaty_type,
            TreatyType::Treaty
                | TreatyType::Convention
                | TreatyType::Protocol
                | TreatyType::Communique
                | TreatyType::JointStatement
                | TreatyType::Charter
        );
        let has_state = || !self.pieces.states_within(inside, self.noun.span.end).is_empty();
        if self.noun.strength == NounStrength::Weak || !sure && self.known(inside).is_none() && !has_state() {
            return None;
        }
        let modifier = Span::new(inside, self.noun.span.start);
        let about = content.contains("关于");
        let fits = about || modifier::fits(self.context, self.grammar, self.pieces, modifier, Doubt::Parties);
        if fits { self.title(inside) } else { None }
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
            let group = self.group(before, name.start);
            let start = match group {
                Some(group) if distinct(group).len() > 1 => group[0].span.start,
                _ => name.start,
            };
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
            .or_else(|| self.object(clause))
            .or_else(|| self.of_speakers(clause))
            .or_else(|| self.byname(floor, before))
            .or_else(|| self.named_after_place(floor))
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

    /// Where 关于 begins that tells what a known name is about: 关于政治解决阿富汗问题的|日内瓦协议.
    fn behind_topic(&self, start: u32, clause: u32) -> u32 {
        let before = self.context.between(clause, start);
        // 关于举行新的|关贸总协定谈判的建议
        if !before.ends_with('的') || before.ends_with("新的") {
            return start;
        }
        let about = self.about(clause, self.context.between(clause, self.noun.span.start));
        about.map_or(start, |about| about.span.start)
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
        let before = self.context.between(clause, start);
        for gap in [self.grammar.signed_of.ending(before).unwrap_or(""), "", "的"] {
            let Some(rest) = before.strip_suffix(gap) else { continue };
            let date = self.pieces.date_ending(clause + narrow(rest.len()));
            if let Some(date) = date.filter(|date| date.span.start >= clause) {
                return date.span.start;
            }
        }
        start
    }

    fn fits(&self, start: u32, doubt: Doubt) -> bool {
        let modifier = Span::new(start, self.noun.span.start);
        modifier::fits(self.context, self.grammar, self.pieces, modifier, doubt)
    }

    /// 中国政府关于…的声明.
    fn about(&self, clause: u32, before: &str) -> Option<Found<'g>> {
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
        let start = self.with_date(at, clause);
        Some(self.found(start, &self.grammar.rules.about))
    }

    /// The parties before 关于, 两国政府 between or not.
    fn parties_of_topic(&self, clause: u32, about: u32) -> Option<&[Piece<'_>]> {
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
    fn directly_about(&self, clause: u32, about: usize, topic: &str) -> Option<Found<'g>> {
        let at = clause + narrow(about);
        if topic.len() <= "关于".len() || self.noun.strength == NounStrength::Weak {
            return None;
        }
        let group = self.parties_of_topic(clause, at)?;
        let start = self.with_bodies(group[0].span.start, clause);
        let are_two = distinct(group).len() > 1 || start < group[0].span.start;
        let name = self.context.between(start, self.noun.span.end);
        if !are_two
            || self.grammar.domestic.stand_in(name)
            || !self.fits(at + narrow("关于".len()), Doubt::Parties)
        {
            return None;
        }
        Some(self.found(self.with_date(start, clause), &self.grammar.rules.parties))
    }

    /// Whether the noun is the next of a list after another noun: 关于…的宣言和|议定书.
    fn is_next_in_list(&self, from: u32) -> bool {
        self.behind_listed(from) > from
    }

    /// Parties, a modifier, the noun: 中苏友好条约; or parties, 签署的, modifier, noun.
    fn described(&self, clause: u32, before: &str) -> Option<Found<'g>> {
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

    /// Parties and what they did before 的: 英国与欧盟达成的“脱欧”协议, 欧中之间的投资协定, 美国同泰国的军事援助协定.
    fn made_by(&self, clause: u32, of: u32, tail: u32) -> Option<Found<'g>> {
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
    fn made_by_speaker(&self, clause: u32, verb: u32, tail: u32, group: &[Piece<'_>]) -> Option<Found<'g>> {
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
    fn made_with(&self, clause: u32, verb: u32, tail: u32) -> Option<Found<'g>> {
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
    fn made_by_persons(&self, clause: u32, verb: u32, signed: &str) -> Option<Found<'g>> {
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
    fn is_visited(&self, letter: Span) -> bool {
        self.context.before(letter.start).is_some_and(|before| "访驻赴来抵旅".contains(before))
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

    /// Whether parties and what follows them up to the noun name a document.
    fn is_named(&self, group: &[Piece<'_>], from: u32) -> bool {
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

    fn fits_until(&self, start: u32, end: u32) -> bool {
        modifier::fits(self.context, self.grammar, self.pieces, Span::new(start, end), Doubt::Parties)
    }

    /// The object of a verb of signing: 两国签订了和平友好条约.
    fn object(&self, clause: u32) -> Option<Found<'g>> {
        let before = self.context.between(clause, self.noun.span.start);
        let is_word = |at: usize, verb: &str| {
            // 签 is a verb by itself, and a part of 签证.
            verb.len() > '签'.len_utf8()
                || self.context.words.is_border(clause + narrow(at))
                    && self.context.words.is_border(clause + narrow(at + verb.len()))
        };
        let verbs = self.grammar.before.of(before).filter(|(.., act)| *act == Act::Signed);
        let (at, verb, _) = verbs.filter(|(at, verb, _)| is_word(*at, verb)).last()?;
        let rest = self.context.text().get(self.noun.span.end as usize..).unwrap_or("");
        let verb_start = clause + narrow(at);
        let is_behind_state = self
            .pieces
            .states_within(clause, verb_start)
            .last()
            .is_some_and(|last| last.span.end == verb_start);
        let leads =
            !is_behind_state && before[..at].ends_with(['就', '为', '以', '待', '若', '如', '可', '即']);
        let was_done = before[at + verb.len()..].starts_with(['了', '过']);
        let wished = !was_done && self.grammar.wishes.stand_in(&before[..at]);
        if leads || wished || self.grammar.pending.beginning(rest).is_some() {
            return None;
        }
        let mut start = at + verb.len();
        for particle in ["了", "过"] {
            start += before[start..].strip_prefix(particle).map_or(0, |_| particle.len());
        }
        let counted = before[start..].trim_start_matches(|c: char| numerals::is_numeral(c) || c == '多');
        let is_counted =
            counted.len() < before.len() - start && counted.starts_with(['项', '个', '份', '余']);
        let one = self.grammar.one.beginning(&before[start..]);
        // 合作协议 may be one or many, 合作谅解备忘录 is one.
        let makes_many = |word: &&str| *word != "合作" || self.noun.treaty_type == TreatyType::Agreement;
        let many = self.grammar.many.beginning(&before[start..]).filter(makes_many);
        if many.is_some() || is_counted && one.is_none() {
            return None;
        }
        start += one.map_or(0, str::len);
        // 一项|新的|核裁军条约
        start += one.and(before[start..].strip_prefix("新的")).map_or(0, |_| "新的".len());
        let start = self.behind_listed(clause + narrow(start));
        if self
            .grammar
            .many
            .beginning(self.context.between(start, self.noun.span.start))
            .filter(makes_many)
            .is_some()
        {
            return None;
        }
        let verb = clause + narrow(at);
        let noun = self.noun.span.of(self.context.text());
        if start == self.noun.span.start {
            let names_itself = self.noun.strength != NounStrength::Weak
                && noun.chars().count() > BARE
                && !self.grammar.joint.contains(noun);
            if !names_itself && !self.is_subject_of_article(noun) {
                return None;
            }
        } else if self.noun.strength == NounStrength::Weak && !self.is_plan()
            || !self.fits(start, Doubt::Verbs) && !self.is_about_deed(start)
        {
            return None;
        }
        let (grammar, pieces) = (self.grammar, self.pieces);
        let (parties, rule) = match parties::signing(self.context, grammar, pieces, clause, verb) {
            Some(parties) => (parties, &grammar.rules.object),
            None => {
                let parties = parties::of_persons(self.context, grammar, pieces, clause, verb)?;
                (parties, &grammar.rules.persons)
            }
        };
        Some(Found { parties, ..self.found(start, rule) })
    }

    /// Whether what stands before a noun that names itself says what was agreed: 共同推进“一带一路”建设的|谅解备忘录.
    fn is_about_deed(&self, start: u32) -> bool {
        let deed = self.context.between(start, self.noun.span.start);
        let Some(of) = deed.rfind('的').filter(|&of| of > 0) else { return false };
        let noun = self.noun.span.of(self.context.text());
        noun.chars().count() > BARE
            && !self.grammar.joint.contains(noun)
            && deed.len() <= LONGEST_QUOTATION
            && !deed[..of].contains(['的', '，', '。', '、', '》'])
            && !self.grammar.signing.stand_in(&deed[..of])
            && self.fits(start + narrow(of + '的'.len_utf8()), Doubt::Verbs)
    }

    /// Whether the noun is that of what carries out an agreement: 文化合作执行计划.
    fn is_plan(&self) -> bool {
        self.noun.treaty_type == TreatyType::Agreement && self.noun.span.of(self.context.text()) == "执行计划"
    }

    /// Where the last item of an enumeration begins: 签订友好条约、|贸易协定.
    fn behind_listed(&self, start: u32) -> u32 {
        let nouns = &self.surfaces.nouns;
        let next = nouns.partition_point(|noun| noun.span.end < self.noun.span.start);
        let last = nouns[..next].last().filter(|last| last.span.start >= start);
        let Some(last) = last else { return start };
        let gap = self.context.between(last.span.end, self.noun.span.start);
        let gap = gap.strip_prefix('》').unwrap_or(gap);
        let item =
            ["、", "和", "与", "及", "以及"].iter().filter_map(|join| gap.strip_prefix(join)).next_back();
        item.map_or(start, |item| self.noun.span.start - narrow(item.len()))
    }

    /// 周恩来总理和尼赫鲁总理联合声明: persons who speak for states make a joint document.
    fn of_speakers(&self, clause: u32) -> Option<Found<'g>> {
        let noun = self.noun.span.of(self.context.text());
        if !self.grammar.joint.contains(noun) {
            return None;
        }
        let persons = self.pieces.persons_within(clause, self.noun.span.start);
        let (first, last) = (persons.first()?, persons.last()?);
        if self.grammar.stop.stand_in(self.context.between(last.span.end, self.noun.span.start)) {
            return None;
        }
        let (grammar, pieces) = (self.grammar, self.pieces);
        let parties = parties::of_persons(self.context, grammar, pieces, clause, self.noun.span.start)?;
        Some(Found { parties, ..self.found(first.span.start, &grammar.rules.persons) })
    }

    /// Whether the article is about a joint document of this noun: its title or its first sentence speaks of it.
    fn is_subject_of_article(&self, noun: &str) -> bool {
        let joint = self.grammar.joint.contains(noun);
        let title = self.context.document.article().title.as_deref().unwrap_or_default();
        joint && (title.contains(noun) || self.stands_in_lead())
    }

    /// Whether the noun stands in the first sentence of the body, behind datelines and bylines.
    fn stands_in_lead(&self) -> bool {
        let at = self.context.layout.sentence_at(self.noun.span.start);
        let Some(sentences) = self.context.layout.sentences.get(..=at) else { return false };
        let mut text = sentences
            .iter()
            .rev()
            .take(FURNITURE)
            .take_while(|sentence| sentence.field == Field::Body)
            .filter(|sentence| sentence.zone == Zone::Text);
        at < FURNITURE && text.next().is_some() && text.next().is_none()
    }

    /// “脱欧”协议: a byname in quotation marks, in a sentence that names a state.
    fn byname(&self, floor: u32, before: &str) -> Option<Found<'g>> {
        let noun = self.noun.span.of(self.context.text());
        let quotation = before.strip_suffix('”')?;
        let opened = quotation.rfind('“')?;
        let name = &quotation[opened + '“'.len_utf8()..];
        if name.chars().count() < BARE
            || name.len() > LONGEST_GAP
            || noun.chars().count() > BARE
            || self.noun.strength == NounStrength::Weak
            || matches!(self.noun.treaty_type, TreatyType::Statement)
            || self.grammar.domestic.stand_in(name)
        {
            return None;
        }
        let start = self.noun.span.start - narrow(before.len() - opened);
        let states = self.pieces.states_within(floor, start);
        if states.is_empty() {
            return None;
        }
        // A state in which something happens is none that agrees: 在法国斯特拉斯堡.
        let acts = |piece: &&Piece<'_>| self.context.before(piece.span.start) != Some('在');
        let actors = distinct(states.iter().filter(acts));
        let parties = if actors.len() == 1 { actors } else { Vec::new() };
        Some(Found { parties, ..self.found(start, &self.grammar.rules.byname) })
    }
}
