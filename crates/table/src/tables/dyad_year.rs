use bangjiao_document::EntityId;
use polars::prelude::DataFrame;

use crate::frame::FrameBuilder;
use crate::schema::{Column, Table};

const SENTENCES: Option<&str> = Some("sentences");
const ARTICLES: Option<&str> = Some("articles");

/// The table `dyad_year`.
pub const DYAD_YEAR: Table = Table {
    name: "dyad_year",
    title: "Two states in a year",
    description: "Every pair of states that are members of the state system on at least one common day of the year, zeros filled, \
                  from the first to the last year with an article; by year and codes. An article counts once for a code if it \
                  names any state that holds the code on the article's date. Mentions of states outside their life, without \
                  a code that day, and of territories that policy.toml leaves out are in no row; the manifest's section graph \
                  says how many they are, and whether codes are of the Correlates of War or of Gleditsch and Ward.",
    columns: &[
        Column::integer("ccode1", None, "The smaller code."),
        Column::integer("ccode2", None, "The larger code."),
        Column::integer("year", None, "The year."),
        Column::text(
            "iso3_1",
            "Label: the id of the state that holds ccode1 on its last member day of the year; X- without ISO code.",
        ),
        Column::text("iso3_2", "Label: the same for ccode2."),
        Column::integer("n_articles", ARTICLES, "Articles that mention both, in any form."),
        Column::integer("n_sentences", SENTENCES, "Sentences that mention both, in any form."),
        Column::integer("n_named", SENTENCES, "Sentences that mention both by a form that is no anaphor."),
        Column::integer("n_dyadic", SENTENCES, "Sentences whose states, in any form, are exactly these two."),
        Column::integer("n_articles_1", ARTICLES, "Articles that mention the state of ccode1."),
        Column::integer("n_articles_2", ARTICLES, "Articles that mention the state of ccode2."),
        Column::integer(
            "n_articles_with_country",
            ARTICLES,
            "Articles of the year that mention any country, also one without a code.",
        ),
        Column::integer(
            "n_agreements_signed",
            Some("agreements"),
            "Different bilateral agreements of the two, met in the texts, that were signed in the year; multilateral ones too \
             with --multilateral.",
        ),
        Column::integer(
            "n_agreements_cited",
            ARTICLES,
            "Articles of the year that cite such an agreement of the two, or are one. The parties' codes are those of the day \
             of signing.",
        ),
        Column::integer("n_articles_total", ARTICLES, "Articles of the year."),
        Column::integer("n_sentences_total", SENTENCES, "Sentences of the counted zones in the year."),
    ],
    primary_key: &["ccode1", "ccode2", "year"],
    foreign_keys: &[],
};

/// A row of the table `dyad_year`.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_table::{DyadYearRow, dyad_year_frame};
/// let (russia, china) = (EntityId::new("RUS")?, EntityId::new("CHN")?);
/// let row = DyadYearRow {
///     ccodes: [365, 710],
///     year: 1991,
///     iso3: [&russia, &china],
///     n_articles: 40,
///     n_sentences: 90,
///     n_named: 70,
///     n_dyadic: 55,
///     n_articles_each: [60, 800],
///     n_articles_with_country: 810,
///     n_agreements_signed: 1,
///     n_agreements_cited: 3,
///     n_articles_total: 1_000,
///     n_sentences_total: 9_000,
/// };
/// assert_eq!(dyad_year_frame(&[row]).column("iso3_1")?.str()?.get(0), Some("RUS"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct DyadYearRow<'a> {
    /// The two codes, the smaller first.
    pub ccodes: [i64; 2],
    /// The year.
    pub year: i64,
    /// Their labels.
    pub iso3: [&'a EntityId; 2],
    /// Articles that mention both.
    pub n_articles: i64,
    /// Sentences that mention both.
    pub n_sentences: i64,
    /// Sentences that mention both by a form that is no anaphor.
    pub n_named: i64,
    /// Sentences whose states are exactly these two.
    pub n_dyadic: i64,
    /// Articles that mention the one, the other.
    pub n_articles_each: [i64; 2],
    /// Articles of the year that mention any country.
    pub n_articles_with_country: i64,
    /// Agreements of the two signed in the year.
    pub n_agreements_signed: i64,
    /// Articles of the year that cite or are an agreement of the two.
    pub n_agreements_cited: i64,
    /// Articles of the year.
    pub n_articles_total: i64,
    /// Sentences of the counted zones in the year.
    pub n_sentences_total: i64,
}

/// Rows of the table `dyad_year` as a frame, in their order.
pub fn dyad_year_frame(rows: &[DyadYearRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&DYAD_YEAR);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.integer("ccode1", each().map(|row| row.ccodes[0]));
    block.integer("ccode2", each().map(|row| row.ccodes[1]));
    block.integer("year", each().map(|row| row.year));
    block.text("iso3_1", each().map(|row| row.iso3[0].as_str()));
    block.text("iso3_2", each().map(|row| row.iso3[1].as_str()));
    block.integer("n_articles", each().map(|row| row.n_articles));
    block.integer("n_sentences", each().map(|row| row.n_sentences));
    block.integer("n_named", each().map(|row| row.n_named));
    block.integer("n_dyadic", each().map(|row| row.n_dyadic));
    block.integer("n_articles_1", each().map(|row| row.n_articles_each[0]));
    block.integer("n_articles_2", each().map(|row| row.n_articles_each[1]));
    block.integer("n_articles_with_country", each().map(|row| row.n_articles_with_country));
    block.integer("n_agreements_signed", each().map(|row| row.n_agreements_signed));
    block.integer("n_agreements_cited", each().map(|row| row.n_agreements_cited));
    block.integer("n_articles_total", each().map(|row| row.n_articles_total));
    block.integer("n_sentences_total", each().map(|row| row.n_sentences_total));
    frame.finish()
}
