//! Which entity a term of the newspaper's index is.

use std::collections::BTreeSet;

use bangjiao_document::{Document, EntityId, Form, Keyword, Kind, Mention};
use bangjiao_lexicon::Lexicon;
use rustc_hash::FxHashMap;

/// People whom the newspaper's own index (RW in 关键) names, counted once an article: the index is a check of the
/// annotation, since it plays no part in it.
///
/// ```
/// let people = bangjiao::IndexedPeople { n_terms: 10, n_in_text: 8, n_found: 7 };
/// assert!(people.n_found <= people.n_in_text && people.n_in_text <= people.n_terms);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IndexedPeople {
    /// Terms of the index; some name no person (贺电).
    pub n_terms: i64,
    /// Those that stand in the text as they are written in the index, or were found under another name.
    pub n_in_text: i64,
    /// Those that are among the mentions of persons, by the name or as the person of the lexicon who bears it.
    pub n_found: i64,
}

impl IndexedPeople {
    /// Adds those of another part.
    pub(crate) fn add(&mut self, other: &IndexedPeople) {
        self.n_terms += other.n_terms;
        self.n_in_text += other.n_in_text;
        self.n_found += other.n_found;
    }
}

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

    /// How many of the people whom the index names for an article are among its mentions.
    pub fn people_found(&self, lexicon: &Lexicon, document: &Document) -> IndexedPeople {
        let mut people = IndexedPeople::default();
        let keywords = document.article().keywords.iter().filter(|keyword| keyword.group == PEOPLE);
        let terms: BTreeSet<&str> = keywords.map(|keyword| keyword.term.as_str()).collect();
        for term in terms {
            let name = lexicon.fold().fold(term);
            let entity = self.persons.get(name.as_ref()).and_then(Option::as_ref);
            let unlinked = EntityId::unlinked(Kind::Person, &name);
            // Several people of the lexicon may bear the name.
            let is_found = |mention: &Mention| {
                mention.kind == Kind::Person
                    && (mention.span.of(document.text()) == term
                        || mention
                            .links
                            .iter()
                            .any(|link| Some(&link.entity) == entity || link.entity == unlinked))
            };
            let found = document.mentions().iter().any(is_found);
            people.n_terms += 1;
            people.n_found += i64::from(found);
            people.n_in_text += i64::from(found || document.text().contains(term));
        }
        people
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
