//! The parts of speech of words, numbered.

/// Those of jieba's dictionary and of its guesses; a tag outside the list becomes [`UNKNOWN`].
pub(crate) const PARTS_OF_SPEECH: [&str; 60] = [
    "a", "ad", "ag", "an", "b", "c", "d", "df", "dg", "e", "eng", "f", "g", "h", "i", "j", "k", "l", "m",
    "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt", "nz", "o", "p", "q", "r", "rg", "rr", "rz", "s",
    "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "v", "vd", "vg", "vi", "vn", "vq", "w", "x", "y",
    "z", "zg", "nl", "vl", "al",
];

/// The number of the tag of what is no word of the dictionary, `x`.
pub(crate) const UNKNOWN: u8 = number("x");

/// The number of a tag, below 64.
pub(crate) const fn number(tag: &str) -> u8 {
    let mut at = 0;
    while !is_same(PARTS_OF_SPEECH[at as usize].as_bytes(), tag.as_bytes()) {
        at += 1;
        if at as usize == PARTS_OF_SPEECH.len() {
            return number("x");
        }
    }
    at
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    match (one, other) {
        ([], []) => true,
        ([first, one @ ..], [second, other @ ..]) => *first == *second && is_same(one, other),
        _ => false,
    }
}
