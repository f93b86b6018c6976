//! Whose a body is whose name many states use: 财政部, 国会, 民主党, 党中央.

use bangjiao_document::{Detail, EntityId, Form, Kind, Link, Mention, NamedDetail, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Organization, Rule, Status};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Context, Proposals};
use crate::scan::Entry;

/// The common names of the lexicon, and the rows of the bodies of single states that they may mean.
pub(super) struct Whose {
    /// By the row of a common name and a state, the row of that state's own body.
    own: FxHashMap<(u32, EntityId), u32>,
    /// By the row of a state's own body, that of its common name.
    common: FxHashMap<u32, u32>,
    /// Rows of parties that are common names.
    parties: FxHashSet<u32>,
    /// Rows of names that are words too: 议会.
    words: FxHashSet<u32>,
    /// Rows of bodies of the newspaper's state under a short name that another's body may have too: 国务院.
    shared: FxHashSet<u32>,
    /// What the centre of a ruling party is called, and the row of the one that a paper means by it.
    centre: Option<(u32, u32)>,
    rule: RuleId,
}

/// Which states besides that of its voice an article names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Foreign {
    None,
    One(EntityId),
    Several,
}

/// What stands behind the name of a body: 外交部|副部长|章汉夫.
enum Office {
    /// No title.
    None,
    /// A title and nobody of whom the lexicon knows the state.
    Open,
    /// A title and the name of a person of this state.
    Held(EntityId),
}

/// A body under a common name, whose the article may tell.
pub(super) struct Bare {
    pub mention: Mention,
    /// Its row.
    pub row: u32,
}

/// What an article says of bodies whose state it names.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// By the row of a common name, the bodies that are named with a state before it: 美国|国会.
    bodies: FxHashMap<u32, NamedBodies>,
    has_foreign_party: bool,
}

/// The bodies under one common name.
#[derive(Debug)]
struct NamedBodies {
    state: EntityId,
    /// Whether they are of another state too.
    of_others: bool,
    /// Where they stand, in order.
    places: Vec<u32>,
}

impl Named {
    /// Notes a body under a common name with its state, at a view offset behind those of the earlier ones.
    pub fn note(&mut self, row: u32, state: &EntityId, at: u32) {
        let new = || NamedBodies { state: state.clone(), of_others: false, places: Vec::new() };
        let bodies = self.bodies.entry(row).or_insert_with(new);
        bodies.of_others |= bodies.state != *state;
        bodies.places.push(at);
    }

    /// Notes the state of a party.
    pub fn note_party(&mut self, state: &EntityId, home: Option<&EntityId>) {
        self.has_foreign_party |= Some(state) != home;
    }

    /// The only state whose body of this name the article names; for a ministry of another state than the newspaper's, and
    /// for a name that the newspaper's own body has, in the paragraph and before it (商务部 may speak of what 美国商务部 does),
    /// unless the article is `abroad`: it does not name the newspaper's state.
    fn only(
        &self,
        context: &Context<'_>,
        row: u32,
        at: u32,
        is_shared: bool,
        abroad: bool,
    ) -> Option<&EntityId> {
        let NamedBodies { state, of_others, places } = self.bodies.get(&row)?;
        let is_strict = is_shared || context.lexicon.organizations()[row as usize].kind == "ministry";
        let is_near = || {
            let before = places.partition_point(|place| *place < at);
            before > 0 && places[before - 1] >= context.paragraph_start(at)
        };
        (!of_others && (!is_strict || abroad || Some(state) == context.home || is_near())).then_some(state)
    }
}

