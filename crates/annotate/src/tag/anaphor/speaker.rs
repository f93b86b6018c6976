//! Who speaks in quotation marks, and of which state.

use bangjiao_document::{Detail, EntityId, Kind, Span};

use crate::context::{Context, Proposals};

use super::parties::Parties;

/// Sentences of the same paragraph that are searched backwards for the one who speaks (他说：“).
const REACH: usize = 3;

/// Persons of the article whose state is known, by place.
pub(super) struct Speakers {
    persons: Vec<(u32, EntityId)>,
}

impl Speakers {
    /// Gathers the persons with a state.
    pub fn new(context: &Context<'_>, proposals: &Proposals) -> Self {
        let mut persons: Vec<(u32, EntityId)> = proposals
            .of(Kind::Person)
            .filter_map(|mention| {
                let Detail::Person(detail) = &mention.detail else { return None };
                let state = detail.country.clone()?;
                context.lexicon.state(&state).is_some().then_some((mention.span.start, state))
            })
            .collect();
        persons.sort();
        Speakers { persons }
    }

    /// The persons with a state between two view offsets, in order.
    pub fn between(&self, start: u32, end: u32) -> &[(u32, EntityId)] {
        let from = self.persons.partition_point(|(at, _)| *at < start);
        let to = self.persons.partition_point(|(at, _)| *at < end);
        &self.persons[from..to.max(from)]
    }

    /// The state of the one whose words begin at a quotation mark: the last person before it in the sentence, else the
    /// one state named there, else the last person of the sentences before.
    pub fn of<'s>(
        &'s self,
        context: &Context<'_>,
        parties: &Parties<'s>,
        quotation: u32,
    ) -> Option<&'s EntityId> {
        let sentences = &context.layout.sentences;
        let number = context.layout.sentence_at(quotation);
        let sentence = sentences.get(number)?;
        let start = sentence.span.start.min(quotation);
        // The beginning of the paragraph without anybody before it says nothing.
        if let Some((_, state)) = self.between(start, quotation).last() {
            return Some(state);
        }
        if let [state] = parties.named_between(start, quotation).as_slice() {
            return Some(state);
        }
        let before = Span::new(start, quotation).of(context.text());
        if !before.contains(['他', '她']) {
            return None;
        }
        (1..=REACH)
            .map_while(|back| sentences.get(number.checked_sub(back)?))
            .take_while(|earlier| earlier.paragraph + 1 >= sentence.paragraph)
            .find_map(|earlier| self.between(earlier.span.start, earlier.span.end).last())
            .map(|(_, state)| state)
    }
}
