//! Short forms: 江主席 for 江泽民, 恩来 for 周恩来, 甘地 for 索尼亚·甘地.

use bangjiao_document::{Detail, EntityId, Form, Link, Mention, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Position};
use rustc_hash::FxHashMap;

use super::around::Surroundings;
use super::found::Persons;
use super::unlinked;
use crate::context::{Context, Strength};
use crate::segment::COMMON;
use crate::tag::characters::{Characters, JOINT, is_han};

/// Finds parts of names that the article has in full.
pub(super) struct ShortForms {
    surname: RuleId,
    office: RuleId,
    unknown: RuleId,
    familiar: RuleId,
    part: RuleId,
    /// What people call each other, and nobody a person of the lexicon: 大爷.
    addresses: Vec<String>,
    /// Persons of the lexicon with a Chinese name, by surname.
    holders: FxHashMap<char, Vec<usize>>,
    /// Persons of Japan in the lexicon, by surname of two characters.
    japanese: FxHashMap<String, Vec<usize>>,
}

/// A character that is a surname less often than this (hundredths of a nat) is read as a word: 任, 高, 方.
const SURNAME_AT_LEAST: i32 = -300;

/// 老童, 小金: what stands before a surname among people who know each other.
const FAMILIAR: [char; 2] = ['老', '小'];

/// 老张 is a person where the article has it so often, though the dictionary has it as a word.
const OFTEN: usize = 3;

/// Bytes of a Japanese surname of two characters.
const JAPANESE: u32 = 6;

/// What stands before the state to which an ambassador is sent.
const SENT: char = '驻';

/// States in which names begin with a surname of one character.
const EAST: [&str; 9] = ["CHN", "TWN", "HKG", "MAC", "SGP", "KOR", "PRK", "VNM", "X-RVN"];

/// The state of those who bear one.
const JAPAN: &str = "JPN";

/// Bytes of the UTF-8 character that begins with a byte.
fn length(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
    }
}

/// A part of a name so short (two Han characters) must be a word, or no word at all.
const SHORT: usize = 6;