impl Whose {
    /// Compares the names of the lexicon: 俄罗斯国防部 is the 国防部 of 俄罗斯.
    pub fn new(lexicon: &Lexicon, rule: Option<&Rule>) -> Self {
        let organizations = lexicon.organizations();
        let rows = || (0_u32..).zip(organizations);
        let with_ids = |key| -> FxHashSet<u32> {
            let ids = rule.map(|rule| rule.texts(key)).unwrap_or_default();
            let is_such = |row: &Organization| ids.iter().any(|id| id == row.id.as_str());
            rows().filter(|(_, row)| is_such(row)).map(|(number, _)| number).collect()
        };
        let shared = with_ids("shared_names");
        let common: Vec<(u32, &Organization)> =
            rows().filter(|(number, row)| row.has_many_bearers() || shared.contains(number)).collect();
        let mut whose = Whose {
            own: FxHashMap::default(),
            common: FxHashMap::default(),
            parties: FxHashSet::default(),
            words: with_ids("ordinary_names"),
            shared,
            centre: None,
            rule: RuleId::new("organization-of-article").expect("the id is well formed"),
        };
        for (number, own) in rows() {
            let Some(state) = own.country.as_ref().and_then(|country| lexicon.state(country)) else {
                continue;
            };
            if !own.is_of_common_sort() {
                continue;
            }
            let of_state = |surface: &String| {
                let names = [Some(&state.name_zh), state.formal_zh.as_ref()].into_iter().flatten();
                let tails: Vec<&str> = names.filter_map(|name| surface.strip_prefix(name.as_str())).collect();
                common.iter().find(|(_, row)| row.surfaces.iter().any(|name| tails.contains(&name.as_str())))
            };
            if let Some((row, _)) = own.surfaces.iter().find_map(of_state) {
                whose.own.entry((*row, state.id.clone())).or_insert(number);
                whose.common.insert(number, *row);
                whose.parties.extend((own.kind == "party").then_some(*row));
            }
        }
        let with_id = |key| {
            let id = rule?.text(key)?;
            rows().find(|(_, row)| row.id.as_str() == id).map(|(number, _)| number)
        };
        whose.centre = with_id("centre").zip(with_id("own_centre"));
        whose
    }

    /// Whether many states have a body of this name.
    pub fn is_common(&self, row: u32, organization: &Organization) -> bool {
        // 第二国际, a party of no state, is the only one of its name.
        organization.has_many_bearers() && (organization.kind != "party" || self.parties.contains(&row))
            || self.centre.is_some_and(|(centre, _)| centre == row)
    }

    /// The row of the common name of a state's own body.
    pub fn common_name(&self, row: u32) -> Option<u32> {
        self.common.get(&row).copied()
    }

