use bangjiao_document::{ArticleId, EntityId, Kind};
use jiff::civil::Date;
use polars::prelude::DataFrame;

use super::{OF_ARTICLE, OF_ENTITY};
use crate::frame::FrameBuilder;
use crate::schema::{Column, Table};

/// The table `article_entities`.
pub const ARTICLE_ENTITIES: Table = Table {
    name: "article_entities",
    title: "An entity in an article",
    description: "What each article mentions and how much, by article in input order, then entity_id.",
    columns: &[
        Column::text("article_id", "The article."),
        Column::date("date", "Date of the article.").or_null(),
        Column::text("entity_id", "The entity."),
        Column::text("kind", "country, person, treaty, place or organization."),
        Column::integer("n_mentions", Some("mentions"), "Number of mentions in any form."),
        Column::integer("n_named", Some("mentions"), "Number of mentions that are no anaphors."),
        Column::integer("n_sentences", Some("sentences"), "Number of sentences that mention it."),
        Column::boolean("in_title", "Whether it is mentioned in kicker, title or subtitle."),
        Column::integer("first_sentence", None, "Number of the first sentence that mentions it, from 0."),
    ],
    primary_key: &["article_id", "entity_id"],
    foreign_keys: &[OF_ARTICLE, OF_ENTITY],
};

/// A row of the table `article_entities`.
///
/// ```
/// use bangjiao_document::{ArticleId, EntityId, Kind};
/// use bangjiao_table::{ArticleEntityRow, article_entities_frame};
/// let (article_id, entity_id) = (ArticleId::new("19960706-02-002")?, EntityId::new("KAZ")?);
/// let row = ArticleEntityRow {
///     article_id: &article_id,
///     date: Some(jiff::civil::date(1996, 7, 6)),
///     entity_id: &entity_id,
///     kind: Kind::Country,
///     n_mentions: 12,
///     n_named: 7,
///     n_sentences: 9,
///     in_title: true,
///     first_sentence: 0,
/// };
/// assert_eq!(article_entities_frame(&[row]).height(), 1);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ArticleEntityRow<'a> {
    /// The article.
    pub article_id: &'a ArticleId,
    /// Date of the article.
    pub date: Option<Date>,
    /// The entity.
    pub entity_id: &'a EntityId,
    /// Its kind.
    pub kind: Kind,
    /// Number of mentions in any form.
    pub n_mentions: i64,
    /// Number of mentions that are no anaphors.
    pub n_named: i64,
    /// Number of sentences that mention it.
    pub n_sentences: i64,
    /// Whether it is mentioned in kicker, title or subtitle.
    pub in_title: bool,
    /// Number of the first sentence that mentions it, from 0.
    pub first_sentence: i64,
}

/// Rows of the table `article_entities` as a frame, in their order.
pub fn article_entities_frame(rows: &[ArticleEntityRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&ARTICLE_ENTITIES);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.text("article_id", each().map(|row| row.article_id.as_str()));
    block.date("date", each().map(|row| row.date));
    block.text("entity_id", each().map(|row| row.entity_id.as_str()));
    block.text("kind", each().map(|row| row.kind.as_str()));
    block.integer("n_mentions", each().map(|row| row.n_mentions));
    block.integer("n_named", each().map(|row| row.n_named));
    block.integer("n_sentences", each().map(|row| row.n_sentences));
    block.boolean("in_title", each().map(|row| row.in_title));
    block.integer("first_sentence", each().map(|row| row.first_sentence));
    frame.finish()
}
