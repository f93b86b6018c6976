//! The points of a rule of `persons.toml`, and what the surroundings of a candidate say for a name.

use bangjiao_document::{RuleId, Span};
use bangjiao_lexicon::{Lexicon, Rule};
use rustc_hash::FxHashMap;

use super::around::Surroundings;
use crate::context::Context;

/// The single numbers of a rule, in hundredths of a nat where nothing else is said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Settings {
    /// Given to every candidate.
    pub bias: i32,
    /// A candidate with so many is a person.
    pub accept: i32,
    /// A name with so many somewhere is certain.
    pub sure: i32,
    /// Where the name is certain elsewhere.
    pub again: i32,
    /// For each further place of the name.
    pub repeated: i32,
    /// For each side on which a person stands in an enumeration.
    pub listed: i32,
    /// A candidate that cannot have so many before its words are read is dropped.
    pub least: i32,
    /// For names of two characters.
    pub two: i32,
    /// Of three.
    pub three: i32,
    /// Of four.
    pub four: i32,
    /// Of five.
    pub five: i32,
    /// Of more.
    pub more: i32,
    /// For ·.
    pub joined: i32,
    /// Percent of the odds of transliteration.
    pub slope: i32,
    /// Percent of the odds of two characters.
    pub slope_two: i32,
    /// Of three.
    pub slope_three: i32,
    /// Of four.
    pub slope_four: i32,
    /// Odds below are no name.
    pub lowest: i32,
    /// Odds above count no more.
    pub highest: i32,
    /// For a word across the beginning.
    pub across_left: i32,
    /// For a word across the end.
    pub across_right: i32,
    /// For the beginning of a run of transliteration characters.
    pub run_left: i32,
    /// For its end.
    pub run_right: i32,
    /// For each e-fold of the count of the word.
    pub frequency_whole: i32,
    /// The same of a word in or across the candidate.
    pub frequency_inside: i32,
}

impl Settings {
    fn new(table: &FxHashMap<String, i32>) -> Self {
        let of = |name: &str| table.get(name).copied().unwrap_or(0);
        Settings {
            bias: of("bias"),
            accept: of("accept"),
            sure: of("sure"),
            again: of("again"),
            repeated: of("repeated"),
            listed: of("listed"),
            least: of("least"),
            two: of("two"),
            three: of("three"),
            four: of("four"),
            five: of("five"),
            more: of("more"),
            joined: of("joined"),
            slope: of("slope"),
            slope_two: of("slope_two"),
            slope_three: of("slope_three"),
            slope_four: of("slope_four"),
            lowest: of("lowest"),
            highest: of("highest"),
            across_left: of("across_left"),
            across_right: of("across_right"),
            run_left: of("run_left"),
            run_right: of("run_right"),
            frequency_whole: of("frequency_whole"),
            frequency_inside: of("frequency_inside"),
        }
    }
}

/// Points in hundredths of a nat, by what they are given for.
pub(super) struct Points {
    /// The rule's id.
    pub rule: RuleId,
    /// The single numbers.
    pub settings: Settings,
    quick_before: Quick,
    quick_after: Quick,
    before: FxHashMap<String, i32>,
    after: FxHashMap<String, i32>,
    before_character: FxHashMap<char, i32>,
    /// For the last character of the name itself.
    last_character: FxHashMap<char, i32>,
    after_character: FxHashMap<char, i32>,
    whole: FxHashMap<String, i32>,
    inside: FxHashMap<String, i32>,
    across: FxHashMap<String, i32>,
    /// The most that a neighbour inside running text and a word can add: what a cheap look cannot know.
    best: Best,
}

/// What stands beside a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    Title,
    State,
    Other,
}

#[derive(Debug, Clone, Copy, Default)]
struct Best {
    word: i32,
}

/// The most points by the neighbouring character; words are not looked at.
struct Quick {
    /// By character of the Basic Multilingual Plane: of a Han character what the best word ending or beginning with it gives.
    characters: Vec<i16>,
    title: i32,
    state: i32,
}

