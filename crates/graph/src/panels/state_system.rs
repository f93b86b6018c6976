use std::collections::BTreeSet;

use bangjiao_document::EntityId;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// A number that a state holds in some days, both included; an open end has no limit.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_graph::Spell;
/// use jiff::civil::date;
/// let east = Spell { entity: EntityId::new("DDR")?, code: 265, from: Some(date(1954, 3, 25)), to: Some(date(1990, 10, 2)) };
/// assert_eq!(east.code, 265);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// The state.
    pub entity: EntityId,
    /// Its number.
    pub code: u16,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// A list of the states of the world and their numbers, such as that of the Correlates of War.
///
/// No two states hold one number on one day.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_graph::{Spell, StateSystem};
/// use jiff::civil::date;
/// let (soviet_union, russia) = (EntityId::new("SUN")?, EntityId::new("RUS")?);
/// let spell = |entity: &EntityId, from, to| Spell { entity: entity.clone(), code: 365, from, to };
/// let spells = vec![
///     spell(&soviet_union, None, Some(date(1991, 12, 25))),
///     spell(&russia, Some(date(1991, 12, 26)), None),
/// ];
/// let system = StateSystem::new(spells, Vec::new(), Vec::new());
/// let members = system.members(1991);
/// assert_eq!((members.len(), members[0].code, members[0].label), (1, 365, &russia));
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct StateSystem {
    /// By number and day.
    spells: Vec<Spell>,
    /// For each state the places of its spells.
    places: FxHashMap<EntityId, Vec<usize>>,
    territories: BTreeSet<EntityId>,
    successors: FxHashMap<EntityId, EntityId>,
}

/// What a state is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// It holds this number.
    Member(u16),
    /// It would hold one, but is left out as a territory.
    Territory,
    /// It holds none.
    None,
}

/// A number that is held in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member<'s> {
    /// The number.
    pub code: u16,
    /// The state that holds it on the last day on which it is held in the year.
    pub label: &'s EntityId,
    /// The days of the year on which it is held, both ends included, in order.
    pub days: Vec<(Date, Date)>,
}

impl Member<'_> {
    /// Whether both are held on at least one day.
    pub fn meets(&self, other: &Member<'_>) -> bool {
        self.days.iter().any(|(from, to)| other.days.iter().any(|(start, end)| from <= end && start <= to))
    }
}

impl StateSystem {
    /// Makes a list from spells; `territories` are left out of it, and each first state of `successors` counts as the
    /// second on days on which that one holds a number.
    pub fn new(
        mut spells: Vec<Spell>,
        territories: Vec<EntityId>,
        successors: Vec<(EntityId, EntityId)>,
    ) -> Self {
        spells.sort_by(|a, b| (a.code, a.from, &a.entity).cmp(&(b.code, b.from, &b.entity)));
        let mut places: FxHashMap<EntityId, Vec<usize>> = FxHashMap::default();
        for (place, spell) in spells.iter().enumerate() {
            places.entry(spell.entity.clone()).or_default().push(place);
        }
        let successors = successors.into_iter().collect();
        StateSystem { spells, places, territories: territories.into_iter().collect(), successors }
    }

    /// What a state is on a day; without a day, after its last spell has begun.
    pub fn membership(&self, entity: &EntityId, day: Option<Date>) -> Membership {
        let last = self.line(entity).filter_map(|state| self.code(state, day)).last();
        match last {
            Some(_) if self.territories.contains(entity) => Membership::Territory,
            Some(code) => Membership::Member(code),
            None => Membership::None,
        }
    }

    /// The numbers that are held in a year, in their order.
    pub fn members(&self, year: i16) -> Vec<Member<'_>> {
        let (Ok(first), Ok(last)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else {
            return Vec::new();
        };
        let mut members: Vec<Member<'_>> = Vec::new();
        for spell in self.spells.iter().filter(|spell| !self.territories.contains(&spell.entity)) {
            let from = spell.from.map_or(first, |from| from.max(first));
            let to = spell.to.map_or(last, |to| to.min(last));
            let mut days = vec![(from, to)];
            for successor in self.line(&spell.entity).skip(1) {
                for other in self.spells_of(successor) {
                    days = days.into_iter().flat_map(|days| without(days, other)).collect();
                }
            }
            days.retain(|(from, to)| from <= to);
            let Some((_, end)) = days.last().copied() else { continue };
            match members.last_mut() {
                Some(member) if member.code == spell.code => {
                    if member.days.last().is_none_or(|(_, last)| *last < end) {
                        member.label = &spell.entity;
                    }
                    member.days.extend(days);
                }
                _ => members.push(Member { code: spell.code, label: &spell.entity, days }),
            }
        }
        members
    }

