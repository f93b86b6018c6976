use bangjiao_document::{EntityId, Office};
use jiff::civil::Date;
use polars::prelude::DataFrame;

use super::OF_ENTITY;
use crate::frame::FrameBuilder;
use crate::schema::{Column, ForeignKey, Table};

/// The table `offices`.
pub const OFFICES: Table = Table {
    name: "offices",
    title: "A person in an office",
    description: "Every office in which a person is named, by person, role, office and state: who was called what, of which \
                  state, in which years, as the newspaper says. It counts mentions in all zones; honorifics are no offices.",
    columns: &[
        Column::text("person_id", "The person: P-… or person:NAME."),
        Column::text("person", "Chinese name; as it is written where the person is in no lexicon."),
        Column::text("role", "The title beside the name as it is written.").or_null(),
        Column::text(
            "office",
            "head_of_state, head_of_government, foreign_minister, minister, ambassador, military, party, legislature \
             or other.",
        ),
        Column::text("country_id", "State of the office, or nationality; null where it is not known.")
            .or_null(),
        Column::date("first_date", "Date of the earliest dated article with such a mention.").or_null(),
        Column::date("last_date", "Date of the latest dated article with such a mention.").or_null(),
        Column::integer("n_mentions", Some("mentions"), "Mentions of the person with this title and state."),
    ],
    primary_key: &[],
    foreign_keys: &[ForeignKey { columns: &["person_id"], ..OF_ENTITY }],
};

/// A row of the table `offices`.
///
/// ```
/// use bangjiao_document::{EntityId, Office};
/// use bangjiao_table::{OfficeRow, offices_frame};
/// let (person, kazakhstan) = (EntityId::new("P-nazarbayev-nursultan")?, EntityId::new("KAZ")?);
/// let row = OfficeRow {
///     person_id: &person,
///     person: "纳扎尔巴耶夫",
///     role: Some("总统"),
///     office: Office::HeadOfState,
///     country_id: Some(&kazakhstan),
///     days: None,
///     n_mentions: 9,
/// };
/// assert_eq!(offices_frame(&[row]).height(), 1);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct OfficeRow<'a> {
    /// The person.
    pub person_id: &'a EntityId,
    /// Chinese name.
    pub person: &'a str,
    /// The title as it is written.
    pub role: Option<&'a str>,
    /// The class of the title.
    pub office: Office,
    /// The state of the office, or the nationality.
    pub country_id: Option<&'a EntityId>,
    /// Dates of the earliest and the latest article.
    pub days: Option<(Date, Date)>,
    /// Mentions.
    pub n_mentions: i64,
}

/// Rows of the table `offices` as a frame, in their order.
pub fn offices_frame(rows: &[OfficeRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&OFFICES);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.text("person_id", each().map(|row| row.person_id.as_str()));
    block.text("person", each().map(|row| row.person));
    block.text("role", each().map(|row| row.role));
    block.text("office", each().map(|row| row.office.as_str()));
    block.text("country_id", each().map(|row| row.country_id.map(EntityId::as_str)));
    block.date("first_date", each().map(|row| row.days.map(|(first, _)| first)));
    block.date("last_date", each().map(|row| row.days.map(|(_, last)| last)));
    block.integer("n_mentions", each().map(|row| row.n_mentions));
    frame.finish()
}
