//! The parties of a document: those that its name names, and those that the text says made it.

use bangjiao_document::{Act, EntityId, Span, TreatyType};

use super::found::Found;
use super::grammar::{Grammar, Words};
use super::pieces::{Piece, Pieces, distinct};
use super::surfaces::Noun;
use super::{Draft, narrow, reach};
use crate::context::Context;

/// States of a name: all of them, the ones of each agreement where it names several, and where its subject begins.
type Own = (Vec<EntityId>, Vec<Vec<EntityId>>, u32);

/// What joins those who sign together.
const JOINS: [char; 6] = ['和', '同', '与', '、', '及', '跟'];

/// So many bytes at most (eight Han characters) stand between who signs and the verb.
const NEAR_VERB: usize = 24;

/// Reads the states of a name.
pub(super) fn own(
    context: &Context<'_>,
    grammar: &Grammar,
    pieces: &Pieces<'_>,
    noun: &Noun,
    span: Span,
) -> Own {
    let name = span.of(context.text());
    let about = name.find("关于").map(|at| span.start + narrow(at));
    let states = pieces.states_within(span.start, span.end);
    let before = about.unwrap_or(span.end);
    let count = states.iter().take_while(|piece| piece.span.end <= before).count();
    // 叙利亚问题外长会议公报: of what it treats.
    let is_topic =
        |piece: &Piece<'_>| grammar.topics.beginning(context.between(piece.span.end, span.end)).is_some();
    let makers = makers(context, grammar, &states[..count], span);
    // 我国 names a state, 两国 refers to those named.
    let is_one = |piece: &Piece<'_>| !piece.refers || piece.entities.len() == 1;
    let named: Vec<&Piece<'_>> = makers.iter().filter(|piece| is_one(piece) && !is_topic(piece)).collect();
    let mut parties = distinct(named.iter().copied());
    // “金砖四国”领导人俄罗斯叶卡捷琳堡会晤联合声明: of all four.
    let all = states[..count].iter().find(|piece| piece.refers && piece.entities.len() > parties.len());
    if let Some(all) = all
        .map(|piece| distinct([piece]))
        .filter(|all| !parties.is_empty() && all.len() > 2 && parties.iter().all(|party| all.contains(party)))
    {
        parties = all;
    }
    // 关于中华人民共和国和俄罗斯联邦相互关系基础的联合声明
    if parties.is_empty()
        && noun.treaty_type != TreatyType::Statement
        && let [one, other, ..] = states
        && about.is_some_and(|about| context.between(about, one.span.start) == "关于")
        && [one, other].into_iter().all(|piece| is_formal(piece.span.of(context.text())))
        && grammar.joins.contains(context.between(one.span.end, other.span.start))
        && !is_topic(other)
    {
        parties = distinct([one, other]);
    }
    // 关于向哈萨克斯坦提供安全保证的声明: to whom a state speaks.
    if noun.treaty_type == TreatyType::Statement {
        let addressed = states[count..].iter().filter(|piece| {
            let lead = context.between(before, piece.span.start);
            !piece.refers && lead.ends_with(['向', '对', '给'])
        });
        parties.extend(distinct(addressed));
        parties.extend(issuer(context, grammar, pieces, span, named.is_empty()));
        parties.sort();
        parties.dedup();
    }
    let groups = conjoined(context, &named);
    let subject = about.unwrap_or_else(|| named.last().map_or(span.start, |last| last.span.end));
    (parties, groups, subject)
}

/// Whether a state's name is the full one: 俄罗斯联邦, 中华人民共和国.
fn is_formal(name: &str) -> bool {
    ["共和国", "联邦", "王国", "合众国", "公国", "日本国"].iter().any(|end| name.ends_with(end))
}

/// The states before 达成的 in a name, where there are any: 美俄达成的|叙利亚停火协议 is about Syria.
fn makers<'s, 'p>(
    context: &Context<'_>,
    grammar: &Grammar,
    states: &'s [Piece<'p>],
    span: Span,
) -> &'s [Piece<'p>] {
    let made = states.windows(2).position(|pair| {
        let gap = context.between(pair[0].span.end, pair[1].span.start);
        grammar.signed_of.ending(gap).is_some()
    });
    let Some(last) = made else { return states };
    let body = grammar.bodies.stand_in(context.between(span.start, states[last + 1].span.start));
    if body || distinct(&states[..=last]).len() > 1 { &states[..=last] } else { states }
}

