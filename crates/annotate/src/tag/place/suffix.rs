//! Places that no row names, by the character at their end: 肥西县, 丰乐镇, 约旦河.

use bangjiao_document::{RuleId, Span};
use bangjiao_lexicon::{Lexicon, Rule};
use rustc_hash::FxHashMap;

use crate::context::Context;
use crate::tag::characters::{Characters, is_han};

/// The rule `place-suffix` of `bodies.toml`.
pub(super) struct Suffixes {
    pub rule: RuleId,
    /// A bit for each character of the Basic Multilingual Plane: every character of a text is looked up, so the table
    /// must stay in the first cache.
    suffixes: Vec<u64>,
    units: Vec<char>,
    /// Words that name no place, by their last character.
    ordinary: FxHashMap<char, Ordinary>,
    /// Suffixes of words of two characters that are places.
    short: Vec<char>,
    /// Words that say where at a river or mountain something lies: 右岸, 流域.
    sides: Vec<String>,
}

/// Words with one last character that name no place.
#[derive(Default)]
struct Ordinary {
    /// The words that none of two characters and more that ends with them names one either: 大中|城市.
    ends: Vec<String>,
    /// Those that are ordinary by themselves only: 山乡, not 大安山乡.
    words: Vec<String>,
    /// The first characters of those of two: 城市, 地区.
    pairs: Vec<char>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A unit of administration.
    Unit,
    /// Anything else that bears a name: a river, a street.
    Feature,
}

/// Characters before a suffix that are no words: 达|尔|角|合|镇.
const MOST_SINGLE: usize = 4;

/// Units of administration with many names that no dictionary holds.
const VILLAGES: [char; 4] = ['县', '乡', '镇', '村'];

/// A noun of three characters that the source of the dictionary has so seldom is a name.
const RARE: u32 = 12;

/// A word that the source of the dictionary has more often is no name before a suffix: 专利|乡.
const COMMON: u32 = 200;

/// Units of administration that end a name which a place may have: what follows is not named by it.
const UNITS: [char; 5] = ['省', '市', '县', '区', '州'];

/// Suffixes that are not characters of given names, and not those of ordinary words in lists (主产区、主销区).
const LISTED: [char; 10] = ['县', '乡', '镇', '村', '路', '街', '巷', '桥', '寺', '屯'];

/// Suffixes of names that are seldom those of places within a city.
const WATERS: [char; 3] = ['河', '湖', '岛'];

/// Suffixes of streets.
const STREETS: [char; 3] = ['路', '街', '巷'];

/// Suffixes of names that stand behind a larger place.
const LOCAL: [char; 8] = ['乡', '镇', '村', '屯', '路', '街', '巷', '寨'];

/// Sorts of parts of a town, of two characters.
const QUARTERS: [(char, char); 3] = [('街', '道'), ('社', '区'), ('胡', '同')];

/// Characters of such a name before its suffix at most.
const MOST_BEHIND: usize = 3;

/// Characters that are in no such name, since they are words.
const NO_NAME: &str =
    "的了是在有和与及或等各每某该本此这那其几两多全数第个座条所们被把将就也都还又很更最不没";

/// Bytes of two Han characters, which may be a Chinese name.
const SHORTEST_FOREIGN: u32 = 6;

/// A transliterated name before a suffix has so many characters at most.
const LONGEST_FOREIGN: usize = 8;

/// Characters of a transliterated name must be so much more common in names than elsewhere, in hundredths of a nat.
const FOREIGN_AT_LEAST: i32 = 60;

