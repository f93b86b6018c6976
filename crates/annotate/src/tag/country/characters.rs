//! Sets of characters that are asked at every letter.

/// A set of characters of the Basic Multilingual Plane; the question costs one look.
#[derive(Debug, Clone)]
pub(super) struct Characters {
    bits: Box<[u64]>,
}

impl Characters {
    /// The set of the characters given; those of other planes are left out.
    pub fn new(characters: impl IntoIterator<Item = char>) -> Self {
        let mut bits = vec![0_u64; 0x1_0000 / 64].into_boxed_slice();
        for character in characters {
            let at = character as usize;
            if let Some(word) = bits.get_mut(at / 64) {
                *word |= 1 << (at % 64);
            }
        }
        Characters { bits }
    }

    /// Whether the character is one of the set.
    pub fn contains(&self, character: char) -> bool {
        let at = character as usize;
        self.bits.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

/// For each character of the Basic Multilingual Plane a set of up to 64 rules; the question costs two looks.
#[derive(Debug, Clone)]
pub(super) struct RulesOfCharacter {
    /// Place of each character's rules in `masks`: most have none but those of the first, and so small a table stays in the cache.
    places: Box<[u16]>,
    masks: Vec<u64>,
}

impl RulesOfCharacter {
    /// No character has a rule, but for those in `always`.
    pub fn new(always: u64) -> Self {
        RulesOfCharacter { places: vec![0; 0x1_0000].into_boxed_slice(), masks: vec![always] }
    }

    /// Adds a rule to a character; those of other planes have none.
    pub fn add(&mut self, character: char, rule: u64) {
        let Some(place) = self.places.get_mut(character as usize) else { return };
        if *place == 0 {
            *place = u16::try_from(self.masks.len()).unwrap_or(u16::MAX);
            self.masks.push(self.masks[0]);
        }
        self.masks[usize::from(*place)] |= rule;
    }

    /// The rules of a character.
    pub fn of(&self, character: char) -> u64 {
        self.places.get(character as usize).map_or(0, |place| self.masks[usize::from(*place)])
    }
}

/// The bit of a rule by its place in the list; all beyond the 63rd share the last one.
pub(super) fn bit(rule: usize) -> u64 {
    1 << rule.min(63)
}

#[cfg(test)]
mod tests {
    use super::{Characters, RulesOfCharacter, bit};

    #[test]
    fn gives_each_character_its_rules() {
        let mut rules = RulesOfCharacter::new(bit(2));
        rules.add('访', bit(0));
        rules.add('访', bit(1));
        rules.add('𠮷', bit(1));
        assert_eq!([rules.of('访'), rules.of('驻'), rules.of('𠮷')], [0b111, 0b100, 0]);
        assert_eq!(bit(63), bit(70));
    }

    #[test]
    fn holds_what_it_was_given() {
        let set = Characters::new("访驻、".chars());
        assert!("访驻、".chars().all(|c| set.contains(c)));
        assert!(!set.contains('赴') && !set.contains('𠮷') && !set.contains('\0'));
    }
}
