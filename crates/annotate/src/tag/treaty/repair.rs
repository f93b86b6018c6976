//! Names of the lexicon read through misprints: 全面禁止核试试验条约.
//!
//! Only before a head noun, and only where each difference is one that printing or reading by machine makes: a
//! character that looks like the right one (`misprints.csv`), a doubled one, or one that makes no word where it stands.

use bangjiao_document::Span;
use bangjiao_lexicon::Lexicon;
use rustc_hash::{FxHashMap, FxHashSet};

use super::pieces::Pieces;
use super::span::Place;
use super::surfaces::Noun;
use super::{narrow, span};
use crate::context::Context;
use crate::numerals;

/// Shorter names are too like each other.
const SHORTEST: usize = 5;
/// Names are compared with so many characters before their end at most.
const LONGEST: usize = 48;
/// From so many characters on two differences are read through.
const LONG: usize = 10;
/// From so many characters on a difference may be one that no list holds.
const SURE: usize = 8;

/// Characters that make another document of a name.
const TELLING: &str = "新旧不非无反前后第次上下东西南北中大小多双单内外半总分国日月年一二三四五六七八九十";

struct Name {
    characters: Vec<char>,
    row: u32,
    /// So many characters at its beginning name states: 中苏.
    n_states: usize,
    signature: u64,
}

/// The names that can be read, by their last two characters.
pub(super) struct Repairs {
    names: Vec<Name>,
    by_end: FxHashMap<(char, char), Vec<usize>>,
    misprints: FxHashSet<(String, String)>,
}

/// A step from what is printed to what was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edit {
    /// Another character stands there: places in text and name.
    Other(usize, usize),
    /// A character too many, at a place of the text.
    Extra(usize),
    /// A character is missing, at a place of the text and the name.
    Missing(usize, usize),
}

fn signature(characters: &[char]) -> u64 {
    characters.iter().fold(0, |bits, character| bits | bit(*character))
}

/// One of 64 classes of characters, by multiplicative hashing.
fn bit(character: char) -> u64 {
    1 << (u32::from(character).wrapping_mul(0x9E37_79B1) >> 26)
}

