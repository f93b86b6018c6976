use jiff::civil::Date;
use polars::prelude::DataFrame;

use crate::frame::FrameBuilder;
use crate::schema::{Column, Table};

const ARTICLES: Option<&str> = Some("articles");

/// The table `coverage`.
pub const COVERAGE: Table = Table {
    name: "coverage",
    title: "A day of a newspaper",
    description: "What was read of each newspaper, by source and day: every day from its first to its last article, zeros where \
                  nothing was read. Articles whose day is not known are in no row.",
    columns: &[
        Column::text("source", "Name of the newspaper or collection."),
        Column::date("date", "The day."),
        Column::integer("n_articles", ARTICLES, "Articles of the day."),
        Column::integer("n_pages", Some("pages"), "Different page numbers among them; 0 where none is known."),
        Column::integer("n_characters", Some("code points"), "Length of the articles."),
        Column::integer("n_without_body", ARTICLES, "Articles without a body."),
        Column::integer("n_problems", Some("problems"), "Problems of the articles' records."),
        Column::integer("n_with_country", ARTICLES, "Articles that mention a country in the counted zones."),
        Column::boolean(
            "expected",
            "Of a day without articles, by the issue numbers before and after: no where none is missing, so that no paper \
             appeared; yes where one is missing for each day between, so that a paper was not read; null otherwise, and on days \
             with articles.",
        )
        .or_null(),
    ],
    primary_key: &["source", "date"],
    foreign_keys: &[],
};

/// A row of the table `coverage`.
///
/// ```
/// use bangjiao_table::{CoverageRow, coverage_frame};
/// let row = CoverageRow {
///     source: "人民日报",
///     date: jiff::civil::date(1951, 2, 7),
///     n_articles: 0,
///     n_pages: 0,
///     n_characters: 0,
///     n_without_body: 0,
///     n_problems: 0,
///     n_with_country: 0,
///     expected: Some(false),
/// };
/// assert_eq!(coverage_frame(&[row]).height(), 1);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct CoverageRow<'a> {
    /// Name of the newspaper.
    pub source: &'a str,
    /// The day.
    pub date: Date,
    /// Articles of the day.
    pub n_articles: i64,
    /// Different page numbers.
    pub n_pages: i64,
    /// Code points of the articles.
    pub n_characters: i64,
    /// Articles without a body.
    pub n_without_body: i64,
    /// Problems of the articles' records.
    pub n_problems: i64,
    /// Articles that mention a country.
    pub n_with_country: i64,
    /// Whether a paper appeared that was not read.
    pub expected: Option<bool>,
}

/// Rows of the table `coverage` as a frame, in their order.
pub fn coverage_frame(rows: &[CoverageRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&COVERAGE);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.text("source", each().map(|row| row.source));
    block.date("date", each().map(|row| row.date));
    block.integer("n_articles", each().map(|row| row.n_articles));
    block.integer("n_pages", each().map(|row| row.n_pages));
    block.integer("n_characters", each().map(|row| row.n_characters));
    block.integer("n_without_body", each().map(|row| row.n_without_body));
    block.integer("n_problems", each().map(|row| row.n_problems));
    block.integer("n_with_country", each().map(|row| row.n_with_country));
    block.boolean("expected", each().map(|row| row.expected));
    frame.finish()
}
