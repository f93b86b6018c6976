//! Names by where they stand: at the foot of an article (。（陈杰杨颖）), under a picture (（胡桃摄）), in a line of authors,
//! before a monarch's number (亨利四世), 某 and 氏, after an office of a state, joined by · between marks (、阿沛·阿旺晋美、), and in Latin letters behind a name.

use bangjiao_document::{Field, Mention, RuleId, Span};
use bangjiao_lexicon::Position;
use rustc_hash::FxHashSet;

use super::around::Surroundings;
use super::found::Persons;
use super::role::modified;
use super::unlinked;
use crate::context::{Context, Strength};
use crate::segment::COMMON;
use crate::tag::characters::{Characters, JOINT, TRANSLITERATION, double, is_han, single};
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
}

/// Bytes of a Han character.
const ONE: u32 = 3;

/// A line or bracket of names has so many characters at most.
const LONGEST_LINE: usize = 16;

/// Authors stand in the first so many paragraphs of the body.
const FIRST_LINES: usize = 3;

/// Each of several names in a row has such odds at least, in hundredths of a nat.
const LEAST_IN_ROW: i32 = -250;

/// Numbers of monarchs.
const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// Characters of a monarch's name must be so much more common in names than elsewhere, in hundredths of a nat.
const REGNAL_AT_LEAST: i32 = 60;

/// Parts of a name on one side of a point; a longer chain is a list, and to walk it from each of its points would take
/// the square of its length.
const MOST_PARTS: u32 = 12;

/// A name joined by · has so many characters at most in each of its parts.
const LONGEST_PART: usize = 8;

/// The last character of a bracket that says what was done: （周确摄）.
const TAKEN: char = '摄';

/// The same at the foot of an article: （木易摘）.
const DONE: [char; 5] = ['摄', '作', '摘', '编', '辑'];

