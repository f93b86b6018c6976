use bangjiao_document::EntityId;
use jiff::civil::Date;
use polars::prelude::DataFrame;

use crate::frame::{FrameBuilder, integer};
use crate::schema::{Column, ForeignKey, Table};

/// The table `agreements`.
pub const AGREEMENTS: Table = Table {
    name: "agreements",
    title: "An agreement",
    description: "Every agreement or joint document that is identified: by the lexicon, or outside it by type, parties, day \
                  of signing and subject. Several reports of one signing are one row; mentions whose parties or day are \
                  not known are in no row.",
    columns: &[
        Column::text(
            "agreement_id",
            "Id of the lexicon; outside it T-, parties, day, type and the first 8 digits of SHA-256 of the subject.",
        ),
        Column::text("title_zh", "Chinese title of the lexicon; outside it the longest name in the texts."),
        Column::text("title_en", "English title of the lexicon.").or_null(),
        Column::text("type", "Kind of agreement, as in agreement_mentions."),
        Column::text("signed", "Day, month or year of signing, in EDTF.").or_null(),
        Column::date("signed_first", "First day that signed covers.").or_null(),
        Column::date("signed_last", "Last day that signed covers.").or_null(),
        Column::integer(
            "n_parties",
            Some("states"),
            "Number of rows in agreement_parties; 0 where the parties are many and not listed.",
        ),
        Column::boolean("multilateral", "Whether more than two states are parties."),
        Column::integer(
            "n_mentions",
            Some("mentions"),
            "Number of mentions in all zones, anaphors included.",
        ),
        Column::integer("n_articles", Some("articles"), "Number of articles that mention it or are it."),
        Column::date("first_cited", "Date of the earliest dated article that mentions it.").or_null(),
        Column::date("last_cited", "Date of the latest dated article that mentions it.").or_null(),
        Column::boolean("in_lexicon", "Whether the lexicon holds it."),
        Column::text("external_id", "Number in a collection of treaties, from the lexicon.").or_null(),
    ],
    primary_key: &["agreement_id"],
    foreign_keys: &[],
};

/// The table `agreement_parties`.
pub const AGREEMENT_PARTIES: Table = Table {
    name: "agreement_parties",
    title: "A party of an agreement",
    description: "The states that made each agreement: those of the lexicon, outside it those that the texts name. \
                  Multilateral instruments with open membership have no rows.",
    columns: &[
        Column::text("agreement_id", "The agreement."),
        Column::text("entity_id", "The state; it need not be mentioned in the texts."),
        Column::integer("cow", None, "Correlates of War number of the state on the first day of signing.")
            .or_null(),
    ],
    primary_key: &["agreement_id", "entity_id"],
    foreign_keys: &[ForeignKey {
        columns: &["agreement_id"],
        table: "agreements",
        references: &["agreement_id"],
    }],
};

/// A row of the table `agreements`, with its parties.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_table::{AgreementRow, agreement_parties_frame, agreements_frame};
/// let id = EntityId::new("T-ctbt-1996")?;
/// let row = AgreementRow {
///     agreement_id: &id,
///     title_zh: "全面禁止核试验条约",
///     title_en: Some("CTBT"),
///     treaty_type: "treaty",
///     signed: Some("1996-09-24"),
///     days: None,
///     parties: Vec::new(),
///     multilateral: true,
///     n_mentions: 1,
///     n_articles: 1,
///     cited: None,
///     in_lexicon: true,
///     external_id: None,
/// };
/// assert_eq!(agreements_frame(&[row.clone()]).column("n_parties")?.i64()?.get(0), Some(0));
/// assert_eq!(agreement_parties_frame(&[row]).height(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct AgreementRow<'a> {
    /// The agreement.
    pub agreement_id: &'a EntityId,
    /// Chinese title.
    pub title_zh: &'a str,
    /// English title.
    pub title_en: Option<&'a str>,
    /// The word of its type.
    pub treaty_type: &'a str,
    /// When it was signed, EDTF.
    pub signed: Option<&'a str>,
    /// First and last day that `signed` covers.
    pub days: Option<(Date, Date)>,
    /// The parties, each with its Correlates of War number on the first day of signing.
    pub parties: Vec<(&'a EntityId, Option<i64>)>,
    /// Whether more than two states are parties.
    pub multilateral: bool,
    /// Mentions in all zones.
    pub n_mentions: i64,
    /// Articles that mention it or are it.
    pub n_articles: i64,
    /// Dates of the earliest and the latest of them.
    pub cited: Option<(Date, Date)>,
    /// Whether the lexicon holds it.
    pub in_lexicon: bool,
    /// Number in a collection of treaties.
    pub external_id: Option<&'a str>,
}

/// Rows of the table `agreements` as a frame, in their order.
pub fn agreements_frame(rows: &[AgreementRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&AGREEMENTS);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.text("agreement_id", each().map(|row| row.agreement_id.as_str()));
    block.text("title_zh", each().map(|row| row.title_zh));
    block.text("title_en", each().map(|row| row.title_en));
    block.text("type", each().map(|row| row.treaty_type));
    block.text("signed", each().map(|row| row.signed));
    block.date("signed_first", each().map(|row| row.days.map(|(first, _)| first)));
    block.date("signed_last", each().map(|row| row.days.map(|(_, last)| last)));
    block.integer("n_parties", each().map(|row| integer(row.parties.len())));
    block.boolean("multilateral", each().map(|row| row.multilateral));
    block.integer("n_mentions", each().map(|row| row.n_mentions));
    block.integer("n_articles", each().map(|row| row.n_articles));
    block.date("first_cited", each().map(|row| row.cited.map(|(first, _)| first)));
    block.date("last_cited", each().map(|row| row.cited.map(|(_, last)| last)));
    block.boolean("in_lexicon", each().map(|row| row.in_lexicon));
    block.text("external_id", each().map(|row| row.external_id));
    frame.finish()
}

/// Rows of the table `agreement_parties` as a frame, in the order of the agreements.
pub fn agreement_parties_frame(rows: &[AgreementRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&AGREEMENT_PARTIES);
    let parties: Vec<(&EntityId, &EntityId, Option<i64>)> = rows
        .iter()
        .flat_map(|row| row.parties.iter().map(|(party, cow)| (row.agreement_id, *party, *cow)))
        .collect();
    let mut block = frame.rows(parties.len());
    block.text("agreement_id", parties.iter().map(|(agreement, ..)| agreement.as_str()));
    block.text("entity_id", parties.iter().map(|(_, party, _)| party.as_str()));
    block.integer("cow", parties.iter().map(|(.., cow)| *cow));
    frame.finish()
}
