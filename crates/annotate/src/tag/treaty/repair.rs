//! Names of the lexicon read through misprints: 全面禁止核试试验条约.
//!
//! Only before a head noun, and only where each difference is one that printing or reading by machine makes: a
//! character that looks like the right one (`misprints.csv`), a doubled one, or one that makes no word where it stands.

use bangjiao_document::Span;
use bangjiao_lexicon::Lexicon;
use rustc_hash::{FxHashMap, FxHashSet};

use super::found::Place;
use super::pieces::Pieces;
use super::surfaces::Noun;
use super::{narrow, reach};
use crate::context::Context;
use crate::numerals;

/// Whether names of agreements are read through misprints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repair {
    /// They are, and the mentions are marked.
    #[default]
    Read,
    /// A misprinted name is no name.
    Ignore,
}

/// Shorter names are too like each other.
const SHORTEST: usize = 5;
/// Longer names are not read.
const LONGEST: usize = 48;
/// So many differences are read through at most.
const MOST: usize = 2;
/// One more than [`MOST`]: of so many characters one at least is as printed.
const NEAR: usize = MOST + 1;
/// From so many characters on they are; in shorter names one is.
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
}

/// How many differences are read through in a name of so many characters.
fn most(length: usize) -> usize {
    if length >= LONG { MOST } else { 1 }
}

/// What most places tell from a name, beside the names that end as it does.
#[derive(Clone, Copy)]
struct Outline {
    /// The number of the name.
    number: usize,
    /// Its characters.
    length: usize,
    /// Their classes, a bit each.
    signature: u64,
}

impl Outline {
    /// Whether at most so many of its classes are not among others.
    fn lacks_at_most(&self, classes: u64, most: usize) -> bool {
        let lacking = self.signature & !classes;
        // Each step clears the lowest bit.
        (0..most).fold(lacking, |lacking, _| lacking & lacking.wrapping_sub(1)) == 0
    }
}

/// The names that can be read.
pub(super) struct Repairs {
    names: Vec<Name>,
    /// They by their last two characters with each of the [`NEAR`] ones before, not all of which are misprinted.
    by_end: FxHashMap<[char; 3], Vec<Outline>>,
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

/// One of 64 classes of characters, by multiplicative hashing.
fn bit(character: char) -> u64 {
    1 << (u32::from(character).wrapping_mul(0x9E37_79B1) >> 26)
}

impl Repairs {
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut names = Vec::new();
        let mut by_end: FxHashMap<[char; 3], Vec<Outline>> = FxHashMap::default();
        for (row, treaty) in lexicon.treaties().iter().enumerate() {
            for surface in &treaty.surfaces {
                let characters: Vec<char> = surface.chars().collect();
                let [.., last, end] = characters[..] else { continue };
                if (SHORTEST..=LONGEST).contains(&characters.len()) {
                    let signature = characters.iter().fold(0, |bits, character| bits | bit(*character));
                    let outline = Outline { number: names.len(), length: characters.len(), signature };
                    for near in characters.iter().rev().skip(2).take(NEAR) {
                        by_end.entry([*near, last, end]).or_default().push(outline);
                    }
                    let n_states = if treaty.parties.is_empty() { 0 } else { treaty.parties.len().min(2) };
                    names.push(Name { row: narrow(row), n_states, characters });
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
        let mut ends = window.chars().rev();
        let (end, last) = (ends.next()?, ends.next()?);
        // Behind a verb or a short word a noun is the end of no name.
        let near = ends.take(NEAR + MOST).filter_map(|near| self.by_end.get(&[near, last, end]));
        let mut near = near.flatten().peekable();
        near.peek()?;
        // The classes of the last characters, by how many they are: most windows lack those of every name.
        let mut classes = [0; LONGEST + MOST + 1];
        let mut n_characters = 0;
        for character in window.chars().rev().take(LONGEST + MOST) {
            classes[n_characters + 1] = classes[n_characters] | bit(character);
            n_characters += 1;
        }
        let noun_length = noun.span.of(context.text()).chars().count();
        let may_be = |name: &&Outline| {
            let most = most(name.length);
            // The noun alone is the end of many names.
            name.length > noun_length + 1
                && name.length <= n_characters + most
                && name.lacks_at_most(classes[(name.length + most).min(n_characters)], most)
        };
        let mut numbers: Vec<usize> = near.filter(may_be).map(|name| name.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut printed: Vec<(usize, char)> = Vec::new();
        let mut best: Option<(usize, Span, Vec<u32>)> = None;
        for name in numbers.into_iter().map(|number| &self.names[number]) {
            let most = most(name.characters.len());
            if printed.is_empty() {
                printed = window.char_indices().collect();
            }
            let from = printed.len().saturating_sub(name.characters.len() + most);
            let tail: Vec<char> = printed[from..].iter().map(|(_, c)| *c).collect();
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
        rows.retain(|row| reach::named(context, *row));
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
        let next = pieces.states().partition_point(|piece| piece.span.end <= at);
        pieces.states().get(next).is_some_and(|piece| piece.span.start <= at)
    }
}

/// The cheapest alignment of a name with the end of a text, if it takes at most so many edits.
///
/// Returns where the name begins in the text, and the edits.
///
/// # Complexity
/// O(length of name × edits): cells where more edits are needed are not looked at, and most names part from the text
/// behind their head nouns.
fn align(text: &[char], name: &[char], most: usize) -> Option<(usize, Vec<Edit>)> {
    let width = text.len() + 1;
    // Costs from the ends: cell (t, n) is what text[t..] and name[n..] differ by, or more than `most`.
    let mut costs = vec![most + 1; width * (name.len() + 1)];
    let cell = |t: usize, n: usize| n * width + t;
    for n in (0..=name.len()).rev() {
        let aligned = (text.len() + n).checked_sub(name.len());
        let from = aligned.map_or(0, |aligned| aligned.saturating_sub(most));
        let to = (text.len() + n + most).checked_sub(name.len())?.min(text.len());
        let mut least = most + 1;
        for t in (from..=to).rev() {
            let cost = match (t == text.len(), n == name.len()) {
                (true, true) => 0,
                (true, false) => costs[cell(t, n + 1)] + 1,
                (false, true) => costs[cell(t + 1, n)] + 1,
                (false, false) => {
                    let same = costs[cell(t + 1, n + 1)] + usize::from(text[t] != name[n]);
                    same.min(costs[cell(t + 1, n)] + 1).min(costs[cell(t, n + 1)] + 1)
                }
            };
            costs[cell(t, n)] = cost;
            least = least.min(cost);
        }
        if least > most {
            return None;
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