impl Standing {
    /// Makes the rules' ids.
    pub fn new() -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        Standing {
            signature: rule("person-signature"),
            joined: rule("person-joined"),
            unnamed: rule("person-unnamed"),
            regnal: rule("person-regnal"),
            office: rule("person-after-office"),
            listed: rule("person-listed"),
            letters: rule("person-letters"),
        }
    }

    /// Names at the foot, under pictures and in lines of authors.
    pub fn signatures(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let text = context.text();
        let mut names: Vec<Span> = Vec::new();
        let mut lines = 0;
        for paragraph in &context.layout.paragraphs {
            if paragraph.field == Field::Body {
                lines += 1;
                if lines <= FIRST_LINES && paragraph.span.len() <= ONE * narrow(LONGEST_LINE) {
                    split(context, characters, paragraph.span, &mut names);
                }
            }
            if let Some(inside) = bracket_at_end(paragraph.span, text) {
                split(context, characters, inside, &mut names);
            }
        }
        for at in memchr::memmem::find_iter(text.as_bytes(), "）".as_bytes()) {
            let Some(rest) = text[..at].strip_suffix(TAKEN) else { continue };
            // No farther back than such a bracket reaches, or a text of them would be searched from each to its beginning.
            let mut near = rest.char_indices().rev().take(LONGEST_LINE);
            let Some((open, _)) = near.find(|(_, character)| *character == '（') else {
                continue;
            };
            let inside = Span::from_usize(open + '（'.len_utf8(), rest.len());
            let titled = around.titles.iter().rev().find(|titled| titled.span.end <= inside.end);
            let start = titled
                .filter(|titled| titled.span.start >= inside.start)
                .map_or(inside.start, |t| t.span.end);
            split(context, characters, Span::new(start, inside.end), &mut names);
        }
        for name in names {
            if !persons.overlap(name) && !around.forbids(name) {
                persons.push(unlinked(context, name, &self.signature), Strength::Context);
            }
        }
    }

    /// Monarchs and popes with their number: 亨利四世, 博义八世.
    pub fn regnal(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let text = context.text();
        for at in memchr::memmem::find_iter(text.as_bytes(), "世".as_bytes()) {
            let number = text[..at].trim_end_matches(NUMERALS);
            if number.len() == at || text[at..].starts_with("世纪") || text[at..].starts_with("世界") {
                continue;
            }
            let mut start = narrow(number.len());
            let (mut odds, mut count) = (0, 0);
            while let Some(character) = context.before(start) {
                // 腓特烈·威廉四世
                if character == JOINT && count > 0 {
                    start -= narrow(JOINT.len_utf8());
                    continue;
                }
                let Some(own) = characters.row(character).foreign() else { break };
                // 教宗|博义八世: a word that is none of names.
                let word = context.words.word_at(start - ONE);
                let is_plain = word.is_some_and(|word| {
                    word.len() > ONE
                        && !matches!(context.words.part_of_speech(word), "nr" | "nrt" | "nrfg" | "ns" | "nz")
                });
                if around.covered(start - ONE).is_some() || is_plain {
                    break;
                }
                start -= ONE;
                odds += own;
                count += 1;
            }
            if context.after(start) == Some(JOINT) {
                start += narrow(JOINT.len_utf8());
            }
            let span = Span::new(start, narrow(at) + ONE);
            if count >= 2
                && odds >= count * REGNAL_AT_LEAST
                && !persons.overlap(span)
                && !around.forbids(span)
            {
                persons.push(unlinked(context, span, &self.regnal), Strength::Context);
            }
        }
    }

    /// Names joined by · between marks or titles, 张某 and 张氏.
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
        for at in memchr::memmem::find_iter(text.as_bytes(), "某".as_bytes()) {
            let Some(surname) = context.before(narrow(at)) else { continue };
            if !characters.row(surname).is_common() || text[at..].starts_with("某某某") {
                continue;
            }
            let more = if text[at..].starts_with("某某") { 2 * ONE } else { ONE };
            let span = Span::new(narrow(at) - ONE, narrow(at) + more);
            let word = context.words.word_at(span.start);
            if word.is_some_and(|word| word.start == span.start)
                && context.words.is_border(span.end)
                && !persons.overlap(span)
                && !around.forbids(span)
            {
                persons.push(unlinked(context, span, &self.unnamed), Strength::Context);
            }
        }
        for at in memchr::memmem::find_iter(text.as_bytes(), "氏".as_bytes()) {
            let Some(surname) = context.before(narrow(at)) else { continue };
            if !characters.row(surname).is_common() {
                continue;
            }
            let span = Span::new(narrow(at) - ONE, narrow(at) + ONE);
            // 华氏, 摄氏 are words.
            if context.words.is_border(span.start)
                && context.words.is_border(span.end)
                && !context.words.is_word(span)
                && !persons.overlap(span)
                && !around.forbids(span)
            {
                persons.push(unlinked(context, span, &self.unnamed), Strength::Context);
            }
        }
    }

    /// Transliterated names after an office whose state or body is named, though their characters are those of other words
    /// too: 摩洛哥首相|欧斯曼尼, 哥斯达黎加总统|钦奇利亚.
    pub fn after_offices(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let certain = persons.found.iter().filter(|(_, strength)| *strength != Strength::Context);
        let kept: FxHashSet<u32> = certain.map(|(mention, _)| mention.span.start).collect();
        for titled in &around.titles {
            let (start, title) = (titled.span.start, titled.title);
            let whose = around.state_before(start).is_some()
                || around.body_before(start).is_some()
                || modified(context, around, start, titled.span).is_some_and(|(_, state, _)| state.is_some());
            if title.honorific || title.position == Position::After || !whose {
                continue;
            }
            let span = transliterated(context, characters, titled.span.end)
                .filter(|&span| !around.forbids(span) && persons.make_room(span, &kept));
            let span = span.or_else(|| {
                let span = surnamed(context, characters, titled.span.end, Place::Sentence)?;
                (!around.forbids(span) && !persons.overlap(span)).then_some(span)
            });
            if let Some(span) = span {
                persons.push(unlinked(context, span, &self.office), Strength::Context);
            }
        }
        persons.settle();
    }

    /// Other places of the names of three characters that stand after an office or in an enumeration.
    pub fn repeated(&self, context: &Context<'_>, around: &Surroundings<'_>, persons: &mut Persons) {
        let text = context.text();
        let found =
            persons.found.iter().filter(|(mention, _)| [&self.office, &self.listed].contains(&&mention.rule));
        let mut names: Vec<&str> = found.map(|(mention, _)| mention.span.of(text)).collect();
        names.retain(|name| name.chars().count() == 3);
        names.sort_unstable();
        names.dedup();
        for name in names.into_iter().take(MOST_REPEATED) {
            for at in memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()) {
                let span = Span::from_usize(at, at + name.len());
                if !persons.overlap(span) && !around.forbids(span) {
                    persons.push(unlinked(context, span, &self.office), Strength::Context);
                }
            }
        }
    }

    /// Surnames with given names that fill a place of an enumeration of persons, though their characters are those of other
    /// words too: 刘希文、肖向前、孙平化等.
    pub fn listed(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let mut ends: Vec<u32> = persons.found.iter().map(|(mention, _)| mention.span.end).collect();
        ends.sort_unstable();
        for end in ends {
            let mut at = end;
            while context.after(at) == Some('、') {
                let start = at + narrow('、'.len_utf8());
                if persons.begins_at(start) {
                    break;
                }
                let Some(span) = surnamed(context, characters, start, Place::List) else { break };
                if persons.overlap(span) || around.forbids(span) {
                    break;
                }
                persons.push(unlinked(context, span, &self.listed), Strength::Context);
                at = span.end;
            }
        }
    }

    /// The last character of a transliterated name that looks like a word (马塔雷|拉, 恩特鲁|普), and what a hyphen joins to it
    /// (阿卜杜勒-哈米德·阿巴乌德, 马桑巴—代巴).
    pub fn whole(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let mut found = std::mem::take(&mut persons.found);
        found.sort_by_key(|(mention, _)| mention.span.start);
        let mut found = found.into_iter().peekable();
        let mut whole: Vec<(Mention, Strength)> = Vec::with_capacity(found.len());
        while let Some((mut mention, strength)) = found.next() {
            let own = mention.span;
            let (mut span, mut last, mut is_certain) = (own, own, strength != Strength::Context);
            for _ in 0..MOST_PARTS {
                if !is_transliterated(context, characters, last) {
                    break;
                }
                let Some(from) = behind_hyphen(context, around, span) else { break };
                // 普京-特朗普: two persons, whom the lexicon holds, are not one.
                let next = found.next_if(|(next, next_strength)| {
                    let joins = next.span.start == from && is_transliterated(context, characters, next.span);
                    joins && !(is_certain && *next_strength != Strength::Context)
                });
                let next = match (next, found.peek()) {
                    (Some((next, _)), _) => Some(next.span),
                    (None, Some((other, _))) if other.span.start == from => None,
                    (None, other) => {
                        let free = other.map_or(u32::MAX, |(other, _)| other.span.start);
                        transliterated(context, characters, from).filter(|span| span.end <= free)
                    }
                };
                let Some(next) = next else { break };
                (span, last, is_certain) = (Span::new(own.start, next.end), next, false);
            }
            if !is_certain && let Some(end) = with_last_part(context, around, characters, span) {
                (span, last) = (Span::new(span.start, end), Span::new(span.start, end));
            }
            if !is_certain && is_transliterated(context, characters, last) {
                let end = with_last_character(context, characters, span);
                span = end.map_or(span, |end| Span::new(span.start, end));
            }
            if let Some(end) = with_end_before_mark(context, around, span) {
                span.end = end;
            }
            if let Some(end) = with_ordinal(context, span) {
                span.end = end;
            }
            let is_free = found.peek().is_none_or(|(next, _)| next.span.start >= span.end);
            if span != own && is_free && !around.forbids(span) {
                mention = unlinked(context, span, &mention.rule.clone());
            }
            whole.push((mention, if span == own { strength } else { Strength::Context }));
        }
        persons.replace(whole);
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
const HYPHENS: [char; 3] = ['-', '－', '—'];

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

/// A rare surname must be so much more common than the character is elsewhere, in hundredths of a nat.
const SURNAME_AT_LEAST: i32 = -300;

/// Surnames that are rather words behind a title: 发言人应询, 主席时.
const RATHER_WORDS: [char; 8] = ['应', '时', '单', '于', '向', '关', '经', '同'];

/// Verbs of one character that follow names (舒默|称).
const SAYS: [char; 4] = ['称', '说', '谈', '致'];

/// Other places of at most so many names are looked for.
const MOST_REPEATED: usize = 16;

/// Where a name without other evidence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In running text, after an office.
    Sentence,
    /// Between the marks of an enumeration.
    List,
}

