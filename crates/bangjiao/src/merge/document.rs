//! Rows of tables → the document that they were made from.

use std::collections::BTreeMap;

use bangjiao_document::{
    Act, Anchor, Article, ArticleId, DateClass, DateDetail, Detail, Document, EntityId, Field, Form,
    Granularity, Keyword, Kind, Link, Mention, NamedDetail, Office, OfficialDocument, Paragraph,
    PersonDetail, Precision, PublicationDate, RuleId, Sentence, Signature, Span, Token, TreatyDetail,
    TreatyType, Zone,
};
use bangjiao_table::Row;
use jiff::civil::Date;

use super::words::Words;

/// The columns that are read of each table, the article's id first; [`Rows`] holds their rows in this order.
pub(super) const ARTICLES: [&str; 24] = [
    "article_id",
    "source",
    "date",
    "date_precision",
    "issue",
    "page",
    "page_name",
    "item",
    "column",
    "class",
    "genre",
    "authors",
    "kicker",
    "title",
    "subtitle",
    "text",
    "body_start",
    "n_paragraphs",
    "has_body",
    "source_file",
    "record",
    "extra",
    "n_sentences",
    "n_problems",
];
/// See [`ARTICLES`].
pub(super) const SENTENCES: [&str; 6] =
    ["article_id", "paragraph", "field", "zone", "start_byte", "end_byte"];
/// See [`ARTICLES`].
pub(super) const MENTIONS: [&str; 25] = [
    "article_id",
    "start",
    "end",
    "start_byte",
    "end_byte",
    "kind",
    "form",
    "entity_id",
    "n_entities",
    "value",
    "rule",
    "within",
    "historical",
    "repaired",
    "cow",
    "gw",
    "candidates",
    "role",
    "office",
    "country_id",
    "date_first",
    "date_last",
    "granularity",
    "anchor",
    "class",
];
/// See [`ARTICLES`].
pub(super) const AGREEMENT_MENTIONS: [&str; 7] =
    ["article_id", "mention_id", "type", "parties", "signed", "place", "act"];
/// See [`ARTICLES`].
pub(super) const DOCUMENTS: [&str; 9] =
    ["article_id", "agreement_id", "type", "title", "parties", "date", "place", "languages", "in_force"];
/// See [`ARTICLES`].
pub(super) const SIGNATORIES: [&str; 6] =
    ["article_id", "person_id", "person", "role", "office", "country_id"];
/// See [`ARTICLES`].
pub(super) const KEYWORDS: [&str; 3] = ["article_id", "group", "term"];
/// See [`ARTICLES`].
pub(super) const TOKENS: [&str; 5] = ["article_id", "sentence", "start_byte", "end_byte", "pos"];

/// All rows of one article.
#[derive(Debug)]
pub(super) struct Rows {
    pub article: Row,
    pub sentences: Vec<Row>,
    pub mentions: Vec<Row>,
    pub agreement_mentions: Vec<Row>,
    pub documents: Vec<Row>,
    pub signatories: Vec<Row>,
    pub keywords: Vec<Row>,
    pub tokens: Vec<Row>,
}

/// A row that no document can have made, with its table.
pub(super) type Malformed<'r> = (&'static str, &'r Row);

impl Rows {
    /// The document, without its problems, and how many these are; whether it is a reprint is to be decided anew.
    pub fn document(&self, words: &mut Words) -> Result<(Document, usize), Malformed<'_>> {
        let Rows { article: row, sentences, mentions, agreement_mentions, .. } = self;
        let in_articles = || ("articles", row);
        let ArticleRow { mut article, text, n_paragraphs, n_sentences, n_problems } =
            article(row).ok_or_else(in_articles)?;
        article.keywords = each("keywords", &self.keywords, keyword)?;
        let mut document = Document::new(article);
        let sentences = each("sentences", sentences, sentence)?;
        let mut parts = Mentions { rows: mentions, agreements: agreement_mentions, found: Vec::new() };
        while let [first, ..] = parts.rows {
            parts.next().ok_or(("mentions", first))?;
        }
        if let Some(row) = parts.agreements.first() {
            return Err(("agreement_mentions", row));
        }
        let tokens = each("tokens", &self.tokens, |row| token(row, words))?;
        let paragraphs = paragraphs(&sentences);
        if document.text() != text || (paragraphs.len(), sentences.len()) != (n_paragraphs, n_sentences) {
            return Err(in_articles());
        }
        document.annotate(paragraphs, sentences, tokens, parts.found).map_err(|_| in_articles())?;
        if let Some(row) = self.documents.first() {
            let signatures = each("signatories", &self.signatories, signature)?;
            document.set_official(Some(official(row, signatures).ok_or(("documents", row))?));
        }
        Ok((document, n_problems))
    }
}

fn each<'r, T>(
    table: &'static str,
    rows: &'r [Row],
    mut read: impl FnMut(&Row) -> Option<T>,
) -> Result<Vec<T>, Malformed<'r>> {
    rows.iter().map(|row| read(row).ok_or((table, row))).collect()
}

