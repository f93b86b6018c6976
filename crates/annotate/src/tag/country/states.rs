//! The states of the lexicon by number.

use bangjiao_document::EntityId;
use bangjiao_lexicon::Lexicon;
use rustc_hash::FxHashMap;

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

    /// The ids, by number.
    pub fn ids(&self) -> &[EntityId] {
        &self.ids
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
