//! Persons of the lexicon and persons beside a title, with role, office and state.

use std::collections::BTreeMap;

use bangjiao_document::{Detail, EntityId, Form, Kind, Link, Mention, Office, PersonDetail, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Person, Position, Title};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::Entry;

/// Tags persons.
pub(crate) struct PersonTagger {
    surnames: FxHashSet<String>,
    /// How often a character is the first of two, the second of two, or the only one of a given name.
    given: FxHashMap<char, [u32; 3]>,
    transliteration: FxHashSet<char>,
    lexicon: RuleId,
    chinese: RuleId,
    foreign: RuleId,
    again: RuleId,
    short: RuleId,
}

impl PersonTagger {
    /// Reads surnames and transliteration characters of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        PersonTagger {
            surnames: lexicon
                .surnames()
                .iter()
                .filter(|row| row.weight >= COMMON_SURNAME)
                .map(|row| row.surname.clone())
                .collect(),
            given: lexicon
                .given_name_characters()
                .iter()
                .map(|row| (row.character, [row.first_of_two, row.second_of_two, row.single]))
                .collect(),
            transliteration: lexicon
                .transliteration_characters()
                .iter()
                .filter(|row| row.count >= COMMON_TRANSLITERATION)
                .map(|row| row.character)
                .collect(),
            lexicon: rule("person-lexicon"),
            chinese: rule("person-title-chinese"),
            foreign: rule("person-title-foreign"),
            again: rule("person-again"),
            short: rule("person-short"),
        }
    }
}

/// A title in the text.
struct Titled<'l> {
    span: Span,
    title: &'l Title,
}

/// A surname of less weight (和, 还, 会) is a word more often than a surname.
const COMMON_SURNAME: u32 = 500;

/// A character that stands more seldom in transliterated names is taken for Chinese.
const COMMON_TRANSLITERATION: u32 = 25;

/// A character that stands more seldom in its place in given names is none.
const COMMON_GIVEN: u32 = 20;

/// Characters of a transliterated name beside a title: at least and at most.
const FOREIGN_LENGTH: std::ops::RangeInclusive<usize> = 2..=12;

impl Tagger for PersonTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let around = Surroundings::new(context, proposals);
        let mut persons = Persons::default();
        let mut reached = 0;
        let mut at = 0;
        while let Some(hit) = context.hits.get(at) {
            let end = at + context.hits[at..].iter().take_while(|other| other.span == hit.span).count();
            let rows: Vec<u32> = context.hits[at..end]
                .iter()
                .filter_map(|hit| if let Entry::Person(row) = hit.entry { Some(row) } else { None })
                .collect();
            at = end;
            if rows.is_empty() || hit.span.start < reached {
                continue;
            }
            if !(context.words.is_border(hit.span.start) && context.words.is_border(hit.span.end))
                && hit.span.len() <= 9
                && around.title_before(hit.span.start).is_none()
                && around.title_after(hit.span.end).is_none()
            {
                continue;
            }
            if is_doctrine(context, hit.span) {
                continue;
            }
            // 华主席: a variant with the title in it names the person by what stands before.
            let span = around
                .title_before(hit.span.end)
                .filter(|titled| titled.span.start > hit.span.start)
                .map_or(hit.span, |titled| Span::new(hit.span.start, titled.span.start));
            let span = self.whole_foreign_name(context, span);
            reached = hit.span.end.max(span.end);
            let mention = self.linked(context, &around, span, &rows);
            persons.push(mention, Strength::Lexicon);
        }
        for titled in &around.titles {
            if let Some(span) = self.beside(context, titled, &persons) {
                let foreign = context.between(span.start, span.end).chars().all(|c| self.is_foreign(c));
                let rule = if foreign { &self.foreign } else { &self.chinese };
                persons.push(unlinked(context, &around, span, rule), Strength::Context);
            }
        }
        self.everywhere(context, &around, &mut persons);
        self.short(context, &around, &mut persons);
        for (mention, strength) in persons.found {
            proposals.push(strength, mention);
        }
    }
}

