//! One letter beside a word (访美, 美总统), in an enumeration (日、德、法等国), or as a word of its own.

use bangjiao_document::{EntityId, Field, Form, RuleId, Span};

use crate::context::Strength;
use crate::scan::Entry;

use super::Article;
use super::characters::bit;
use super::names::LETTER;
use super::reading::{Beside, Reading};
use super::rules::{AloneRule, SEPARATORS, WordRule};
use super::runs::Placed;

/// The dictionary's part of speech of names that are transliterated.
const TRANSLITERATED: &str = "nrt";

/// A shorter name of a place may be a chance meeting of characters.
const SHORTEST_PLACE: u32 = 3 * LETTER;

/// An enumeration of so many letters is no chance meeting of two.
const LONG_LIST: usize = 3;

/// Items of an enumeration that are looked at.
const LONGEST_LIST: usize = 40;

impl Article<'_, '_> {
    /// One letter without another beside it.
    pub(super) fn single(&mut self, placed: Placed) {
        if let Some((rule, reading)) = self.read_single(placed) {
            self.push(placed.span, Form::Abbreviation, Strength::Context, &rule, reading);
        }
    }

    fn read_single(&self, placed: Placed) -> Option<(RuleId, Reading)> {
        let rules = &self.tagger.rules;
        let (before, after) = (self.before(placed.span.start), self.context.after(placed.span.end));
        let separates = |character: Option<char>| character.is_some_and(|c| SEPARATORS.contains(&c));
        if separates(before) || separates(after) {
            for rule in &rules.lists {
                if let Some(reading) = self.read_in_list(rule, placed) {
                    return Some((rule.id.clone(), reading));
                }
            }
        }
        if let Some(found) = self.read_before_place(placed) {
            return Some(found);
        }
        let open = rules.open(placed.letter, self.evidence.is_backed(placed.letter), before, after);
        if open == 0 && !rules.may_be_alone(placed.letter) {
            return None;
        }
        // Which state is meant is cheaper to ask than whether the letter is a word.
        let reading = self.read_letter(placed.letter, placed.span.start, &Beside::default())?;
        let is_named = self.evidence.is_named(reading.state);
        for (at, rule) in rules.singles.iter().enumerate() {
            if open & bit(at) != 0
                && (is_named || !rule.needs_name)
                && self.is_single(rule, placed)
                && !(rule.after.is_empty() && !rule.before_title && self.begins_name(placed.span))
            {
                return Some((rule.id.clone(), reading));
            }
        }
        if !is_named || placed.beyond > 0 || self.begins_name(placed.span) {
            return None;
        }
        let alone = rules.alone.iter().find(|rule| self.is_alone(rule, placed))?;
        Some((alone.id.clone(), reading))
    }

    /// A letter before a place that lies in its state: 俄|克拉斯诺达尔边疆区, 俄|罗斯托夫州.
    fn read_before_place(&self, placed: Placed) -> Option<(RuleId, Reading)> {
        let rule = self.tagger.rules.of_places.as_ref()?;
        let mut places =
            self.places_at(placed.span.end).filter(|(place, _)| place.end > placed.beyond).peekable();
        if rule.except.contains(&placed.letter) || places.peek().is_none() {
            return None;
        }
        let words = &self.context.words;
        let reading = self.read_letter(placed.letter, placed.span.start, &Beside::default())?;
        let lies_there = places.any(|(place, state)| {
            self.tagger.states.number(state) == Some(reading.state) && words.is_border(place.end)
        });
        (lies_there && words.is_border(placed.span.start)).then(|| (rule.id.clone(), reading))
    }

    /// Whether a place of the gazetteer that is no chance meeting of characters begins at a view offset.
    pub(super) fn is_before_place(&self, at: u32) -> bool {
        self.places_at(at).next().is_some()
    }

    /// The places of the gazetteer, of three characters and more, that begin at a view offset, and the state of each.
    fn places_at(&self, at: u32) -> impl Iterator<Item = (Span, &EntityId)> {
        let places = self.context.lexicon.places();
        let here = self.context.hits_from(at).iter().take_while(move |hit| hit.span.start == at);
        here.filter(|hit| hit.span.len() >= SHORTEST_PLACE).filter_map(|hit| match hit.entry {
            Entry::Place(row) => Some((hit.span, places[row as usize].country.as_ref()?)),
            _ => None,
        })
    }

