//! Titles and states of the text, to be looked up by where they begin or end, and what they make of a name.

use bangjiao_document::{Detail, EntityId, Form, Kind, Mention, Span};
use bangjiao_lexicon::Title;
use rustc_hash::FxHashMap;

use crate::context::{Context, Proposals};
use crate::scan::Entry;

/// A title in the text.
pub(super) struct Titled<'l> {
    pub span: Span,
    pub title: &'l Title,
}

/// Names of states that are read in search of the only one.
const MOST_STATES: usize = 64;

/// No place or organization of the lexicon has more bytes (forty Han characters).
const LONGEST_NAMED: u32 = 120;

/// Titles and states of the text.
pub(super) struct Surroundings<'l> {
    /// The longest title at each place, by start and so by end.
    pub titles: Vec<Titled<'l>>,
    /// Where a colon behind a title ends, and where that title ends: 文字编辑：.
    credited: Vec<(u32, u32)>,
    /// Where a state's mention ends, sorted, and the state.
    states: Vec<(u32, EntityId)>,
    /// Organizations by where they end, with their state.
    bodies: Vec<(Span, Option<EntityId>)>,
    /// Where bodies of the lexicon end that belong to no state and of whose kind no state has one, sorted.
    international: Vec<u32>,
    /// Places by where they end, with their state.
    places: Vec<(Span, Option<EntityId>)>,
    /// Bodies without their state, and the state with which the article names them elsewhere.
    of_article: FxHashMap<&'l str, Option<EntityId>>,
    /// Where mentions of states, and of the places and bodies of states, end, sorted, and the state.
    belongings: Vec<(u32, EntityId)>,
    /// States' mentions, sorted.
    mentions: Vec<Span>,
    /// Titles and names of states, by start, none inside another.
    covered: Vec<Span>,
    /// Places and organizations of the lexicon, by start.
    named: Vec<Span>,
}

