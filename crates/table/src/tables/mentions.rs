use bangjiao_document::{
    CharOffsets, DateDetail, Detail, Document, EntityId, Form, Kind, Link, Mention, Sentence,
};
use polars::prelude::DataFrame;

use super::{OF_ARTICLE, OF_ENTITY, OF_SENTENCE};
use crate::frame::{Block, FrameBuilder, integer};
use crate::schema::{Column, Table};

/// The table `mentions`.
pub const MENTIONS: Table = Table {
    name: "mentions",
    title: "A mention and one entity of it",
    description: "Every mention, by article in input order, then start, longer first, kind and entity. A mention of two \
                  states (双方) has two rows with one span; a date has one row without an entity.",
    columns: &[
        Column::text(
            "mention_id",
            "article_id:start-end:kind:entity_id, for dates value instead of entity_id; ~2, ~3 follow where an id is taken.",
        ),
        Column::text("article_id", "The article."),
        Column::date("date", "Date of the article.").or_null(),
        Column::text("field", "Part of the article: kicker, title, subtitle or body.").or_null(),
        Column::text("zone", "Kind of text: text, dateline, byline, credit, signature or repeated_title.").or_null(),
        Column::integer("paragraph", None, "Number of the paragraph in the article, from 0.").or_null(),
        Column::integer("sentence", None, "Number of the sentence in the article, from 0.").or_null(),
        Column::integer("start", Some("code points"), "First character in articles.text."),
        Column::integer("end", Some("code points"), "Character after the last."),
        Column::integer("start_byte", Some("bytes"), "First byte in articles.text, UTF-8."),
        Column::integer("end_byte", Some("bytes"), "Byte after the last."),
        Column::text("text", "The mention as it is written."),
        Column::text("kind", "country, person, treaty, date, place or organization."),
        Column::text(
            "form",
            "Country: name, abbreviation, side, anaphor. Person: full, short. Treaty: title, description, anaphor.",
        )
        .or_null(),
        Column::text("entity_id", "The entity; null for dates.").or_null(),
        Column::integer("n_entities", Some("entities"), "Number of entities of the mention, each in a row; 0 for dates."),
        Column::text("value", "Date: what it means, in EDTF (1992-01-03, 20XX, 1949/1956); null where unknown.").or_null(),
        Column::text("rule", "The rule that made the mention."),
        Column::boolean("nested", "Whether the mention stands inside another one."),
        Column::text("within", "Kind of the innermost mention around it.").or_null(),
        Column::boolean("historical", "Whether the state did not exist on the article's date (苏联 in 1998)."),
        Column::boolean("repaired", "Whether a misprint was read through."),
        Column::integer("cow", None, "Correlates of War number of the state on the article's date.").or_null(),
        Column::integer("gw", None, "Gleditsch-Ward number of the state on the article's date.").or_null(),
        Column::list("candidates", "Other entities that the text could have meant."),
        Column::text("role", "Person: the title beside the name as it is written.").or_null(),
        Column::text(
            "office",
            "Person: head_of_state, head_of_government, foreign_minister, minister, ambassador, military, party, \
             legislature or other.",
        )
        .or_null(),
        Column::text("country_id", "State of the office or nationality; state of a place or organization.").or_null(),
        Column::date("date_first", "Date: first day that value covers.").or_null(),
        Column::date("date_last", "Date: last day that value covers.").or_null(),
        Column::text(
            "granularity",
            "Date: day, ten_days, week, month, quarter, season, half, year, decade, century or range.",
        )
        .or_null(),
        Column::text("anchor", "Date: what it was resolved against: none, publication, dateline or text.").or_null(),
        Column::text("class", "Date: date, vague, festival or period.").or_null(),
    ],
    primary_key: &["mention_id"],
    foreign_keys: &[OF_ARTICLE, OF_SENTENCE, OF_ENTITY],
};

