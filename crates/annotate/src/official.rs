//! Articles that are themselves agreements or joint documents: what they say of themselves, and who signed.

use bangjiao_document::{
    Detail, EntityId, Field, Kind, Link, Mention, OfficialDocument, Signature, Span, Zone,
};
use bangjiao_lexicon::Lexicon;

use crate::context::Context;
use crate::layout::Block;
use crate::tag::treaty::{by_facts, made_id};

/// The word lists of `rules/documents.toml`.
pub(crate) struct OfficialRules {
    genres: Vec<String>,
    formulae: Vec<String>,
    languages: Vec<String>,
}

impl OfficialRules {
    /// Reads the word lists of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rules = lexicon.rules("documents");
        let texts = |key: &str| rules.iter().flat_map(|rule| rule.texts(key)).collect();
        OfficialRules { genres: texts("genres"), formulae: texts("formulae"), languages: texts("languages") }
    }
}

/// A formula stands within so many bytes of the body's beginning.
const FORMULA_REACH: usize = 3_000;

/// Reads what an article says of itself that is an agreement or joint document; links the mention in its title to it.
///
/// Its title must be that of a document from end to end, and its genre, a formula (声明如下) or signatures say so too.
pub(crate) fn read(
    context: &Context<'_>,
    rules: &OfficialRules,
    mentions: &mut [Mention],
) -> Option<OfficialDocument> {
    let title = context.layout.sentences.iter().find(|sentence| sentence.field == Field::Title)?;
    let named =
        mentions.iter().position(|mention| mention.kind == Kind::Treaty && mention.span == title.span);
    let noun = || {
        let title = title.span.of(context.text());
        let rows = context.lexicon.document_nouns();
        rows.iter().find(|row| row.noun == title).map(|row| row.treaty_type)
    };
    let treaty_type = match named.and_then(|at| detail(&mentions[at])) {
        Some(detail) => detail.treaty_type,
        None => noun()?,
    };
    if !is_official(context, rules) {
        return None;
    }
    let signatures = signatures(context, mentions);
    let mut parties =
        named.and_then(|at| detail(&mentions[at])).map_or_else(Vec::new, |it| it.parties.clone());
    if parties.is_empty() {
        parties = signatories(&signatures);
    }
    if parties.is_empty() {
        parties = first_states(context, mentions);
    }
    let (date, place) = day_and_place(context, mentions);
    let known = named.and_then(|at| known(context, &mentions[at], date.as_deref()));
    let known = known.or_else(|| by_facts(context.lexicon, treaty_type, &parties, date.as_deref()?));
    let agreement = known.or_else(|| {
        made_id(treaty_type, &parties, date.as_deref(), || subject(context, title.span, mentions))
    });
    if let (Some(at), Some(agreement)) = (named, &agreement) {
        mentions[at].links = vec![Link::plain(agreement.clone())];
    }
    Some(OfficialDocument {
        agreement,
        treaty_type,
        title: context.view.to_text(title.span).of(context.document.text()).to_owned(),
        parties,
        date,
        place,
        languages: languages(context, rules),
        in_force: in_force(context, mentions),
        signatures,
    })
}

fn detail(mention: &Mention) -> Option<&bangjiao_document::TreatyDetail> {
    match &mention.detail {
        Detail::Treaty(detail) => Some(detail),
        _ => None,
    }
}

fn is_official(context: &Context<'_>, rules: &OfficialRules) -> bool {
    let genre = context.document.article().genre.as_deref().unwrap_or_default();
    if rules.genres.iter().any(|word| word == genre) {
        return true;
    }
    let body = context.layout.sentences.iter().find(|sentence| sentence.field == Field::Body);
    let Some(body) = body else { return false };
    let text = &context.text()[body.span.start as usize..];
    let mut end = text.len().min(FORMULA_REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let says = rules.formulae.iter().any(|formula| text[..end].contains(formula.as_str()));
    says || context.layout.sentences.iter().any(|sentence| sentence.zone == Zone::Signature)
}

fn signing_lines<'l>(context: &Context<'l>) -> impl Iterator<Item = &'l Block> {
    context.layout.sentences.iter().filter(|sentence| sentence.zone == Zone::Signature)
}

fn within(mentions: &[Mention], span: Span, kind: Kind) -> impl Iterator<Item = &Mention> {
    mentions.iter().filter(move |mention| mention.kind == kind && span.contains(mention.span))
}

/// The persons of the signing block, each once.
fn signatures(context: &Context<'_>, mentions: &[Mention]) -> Vec<Signature> {
    let mut signatures: Vec<Signature> = Vec::new();
    for line in signing_lines(context) {
        for mention in within(mentions, line.span, Kind::Person) {
            let Detail::Person(person) = &mention.detail else { continue };
            let name = mention.span.of(context.text());
            let state = within(mentions, line.span, Kind::Country).next();
            let state = state.and_then(|mention| mention.links.first()).map(|link| link.entity.clone());
            if signatures.iter().any(|other| other.name == name) {
                continue;
            }
            signatures.push(Signature {
                person: mention.links.first().map(|link| link.entity.clone()),
                name: name.to_owned(),
                role: person.role.clone(),
                office: person.office,
                country: state.or_else(|| person.country.clone()),
            });
        }
    }
    signatures
}

