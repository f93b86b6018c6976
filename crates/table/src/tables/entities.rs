use bangjiao_document::{EntityId, EntityInfo};
use jiff::civil::Date;
use polars::prelude::DataFrame;

use crate::frame::FrameBuilder;
use crate::schema::{Column, Table};

/// The table `entities`.
pub const ENTITIES: Table = Table {
    name: "entities",
    title: "An entity met",
    description: "Every country, person, treaty, place and organization that is mentioned, by entity_id.",
    columns: &[
        Column::text(
            "entity_id",
            "ISO 3166-1 alpha-3 of a state, X- for states without one, P-, T-, O-, L- for persons, treaties, \
             organizations and places of the lexicon, kind:surface for others.",
        ),
        Column::text("kind", "country, person, treaty, place or organization."),
        Column::text("name_zh", "Chinese name; the surface of an entity outside the lexicon."),
        Column::text("name_en", "English name.").or_null(),
        Column::text("iso3", "ISO 3166-1 alpha-3, or the code that ISO withdrew.").or_null(),
        Column::integer("cow", None, "Correlates of War number on last_date.").or_null(),
        Column::integer("gw", None, "Gleditsch-Ward number on last_date.").or_null(),
        Column::text("wikidata", "Wikidata item.").or_null(),
        Column::text("rolls_up_to", "The successor of a state that ended, for constant panels.").or_null(),
        Column::integer("n_mentions", Some("mentions"), "Number of mentions in any form."),
        Column::integer("n_named", Some("mentions"), "Number of mentions that are no anaphors."),
        Column::integer("n_articles", Some("articles"), "Number of articles that mention it."),
        Column::date("first_date", "Date of the earliest dated article that mentions it.").or_null(),
        Column::date("last_date", "Date of the latest dated article that mentions it.").or_null(),
    ],
    primary_key: &["entity_id"],
    foreign_keys: &[],
};

/// A row of the table `entities`.
///
/// ```
/// use bangjiao_document::{EntityId, EntityInfo, Kind};
/// use bangjiao_table::{EntityRow, entities_frame};
/// let info = EntityInfo::unlinked(EntityId::unlinked(Kind::Person, "王大成"), Kind::Person);
/// let row = EntityRow { info: &info, n_mentions: 2, n_named: 2, n_articles: 1, first_date: None, last_date: None };
/// assert_eq!(entities_frame(&[row]).column("name_zh")?.str()?.get(0), Some("王大成"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct EntityRow<'a> {
    /// What the lexicon says of it, on `last_date`: the columns from entity_id to rolls_up_to.
    pub info: &'a EntityInfo,
    /// Number of mentions in any form.
    pub n_mentions: i64,
    /// Number of mentions that are no anaphors.
    pub n_named: i64,
    /// Number of articles that mention it.
    pub n_articles: i64,
    /// Date of the earliest dated article that mentions it.
    pub first_date: Option<Date>,
    /// Date of the latest dated article that mentions it.
    pub last_date: Option<Date>,
}

/// Rows of the table `entities` as a frame, in their order.
pub fn entities_frame(rows: &[EntityRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&ENTITIES);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.text("entity_id", each().map(|row| row.info.id.as_str()));
    block.text("kind", each().map(|row| row.info.kind.as_str()));
    block.text("name_zh", each().map(|row| row.info.name_zh.as_str()));
    block.text("name_en", each().map(|row| row.info.name_en.as_deref()));
    block.text("iso3", each().map(|row| row.info.iso3.as_deref()));
    block.integer("cow", each().map(|row| row.info.cow));
    block.integer("gw", each().map(|row| row.info.gw));
    block.text("wikidata", each().map(|row| row.info.wikidata.as_deref()));
    block.text("rolls_up_to", each().map(|row| row.info.rolls_up_to.as_ref().map(EntityId::as_str)));
    block.integer("n_mentions", each().map(|row| row.n_mentions));
    block.integer("n_named", each().map(|row| row.n_named));
    block.integer("n_articles", each().map(|row| row.n_articles));
    block.date("first_date", each().map(|row| row.first_date));
    block.date("last_date", each().map(|row| row.last_date));
    frame.finish()
}
