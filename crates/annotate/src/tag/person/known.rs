//! Persons of the lexicon.

use bangjiao_document::{Detail, EntityId, Form, Kind, Link, Mention, RuleId, Span};
use bangjiao_lexicon::Person;
use rustc_hash::FxHashSet;

use super::around::Surroundings;
use super::found::Persons;
use super::is_doctrine;
use super::role::Roles;
use crate::context::{Context, Strength};
use crate::scan::Entry;
use crate::tag::characters::{Characters, JOINT};

/// Links names to the lexicon's persons.
pub(super) struct KnownPersons {
    lexicon: RuleId,
}

impl KnownPersons {
    /// Makes the rule's id.
    pub fn new() -> Self {
        KnownPersons { lexicon: RuleId::new("person-lexicon").expect("the id is well formed") }
    }

    /// Adds every name of the lexicon that stands as a word or beside a title.
    pub fn find(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        roles: &Roles,
        characters: &Characters,
        persons: &mut Persons,
    ) {
        let mut reached = 0;
        let mut at = 0;
        let mut rows: Vec<u32> = Vec::new();
        // 钟山, 贝鲁特: what others bear too, or is no name at all, is the lexicon's where it is so beside a title.
        let mut doubtful: Vec<(Span, Vec<u32>)> = Vec::new();
        let mut certain: FxHashSet<&str> = FxHashSet::default();
        while let Some(hit) = context.hits.get(at) {
            let Entry::Person(_) = hit.entry else {
                at += 1;
                continue;
            };
            rows.clear();
            while let Some(other) = context.hits.get(at).filter(|other| other.span == hit.span) {
                if let Entry::Person(row) = other.entry {
                    rows.push(row);
                }
                at += 1;
            }
            if hit.span.start < reached {
                continue;
            }
            let titled =
                around.title_before(hit.span.start).is_some() || around.title_after(hit.span.end).is_some();
            if hit.span.len() <= 9
                && !titled
                && !(context.words.is_border(hit.span.start) && context.words.is_border(hit.span.end))
            {
                continue;
            }
            if is_doctrine(context, hit.span)
                || characters.goes_on(context, hit.span)
                || context.corpus_names.go_beyond(context.text(), hit.span)
            {
                continue;
            }
            // 华主席: a variant with the title in it names the person by what stands before.
            let span = around
                .title_before(hit.span.end)
                .filter(|titled| titled.span.start > hit.span.start)
                .map_or(hit.span, |titled| Span::new(hit.span.start, titled.span.start));
            let span = whole_foreign_name(context, characters, span);
            reached = hit.span.end.max(span.end);
            if !titled && rows.iter().all(|&row| !is_likely(context, row)) {
                doubtful.push((span, rows.clone()));
                continue;
            }
            certain.insert(span.of(context.text()));
            let mention = self.linked(context, around, roles, span, &rows);
            persons.push(mention, Strength::Lexicon);
        }
        for (span, rows) in doubtful {
            if certain.contains(span.of(context.text())) && !persons.overlap(span) {
                let mention = self.linked(context, around, roles, span, &rows);
                persons.push(mention, Strength::Lexicon);
            }
        }
    }

    /// A name of the lexicon: the person whose state and office fit, or nobody where two do.
    fn linked(
        &self,
        context: &Context<'_>,
        around: &Surroundings<'_>,
        roles: &Roles,
        span: Span,
        rows: &[u32],
    ) -> Mention {
        let mut detail = roles.read(context, around, span);
        let people = context.lexicon.people();
        let fitting: Vec<&Person> = rows
            .iter()
            .map(|&row| &people[row as usize])
            .filter(|person| {
                detail.country.as_ref().is_none_or(|country| person.country.as_ref() == Some(country))
            })
            // A name that others bear too (施密特) is the person's in office, or beside a title of such an office.
            .filter(|person| {
                let same_office = || person.offices.iter().any(|term| Some(term.office) == detail.office);
                !person.ambiguous || in_office(person, context) || same_office()
            })
            .collect();
        // Father and son (阿利耶夫): the one in office.
        let holding: Vec<&Person> =
            fitting.iter().copied().filter(|person| in_office(person, context)).collect();
        let fitting = if fitting.len() > 1 && holding.len() == 1 { holding } else { fitting };
        let surface = span.of(context.text());
        let mut mention = Mention::new(span, Kind::Person, self.lexicon.clone());
        match fitting.as_slice() {
            [person] => {
                mention.links = vec![Link::plain(person.id.clone())];
                let full = person.name_zh == surface || !surface_is_part(&person.name_zh, surface);
                mention.form = Some(if full { Form::Full } else { Form::Short });
                let term = person.offices.iter().find(|term| term.window.contains(context.day));
                let of_office = term.and_then(|term| term.country.clone());
                detail.country = detail.country.or(of_office).or_else(|| person.country.clone());
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
}

/// Whether a person holds an office on the article's day.
fn in_office(person: &Person, context: &Context<'_>) -> bool {
    person.offices.iter().any(|term| term.window.contains(context.day))
}

/// Whether a row's name is its person's alone, or the person holds an office on the article's day.
fn is_likely(context: &Context<'_>, row: u32) -> bool {
    let person = &context.lexicon.people()[row as usize];
    !person.ambiguous || in_office(person, context)
}

/// The name with the parts that · joins to it: 敦·阿卜杜勒·拉扎克 for 阿卜杜勒·拉扎克.
fn whole_foreign_name(context: &Context<'_>, characters: &Characters, span: Span) -> Span {
    let text = context.text();
    let (mut start, mut end) = (span.start, span.end);
    while let Some(rest) = text[..start as usize].strip_suffix(JOINT) {
        let part: usize = rest
            .chars()
            .rev()
            .take_while(|&c| c != JOINT && characters.is_foreign(c))
            .map(char::len_utf8)
            .sum();
        // What stands before the first part may be transliteration too (和|敦): the part begins a word.
        let begin = (rest.len() - part..rest.len())
            .filter(|&at| rest.is_char_boundary(at))
            .find(|&at| context.words.is_border(narrow(at)) && !context.words.is_function_word(narrow(at)));
        let Some(begin) = begin else { break };
        start = narrow(begin);
    }
    while let Some(rest) = text[end as usize..].strip_prefix(JOINT) {
        let part: usize =
            rest.chars().take_while(|&c| c != JOINT && characters.is_foreign(c)).map(char::len_utf8).sum();
        if part == 0 {
            break;
        }
        end += narrow(JOINT.len_utf8() + part);
    }
    Span::new(start, end)
}

/// Whether the short surface is a part of the whole name: 纳扎尔巴耶夫 of 努尔苏丹·纳扎尔巴耶夫 is not short, 江 of 江泽民 is.
fn surface_is_part(name: &str, surface: &str) -> bool {
    name.starts_with(surface) && !name.contains(JOINT)
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
