use bangjiao_document::{CharOffsets, Detail, Document, EntityId, Form, Kind, Link, Mention, TreatyDetail};
use polars::prelude::DataFrame;

use super::OF_ARTICLE;
use crate::frame::FrameBuilder;
use crate::schema::{Column, ForeignKey, Table};

/// The table `agreement_mentions`.
pub const AGREEMENT_MENTIONS: Table = Table {
    name: "agreement_mentions",
    title: "A mention of an agreement",
    description: "What the text says of an agreement or joint document at each mention; what the lexicon knows stands in \
                  agreements. A title of several agreements has a row for each.",
    columns: &[
        Column::text("mention_id", "The mention."),
        Column::text("article_id", "The article."),
        Column::date("date", "Date of the article.").or_null(),
        Column::text("cited_as", "The mention as it is written."),
        Column::text(
            "type",
            "treaty, agreement, convention, protocol, joint_statement, communique, declaration, exchange_of_notes, \
             memorandum, charter, statement or other.",
        ),
        Column::list("parties", "Parties that the name or the text around it names, by id."),
        Column::text("signed", "Day, month or year of signing that the text says, in EDTF.").or_null(),
        Column::text("place", "Place of signing that the text says.").or_null(),
        Column::text(
            "act",
            "What was done with it: signed, ratified, acceded, in_force, reaffirmed, extended, suspended, ended, \
             violated, proposed, negotiated or cited.",
        ),
        Column::text("agreement_id", "The agreement; null where parties or day are not known.").or_null(),
        Column::text("form", "title, description or anaphor (该协定).").or_null(),
    ],
    primary_key: &["mention_id"],
    foreign_keys: &[
        OF_ARTICLE,
        ForeignKey { columns: &["mention_id"], table: "mentions", references: &["mention_id"] },
        ForeignKey { columns: &["agreement_id"], table: "agreements", references: &["agreement_id"] },
    ],
};

/// Collects rows of the table `agreement_mentions`.
///
/// ```
/// # use bangjiao_document::*;
/// use bangjiao_table::AgreementMentionRows;
/// let mut article = Article::new(ArticleId::new("a")?, "s".into(), "a.txt".into(), 1);
/// article.body = Some("中苏友好条约".to_owned());
/// let mut document = Document::new(article);
/// let detail = TreatyDetail {
///     treaty_type: TreatyType::Treaty,
///     parties: vec![EntityId::new("CHN")?, EntityId::new("SUN")?],
///     signed: None,
///     place: None,
///     act: Act::Cited,
///     members: Vec::new(),
/// };
/// let links = vec![Link::plain(EntityId::new("treaty:中苏友好条约")?)];
/// let mention = Mention::new(Span::new(0, 18), Kind::Treaty, RuleId::new("treaty-parties")?);
/// document.annotate(vec![], vec![], vec![], vec![Mention { links, detail: Detail::Treaty(detail), ..mention }])?;
/// let mut rows = AgreementMentionRows::new();
/// rows.push(&document, &CharOffsets::new(document.text()));
/// let frame = rows.finish();
/// assert_eq!(frame.column("mention_id")?.str()?.get(0), Some("a:0-6:treaty:treaty:中苏友好条约"));
/// assert_eq!(frame.column("agreement_id")?.str()?.get(0), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct AgreementMentionRows(FrameBuilder);

impl AgreementMentionRows {
    /// No rows.
    pub fn new() -> Self {
        AgreementMentionRows(FrameBuilder::new(&AGREEMENT_MENTIONS))
    }

    /// Adds the mentions of agreements of a document; `offsets` are those of its text.
    pub fn push(&mut self, document: &Document, offsets: &CharOffsets<'_>) {
        let rows: Vec<(&Mention, &TreatyDetail, &Link)> = document
            .mentions()
            .iter()
            .filter(|mention| mention.kind == Kind::Treaty)
            .filter_map(|mention| match &mention.detail {
                Detail::Treaty(detail) => Some((mention, detail)),
                _ => None,
            })
            .flat_map(|(mention, detail)| mention.links.iter().map(move |link| (mention, detail, link)))
            .collect();
        if rows.is_empty() {
            return;
        }
        let article = document.article();
        let date = article.date.map(|date| date.first);
        let each = || rows.iter();
        let mut block = self.0.rows(rows.len());
        block.written_text("mention_id", each(), |(mention, _, link), id| {
            let (start, end) = (offsets.char_at(mention.span.start), offsets.char_at(mention.span.end));
            *id = format!("{}:{start}-{end}:treaty:{}", article.id, link.entity);
        });
        block.same_text("article_id", article.id.as_str());
        block.date("date", each().map(|_| date));
        block.text("cited_as", each().map(|(mention, ..)| mention.span.of(document.text())));
        block.text("type", each().map(|(_, detail, _)| detail.treaty_type.as_str()));
        let parties = |(_, detail, link): &(_, &TreatyDetail, &Link)| -> Vec<String> {
            detail.parties_of(&link.entity).iter().map(ToString::to_string).collect()
        };
        let parties: Vec<Vec<String>> = each().map(parties).collect();
        block.list("parties", parties.iter().map(|parties| parties.iter().map(String::as_str)));
        block.text("signed", each().map(|(_, detail, _)| detail.signed.as_deref()));
        block.text("place", each().map(|(_, detail, _)| detail.place.as_deref()));
        block.text("act", each().map(|(_, detail, _)| detail.act.as_str()));
        block.text(
            "agreement_id",
            each().map(|(_, _, link)| Some(&link.entity).filter(|it| it.is_linked()).map(EntityId::as_str)),
        );
        block.text("form", each().map(|(mention, ..)| mention.form.map(Form::as_str)));
    }

    /// Number of rows so far.
    pub fn n_rows(&self) -> usize {
        self.0.n_rows()
    }

    /// The rows as a frame.
    pub fn finish(self) -> DataFrame {
        self.0.finish()
    }
}

impl Default for AgreementMentionRows {
    fn default() -> Self {
        Self::new()
    }
}