/// The surname with a given name that begins at a view offset and ends where a sentence goes on after a name: three
/// characters, else two (林中), with a Japanese surname four or three; no frequent word, and none that serves grammar in it.
fn surnamed(context: &Context<'_>, characters: &Characters, start: u32, place: Place) -> Option<Span> {
    let rest = &context.text()[start as usize..];
    let surname = match characters.japanese_surname(rest) {
        // 龟井胜一郎
        Some(length) => narrow(length),
        None => {
            let first = rest.chars().next()?;
            let row = characters.row(first);
            let is_surname = row.is_common() || row.surname().is_some_and(|odds| odds >= SURNAME_AT_LEAST);
            (is_surname && !RATHER_WORDS.contains(&first)).then_some(ONE)?
        }
    };
    let is_japanese = surname > ONE;
    let long = is_japanese.then_some(3 * ONE);
    long.into_iter().chain([2 * ONE, ONE]).map(|given| Span::new(start, start + surname + given)).find(
        |&span| {
            let Some(name) = context.text().get(span.start as usize..span.end as usize) else { return false };
            let is_name = |at: u32| {
                context.words.word_at(at).is_some_and(|word| {
                    let serves = word.len() == ONE && context.words.is_function_word(at);
                    let pos = context.words.part_of_speech(word);
                    let is_named = matches!(pos, "nr" | "nrt" | "nrfg" | "x");
                    // 肖|向前 fills a place of a list.
                    let is_given = place == Place::List && Span::new(span.start + surname, span.end) == word;
                    let is_plain = word.len() == ONE || is_given || context.words.frequency(word) <= COMMON;
                    !serves && (is_named || is_plain)
                })
            };
            name.chars().all(is_han)
                && !name.ends_with(SAYS)
                && context.words.is_border(span.start)
                && context.words.is_border(span.end)
                && goes_on_after_name(context, span.end)
                && (place == Place::Sentence || fills(context, span))
                && (span.start..span.end).step_by(ONE as usize).all(is_name)
        },
    )
}

