//! Transliterated names after a noun that says what they are: 首府|福克沙尼, 港口城市|瓦萨.

use bangjiao_document::{RuleId, Span};
use bangjiao_lexicon::{Lexicon, Rule};

use super::suffix::Found;
use crate::context::Context;
use crate::tag::characters::{Characters, JOINT};

/// The number of the word list of nouns before names of places.
pub(crate) const CUES: u8 = 9;

/// The rule `place-cue` of `bodies.toml`.
pub(super) struct Cues {
    pub rule: RuleId,
    words: Vec<String>,
}

/// A transliterated name has so many characters at least and at most.
const FEWEST: usize = 2;
const MOST: usize = 9;

/// Its characters are so much more common in names than elsewhere, in hundredths of a nat.
const AT_LEAST: i32 = 80;

impl Cues {
    /// Reads the rule.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = lexicon.rules("bodies").iter().find(|rule| rule.id.as_str() == "place-cue");
        let words = rule.map(|rule: &Rule| rule.texts("words")).unwrap_or_default();
        Cues { rule: RuleId::new("place-cue").expect("the id is well formed"), words }
    }

    /// The words to be found by the scan.
    pub fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }

    /// The names behind such nouns, which end at `ends`.
    pub fn find(&self, context: &Context<'_>, characters: &Characters, ends: &[u32]) -> Vec<Found> {
        ends.iter().filter_map(|&end| name_at(context, characters, end)).collect()
    }
}

/// The transliterated name that begins at a view offset and ends with a word.
fn name_at(context: &Context<'_>, characters: &Characters, start: u32) -> Option<Found> {
    let text = context.text();
    let (mut count, mut odds, mut end) = (0, 0, start);
    let mut best = None;
    for character in text[start as usize..].chars().take(MOST) {
        let Some(points) = characters.row(character).foreign() else { break };
        count += 1;
        odds += points;
        end += u32::try_from(character.len_utf8()).unwrap_or(0);
        if count >= FEWEST
            && odds >= AT_LEAST * i32::try_from(count).unwrap_or(i32::MAX)
            && context.words.is_border(end)
        {
            best = Some(end);
        }
    }
    let span = Span::new(start, best?);
    // 加米施|-帕滕基兴: a part of a name.
    let is_part = context.after(span.end).is_some_and(|next| {
        matches!(next, JOINT | '-' | '－')
            || characters.is_foreign(next) && !context.words.is_border(span.end)
    });
    // 城市|森林 are words.
    let is_ordinary = context.words.is_word(span)
        && !matches!(context.words.part_of_speech(span), "ns" | "nr" | "nrt" | "nz" | "nrfg" | "x");
    let stands = !is_part && !is_ordinary && context.words.is_border(start);
    stands.then_some(Found { span, extends: false })
}
