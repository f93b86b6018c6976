//! Names by where they stand, each sort in a file of its own, and in Latin letters behind a name.

mod foot;
mod joined;
mod office;
mod regnal;
mod unnamed;
mod whole;

use bangjiao_document::{Mention, RuleId, Span};
use bangjiao_lexicon::Lexicon;

use super::found::Persons;
use crate::context::{Context, Strength};
use crate::tag::characters::{Characters, JOINT, TRANSLITERATION, is_han};
use crate::tag::letters;

/// Finds names by where they stand.
pub(super) struct Standing {
    signature: RuleId,
    joined: RuleId,
    unnamed: RuleId,
    regnal: RuleId,
    office: RuleId,
    listed: RuleId,
    letters: RuleId,
    /// Surnames that are rather words behind a title: 发言人|应询.
    rather_words: String,
    /// Verbs of one character behind a name: 舒默|称.
    says: String,
    /// What stands between a name and a mark without being a part of it: 等.
    no_ends: String,
    /// Units of places, and words behind several: 江|北京市, 张|三亚等地.
    of_places: String,
}

/// Bytes of a Han character.
const ONE: u32 = 3;

/// Numbers of monarchs.
const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// Parts of a name on one side of a point; a longer chain is a list, and to walk it from each of its points would take
/// the square of its length.
const MOST_PARTS: u32 = 12;

impl Standing {
    /// Makes the rules' ids and reads their words in `persons.toml`.
    pub fn new(lexicon: &Lexicon) -> Self {
        let words = lexicon.rules("persons").iter().find(|rule| rule.id.as_str() == "person-chinese");
        let characters = |key| words.and_then(|rule| rule.text(key)).unwrap_or_default().to_owned();
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        Standing {
            signature: rule("person-signature"),
            joined: rule("person-joined"),
            unnamed: rule("person-unnamed"),
            regnal: rule("person-regnal"),
            office: rule("person-after-office"),
            listed: rule("person-listed"),
            letters: rule("person-letters"),
            rather_words: characters("rather_words"),
            says: characters("says"),
            no_ends: characters("no_ends"),
            of_places: characters("of_places"),
        }
    }

    /// The name in Latin letters in a bracket behind a person's name: 菲尔·斯佩克特（Phil Spector）.
    pub fn in_letters(&self, context: &Context<'_>, persons: &mut Persons) {
        let text = context.text();
        let behind = |(mention, _): &(Mention, Strength)| {
            let span = letters::behind(text, mention.span)?;
            let letters = span.of(text);
            // One word alone is as often a place's (奥特伊（Auteuil）).
            let is_name = letters.contains(' ') && letters.contains(char::is_lowercase);
            is_name.then(|| Mention { span, rule: self.letters.clone(), ..mention.clone() })
        };
        let found: Vec<Mention> = persons.found.iter().filter_map(behind).collect();
        for mention in found {
            if !persons.overlap(mention.span) {
                persons.push(mention, Strength::Context);
            }
        }
    }
}

/// Each character of a name after an office is so much more common in transliterated names than elsewhere, in hundredths of
/// a nat, on the average.
const AFTER_OFFICE_AT_LEAST: i32 = 80;

/// Marks that join two parts of a transliterated name.
pub(super) const HYPHENS: [char; 3] = ['-', '－', '—'];

/// The transliterated name that begins at a view offset: single characters and words that are names, up to a word with which a
/// sentence goes on after a name.
fn transliterated(context: &Context<'_>, characters: &Characters, start: u32) -> Option<Span> {
    let text = context.text();
    let (mut end, mut odds, mut count) = (start, 0, 0);
    while let Some(word) = context.words.word_at(end).filter(|word| word.start == end) {
        let own: Option<i32> = word.of(text).chars().map(|c| characters.row(c).foreign()).sum();
        let fits = if word.len() == ONE {
            !context.words.is_function_word(end)
        } else {
            matches!(context.words.part_of_speech(word), "nr" | "nrt" | "nrfg" | "nz" | "ns" | "x")
        };
        // 孟|希科夫: a character that other transliterations seldom have begins it.
        let is_surname = || context.after(end).is_some_and(|first| characters.row(first).is_common());
        let opens = end == start && word.len() == ONE && fits && own.is_none() && is_surname();
        let Some(own) = own.filter(|_| fits).or(opens.then_some(0)) else { break };
        (end, odds) = (word.end, odds + own);
        count += i32::try_from(word.len() / ONE).unwrap_or(0);
        if count > LONGEST_TRANSLITERATION {
            return None;
        }
    }
    let is_name = count > 1 && odds >= count * AFTER_OFFICE_AT_LEAST && goes_on_after_name(context, end);
    is_name.then(|| Span::new(start, end))
}

/// A transliterated name without · has so many characters at most.
const LONGEST_TRANSLITERATION: i32 = 8;

/// Whether a sentence goes on at a view offset as it does after a name, or ends there.
fn goes_on_after_name(context: &Context<'_>, at: u32) -> bool {
    let Some(next) = context.after(at) else { return true };
    if !is_han(next) {
        return next != JOINT && !HYPHENS.contains(&next);
    }
    context.words.word_at(at).filter(|word| word.start == at).is_some_and(|word| {
        let pos = context.words.part_of_speech(word);
        // 外长安诺生|代表双方签字
        word.of(context.text()) == "代表"
            || matches!(
                pos,
                "v" | "d" | "p" | "c" | "t" | "u" | "uj" | "ul" | "r" | "ad" | "m" | "i" | "l" | "y"
            )
    })
}

/// Whether all characters of a name are those of transliterations, most of them hardly anything else.
fn is_transliterated(context: &Context<'_>, characters: &Characters, span: Span) -> bool {
    let name = span.of(context.text());
    let parts = || name.chars().filter(|&c| c != JOINT);
    let odds: Option<i32> = parts().map(|c| characters.row(c).foreign()).sum();
    let count = i32::try_from(parts().count()).unwrap_or(i32::MAX);
    count > 1 && odds.is_some_and(|odds| odds >= count * TRANSLITERATION)
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
