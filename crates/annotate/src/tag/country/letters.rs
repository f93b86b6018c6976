//! The characters that stand for states, prepared for the loop over their hits.

use bangjiao_document::Form;
use bangjiao_lexicon::{Lexicon, Usage, Window};
use rustc_hash::FxHashMap;

use super::states::States;

/// A row of `country_aliases` that claims a letter.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its number.
    pub row: u32,
    /// Its state.
    pub state: u16,
    /// The days in which it holds.
    pub window: Window,
    /// Whether it needs no evidence.
    pub is_plain: bool,
}

/// A character that stands for a state, or for one of several.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    /// The rows that claim it, in the order of the lexicon.
    pub rows: Vec<Row>,
    /// Whether it is no common word and one state's, so that beside a sure letter it needs no evidence.
    pub is_distinct: bool,
}

/// All letters, numbered.
pub(super) struct Letters {
    letters: Vec<Letter>,
    /// Number of the letter of each row of `country_aliases`.
    of_row: Vec<u16>,
    by_character: FxHashMap<char, u16>,
    /// Letters of each state.
    of_state: Vec<Vec<u16>>,
    /// Letters that need no evidence, 64 a word.
    plain: Vec<u64>,
}

impl Letters {
    /// Gathers the rows of one character.
    pub fn new(lexicon: &Lexicon, states: &States) -> Self {
        let distinct: String =
            lexicon.rules("abbreviations").iter().filter_map(|rule| rule.text("distinct")).collect();
        let aliases = lexicon.country_aliases();
        let mut letters = Letters {
            letters: Vec::new(),
            of_row: vec![u16::MAX; aliases.len()],
            by_character: FxHashMap::default(),
            of_state: vec![Vec::new(); states.len()],
            plain: Vec::new(),
        };
        for (at, alias) in aliases.iter().enumerate() {
            let mut characters = alias.surface.chars();
            let (Some(character), None) = (characters.next(), characters.next()) else { continue };
            if alias.form != Form::Abbreviation || alias.usage == Usage::Off {
                continue;
            }
            let next = u16::try_from(letters.letters.len()).unwrap_or(u16::MAX);
            let number = *letters.by_character.entry(character).or_insert(next);
            if number == next {
                let is_distinct = distinct.contains(character);
                letters.letters.push(Letter { rows: Vec::new(), is_distinct });
            }
            letters.of_row[at] = number;
            let row = u32::try_from(at).unwrap_or(u32::MAX);
            let state = states.of_row(row);
            letters.of_state[usize::from(state)].push(number);
            letters.letters[usize::from(number)].rows.push(Row {
                row,
                state,
                window: alias.window,
                is_plain: matches!(alias.usage, Usage::On | Usage::Compound),
            });
        }
        letters.plain = letters.set(letters.of(|_, letter| letter.rows.iter().any(|row| row.is_plain)));
        letters
    }

    /// The letters that fit a condition.
    pub fn of(&self, fits: impl Fn(u16, &Letter) -> bool) -> impl Iterator<Item = u16> {
        (0_u16..)
            .zip(&self.letters)
            .filter(move |(number, letter)| fits(*number, letter))
            .map(|(number, _)| number)
    }

    /// A set of letters, 64 a word.
    pub fn set(&self, letters: impl Iterator<Item = u16>) -> Vec<u64> {
        let mut set = vec![0; self.letters.len().div_ceil(64)];
        for letter in letters {
            set[usize::from(letter / 64)] |= 1 << (letter % 64);
        }
        set
    }

    /// A letter by number.
    pub fn get(&self, letter: u16) -> &Letter {
        &self.letters[usize::from(letter)]
    }

    /// The letter of a row of `country_aliases`.
    pub fn of_row(&self, row: u32) -> u16 {
        self.of_row[row as usize]
    }

    /// The letter that is this character.
    pub fn number(&self, character: char) -> Option<u16> {
        self.by_character.get(&character).copied()
    }

    /// The letters of a state.
    pub fn of_state(&self, state: u16) -> &[u16] {
        &self.of_state[usize::from(state)]
    }

    /// Whether a letter needs no evidence.
    pub fn is_plain(&self, letter: u16) -> bool {
        is_set(&self.plain, letter)
    }

    /// Letters that need no evidence, 64 a word.
    pub fn plain(&self) -> &[u64] {
        &self.plain
    }
}

/// Whether a letter is in a set.
pub(super) fn is_set(set: &[u64], letter: u16) -> bool {
    set[usize::from(letter / 64)] >> (letter % 64) & 1 == 1
}