impl Suffixes {
    /// Reads the rule.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = lexicon.rules("bodies").iter().find(|rule| rule.id.as_str() == "place-suffix");
        let characters = |key: &str| -> Vec<char> {
            rule.and_then(|rule: &Rule| rule.text(key)).unwrap_or_default().chars().collect()
        };
        let units = characters("units");
        let mut suffixes = vec![0; (1 << 16) / 64];
        for character in units.iter().copied().chain(characters("features")) {
            if let Some(bits) = suffixes.get_mut(character as usize / 64) {
                *bits |= 1 << (character as usize % 64);
            }
        }
        let mut ordinary: FxHashMap<char, Ordinary> = FxHashMap::default();
        for word in rule.map(|rule| rule.texts("ordinary")).unwrap_or_default() {
            let mut characters = word.chars();
            let Some(last) = characters.next_back() else { continue };
            let entry = ordinary.entry(last).or_default();
            match (characters.next_back(), characters.next_back()) {
                (None, _) => entry.words.push(word),
                (Some(first), None) => {
                    entry.pairs.push(first);
                    entry.ends.push(word);
                }
                _ => entry.ends.push(word),
            }
        }
        for word in rule.map(|rule| rule.texts("plain")).unwrap_or_default() {
            let Some(last) = word.chars().next_back() else { continue };
            ordinary.entry(last).or_default().words.push(word);
        }
        Suffixes {
            rule: RuleId::new("place-suffix").expect("the id is well formed"),
            suffixes,
            units,
            ordinary,
            short: characters("short"),
            sides: rule.map(|rule| rule.texts("sides")).unwrap_or_default(),
        }
    }

    fn is_side(&self, word: &str) -> bool {
        !word.is_empty() && self.sides.iter().any(|side| side == word)
    }

    /// Whether a word is, or ends with, a word that names no place: 城市, 大中|城市, 军区.
    fn is_ordinary(&self, word: &str) -> bool {
        let entry = word.chars().next_back().and_then(|last| self.ordinary.get(&last));
        entry.is_some_and(|entry| {
            entry.words.iter().any(|ordinary| ordinary == word)
                || entry.ends.iter().any(|ordinary| word.ends_with(ordinary.as_str()))
        })
    }

    /// Whether a word of three characters and more is itself among the ordinary ones.
    fn is_ordinary_whole(&self, word: &str) -> bool {
        let mut characters = word.chars();
        let Some(last) = characters.next_back() else { return false };
        characters.nth(1).is_some()
            && self.ordinary.get(&last).is_some_and(|entry| entry.ends.iter().any(|own| own == word))
    }

    #[inline]
    fn is_suffix(&self, character: char) -> bool {
        let bits = self.suffixes.get(character as usize / 64);
        bits.is_some_and(|bits| bits >> (character as usize % 64) & 1 == 1)
    }

    /// Every place that ends with a suffix, by end; `known` says where a place or state ends and begins.
    pub fn find(
        &self,
        context: &Context<'_>,
        characters: &Characters,
        known: impl Fn(u32) -> Option<Known>,
    ) -> Vec<Found> {
        let text = context.text();
        let mut found: Vec<Found> = Vec::new();
        for (at, character) in text.char_indices() {
            let is_quarter = QUARTERS.iter().any(|(_, last)| *last == character);
            if !is_quarter && !self.is_suffix(character) {
                continue;
            }
            // 胶北街道|肖家屯|村: the one before the last too.
            let earlier =
                found.last_chunk::<2>().map_or([found.last(), None], |[one, two]| [Some(two), Some(one)]);
            let earlier = earlier.map(|found| found.map(|found| found.span.end));
            let ends_here = |at: u32| known(at).is_some() || earlier.contains(&Some(at));
            if is_quarter && let Some(place) = quarter(context, at, character, &ends_here) {
                found.push(Found { span: place, extends: false });
                continue;
            }
            if !self.is_suffix(character) {
                continue;
            }
            let suffix = Span::from_usize(at, at + character.len_utf8());
            let Some(before) = context.before(suffix.start).filter(|&before| is_han(before)) else {
                continue;
            };
            // 城市, 地区: most are ordinary words, and need no look at the words around.
            let pair = self.ordinary.get(&character).is_some_and(|entry| entry.pairs.contains(&before));
            if pair && known(suffix.start).is_none() {
                continue;
            }
            let class = if self.units.contains(&character) { Class::Unit } else { Class::Feature };
            let Some(place) = self.place(context, characters, suffix, class, &known, &ends_here) else {
                continue;
            };
            // 大|都会区
            // 亚欧大陆桥, though it takes in a place; but 大安山乡.
            let whole = place.span.of(text);
            let is_ordinary =
                if place.extends { self.is_ordinary_whole(whole) } else { self.is_ordinary(whole) };
            if is_ordinary {
                continue;
            }
            // Of two that overlap the one that takes in a place of the lexicon or the longer one stays, so that a run of
            // them is no chain.
            let weight = |place: &Found| (place.extends, place.span.len());
            match found.last_mut().filter(|last| place.span.start < last.span.end) {
                Some(last) if weight(&place) > weight(last) => *last = place,
                Some(_) => {}
                None => found.push(place),
            }
        }
        found
    }

    fn place(
        &self,
        context: &Context<'_>,
        characters: &Characters,
        suffix: Span,
        class: Class,
        known: &impl Fn(u32) -> Option<Known>,
        ends_here: &impl Fn(u32) -> bool,
    ) -> Option<Found> {
        let text = context.text();
        // 长沙|县: a place of the lexicon that is named after its seat.
        let named = known(suffix.start).filter(|known| !known.is_state);
        let mut word = context.words.word_at(suffix.start)?;
        // 科雷马|河右岸: the dictionary has a word with what says where it is.
        if word.start == suffix.start && self.is_side(Span::new(suffix.end, word.end).of(text)) {
            word = suffix;
        } else if word.end != suffix.end || !context.words.is_border(suffix.end) {
            return None;
        }
        if let Some(known) = named {
            // 重庆市|区: the unit is named already.
            if Span::new(known.start, suffix.start).of(text).ends_with(UNITS)
                && self.units.contains(&suffix.of(text).chars().next().unwrap_or_default())
            {
                return None;
            }
            let whole = word.start >= suffix.start || word.start == known.start;
            return whole.then_some(Found { span: Span::new(known.start, suffix.end), extends: true });
        }
        if word.start < suffix.start {
            let surface = word.of(text);
            if self.is_ordinary(surface) {
                return None;
            }
            let long = word.len() > 6;
            let is_place = match context.words.part_of_speech(word) {
                "ns" => long || surface.ends_with(self.short.as_slice()),
                // 丰乐镇, 双泾村: names of villages are other words of the dictionary, or rare nouns of it.
                "nr" | "nrt" | "nz" if class == Class::Unit => {
                    long && (surface.ends_with(VILLAGES) || ends_here(word.start))
                }
                "n" => long && surface.ends_with(VILLAGES) && context.words.frequency(word) <= RARE,
                _ => false,
            };
            return is_place.then_some(Found { span: word, extends: false });
        }
        if suffix.of(text).starts_with(LOCAL)
            && let Some(start) = behind_place(context, suffix, ends_here)
        {
            return Some(Found { span: Span::new(start, suffix.end), extends: false });
        }
        if let Some(start) = foreign_before(context, characters, suffix.start, known) {
            return Some(Found { span: Span::new(start, suffix.end), extends: false });
        }
        // A word before it, or characters that are no words.
        let mut at = suffix.start;
        for count in 0..MOST_SINGLE {
            let character = context.before(at).filter(|&character| is_han(character))?;
            let length = u32::try_from(character.len_utf8()).unwrap_or(0);
            let word = context.words.word_at(at - length).filter(|word| word.end == at)?;
            let pos = context.words.part_of_speech(word);
            if word.len() > length {
                let proper = matches!(pos, "ns" | "nz" | "nr" | "nrt");
                let fits = count == 0
                    && (proper && (class == Class::Unit || pos == "ns")
                        || class == Class::Unit
                            && ends_here(word.start)
                            && context.words.frequency(word) <= COMMON);
                // 科雷马|河: the dictionary takes a transliterated name for a person's.
                let water = class == Class::Feature
                    && count == 0
                    && suffix.of(text).starts_with(WATERS)
                    && matches!(pos, "nr" | "nrt")
                    && word.len() > SHORTEST_FOREIGN
                    && word.of(text).chars().all(|character| characters.row(character).foreign().is_some());
                // 南和县|兴业|路
                let street = class == Class::Feature
                    && count == 0
                    && suffix.of(text).starts_with(STREETS)
                    && ends_here(word.start)
                    && matches!(pos, "n" | "nz" | "nr" | "nrt" | "ns" | "v" | "a")
                    && context.words.frequency(word) <= COMMON;
                let fits = fits || water || street;
                // 茄南村、道学|村、茄芮村
                let fits = fits
                    || class == Class::Unit
                        && count == 0
                        && matches!(pos, "n" | "s" | "an" | "vn" | "ns" | "nz" | "nr" | "nrt" | "nt")
                        && context.words.frequency(word) <= COMMON
                        && in_list(context, Span::new(word.start, suffix.end));
                // 肥西县|丰乐|镇
                let placed =
                    class == Class::Unit && ends_here(word.start) && matches!(pos, "a" | "i" | "l" | "v");
                let plain = !placed
                    && !street
                    && matches!(pos, "v" | "d" | "p" | "c" | "r" | "u" | "m" | "t" | "f" | "a" | "i" | "l");
                return (fits && !plain)
                    .then_some(Found { span: Span::new(word.start, suffix.end), extends: false });
            }
            if matches!(pos, "p" | "c" | "r" | "u" | "uj" | "ul" | "uz" | "d" | "m") {
                return None;
            }
            at = word.start;
            let listed = |at: u32| in_list(context, Span::new(at, suffix.end));
            if count > 0 && (class == Class::Unit && (ends_here(at) || opens(context, at)) || listed(at)) {
                return Some(Found { span: Span::new(at, suffix.end), extends: false });
            }
        }
        None
    }
}