impl Repairs {
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut names = Vec::new();
        let mut by_end: FxHashMap<(char, char), Vec<usize>> = FxHashMap::default();
        for (row, treaty) in lexicon.treaties().iter().enumerate() {
            for surface in &treaty.surfaces {
                let characters: Vec<char> = surface.chars().collect();
                let [.., last, end] = characters.as_slice() else { continue };
                if characters.len() >= SHORTEST {
                    by_end.entry((*last, *end)).or_default().push(names.len());
                    let signature = signature(&characters);
                    let n_states = if treaty.parties.is_empty() { 0 } else { treaty.parties.len().min(2) };
                    names.push(Name { row: narrow(row), signature, n_states, characters });
                }
            }
        }
        let misprints =
            lexicon.misprints().iter().map(|row| (row.printed.clone(), row.meant.clone())).collect();
        Repairs { names, by_end, misprints }
    }

    /// The name that was meant where one ends with a head noun and begins no earlier than a place.
    pub fn read(
        &self,
        context: &Context<'_>,
        noun: &Noun,
        place: &Place,
        pieces: &Pieces<'_>,
    ) -> Option<(Span, Vec<u32>)> {
        let window = context.between(place.from, noun.span.end);
        // Most nouns stand behind a verb or a short word, and most windows lack the characters of every name.
        let mut bits = 0;
        let mut n_characters = 0;
        for character in window.chars().rev().take(LONGEST) {
            bits |= bit(character);
            n_characters += 1;
        }
        let mut ends = window.chars().rev();
        let (Some(end), Some(last)) = (ends.next(), ends.next()) else { return None };
        let numbers = self.by_end.get(&(last, end))?;
        let may_be = |number: &&usize| {
            let name = &self.names[**number];
            n_characters + 2 >= name.characters.len() && (name.signature & !bits).count_ones() <= 2
        };
        if n_characters < SHORTEST - 1 || !numbers.iter().any(|number| may_be(&number)) {
            return None;
        }
        let printed: Vec<(usize, char)> = window.char_indices().collect();
        let noun_length = noun.span.of(context.text()).chars().count();
        let mut best: Option<(usize, Span, Vec<u32>)> = None;
        for &number in numbers {
            let name = &self.names[number];
            let length = name.characters.len();
            let most = if length >= LONG { 2 } else { 1 };
            // The noun alone is the end of many names.
            if length <= noun_length + 1 || printed.len() + most < length {
                continue;
            }
            let from = printed.len().saturating_sub(length + most);
            let tail: Vec<char> = printed[from..].iter().map(|(_, c)| *c).collect();
            if (name.signature & !signature(&tail)).count_ones() as usize > most {
                continue;
            }
            let Some((start, edits)) = align(&tail, &name.characters, most) else { continue };
            let start = from + start;
            let span = Span::new(place.from + narrow(printed[start].0), noun.span.end);
            let n_missing = edits.iter().filter(|edit| matches!(edit, Edit::Missing(..))).count();
            // Two that are missing make a short form.
            let plausible = n_missing <= 1
                && edits
                    .iter()
                    .all(|edit| self.is_misprint(context, place, &printed, from, &tail, name, *edit, pieces));
            if edits.is_empty() || !plausible || !context.words.is_border(span.start) {
                continue;
            }
            match &mut best {
                Some((n, at, rows)) if *n == edits.len() && *at == span => rows.push(name.row),
                Some((n, ..)) if *n <= edits.len() => {}
                _ => best = Some((edits.len(), span, vec![name.row])),
            }
        }
        let (_, span, mut rows) = best?;
        rows.sort_unstable();
        rows.dedup();
        rows.retain(|row| span::named(context, *row));
        (!rows.is_empty()).then_some((span, rows))
    }

    #[expect(clippy::too_many_arguments, reason = "what is printed, what was meant, and where both stand")]
    fn is_misprint(
        &self,
        context: &Context<'_>,
        place: &Place,
        printed: &[(usize, char)],
        from: usize,
        tail: &[char],
        name: &Name,
        edit: Edit,
        pieces: &Pieces<'_>,
    ) -> bool {
        let offset = |at: usize| place.from + narrow(printed.get(from + at).map_or(0, |(offset, _)| *offset));
        let (Edit::Other(_, of_name) | Edit::Missing(_, of_name)) = edit else {
            let Edit::Extra(at) = edit else { return false };
            let same = |other: Option<usize>| other.and_then(|other| tail.get(other)) == tail.get(at);
            return same(at.checked_sub(1)) || same(Some(at + 1));
        };
        if of_name < name.n_states {
            // 中尼 and 日中 are other states, or the same ones in another order.
            return false;
        }
        let (at, meant) = match edit {
            Edit::Extra(_) => return false,
            Edit::Missing(at, of_name) => {
                let missing = name.characters[of_name];
                let doubled = of_name.checked_sub(1).map(|before| name.characters[before]) == Some(missing);
                // What is missing has broken a word: beside the gap a character stands alone.
                let alone = |at: usize| {
                    let word = context.words.word_at(offset(at));
                    word.is_some_and(|word| word.of(context.text()).chars().count() == 1)
                };
                return doubled
                    || name.characters.len() >= SURE
                        && at > 0
                        && at < tail.len()
                        && !TELLING.contains(missing)
                        && context.words.is_border(offset(at))
                        && (alone(at - 1) || alone(at))
                        && !self.in_state(pieces, offset(at));
            }
            Edit::Other(at, of_name) => (at, of_name),
        };
        let pair = |from: usize, to: usize, of_name: usize, until: usize| {
            let printed: String = tail.get(from..to)?.iter().collect();
            let meant: String = name.characters.get(of_name..until)?.iter().collect();
            self.misprints.contains(&(printed, meant)).then_some(())
        };
        if pair(at, at + 1, meant, meant + 1).is_some()
            || pair(at, at + 2, meant, meant + 2).is_some()
            || at > 0 && meant > 0 && pair(at - 1, at + 1, meant - 1, meant + 1).is_some()
        {
            return !self.in_state(pieces, offset(at));
        }
        let character = tail[at];
        let word = context.words.word_at(offset(at));
        let alone = word.is_some_and(|word| word.of(context.text()).chars().count() == 1);
        let in_name = name.characters[meant];
        name.characters.len() >= SURE
            && alone
            && !TELLING.contains(character)
            && !TELLING.contains(in_name)
            && !numerals::is_numeral(character)
            && !"的和与及在对就将被把从为由于、“”—-（）".contains(character)
            && !self.in_state(pieces, offset(at))
    }

    #[expect(clippy::unused_self, reason = "it reads as a question to the repairs")]
    fn in_state(&self, pieces: &Pieces<'_>, at: u32) -> bool {
        let next = pieces.states.partition_point(|piece| piece.span.end <= at);
        pieces.states.get(next).is_some_and(|piece| piece.span.start <= at)
    }
}