impl ShortForms {
    /// Makes the rules' ids.
    pub fn new(lexicon: &Lexicon, characters: &Characters) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        let mut holders: FxHashMap<char, Vec<usize>> = FxHashMap::default();
        let mut japanese: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (number, person) in lexicon.people().iter().enumerate() {
            // 波波夫 and 塞迪略 have three characters too.
            let first = person.name_zh.chars().next();
            let chinese = (2..=3).contains(&person.name_zh.chars().count())
                && (person.country.as_ref().is_none_or(|state| EAST.contains(&state.as_str()))
                    || first.is_some_and(|first| characters.row(first).is_common()));
            if let Some(surname) = first.filter(|_| chinese) {
                holders.entry(surname).or_default().push(number);
            }
            let is_japanese = person.country.as_ref().is_some_and(|country| country.as_str() == JAPAN);
            let surname = person.name_zh.get(..JAPANESE as usize).filter(|_| is_japanese);
            if let Some(surname) = surname.filter(|surname| surname.chars().all(is_han)) {
                japanese.entry(surname.to_owned()).or_default().push(number);
            }
        }
        ShortForms {
            surname: rule("person-short"),
            office: rule("person-short-office"),
            unknown: rule("person-surname"),
            familiar: rule("person-familiar"),
            part: rule("person-part"),
            addresses: lexicon
                .rules("persons")
                .iter()
                .flat_map(|rule| rule.texts("familiar_addresses"))
                .collect(),
            holders,
            japanese,
        }
    }

    /// Parts of names, then surnames before titles.
    pub fn find(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        // 科雷 of 查理斯·科雷 goes before 雷先生.
        self.parts(context, around, characters, persons);
        self.surnames(context, around, characters, persons);
        if self.japanese(context, around, characters, persons) {
            self.parts(context, around, characters, persons);
        }
    }

    /// 桥本首相: a Japanese surname before a title; says whether there are such.
    fn japanese(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) -> bool {
        let before = persons.found.len();
        for titled in around.titles.iter().filter(|titled| titled.title.position != Position::Before) {
            let end = titled.span.start;
            let Some(start) = end.checked_sub(JAPANESE) else { continue };
            let span = Span::new(start, end);
            let surname = context.between(start, end);
            if surname.is_empty()
                || characters.japanese_surname(surname) != Some(surname.len())
                || persons.overlap(span)
                || around.forbids(span)
                || !context.words.is_border(start)
            {
                continue;
            }
            let mut mention = unlinked(context, span, &self.unknown);
            mention.form = Some(Form::Short);
            let holders = self.japanese.get(surname).map_or(&[][..], Vec::as_slice);
            let person = only_holder(context, holders, titled.span, true);
            if let Some(person) = person.map(|number| &context.lexicon.people()[number]) {
                mention.rule = self.office.clone();
                mention.links = vec![Link::plain(person.id.clone())];
                if let Detail::Person(detail) = &mut mention.detail {
                    detail.country = person.country.clone();
                }
            }
            persons.push(mention, Strength::Context);
        }
        persons.found.len() > before
    }

    /// 江主席, 周总理: the surname of a person of the article before a title; of nobody known where nobody bears it.
    fn surnames(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let text = context.text();
        let mut bearers: FxHashMap<char, Vec<usize>> = FxHashMap::default();
        for (number, (mention, _)) in persons.found.iter().enumerate() {
            if mention.form == Some(Form::Full)
                && is_full_chinese(mention, text)
                && let Some(surname) = mention.span.of(text).chars().next()
            {
                bearers.entry(surname).or_default().push(number);
            }
        }
        let mut found = Vec::new();
        for titled in around.titles.iter().filter(|titled| titled.title.position != Position::Before) {
            let Some(surname) = context.before(titled.span.start) else { continue };
            // 习|主席: a rare surname only where somebody bears it.
            // 驻|马|大使
            if !(characters.row(surname).is_common()
                || bearers.contains_key(&surname)
                || self.holders.contains_key(&surname))
            {
                continue;
            }
            let span = Span::new(
                titled.span.start - u32::try_from(surname.len_utf8()).unwrap_or(0),
                titled.span.start,
            );
            if persons.overlap(span)
                || around.covered(span.start).is_some()
                || around.state_before(span.end).is_some()
            {
                continue;
            }
            // 驻|马|大使
            if !context.words.is_border(span.start) || context.before(span.start) == Some(SENT) {
                continue;
            }
            let known = bearers.get(&surname).map_or(&[][..], Vec::as_slice);
            if let Some(mention) = self.surname_before(context, around, characters, persons, span, known) {
                found.push(mention);
            }
        }
        self.familiar(context, around, characters, &bearers, persons, &mut found);
        for mention in found {
            persons.push(mention, Strength::Context);
        }
    }

    /// The person whom a surname before a title means: one of the article, the holder of the office, or one not known.
    fn surname_before(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &Persons,
        span: Span,
        known: &[usize],
    ) -> Option<Mention> {
        let mut links: Vec<&Link> =
            known.iter().filter_map(|&number| persons.found[number].0.links.first()).collect();
        links.sort_by(|a, b| a.entity.cmp(&b.entity));
        links.dedup_by(|a, b| a.entity == b.entity);
        let surname = context.after(span.start)?;
        let mut mention = unlinked(context, span, &self.unknown);
        mention.form = Some(Form::Short);
        if let [link] = links.as_slice() {
            // 王毅慰问王大爷: two people.
            let is_familiar = around.title_after(span.end).is_some_and(|titled| {
                self.addresses.iter().any(|address| address == titled.span.of(context.text()))
            });
            if is_familiar && link.entity.is_linked() {
                return characters.row(surname).surname().map(|_| mention);
            }
            mention.rule = self.surname.clone();
            mention.links = vec![(*link).clone()];
            return Some(mention);
        }
        // 刘会长 beside 刘长胜会长 and 刘宁一副主席
        let title = around.title_after(span.end).map(|titled| titled.span);
        if links.len() > 1
            && let Some(link) = title.and_then(|title| by_title(context, persons, known, title))
        {
            mention.rule = self.surname.clone();
            mention.links = vec![link.clone()];
            return Some(mention);
        }
        if links.is_empty()
            && let Some(number) = self.holder(context, surname, around.title_after(span.end)?.span)
        {
            let person = &context.lexicon.people()[number];
            mention.rule = self.office.clone();
            mention.links = vec![Link::plain(person.id.clone())];
            if let Detail::Person(detail) = &mut mention.detail {
                detail.country = detail.country.take().or_else(|| person.country.clone());
            }
            return Some(mention);
        }
        let is_surname = characters.row(surname).surname().is_some_and(|odds| odds >= SURNAME_AT_LEAST);
        is_surname.then_some(mention)
    }

    /// The only person of the lexicon with this surname who holds the office on the article's day, or ever held it.
    fn holder(&self, context: &Context<'_>, surname: char, title: Span) -> Option<usize> {
        let holders = self.holders.get(&surname)?;
        only_holder(context, holders, title, true).or_else(|| only_holder(context, holders, title, false))
    }

    /// 老童 for 童志成: 老 or 小 and a surname; that of one person of the article means the person.
    fn familiar(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        bearers: &FxHashMap<char, Vec<usize>>,
        persons: &Persons,
        found: &mut Vec<Mention>,
    ) {
        let text = context.text();
        for name in FAMILIAR {
            let mut bytes = [0; 4];
            let first = name.encode_utf8(&mut bytes).as_bytes();
            let mut places: FxHashMap<char, usize> = FxHashMap::default();
            for at in memchr::memmem::find_iter(text.as_bytes(), first) {
                *places.entry(text[at + first.len()..].chars().next().unwrap_or_default()).or_insert(0) += 1;
            }
            for at in memchr::memmem::find_iter(text.as_bytes(), first) {
                let after = at + first.len();
                let Some(surname) = text[after..].chars().next() else { continue };
                let row = characters.row(surname);
                if !row.is_common() {
                    continue;
                }
                let span = Span::from_usize(at, after + surname.len_utf8());
                let mut links = bearers.get(&surname).map_or(&[][..], Vec::as_slice).iter();
                let mut links = links.by_ref().filter_map(|&number| persons.found[number].0.links.first());
                let link = links.next();
                // Of two persons of the surname neither is meant for certain.
                let link = link.filter(|link| links.all(|other| other.entity == link.entity));
                // 小康, 老实: without a person of the surname no word, unless 老张 stands there again and again, and no
                // character that is seldom a surname.
                let is_surname = || row.surname().is_some_and(|odds| odds >= SURNAME_AT_LEAST);
                let is_repeated = name == '老' && places.get(&surname).is_some_and(|&n| n >= OFTEN);
                let is_word = || !is_repeated && context.words.is_word(span);
                if link.is_none() && (is_word() || !is_surname())
                    || persons.overlap(span)
                    || around.forbids(span)
                    || !(context.words.is_border(span.start) && context.words.is_border(span.end))
                {
                    continue;
                }
                let mut mention = unlinked(context, span, &self.familiar);
                if let Some(link) = link {
                    mention.links = vec![link.clone()];
                }
                mention.form = Some(Form::Short);
                found.push(mention);
            }
        }
    }

    /// 恩来, 甘地: a part of a name that the article has in full, standing as a word of its own.
    fn parts(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let text = context.text();
        let parts = parts_of_found(context, characters, persons);
        let mut known: Vec<(&str, EntityId, usize)> = parts
            .into_iter()
            .filter_map(|(part, known)| known.map(|(entity, number)| (part, entity, number)))
            .collect();
        // Longer parts first.
        known.sort_unstable_by(|a, b| (b.0.len(), a.0).cmp(&(a.0.len(), b.0)));
        if known.is_empty() {
            return;
        }
        // One walk for all parts; most characters begin none, which bits for the last two bytes of a Han character tell.
        let bytes = text.as_bytes();
        let mut beginnings = [0_u64; 64];
        let place = |[_, second, third]: [u8; 3]| (usize::from(second & 63), third & 63);
        for first in known.iter().filter_map(|(part, ..)| part.as_bytes().first_chunk()) {
            let (word, bit) = place(*first);
            beginnings[word] |= 1 << bit;
        }
        let mut next = 0;
        while let Some(character) = bytes.get(next..).and_then(<[u8]>::first_chunk) {
            let at = next;
            next += length(character[0]);
            let (word, bit) = place(*character);
            if beginnings[word] >> bit & 1 == 0 {
                continue;
            }
            for (part, entity, number) in &known {
                if !text[at..].starts_with(part) {
                    continue;
                }
                let span = Span::from_usize(at, at + part.len());
                if persons.overlap(span)
                    || around.forbids(span)
                    || !self.stands_alone(context, characters, span)
                {
                    continue;
                }
                let whole = persons.found[*number].0.span;
                persons.push(partial(context, span, entity, whole, &self.part), Strength::Context);
            }
        }
    }

    fn stands_alone(&self, context: &Context<'_>, characters: &Characters, span: Span) -> bool {
        let near = |character: Option<char>| character == Some(JOINT);
        if near(context.before(span.start)) || near(context.after(span.end)) {
            return false;
        }
        if !(context.words.is_border(span.start) && context.words.is_border(span.end)) {
            return false;
        }
        // 建国, 文明, 和平: a word that has another sense is no name by itself.
        let whole = context.words.word_at(span.start).is_some_and(|word| word == span);
        let surface = span.of(context.text());
        !whole
            || span.len() as usize > SHORT
            || characters.japanese_surname(surface) == Some(surface.len())
            || match context.words.part_of_speech(span) {
                "nr" | "nrt" | "nrfg" | "x" => true,
                "nz" => context.words.frequency(span) <= COMMON,
                _ => false,
            }
    }
}