    /// A state, and those that it counts as, the last one last.
    fn line<'s>(&'s self, entity: &'s EntityId) -> impl Iterator<Item = &'s EntityId> {
        // A circle of successors would have no end.
        std::iter::successors(Some(entity), |state| self.successors.get(*state)).take(8)
    }

    fn spells_of(&self, entity: &EntityId) -> impl Iterator<Item = &Spell> {
        self.places.get(entity).into_iter().flatten().map(|place| &self.spells[*place])
    }

    fn code(&self, entity: &EntityId, day: Option<Date>) -> Option<u16> {
        let holds = |spell: &&Spell| {
            day.is_none_or(|day| {
                spell.from.is_none_or(|from| from <= day) && spell.to.is_none_or(|to| day <= to)
            })
        };
        self.spells_of(entity).filter(holds).max_by_key(|spell| spell.from).map(|spell| spell.code)
    }
}

/// The days that a spell leaves of some days.
fn without((from, to): (Date, Date), spell: &Spell) -> impl Iterator<Item = (Date, Date)> {
    let before = spell.from.and_then(|start| start.yesterday().ok()).map(|end| (from, to.min(end)));
    let after = spell.to.and_then(|end| end.tomorrow().ok()).map(|start| (from.max(start), to));
    [before, after].into_iter().flatten().filter(|(from, to)| from <= to)
}

#[cfg(test)]
mod tests {
    use bangjiao_document::EntityId;
    use jiff::civil::{Date, date};

    use super::{Membership, Spell, StateSystem};

    fn id(id: &str) -> EntityId {
        EntityId::new(id).expect("tests use proper ids")
    }

    fn system(successors: &[(&str, &str)]) -> StateSystem {
        let spell = |entity, code, from: Option<Date>, to| Spell { entity: id(entity), code, from, to };
        let spells = vec![
            spell("DEU", 255, None, Some(date(1945, 5, 8))),
            spell("DEU", 260, Some(date(1955, 5, 5)), Some(date(1990, 10, 2))),
            spell("DEU", 255, Some(date(1990, 10, 3)), None),
            spell("DDR", 265, Some(date(1954, 3, 25)), Some(date(1990, 10, 2))),
            spell("TWN", 713, Some(date(1949, 12, 8)), None),
            spell("SYR", 652, Some(date(1946, 4, 17)), Some(date(1958, 2, 1))),
            spell("SYR", 652, Some(date(1961, 9, 29)), None),
        ];
        let successors = successors.iter().map(|(one, other)| (id(one), id(other)));
        StateSystem::new(spells, vec![id("TWN")], successors.collect())
    }

    fn members(system: &StateSystem, year: i16) -> Vec<String> {
        let shown = |member: super::Member<'_>| {
            let days = member.days.iter().map(|(from, to)| format!("{from}..{to}"));
            format!("{} {} {}", member.code, member.label, days.collect::<Vec<_>>().join(" "))
        };
        system.members(year).into_iter().map(shown).collect()
    }

    #[test]
    fn members_are_those_of_at_least_a_day() {
        let expected = [
            "255 DEU 1990-10-03..1990-12-31",
            "260 DEU 1990-01-01..1990-10-02",
            "265 DDR 1990-01-01..1990-10-02",
            "652 SYR 1990-01-01..1990-12-31",
        ];
        assert_eq!(members(&system(&[]), 1990), expected);
        assert!(members(&system(&[]), 1959).iter().all(|member| !member.starts_with("652")));
        let system = system(&[]);
        let of_1990 = system.members(1990);
        assert!(!of_1990[0].meets(&of_1990[1]) && of_1990[0].meets(&of_1990[3]));
        assert_eq!(system.membership(&id("TWN"), Some(date(1971, 1, 1))), Membership::Territory);
        assert_eq!(system.membership(&id("SYR"), Some(date(1959, 1, 1))), Membership::None);
        assert_eq!(system.membership(&id("DEU"), None), Membership::Member(255));
    }

    #[test]
    fn a_state_that_ended_counts_as_its_successor_while_that_is_a_member() {
        let system = system(&[("DDR", "DEU")]);
        let east = |day| system.membership(&id("DDR"), Some(day));
        assert_eq!(east(date(1970, 1, 1)), Membership::Member(260));
        assert_eq!(east(date(1955, 1, 1)), Membership::Member(265));
        assert_eq!(
            members(&system, 1955),
            [
                "260 DEU 1955-05-05..1955-12-31",
                "265 DDR 1955-01-01..1955-05-04",
                "652 SYR 1955-01-01..1955-12-31",
            ]
        );
        assert!(members(&system, 1970).iter().all(|member| !member.starts_with("265")));
    }
}