/// The cheapest alignment of a name with the end of a text, if it takes at most so many edits.
///
/// Returns where the name begins in the text, and the edits.
///
/// # Complexity
/// O(length of text × length of name), both within a name's length and two.
fn align(text: &[char], name: &[char], most: usize) -> Option<(usize, Vec<Edit>)> {
    let width = name.len() + 1;
    // Costs from the ends: cell (t, n) is what text[t..] and name[n..] differ by.
    let mut costs = vec![0usize; (text.len() + 1) * width];
    let cell = |t: usize, n: usize| t * width + n;
    for t in (0..=text.len()).rev() {
        for n in (0..=name.len()).rev() {
            costs[cell(t, n)] = match (t == text.len(), n == name.len()) {
                (true, true) => 0,
                (true, false) => costs[cell(t, n + 1)] + 1,
                (false, true) => costs[cell(t + 1, n)] + 1,
                (false, false) => {
                    let same = costs[cell(t + 1, n + 1)] + usize::from(text[t] != name[n]);
                    same.min(costs[cell(t + 1, n)] + 1).min(costs[cell(t, n + 1)] + 1)
                }
            };
        }
    }
    let start = (0..text.len()).filter(|&t| text[t] == name[0]).min_by_key(|&t| costs[cell(t, 0)]);
    // The first character itself may be the misprint.
    let aligned = text.len().saturating_sub(name.len());
    let start = match start {
        Some(start) if costs[cell(start, 0)] <= costs[cell(aligned, 0)] => start,
        _ => aligned,
    };
    if costs[cell(start, 0)] > most {
        return None;
    }
    let (mut t, mut n) = (start, 0);
    let mut edits = Vec::new();
    while t < text.len() || n < name.len() {
        let cost = costs[cell(t, n)];
        if t < text.len()
            && n < name.len()
            && cost == costs[cell(t + 1, n + 1)] + usize::from(text[t] != name[n])
        {
            if text[t] != name[n] {
                edits.push(Edit::Other(t, n));
            }
            (t, n) = (t + 1, n + 1);
        } else if t < text.len() && cost == costs[cell(t + 1, n)] + 1 {
            edits.push(Edit::Extra(t));
            t += 1;
        } else {
            edits.push(Edit::Missing(t, n));
            n += 1;
        }
    }
    Some((start, edits))
}

#[cfg(test)]
mod tests {
    use super::{Edit, align};

    fn check(text: &str, name: &str, most: usize) -> Option<(usize, Vec<Edit>)> {
        let text: Vec<char> = text.chars().collect();
        let name: Vec<char> = name.chars().collect();
        align(&text, &name, most)
    }

    #[test]
    fn a_doubled_character_is_one_edit() {
        let found = check("缔结全面禁止核试试验条约", "全面禁止核试验条约", 1);
        assert_eq!(found, Some((2, vec![Edit::Extra(8)])));
        assert_eq!(check("巴黎和平协定", "全面禁止核试验条约", 1), None);
    }

    #[test]
    fn a_wrong_and_a_missing_character_are_edits() {
        assert_eq!(check("不扩敬核武器条约", "不扩散核武器条约", 1), Some((0, vec![Edit::Other(2, 2)])));
        assert_eq!(check("不扩核武器条约", "不扩散核武器条约", 1), Some((0, vec![Edit::Missing(2, 2)])));
    }
}