/// Collects rows of the table `mentions`.
///
/// ```
/// # use bangjiao_document::{Article, ArticleId, CharOffsets, Document, EntityId, Kind, Link, Mention, RuleId, Span};
/// use bangjiao_table::MentionRows;
/// let mut article = Article::new(ArticleId::new("19960706-02-002")?, "s".into(), "a.txt".into(), 1);
/// article.body = Some("中哈双方重申。".to_owned());
/// let mut document = Document::new(article);
/// let links = vec![Link::plain(EntityId::new("CHN")?), Link::plain(EntityId::new("KAZ")?)];
/// let mention = Mention::new(Span::new(6, 12), Kind::Country, RuleId::new("anaphor-parties")?);
/// document.annotate(vec![], vec![], vec![], vec![Mention { links, ..mention }])?;
/// let mut rows = MentionRows::new();
/// rows.push(&document, &CharOffsets::new(document.text()));
/// let frame = rows.finish();
/// let ids = frame.column("mention_id")?.str()?;
/// assert_eq!(ids.get(0), Some("19960706-02-002:2-4:country:CHN"));
/// assert_eq!(ids.get(1), Some("19960706-02-002:2-4:country:KAZ"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct MentionRows<'d> {
    rows: Vec<Row<'d>>,
}

/// So many rows, and what is left of their last document, are put into the frame together, column by column: few enough
/// that their mentions stay in the cache from column to column, and enough that a block costs nothing beside its cells.
const ROWS_IN_BLOCK: usize = 512;

/// A mention with one of its entities and its place in the document.
#[derive(Debug)]
struct Row<'d> {
    document: &'d Document,
    mention: &'d Mention,
    link: Option<&'d Link>,
    sentence: Option<(usize, &'d Sentence)>,
    start: u32,
    end: u32,
}

impl<'d> MentionRows<'d> {
    /// No rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the mentions of a document; `offsets` are those of its text.
    pub fn push(&mut self, document: &'d Document, offsets: &CharOffsets<'_>) {
        add_rows(document, offsets, &mut self.rows);
    }

    /// Number of rows so far.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// The rows as a frame.
    pub fn finish(self) -> DataFrame {
        let mut frame = FrameBuilder::with_capacity(&MENTIONS, self.rows.len());
        let mut rest = &self.rows[..];
        while !rest.is_empty() {
            let least = rest.len().min(ROWS_IN_BLOCK);
            // Ids look back at the rows of their document, which stay together.
            let last = rest[least - 1].document;
            let others = rest[least..].iter().position(|row| !std::ptr::eq(row.document, last));
            let (block, later) = rest.split_at(others.map_or(rest.len(), |n| least + n));
            write_block(frame.rows(block.len()), block);
            rest = later;
        }
        frame.finish()
    }
}