impl Quick {
    fn new(table: &FxHashMap<String, i32>, bonus: &FxHashMap<char, i32>, listed: i32) -> Self {
        let points = |name: &str| table.get(name).copied().unwrap_or(0);
        // Parts of speech have names in ASCII.
        let words = table.iter().filter(|(name, _)| name.len() <= 4 && name.is_ascii() && *name != "line");
        let best = words.map(|(_, &points)| points).max().unwrap_or(0);
        let of = |character: char| {
            let base = match character {
                '\n' => points("line"),
                '\u{4E00}'..='\u{9FFF}' => best,
                other if other.is_alphanumeric() => points("number"),
                other => {
                    let mut name = [0; 4];
                    let own = table.get(&*other.encode_utf8(&mut name)).copied();
                    own.unwrap_or_else(|| points("mark"))
                }
            };
            // A person on the other side of the comma may vouch for the name.
            let base = if character == '、' { base + listed } else { base };
            i16::try_from(base + bonus.get(&character).copied().unwrap_or(0)).unwrap_or(i16::MAX)
        };
        let characters = (0..=u32::from(u16::MAX)).map(|code| char::from_u32(code).map_or(0, of)).collect();
        Quick { characters, title: points("title"), state: points("ns") }
    }

    fn most(&self, character: char, beside: Beside) -> i32 {
        match beside {
            Beside::Title => self.title.max(0) + MOST_BONUS,
            Beside::State => self.state + MOST_BONUS,
            Beside::Other => self.characters.get(character as usize).copied().map_or(0, i32::from),
        }
    }
}

/// A neighbouring character adds at most so much to what a title or state gives.
const MOST_BONUS: i32 = 160;

impl Points {
    /// Reads a rule of `persons.toml`; a missing rule gives no points and so no names.
    pub fn new(lexicon: &Lexicon, id: &str) -> Self {
        let rule = lexicon.rules("persons").iter().find(|rule| rule.id.as_str() == id);
        let table = |key: &str| -> FxHashMap<String, i32> {
            let entries = rule.map(|rule: &Rule| rule.entries(key)).unwrap_or_default();
            entries.into_iter().map(|(name, points)| (name, points.parse().unwrap_or(0))).collect()
        };
        let characters = |key: &str| -> FxHashMap<char, i32> {
            table(key).into_iter().filter_map(|(name, points)| Some((name.chars().next()?, points))).collect()
        };
        let (before, after, whole) = (table("before"), table("after"), table("whole"));
        // Parts of speech have names in ASCII; marks are looked up before anything is cut.
        let most = |table: &FxHashMap<String, i32>| {
            let words = table.iter().filter(|(name, _)| name.len() <= 4 && name.is_ascii());
            words.map(|(_, &points)| points).max().unwrap_or(0)
        };
        let best = Best { word: most(&whole) };
        let (before_character, after_character) =
            (characters("before_character"), characters("after_character"));
        let settings = Settings::new(&table("settings"));
        let listed = settings.listed;
        Points {
            rule: RuleId::new(id).expect("the id is well formed"),
            settings,
            quick_before: Quick::new(&before, &before_character, listed),
            quick_after: Quick::new(&after, &after_character, listed),
            before_character,
            last_character: characters("last_character"),
            after_character,
            before,
            after,
            whole,
            inside: table("inside"),
            across: table("across"),
            best,
        }
    }

    /// The most points that a character before a name, or the title or state that ends there, can give.
    pub fn most_before(&self, character: char, beside: Beside) -> i32 {
        self.quick_before.most(character, beside)
    }

    /// The same after a name.
    pub fn most_after(&self, character: char, beside: Beside) -> i32 {
        self.quick_after.most(character, beside)
    }

    /// The most points that a word of the dictionary can give.
    pub fn most_for_word(&self) -> i32 {
        self.best.word
    }

    /// Points from the words in, across and beside a candidate; `None` as soon as they cannot reach `enough`.
    pub fn surroundings(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        span: Span,
        enough: i32,
    ) -> Option<i32> {
        let words = self.words(context, span);
        let mut points = words.points + self.characters(context, span);
        if words.ends_before {
            points += self.cheap(context, around, span.start, Side::Before).unwrap_or_else(|| {
                let before = context.before(span.start).map_or(0, char::len_utf8);
                self.part_of_speech(context, &self.before, span.start - narrow(before))
            });
        }
        if words.ends_after {
            points += self
                .cheap(context, around, span.end, Side::After)
                .unwrap_or_else(|| self.part_of_speech(context, &self.after, span.end));
        }
        // How frequent a word is only takes points away, and is the dearest question.
        if points < enough {
            return None;
        }
        let each =
            if words.is_whole { self.settings.frequency_whole } else { self.settings.frequency_inside };
        Some(points + each * logarithm(self.most_frequent(context, span)) / 100)
    }

