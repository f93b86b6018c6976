use std::borrow::Cow;

/// The map from traditional to simplified characters, restricted to pairs of equal UTF-8 length.
///
/// Text and surfaces are folded alike before they are compared, and every byte offset stays valid.
///
/// # Source
/// OpenCC, `TSCharacters.txt` (Apache-2.0); of several simplified characters the first.
///
/// ```
/// use bangjiao_lexicon::Lexicon;
/// let (lexicon, _) = Lexicon::embedded();
/// let folded = lexicon.fold().fold("蘇聯與幾內亞");
/// assert_eq!(folded, "苏联与几内亚");
/// assert_eq!(folded.len(), "蘇聯與幾內亞".len());
/// ```
#[derive(Debug, Clone)]
pub struct Fold {
    /// Entry `c` is what the character `c` of the Basic Multilingual Plane becomes.
    table: Vec<u16>,
}

const PLANE: usize = 0x1_0000;

impl Fold {
    /// Reads lines of a character, a tab, and its counterparts separated by spaces; `#` begins a comment.
    pub(crate) fn parse(text: &str) -> Self {
        let mut table: Vec<u16> = (0..=u16::MAX).collect();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((from, to)) = line.split_once('\t') else { continue };
            let (Some(from), Some(to)) = (from.chars().next(), to.chars().next()) else { continue };
            // Three bytes hold exactly the characters from U+0800 to U+FFFF, so both fit the table.
            if from.len_utf8() == 3
                && to.len_utf8() == 3
                && let (Some(entry), Ok(to)) = (table.get_mut(from as usize), u16::try_from(u32::from(to)))
            {
                *entry = to;
            }
        }
        debug_assert_eq!(table.len(), PLANE);
        // One character is simplified in two steps (薴 苧 苎); folding twice must change nothing.
        for entry in 0..PLANE {
            table[entry] = table[usize::from(table[entry])];
        }
        Fold { table }
    }

    /// The character that stands for `character` when names are compared; of the same UTF-8 length.
    #[inline]
    pub fn fold_char(&self, character: char) -> char {
        match self.table.get(character as usize) {
            Some(&folded) if u32::from(folded) != u32::from(character) => {
                char::from_u32(u32::from(folded)).unwrap_or(character)
            }
            _ => character,
        }
    }

    /// Whether any character of the text would change.
    pub fn needs_folding(&self, text: &str) -> bool {
        self.first_to_fold(text).is_some()
    }

    /// The text with every character folded; byte offsets are those of `text`.
    pub fn fold<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(at) = self.first_to_fold(text) else { return Cow::Borrowed(text) };
        let mut folded = String::with_capacity(text.len());
        folded.push_str(&text[..at]);
        folded.extend(text[at..].chars().map(|character| self.fold_char(character)));
        Cow::Owned(folded)
    }

    fn first_to_fold(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            // Only three-byte characters can change; the others are stepped over without being decoded.
            match bytes[at] {
                lead @ 0xE0..=0xEF => {
                    let tail = |byte: u8| usize::from(byte & 0x3F);
                    let code =
                        usize::from(lead & 0x0F) << 12 | tail(bytes[at + 1]) << 6 | tail(bytes[at + 2]);
                    if usize::from(self.table[code]) != code {
                        return Some(at);
                    }
                    at += 3;
                }
                0xF0.. => at += 4,
                0xC0..=0xDF => at += 2,
                _ => at += 1,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Fold;

    fn fold() -> Fold {
        Fold::parse(include_str!("../../../lexicons/script/TSCharacters.txt"))
    }

    #[test]
    fn every_pair_keeps_its_length_and_is_final() {
        let fold = fold();
        let mut n_pairs = 0;
        for character in ('\u{0}'..=char::MAX).filter(|&character| fold.fold_char(character) != character) {
            let folded = fold.fold_char(character);
            assert_eq!(character.len_utf8(), folded.len_utf8(), "{character} {folded}");
            assert_eq!(fold.fold_char(folded), folded, "{character} {folded} is folded again");
            n_pairs += 1;
        }
        assert!(n_pairs > 2_900, "{n_pairs}");
    }

    proptest! {
        #[test]
        fn offsets_stay_valid(text in "[a國中聯é\u{20000}\n。與.]{0,40}") {
            let fold = fold();
            let folded = fold.fold(&text);
            prop_assert_eq!(folded.len(), text.len());
            prop_assert_eq!(fold.needs_folding(&text), folded != text);
            for ((a, from), (b, to)) in text.char_indices().zip(folded.char_indices()) {
                prop_assert_eq!(a, b);
                prop_assert_eq!(fold.fold_char(from), to);
            }
        }
    }
}