/// A part of a town behind the place to which it belongs: 胶州市|胶北街道, 西城区|石头胡同.
fn quarter(context: &Context<'_>, at: usize, last: char, ends_here: &impl Fn(u32) -> bool) -> Option<Span> {
    let first = QUARTERS.iter().find(|(_, other)| *other == last).map(|(first, _)| *first)?;
    let end = u32::try_from(at + last.len_utf8()).ok()?;
    let start = u32::try_from(at).ok().filter(|&at| context.before(at) == Some(first))?;
    let suffix = Span::new(start - u32::try_from(first.len_utf8()).ok()?, end);
    // 甘泉街道|办事处 is a body.
    let is_body =
        context.after(end).is_some_and(|next| matches!(next, '办' | '党' | '工' | '派' | '居' | '团' | '妇'));
    if is_body || context.words.word_at(suffix.start)? != suffix {
        return None;
    }
    let of_word = || {
        let character = context.before(suffix.start).filter(|&c| is_han(c))?;
        let word = context.words.word_at(suffix.start - u32::try_from(character.len_utf8()).ok()?)?;
        let is_name = matches!(context.words.part_of_speech(word), "ns" | "nz" | "nr" | "nrt")
            || context.words.frequency(word) <= COMMON;
        (word.end == suffix.start && word.len() >= SHORTEST_FOREIGN && is_name && ends_here(word.start))
            .then_some(word.start)
    };
    let start = behind_place(context, suffix, ends_here).or_else(of_word)?;
    Some(Span::new(start, end))
}

