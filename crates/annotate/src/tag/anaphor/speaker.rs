//! Who speaks in quotation marks, and of which state.

use bangjiao_document::{Detail, EntityId, Kind, Span};
use rustc_hash::FxHashMap;

use crate::context::{Context, Proposals};

use super::parties::Parties;

/// Sentences of the same paragraph that are searched backwards for the one who speaks (他说：“).
const REACH: usize = 3;

/// Persons of the article whose state is known, by place.
pub(super) struct Speakers {
    persons: Vec<Speaker>,
}

/// A person whose state is known.
pub(super) struct Speaker {
    /// Where the name begins.
    pub at: u32,
    pub state: EntityId,
    /// Whether one speaks to him or her: 对|尼雷尔总统|说.
    pub is_addressed: bool,
}

impl Speakers {
    /// Gathers the persons with a state; `addresses` are what stands before those to whom one speaks.
    pub fn new(context: &Context<'_>, proposals: &Proposals, addresses: &[String]) -> Self {
        let states: FxHashMap<u32, u32> =
            proposals.of(Kind::Country).map(|state| (state.span.end, state.span.start)).collect();
        let mut persons: Vec<Speaker> = proposals
            .of(Kind::Person)
            .filter_map(|mention| {
                let Detail::Person(detail) = &mention.detail else { return None };
                let state = detail.country.clone()?;
                context.lexicon.state(&state)?;
                let at = mention.span.start;
                let lead = &context.text()[..at as usize];
                let lead = detail.role.as_deref().and_then(|role| lead.strip_suffix(role)).unwrap_or(lead);
                let own = states.get(&Span::from_usize(0, lead.len()).end);
                let lead = own.map_or(lead, |start| &lead[..*start as usize]);
                let is_addressed = addresses.iter().any(|word| lead.ends_with(word.as_str()));
                Some(Speaker { at, state, is_addressed })
            })
            .collect();
        persons.sort_by(|one, other| (one.at, &one.state).cmp(&(other.at, &other.state)));
        Speakers { persons }
    }

    /// The persons with a state between two view offsets, in order.
    pub fn between(&self, start: u32, end: u32) -> &[Speaker] {
        let from = self.persons.partition_point(|person| person.at < start);
        let to = self.persons.partition_point(|person| person.at < end);
        &self.persons[from..to.max(from)]
    }

    /// The state of the last person between two view offsets to whom nobody speaks.
    fn last(&self, start: u32, end: u32) -> Option<&EntityId> {
        let mut persons = self.between(start, end).iter().rev().filter(|person| !person.is_addressed);
        persons.next().map(|person| &person.state)
    }

    /// The state of the last person to whom one speaks in the sentence before a view offset.
    pub fn addressed(&self, context: &Context<'_>, at: u32) -> Option<&EntityId> {
        let sentence = context.layout.sentences.get(context.layout.sentence_at(at))?;
        let mut persons = self.between(sentence.span.start.min(at), at).iter().rev();
        persons.find(|person| person.is_addressed).map(|person| &person.state)
    }

    /// The state of the last person who may have spoken in the sentences before the one that begins at a view offset.
    pub fn before(&self, context: &Context<'_>, start: u32) -> Option<&EntityId> {
        let sentences = &context.layout.sentences;
        let number = context.layout.sentence_at(start);
        let sentence = sentences.get(number)?;
        (1..=REACH)
            .map_while(|back| sentences.get(number.checked_sub(back)?))
            .take_while(|earlier| earlier.paragraph + 1 >= sentence.paragraph)
            .find_map(|earlier| self.last(earlier.span.start, earlier.span.end))
    }

    /// The state of the one whose words begin at a quotation mark: the last person before it in the sentence to whom nobody
    /// speaks, else the one state named there before those, else the last person of the sentences before.
    pub fn of<'s>(
        &'s self,
        context: &Context<'_>,
        parties: &Parties<'s>,
        quotation: u32,
    ) -> Option<&'s EntityId> {
        let sentence = context.layout.sentences.get(context.layout.sentence_at(quotation))?;
        let start = sentence.span.start.min(quotation);
        // The beginning of the paragraph without anybody before it says nothing.
        if let Some(state) = self.last(start, quotation) {
            return Some(state);
        }
        let addressed = self.between(start, quotation).first();
        let to = addressed.map_or(quotation, |person| person.at);
        if let [state] = parties.named_between(start, to).as_slice() {
            return Some(state);
        }
        let before = Span::new(start, quotation).of(context.text());
        before.contains(['他', '她']).then(|| self.before(context, start)).flatten()
    }
}