/// The two states whose abbreviations open a known name: 中日 in 中日和平友好条约.
///
/// Which state a letter means is said by the agreement's row; that the name holds the letters is said by the text.
pub(super) fn abbreviated(
    context: &Context<'_>,
    grammar: &Grammar,
    found: &Found<'_>,
    rows: &[u32],
) -> Vec<EntityId> {
    let Some((name, _)) = &found.known else { return Vec::new() };
    let Some((first, others)) = rows.split_first() else { return Vec::new() };
    let table = context.lexicon.treaties();
    let parties = &table[*first as usize].parties;
    let letters = |row: &u32| table[*row as usize].parties == *parties;
    if parties.len() != 2 || !others.iter().all(letters) {
        return Vec::new();
    }
    let mut named = Vec::new();
    for letter in name.of(context.text()).chars().take(2) {
        let mut states = grammar.letters.get(&letter).into_iter().flatten();
        named.extend(states.find(|state| parties.contains(state)).cloned());
    }
    named.sort();
    named.dedup();
    if named.len() == 2 { named } else { Vec::new() }
}

/// The state whose government makes a statement that does not name it: 中方重申本国政府关于…的声明.
fn issuer(
    context: &Context<'_>,
    grammar: &Grammar,
    pieces: &Pieces<'_>,
    span: Span,
    unnamed: bool,
) -> Vec<EntityId> {
    let clause = reach::clause(context, reach::floor(context, span.start), span.start);
    let before = context.between(clause, span.start);
    let before = before.trim_end_matches(['了', '过', '“', '《']);
    let issued = grammar.issuers.ending(before).is_some() || grammar.signing.ending(before).is_some();
    if !unnamed || !issued {
        return Vec::new();
    }
    let verb = grammar.signing.ending(before).map(|verb| clause + narrow(before.len() - verb.len()));
    if let Some(several) = verb.and_then(|verb| signing(context, grammar, pieces, clause, verb)) {
        return several;
    }
    if let Some(first) = pieces.states_within(clause, span.start).first() {
        return distinct([first]);
    }
    // 外交部长周恩来发表了关于…的声明
    let persons = pieces.persons_within(clause, span.start);
    match persons {
        [speaker] => speaker.state.cloned().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// 中日、中韩渔业协定: pairs of abbreviations, each of which made an agreement of its own.
fn conjoined(context: &Context<'_>, named: &[&Piece<'_>]) -> Vec<Vec<EntityId>> {
    if named.len() < 4 || !named.len().is_multiple_of(2) {
        return Vec::new();
    }
    let mut groups = Vec::new();
    for (at, pair) in named.chunks(2).enumerate() {
        let [first, second] = pair else { return Vec::new() };
        let joined = first.span.end == second.span.start;
        let apart = at == 0 || {
            let gap = context.between(named[2 * at - 1].span.end, first.span.start);
            matches!(gap, "、" | "和" | "与" | "及")
        };
        if !joined || !apart {
            return Vec::new();
        }
        groups.push(distinct([*first, *second]));
    }
    groups
}

/// The states that do what a verb of signing says, if they are two or more and it was done.
pub(super) fn signing(
    context: &Context<'_>,
    grammar: &Grammar,
    pieces: &Pieces<'_>,
    clause: u32,
    verb: u32,
) -> Option<Vec<EntityId>> {
    let states = pieces.states_within(clause, verb);
    let last = states.last()?;
    let gap = context.between(last.span.end, verb);
    let subject = context.between(clause, verb);
    let behind_body = || grammar.bodies.of(gap).last().map(|(at, body, ())| &gap[at + body.len()..]);
    if !was_done(grammar, subject, gap) && !behind_body().is_some_and(|gap| was_done(grammar, subject, gap)) {
        return None;
    }
    // 2日同甲、3日同乙签署: an agreement with each.
    let withs = states.iter().filter(|piece| context.before(piece.span.start) == Some('同'));
    if withs.count() > 1 {
        return None;
    }
    // 中国和澳大利亚两国: the names right before say who both are.
    for three in states.windows(3) {
        let [one, other, both] = three else { continue };
        let joined = grammar.joins.contains(context.between(one.span.end, other.span.start));
        if both.refers && both.entities.len() == 2 && other.span.end == both.span.start && joined {
            return Some(distinct([one, other]));
        }
    }
    if let Some(at) = states.iter().rposition(|piece| piece.refers && piece.entities.len() > 1) {
        // 中国与东盟十国
        let other = at.checked_sub(1).map(|before| &states[before]).filter(|other| {
            let join = context.between(other.span.end, states[at].span.start);
            !other.refers && !join.is_empty() && grammar.joins.contains(join)
        });
        return Some(distinct(other.into_iter().chain([&states[at]])));
    }
    // 除英国外的各国
    // 在捷克首都布拉格签署: where it was done.
    let is_where = |piece: &Piece<'_>| {
        context.before(piece.span.start) == Some('在')
            && context.text()[piece.span.end as usize..].starts_with("首都")
    };
    let takes_part = |piece: &&Piece<'_>| context.before(piece.span.start) != Some('除') && !is_where(piece);
    let parties = distinct(states.iter().filter(takes_part));
    if parties.len() == 1 && signs_with_body(context, grammar, states, clause, verb) {
        return Some(parties);
    }
    let speaker = spoken_beside(context, pieces, states, clause, verb);
    if let Some(speaker) = speaker.filter(|speaker| !parties.contains(speaker)) {
        let mut all = parties;
        all.push(speaker.clone());
        all.sort();
        return Some(all);
    }
    let joined = states.windows(2).any(|pair| {
        let gap = context.between(pair[0].span.end, pair[1].span.start);
        gap.is_empty() || gap.ends_with(JOINS) || gap.contains('同')
    });
    (parties.len() > 1 && (joined || parties.len() == 2 && gap.len() <= NEAR_VERB)).then_some(parties)
}