impl PersonTagger {
    /// The name with the parts that · joins to it: 敦·阿卜杜勒·拉扎克 for 阿卜杜勒·拉扎克.
    fn whole_foreign_name(&self, context: &Context<'_>, span: Span) -> Span {
        let text = context.text();
        let (mut start, mut end) = (span.start, span.end);
        while let Some(rest) = text[..start as usize].strip_suffix('·') {
            let part: usize = rest
                .chars()
                .rev()
                .take_while(|&c| self.transliteration.contains(&c))
                .map(char::len_utf8)
                .sum();
            // What stands before the first part may be transliteration too (和|敦): the part begins a word.
            let begin = (rest.len() - part..rest.len()).filter(|&at| rest.is_char_boundary(at)).find(|&at| {
                context.words.is_border(narrow(at)) && !context.words.is_function_word(narrow(at))
            });
            let Some(begin) = begin else { break };
            start = narrow(begin);
        }
        while let Some(rest) = text[end as usize..].strip_prefix('·') {
            let part: usize =
                rest.chars().take_while(|&c| self.transliteration.contains(&c)).map(char::len_utf8).sum();
            if part == 0 {
                break;
            }
            end += narrow('·'.len_utf8() + part);
        }
        Span::new(start, end)
    }

    /// 江主席, 周总理: the surname of a Chinese person of the article before a title.
    fn short(&self, context: &Context<'_>, around: &Surroundings<'_>, persons: &mut Persons) {
        let mut by_surname: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (number, (mention, _)) in persons.found.iter().enumerate() {
            let name = mention.span.of(context.text());
            let length = name.chars().count();
            if mention.form == Some(Form::Full) && (2..=3).contains(&length) && !name.contains('·') {
                let surname = &name[..name.chars().next().map_or(0, char::len_utf8)];
                by_surname.entry(surname).or_default().push(number);
            }
        }
        let mut found = Vec::new();
        for titled in around.titles.iter().filter(|titled| titled.title.position != Position::Before) {
            let Some(surname) = context.before(titled.span.start) else { continue };
            let span = Span::new(titled.span.start - narrow(surname.len_utf8()), titled.span.start);
            let Some(bearers) = by_surname.get(span.of(context.text())) else { continue };
            let mut entities: Vec<&Link> =
                bearers.iter().filter_map(|&number| persons.found[number].0.links.first()).collect();
            entities.sort_by(|a, b| a.entity.cmp(&b.entity));
            entities.dedup_by(|a, b| a.entity == b.entity);
            let free = !persons.overlap(span);
            if let ([link], true, true) = (entities.as_slice(), free, context.words.is_border(span.start)) {
                let mut mention = unlinked(context, around, span, &self.short);
                mention.links = vec![(*link).clone()];
                mention.form = Some(Form::Short);
                let bearer = bearers.first().map(|&number| &persons.found[number].0.detail);
                if let (Detail::Person(detail), Some(Detail::Person(known))) = (&mut mention.detail, bearer) {
                    detail.country = detail.country.take().or_else(|| known.country.clone());
                }
                found.push(mention);
            }
        }
        for mention in found {
            persons.push(mention, Strength::Context);
        }
    }

    fn is_foreign(&self, character: char) -> bool {
        character == '·' || self.transliteration.contains(&character)
    }

    /// A name of the lexicon: the person whose state and office fit, or nobody where two do.
    fn linked(&self, context: &Context<'_>, around: &Surroundings<'_>, span: Span, rows: &[u32]) -> Mention {
        let mut detail = around.role(context, span);
        let people = context.lexicon.people();
        let fitting: Vec<&Person> = rows
            .iter()
            .map(|&row| &people[row as usize])
            .filter(|person| {
                detail.country.as_ref().is_none_or(|country| person.country.as_ref() == Some(country))
            })
            // A name that others bear too (施密特) is the person's beside a title, or while in office.
            .filter(|person| {
                let in_office = || person.offices.iter().any(|term| term.window.contains(context.day));
                !person.ambiguous || detail.role.is_some() || in_office()
            })
            .collect();
        let surface = span.of(context.text());
        let mut mention = Mention::new(span, Kind::Person, self.lexicon.clone());
        match fitting.as_slice() {
            [person] => {
                mention.links = vec![Link::plain(person.id.clone())];
                mention.form =
                    Some(if person.name_zh == surface || !surface_is_part(&person.name_zh, surface) {
                        Form::Full
                    } else {
                        Form::Short
                    });
                detail.country = detail.country.or_else(|| person.country.clone());
            }
            _ => {
                mention.links = vec![Link::plain(EntityId::unlinked(Kind::Person, surface))];
                mention.form = Some(Form::Full);
                mention.candidates = rows.iter().map(|&row| people[row as usize].id.clone()).collect();
            }
        }
        mention.detail = Detail::Person(detail);
        mention
    }

    /// The name that stands directly after or before a title, where none is known there.
    fn beside(&self, context: &Context<'_>, titled: &Titled<'_>, persons: &Persons) -> Option<Span> {
        let taken = |span: Span| persons.overlap(span);
        if titled.title.position != Position::After {
            let span = self.after(context, titled.span.end)?;
            if !taken(span) {
                return Some(span);
            }
        }
        None
    }

