//! Which entity a term of the newspaper's index is.

use bangjiao_document::{EntityId, Form, Keyword, Kind};
use bangjiao_lexicon::Lexicon;
use rustc_hash::FxHashMap;

/// Index terms that are a whole name of exactly one entity.
pub(crate) struct KeywordIndex {
    persons: FxHashMap<String, Option<EntityId>>,
    subjects: FxHashMap<String, Option<(Kind, EntityId)>>,
}

/// The group of the index that holds people (人物).
const PEOPLE: &str = "RW";

impl KeywordIndex {
    /// Collects the names of a lexicon; a name of two entities stands for none.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut persons: FxHashMap<String, Option<EntityId>> = FxHashMap::default();
        for person in lexicon.people() {
            for surface in &person.surfaces {
                persons
                    .entry(surface.clone())
                    .and_modify(|known| {
                        if known.as_ref() != Some(&person.id) {
                            *known = None;
                        }
                    })
                    .or_insert_with(|| Some(person.id.clone()));
            }
        }
        let mut subjects: FxHashMap<String, Option<(Kind, EntityId)>> = FxHashMap::default();
        let mut add = |surface: &str, kind: Kind, id: &EntityId| {
            let entity = Some((kind, id.clone()));
            subjects
                .entry(surface.to_owned())
                .and_modify(|known| {
                    if *known != entity {
                        *known = None;
                    }
                })
                .or_insert(entity.clone());
        };
        for alias in lexicon.country_aliases() {
            if alias.is_plain() && alias.form == Form::Name {
                add(&alias.surface, Kind::Country, &alias.entity);
            }
        }
        for treaty in lexicon.treaties() {
            treaty.surfaces.iter().for_each(|surface| add(surface, Kind::Treaty, &treaty.id));
        }
        for organization in lexicon.organizations() {
            organization
                .surfaces
                .iter()
                .for_each(|surface| add(surface, Kind::Organization, &organization.id));
        }
        for place in lexicon.places() {
            place.surfaces.iter().for_each(|surface| add(surface, Kind::Place, &place.id));
        }
        KeywordIndex { persons, subjects }
    }

    /// The entity of a term, where it is one.
    pub fn entity(&self, lexicon: &Lexicon, keyword: &Keyword) -> Option<(Kind, EntityId)> {
        let term = lexicon.fold().fold(&keyword.term);
        if keyword.group == PEOPLE {
            let person = self.persons.get(term.as_ref())?.clone()?;
            return Some((Kind::Person, person));
        }
        self.subjects.get(term.as_ref())?.clone()
    }
}
