use bangjiao_document::EntityId;
use jiff::civil::Date;
use polars::prelude::DataFrame;

use crate::frame::FrameBuilder;
use crate::schema::{Column, Table};

/// The table `country_codes`.
pub const COUNTRY_CODES: Table = Table {
    name: "country_codes",
    title: "A code of a state in a time",
    description: "What other data sets call each state and when, with every spell of membership; no two states hold \
                  one code of a system on one day.",
    columns: &[
        Column::text("entity_id", "The state or territory; it need not be mentioned in the corpus."),
        Column::text(
            "system",
            "iso2, iso_numeric, cow (Correlates of War), gw (Gleditsch-Ward) or wikidata.",
        ),
        Column::text("code", "The code as text, with the zeros of ISO numbers."),
        Column::date("from", "First day on which it holds; null where it has no beginning.").or_null(),
        Column::date("to", "Last day on which it holds; null where it has no end.").or_null(),
    ],
    // A state may leave a system and come back under the same number (Syria in COW), so the day belongs to the key;
    // a key may hold no nulls, and spells without a beginning do: so there is none.
    primary_key: &[],
    foreign_keys: &[],
};

/// A row of the table `country_codes`.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_table::{CountryCodeRow, country_codes_frame};
/// use jiff::civil::date;
/// let germany = EntityId::new("DEU")?;
/// let (from, to) = (Some(date(1955, 5, 5)), Some(date(1990, 10, 2)));
/// let row = CountryCodeRow { entity_id: &germany, system: "cow", code: "260", from, to };
/// assert_eq!(country_codes_frame(&[row]).height(), 1);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct CountryCodeRow<'a> {
    /// The state or territory.
    pub entity_id: &'a EntityId,
    /// The system of codes.
    pub system: &'a str,
    /// The code.
    pub code: &'a str,
    /// First day on which it holds.
    pub from: Option<Date>,
    /// Last day on which it holds.
    pub to: Option<Date>,
}

/// Rows of the table `country_codes` as a frame, in their order.
pub fn country_codes_frame(rows: &[CountryCodeRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&COUNTRY_CODES);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.text("entity_id", each().map(|row| row.entity_id.as_str()));
    block.text("system", each().map(|row| row.system));
    block.text("code", each().map(|row| row.code));
    block.date("from", each().map(|row| row.from));
    block.date("to", each().map(|row| row.to));
    frame.finish()
}