/// Where a name begins that stands directly behind a place and is no word of the dictionary: 望奎县|惠七镇, 吉亚乡|阔恰村,
/// 湟中区的|加牙村.
fn behind_place(context: &Context<'_>, suffix: Span, ends_here: &impl Fn(u32) -> bool) -> Option<u32> {
    let mut at = suffix.start;
    for count in 1..=MOST_BEHIND {
        let character = context.before(at).filter(|&c| is_han(c) && !NO_NAME.contains(c))?;
        at -= u32::try_from(character.len_utf8()).unwrap_or(0);
        let word = context.words.word_at(at)?;
        // A word of several characters ends the search.
        if word.start != at || word.len() > u32::try_from(character.len_utf8()).unwrap_or(0) {
            return None;
        }
        if count < 2 {
            continue;
        }
        let of = context.text()[..at as usize].strip_suffix('的').filter(|before| before.ends_with(UNITS));
        if ends_here(at)
            || of.is_some_and(|before| ends_here(u32::try_from(before.len()).unwrap_or(u32::MAX)))
        {
            return Some(at);
        }
    }
    None
}

/// A place or state that ends somewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub start: u32,
    pub is_state: bool,
}

/// A place by its suffix.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub span: Span,
    /// Whether it takes in a place of the lexicon.
    pub extends: bool,
}

/// Where a transliterated name that ends at a view offset begins.
fn foreign_before(
    context: &Context<'_>,
    characters: &Characters,
    end: u32,
    known: &impl Fn(u32) -> Option<Known>,
) -> Option<u32> {
    let mut at = end;
    let (mut count, mut odds) = (0, 0);
    while let Some(character) = context.before(at) {
        let Some(points) = characters.row(character).foreign() else { break };
        if known(at).is_some() || count == LONGEST_FOREIGN {
            break;
        }
        at -= u32::try_from(character.len_utf8()).unwrap_or(0);
        count += 1;
        odds += points;
    }
    (count >= 2 && odds >= count_as(count) * FOREIGN_AT_LEAST && context.words.is_border(at)).then_some(at)
}

fn count_as(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Whether a stretch is an item of a list between others with the same last character: 道学村 in 茄南村、道学村、茄芮村.
fn in_list(context: &Context<'_>, item: Span) -> bool {
    /// Characters of an item.
    const LONGEST: usize = 6;
    let text = context.text();
    let Some(suffix) = item.of(text).chars().next_back().filter(|suffix| LISTED.contains(suffix)) else {
        return false;
    };
    let before = text[..item.start as usize].strip_suffix('、');
    let after = text[item.end as usize..].strip_prefix(['、', '和', '与', '及']);
    let bounded = context.before(item.start).is_none_or(|character| !is_han(character))
        && context.after(item.end).is_none_or(|character| !is_han(character) || after.is_some());
    let ends_before = before.is_some_and(|before| before.ends_with(suffix));
    let mut next = after.unwrap_or_default().chars().take(LONGEST).take_while(|&character| is_han(character));
    bounded && (ends_before || next.any(|character| character == suffix))
}

/// Whether a name may begin at a view offset: after punctuation, a line's start, or a word of place and movement.
fn opens(context: &Context<'_>, at: u32) -> bool {
    context.before(at).is_none_or(|character| {
        !character.is_alphanumeric()
            || matches!(
                character,
                '在' | '到' | '赴' | '往' | '于' | '自' | '从' | '离' | '抵' | '省' | '市' | '县'
            )
    })
}