/// Whether a name ends where the place of an enumeration does.
fn fills(context: &Context<'_>, span: Span) -> bool {
    context
        .after(span.end)
        .is_none_or(|next| matches!(next, '、' | '，' | '。' | '；' | '等' | '）' | '\n' | '和'))
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

/// Where a part begins that a hyphen joins to a name; a dash may also stand between two persons, if no office stands before.
fn behind_hyphen(context: &Context<'_>, around: &Surroundings<'_>, name: Span) -> Option<u32> {
    let mark = context.after(name.end).filter(|mark| HYPHENS.contains(mark))?;
    let from = name.end + narrow(mark.len_utf8());
    let joins = mark != '—' || around.title_before(name.start).is_some() && context.after(from) != Some(mark);
    joins.then_some(from)
}

/// Where a transliterated name ends with the character behind it, if that is no word of the sentence.
fn with_last_character(context: &Context<'_>, characters: &Characters, span: Span) -> Option<u32> {
    let next = context.after(span.end)?;
    let end = span.end + narrow(next.len_utf8());
    let alone = context.words.word_at(span.end).is_some_and(|word| word.start == span.end && word.end == end);
    let is_part = characters.row(next).foreign().is_some_and(|odds| odds >= TRANSLITERATION)
        && alone
        && !context.words.is_function_word(span.end)
        && goes_on_after_name(context, end);
    is_part.then_some(end)
}

/// A part of a name behind a point takes in so many characters at most that are none of transliterations.
const LONGEST_END: usize = 3;

/// Where a name ends whose last part has only one character so far, up to where the sentence goes on: 马里奥·马|顺古.
fn with_last_part(
    context: &Context<'_>,
    around: &Surroundings<'_>,
    characters: &Characters,
    span: Span,
) -> Option<u32> {
    let name = span.of(context.text());
    let (_, last) = name.rsplit_once(JOINT)?;
    // 克洛伊·金|夺得
    let next = context.words.word_at(span.end);
    let goes_on = || goes_on_after_name(context, span.end) && next.is_none_or(|word| word.len() > ONE);
    if last.chars().nth(1).is_some() || goes_on() {
        return None;
    }
    let mut end = span.end;
    for _ in 0..LONGEST_END {
        let next = context.after(end).filter(|&next| is_han(next))?;
        if context.words.is_border(end) && context.words.is_function_word(end)
            || around.covered(end).is_some()
        {
            return None;
        }
        end += narrow(next.len_utf8());
        if context.words.is_border(end) && goes_on_after_name(context, end) {
            let foreign = characters.is_foreign(context.before(end)?);
            return foreign.then_some(end);
        }
    }
    None
}

/// Where a name joined by · ends whose last character is none of transliterations, before a mark: 弗拉|商，, 伊斯马|仪、.
fn with_end_before_mark(context: &Context<'_>, around: &Surroundings<'_>, span: Span) -> Option<u32> {
    let next = context.after(span.end).filter(|&next| is_han(next) && !NO_ENDS.contains(&next))?;
    let end = span.end + narrow(next.len_utf8());
    let is_part = span.of(context.text()).contains(JOINT)
        && matches!(context.after(end), Some('、' | '，' | '。' | '；'))
        && !context.words.is_function_word(span.end)
        && around.covered(span.end).is_none();
    is_part.then_some(end)
}

/// Characters that stand between a name and a mark without being a part of it.
const NO_ENDS: [char; 12] = ['等', '说', '称', '时', '后', '前', '中', '们', '氏', '党', '派', '线'];

/// Where a name ends with the ordinal of a chief or monarch: 马利托亚·塔努马菲利|第二.
fn with_ordinal(context: &Context<'_>, span: Span) -> Option<u32> {
    let rest = context.text()[span.end as usize..].strip_prefix('第')?;
    let mut rest = rest.chars();
    let (number, next) = (rest.next()?, rest.next());
    let ends =
        next.is_none_or(|next| !is_han(next) || matches!(next, '的' | '殿' | '陛' | '阁' | '和' | '与'));
    let is_joined = span.of(context.text()).contains(JOINT);
    (is_joined && NUMERALS.contains(&number) && ends).then(|| span.end + 2 * ONE)
}

/// The inside of a bracket that ends a paragraph after the end of its last sentence, or is the whole of it.
fn bracket_at_end(paragraph: Span, text: &str) -> Option<Span> {
    let line = paragraph.of(text).strip_suffix('）')?;
    let open = line.rfind('（')?;
    let before = line[..open].chars().next_back();
    let ends = before.is_none_or(|mark| matches!(mark, '。' | '！' | '？' | '”' | '’' | '》' | '…' | '』'));
    let start = paragraph.start + narrow(open + '（'.len_utf8());
    // 张滨|作 are two characters and what was done; 王作 is a name.
    let inside = &line[open + '（'.len_utf8()..];
    let named = inside.strip_suffix(DONE).filter(|name| name.chars().nth(1).is_some()).unwrap_or(inside);
    ends.then(|| Span::new(start, start + narrow(named.len())))
}

/// The names that a stretch consists of, separated or not; nothing where it is not all names.
fn split(context: &Context<'_>, characters: &Characters, span: Span, names: &mut Vec<Span>) {
    let text = context.text();
    let mut start = span.start;
    let mut all: Vec<Span> = Vec::new();
    for part in span.of(text).split(|c: char| c.is_whitespace() || c == '、') {
        let end = start + narrow(part.len());
        if !part.is_empty() && !row_of_names(context, characters, Span::new(start, end), &mut all) {
            return;
        }
        start = end + text[end as usize..].chars().next().map_or(0, |c| narrow(c.len_utf8()));
    }
    names.append(&mut all);
}

/// One name, or names of two and three characters one after the other: 高扬文史怀璧王锐.
fn row_of_names(context: &Context<'_>, characters: &Characters, span: Span, names: &mut Vec<Span>) -> bool {
    let line: Vec<char> = span.of(context.text()).chars().collect();
    if !(2..=LONGEST_LINE).contains(&line.len()) || !line.iter().all(|&c| is_han(c)) {
        return false;
    }
    if line.len() <= 3 {
        let fits = is_name(context, characters, span, &line);
        names.extend(fits.then_some(span));
        return fits;
    }
    // The best way to each character: its odds, and the length of the last name.
    let mut best: Vec<Option<(i32, usize)>> = vec![None; line.len() + 1];
    best[0] = Some((0, 0));
    for end in 2..=line.len() {
        best[end] = [2, 3]
            .into_iter()
            .filter(|&length| length <= end)
            .filter_map(|length| {
                let (before, _) = best[end - length]?;
                let odds = odds(characters, &line[end - length..end]).filter(|&odds| odds >= LEAST_IN_ROW)?;
                Some((before + odds, length))
            })
            .max();
    }
    let mut end = line.len();
    let mut row = Vec::new();
    while let Some((_, length)) = best[end].filter(|_| end > 0) {
        let at = |number: usize| span.start + ONE * narrow(number);
        row.push(Span::new(at(end - length), at(end)));
        end -= length;
    }
    if end > 0 {
        return false;
    }
    names.extend(row.into_iter().rev());
    true
}

/// Whether two or three characters that stand alone are a name: no word of another sense, and written as names are.
fn is_name(context: &Context<'_>, characters: &Characters, span: Span, name: &[char]) -> bool {
    if context.words.is_word(span) && context.words.frequency(span) > COMMON {
        return matches!(context.words.part_of_speech(span), "nr" | "nrt" | "nrfg");
    }
    odds(characters, name).is_some()
        || matches!(name, [first, second] if double(characters.row(*first), characters.row(*second)).is_some_and(|odds| odds > 0))
}

/// Odds of a surname and a given name of one or two characters.
fn odds(characters: &Characters, name: &[char]) -> Option<i32> {
    let row = |number: usize| characters.row(name[number]);
    let given = match name.len() {
        2 => single(row(1))?,
        3 => double(row(1), row(2))?,
        _ => return None,
    };
    Some(row(0).surname()? + given)
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
    // A word at the beginning of the first part.
    while let Some(word) = context.words.word_at(start).filter(|word| word.start == start && word.end < joint)
    {
        if !is_other_word(context, characters, word) {
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
    let count = name.chars().filter(|&c| c != JOINT).count();
    let foreign = name.chars().filter(|&c| c != JOINT && characters.is_foreign(c)).count();
    let is_written_so = if is_between_words { foreign == count } else { 2 * foreign >= count };
    (whole && !is_bare && is_written_so).then(|| Span::new(start, end))
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

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
