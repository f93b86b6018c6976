use bangjiao_document::EntityId;
use jiff::civil::Date;
use polars::prelude::DataFrame;

use super::OF_ENTITY;
use crate::frame::FrameBuilder;
use crate::schema::{Column, ForeignKey, Table};

const WINDOWS: Option<&str> = Some("windows");

const OF_ENDS: &[ForeignKey] =
    &[ForeignKey { columns: &["source"], ..OF_ENTITY }, ForeignKey { columns: &["target"], ..OF_ENTITY }];

/// The table `edges_by_period`.
pub const EDGES_BY_PERIOD: Table = Table {
    name: "edges_by_period",
    title: "Two entities that occur together in a period",
    description: "The counts of edges in each period, by period, window, source and target; written with --periods. An edge that \
                  was not met in a period has a row of zeros there only with --zeros. An article whose date is not known \
                  well enough is in no period.",
    columns: &[
        Column::text("source", "The entity whose id comes first."),
        Column::text("target", "The entity whose id comes second."),
        Column::text(
            "window",
            "sentence, near:K (a sentence with K before and after it), paragraph or article.",
        ),
        Column::date(
            "period_from",
            "First day of the period; before the first cut date the day of the first article.",
        ),
        Column::date(
            "period_to",
            "Day after the last day of the period; after the last cut date that after the last article.",
        ),
        Column::integer("n", WINDOWS, "Windows in which both stand."),
        Column::integer("n_named", WINDOWS, "Windows in which both stand by a form that is no anaphor."),
        Column::integer(
            "n_dyadic",
            WINDOWS,
            "Windows whose states, in any form, are exactly these two; null unless both are countries.",
        )
        .or_null(),
        Column::integer("n_articles", Some("articles"), "Articles with such a window."),
        Column::integer("n_source", WINDOWS, "Windows in which source stands."),
        Column::integer("n_target", WINDOWS, "Windows in which target stands."),
        Column::integer("n_windows", WINDOWS, "Windows of the period, with or without entities."),
    ],
    primary_key: &["window", "source", "target", "period_from"],
    foreign_keys: OF_ENDS,
};

/// The table `edges_change`.
pub const EDGES_CHANGE: Table = Table {
    name: "edges_change",
    title: "Two entities in two neighbouring periods",
    description: "Whether the share of windows with both entities changed from a period to the next, by period, window, source and \
                  target; written with --periods. Counts are n, or the one that the manifest's section graph names as \
                  weight_from. There is no row where both are 0, and none between periods that a period without articles parts. \
                  llr, p and q take windows for independent: use article windows, and reprints out.",
    columns: &[
        Column::text("source", "The entity whose id comes first."),
        Column::text("target", "The entity whose id comes second."),
        Column::text("window", "sentence, near:K, paragraph or article."),
        Column::date("period_from", "First day of the earlier period, as in edges_by_period."),
        Column::date("period_cut", "First day of the later period."),
        Column::date("period_to", "Day after the last day of the later period, as in edges_by_period."),
        Column::integer("n_before", WINDOWS, "Windows of the earlier period in which both stand."),
        Column::integer("n_after", WINDOWS, "Windows of the later period in which both stand."),
        Column::integer(
            "n_windows_before",
            WINDOWS,
            "Windows of the earlier period, with or without entities.",
        ),
        Column::integer("n_windows_after", WINDOWS, "Windows of the later period, with or without entities."),
        Column::real(
            "log_ratio",
            Some("bits"),
            "Log2 of the later share of windows over the earlier one, half a window added everywhere: 1 is twice the share.",
        ),
        Column::real(
            "llr",
            None,
            "Log-likelihood ratio G² (Dunning 1993) of both periods by windows with and without both.",
        ),
        Column::real("p", None, "p value of llr with one degree of freedom, 0 to 1."),
        Column::real(
            "q",
            None,
            "False discovery rate (Benjamini and Hochberg 1995) among all rows of this window, 0 to 1.",
        ),
    ],
    primary_key: &["window", "source", "target", "period_from"],
    foreign_keys: OF_ENDS,
};

