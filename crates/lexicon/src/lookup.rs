use bangjiao_document::{EntityId, EntityInfo, Kind};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::lexicon::{Lexicon, Tables};
use crate::rows::{CodeSystem, Person, Treaty};
use crate::window::Window;

/// Numbers of a state in the two lists of the state system.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_lexicon::{Codes, Lexicon};
/// let (lexicon, _) = Lexicon::embedded();
/// // 联邦德国 has another number than Germany before 1945 and after 1990.
/// let codes = lexicon.codes_on(&EntityId::new("DEU")?, Some(jiff::civil::date(1972, 10, 11)));
/// assert_eq!(codes, Codes { cow: Some(260), gw: Some(260) });
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Codes {
    /// Correlates of War.
    pub cow: Option<i64>,
    /// Gleditsch and Ward.
    pub gw: Option<i64>,
}

/// Where each id has its row.
#[derive(Debug)]
pub(crate) struct Index {
    rows: FxHashMap<EntityId, Slot>,
    /// Rows of `treaties.csv` by their parties, where they name any.
    treaties: FxHashMap<Vec<EntityId>, Vec<usize>>,
}

#[derive(Debug)]
enum Slot {
    State { row: usize, spells: Vec<Spell> },
    Person(usize),
    Treaty(usize),
    Organization(usize),
    Place(usize),
}

/// A code with its days, by first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Spell {
    window: Window,
    system: CodeSystem,
    code: i64,
}

impl Index {
    pub fn new(tables: &Tables) -> Self {
        let mut rows = FxHashMap::default();
        for (row, state) in tables.states.rows.iter().enumerate() {
            rows.insert(state.id.clone(), Slot::State { row, spells: Vec::new() });
        }
        for code in &tables.codes.rows {
            if !matches!(code.system, CodeSystem::Cow | CodeSystem::Gw) {
                continue;
            }
            if let (Some(Slot::State { spells, .. }), Ok(number)) =
                (rows.get_mut(&code.entity), code.code.parse())
            {
                spells.push(Spell { window: code.window, system: code.system, code: number });
                spells.sort();
            }
        }
        let named =
            tables.people.rows.iter().enumerate().map(|(row, person)| (&person.id, Slot::Person(row)));
        let named =
            named.chain(tables.treaties.rows.iter().enumerate().map(|(row, t)| (&t.id, Slot::Treaty(row))));
        let named = named.chain(
            tables.organizations.rows.iter().enumerate().map(|(row, o)| (&o.id, Slot::Organization(row))),
        );
        let named =
            named.chain(tables.places.rows.iter().enumerate().map(|(row, p)| (&p.id, Slot::Place(row))));
        for (id, slot) in named {
            rows.insert(id.clone(), slot);
        }
        let mut treaties: FxHashMap<Vec<EntityId>, Vec<usize>> = FxHashMap::default();
        for (row, treaty) in tables.treaties.rows.iter().enumerate() {
            if !treaty.parties.is_empty() {
                treaties.entry(treaty.parties.clone()).or_default().push(row);
            }
        }
        Index { rows, treaties }
    }

    pub fn state(&self, id: &EntityId) -> Option<usize> {
        match self.rows.get(id) {
            Some(Slot::State { row, .. }) => Some(*row),
            _ => None,
        }
    }
}

impl Lexicon {
    /// The numbers that a state holds on a day; without a day those of its last spells.
    ///
    /// Both are `None` for an id that is no state, and on a day on which the lists do not count it.
    pub fn codes_on(&self, id: &EntityId, day: Option<Date>) -> Codes {
        let mut codes = Codes::default();
        let Some(Slot::State { spells, .. }) = self.index.rows.get(id) else { return codes };
        for spell in spells.iter().filter(|spell| spell.window.contains(day)) {
            match spell.system {
                CodeSystem::Cow => codes.cow = Some(spell.code),
                _ => codes.gw = Some(spell.code),
            }
        }
        codes
    }