/// A cell that may be empty; `None` where there is something in it that cannot be read.
fn maybe<T>(cell: Option<&str>, read: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    match cell {
        Some(text) => read(text).map(Some),
        None => Some(None),
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// A day; one before the common era has four digits in some formats (-1299-01-01) and six in others.
fn day(text: &str) -> Option<Date> {
    match text.strip_prefix('-') {
        Some(rest) if rest.find('-') == Some(4) => format!("-00{rest}").parse().ok(),
        _ => text.parse().ok(),
    }
}

fn entity(text: &str) -> Option<EntityId> {
    EntityId::new(text).ok()
}

fn is_true(cell: Option<&str>) -> bool {
    matches!(cell, Some("true" | "1"))
}

/// The elements of a list; none of those read here can hold the separator.
fn list<T>(cell: Option<&str>, read: impl FnMut(&str) -> Option<T>) -> Option<Vec<T>> {
    match cell {
        None | Some("") => Some(Vec::new()),
        Some(joined) => joined.split('|').map(read).collect(),
    }
}

fn span(start: Option<&str>, end: Option<&str>) -> Option<Span> {
    let (start, end) = (number(start?)?, number(end?)?);
    (start <= end).then(|| Span::new(start, end))
}

/// What a row of `articles` says.
struct ArticleRow<'r> {
    article: Article,
    text: &'r str,
    n_paragraphs: usize,
    n_sentences: usize,
    n_problems: usize,
}

fn article(row: &Row) -> Option<ArticleRow<'_>> {
    let [
        id,
        source,
        date,
        date_precision,
        issue,
        page,
        page_name,
        item,
        column,
        class,
        genre,
        authors,
        kicker,
        title,
        subtitle,
        text,
        body_start,
        n_paragraphs,
        has_body,
        source_file,
        record,
        extra,
        n_sentences,
        n_problems,
    ] = row.texts()?;
    let text = text.unwrap_or("");
    let body_start: usize = number(body_start?)?;
    let body = text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(body_start)?;
    let precision = |word: &str| {
        let all = [Precision::Year, Precision::Month, Precision::Day];
        all.into_iter().find(|precision| precision.as_str() == word)
    };
    let date = match (maybe(date, day)?, maybe(date_precision, precision)?) {
        (Some(first), Some(precision)) => Some(PublicationDate { first, precision }),
        (None, None) => None,
        _ => return None,
    };
    let article = Article {
        date,
        issue: maybe(issue, number)?,
        page: maybe(page, number)?,
        page_name: page_name.map(str::to_owned),
        item: maybe(item, number)?,
        column: column.map(str::to_owned),
        class: class.map(str::to_owned),
        genre: genre.map(str::to_owned),
        authors: list(authors, |author| Some(author.to_owned()))?,
        kicker: kicker.map(str::to_owned),
        title: title.map(str::to_owned),
        subtitle: subtitle.map(str::to_owned),
        body: is_true(has_body).then(|| text[body..].to_owned()),
        extra: match extra {
            Some(extra) => serde_json::from_str(extra).ok()?,
            None => BTreeMap::new(),
        },
        ..Article::new(ArticleId::new(id?).ok()?, source?.into(), source_file?.into(), number(record?)?)
    };
    let count = |cell: Option<&str>| number(cell?);
    Some(ArticleRow {
        article,
        text,
        n_paragraphs: count(n_paragraphs)?,
        n_sentences: count(n_sentences)?,
        n_problems: count(n_problems)?,
    })
}

fn keyword(row: &Row) -> Option<Keyword> {
    let [_, group, term] = row.texts()?;
    Some(Keyword { group: group?.to_owned(), term: term?.to_owned() })
}

fn sentence(row: &Row) -> Option<Sentence> {
    let [_, paragraph, field, zone, start, end] = row.texts()?;
    Some(Sentence {
        span: span(start, end)?,
        paragraph: number(paragraph?)?,
        field: Field::from_word(field?)?,
        zone: Zone::from_word(zone?)?,
    })
}

/// The paragraphs of sentences: each has at least one, and reaches from the first to the last.
fn paragraphs(sentences: &[Sentence]) -> Vec<Paragraph> {
    let paragraph = |sentences: &[Sentence]| {
        let (first, last) = (sentences.first()?, sentences.last()?);
        Some(Paragraph { span: Span::new(first.span.start, last.span.end), field: first.field })
    };
    sentences.chunk_by(|a, b| a.paragraph == b.paragraph).filter_map(paragraph).collect()
}

fn token(row: &Row, words: &mut Words) -> Option<Token> {
    let [_, sentence, start, end, pos] = row.texts()?;
    Some(Token { span: span(start, end)?, sentence: number(sentence?)?, pos: words.word(pos?) })
}

