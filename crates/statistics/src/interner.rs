//! Texts as numbers, while they are counted.

use rustc_hash::FxHashMap;

/// Gives each distinct text a number, from 0 in order of arrival; the numbers never leave an accumulator.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interner {
    numbers: FxHashMap<Box<str>, u32>,
}

impl Interner {
    /// The number of a text, a new one where it was not met before.
    pub fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = u32::try_from(self.numbers.len()).expect("fewer than 2³² texts fit into memory");
        self.numbers.insert(text.into(), number);
        number
    }

    /// The number of a text that was met.
    pub fn known(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// How many texts were met.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The texts by number.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<(u32, &str)> =
            self.numbers.iter().map(|(text, &number)| (number, &**text)).collect();
        texts.sort_unstable();
        texts.into_iter().map(|(_, text)| text).collect()
    }

    /// Takes over the texts of another; the result says which number each of its numbers has here.
    pub fn take(&mut self, other: &Interner) -> Vec<u32> {
        other.texts().into_iter().map(|text| self.number(text)).collect()
    }
}
