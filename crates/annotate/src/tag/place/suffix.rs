//! Places that no row names, by the character at their end: 肥西县, 丰乐镇, 约旦河.

use bangjiao_document::{RuleId, Span};
use bangjiao_lexicon::{Lexicon, Rule};

use crate::context::Context;
use crate::tag::characters::{Characters, is_han};

/// The rule `place-suffix` of `bodies.toml`.
pub(super) struct Suffixes {
    pub rule: RuleId,
    /// By character of the Basic Multilingual Plane: every character of a text is looked up.
    classes: Vec<Class>,
    ordinary: Vec<String>,
    /// Suffixes of words of two characters that are places.
    short: Vec<char>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    None,
    /// A unit of administration.
    Unit,
    /// Anything else that bears a name: a river, a street.
    Feature,
}

/// Characters before a suffix that are no words: 达|尔|角|合|镇.
const MOST_SINGLE: usize = 4;

/// A word that the source of the dictionary has more often is no name before a suffix: 专利|乡.
const COMMON: u32 = 200;

/// A transliterated name before a suffix has so many characters at most.
const LONGEST_FOREIGN: usize = 8;

/// Characters of a transliterated name must be so much more common in names than elsewhere, in hundredths of a nat.
const FOREIGN_AT_LEAST: i32 = 60;

impl Suffixes {
    /// Reads the rule.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = lexicon.rules("bodies").iter().find(|rule| rule.id.as_str() == "place-suffix");
        let mut classes = vec![Class::None; 1 << 16];
        let mut set = |key: &str, class: Class| {
            for character in rule.and_then(|rule: &Rule| rule.text(key)).unwrap_or_default().chars() {
                if let Some(entry) = classes.get_mut(character as usize) {
                    *entry = class;
                }
            }
        };
        set("units", Class::Unit);
        set("features", Class::Feature);
        let ordinary = rule.map(|rule| rule.texts("ordinary")).unwrap_or_default();
        Suffixes {
            rule: RuleId::new("place-suffix").expect("the id is well formed"),
            classes,
            ordinary,
            short: rule.and_then(|rule| rule.text("short")).unwrap_or_default().chars().collect(),
        }
    }

    /// Whether a word is, or ends with, a word that names no place: 城市, 大中|城市, 军区.
    fn is_ordinary(&self, word: &str) -> bool {
        self.ordinary.iter().any(|ordinary| {
            if ordinary.len() > 3 { word.ends_with(ordinary.as_str()) } else { word == ordinary }
        })
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
        let mut before = '\n';
        for (at, character) in text.char_indices() {
            let class = self.classes.get(character as usize).copied().unwrap_or(Class::None);
            if class != Class::None && is_han(before) {
                let suffix = Span::from_usize(at, at + character.len_utf8());
                let earlier = found.last().map(|found| found.span);
                if let Some(place) = self.place(context, characters, suffix, class, &known, earlier) {
                    found.push(place);
                }
            }
            before = character;
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
        earlier: Option<Span>,
    ) -> Option<Found> {
        let text = context.text();
        // 长沙|县: a place of the lexicon that is named after its seat.
        let named = known(suffix.start).filter(|known| !known.is_state);
        if !context.words.is_border(suffix.end) {
            return None;
        }
        let word = context.words.word_at(suffix.start)?;
        if word.end != suffix.end {
            return None;
        }
        if let Some(known) = named {
            let whole = word.start >= suffix.start || word.start == known.start;
            return whole.then_some(Found { span: Span::new(known.start, suffix.end), extends: true });
        }
        if word.start < suffix.start {
            let surface = word.of(text);
            let long = word.len() > 6 || surface.ends_with(self.short.as_slice());
            let is_place = long && context.words.part_of_speech(word) == "ns" && !self.is_ordinary(surface);
            return is_place.then_some(Found { span: word, extends: false });
        }
        if let Some(start) = foreign_before(context, characters, suffix.start, known) {
            return Some(Found { span: Span::new(start, suffix.end), extends: false });
        }
        // A word before it, or characters that are no words.
        let ends_here = |at: u32| known(at).is_some() || earlier.is_some_and(|span| span.end == at);
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
                let plain =
                    matches!(pos, "v" | "d" | "p" | "c" | "r" | "u" | "m" | "t" | "f" | "a" | "i" | "l");
                return (fits && !plain)
                    .then_some(Found { span: Span::new(word.start, suffix.end), extends: false });
            }
            if matches!(pos, "p" | "c" | "r" | "u" | "uj" | "ul" | "uz" | "d" | "m") {
                return None;
            }
            at = word.start;
            if count > 0 && class == Class::Unit && (ends_here(at) || opens(context, at)) {
                return Some(Found { span: Span::new(at, suffix.end), extends: false });
            }
        }
        None
    }
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
