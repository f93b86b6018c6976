//! States that an article does not name but whose towns and leaders it does: evidence for letters (乌军 beside 哈尔科夫).

use bangjiao_document::EntityId;
use bangjiao_lexicon::Person;

use super::Article;
use super::names::LETTER;
use crate::scan::{Entry, Hit};

/// A shorter name of a place or person may be part of other words.
const SHORTEST_HINT: u32 = 3 * LETTER;

/// Types of places of the gazetteer that lie in one state and tell of it.
const TELLING: [&str; 3] = ["city", "province", "region"];

impl Article<'_, '_> {
    /// The only one of some states of which the article names a town or a leader.
    pub(super) fn hinted(&self, states: impl IntoIterator<Item = u16>) -> Option<u16> {
        let hints = self.hints.get_or_init(|| self.states_of_places_and_leaders());
        let mut hinted = states.into_iter().filter(|state| hints.binary_search(state).is_ok());
        let first = hinted.next()?;
        hinted.all(|state| state == first).then_some(first)
    }

    /// The numbers of the states of the places and leaders that the article names, sorted.
    ///
    /// # Complexity
    /// O(hits); a name inside a longer one does not count.
    fn states_of_places_and_leaders(&self) -> Vec<u16> {
        let mut states: Vec<u16> = Vec::new();
        let mut reached = 0;
        for hit in self.context.hits.iter().filter(|hit| hit.span.len() >= SHORTEST_HINT) {
            if hit.span.end <= reached {
                continue;
            }
            reached = hit.span.end;
            states.extend(self.state_of(hit));
        }
        states.sort_unstable();
        states.dedup();
        states
    }

    fn state_of(&self, hit: &Hit) -> Option<u16> {
        let (lexicon, words) = (self.context.lexicon, &self.context.words);
        let state = match hit.entry {
            Entry::Place(row) => {
                let place = &lexicon.places()[row as usize];
                place.country.as_ref().filter(|_| TELLING.contains(&place.kind.as_str()))
            }
            Entry::Person(row) => self.office_held(&lexicon.people()[row as usize]),
            _ => None,
        }?;
        let is_whole = words.is_border(hit.span.start) && words.is_border(hit.span.end);
        self.tagger.states.number(state).filter(|_| is_whole)
    }

    /// The state in which a person whose name is nobody else's holds an office on the article's day.
    fn office_held<'p>(&self, person: &'p Person) -> Option<&'p EntityId> {
        let day = self.context.day?;
        let mut terms = person.offices.iter().filter(|term| term.window.contains(Some(day)));
        terms.find_map(|term| term.country.as_ref()).filter(|_| !person.ambiguous)
    }
}
