//! Persons of the lexicon under another guise: heads of governments named by them (佐藤|政府), names with hyphens
//! (尼古拉-萨科齐), and names of regimes that hold a person's (朗诺|集团).

use bangjiao_document::{Detail, Form, Kind, Link, Mention, Office, RuleId, Span};
use bangjiao_lexicon::Person;

use super::found::Persons;
use super::known::bears;
use super::standing::HYPHENS;
use super::texts::Texts;
use crate::context::{Context, Proposals, Strength};
use crate::scan::Entry;
use crate::tag::characters::{Characters, JOINT};

/// Links names that nobody bears for certain.
pub(super) fn link(context: &Context<'_>, characters: &Characters, texts: &Texts, persons: &mut Persons) {
    for (mention, _) in &mut persons.found {
        if mention.links.iter().any(|link| link.entity.is_linked()) {
            continue;
        }
        let name = mention.span.of(context.text());
        let rest = &context.text()[mention.span.end as usize..];
        let person = if name.contains(HYPHENS) {
            with_hyphens(context, mention, name)
        } else if texts.is_regime(rest) {
            head(context, characters, mention.span)
        } else {
            None
        };
        if let (Some(person), Detail::Person(detail)) = (person, &mut mention.detail) {
            mention.links = vec![Link::plain(person.id.clone())];
            mention.form = Some(if name.contains(HYPHENS) { Form::Full } else { Form::Short });
            mention.candidates.clear();
            detail.country = detail.country.take().or_else(|| person.country.clone());
        }
    }
}

/// The only person who bears a name with hyphens for ·, of the state that stands there.
fn with_hyphens<'l>(context: &Context<'l>, mention: &Mention, name: &str) -> Option<&'l Person> {
    let joined: String = name.chars().map(|c| if HYPHENS.contains(&c) { JOINT } else { c }).collect();
    let Detail::Person(detail) = &mention.detail else { return None };
    let inside = context.hits_from(mention.span.start).iter();
    let inside = inside.take_while(|hit| hit.span.start < mention.span.end);
    let mut bearers =
        inside.filter(|hit| hit.span.end == mention.span.end).filter_map(|hit| match hit.entry {
            Entry::Person(row) => Some(&context.lexicon.people()[row as usize]),
            _ => None,
        });
    let mut fitting = bearers.by_ref().filter(|person| {
        detail.country.as_ref().is_none_or(|state| person.country.as_ref() == Some(state))
            && bears(person, context, &joined)
    });
    let first = fitting.next()?;
    fitting.all(|other| other.id == first.id).then_some(first)
}

/// The only head of a state or government on the article's day who bears a name; of a Japanese one the surname.
fn head<'l>(context: &Context<'l>, characters: &Characters, span: Span) -> Option<&'l Person> {
    let name = span.of(context.text());
    let is_surname = characters.japanese_surname(name) == Some(name.len());
    let bears = |person: &&Person| {
        person.surfaces.iter().any(|surface| surface == name || is_surname && surface.starts_with(name))
    };
    let mut heads = context.lexicon.people().iter().filter(|person| is_head(context, person)).filter(bears);
    let first = heads.next()?;
    heads.next().is_none().then_some(first)
}

/// Whether a person leads a state or government on the article's day.
fn is_head(context: &Context<'_>, person: &Person) -> bool {
    let leads = |office: Office| matches!(office, Office::HeadOfState | Office::HeadOfGovernment);
    context.day.is_some()
        && person.offices.iter().any(|term| leads(term.office) && term.window.contains(context.day))
}

/// Adds the persons with whose names those of regimes begin: 朗诺|集团, which stands for a state.
pub(super) fn of_regimes(
    context: &Context<'_>,
    proposals: &Proposals,
    texts: &Texts,
    rule: &RuleId,
    persons: &mut Persons,
) {
    let regimes: Vec<Span> = proposals
        .of(Kind::Country)
        .map(|state| state.span)
        .filter(|span| texts.without_regime(span.of(context.text())).is_some())
        .collect();
    for regime in regimes {
        let here = context.hits_from(regime.start).iter().take_while(|hit| hit.span.start == regime.start);
        let mut named = here.filter(|hit| hit.span.end < regime.end).filter_map(|hit| match hit.entry {
            Entry::Person(row) => Some((hit.span, &context.lexicon.people()[row as usize])),
            _ => None,
        });
        let Some((span, person)) = named.next() else { continue };
        if named.any(|(other, _)| other == span) || persons.overlap(span) {
            continue;
        }
        let mut mention = super::unlinked(context, span, rule);
        mention.links = vec![Link::plain(person.id.clone())];
        if let Detail::Person(detail) = &mut mention.detail {
            detail.country = person.country.clone();
        }
        persons.push(mention, Strength::Lexicon);
    }
}
