//! The points of a rule of `persons.toml`, and what the surroundings of a candidate say for a name.

use std::sync::Arc;

use bangjiao_document::{RuleId, Span};
use bangjiao_lexicon::{Lexicon, Rule};
use rustc_hash::{FxHashMap, FxHashSet};

use super::candidate::{Beside, Candidate};
use super::texts::Texts;
use crate::context::Context;
use crate::dictionary::Entry;
use crate::part_of_speech::PARTS_OF_SPEECH;
use crate::segment::Word;
use crate::tag::characters::{FIRST_HAN, JOINT, LAST_HAN};

/// The single numbers of a rule, in hundredths of a nat where nothing else is said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Settings {
    /// Given to every candidate.
    pub bias: i32,
    /// A candidate with so many is a person.
    pub accept: i32,
    /// A name that needs the help of its other places needs so many points more than others.
    pub helped: i32,
    /// Where the article has the name elsewhere too.
    pub again: i32,
    /// A name with so many somewhere is certain for other articles.
    pub sure: i32,
    /// Where the name is certain in other articles of the corpus.
    pub corpus: i32,
    /// The same for a name of two characters.
    pub corpus_two: i32,
    /// What stands on one side of such a name says so much at least.
    pub corpus_beside: i32,
    /// Percent of the points of the best other place of the name.
    pub best: i32,
    /// For each e-fold of the number of its places.
    pub repeated: i32,
    /// Where it stands beside a title elsewhere.
    pub titled: i32,
    /// Where each place is followed by another character; less where some are alike.
    pub varied: i32,
    /// Percent of the points of the best place where only the beginning of the name stands.
    pub beginning: i32,
    /// For each side on which a person stands in an enumeration.
    pub listed: i32,
    /// For each character, where it is asked which of two overlapping names goes first.
    pub longer: i32,
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
    /// For a name of the list of known ones.
    pub known: i32,
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
            helped: of("helped"),
            again: of("again"),
            sure: of("sure"),
            corpus: of("corpus"),
            corpus_two: of("corpus_two"),
            corpus_beside: of("corpus_beside"),
            best: of("best"),
            repeated: of("repeated"),
            titled: of("titled"),
            varied: of("varied"),
            beginning: of("beginning"),
            listed: of("listed"),
            longer: of("longer"),
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
            known: of("known"),
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

    /// Points for a name with several places: of the `best` other one, and for the different characters that follow them.
    pub fn of_places(&self, best: i32, places: u32, followers: u32) -> i32 {
        let followers = i32::try_from(followers * 100 / places.max(1)).unwrap_or(100).min(100);
        self.again
            + self.best * best.clamp(-MOST_OF_PLACE, MOST_OF_PLACE) / 100
            + self.repeated * logarithm(places.min(MOST_PLACES) - 1) / 100
            + self.varied * followers / 100
    }

    /// Points for a longer name where the article has its beginning by itself, with so many at best.
    pub fn of_beginning(&self, best: i32) -> i32 {
        self.beginning * best.clamp(0, MOST_OF_PLACE) / 100
    }
}

/// More points of another place say no more.
pub(super) const MOST_OF_PLACE: i32 = 400;

/// More places of a name say no more.
const MOST_PLACES: u32 = 8;

/// Points in hundredths of a nat, by what they are given for.
pub(super) struct Points {
    /// The rule's id.
    pub rule: RuleId,
    /// The single numbers.
    pub settings: Settings,
    before: Neighbour,
    after: Neighbour,
    /// Transliterated names that many people bear.
    names: FxHashSet<String>,
    /// For the first character of the name itself.
    first_character: ByCharacter,
    /// For the last one.
    last_character: ByCharacter,
    whole: ByPartOfSpeech,
    inside: ByPartOfSpeech,
    across: ByPartOfSpeech,
    /// The most that a word can add: what a cheap look cannot know.
    most_for_word: i32,
    /// The most that other places of the name can add.
    most_again: i32,
    texts: Arc<Texts>,
}