fn write_block(mut block: Block<'_>, rows: &[Row<'_>]) {
    let each = || rows.iter();
    let mentions = || rows.iter().map(|row| row.mention);
    let links = || rows.iter().map(|row| row.link);
    let sentences = || rows.iter().map(|row| row.sentence.map(|(_, sentence)| sentence));
    let dates = || mentions().map(date_detail);
    let documents = || rows.chunk_by(|one, next| std::ptr::eq(one.document, next.document));
    let articles = || documents().map(|rows| (rows.len(), rows[0].document.article()));
    write_ids(&mut block, rows);
    block.repeated_text("article_id", articles().map(|(n, article)| (n, article.id.as_str())));
    let days = articles().map(|(n, article)| std::iter::repeat_n(article.date.map(|date| date.first), n));
    block.date("date", days.flatten());
    block.text("field", sentences().map(|sentence| sentence.map(|sentence| sentence.field.as_str())));
    block.text("zone", sentences().map(|sentence| sentence.map(|sentence| sentence.zone.as_str())));
    let paragraphs = sentences().map(|sentence| sentence.map(|sentence| i64::from(sentence.paragraph)));
    block.integer("paragraph", paragraphs);
    block.integer("sentence", each().map(|row| row.sentence.map(|(number, _)| integer(number))));
    block.integer("start", each().map(|row| i64::from(row.start)));
    block.integer("end", each().map(|row| i64::from(row.end)));
    block.integer("start_byte", mentions().map(|mention| i64::from(mention.span.start)));
    block.integer("end_byte", mentions().map(|mention| i64::from(mention.span.end)));
    block.text("text", each().map(|row| row.mention.span.of(row.document.text())));
    block.text("kind", mentions().map(|mention| mention.kind.as_str()));
    block.text("form", mentions().map(|mention| mention.form.map(Form::as_str)));
    block.text("entity_id", links().map(|link| link.map(|link| link.entity.as_str())));
    block.integer("n_entities", mentions().map(|mention| integer(mention.links.len())));
    block.text("value", dates().map(|date| date.and_then(|date| date.value.as_deref())));
    block.text("rule", mentions().map(|mention| mention.rule.as_str()));
    block.boolean("nested", mentions().map(Mention::nested));
    block.text("within", mentions().map(|mention| mention.within.map(Kind::as_str)));
    block.boolean("historical", links().map(|link| link.is_some_and(|link| link.historical)));
    block.boolean("repaired", mentions().map(|mention| mention.repaired));
    block.integer("cow", links().map(|link| link.and_then(|link| link.cow)));
    block.integer("gw", links().map(|link| link.and_then(|link| link.gw)));
    block.list("candidates", mentions().map(|mention| mention.candidates.iter().map(EntityId::as_str)));
    block.text(
        "role",
        mentions().map(|mention| match &mention.detail {
            Detail::Person(person) => person.role.as_deref(),
            _ => None,
        }),
    );
    block.text(
        "office",
        mentions().map(|mention| match &mention.detail {
            Detail::Person(person) => person.office.map(|office| office.as_str()),
            _ => None,
        }),
    );
    block.text("country_id", mentions().map(|mention| country(mention).map(EntityId::as_str)));
    block.date("date_first", dates().map(|date| date.and_then(|date| date.first)));
    block.date("date_last", dates().map(|date| date.and_then(|date| date.last)));
    let granularity = |date: &DateDetail| date.granularity.map(|granularity| granularity.as_str());
    block.text("granularity", dates().map(|date| date.and_then(granularity)));
    block.text("anchor", dates().map(|date| date.map(|date| date.anchor.as_str())));
    block.text("class", dates().map(|date| date.map(|date| date.class.as_str())));
}

fn add_rows<'d>(document: &'d Document, offsets: &CharOffsets<'_>, rows: &mut Vec<Row<'d>>) {
    let sentences = document.sentences();
    for mention in document.mentions() {
        let number = document.sentence_at(mention.span.start);
        let row = |link| Row {
            document,
            mention,
            link,
            sentence: sentences.get(number).map(|sentence| (number, sentence)),
            start: offsets.char_at(mention.span.start),
            end: offsets.char_at(mention.span.end),
        };
        if mention.links.is_empty() {
            rows.push(row(None));
        } else {
            rows.extend(mention.links.iter().map(|link| row(Some(link))));
        }
    }
}

fn date_detail(mention: &Mention) -> Option<&DateDetail> {
    match &mention.detail {
        Detail::Date(date) => Some(date),
        _ => None,
    }
}

fn country(mention: &Mention) -> Option<&EntityId> {
    match &mention.detail {
        Detail::Person(person) => person.country.as_ref(),
        Detail::Named(named) => named.country.as_ref(),
        Detail::None | Detail::Date(_) | Detail::Treaty(_) => None,
    }
}

impl Row<'_> {
    /// What stands last in its id.
    fn target(&self) -> &str {
        match self.link {
            Some(link) => link.entity.as_str(),
            None => date_detail(self.mention).and_then(|date| date.value.as_deref()).unwrap_or(""),
        }
    }

    fn same_place(&self, other: &Row<'_>) -> bool {
        std::ptr::eq(self.document, other.document)
            && self.mention.span == other.mention.span
            && self.mention.kind == other.mention.kind
    }
}

fn write_ids(block: &mut Block<'_>, rows: &[Row<'_>]) {
    let mut of_article = 0;
    let mut last = None;
    block.written_text("mention_id", rows.iter().enumerate(), |(at, row), id| {
        if !last.is_some_and(|last| std::ptr::eq(last, row.document)) {
            last = Some(row.document);
            id.clear();
            id.push_str(row.document.article().id.as_str());
            id.push(':');
            of_article = id.len();
        }
        id.truncate(of_article);
        push_number(row.start, id);
        id.push('-');
        push_number(row.end, id);
        id.push(':');
        id.push_str(row.mention.kind.as_str());
        id.push(':');
        id.push_str(row.target());
        // Rows with one span and kind follow each other.
        let before = rows[..at].iter().rev().take_while(|other| row.same_place(other));
        let same = before.filter(|other| other.target() == row.target()).count();
        if same > 0 {
            id.push('~');
            push_number(u32::try_from(same + 1).unwrap_or(u32::MAX), id);
        }
    });
}

