use bangjiao_document::{EntityId, Kind};
use polars::prelude::DataFrame;

use super::OF_ENTITY;
use crate::frame::FrameBuilder;
use crate::schema::{Column, Table};

const MENTIONS: Option<&str> = Some("mentions");
const SENTENCES: Option<&str> = Some("sentences");
const ARTICLES: Option<&str> = Some("articles");

/// The table `entity_period`.
pub const ENTITY_PERIOD: Table = Table {
    name: "entity_period",
    title: "An entity in a period",
    description: "Attention to each entity in each period (years, or what the manifest's section graph names as periods), by \
                  entity and period, with what the period holds altogether. An article whose date is not known well \
                  enough is in no period. Counts are of the counted zones, whatever is left out of pairs; summed over \
                  periods, n_mentions is the rows of mentions in these zones of articles in a period. A period without a row \
                  had no mention; --zeros writes such rows, from the first to the last period with an article.",
    columns: &[
        Column::text("entity_id", "The entity."),
        Column::text("kind", "country, person, treaty, place or organization."),
        Column::text(
            "period",
            "1996, 1996-H2, 1996-Q3, 1996-07 or 1990s; between dates FIRST..LAST, both included, without an end where \
             there is no cut.",
        ),
        Column::integer("n_mentions", MENTIONS, "Number of mentions in any form; 双方 is one of each side."),
        Column::integer("n_named", MENTIONS, "Number of mentions that are no anaphors."),
        Column::integer("n_sentences", SENTENCES, "Sentences that mention it."),
        Column::integer("n_articles", ARTICLES, "Articles that mention it."),
        Column::integer("n_title_articles", ARTICLES, "Articles whose title (标题) mentions it."),
        Column::integer("n_articles_total", ARTICLES, "Articles of the period."),
        Column::integer("n_sentences_total", SENTENCES, "Sentences of the counted zones in the period."),
        Column::integer("n_characters_total", Some("code points"), "Length of the period's articles."),
        Column::integer("n_issue_days", Some("days"), "Days of the period with an article."),
        Column::boolean(
            "alive",
            "Whether the state, office, body or place exists on a day of the period, or the treaty is signed by its end; \
             null where that is not known.",
        )
        .or_null(),
    ],
    primary_key: &["entity_id", "period"],
    foreign_keys: &[OF_ENTITY],
};

/// A row of the table `entity_period`.
///
/// ```
/// use bangjiao_document::{EntityId, Kind};
/// use bangjiao_table::{EntityPeriodRow, entity_period_frame};
/// let row = EntityPeriodRow {
///     entity_id: &EntityId::new("SUN")?,
///     kind: Kind::Country,
///     period: "1998".to_owned(),
///     n_mentions: 3,
///     n_named: 3,
///     n_sentences: 2,
///     n_articles: 1,
///     n_title_articles: 0,
///     n_articles_total: 9,
///     n_sentences_total: 80,
///     n_characters_total: 2_400,
///     n_issue_days: 9,
///     alive: Some(false),
/// };
/// assert_eq!(entity_period_frame(&[row]).column("alive")?.bool()?.get(0), Some(false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct EntityPeriodRow<'a> {
    /// The entity.
    pub entity_id: &'a EntityId,
    /// Its kind.
    pub kind: Kind,
    /// What the period is called.
    pub period: String,
    /// Number of mentions in any form.
    pub n_mentions: i64,
    /// Number of mentions that are no anaphors.
    pub n_named: i64,
    /// Sentences that mention it.
    pub n_sentences: i64,
    /// Articles that mention it.
    pub n_articles: i64,
    /// Articles whose title mentions it.
    pub n_title_articles: i64,
    /// Articles of the period.
    pub n_articles_total: i64,
    /// Sentences of the counted zones in the period.
    pub n_sentences_total: i64,
    /// Code points of the period's articles.
    pub n_characters_total: i64,
    /// Days of the period with an article.
    pub n_issue_days: i64,
    /// Whether it exists in the period.
    pub alive: Option<bool>,
}

/// Rows of the table `entity_period` as a frame, in their order.
pub fn entity_period_frame(rows: &[EntityPeriodRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&ENTITY_PERIOD);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.text("entity_id", each().map(|row| row.entity_id.as_str()));
    block.text("kind", each().map(|row| row.kind.as_str()));
    block.text("period", each().map(|row| row.period.as_str()));
    block.integer("n_mentions", each().map(|row| row.n_mentions));
    block.integer("n_named", each().map(|row| row.n_named));
    block.integer("n_sentences", each().map(|row| row.n_sentences));
    block.integer("n_articles", each().map(|row| row.n_articles));
    block.integer("n_title_articles", each().map(|row| row.n_title_articles));
    block.integer("n_articles_total", each().map(|row| row.n_articles_total));
    block.integer("n_sentences_total", each().map(|row| row.n_sentences_total));
    block.integer("n_characters_total", each().map(|row| row.n_characters_total));
    block.integer("n_issue_days", each().map(|row| row.n_issue_days));
    block.boolean("alive", each().map(|row| row.alive));
    frame.finish()
}
