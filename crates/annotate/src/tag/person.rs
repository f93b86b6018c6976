//! Persons of the lexicon and persons beside a title, with role, office and state.

use bangjiao_document::{Detail, EntityId, Form, Kind, Link, Mention, Office, PersonDetail, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Person, Position, Title};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::Entry;

/// Tags persons.
pub(crate) struct PersonTagger {
    surnames: FxHashSet<String>,
    transliteration: FxHashSet<char>,
    lexicon: RuleId,
    chinese: RuleId,
    foreign: RuleId,
    again: RuleId,
}

impl PersonTagger {
    /// Reads surnames and transliteration characters of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        PersonTagger {
            surnames: lexicon.surnames().iter().map(|row| row.surname.clone()).collect(),
            transliteration: lexicon.transliteration_characters().iter().map(|row| row.character).collect(),
            lexicon: rule("person-lexicon"),
            chinese: rule("person-title-chinese"),
            foreign: rule("person-title-foreign"),
            again: rule("person-again"),
        }
    }
}

/// A title in the text.
struct Titled<'l> {
    span: Span,
    title: &'l Title,
}

/// Characters of a transliterated name beside a title: at least and at most.
const FOREIGN_LENGTH: std::ops::RangeInclusive<usize> = 2..=12;

impl Tagger for PersonTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let titles = titles(context);
        let mut persons: Vec<(Span, Mention, Strength)> = Vec::new();
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
                && !beside_title(&titles, hit.span)
            {
                continue;
            }
            if is_doctrine(context, hit.span) {
                continue;
            }
            reached = hit.span.end;
            let mention = self.linked(context, proposals, &titles, hit.span, &rows);
            persons.push((hit.span, mention, Strength::Lexicon));
        }
        for titled in &titles {
            if let Some(span) = self.beside(context, titled, &persons) {
                let foreign = context.between(span.start, span.end).chars().all(|c| self.is_foreign(c));
                let rule = if foreign { &self.foreign } else { &self.chinese };
                let mention = unlinked(context, proposals, &titles, span, rule);
                persons.push((span, mention, Strength::Context));
            }
        }
        self.everywhere(context, proposals, &titles, &mut persons);
        for (_, mention, strength) in persons {
            proposals.push(strength, mention);
        }
    }
}

impl PersonTagger {
    fn is_foreign(&self, character: char) -> bool {
        character == '·' || self.transliteration.contains(&character)
    }

