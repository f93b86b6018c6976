//! States that an article does not name but whose towns and leaders it does: evidence for letters (乌军 beside 哈尔科夫).

use bangjiao_document::{EntityId, Span};
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
        let hints = self.hints.get_or_init(|| self.towns_and_leaders());
        let words = &self.context.words;
        let is_hinted = |state: u16| {
            let from = hints.partition_point(|(own, _)| *own < state);
            let mut own = hints[from..].iter().take_while(|(own, _)| *own == state);
            own.any(|(_, span)| words.is_border(span.start) && words.is_border(span.end))
        };
        let mut hinted = states.into_iter().filter(|state| is_hinted(*state));
        let first = hinted.next()?;
        hinted.all(|state| state == first).then_some(first)
    }

    /// The towns and leaders that the article seems to name, by the number of their state; words are asked later, where one is
    /// needed.
    ///
    /// # Complexity
    /// O(hits); a name inside a longer one does not count.
    fn towns_and_leaders(&self) -> Vec<(u16, Span)> {
        let mut found: Vec<(u16, Span)> = Vec::new();
        let mut reached = 0;
        for hit in self.context.hits.iter().filter(|hit| hit.span.len() >= SHORTEST_HINT) {
            if hit.span.end <= reached {
                continue;
            }
            reached = hit.span.end;
            found.extend(self.state_of(hit).map(|state| (state, hit.span)));
        }
        found.sort_unstable();
        found
    }

    fn state_of(&self, hit: &Hit) -> Option<u16> {
        let lexicon = self.context.lexicon;
        let state = match hit.entry {
            Entry::Place(row) => {
                let place = &lexicon.places()[row as usize];
                place.country.as_ref().filter(|_| TELLING.contains(&place.kind.as_str()))
            }
            Entry::Person(row) => self.office_held(&lexicon.people()[row as usize]),
            _ => None,
        }?;
        self.tagger.states.number(state)
    }

    /// The state in which a person whose name is nobody else's holds an office on the article's day.
    fn office_held<'p>(&self, person: &'p Person) -> Option<&'p EntityId> {
        let day = self.context.day?;
        let mut terms = person.offices.iter().filter(|term| term.window.contains(Some(day)));
        terms.find_map(|term| term.country.as_ref()).filter(|_| !person.ambiguous)
    }
}