    /// The row of a state's own body under a common name that exists on the article's day.
    fn own<'c>(&self, context: &Context<'c>, row: u32, state: &EntityId) -> Option<&'c Organization> {
        let own = self.own.get(&(row, state.clone()))?;
        Some(&context.lexicon.organizations()[*own as usize]).filter(|own| own.window.contains(context.day))
    }

    /// The body of a state under a common name.
    pub fn of_state(&self, context: &Context<'_>, row: u32, state: &EntityId) -> EntityId {
        match self.own(context, row, state) {
            Some(own) => own.id.clone(),
            None => {
                let name = &context.lexicon.organizations()[row as usize].name_zh;
                EntityId::unlinked(Kind::Organization, &format!("{state}-{name}"))
            }
        }
    }

    /// Whether a body of the newspaper's own state is another's where the article tells so: 美国白宫和|国务院.
    pub fn is_shared(&self, row: u32) -> bool {
        self.shared.contains(&row)
    }

    /// Says of bare names whose they are, where the article tells: of the state of who holds an office in it
    /// (外交部|副部长|章汉夫), of that of the body or building beside it (俄罗斯国防部和|外交部), of the one whose body it
    /// names in full, else of the newspaper's own state for ministries where it names no other, and of the only
    /// other state for parliaments and parties.
    pub fn decide<'b>(
        &self,
        context: &Context<'_>,
        bare: impl Iterator<Item = &'b mut Bare>,
        found: &[Mention],
        named: &Named,
        states: &[(Span, &EntityId)],
        proposals: &Proposals,
    ) {
        let with_office = |bare: &'b mut Bare| {
            let is_ministry = context.lexicon.organizations()[bare.row as usize].kind == "ministry";
            let office = office_behind(context, bare.mention.span, is_ministry);
            (bare, office)
        };
        let bare: Vec<(&mut Bare, Office)> = bare.map(with_office).collect();
        if bare.is_empty() {
            return;
        }
        // By row, the state of those who hold offices in a body; nothing where they are of several.
        let mut held: FxHashMap<u32, Option<EntityId>> = FxHashMap::default();
        for (Bare { row, .. }, office) in &bare {
            if let Office::Held(state) = office {
                let known = held.entry(*row).or_insert_with(|| Some(state.clone()));
                *known = known.take().filter(|known| known == state);
            }
        }
        let organizations = context.lexicon.organizations();
        let foreign = foreign(context, states);
        let abroad = context.home.is_none_or(|home| states.iter().all(|(_, state)| *state != home));
        let country = |mention: &Mention| match &mention.detail {
            Detail::Named(named) => named.country.clone(),
            _ => None,
        };
        let mut ends: FxHashMap<u32, EntityId> =
            found.iter().filter_map(|body| Some((body.span.end, country(body)?))).collect();
        ends.extend(buildings(context, proposals));
        // By row, the state whose body a shared name was last, and where: 美国白宫和国务院宣布…。国务院|发言人.
        let mut decided: FxHashMap<u32, (EntityId, u32)> = FxHashMap::default();
        for (Bare { mention, row }, office) in bare {
            let beside = || {
                let text = &context.text()[..mention.span.start as usize];
                let joint = JOINTS.iter().find(|joint| text.ends_with(**joint))?;
                ends.get(&(mention.span.start - u32::try_from(joint.len()).ok()?)).cloned()
            };
            let is_open = !self.is_shared(*row);
            let only = || named.only(context, *row, mention.span.start, !is_open, abroad).cloned();
            let of_holder = match office {
                Office::Held(state) => Some(state),
                Office::Open => None,
                Office::None => held.get(row).cloned().flatten(),
            };
            let again = || {
                let (state, at) = decided.get(row)?;
                (*at >= context.paragraph_start(mention.span.start)).then(|| state.clone())
            };
            let state = of_holder.or_else(beside).or_else(only).or_else(again);
            let state = state.or_else(|| self.of_article(context, *row, named, &foreign).filter(|_| is_open));
            let Some(state) = state.filter(|state| is_open || Some(state) != context.home) else { continue };
            let entity = match self.centre {
                Some((centre, own)) if centre == *row => {
                    let own = &organizations[own as usize];
                    if own.country.as_ref() != Some(&state) {
                        continue;
                    }
                    own.id.clone()
                }
                _ => self.of_state(context, *row, &state),
            };
            ends.insert(mention.span.end, state.clone());
            if !is_open {
                decided.insert(*row, (state.clone(), mention.span.start));
            }
            mention.links = vec![Link::plain(entity)];
            mention.detail = Detail::Named(NamedDetail { country: Some(state) });
            mention.rule = self.rule.clone();
        }
    }

    /// The state of a bare name by the other states of the article.
    fn of_article(
        &self,
        context: &Context<'_>,
        row: u32,
        named: &Named,
        foreign: &Foreign,
    ) -> Option<EntityId> {
        let organization = &context.lexicon.organizations()[row as usize];
        match organization.kind.as_str() {
            // 能源部 in 2015: China has none.
            "ministry" => {
                let home = context.home.filter(|_| *foreign == Foreign::None)?;
                self.own(context, row, home).map(|_| home.clone())
            }
            _ if self.centre.is_some_and(|(centre, _)| centre == row) => {
                context.home.filter(|_| !named.has_foreign_party).cloned()
            }
            _ => match foreign {
                Foreign::One(state) if !self.words.contains(&row) => Some(state.clone()),
                _ => None,
            },
        }
    }
}

/// Reads what office stands behind a body, and the state of the person of the lexicon who holds or held one in a body of that
/// name (洪磊 外交部发言人, 杨洁篪 外交部长), for a ministry also that of one of the
/// newspaper's own; open where bearers of the name are of several.
fn office_behind(context: &Context<'_>, body: Span, is_ministry: bool) -> Office {
    let longest = |at: u32, is_such: fn(Entry) -> bool| {
        let mut hits = context.hits_from(at).iter().take_while(move |hit| hit.span.start == at);
        hits.find(|hit| is_such(hit.entry)).map(|hit| hit.span)
    };
    let Some(title) = longest(body.end, |entry| matches!(entry, Entry::Title(_))) else {
        return Office::None;
    };
    let Some(name) = longest(title.end, |entry| matches!(entry, Entry::Person(_))) else {
        return Office::Open;
    };
    // 尤努斯-|艾哈迈德
    if context.after(name.end).is_some_and(|next| NAME_JOINTS.contains(&next)) {
        return Office::Open;
    }
    let hits = context.hits_from(name.start).iter().take_while(|hit| hit.span == name);
    let people = context.lexicon.people();
    let terms = hits.filter_map(|hit| match hit.entry {
        Entry::Person(row) => Some(&people[row as usize].offices),
        _ => None,
    });
    let terms: Vec<_> = terms.flatten().collect();
    let name_of_body = body.of(context.text());
    let only = |in_body: bool| {
        let terms = terms.iter().filter(|term| !in_body || term.role_zh.contains(name_of_body));
        let mut states = terms.filter_map(|term| term.country.as_ref());
        let first = states.next()?;
        states.all(|state| state == first).then(|| first.clone())
    };
    // 外交部副部长|黄镇, of whom the lexicon knows other offices of the newspaper's state.
    let own = || only(false).filter(|state| is_ministry && Some(state) == context.home);
    only(true).or_else(own).map_or(Office::Open, Office::Held)
}