    /// A letter that is a word, or with the word beside it one word, next to one of the rule's words.
    fn is_single(&self, rule: &WordRule, placed: Placed) -> bool {
        let (context, span) = (self.context, placed.span);
        let is_listed = rule.letters.is_empty() || rule.letters.contains(&placed.letter);
        if !is_listed || rule.except.contains(&placed.letter) {
            return false;
        }
        let text = context.text();
        let mut whole = span;
        if !rule.before.is_empty() {
            let left = &text[..span.start as usize];
            let word = rule.before.iter().find(|word| left.ends_with(word.as_str()));
            match word {
                Some(word) => whole.start -= length(word),
                // The beginning of the text is that of a line, and white space too.
                None if span.start == 0 => {}
                None if self.before(span.start) == Some('\n')
                    && rule.before.iter().any(|word| word == "\n") => {}
                None => return false,
            }
        }
        if !rule.after.is_empty() {
            let start =
                if rule.before_state { self.name_at(span.end as usize) } else { Some(span.end as usize) };
            let Some(right) = start.map(|start| &text[start..]) else { return false };
            let start = length(&text[..text.len() - right.len()]);
            // 驻美|大使馆: a shorter one may end where a word does, where the longest does not.
            let mut words = rule.after.iter().filter(|word| right.starts_with(word.as_str()));
            let Some(longest) = words.next() else { return false };
            let ends = |word: &&String| context.words.is_border(start + length(word));
            let word = Some(longest).filter(ends).or_else(|| words.find(ends)).unwrap_or(longest);
            whole.end = start + length(word);
        } else if rule.before_title {
            let Some(end) = self.title_at(span.end) else { return false };
            whole.end = end;
        }
        if whole.end <= placed.beyond {
            return false;
        }
        // 访美|国务卿
        let is_loose = || rule.loose.iter().any(|word| text[..whole.start as usize].ends_with(word.as_str()));
        (context.words.is_border(whole.start) || is_loose())
            && (rule.is_open || context.words.is_border(whole.end))
            && (whole.start < span.start || context.words.is_border(span.start) || is_loose())
    }

    /// Where the longest title of the lexicon, or body under a name that many states use (社会民主党), ends that begins at an
    /// offset.
    pub(super) fn title_at(&self, start: u32) -> Option<u32> {
        let organizations = self.context.lexicon.organizations();
        let hits = self.context.hits_from(start).iter().take_while(|hit| hit.span.start == start);
        let mut titles = hits.filter(|hit| match hit.entry {
            Entry::Title(_) => true,
            Entry::Organization(row) => organizations[row as usize].has_many_bearers(),
            _ => false,
        });
        titles.next().map(|hit| hit.span.end)
    }

    /// Whether a letter is the first of a longer name: 埃|博拉, 伊德利卜; of 俄|库尔斯克 it is not, a longer word is a name
    /// by itself.
    fn begins_name(&self, span: Span) -> bool {
        let context = self.context;
        let is_transliterated = || {
            let word = context.words.word_at(span.end);
            word.is_some_and(|word| {
                word.len() == 2 * LETTER && context.words.part_of_speech(word) == TRANSLITERATED
            })
        };
        let is_place = || {
            let hits = context.hits_from(span.start).iter().take_while(|hit| hit.span.start == span.start);
            let mut places = hits.filter(|hit| matches!(hit.entry, Entry::Place(_)));
            places.any(|hit| hit.span.len() > 2 * LETTER)
        };
        is_place() || is_transliterated()
    }

    /// A letter of a state that the article names, between whole words.
    fn is_alone(&self, rule: &AloneRule, placed: Placed) -> bool {
        let (context, span) = (self.context, placed.span);
        if !rule.letters.contains(&placed.letter) {
            return false;
        }
        let before = self.before(span.start);
        let opens = before.is_none_or(|character| !character.is_alphanumeric());
        let left = &context.text()[..span.start as usize];
        let stands =
            opens || rule.after_any_word || rule.before.iter().any(|word| left.ends_with(word.as_str()));
        let is_headline = || {
            let sentence = context.layout.sentences.get(context.layout.sentence_at(span.start));
            sentence.is_some_and(|sentence| sentence.field != Field::Body)
        };
        // Single characters after it may be those of a transliterated name.
        let is_before_word = || match context.after(span.end) {
            Some(next) if next.is_alphanumeric() => {
                let word = context.words.word_at(span.end);
                word.is_some_and(|word| word.start == span.end && word.len() > span.len())
                    || rule.next.contains(&next)
            }
            _ => true,
        };
        let right = &context.text()[span.end as usize..];
        stands
            && !rule.but.iter().any(|word| right.starts_with(word.as_str()))
            && (!rule.in_headlines || is_headline())
            && context.words.is_border(span.start)
            && context.words.is_border(span.end)
            && is_before_word()
    }

