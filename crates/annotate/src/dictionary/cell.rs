//! One place of the dictionary's trie, in eight bytes.

/// A beginning of words: how the next characters lead on, and the word that it is by itself.
///
/// From the low end: the code of its last character (14 bits), where its continuations lie (20), the class of its
/// frequency as a word (13, 0 for no word), its part of speech (6), and for each remainder of the code of a next
/// character by [`Cell::REMAINDERS`] whether one leads on (11): most characters lead on nowhere, and need no look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cell(pub u64);

const CODE: u64 = (1 << 14) - 1;
const BASE: u64 = (1 << 20) - 1;
const CLASS: u64 = (1 << 13) - 1;
const PART_OF_SPEECH: u64 = (1 << 6) - 1;

impl Cell {
    /// Codes of characters are smaller than this: cells are laid out in blocks of so many.
    pub const BLOCK: usize = 1 << 14;
    /// The code of what no word has; no character has it.
    pub const NO_CODE: u16 = (1 << 14) - 1;
    /// There are fewer cells than this.
    pub const MOST: usize = 1 << 20;
    /// Classes of frequency are smaller than this.
    pub const MOST_CLASSES: usize = 1 << 13;
    /// By the remainder of a code of this the trie notes which characters lead on.
    pub const REMAINDERS: usize = 11;

    /// A place that a character leads to, without continuations.
    pub fn new(code: u16, class: u16, part_of_speech: u8) -> Self {
        Cell(u64::from(code) | u64::from(class) << 34 | u64::from(part_of_speech) << 47)
    }

    /// The same with continuations: those by the character with a code lie at `base ^ code`.
    pub fn with_continuations(self, base: usize, codes: impl Iterator<Item = u16>) -> Self {
        let noted = codes.fold(0_u64, |bits, code| bits | 1 << (usize::from(code) % Cell::REMAINDERS));
        Cell(self.0 | (base as u64 & BASE) << 14 | noted << 53)
    }

    /// The same with another part of speech.
    pub fn with_part_of_speech(self, part_of_speech: u8) -> Self {
        Cell(self.0 & !(PART_OF_SPEECH << 47) | u64::from(part_of_speech) << 47)
    }

    /// Where the continuation by a character would lie; 0, where none ever does, if it surely has none.
    ///
    /// Computed without a branch, so that the processor can look at many cells at once.
    #[inline]
    pub fn continuation(self, code: u16) -> usize {
        let leads_on = self.0 >> (53 + usize::from(code) % Cell::REMAINDERS) & 1;
        ((self.0 >> 14 & BASE) as usize ^ usize::from(code)) * leads_on as usize
    }

    /// The cell if a character leads to it, otherwise an empty one; without a branch too.
    #[inline]
    pub fn if_reached_by(self, code: u16) -> Cell {
        Cell(self.0 * u64::from(self.0 & CODE == u64::from(code)))
    }

    /// Whether anything begins so.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The class of its frequency as a word; 0 if it is none.
    #[inline]
    pub fn class(self) -> u16 {
        (self.0 >> 34 & CLASS) as u16
    }

    /// The number of its part of speech as a word.
    #[inline]
    pub fn part_of_speech(self) -> u8 {
        (self.0 >> 47 & PART_OF_SPEECH) as u8
    }
}