/// What joins the parts of a transliterated name.
const NAME_JOINTS: [char; 4] = ['·', '-', '－', '—'];

/// Where buildings of the gazetteer end, and the state of each: 白宫.
fn buildings(context: &Context<'_>, proposals: &Proposals) -> Vec<(u32, EntityId)> {
    let places = context.lexicon.places();
    let is_building = |span: Span| {
        let hits = context.hits_from(span.start).iter().take_while(|hit| hit.span.start == span.start);
        let mut rows = hits.filter(|hit| hit.span == span).filter_map(|hit| match hit.entry {
            Entry::Place(row) => Some(&places[row as usize]),
            _ => None,
        });
        rows.any(|place| place.kind == BUILDING)
    };
    let of_state = |place: &Mention| match &place.detail {
        Detail::Named(named) => Some((place.span.end, named.country.clone()?)),
        _ => None,
    };
    proposals.of(Kind::Place).filter(|place| is_building(place.span)).filter_map(of_state).collect()
}

/// The type of buildings in `places.csv`.
const BUILDING: &str = "building";

fn foreign(context: &Context<'_>, states: &[(Span, &EntityId)]) -> Foreign {
    let is_state = |id: &EntityId| {
        let status = context.lexicon.state(id).map(|state| state.status);
        !matches!(status, Some(Status::Territory | Status::Special))
    };
    let mut others = states.iter().map(|(_, id)| *id).filter(|id| Some(*id) != context.home && is_state(id));
    match others.next() {
        None => Foreign::None,
        Some(first) if others.all(|other| other == first) => Foreign::One(first.clone()),
        Some(_) => Foreign::Several,
    }
}

/// The states at the beginnings of names: 叙利亚国家电视台, 浙江省委. By start; where the beginning ends, the state.
pub(super) struct Beginnings(Vec<(u32, u32, EntityId)>);

impl Beginnings {
    /// Reads what is proposed so far at the starts of names, which are sorted, and of names behind those.
    pub fn new(proposals: &Proposals, starts: &[u32]) -> Self {
        if starts.is_empty() {
            return Beginnings(Vec::new());
        }
        let places = proposals.of(Kind::Place).filter_map(|place| match &place.detail {
            Detail::Named(named) => Some((place.span, named.country.as_ref()?)),
            _ => None,
        });
        let states = proposals.of(Kind::Country).filter_map(|state| match &state.links[..] {
            [link] if state.form != Some(Form::Anaphor) => Some((state.span, &link.entity)),
            _ => None,
        });
        // A second state stands a few characters behind the first.
        let is_near = |span: &Span| {
            let next = starts.partition_point(|start| *start <= span.start);
            next > 0 && span.start - starts[next - 1] <= LONGEST_STATE
        };
        let near = states.chain(places).filter(|(span, _)| is_near(span));
        let mut found: Vec<(u32, u32, EntityId)> =
            near.map(|(span, state)| (span.start, span.end, state.clone())).collect();
        // States come before places that begin with them.
        found.sort_by_key(|(start, ..)| *start);
        Beginnings(found)
    }

    fn at(&self, start: u32) -> Option<&(u32, u32, EntityId)> {
        let number = self.0.partition_point(|(known, ..)| *known < start);
        self.0.get(number).filter(|(known, ..)| *known == start)
    }

    /// The state of a name that begins at a view offset; none where it begins with two (中日友好协会).
    pub fn of(&self, start: u32) -> Option<EntityId> {
        let (_, end, state) = self.at(start)?;
        let next = self.at(*end).map(|(.., next)| next);
        next.is_none_or(|next| next == state).then(|| state.clone())
    }
}

/// Names of states and places have so many bytes at most.
const LONGEST_STATE: u32 = 60;

/// Words between bodies of one state, a longer one before that with which it ends.
const JOINTS: [&str; 5] = ["、", "和", "以及", "及", "与"];