/// Appends a number in decimal digits; `write!` takes several times as long, and this runs for every mention.
fn push_number(number: u32, text: &mut String) {
    let mut divisor = if number < 10_000 { 1_000 } else { 1_000_000_000 };
    while divisor > number.max(1) {
        divisor /= 10;
    }
    while divisor > 0 {
        text.push(char::from(b'0' + (number / divisor % 10) as u8));
        divisor /= 10;
    }
}

#[cfg(test)]
mod tests {
    use bangjiao_document::{
        Anchor, Article, ArticleId, CharOffsets, DateClass, DateDetail, Detail, Document, EntityId, Kind,
        Link, Mention, RuleId, Span,
    };

    use super::{MentionRows, push_number};

    #[test]
    fn numbers_are_decimal() {
        for number in [0, 7, 10, 999, 1_000, 9_999, 10_000, 123_456_789, u32::MAX] {
            let mut text = String::new();
            push_number(number, &mut text);
            assert_eq!(text, number.to_string());
        }
    }

    #[test]
    fn every_mention_has_its_own_id() {
        let mut article = Article::new(ArticleId::new("a").unwrap(), "s".into(), "a.txt".into(), 1);
        article.body = Some("近日，双方签署两项协定。".to_owned());
        let mut document = Document::new(article);
        let rule = RuleId::new("test").unwrap();
        let vague = DateDetail {
            value: None,
            first: None,
            last: None,
            granularity: None,
            anchor: Anchor::None,
            class: DateClass::Vague,
        };
        let date = Mention {
            detail: Detail::Date(vague),
            ..Mention::new(Span::new(0, 6), Kind::Date, rule.clone())
        };
        let link = |id| Link::plain(EntityId::new(id).unwrap());
        let treaty = |links| Mention { links, ..Mention::new(Span::new(21, 33), Kind::Treaty, rule.clone()) };
        let mentions = vec![date, treaty(vec![link("T-a"), link("T-b")]), treaty(vec![link("T-b")])];
        document.annotate(vec![], vec![], vec![], mentions).unwrap();
        let mut rows = MentionRows::new();
        rows.push(&document, &CharOffsets::new(document.text()));
        let frame = rows.finish();
        let ids: Vec<_> = frame.column("mention_id").unwrap().str().unwrap().iter().flatten().collect();
        assert_eq!(ids, ["a:0-2:date:", "a:7-11:treaty:T-a", "a:7-11:treaty:T-b", "a:7-11:treaty:T-b~2"]);
    }

    #[test]
    fn the_rows_of_a_document_are_told_apart_however_many() {
        let mut article = Article::new(ArticleId::new("a").unwrap(), "s".into(), "a.txt".into(), 1);
        article.body = Some("协定".to_owned());
        let mut document = Document::new(article);
        let n = 2 * super::ROWS_IN_BLOCK + 1;
        let links = (0..n).map(|_| Link::plain(EntityId::new("T-a").unwrap())).collect();
        let mention = Mention::new(Span::new(0, 6), Kind::Treaty, RuleId::new("test").unwrap());
        document.annotate(vec![], vec![], vec![], vec![Mention { links, ..mention }]).unwrap();
        let mut rows = MentionRows::new();
        rows.push(&document, &CharOffsets::new(document.text()));
        let frame = rows.finish();
        let ids = frame.column("mention_id").unwrap().str().unwrap();
        assert_eq!(
            (ids.len(), ids.get(0), ids.get(n - 1)),
            (n, Some("a:0-2:treaty:T-a"), Some("a:0-2:treaty:T-a~1025"))
        );
        assert_eq!(ids.iter().flatten().collect::<std::collections::BTreeSet<_>>().len(), n);
    }
}