    fn characters(&self, context: &Context<'_>, span: Span) -> i32 {
        let of = |table: &FxHashMap<char, i32>, character: Option<char>| {
            character.and_then(|character| table.get(&character)).copied().unwrap_or(0)
        };
        of(&self.before_character, context.before(span.start))
            + of(&self.after_character, context.after(span.end))
            + of(&self.last_character, context.before(span.end))
    }

    fn part_of_speech(&self, context: &Context<'_>, table: &FxHashMap<String, i32>, at: u32) -> i32 {
        let word = context.words.word_at(at);
        word.and_then(|word| table.get(context.words.part_of_speech(word))).copied().unwrap_or(0)
    }

    /// What a title, a state, a mark or a number beside a candidate says; `None` where a word stands there.
    fn cheap(&self, context: &Context<'_>, around: &Surroundings<'_>, at: u32, side: Side) -> Option<i32> {
        let (table, character) = match side {
            Side::Before => (&self.before, context.before(at)),
            Side::After => (&self.after, context.after(at)),
        };
        let points = |name: &str| Some(table.get(name).copied().unwrap_or(0));
        let titled = match side {
            Side::Before => around.title_before(at).is_some(),
            Side::After => around.title_after(at).is_some(),
        };
        if titled {
            return points("title");
        }
        let state = match side {
            Side::Before => around.state_before(at).is_some(),
            Side::After => around.state_after(at),
        };
        match character {
            _ if state => points("ns"),
            None | Some('\n') => points("line"),
            Some('\u{4E00}'..='\u{9FFF}') => None,
            Some(c) if c.is_alphanumeric() => points("number"),
            Some(c) => {
                let mut name = [0; 4];
                let own = table.get(&*c.encode_utf8(&mut name)).copied();
                own.or_else(|| table.get("mark").copied()).or(Some(0))
            }
        }
    }

    /// Points of the words in and across a span, but for their frequency.
    fn words(&self, context: &Context<'_>, span: Span) -> Words {
        let text = context.text();
        let mut words = Words { points: 0, ends_before: true, ends_after: true, is_whole: false };
        let mut at = span.start;
        while at < span.end {
            let Some(word) = context.words.word_at(at) else { break };
            words.ends_before &= word.start >= span.start;
            words.ends_after &= word.end <= span.end;
            words.is_whole = word == span;
            if is_long(text, word) {
                let table = if words.is_whole {
                    &self.whole
                } else if span.contains(word) {
                    &self.inside
                } else {
                    &self.across
                };
                words.points += table.get(context.words.part_of_speech(word)).copied().unwrap_or(0);
            }
            at = word.end.max(at + 1);
        }
        if !words.ends_before {
            words.points += self.settings.across_left;
        }
        if !words.ends_after {
            words.points += self.settings.across_right;
        }
        words
    }

    /// The count of the most frequent word of several characters in or across a span.
    fn most_frequent(&self, context: &Context<'_>, span: Span) -> u32 {
        let mut most = 0;
        let mut at = span.start;
        while let Some(word) = context.words.word_at(at).filter(|_| at < span.end) {
            if is_long(context.text(), word) {
                most = most.max(context.words.frequency(word));
            }
            at = word.end.max(at + 1);
        }
        most
    }
}

/// What the words in and across a candidate say.
struct Words {
    points: i32,
    /// Whether no word crosses its beginning.
    ends_before: bool,
    /// Whether no word crosses its end.
    ends_after: bool,
    /// Whether it is one word.
    is_whole: bool,
}

fn is_long(text: &str, word: Span) -> bool {
    word.of(text).chars().nth(1).is_some()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// The natural logarithm of a count and one, in hundredths.
#[expect(clippy::cast_possible_truncation, reason = "the logarithm of a count lies below fifty")]
fn logarithm(count: u32) -> i32 {
    let logarithm = (f64::from(count) + 1.0).ln();
    (logarithm * 100.0).round() as i32
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