/// Points of words by the number of their part of speech.
struct ByPartOfSpeech([i32; 64]);

impl ByPartOfSpeech {
    fn new(table: &FxHashMap<String, i32>) -> Self {
        let mut points = [0; 64];
        for (number, tag) in PARTS_OF_SPEECH.iter().enumerate() {
            points[number] = table.get(*tag).copied().unwrap_or(0);
        }
        ByPartOfSpeech(points)
    }

    fn of(&self, word: Word) -> i32 {
        self.0.get(usize::from(word.entry.part_of_speech)).copied().unwrap_or(0)
    }
}

/// Points of Han characters, by their place in the block.
struct ByCharacter(Vec<i16>);

impl ByCharacter {
    /// Every character of a key has the key's points; those of several keys are added up.
    fn new(table: impl Iterator<Item = (String, i32)>) -> Self {
        let mut points = vec![0; (LAST_HAN - FIRST_HAN + 1) as usize];
        for (characters, given) in table {
            for character in characters.chars() {
                let at = u32::from(character).checked_sub(FIRST_HAN).map(|at| at as usize);
                if let Some(own) = at.and_then(|at| points.get_mut(at)) {
                    *own += i16::try_from(given).unwrap_or(0);
                }
            }
        }
        ByCharacter(points)
    }

    #[inline]
    fn of(&self, character: char) -> i32 {
        let at = u32::from(character).wrapping_sub(FIRST_HAN);
        self.0.get(at as usize).copied().map_or(0, i32::from)
    }

    /// The most that any character has.
    fn most(&self) -> i32 {
        self.0.iter().copied().max().map_or(0, i32::from)
    }
}

/// What stands on one side of a name.
struct Neighbour {
    /// By character of the Basic Multilingual Plane the most points, with those for the character itself and for a list:
    /// of a Han character what the best word ending or beginning with it gives.
    most: Vec<i16>,
    /// More for single characters.
    characters: ByCharacter,
    /// The most of those.
    most_of_character: i32,
    /// Given beside a comma of an enumeration by the cheap look: a person on its other side may vouch for the name.
    listed: i32,
    title: i32,
    state: i32,
    words: ByPartOfSpeech,
}

impl Neighbour {
    fn new(table: &FxHashMap<String, i32>, characters: ByCharacter, listed: i32) -> Self {
        let points = |name: &str| table.get(name).copied().unwrap_or(0);
        let best = most(table.iter().filter(|(name, _)| *name != "line"));
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
            let base = if character == LIST { base + listed } else { base };
            i16::try_from(base + characters.of(character)).unwrap_or(i16::MAX)
        };
        let most = (0..=u32::from(u16::MAX)).map(|code| char::from_u32(code).map_or(0, of)).collect();
        let (title, state) = (points("title"), points("state"));
        let most_of_character = characters.most();
        let words = ByPartOfSpeech::new(table);
        Neighbour { most, characters, most_of_character, listed, title, state, words }
    }

    fn most(&self, character: char, beside: Beside) -> i32 {
        match beside {
            Beside::Title => self.title + self.most_of_character,
            Beside::State => self.state + self.most_of_character,
            Beside::Other => self.most.get(character as usize).copied().map_or(0, i32::from),
        }
    }

    /// What a character, or the title or state there, says for a name; `word` is read where one says it.
    fn points(&self, character: char, beside: Beside, word: impl Fn() -> Option<Word>) -> i32 {
        let said = match (beside, character) {
            (Beside::Title, _) => self.title,
            (Beside::State, _) => self.state,
            (Beside::Other, '\u{4E00}'..='\u{9FFF}') => word().map_or(0, |word| self.words.of(word)),
            // The cheap look knows all of it.
            (Beside::Other, LIST) => return self.most(character, beside) - self.listed,
            (Beside::Other, _) => return self.most(character, beside),
        };
        said + self.characters.of(character)
    }
}

/// The comma of an enumeration.
const LIST: char = '、';