impl<'l> Surroundings<'l> {
    /// Sorts the titles of the scan and what other taggers proposed.
    ///
    /// `credits`: ends of titles that a colon sets before a name.
    pub fn new(context: &Context<'l>, proposals: &Proposals, credits: &[String]) -> Self {
        let rows = context.lexicon.titles();
        let mut spans: Vec<Span> = proposals.of(Kind::Country).map(|mention| mention.span).collect();
        spans.sort_unstable();
        let bodies = proposals.of(Kind::Organization).map(|mention| mention.span.end);
        let mut ends: Vec<u32> = spans.iter().map(|state| state.end).chain(bodies).collect();
        ends.sort_unstable();
        let mut titles: Vec<Titled<'l>> = Vec::new();
        for hit in context.hits {
            let Entry::Title(row) = hit.entry else { continue };
            // 共和国主席 in 中华人民共和国主席 is the end of the state's name and 主席.
            let next = spans.partition_point(|state| state.end <= hit.span.start);
            if spans.get(next).is_some_and(|state| state.start <= hit.span.start) {
                continue;
            }
            if titles.last().is_some_and(|last| last.span.contains(hit.span)) {
                continue;
            }
            if hit.span.of(context.text()) == DELEGATE && !is_delegate(context, &ends, hit.span) {
                continue;
            }
            titles.push(Titled { span: hit.span, title: &rows[row as usize] });
        }
        let is_credit = |titled: &&Titled<'_>| {
            let title = titled.span.of(context.text());
            credits.iter().any(|end| title.ends_with(end.as_str()))
        };
        let colon = |titled: &Titled<'_>| {
            let colon = context.after(titled.span.end).filter(|mark| matches!(mark, ':' | '：'))?;
            Some((titled.span.end + u32::try_from(colon.len_utf8()).ok()?, titled.span.end))
        };
        let credited = titles.iter().filter(is_credit).filter_map(colon).collect();
        let state = |mention: &Mention| Some((mention.span.end, mention.links.first()?.entity.clone()));
        let mut states: Vec<(u32, EntityId)> = proposals.of(Kind::Country).filter_map(state).collect();
        states.sort();
        let names =
            proposals.of(Kind::Country).filter(|mention| mention.form == Some(Form::Name)).map(|m| m.span);
        let mut covered: Vec<Span> = titles.iter().map(|titled| titled.span).chain(names).collect();
        covered.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut reached = 0;
        covered.retain(|span| {
            let outside = span.end > reached;
            reached = reached.max(span.end);
            outside
        });
        let body = |mention: &Mention| match &mention.detail {
            Detail::Named(detail) => (mention.span, detail.country.clone()),
            _ => (mention.span, None),
        };
        let mut bodies: Vec<(Span, Option<EntityId>)> = proposals.of(Kind::Organization).map(body).collect();
        bodies.sort_by_key(|(span, _)| (span.end, span.start));
        bodies.dedup_by_key(|(span, _)| span.end);
        let mut places: Vec<(Span, Option<EntityId>)> = proposals.of(Kind::Place).map(body).collect();
        places.sort_by_key(|(span, _)| (span.end, span.start));
        places.dedup_by_key(|(span, _)| span.end);
        let is_international = |mention: &&Mention| {
            let of_no_state = matches!(&mention.detail, Detail::Named(detail) if detail.country.is_none());
            of_no_state && mention.links.iter().any(|link| link.entity.is_linked())
        };
        // 外交部, 国民议会: bodies that every state has.
        let organizations = context.lexicon.organizations();
        let national = context.hits.iter().filter_map(|hit| match hit.entry {
            Entry::Organization(row) => organizations[row as usize].is_of_a_state().then_some(hit.span.end),
            _ => None,
        });
        let mut national: Vec<u32> = national.collect();
        national.sort_unstable();
        let international = proposals.of(Kind::Organization).filter(is_international);
        let mut international: Vec<u32> = international.map(|mention| mention.span.end).collect();
        international.retain(|end| national.binary_search(end).is_err());
        international.sort_unstable();
        let named = proposals.of(Kind::Place).chain(proposals.of(Kind::Organization));
        let belonging = |mention: &Mention| match &mention.detail {
            Detail::Named(detail) => Some((mention.span.end, detail.country.clone()?)),
            _ => None,
        };
        let mut belongings: Vec<(u32, EntityId)> =
            states.iter().cloned().chain(named.filter_map(belonging)).collect();
        belongings.sort();
        let of_article = states_of_bodies(context.text(), &bodies, &spans, &states);
        let named = proposals.of(Kind::Place).chain(proposals.of(Kind::Organization));
        let mut named: Vec<Span> = named.map(|mention| mention.span).collect();
        named.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        Surroundings {
            titles,
            credited,
            states,
            bodies,
            international,
            places,
            of_article,
            belongings,
            mentions: spans,
            covered,
            named,
        }
    }

    /// The title that ends at a view offset.
    pub fn title_before(&self, at: u32) -> Option<&Titled<'l>> {
        self.titles
            .binary_search_by_key(&at, |titled| titled.span.end)
            .ok()
            .map(|number| &self.titles[number])
    }

    /// The title before the colon that ends at a view offset: 文字编辑：|王青涛.
    pub fn credit_before(&self, at: u32) -> Option<&Titled<'l>> {
        let number = self.credited.binary_search_by_key(&at, |(end, _)| *end).ok()?;
        self.title_before(self.credited[number].1)
    }

    /// Where colons behind titles end.
    pub fn credited(&self) -> impl Iterator<Item = u32> + '_ {
        self.credited.iter().map(|(end, _)| *end)
    }

    /// The title that begins at a view offset.
    pub fn title_after(&self, at: u32) -> Option<&Titled<'l>> {
        self.titles
            .binary_search_by_key(&at, |titled| titled.span.start)
            .ok()
            .map(|number| &self.titles[number])
    }

    /// The state whose mention ends at a view offset.
    pub fn state_before(&self, at: u32) -> Option<&EntityId> {
        let number = self.states.partition_point(|(end, _)| *end < at);
        self.states.get(number).filter(|(end, _)| *end == at).map(|(_, state)| state)
    }

    /// The longest organization that ends at a view offset, and its state.
    pub fn body_before(&self, at: u32) -> Option<&(Span, Option<EntityId>)> {
        self.bodies.binary_search_by_key(&at, |(span, _)| span.end).ok().map(|number| &self.bodies[number])
    }

    /// The longest place that ends at a view offset, and its state.
    pub fn place_before(&self, at: u32) -> Option<&(Span, Option<EntityId>)> {
        self.places.binary_search_by_key(&at, |(span, _)| span.end).ok().map(|number| &self.places[number])
    }

    /// The place that ends with the first character of a title and begins before it, and its state: 黑龙江省|长.
    pub fn place_across(&self, title: Span) -> Option<&(Span, Option<EntityId>)> {
        let end = title.start + u32::try_from('省'.len_utf8()).ok()?;
        self.place_before(end).filter(|(place, _)| place.start < title.start && end < title.end)
    }

    /// The only state that is named in a stretch.
    pub fn only_state(&self, start: u32, end: u32) -> Option<&EntityId> {
        let next = self.states.partition_point(|(at, _)| *at <= start);
        let mut inside = self.states[next..].iter().take_while(|(at, _)| *at <= end).map(|(_, state)| state);
        let first = inside.next()?;
        inside.all(|state| state == first).then_some(first)
    }

    /// The last state that is named in a stretch.
    pub fn last_state(&self, start: u32, end: u32) -> Option<&EntityId> {
        let next = self.states.partition_point(|(at, _)| *at <= end);
        let last = self.states[..next].last()?;
        (last.0 > start).then_some(&last.1)
    }

    /// The only state besides `home` that is named in a stretch.
    pub fn only_state_abroad(&self, start: u32, end: u32, home: &EntityId) -> Option<&EntityId> {
        let next = self.states.partition_point(|(at, _)| *at <= start);
        let inside = self.states[next..].iter().take_while(|(at, _)| *at <= end).map(|(_, state)| state);
        // A paragraph that names so many is a list.
        let mut abroad = inside.take(MOST_STATES).filter(|state| *state != home);
        let first = abroad.next()?;
        abroad.all(|state| state == first).then_some(first)
    }

    /// Whether a body of the lexicon that belongs to no state (联合国) is named in a stretch.
    pub fn names_international(&self, start: u32, end: u32) -> bool {
        let next = self.international.partition_point(|at| *at <= start);
        self.international.get(next).is_some_and(|at| *at <= end)
    }

    /// The state with which the article names a body elsewhere.
    pub fn state_of_body(&self, body: &str) -> Option<&EntityId> {
        self.of_article.get(body)?.as_ref()
    }

    /// The longest organization that ends inside a title and begins before it, and its state.
    pub fn body_across(&self, start: u32, end: u32) -> Option<&(Span, Option<EntityId>)> {
        let next = self.bodies.partition_point(|(span, _)| span.end <= start);
        self.bodies[next..]
            .iter()
            .take_while(|(span, _)| span.end < end)
            .filter(|(span, _)| span.start < start)
            .min_by_key(|(span, _)| span.start)
    }

    /// Whether a state other than `home`, or a place or body of one, is named in a stretch.
    pub fn is_abroad(&self, start: u32, end: u32, home: &EntityId) -> bool {
        let next = self.belongings.partition_point(|(at, _)| *at <= start);
        self.belongings[next..].iter().take_while(|(at, _)| *at <= end).any(|(_, state)| state != home)
    }

    /// The mention of a state that ends at a view offset.
    pub fn state_span_before(&self, at: u32) -> Option<Span> {
        let next = self.mentions.partition_point(|span| span.start < at);
        let near = self.mentions[..next].iter().rev().take_while(|span| at - span.start <= LONGEST_NAMED);
        near.copied().find(|span| span.end == at)
    }

    /// The state whose mention begins at a view offset and ends before another.
    pub fn state_from(&self, start: u32, end: u32) -> Option<(u32, &EntityId)> {
        let number = self.mentions.binary_search_by_key(&start, |span| span.start).ok()?;
        let span = self.mentions[number];
        Some((span.end, self.state_before(span.end)?)).filter(|(at, _)| *at < end)
    }

    /// Whether the mention of a state begins at a view offset.
    pub fn is_state_at(&self, at: u32) -> bool {
        self.mentions.binary_search_by_key(&at, |span| span.start).is_ok()
    }

    /// Mentions of states, by start.
    pub fn states(&self) -> impl Iterator<Item = Span> {
        self.mentions.iter().copied()
    }

    /// Titles and names of states, by start.
    pub fn covers(&self) -> impl Iterator<Item = Span> {
        self.covered.iter().copied()
    }

    /// The title or name of a state in which a view offset stands.
    pub fn covered(&self, at: u32) -> Option<Span> {
        let next = self.covered.partition_point(|span| span.end <= at);
        self.covered.get(next).copied().filter(|span| span.start <= at)
    }

    /// Whether a title, a state, or a place or organization as long as the span lies across it.
    pub fn forbids(&self, span: Span) -> bool {
        let next = self.covered.partition_point(|other| other.end <= span.start);
        if self.covered.get(next).is_some_and(|other| other.start < span.end) {
            return true;
        }
        let next = self.named.partition_point(|other| other.start + LONGEST_NAMED < span.start);
        self.named[next..]
            .iter()
            .take_while(|other| other.start < span.end)
            .any(|other| other.end > span.start && other.len() >= span.len())
    }
}