    /// A letter that is a word in an enumeration of letters that ends with one of the rule's words.
    fn read_in_list(&self, rule: &WordRule, placed: Placed) -> Option<Reading> {
        let (context, letters) = (self.context, &self.tagger.letters);
        let text = context.text();
        let mut items: Vec<u16> = vec![placed.letter];
        let mut from = placed.span.start as usize;
        let mut n_names = 0;
        while let Some(rest) = text[..from].strip_suffix(SEPARATORS).filter(|_| items.len() < LONGEST_LIST) {
            let character = rest.chars().next_back()?;
            // 印、印尼、巴五国; 美、欧、日
            let named = self.name_before(rest.len());
            if let Some(start) = named.or_else(|| rest.strip_suffix(BLOC).map(str::len)) {
                n_names += 1;
                from = start;
                continue;
            }
            // An item of one character that is no state spoils the list: 农、科、贸. The number of a clause is none: 四、中、加两国.
            let Some(letter) = letters.number(character) else {
                if is_one_character(rest) && !is_clause_number(rest) {
                    return None;
                }
                break;
            };
            items.push(letter);
            from = rest.len() - character.len_utf8();
        }
        let mut to = placed.span.end as usize;
        while let Some(rest) = text[to..].strip_prefix(ITEM_BREAKS).filter(|_| items.len() < LONGEST_LIST) {
            // 中、苏|联合声明, but 沙、科、埃、叙、阿联酋等国
            let is_last = || {
                let behind = rest.chars().next().map_or("", |first| &rest[first.len_utf8()..]);
                rule.after.iter().any(|word| behind.starts_with(word.as_str()))
            };
            let start = text.len() - rest.len();
            let bloc = || rest.starts_with(BLOC).then(|| start + BLOC.len_utf8());
            if let Some(end) = self.name_at(start).filter(|_| !is_last()).or_else(bloc) {
                n_names += 1;
                to = end;
                continue;
            }
            let Some(letter) = rest.chars().next().and_then(|character| letters.number(character)) else {
                break;
            };
            items.push(letter);
            to = text.len() - rest.len() + placed.span.len() as usize;
        }
        let word = rule.after.iter().find(|word| text[to..].starts_with(word.as_str()))?;
        // 英、法、葡萄牙等14种语言
        if items.len() + n_names < 2 || n_names > 0 && word == "等" {
            return None;
        }
        let others = &items[1..];
        let sure: Vec<u16> = others.iter().copied().filter(|&item| self.evidence.is_usable(item)).collect();
        // 越、老、柬人民: two that are no other words speak for a third.
        let is_known = |item: &&u16| self.evidence.is_usable(**item) || letters.get(**item).is_distinct;
        // But 英、法、西、俄等六种语言.
        let is_long = items.len() >= LONG_LIST && word != "等";
        let is_counted = counts(word, items.len() + n_names)
            || is_long && items.iter().filter(is_known).count() + 1 >= LONG_LIST;
        // 波、捷、匈三国: those that can mean one state only say which of several another one means.
        let is_clear = |item: &u16| {
            let rows = letters.get(*item).rows.iter().filter(|row| self.is_valid(row.window));
            self.only_state(rows).is_some()
        };
        let clear = others.iter().copied().filter(|item| is_counted && is_clear(item));
        let partners: Vec<u16> = sure
            .iter()
            .copied()
            .chain(clear)
            .flat_map(|item| letters.get(item).rows.iter().filter(|row| self.is_valid(row.window)))
            .map(|row| row.state)
            .collect();
        // 印、巴停火: a sure letter for itself, where the other one can be read beside it.
        let own: Vec<u16> = letters.get(placed.letter).rows.iter().map(|row| row.state).collect();
        let with_own = Beside { is_run: true, partners: &own, ..Beside::default() };
        let reads = |item: &u16| self.read_letter(*item, placed.span.start, &with_own).is_some();
        // 拉赫|蒙、土库曼斯坦总统
        let opens = || {
            let before = text[..from].chars().next_back();
            let function = || Span::from_usize(0, from).end - placed.span.len();
            before.is_none_or(|before| !before.is_alphanumeric())
                || context.words.is_function_word(function())
        };
        let is_run = !sure.is_empty()
            || word != "等"
                && opens()
                && (n_names > 0 || self.evidence.is_usable(placed.letter) && others.iter().all(reads));
        let beside = Beside { is_run, is_counted, partners: &partners, ..Beside::default() };
        let reading = self.read_letter(placed.letter, placed.span.start, &beside)?;
        let list = Span::from_usize(from, to);
        // 苏三|国: the word behind the list may be cut otherwise.
        let ends = context.words.is_border(list.end) || context.words.is_border(list.end + length(word));
        let starts = context.words.is_border(list.start) || self.is_loose(list.start);
        ((is_run || is_counted) && starts && ends).then_some(reading)
    }
}

