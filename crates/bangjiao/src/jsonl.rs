//! The JSON lines of `annotate`: a contract for other programs, one object per article.

use std::io::{self, Write};

use bangjiao_document::{CharOffsets, Detail, Document, EntityId, Kind, Link, Mention, TreatyDetail};
use bangjiao_graph::Inclusion;
use bangjiao_lexicon::Lexicon;
use serde::Serialize;

#[derive(Serialize)]
struct ArticleLine<'d> {
    id: &'d str,
    date: Option<String>,
    title: Option<&'d str>,
    text: &'d str,
    body_start: u32,
    sentences: Vec<[u32; 2]>,
    mentions: Vec<MentionObject<'d>>,
}

#[derive(Serialize)]
struct MentionObject<'d> {
    start: u32,
    end: u32,
    start_byte: u32,
    end_byte: u32,
    text: &'d str,
    kind: &'static str,
    form: Option<&'static str>,
    entity: Option<&'d str>,
    rule: &'d str,
    zone: &'static str,
    nested: bool,
    repaired: bool,
    #[serde(flatten)]
    detail: DetailObject<'d>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum DetailObject<'d> {
    None {},
    Person {
        name_en: Option<String>,
        role: Option<&'d str>,
        office: Option<&'static str>,
        country: Option<&'d str>,
    },
    Treaty {
        #[serde(rename = "type")]
        treaty_type: &'static str,
        parties: Vec<&'d str>,
        date: Option<&'d str>,
        act: &'static str,
    },
    Date {
        value: Option<&'d str>,
        date_first: Option<String>,
        date_last: Option<String>,
        granularity: Option<&'static str>,
        anchor: &'static str,
        class: &'static str,
    },
    Named {
        name_en: Option<String>,
        country: Option<&'d str>,
    },
}

/// Writes one annotated article as a line of JSON.
///
/// Offsets are code points into `text`; a mention of several entities is written once for each. Mentions are sorted by
/// start, longer first, kind, entity. `treaty_anaphors` says whether 该协定 and the like are among them.
///
/// # Errors
/// Whatever the writer says.
pub fn write_jsonl(
    document: &Document,
    lexicon: &Lexicon,
    treaty_anaphors: Inclusion,
    mut writer: impl Write,
) -> io::Result<()> {
    let offsets = CharOffsets::new(document.text());
    let article = document.article();
    let line = ArticleLine {
        id: article.id.as_str(),
        date: article.date.map(|date| date.to_string()),
        title: article.title.as_deref(),
        text: document.text(),
        body_start: offsets.char_at(document.body_start()),
        sentences: document
            .sentences()
            .iter()
            .map(|sentence| [offsets.char_at(sentence.span.start), offsets.char_at(sentence.span.end)])
            .collect(),
        mentions: document
            .mentions()
            .iter()
            .filter(|mention| treaty_anaphors == Inclusion::Keep || !is_treaty_anaphor(mention))
            .flat_map(|mention| objects(document, lexicon, &offsets, mention))
            .collect(),
    };
    serde_json::to_writer(&mut writer, &line)?;
    writer.write_all(b"\n")
}

fn is_treaty_anaphor(mention: &Mention) -> bool {
    mention.kind == Kind::Treaty && !mention.is_named()
}

/// One object for each entity of a mention, or one without entity.
fn objects<'d>(
    document: &'d Document,
    lexicon: &Lexicon,
    offsets: &CharOffsets<'_>,
    mention: &'d Mention,
) -> Vec<MentionObject<'d>> {
    let sentence = document.sentences().get(document.sentence_at(mention.span.start));
    let object = |link: Option<&'d Link>| MentionObject {
        start: offsets.char_at(mention.span.start),
        end: offsets.char_at(mention.span.end),
        start_byte: mention.span.start,
        end_byte: mention.span.end,
        text: mention.span.of(document.text()),
        kind: mention.kind.as_str(),
        form: mention.form.map(|form| form.as_str()),
        entity: link.map(|link| link.entity.as_str()),
        rule: mention.rule.as_str(),
        zone: sentence.map_or("text", |sentence| sentence.zone.as_str()),
        nested: mention.nested(),
        repaired: mention.repaired,
        detail: detail(lexicon, mention, link),
    };
    if mention.links.is_empty() {
        return vec![object(None)];
    }
    mention.links.iter().map(|link| object(Some(link))).collect()
}

fn parties<'d>(treaty: &'d TreatyDetail, link: Option<&Link>) -> &'d [EntityId] {
    link.map_or(&treaty.parties, |link| treaty.parties_of(&link.entity))
}

fn detail<'d>(lexicon: &Lexicon, mention: &'d Mention, link: Option<&Link>) -> DetailObject<'d> {
    let name_en = || {
        link.filter(|link| link.entity.is_linked())
            .and_then(|link| lexicon.info(&link.entity, mention.kind, None).name_en)
    };
    match &mention.detail {
        Detail::None if mention.kind == Kind::Country => DetailObject::None {},
        Detail::None => DetailObject::Named { name_en: name_en(), country: None },
        Detail::Person(person) => DetailObject::Person {
            name_en: name_en(),
            role: person.role.as_deref(),
            office: person.office.map(|office| office.as_str()),
            country: person.country.as_ref().map(|country| country.as_str()),
        },
        Detail::Treaty(treaty) => DetailObject::Treaty {
            treaty_type: treaty.treaty_type.as_str(),
            parties: parties(treaty, link).iter().map(|party| party.as_str()).collect(),
            date: treaty.signed.as_deref(),
            act: treaty.act.as_str(),
        },
        Detail::Date(date) => DetailObject::Date {
            value: date.value.as_deref(),
            date_first: date.first.map(|day| day.to_string()),
            date_last: date.last.map(|day| day.to_string()),
            granularity: date.granularity.map(|granularity| granularity.as_str()),
            anchor: date.anchor.as_str(),
            class: date.class.as_str(),
        },
        Detail::Named(named) => DetailObject::Named {
            name_en: name_en(),
            country: named.country.as_ref().map(|country| country.as_str()),
        },
    }
}