fn signatories(signatures: &[Signature]) -> Vec<EntityId> {
    let mut states: Vec<EntityId> = signatures.iter().filter_map(|one| one.country.clone()).collect();
    states.sort();
    states.dedup();
    if states.len() > 1 { states } else { Vec::new() }
}

/// The states of the body's first sentence, if they are two.
fn first_states(context: &Context<'_>, mentions: &[Mention]) -> Vec<EntityId> {
    let plain = |sentence: &&Block| sentence.field == Field::Body && sentence.zone == Zone::Text;
    let Some(first) = context.layout.sentences.iter().find(plain) else { return Vec::new() };
    let states = within(mentions, first.span, Kind::Country).flat_map(|mention| &mention.links);
    let mut states: Vec<EntityId> = states.map(|link| link.entity.clone()).collect();
    states.sort();
    states.dedup();
    if states.len() == 2 { states } else { Vec::new() }
}

/// Day and place of the signing block: 1996年7月5日于阿拉木图.
fn day_and_place(context: &Context<'_>, mentions: &[Mention]) -> (Option<String>, Option<String>) {
    let lines: Vec<&Block> = signing_lines(context).collect();
    for line in lines.into_iter().rev() {
        let Some(date) = within(mentions, line.span, Kind::Date).next() else { continue };
        let value = match &date.detail {
            Detail::Date(date) => date.value.clone(),
            _ => None,
        };
        let rest = context.between(date.span.end, line.span.end).trim();
        let rest = rest.trim_start_matches(['订', '签']).strip_prefix(['于', '在']);
        let place = rest.map(|place| place.trim_end_matches(['签', '字', '署', '订', '）', ')']).to_owned());
        return (value, place.filter(|place| !place.is_empty()));
    }
    (None, None)
}

/// The title without its parties.
fn subject(context: &Context<'_>, title: Span, mentions: &[Mention]) -> String {
    let text = title.of(context.text());
    let from = text.find("关于").map(|at| title.start + u32::try_from(at).unwrap_or(0));
    let last = within(mentions, title, Kind::Country).map(|mention| mention.span.end).max();
    crate::tag::treaty::normalised(context.between(from.or(last).unwrap_or(title.start), title.end))
}

/// The lexicon's agreement that the title's mention means, if it was signed on the document's day.
fn known(context: &Context<'_>, mention: &Mention, date: Option<&str>) -> Option<EntityId> {
    let [link] = mention.links.as_slice() else { return None };
    let row = context.lexicon.treaties().iter().find(|row| row.id == link.entity)?;
    let signed = row.signed.as_deref()?;
    let agrees = match date {
        Some(date) => date.starts_with(signed),
        // Without a day of its own it was signed shortly before it was printed.
        None => {
            let year = context.day.map(|day| format!("{:04}", day.year()));
            year.is_some_and(|year| signed.starts_with(&year))
        }
    };
    agrees.then(|| row.id.clone())
}

/// The languages in which the texts are written: 每份都用中文和俄文写成.
fn languages(context: &Context<'_>, rules: &OfficialRules) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    for sentence in context.layout.sentences.iter().filter(|sentence| sentence.field == Field::Body) {
        let text = sentence.span.of(context.text());
        if !["写成", "同等作准", "同样作准", "同等效力", "同一效力"].iter().any(|word| text.contains(word))
        {
            continue;
        }
        let mut found: Vec<(usize, &String)> =
            rules.languages.iter().filter_map(|word| Some((text.find(word.as_str())?, word))).collect();
        found.sort();
        for (_, word) in found {
            if !languages.contains(word) {
                languages.push(word.clone());
            }
        }
    }
    languages
}

/// When it comes into force: the day, or the clause that says so (自签字之日起生效).
fn in_force(context: &Context<'_>, mentions: &[Mention]) -> Option<String> {
    let own = [
        "本协定",
        "本条约",
        "本议定书",
        "本公约",
        "本声明",
        "本公报",
        "本换文",
        "本协议",
        "协定",
        "条约",
        "议定书",
    ];
    for sentence in context.layout.sentences.iter().filter(|sentence| sentence.field == Field::Body) {
        let text = sentence.span.of(context.text());
        let Some(at) = text.find("生效") else { continue };
        let from = text[..at].rfind(['，', '。', '；', '：']).map_or(0, |mark| mark + '，'.len_utf8());
        let clause = &text[from..at + "生效".len()];
        let begins = own.iter().any(|word| text.trim_start().starts_with(word) || clause.starts_with(word));
        if !begins {
            continue;
        }
        let dates = within(mentions, sentence.span, Kind::Date);
        let day = dates.filter_map(|mention| match &mention.detail {
            Detail::Date(date) => date.value.clone(),
            _ => None,
        });
        return Some(day.last().unwrap_or_else(|| clause.trim().to_owned()));
    }
    None
}