    fn after(&self, context: &Context<'_>, start: u32) -> Option<Span> {
        let text = &context.text()[start as usize..];
        if !context.words.is_border(start) {
            return None;
        }
        let foreign: String = text.chars().take_while(|&c| self.is_foreign(c)).collect();
        let length = foreign.trim_end_matches('·').chars().count();
        let chinese = self.chinese(context, start);
        if FOREIGN_LENGTH.contains(&length) && length >= 3 {
            let end = start + u32::try_from(foreign.trim_end_matches('·').len()).ok()?;
            let span = Span::new(start, end);
            if context.words.is_border(end)
                && one_word_or_unknown(context, span)
                && !is_state_or_place(context, span)
            {
                return Some(span);
            }
        }
        chinese
    }

    /// Surname and one or two characters, up to the border of a word.
    fn chinese(&self, context: &Context<'_>, start: u32) -> Option<Span> {
        let text = &context.text()[start as usize..];
        let ends: Vec<usize> = text.char_indices().take(5).map(|(at, c)| at + c.len_utf8()).collect();
        let surname = [2, 1]
            .into_iter()
            .filter_map(|count| Some(count).zip(ends.get(count - 1)))
            .find(|&(_, &end)| self.surnames.contains(&text[..end]))
            .map(|(count, _)| count)?;
        [2, 1].into_iter().find_map(|given| {
            let end = *ends.get(surname + given - 1)?;
            let name = &text[..end];
            let span = Span::new(start, start + u32::try_from(end).ok()?);
            let mut characters = name.chars().skip(surname);
            let mut usage = |place: usize| {
                characters
                    .next()
                    .and_then(|character| self.given.get(&character))
                    .map_or(0, |counts| counts[place])
            };
            let likely = if given == 2 {
                usage(0) >= COMMON_GIVEN && usage(1) >= COMMON_GIVEN
            } else {
                usage(2) >= COMMON_GIVEN
            };
            (likely && context.words.is_border(span.end) && one_word_or_unknown(context, span))
                .then_some(span)
        })
    }

    /// The same name elsewhere in the article is the same person.
    fn everywhere(&self, context: &Context<'_>, around: &Surroundings<'_>, persons: &mut Persons) {
        let names: FxHashMap<&str, Option<EntityId>> = persons
            .found
            .iter()
            .filter(|(mention, _)| mention.rule != self.lexicon)
            .map(|(mention, _)| {
                let country = match &mention.detail {
                    Detail::Person(detail) => detail.country.clone(),
                    _ => None,
                };
                (mention.span.of(context.text()), country)
            })
            .collect();
        let mut names: Vec<(&str, Option<EntityId>)> = names.into_iter().collect();
        names.sort_unstable();
        for (name, country) in names {
            for (at, _) in context.text().match_indices(name) {
                let span = Span::from_usize(at, at + name.len());
                if persons.overlap(span) {
                    continue;
                }
                if !context.words.is_border(span.start) && !context.words.is_border(span.end) {
                    continue;
                }
                let mut mention = unlinked(context, around, span, &self.again);
                if let Detail::Person(detail) = &mut mention.detail {
                    detail.country = detail.country.take().or_else(|| country.clone());
                }
                persons.push(mention, Strength::Context);
            }
        }
    }
}

/// Whether the short surface is a part of the whole name: 纳扎尔巴耶夫 of 努尔苏丹·纳扎尔巴耶夫 is not short, 江 of 江泽民 is.
fn surface_is_part(name: &str, surface: &str) -> bool {
    name.starts_with(surface) && !name.contains('·')
}

/// 毛泽东思想, 邓小平理论: the person is not meant.
fn is_doctrine(context: &Context<'_>, span: Span) -> bool {
    let rest = &context.text()[span.end as usize..];
    rest.starts_with("思想") || rest.starts_with("理论") || rest.starts_with("主义")
}

/// Whether no word of the dictionary but names stands in the span: 提出|的, 还|同意 are no names.
fn one_word_or_unknown(context: &Context<'_>, span: Span) -> bool {
    let mut at = span.start;
    while at < span.end {
        let Some(word) = context.words.word_at(at) else { return false };
        if word.start < span.start || word.end > span.end {
            return false;
        }
        let characters = word.of(context.text()).chars().count();
        // A part of a name may be a noun (王|大成); a whole name that the dictionary calls a noun is one (文章).
        let tags: &[&str] = if word == span {
            &["nr", "nrt", "nrfg", "nz", "x"]
        } else {
            &["nr", "nrt", "nrfg", "nz", "x", "n", "ns"]
        };
        if characters > 1 && !tags.contains(&context.words.part_of_speech(word)) {
            return false;
        }
        at = word.end;
    }
    true
}

