//! Which states an article names in full, and where: the evidence for its abbreviations.

use bangjiao_document::EntityId;

use super::letters::{Letters, is_set};
use super::states::States;

/// No state has this place in the list of those named.
const UNNAMED: u16 = u16::MAX;

/// The states that an article names in full.
pub(super) struct Evidence {
    /// Place of each state in `named`.
    places: Vec<u16>,
    named: Vec<Named>,
    /// Letters that may stand for a state here, 64 a word: those that need no evidence, and those of the states named.
    usable: Vec<u64>,
    /// Letters of which a state is named.
    backed: Vec<u64>,
}

struct Named {
    /// View offsets, in order.
    at: Vec<u32>,
}

impl Evidence {
    /// Nothing is named yet.
    pub fn new(states: &States, letters: &Letters) -> Self {
        Evidence {
            places: vec![UNNAMED; states.len()],
            named: Vec::new(),
            usable: letters.plain().to_vec(),
            backed: vec![0; letters.plain().len()],
        }
    }

    /// Notes that a state is named at a view offset; offsets come in order.
    pub fn note(&mut self, letters: &Letters, state: u16, at: u32) {
        let place = &mut self.places[usize::from(state)];
        if *place == UNNAMED {
            *place = u16::try_from(self.named.len()).unwrap_or(UNNAMED - 1);
            self.named.push(Named { at: vec![at] });
            for &letter in letters.of_state(state) {
                let (word, bit) = (usize::from(letter / 64), letter % 64);
                self.usable[word] |= 1 << bit;
                self.backed[word] |= 1 << bit;
            }
        } else {
            self.named[usize::from(*place)].at.push(at);
        }
    }

    /// Whether the letter needs no evidence or has it.
    pub fn is_usable(&self, letter: u16) -> bool {
        is_set(&self.usable, letter)
    }

    /// Whether a state of the letter is named in full.
    pub fn is_backed(&self, letter: u16) -> bool {
        is_set(&self.backed, letter)
    }

    /// The states that are named in full.
    pub fn named<'s>(&self, states: &'s States) -> impl Iterator<Item = &'s EntityId> {
        states.ids().iter().zip(&self.places).filter(|(_, place)| **place != UNNAMED).map(|(id, _)| id)
    }

    /// Whether a state is named in full.
    pub fn is_named(&self, state: u16) -> bool {
        self.places[usize::from(state)] != UNNAMED
    }

    /// How near before a view offset a state was named; after it counts as farther than any place before.
    pub fn distance(&self, state: u16, at: u32) -> Option<u32> {
        let named = self.named.get(usize::from(self.places[usize::from(state)]))?;
        let before = named.at.partition_point(|&place| place <= at);
        Some(match before.checked_sub(1) {
            Some(last) => at - named.at[last],
            None => u32::MAX / 2 + named.at[0] / 2,
        })
    }
}