/// The state for which a person speaks who is joined to another state: 周恩来总理同|巴基斯坦总统.
fn spoken_beside<'p>(
    context: &Context<'_>,
    pieces: &Pieces<'p>,
    states: &[Piece<'_>],
    clause: u32,
    verb: u32,
) -> Option<&'p EntityId> {
    let joins = |gap: &str| gap.ends_with(JOINS) && gap.len() <= 2 * NEAR_VERB;
    // Most clauses name states only, and a look at what joins them is cheaper than the list of persons.
    let (first, last) = (states.first()?, states.last()?);
    let before = context.between(clause, first.span.start).ends_with(JOINS);
    if !before && !context.between(last.span.end, verb).contains(JOINS) {
        return None;
    }
    let is_joined = |person: Span| {
        states.iter().any(|state| {
            person.end <= state.span.start && joins(context.between(person.end, state.span.start))
                || state.span.end <= person.start && joins(context.between(state.span.end, person.start))
        })
    };
    let mut persons = pieces.persons_within(clause, verb).iter();
    persons.find(|person| person.state.is_some() && is_joined(person.span)).and_then(|person| person.state)
}

/// Whether a state signs together with a body that is none: 中国政府和联合国开发计划署.
fn signs_with_body(
    context: &Context<'_>,
    grammar: &Grammar,
    states: &[Piece<'_>],
    clause: u32,
    verb: u32,
) -> bool {
    let subject = context.between(clause, verb);
    let joins = |gap: &str| gap.ends_with(JOINS) && gap.len() <= NEAR_VERB && !gap.contains('，');
    grammar.bodies.of(subject).any(|(at, body, ())| {
        let (start, end) = (clause + narrow(at), clause + narrow(at + body.len()));
        states.iter().any(|state| {
            state.span.end <= start && joins(context.between(state.span.end, start))
                || end <= state.span.start && joins(context.between(end, state.span.start))
        })
    })
}

/// The states for which the persons speak who do what a verb of signing says, where its clause names no state:
/// 金正恩和特朗普签署. All must be known, and two at least.
pub(super) fn of_persons(
    context: &Context<'_>,
    grammar: &Grammar,
    pieces: &Pieces<'_>,
    clause: u32,
    verb: u32,
) -> Option<Vec<EntityId>> {
    let persons = pieces.persons_within(clause, verb);
    let gap = context.between(persons.last()?.span.end, verb);
    let joined = persons.windows(2).all(|pair| {
        let gap = context.between(pair[0].span.end, pair[1].span.start);
        gap.is_empty() || gap.starts_with(JOINS) || gap.ends_with(JOINS)
    });
    if !pieces.states_within(clause, verb).is_empty()
        || !joined
        || gap.len() > NEAR_VERB
        || !was_done(grammar, context.between(clause, verb), gap)
    {
        return None;
    }
    let mut parties: Vec<EntityId> =
        persons.iter().map(|person| person.state.cloned()).collect::<Option<_>>()?;
    parties.sort();
    parties.dedup();
    (parties.len() > 1).then_some(parties)
}

/// Whether a verb of signing says what states did: nothing still to be done, nothing denied, nothing of firms.
///
/// `subject` stands before the verb in its clause, `gap` between the last who did it and the verb.
fn was_done(grammar: &Grammar, subject: &str, gap: &str) -> bool {
    // Far from the verb only words of several characters are heard.
    !(grammar.future.stand_in(gap)
        || grammar.negations.stand_in(gap)
        || grammar.is_to_come(subject, Words::surely_stand_in)
        || grammar.negations.surely_stand_in(subject)
        || grammar.private.stand_in(subject))
}

/// The states that stand directly before a name that names none: 日美“安全条约”, 两国政府|关于…的协定, and those that
/// 签订的 before it or behind its date says: 中苏双方在1957年|签订的关于…的协定.
fn beside(context: &Context<'_>, grammar: &Grammar, pieces: &Pieces<'_>, draft: &Draft) -> Vec<EntityId> {
    let start = super::context_start(context, draft.span.start);
    let floor = reach::floor(context, start);
    let before = context.between(floor, start);
    let name = draft.span.of(context.text());
    let date = pieces.date_beginning(draft.span.start).map_or(0, |date| date.span.len() as usize);
    let verb = if date > 0 && grammar.signed_of.beginning(&name[date.min(name.len())..]).is_some() {
        Some(draft.span.start + narrow(date))
    } else {
        grammar.signed_of.ending(before).map(|verb| start - narrow(verb.len()))
    };
    if let Some(verb) = verb {
        let clause = reach::clause(context, floor, verb);
        return signing(context, grammar, pieces, clause, verb).unwrap_or_default();
    }
    let end = start - narrow(before.len() - before.strip_suffix("政府").unwrap_or(before).len());
    // 日美新“安全条约”
    let new = context.between(floor, end);
    let end =
        end - narrow(new.len() - new.trim_end_matches('的').strip_suffix('新').map_or(new.len(), str::len));
    let states = pieces.states_within(floor, end);
    let Some(last) = states.last().filter(|last| last.span.end == end) else { return Vec::new() };
    if last.refers {
        return if last.entities.len() > 1 { distinct([last]) } else { Vec::new() };
    }
    let pair = states.len().checked_sub(2).map(|first| &states[first..]);
    let is_pair = |pair: &&[Piece<'_>]| {
        let gap = context.between(pair[0].span.end, pair[1].span.start);
        start < draft.span.start && (gap.is_empty() || grammar.joins.contains(gap))
    };
    pair.filter(is_pair).map(distinct).unwrap_or_default()
}

/// Looks for the states that signed or issued a document whose name names none.
pub(super) fn said(context: &Context<'_>, grammar: &Grammar, pieces: &Pieces<'_>, draft: &mut Draft) {
    if draft.own.is_empty() && draft.said.is_empty() {
        draft.said = beside(context, grammar, pieces, draft);
    }
    let rows = context.lexicon.treaties();
    let many = !draft.rows.is_empty() && draft.rows.iter().all(|&row| rows[row as usize].multilateral);
    if draft.act != Act::Signed || !draft.own.is_empty() || !draft.said.is_empty() {
        return;
    }
    let floor = reach::floor(context, draft.span.start);
    let before = context.between(floor, draft.span.start);
    let verbs = grammar.before.of(before).filter(|(.., act)| *act == Act::Signed);
    let Some((at, ..)) = verbs.last() else { return };
    let verb = floor + narrow(at);
    let clause = reach::clause(context, floor, verb);
    let parties = signing(context, grammar, pieces, clause, verb).or_else(|| {
        // Where it was done, and who took no part: 除英国外, 在意大利罗马.
        let acts = |piece: &&Piece<'_>| !matches!(context.before(piece.span.start), Some('在' | '除' | '于'));
        let states = distinct(pieces.states_within(floor, verb).iter().filter(acts));
        let gap = context.between(clause, verb);
        let certain = !grammar.future.stand_in(gap) && !grammar.negations.stand_in(gap);
        (states.len() == 2 && certain).then_some(states)
    });
    let parties = parties.or_else(|| of_persons(context, grammar, pieces, clause, verb)).unwrap_or_default();
    // Two states that sign what many do are not its parties; all that the lexicon knows are.
    let are_all = draft.rows.iter().any(|&row| rows[row as usize].parties == parties);
    draft.said = if many && !are_all { Vec::new() } else { parties };
}