/// The only one of some persons of the article beside whose name a title stands, else who holds the office on the article's day.
fn by_title<'p>(
    context: &Context<'_>,
    persons: &'p Persons,
    known: &[usize],
    title: Span,
) -> Option<&'p Link> {
    let text = context.text();
    let written = title.of(text);
    let holds = |link: &Link| {
        let person = context.lexicon.person(&link.entity);
        let mut terms = person.into_iter().flat_map(|person| &person.offices);
        terms.any(|term| term.role_zh.ends_with(written) && term.window.contains(context.day))
    };
    let mentions = || known.iter().map(|&number| &persons.found[number].0);
    let only = |fits: &dyn Fn(&Mention) -> bool| {
        let mut links =
            mentions().filter(|mention| fits(mention)).filter_map(|mention| mention.links.first());
        let first = links.next()?;
        links.all(|link| link.entity == first.entity).then_some(first)
    };
    let is_beside = |mention: &Mention| {
        let span = mention.span;
        text[..span.start as usize].ends_with(written) || text[span.end as usize..].starts_with(written)
    };
    only(&is_beside).or_else(|| only(&|mention| mention.links.first().is_some_and(holds)))
}

/// The only one of these persons who holds the office on the article's day, or ever held it.
fn only_holder(context: &Context<'_>, persons: &[usize], title: Span, on_day: bool) -> Option<usize> {
    let title = title.of(context.text());
    let people = context.lexicon.people();
    let mut holding = persons.iter().copied().filter(|&number| {
        let mut terms = people[number].offices.iter();
        terms.any(|term| term.role_zh.ends_with(title) && (!on_day || term.window.contains(context.day)))
    });
    holding.next().filter(|_| holding.next().is_none())
}