    /// The person with an id.
    pub fn person(&self, id: &EntityId) -> Option<&Person> {
        match self.index.rows.get(id)? {
            Slot::Person(row) => self.tables.people.rows.get(*row),
            _ => None,
        }
    }

    /// The agreements between exactly these states, which are sorted; none where no state is given.
    pub fn treaties_between(&self, parties: &[EntityId]) -> impl Iterator<Item = &Treaty> {
        let rows = self.index.treaties.get(parties).into_iter().flatten();
        rows.filter_map(|&row| self.tables.treaties.rows.get(row))
    }

    /// Whether a state, person's office, treaty, organization or place exists on a day; `None` where it is unknown.
    ///
    /// A state exists in its life and on the days of its codes (Russia also before 1922); a treaty from the day of signing.
    pub fn alive(&self, id: &EntityId, day: Date) -> Option<bool> {
        self.alive_in(id, Window { from: Some(day), to: Some(day) })
    }

    /// Whether it exists on at least one of some days; `None` where it is unknown.
    pub fn alive_in(&self, id: &EntityId, days: Window) -> Option<bool> {
        let tables = &self.tables;
        let known = |window: Window| (!window.is_unlimited()).then(|| window.overlaps(days));
        match self.index.rows.get(id)? {
            Slot::State { row, spells } => {
                let state = tables.states.rows.get(*row)?;
                let coded = spells.iter().any(|spell| spell.window.overlaps(days));
                Some(coded || state.life.overlaps(days))
            }
            Slot::Person(row) => {
                let offices = &tables.people.rows.get(*row)?.offices;
                (!offices.is_empty()).then(|| offices.iter().any(|term| term.window.overlaps(days)))
            }
            Slot::Treaty(row) => {
                let signed = tables.treaties.rows.get(*row)?.signed.as_deref()?;
                crate::window::days_of(signed).map(|(first, _)| days.to.is_none_or(|last| first <= last))
            }
            Slot::Organization(row) => known(tables.organizations.rows.get(*row)?.window),
            Slot::Place(row) => known(tables.places.rows.get(*row)?.window),
        }
    }

    /// What is known of an entity, with its codes on a day; an unlinked id carries its own surface.
    pub fn info(&self, id: &EntityId, kind: Kind, day: Option<Date>) -> EntityInfo {
        let mut info = EntityInfo::unlinked(id.clone(), kind);
        let tables = &self.tables;
        match self.index.rows.get(id) {
            Some(Slot::State { row, .. }) => {
                if let Some(state) = tables.states.rows.get(*row) {
                    let codes = self.codes_on(id, day);
                    info.name_zh.clone_from(&state.name_zh);
                    info.name_en = Some(state.name_en.clone());
                    info.iso3.clone_from(&state.iso3);
                    info.cow = codes.cow;
                    info.gw = codes.gw;
                    info.wikidata.clone_from(&state.wikidata);
                    info.rolls_up_to.clone_from(&state.rolls_up_to);
                }
            }
            Some(Slot::Person(row)) => {
                if let Some(person) = tables.people.rows.get(*row) {
                    info.name_zh.clone_from(&person.name_zh);
                    info.name_en = Some(person.name_en.clone());
                    info.wikidata.clone_from(&person.wikidata);
                    info.country.clone_from(&person.country);
                }
            }
            Some(Slot::Treaty(row)) => {
                if let Some(treaty) = tables.treaties.rows.get(*row) {
                    info.name_zh.clone_from(&treaty.title_zh);
                    info.name_en = Some(treaty.title_en.clone());
                }
            }
            Some(Slot::Organization(row)) => {
                if let Some(organization) = tables.organizations.rows.get(*row) {
                    info.name_zh.clone_from(&organization.name_zh);
                    info.name_en = Some(organization.name_en.clone());
                    info.country.clone_from(&organization.country);
                }
            }
            Some(Slot::Place(row)) => {
                if let Some(place) = tables.places.rows.get(*row) {
                    info.name_zh.clone_from(&place.name_zh);
                    info.name_en = Some(place.name_en.clone());
                    info.country.clone_from(&place.country);
                }
            }
            None => {}
        }
        info
    }
}