/// Rows that are not read yet, and the mentions that were.
struct Mentions<'r> {
    rows: &'r [Row],
    agreements: &'r [Row],
    found: Vec<Mention>,
}

impl Mentions<'_> {
    /// Reads the next mention with a row for each of its entities.
    fn next(&mut self) -> Option<()> {
        let [
            article,
            start,
            end,
            start_byte,
            end_byte,
            kind,
            form,
            _,
            n_entities,
            value,
            rule,
            within,
            _,
            repaired,
            _,
            _,
            candidates,
            role,
            office,
            country,
            date_first,
            date_last,
            granularity,
            anchor,
            class,
        ] = self.rows.first()?.texts()?;
        let n_entities: usize = number(n_entities?)?;
        let (rows, rest) = self.rows.split_at_checked(n_entities.max(1))?;
        self.rows = rest;
        let links = rows[..n_entities].iter().map(link).collect::<Option<Vec<Link>>>()?;
        let kind = Kind::from_word(kind?)?;
        let detail = match kind {
            Kind::Country => Detail::None,
            Kind::Person => Detail::Person(PersonDetail {
                role: role.map(str::to_owned),
                office: maybe(office, Office::from_word)?,
                country: maybe(country, entity)?,
            }),
            Kind::Place | Kind::Organization => {
                Detail::Named(NamedDetail { country: maybe(country, entity)? })
            }
            Kind::Date => match maybe(anchor, Anchor::from_word)? {
                Some(anchor) => Detail::Date(DateDetail {
                    value: value.map(str::to_owned),
                    first: maybe(date_first, day)?,
                    last: maybe(date_last, day)?,
                    granularity: maybe(granularity, Granularity::from_word)?,
                    anchor,
                    class: DateClass::from_word(class?)?,
                }),
                None => Detail::None,
            },
            Kind::Treaty => {
                let place = format!("{}:{}-{}:", article?, start?, end?);
                self.treaty(&place, &links)?
            }
        };
        self.found.push(Mention {
            form: maybe(form, Form::from_word)?,
            links,
            within: maybe(within, Kind::from_word)?,
            repaired: is_true(repaired),
            candidates: list(candidates, entity)?,
            detail,
            ..Mention::new(span(start_byte, end_byte)?, kind, RuleId::new(rule?).ok()?)
        });
        Some(())
    }

    /// What the next rows of `agreement_mentions` say, if they are of the mention at this place.
    fn treaty(&mut self, place: &str, links: &[Link]) -> Option<Detail> {
        let is_here = |(row, link): (&Row, &Link)| {
            row.text(1).and_then(|id| id.strip_prefix(place)?.strip_prefix("treaty:"))
                == Some(link.entity.as_str())
        };
        let Some((rows, rest)) = self
            .agreements
            .split_at_checked(links.len())
            .filter(|(rows, _)| !rows.is_empty() && rows.iter().zip(links).all(is_here))
        else {
            return Some(Detail::None);
        };
        self.agreements = rest;
        let [_, _, treaty_type, parties, signed, location, act] = rows.first()?.texts()?;
        let members = rows.iter().zip(links).map(|(row, link)| {
            let parties = list(row.text(3), entity)?;
            Some((link.entity.clone(), parties))
        });
        let members = members.collect::<Option<Vec<_>>>()?;
        Some(Detail::Treaty(TreatyDetail {
            treaty_type: TreatyType::from_word(treaty_type?)?,
            parties: list(parties, entity)?,
            signed: signed.map(str::to_owned),
            place: location.map(str::to_owned),
            act: Act::from_word(act?)?,
            members: if members.len() > 1 { members } else { Vec::new() },
        }))
    }
}

fn link(row: &Row) -> Option<Link> {
    Some(Link {
        entity: entity(row.text(7)?)?,
        historical: row.is_true(12),
        cow: maybe(row.text(14), number)?,
        gw: maybe(row.text(15), number)?,
    })
}

fn official(row: &Row, signatures: Vec<Signature>) -> Option<OfficialDocument> {
    let [_, agreement, treaty_type, title, parties, date, place, languages, in_force] = row.texts()?;
    Some(OfficialDocument {
        agreement: maybe(agreement, entity)?,
        treaty_type: TreatyType::from_word(treaty_type?)?,
        title: title.unwrap_or_default().to_owned(),
        parties: list(parties, entity)?,
        date: date.map(str::to_owned),
        place: place.map(str::to_owned),
        languages: list(languages, |language| Some(language.to_owned()))?,
        in_force: in_force.map(str::to_owned),
        signatures,
    })
}

fn signature(row: &Row) -> Option<Signature> {
    let [_, person_id, person, role, office, country] = row.texts()?;
    Some(Signature {
        person: maybe(person_id, entity)?,
        name: person.unwrap_or_default().to_owned(),
        role: role.map(str::to_owned),
        office: maybe(office, Office::from_word)?,
        country: maybe(country, entity)?,
    })
}