/// A title after a state or body alone; else it is a verb.
pub(super) const DELEGATE: &str = "代表";

/// Whether 代表 names the office of somebody: 印度|代表古普塔, 代表处|代表, but not 中国代表|团, 美国代表|了; `ends` are the ends of
/// states and bodies.
fn is_delegate(context: &Context<'_>, ends: &[u32], title: Span) -> bool {
    ends.binary_search(&title.start).is_ok()
        && context.words.is_border(title.end)
        && context.after(title.end) != Some('了')
}

/// The states of bodies that the article names with them (伊拉克|最高权力委员会); nothing where it does so with two.
fn states_of_bodies<'t>(
    text: &'t str,
    bodies: &[(Span, Option<EntityId>)],
    mentions: &[Span],
    states: &[(u32, EntityId)],
) -> FxHashMap<&'t str, Option<EntityId>> {
    let mut known: FxHashMap<&str, Option<EntityId>> = FxHashMap::default();
    for (span, _) in bodies {
        let next = mentions.partition_point(|own| own.start < span.start);
        let Some(own) = mentions.get(next).filter(|own| own.start == span.start && own.end < span.end) else {
            continue;
        };
        let number = states.partition_point(|(end, _)| *end < own.end);
        let Some((_, state)) = states.get(number).filter(|(end, _)| *end == own.end) else { continue };
        known
            .entry(Span::new(own.end, span.end).of(text))
            .and_modify(|other| *other = other.take().filter(|other| other == state))
            .or_insert_with(|| Some(state.clone()));
    }
    known
}
