//! Which states an article names in full, and where: the evidence for its abbreviations.

use bangjiao_document::EntityId;
use bangjiao_lexicon::Lexicon;
use rustc_hash::FxHashMap;

use super::letters::{Letters, is_set};

/// The states of the lexicon by number; ids are compared and hashed only where a mention is written.
pub(super) struct States {
    ids: Vec<EntityId>,
    numbers: FxHashMap<EntityId, u16>,
    /// Region of each state.
    regions: Vec<Option<String>>,
    /// Number of the state of each row of `country_aliases`.
    of_row: Vec<u16>,
}

impl States {
    /// Numbers the states in the order of the lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let ids: Vec<EntityId> = lexicon.states().iter().map(|state| state.id.clone()).collect();
        let numbers: FxHashMap<EntityId, u16> = ids.iter().cloned().zip(0_u16..).collect();
        let regions = lexicon.states().iter().map(|state| state.region.clone()).collect();
        let of_row = lexicon
            .country_aliases()
            .iter()
            .map(|alias| *numbers.get(&alias.entity).expect("rows of unknown states were dropped"))
            .collect();
        States { ids, numbers, regions, of_row }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The id of a state.
    pub fn id(&self, state: u16) -> &EntityId {
        &self.ids[usize::from(state)]
    }

    /// The number of a state.
    pub fn number(&self, id: &EntityId) -> Option<u16> {
        self.numbers.get(id).copied()
    }

    /// The state of a row of `country_aliases`.
    pub fn of_row(&self, row: u32) -> u16 {
        self.of_row[row as usize]
    }

    /// Whether two states lie in one region of the United Nations' division.
    pub fn same_region(&self, a: u16, b: u16) -> bool {
        let region = |state: u16| self.regions[usize::from(state)].as_deref();
        region(a).is_some() && region(a) == region(b)
    }
}

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
        states.ids.iter().zip(&self.places).filter(|(_, place)| **place != UNNAMED).map(|(id, _)| id)
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