/// What stands between the names of an enumeration.
pub(super) const LISTS: [char; 4] = [LIST, '和', '与', '及'];

/// Bytes of each of them.
pub(super) const LIST_BYTES: u32 = 3;

/// The most points of the parts of speech of a table; those have names in ASCII, marks are looked up by themselves.
fn most<'t>(table: impl Iterator<Item = (&'t String, &'t i32)>) -> i32 {
    let words = table.filter(|(name, _)| name.len() <= 4 && name.is_ascii());
    words.map(|(_, &points)| points).max().unwrap_or(0)
}

impl Points {
    /// Reads a rule of `persons.toml`; a missing rule gives no points and so no names.
    ///
    /// With a suffix (`_two`) the points of the tables with that suffix are added to those without.
    pub fn new(lexicon: &Lexicon, texts: Arc<Texts>, id: &str, suffix: &str) -> Self {
        let rule = lexicon.rules("persons").iter().find(|rule| rule.id.as_str() == id);
        let entries = |key: &str| -> Vec<(String, i32)> {
            let entries = rule.map(|rule: &Rule| rule.entries(key)).unwrap_or_default();
            entries.into_iter().map(|(name, points)| (name, points.parse().unwrap_or(0))).collect()
        };
        let both = |key: &str| {
            let more = if suffix.is_empty() { Vec::new() } else { entries(&format!("{key}{suffix}")) };
            entries(key).into_iter().chain(more)
        };
        let table = |key: &str| -> FxHashMap<String, i32> {
            let mut table = FxHashMap::default();
            for (name, points) in both(key) {
                *table.entry(name).or_insert(0) += points;
            }
            table
        };
        let characters = |key: &str| ByCharacter::new(both(key));
        let settings = Settings::new(&table("settings"));
        let neighbour = |key: &str, own: &str| Neighbour::new(&table(key), characters(own), settings.listed);
        let by_part_of_speech = |key: &str| ByPartOfSpeech::new(&table(key));
        Points {
            rule: RuleId::new(id).expect("the id is well formed"),
            before: neighbour("before", "before_character"),
            after: neighbour("after", "after_character"),
            names: rule.map(|rule| rule.texts("names").into_iter().collect()).unwrap_or_default(),
            first_character: characters("first_character"),
            last_character: characters("last_character"),
            whole: by_part_of_speech("whole"),
            inside: by_part_of_speech("inside"),
            across: by_part_of_speech("across"),
            most_for_word: most(table("whole").iter()),
            most_again: settings.of_places(MOST_OF_PLACE, MOST_PLACES, MOST_PLACES) + settings.titled,
            settings,
            texts,
        }
    }

    /// Points of the first and the last character of a name.
    #[inline]
    pub fn ends(&self, first: char, last: char) -> i32 {
        self.first_character.of(first) + self.last_character.of(last)
    }

    /// The most points that a character before a name, or the title or state that ends there, can give.
    #[inline]
    pub fn most_before(&self, character: char, beside: Beside) -> i32 {
        self.before.most(character, beside)
    }

    /// The same after a name.
    #[inline]
    pub fn most_after(&self, character: char, beside: Beside) -> i32 {
        self.after.most(character, beside)
    }

    /// Points of a name of so many characters that other articles make certain; nothing for any other.
    pub fn corpus(&self, context: &Context<'_>, name: Span, n_characters: usize) -> i32 {
        match context.corpus_names.contains(name.of(context.text())) {
            true if n_characters == 2 => self.settings.corpus_two,
            true => self.settings.corpus,
            false => 0,
        }
    }

    /// Points of a name that many people bear: the whole (威廉), or all its parts (玛丽·史密斯).
    pub fn known(&self, name: &str) -> i32 {
        let is_known = name.split(JOINT).all(|part| self.names.contains(part));
        if is_known { self.settings.known } else { 0 }
    }

    /// The most points that a word of the dictionary can give.
    pub fn most_for_word(&self) -> i32 {
        self.most_for_word
    }

