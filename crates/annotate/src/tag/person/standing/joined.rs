//! Names joined by · where their characters alone do not show them.

use bangjiao_document::Span;

use super::{HYPHENS, MOST_PARTS, ONE, Standing, narrow};
use crate::context::{Context, Strength};
use crate::tag::characters::{Characters, JOINT, TRANSLITERATION, is_han};
use crate::tag::person::around::Surroundings;
use crate::tag::person::found::Persons;
use crate::tag::person::unlinked;

/// A name joined by · has so many characters at most in each of its parts.
const LONGEST_PART: usize = 8;

impl Standing {
    /// Names joined by · between marks or titles: 、阿沛·阿旺晋美、.
    pub fn joined(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let text = context.text();
        for at in memchr::memmem::find_iter(text.as_bytes(), "·".as_bytes()) {
            let joint = narrow(at);
            let Some(span) = joined_around(context, around, characters, joint) else { continue };
            if !persons.overlap(span) && !around.forbids(span) {
                persons.push(unlinked(context, span, &self.joined), Strength::Context);
            }
        }
    }
}

/// The stretch around a · from mark, title, state or word to another.
fn joined_around(
    context: &Context<'_>,
    around: &Surroundings<'_>,
    characters: &Characters,
    joint: u32,
) -> Option<Span> {
    let text = context.text();
    let inside = |c: char| is_han(c) || c == JOINT;
    let mut start = joint;
    let (mut part, mut parts) = (0, 0);
    let mut is_between_words = false;
    while let Some(character) = context.before(start).filter(|&c| inside(c)) {
        if around.title_before(start).is_some() || around.state_before(start).is_some() {
            break;
        }
        // 其中|香侬·帕搏, 属下的|德·狄维士: a word before the first part.
        if character != JOINT && part > 0 && ends_other_word(context, characters, start) {
            is_between_words = true;
            break;
        }
        (part, parts) = if character == JOINT { (0, parts + 1) } else { (part + 1, parts) };
        if part > LONGEST_PART || parts > MOST_PARTS {
            return None;
        }
        start -= narrow(character.len_utf8());
    }
    let mut end = joint;
    (part, parts) = (0, 0);
    while let Some(character) = context.after(end).filter(|&c| inside(c)) {
        if end > joint && around.title_after(end).is_some() {
            break;
        }
        let follows = matches!(character, '说' | '等' | '的' | '在' | '和' | '与');
        if part > 1 && context.words.is_border(end) {
            if follows {
                break;
            }
            match begins_other_word(context, characters, end) {
                // 弗朗西斯·霍兰德|学校
                Some(Follower::Noun) => return None,
                Some(Follower::Sentence) => {
                    is_between_words = true;
                    break;
                }
                None => {}
            }
        }
        (part, parts) = if character == JOINT { (0, parts + 1) } else { (part + 1, parts) };
        if part > LONGEST_PART || parts > MOST_PARTS {
            return None;
        }
        end += narrow(character.len_utf8());
    }
    // 让·埃诺, 让—路易·普西米斯: before a joint 让 is no verb.
    let jean = with_jean(context, start);
    start = jean.unwrap_or(start);
    // A word at the beginning of the first part.
    while let Some(word) = context.words.word_at(start).filter(|word| word.start == start && word.end < joint)
    {
        if jean.is_some() || !is_other_word(context, characters, word) {
            break;
        }
        start = word.end;
    }
    // 雅克·沙邦-戴尔马: the name goes on behind the hyphen.
    let bounds = |mark: Option<char>| matches!(mark, Some('《' | '“' | '》' | '”' | '〈' | '〉' | '-' | '—'));
    // A letter or number beside it: １·２９枪击.
    let number = |mark: Option<char>| mark.is_some_and(|mark| mark.is_alphanumeric() && !is_han(mark));
    let (before, after) = (context.before(start), context.after(end));
    let is_bare = [before, after].into_iter().any(|mark| bounds(mark) || number(mark));
    let name = text.get(start as usize..end as usize)?;
    let whole = !name.starts_with(JOINT) && !name.ends_with(JOINT);
    // 自主·自立·自强: half of a name at least is written with the characters of names.
    let is_of_name = |character: &char| *character != JOINT && !HYPHENS.contains(character);
    let count = name.chars().filter(is_of_name).count();
    let is_foreign = |character: &char| *character == JEAN || characters.is_foreign(*character);
    let foreign = name.chars().filter(is_of_name).filter(is_foreign).count();
    let is_written_so = if is_between_words { foreign == count } else { 2 * foreign >= count };
    (whole && !is_bare && is_written_so).then(|| Span::new(start, end))
}

/// The French given name that is a verb of Chinese too.
const JEAN: char = '让';

/// Where a name begins with 让 and a joint: at the offset (让·埃诺), or before it (让—|路易·普西米斯, 让·|科特).
pub(super) fn with_jean(context: &Context<'_>, start: u32) -> Option<u32> {
    let text = context.text();
    let is_joint = |mark: char| mark == JOINT || HYPHENS.contains(&mark);
    if text[start as usize..].strip_prefix(JEAN).is_some_and(|rest| rest.starts_with(is_joint)) {
        return Some(start);
    }
    text[..start as usize].strip_suffix(is_joint)?.strip_suffix(JEAN).map(|lead| narrow(lead.len()))
}

/// Whether a word is none of a name: of several characters and no proper noun, or one that serves grammar.
fn is_other_word(context: &Context<'_>, characters: &Characters, word: Span) -> bool {
    let pos = context.words.part_of_speech(word);
    if word.len() > ONE {
        return !matches!(pos, "nr" | "nrt" | "nrfg" | "ns" | "nz" | "x");
    }
    let odds = context.after(word.start).and_then(|character| characters.row(character).foreign());
    odds.is_none_or(|odds| odds < TRANSLITERATION)
        && matches!(pos, "p" | "c" | "d" | "u" | "uj" | "ul" | "v" | "m" | "q" | "r")
}

/// Whether a word that ends at a view offset is none of a name; one whose characters are all transliterations may be.
fn ends_other_word(context: &Context<'_>, characters: &Characters, at: u32) -> bool {
    context.words.word_at(at - ONE).filter(|word| word.end == at).is_some_and(|word| {
        let foreign = word.of(context.text()).chars().all(|c| characters.is_foreign(c));
        is_other_word(context, characters, word) && (word.len() == ONE || !foreign)
    })
}

/// What follows a name.
enum Follower {
    /// A word with which a sentence goes on: 法比恩·维迪尔|曾经.
    Sentence,
    /// A noun: the name is that of a thing.
    Noun,
}

/// What begins at a view offset, if it is no part of a name.
fn begins_other_word(context: &Context<'_>, characters: &Characters, at: u32) -> Option<Follower> {
    let word = context.words.word_at(at).filter(|word| word.start == at)?;
    let foreign = word.of(context.text()).chars().all(|c| characters.is_foreign(c));
    match context.words.part_of_speech(word) {
        _ if word.len() == ONE => {
            (!foreign && context.words.is_function_word(at)).then_some(Follower::Sentence)
        }
        "v" | "d" | "p" | "c" | "t" | "r" | "ad" => Some(Follower::Sentence),
        "n" | "nt" | "vn" if !foreign => Some(Follower::Noun),
        _ => None,
    }
}