impl Article<'_, '_> {
    /// Where the longest name of a state ends that begins at an offset.
    pub(super) fn name_at(&self, start: usize) -> Option<usize> {
        let start = u32::try_from(start).ok()?;
        let aliases = self.context.lexicon.country_aliases();
        let here = self.context.hits_from(start).iter().take_while(|hit| hit.span.start == start);
        let mut names = here.filter(|hit| {
            let Entry::Country(row) = hit.entry else { return false };
            hit.span.len() > LETTER && aliases[row as usize].is_plain()
        });
        names.next().map(|hit| hit.span.end as usize)
    }
}

impl Article<'_, '_> {
    /// Where the name of a state begins that ends at an offset.
    pub(super) fn name_before(&self, end: usize) -> Option<usize> {
        let end = u32::try_from(end).ok()?;
        let aliases = self.context.lexicon.country_aliases();
        let near = self.context.hits_from(end.saturating_sub(LONGEST_NAME));
        let mut names = near.iter().take_while(|hit| hit.span.start < end).filter(|hit| {
            let Entry::Country(row) = hit.entry else { return false };
            hit.span.end == end && hit.span.len() > LETTER && aliases[row as usize].is_plain()
        });
        names.next().map(|hit| hit.span.start as usize)
    }
}

/// Bytes of the longest name of a state that is looked for between letters.
const LONGEST_NAME: u32 = 12;

/// The letter of a group of states among those of states: 美、欧、日.
const BLOC: char = '欧';

/// Whether a text ends with the number of a clause at the beginning of a line or sentence: 四、.
fn is_clause_number(text: &str) -> bool {
    let is_number = |character: char| character.is_ascii_digit() || CLAUSE_NUMBERS.contains(character);
    let before = text.trim_end_matches(is_number);
    before.len() < text.len()
        && before.chars().next_back().is_none_or(|mark| matches!(mark, '\n' | '。' | '；' | '：'))
}

/// Numbers of clauses.
const CLAUSE_NUMBERS: &str = "一二三四五六七八九十";

/// Whether a word behind an enumeration says that its items are states: 等国, or 三国 behind three.
fn counts(word: &str, n_items: usize) -> bool {
    let number = COUNTS.iter().find(|(count, _)| word.starts_with(count));
    word == "等国" || word.ends_with('国') && number.is_some_and(|(_, count)| *count == n_items)
}

/// Numbers of states.
const COUNTS: [(&str, usize); 9] =
    [("两", 2), ("三", 3), ("四", 4), ("五", 5), ("六", 6), ("七", 7), ("八", 8), ("九", 9), ("十", 10)];

/// What joins the items of an enumeration after a letter.
const ITEM_BREAKS: [char; 5] = ['、', '—', '和', '与', '及'];

/// Whether the last item of an enumeration is a single character between marks.
fn is_one_character(text: &str) -> bool {
    let mut characters = text.chars().rev();
    characters.next();
    characters.next().is_none_or(|character| !character.is_alphanumeric())
}

fn length(word: &str) -> u32 {
    u32::try_from(word.len()).unwrap_or(u32::MAX)
}