    /// Points from the words in, across and beside a candidate; `None` as soon as they cannot make it a name.
    ///
    /// The article may add points to its own, and a person on the other side of the comma of an enumeration. Other
    /// articles may not where something beside the candidate speaks against a name there.
    pub fn surroundings(&self, context: &Context<'_>, candidate: &mut Candidate) -> Option<i32> {
        let span = candidate.span;
        let character = |character: Option<char>| character.unwrap_or('\n');
        let (before, after) = (character(context.before(span.start)), character(context.after(span.end)));
        let words = self.words(context, span);
        let mut points = words.points;
        let beside_before = if words.ends_before {
            let last = || context.words.word(span.start - narrow(before.len_utf8()));
            self.before.points(before, candidate.before, last)
        } else {
            self.before.characters.of(before)
        };
        let beside_after = if words.ends_after {
            self.after.points(after, candidate.after, || context.words.word(span.end))
        } else {
            self.after.characters.of(after)
        };
        points += beside_before + beside_after;
        // 郭|艾伦: a part of a longer name.
        if beside_before.min(beside_after) < self.settings.corpus_beside {
            candidate.corpus = 0;
        }
        let lists = i32::from(LISTS.contains(&before)) + i32::from(LISTS.contains(&after));
        let help = self.most_again.max(candidate.corpus).max(lists * self.settings.listed);
        // How frequent a word is only takes points away, and is the dearest question.
        if candidate.odds + points + help < self.settings.accept {
            return None;
        }
        let settings = &self.settings;
        let each = if words.is_whole { settings.frequency_whole } else { settings.frequency_inside };
        let frequency = words.most_frequent.map_or(0, |entry| context.words.frequency_of(entry));
        Some(points + each * logarithm(frequency) / 100)
    }

    /// Points of the words in and across a span, but for their frequency.
    fn words(&self, context: &Context<'_>, span: Span) -> Words {
        let text = context.text();
        let mut words =
            Words { points: 0, ends_before: true, ends_after: true, is_whole: false, most_frequent: None };
        let mut at = span.start;
        while at < span.end {
            let Some(word) = context.words.word(at) else { break };
            if word.span.start < span.end && begins_verb(&self.texts, text, word.span, span.end) {
                break;
            }
            words.ends_before &= word.span.start >= span.start;
            words.ends_after &= word.span.end <= span.end;
            words.is_whole = word.span == span;
            if is_long(text, word.span) {
                let table = if words.is_whole {
                    &self.whole
                } else if span.contains(word.span) {
                    &self.inside
                } else {
                    &self.across
                };
                words.points += table.of(word);
                if words.most_frequent.is_none_or(|most| word.entry.class > most.class) {
                    words.most_frequent = Some(word.entry);
                }
            }
            // Words of two fixed spans that overlap (韩国, 国庆) lead nowhere.
            if word.span.end <= at {
                break;
            }
            at = word.span.end;
        }
        if !words.ends_before {
            words.points += self.settings.across_left;
        }
        if !words.ends_after {
            words.points += self.settings.across_right;
        }
        words
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
    /// The most frequent word of several characters.
    most_frequent: Option<Entry>,
}

/// Whether what a word has beyond the end of a name begins a verb that often follows names: 李明|说, 吴登盛|会见; but 对刘强|来说.
fn begins_verb(texts: &Texts, text: &str, word: Span, name: u32) -> bool {
    if word.end <= name {
        return false;
    }
    match &text[name as usize..word.end as usize] {
        "说" => word.of(text) != "来说",
        "会" => text[word.end as usize..].starts_with(|next| texts.meets.contains(next)),
        // 司长鲁平|等陪同, where the dictionary has 平等
        "等" => texts.among_others.iter().any(|next| text[word.end as usize..].starts_with(next.as_str())),
        _ => false,
    }
}

fn is_long(text: &str, word: Span) -> bool {
    word.of(text).chars().nth(1).is_some()
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