    /// A name of the lexicon: the person whose state and office fit, or nobody where two do.
    fn linked(
        &self,
        context: &Context<'_>,
        proposals: &Proposals,
        titles: &[Titled<'_>],
        span: Span,
        rows: &[u32],
    ) -> Mention {
        let mut detail = role(context, proposals, titles, span);
        let people = context.lexicon.people();
        let fitting: Vec<&Person> = rows
            .iter()
            .map(|&row| &people[row as usize])
            .filter(|person| {
                detail.country.as_ref().is_none_or(|country| person.country.as_ref() == Some(country))
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
    fn beside(
        &self,
        context: &Context<'_>,
        titled: &Titled<'_>,
        persons: &[(Span, Mention, Strength)],
    ) -> Option<Span> {
        let taken = |span: Span| persons.iter().any(|(other, _, _)| other.overlaps(span));
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
            if context.words.is_border(end) && !is_state_or_place(context, span) {
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
            let han = name.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}'));
            (han && context.words.is_border(span.end) && one_word_or_unknown(context, span)).then_some(span)
        })
    }

    /// The same name elsewhere in the article is the same person.
    fn everywhere(
        &self,
        context: &Context<'_>,
        proposals: &Proposals,
        titles: &[Titled<'_>],
        persons: &mut Vec<(Span, Mention, Strength)>,
    ) {
        let names: FxHashMap<&str, Option<EntityId>> = persons
            .iter()
            .filter(|(_, mention, _)| mention.rule != self.lexicon)
            .map(|(span, mention, _)| {
                let country = match &mention.detail {
                    Detail::Person(detail) => detail.country.clone(),
                    _ => None,
                };
                (span.of(context.text()), country)
            })
            .collect();
        let mut names: Vec<(&str, Option<EntityId>)> = names.into_iter().collect();
        names.sort_unstable();
        for (name, country) in names {
            for (at, _) in context.text().match_indices(name) {
                let span = Span::from_usize(at, at + name.len());
                if persons.iter().any(|(other, _, _)| other.overlaps(span)) {
                    continue;
                }
                if !context.words.is_border(span.start) && !context.words.is_border(span.end) {
                    continue;
                }
                let mut mention = unlinked(context, proposals, titles, span, &self.again);
                if let Detail::Person(detail) = &mut mention.detail {
                    detail.country = detail.country.take().or_else(|| country.clone());
                }
                persons.push((span, mention, Strength::Context));
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

/// A name that jieba knows as another word (主席|团结) is no name; unknown characters are.
fn one_word_or_unknown(context: &Context<'_>, span: Span) -> bool {
    match context.words.word_at(span.start) {
        Some(word) if word == span => {
            matches!(context.words.part_of_speech(word), "nr" | "x" | "nrt" | "nrfg")
        }
        Some(word) => word.start == span.start && word.end <= span.end,
        None => false,
    }
}

fn is_state_or_place(context: &Context<'_>, span: Span) -> bool {
    context.hits_from(span.start).iter().take_while(|hit| hit.span.start < span.end).any(|hit| {
        matches!(hit.entry, Entry::Country(_) | Entry::Place(_)) && hit.span.len() * 2 > span.len()
    })
}

/// The titles of the text, the longest at each place, by start.
fn titles<'l>(context: &Context<'l>) -> Vec<Titled<'l>> {
    let rows = context.lexicon.titles();
    let mut titles: Vec<Titled<'l>> = Vec::new();
    for hit in context.hits {
        let Entry::Title(row) = hit.entry else { continue };
        if titles.last().is_some_and(|last| last.span.contains(hit.span)) {
            continue;
        }
        titles.push(Titled { span: hit.span, title: &rows[row as usize] });
    }
    titles
}

fn beside_title(titles: &[Titled<'_>], span: Span) -> bool {
    titles.iter().any(|titled| titled.span.end == span.start || titled.span.start == span.end)
}

/// A person that no row claims.
fn unlinked(
    context: &Context<'_>,
    proposals: &Proposals,
    titles: &[Titled<'_>],
    span: Span,
    rule: &RuleId,
) -> Mention {
    Mention {
        form: Some(Form::Full),
        links: vec![Link::plain(EntityId::unlinked(Kind::Person, span.of(context.text())))],
        detail: Detail::Person(role(context, proposals, titles, span)),
        ..Mention::new(span, Kind::Person, rule.clone())
    }
}

/// Role, office and state from the title before the name, else from the one after it.
fn role(context: &Context<'_>, proposals: &Proposals, titles: &[Titled<'_>], span: Span) -> PersonDetail {
    let before =
        titles.iter().filter(|titled| titled.span.end == span.start).max_by_key(|titled| titled.span.len());
    let after =
        titles.iter().filter(|titled| titled.span.start == span.end).max_by_key(|titled| titled.span.len());
    let Some(titled) = before.filter(|titled| !titled.title.honorific).or(after) else {
        return PersonDetail::default();
    };
    if titled.title.honorific {
        return PersonDetail::default();
    }
    let state = before.and_then(|titled| {
        proposals
            .of(Kind::Country)
            .find(|mention| mention.span.end == titled.span.start)
            .and_then(|mention| mention.links.first())
            .map(|link| link.entity.clone())
    });
    PersonDetail {
        role: Some(titled.span.of(context.text()).to_owned()),
        office: Some(titled.title.office.unwrap_or(Office::Other)),
        country: state,
    }
}