/// A row of the table `edges_by_period`.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_table::{EdgeByPeriodRow, edges_by_period_frame};
/// use jiff::civil::date;
/// let (source, target) = (EntityId::new("CHN")?, EntityId::new("KAZ")?);
/// let row = EdgeByPeriodRow {
///     source: &source,
///     target: &target,
///     window: "sentence",
///     period: [date(1996, 1, 1), date(1997, 1, 1)],
///     n: 9,
///     n_named: 4,
///     n_dyadic: Some(9),
///     n_articles: 1,
///     n_source: 10,
///     n_target: 9,
///     n_windows: 30,
/// };
/// assert_eq!(edges_by_period_frame(&[row]).height(), 1);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct EdgeByPeriodRow<'a> {
    /// The entity whose id comes first.
    pub source: &'a EntityId,
    /// The entity whose id comes second.
    pub target: &'a EntityId,
    /// `sentence`, `near:K`, `paragraph` or `article`.
    pub window: &'a str,
    /// First day of the period, and the day after its last one.
    pub period: [Date; 2],
    /// Windows in which both stand.
    pub n: i64,
    /// Windows in which both stand by a form that is no anaphor.
    pub n_named: i64,
    /// Windows whose states are exactly these two.
    pub n_dyadic: Option<i64>,
    /// Articles with such a window.
    pub n_articles: i64,
    /// Windows in which source stands.
    pub n_source: i64,
    /// Windows in which target stands.
    pub n_target: i64,
    /// Windows of the period.
    pub n_windows: i64,
}

/// A row of the table `edges_change`.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_table::{EdgeChangeRow, edges_change_frame};
/// use jiff::civil::date;
/// let (source, target) = (EntityId::new("CHN")?, EntityId::new("USA")?);
/// let row = EdgeChangeRow {
///     source: &source,
///     target: &target,
///     window: "article",
///     periods: [date(1949, 10, 1), date(1971, 10, 25), date(1989, 6, 4)],
///     n: [3, 40],
///     n_windows: [900, 1_000],
///     log_ratio: 3.38,
///     llr: 34.7,
///     p: 3.8e-9,
///     q: 4.9e-9,
/// };
/// assert_eq!(edges_change_frame(&[row]).height(), 1);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct EdgeChangeRow<'a> {
    /// The entity whose id comes first.
    pub source: &'a EntityId,
    /// The entity whose id comes second.
    pub target: &'a EntityId,
    /// `sentence`, `near:K`, `paragraph` or `article`.
    pub window: &'a str,
    /// First day of the earlier and of the later period, and the day after the last of the later one.
    pub periods: [Date; 3],
    /// Windows of the two periods in which both stand.
    pub n: [i64; 2],
    /// Windows of the two periods.
    pub n_windows: [i64; 2],
    /// Change of the share of windows, bits.
    pub log_ratio: f64,
    /// Log-likelihood ratio.
    pub llr: f64,
    /// Its p value, 0.0..=1.0.
    pub p: f64,
    /// False discovery rate, 0.0..=1.0.
    pub q: f64,
}

/// Rows of the table `edges_by_period` as a frame, in their order.
pub fn edges_by_period_frame(rows: &[EdgeByPeriodRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&EDGES_BY_PERIOD);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.text("source", each().map(|row| row.source.as_str()));
    block.text("target", each().map(|row| row.target.as_str()));
    block.text("window", each().map(|row| row.window));
    block.date("period_from", each().map(|row| row.period[0]));
    block.date("period_to", each().map(|row| row.period[1]));
    block.integer("n", each().map(|row| row.n));
    block.integer("n_named", each().map(|row| row.n_named));
    block.integer("n_dyadic", each().map(|row| row.n_dyadic));
    block.integer("n_articles", each().map(|row| row.n_articles));
    block.integer("n_source", each().map(|row| row.n_source));
    block.integer("n_target", each().map(|row| row.n_target));
    block.integer("n_windows", each().map(|row| row.n_windows));
    frame.finish()
}

/// Rows of the table `edges_change` as a frame, in their order.
pub fn edges_change_frame(rows: &[EdgeChangeRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&EDGES_CHANGE);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.text("source", each().map(|row| row.source.as_str()));
    block.text("target", each().map(|row| row.target.as_str()));
    block.text("window", each().map(|row| row.window));
    block.date("period_from", each().map(|row| row.periods[0]));
    block.date("period_cut", each().map(|row| row.periods[1]));
    block.date("period_to", each().map(|row| row.periods[2]));
    block.integer("n_before", each().map(|row| row.n[0]));
    block.integer("n_after", each().map(|row| row.n[1]));
    block.integer("n_windows_before", each().map(|row| row.n_windows[0]));
    block.integer("n_windows_after", each().map(|row| row.n_windows[1]));
    block.real("log_ratio", each().map(|row| row.log_ratio));
    block.real("llr", each().map(|row| row.llr));
    block.real("p", each().map(|row| row.p));
    block.real("q", each().map(|row| row.q));
    frame.finish()
}