/// The parts of the names found so far, each with the person and the number of a mention of the whole name; of two persons
/// who share a part neither is meant for certain.
pub(super) fn parts_of_found<'t>(
    context: &Context<'t>,
    characters: &Characters,
    persons: &Persons,
) -> FxHashMap<&'t str, Option<(EntityId, usize)>> {
    let mut parts: FxHashMap<&str, Option<(EntityId, usize)>> = FxHashMap::default();
    for (number, (mention, _)) in persons.found.iter().enumerate() {
        let Some(link) = mention.links.first() else { continue };
        for part in parts_of(mention.span.of(context.text()), characters) {
            parts
                .entry(part)
                .and_modify(|known| {
                    if known.as_ref().is_some_and(|(entity, _)| *entity != link.entity) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some((link.entity.clone(), number)));
        }
    }
    parts
}

/// The mention of a part of a name that stands whole elsewhere.
pub(super) fn partial(
    context: &Context<'_>,
    span: Span,
    entity: &EntityId,
    whole: Span,
    rule: &RuleId,
) -> Mention {
    let mut mention = unlinked(context, span, rule);
    mention.links = vec![Link::plain(entity.clone())];
    let foreign = whole.of(context.text()).contains(JOINT);
    mention.form = Some(if foreign { Form::Full } else { Form::Short });
    mention
}

/// Given name of a Chinese name of three characters, surname of a Japanese one (which may be all of it), the parts between · of a foreign one.
fn parts_of<'t>(name: &'t str, characters: &Characters) -> Vec<&'t str> {
    if name.contains(JOINT) {
        return name.split(JOINT).filter(|part| part.chars().nth(1).is_some()).collect();
    }
    if let Some(surname) = characters.japanese_surname(name) {
        return vec![&name[..surname]];
    }
    let mut places = name.char_indices().map(|(at, _)| at);
    match (places.nth(1), name.chars().count()) {
        (Some(given), 3) => vec![&name[given..]],
        _ => Vec::new(),
    }
}

/// Whether a person's mention was made by the shape of the name.
fn is_full_chinese(mention: &Mention, text: &str) -> bool {
    let name = mention.span.of(text);
    (2..=4).contains(&name.chars().count()) && !name.contains('·')
}