fn is_state_or_place(context: &Context<'_>, span: Span) -> bool {
    context.hits_from(span.start).iter().take_while(|hit| hit.span.start < span.end).any(|hit| {
        matches!(hit.entry, Entry::Country(_) | Entry::Place(_)) && hit.span.len() * 2 > span.len()
    })
}

/// The persons found so far; none overlaps another.
#[derive(Default)]
struct Persons {
    found: Vec<(Mention, Strength)>,
    /// Start and end of each.
    taken: BTreeMap<u32, u32>,
}

impl Persons {
    fn push(&mut self, mention: Mention, strength: Strength) {
        self.taken.insert(mention.span.start, mention.span.end);
        self.found.push((mention, strength));
    }

    fn overlap(&self, span: Span) -> bool {
        self.taken.range(..span.end).next_back().is_some_and(|(_, &end)| end > span.start)
    }
}

/// Titles and states of the text, to be looked up by where they begin or end.
struct Surroundings<'l> {
    /// The longest title at each place, by start and so by end.
    titles: Vec<Titled<'l>>,
    /// Where a state's mention ends, sorted, and the state.
    states: Vec<(u32, EntityId)>,
}

impl<'l> Surroundings<'l> {
    fn new(context: &Context<'l>, proposals: &Proposals) -> Self {
        let rows = context.lexicon.titles();
        let mut spans: Vec<Span> = proposals.of(Kind::Country).map(|mention| mention.span).collect();
        spans.sort_unstable();
        let mut titles: Vec<Titled<'l>> = Vec::new();
        for hit in context.hits {
            let Entry::Title(row) = hit.entry else { continue };
            // 共和国主席 in 中华人民共和国主席 is the end of the state's name and 主席.
            let next = spans.partition_point(|state| state.end <= hit.span.start);
            if spans.get(next).is_some_and(|state| state.start <= hit.span.start) {
                continue;
            }
            if titles.last().is_some_and(|last| last.span.contains(hit.span)) {
                continue;
            }
            titles.push(Titled { span: hit.span, title: &rows[row as usize] });
        }
        let state = |mention: &Mention| Some((mention.span.end, mention.links.first()?.entity.clone()));
        let mut states: Vec<(u32, EntityId)> = proposals.of(Kind::Country).filter_map(state).collect();
        states.sort();
        Surroundings { titles, states }
    }

    /// The title that ends at a view offset.
    fn title_before(&self, at: u32) -> Option<&Titled<'l>> {
        self.titles
            .binary_search_by_key(&at, |titled| titled.span.end)
            .ok()
            .map(|number| &self.titles[number])
    }

    /// The title that begins at a view offset.
    fn title_after(&self, at: u32) -> Option<&Titled<'l>> {
        self.titles
            .binary_search_by_key(&at, |titled| titled.span.start)
            .ok()
            .map(|number| &self.titles[number])
    }

    /// The state whose mention ends at a view offset.
    fn state_before(&self, at: u32) -> Option<&EntityId> {
        let number = self.states.partition_point(|(end, _)| *end < at);
        self.states.get(number).filter(|(end, _)| *end == at).map(|(_, state)| state)
    }

    /// Role, office and state from the title before the name, else from the one after it.
    fn role(&self, context: &Context<'_>, span: Span) -> PersonDetail {
        let before = self.title_before(span.start);
        let titled = before.filter(|titled| !titled.title.honorific).or(self.title_after(span.end));
        let Some(titled) = titled.filter(|titled| !titled.title.honorific) else {
            return PersonDetail::default();
        };
        PersonDetail {
            role: Some(titled.span.of(context.text()).to_owned()),
            office: Some(titled.title.office.unwrap_or(Office::Other)),
            country: before.and_then(|titled| self.state_before(titled.span.start)).cloned(),
        }
    }
}

/// A person that no row claims.
fn unlinked(context: &Context<'_>, around: &Surroundings<'_>, span: Span, rule: &RuleId) -> Mention {
    Mention {
        form: Some(Form::Full),
        links: vec![Link::plain(EntityId::unlinked(Kind::Person, span.of(context.text())))],
        detail: Detail::Person(around.role(context, span)),
        ..Mention::new(span, Kind::Person, rule.clone())
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
