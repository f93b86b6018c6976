/// Turns byte offsets of one text into offsets in Unicode code points, what Python slices by.
///
/// Positions must be asked in any order; a checkpoint stands at every 64 bytes, so one answer reads at most 64 bytes.
///
/// # Complexity
/// O(n) to build, O(1) per answer.
///
/// ```
/// use bangjiao_document::CharOffsets;
/// let offsets = CharOffsets::new("中a国");
/// assert_eq!(offsets.char_at(3), 1);
/// assert_eq!(offsets.char_at(7), 3);
/// assert_eq!(offsets.byte_at(2), 4);
/// ```
#[derive(Debug)]
pub struct CharOffsets<'t> {
    text: &'t [u8],
    checkpoints: Vec<u32>,
    total: u32,
}

const STEP: usize = 64;

fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn count(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from(starts_character(byte))).sum()
}

impl<'t> CharOffsets<'t> {
    /// Counts the characters of `text`.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut checkpoints = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut total = 0;
        for block in bytes.chunks(STEP) {
            checkpoints.push(total);
            total += count(block);
        }
        CharOffsets { text: bytes, checkpoints, total }
    }

    /// Number of characters in the text.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// Number of characters before a byte offset that lies on a character boundary.
    pub fn char_at(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        match self.checkpoints.get(byte / STEP) {
            Some(&before) => before + count(&self.text[byte / STEP * STEP..byte]),
            None => self.total,
        }
    }

    /// Byte offset of the character with this number; the text's length from the last one on.
    pub fn byte_at(&self, character: u32) -> u32 {
        let block = self.checkpoints.partition_point(|&before| before <= character).saturating_sub(1);
        let mut left = character - self.checkpoints.get(block).copied().unwrap_or(0);
        for (at, &byte) in self.text.iter().enumerate().skip(block * STEP) {
            if starts_character(byte) {
                if left == 0 {
                    return u32::try_from(at).unwrap_or(u32::MAX);
                }
                left -= 1;
            }
        }
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::CharOffsets;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn byte_to_char_to_byte_is_identity(text in "[a中😀\n。é]{0,300}") {
            let offsets = CharOffsets::new(&text);
            for (number, (byte, _)) in text.char_indices().enumerate() {
                let (byte, number) = (byte as u32, number as u32);
                prop_assert_eq!(offsets.char_at(byte), number);
                prop_assert_eq!(offsets.byte_at(number), byte);
            }
            prop_assert_eq!(offsets.char_at(text.len() as u32), offsets.total());
            prop_assert_eq!(offsets.byte_at(offsets.total()) as usize, text.len());
        }
    }
}
