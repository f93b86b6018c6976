use bangjiao_document::{EntityId, Kind};
use jiff::civil::Date;
use polars::prelude::DataFrame;

use super::OF_ENTITY;
use crate::frame::{Block, FrameBuilder};
use crate::schema::{Column, ForeignKey, Table};

const WINDOWS: Option<&str> = Some("windows");

/// The table `edges`.
pub const EDGES: Table = Table {
    name: "edges",
    title: "Two entities that occur together",
    description: "Undirected co-occurrences, by window (from sentence to article), source and target. Counts are additive \
                  over parts of a corpus. Measures of association use n, or the count that the manifest's section \
                  graph names as weight_from, with n_source, n_target and n_windows; llr and chi2 take windows for \
                  independent, so use article windows for tests.",
    columns: &[
        Column::text("source", "The entity whose id comes first."),
        Column::text("target", "The entity whose id comes second."),
        Column::text("kind_source", "Kind of source."),
        Column::text("kind_target", "Kind of target."),
        Column::text("window", "sentence, near:K (a sentence with K before and after it), paragraph or article."),
        Column::integer("n", WINDOWS, "Windows in which both stand."),
        Column::integer("n_named", WINDOWS, "Windows in which both stand by a form that is no anaphor."),
        Column::integer(
            "n_dyadic",
            WINDOWS,
            "Windows whose states, in any form, are exactly these two; null unless both are countries.",
        )
        .or_null(),
        Column::integer("n_source", WINDOWS, "Windows in which source stands."),
        Column::integer("n_target", WINDOWS, "Windows in which target stands."),
        Column::integer("n_windows", WINDOWS, "Windows in all, with or without entities."),
        Column::integer("n_articles", Some("articles"), "Articles with such a window."),
        Column::date("first_date", "Date of the earliest dated article with such a window.").or_null(),
        Column::date("last_date", "Date of the latest dated article with such a window.").or_null(),
        Column::list(
            "evidence",
            "Some of the windows: ARTICLE_ID:SENTENCE (of near:K the middle), ARTICLE_ID:pPARAGRAPH or ARTICLE_ID, numbers \
             from 0. A window of a reprint stands here only where no other article has one.",
        ),
        Column::real("pmi", Some("bits"), "Pointwise mutual information of source and target.").or_null(),
        Column::real("npmi", None, "Pointwise mutual information, normalised to -1 to 1.").or_null(),
        Column::real("llr", None, "Log-likelihood ratio G² (Dunning 1993) of the two-by-two table.")
            .or_null(),
        Column::real("chi2", None, "Pearson's chi² of the same table; null where an entity stands in every window.")
            .or_null(),
        Column::real("jaccard", None, "n divided by the windows in which at least one stands, 0 to 1.")
            .or_null(),
        Column::real("dice", None, "2n divided by n_source + n_target, 0 to 1.").or_null(),
        Column::real("cosine", None, "n divided by the root of n_source times n_target, 0 to 1.").or_null(),
        Column::real("association_strength", Some("1/windows"), "n divided by n_source times n_target.").or_null(),
        Column::real("target_given_source", None, "n divided by n_source, 0 to 1.").or_null(),
        Column::real("source_given_target", None, "n divided by n_target, 0 to 1.").or_null(),
        Column::real(
            "disparity",
            None,
            "p value of the disparity filter in the network of the graph files; null for edges that are not in it.",
        )
        .or_null(),
        Column::real(
            "noise_corrected",
            Some("standard deviations"),
            "How far the weight lies above the noise-corrected expectation in that network; null for edges that are not in it.",
        )
        .or_null(),
    ],
    primary_key: &["window", "source", "target"],
    foreign_keys: &[
        ForeignKey { columns: &["source"], ..OF_ENTITY },
        ForeignKey { columns: &["target"], ..OF_ENTITY },
    ],
};

/// A row of the table `edges`.
///
/// ```
/// use bangjiao_document::{EntityId, Kind};
/// use bangjiao_table::{EdgeRow, EdgeRows};
/// let (china, kazakhstan) = (EntityId::new("CHN")?, EntityId::new("KAZ")?);
/// let evidence = vec!["19960706-02-002:4".to_owned()];
/// let row = EdgeRow {
///     source: &china,
///     target: &kazakhstan,
///     kind_source: Kind::Country,
///     kind_target: Kind::Country,
///     window: "sentence",
///     n: 9,
///     n_named: 4,
///     n_dyadic: Some(9),
///     n_source: 10,
///     n_target: 9,
///     n_windows: 30,
///     n_articles: 1,
///     first_date: None,
///     last_date: None,
///     evidence: &evidence,
///     pmi: Some(1.58),
///     npmi: Some(0.91),
///     llr: None,
///     jaccard: Some(0.9),
///     dice: Some(0.95),
///     chi2: None,
///     cosine: Some(0.95),
///     association_strength: Some(0.1),
///     target_given_source: Some(0.9),
///     source_given_target: Some(1.0),
///     disparity: None,
///     noise_corrected: None,
/// };
/// let mut rows = EdgeRows::with_capacity(1);
/// rows.push(&[row]);
/// assert_eq!(rows.finish().height(), 1);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct EdgeRow<'a> {
    /// The entity whose id comes first.
    pub source: &'a EntityId,
    /// The entity whose id comes second.
    pub target: &'a EntityId,
    /// Kind of source.
    pub kind_source: Kind,
    /// Kind of target.
    pub kind_target: Kind,
    /// `sentence`, `near:K`, `paragraph` or `article`.
    pub window: &'a str,
    /// Windows in which both stand.
    pub n: i64,
    /// Windows in which both stand by a form that is no anaphor.
    pub n_named: i64,
    /// Windows whose states are exactly these two.
    pub n_dyadic: Option<i64>,
    /// Windows in which source stands.
    pub n_source: i64,
    /// Windows in which target stands.
    pub n_target: i64,
    /// Windows in all.
    pub n_windows: i64,
    /// Articles with such a window.
    pub n_articles: i64,
    /// Date of the earliest dated article with such a window.
    pub first_date: Option<Date>,
    /// Date of the latest dated article with such a window.
    pub last_date: Option<Date>,
    /// Some of the windows.
    pub evidence: &'a [String],
    /// Pointwise mutual information, bits.
    pub pmi: Option<f64>,
    /// Normalised pointwise mutual information, -1.0..=1.0.
    pub npmi: Option<f64>,
    /// Log-likelihood ratio.
    pub llr: Option<f64>,
    /// Jaccard coefficient, 0.0..=1.0.
    pub jaccard: Option<f64>,
    /// Dice coefficient, 0.0..=1.0.
    pub dice: Option<f64>,
    /// Pearson's chi².
    pub chi2: Option<f64>,
    /// Cosine, 0.0..=1.0.
    pub cosine: Option<f64>,
    /// Association strength, per window.
    pub association_strength: Option<f64>,
    /// Share of the source's windows, 0.0..=1.0.
    pub target_given_source: Option<f64>,
    /// Share of the target's windows, 0.0..=1.0.
    pub source_given_target: Option<f64>,
    /// p value of the disparity filter.
    pub disparity: Option<f64>,
    /// Standard deviations above the noise-corrected expectation.
    pub noise_corrected: Option<f64>,
}

/// Collects rows of the table `edges`, block by block.
///
/// See [`EdgeRow`] for an example.
#[derive(Debug)]
pub struct EdgeRows(FrameBuilder);

impl EdgeRows {
    /// No rows, with room for so many.
    pub fn with_capacity(n_rows: usize) -> Self {
        EdgeRows(FrameBuilder::with_capacity(&EDGES, n_rows))
    }

    /// Adds rows, column by column; a few hundred at once stay in the cache.
    pub fn push(&mut self, rows: &[EdgeRow<'_>]) {
        write_block(self.0.rows(rows.len()), rows);
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

fn write_block(mut block: Block<'_>, rows: &[EdgeRow<'_>]) {
    let each = || rows.iter();
    block.text("source", each().map(|row| row.source.as_str()));
    block.text("target", each().map(|row| row.target.as_str()));
    block.text("kind_source", each().map(|row| row.kind_source.as_str()));
    block.text("kind_target", each().map(|row| row.kind_target.as_str()));
    block.text("window", each().map(|row| row.window));
    block.integer("n", each().map(|row| row.n));
    block.integer("n_named", each().map(|row| row.n_named));
    block.integer("n_dyadic", each().map(|row| row.n_dyadic));
    block.integer("n_source", each().map(|row| row.n_source));
    block.integer("n_target", each().map(|row| row.n_target));
    block.integer("n_windows", each().map(|row| row.n_windows));
    block.integer("n_articles", each().map(|row| row.n_articles));
    block.date("first_date", each().map(|row| row.first_date));
    block.date("last_date", each().map(|row| row.last_date));
    block.list("evidence", each().map(|row| row.evidence.iter().map(String::as_str)));
    block.real("pmi", each().map(|row| row.pmi));
    block.real("npmi", each().map(|row| row.npmi));
    block.real("llr", each().map(|row| row.llr));
    block.real("chi2", each().map(|row| row.chi2));
    block.real("jaccard", each().map(|row| row.jaccard));
    block.real("dice", each().map(|row| row.dice));
    block.real("cosine", each().map(|row| row.cosine));
    block.real("association_strength", each().map(|row| row.association_strength));
    block.real("target_given_source", each().map(|row| row.target_given_source));
    block.real("source_given_target", each().map(|row| row.source_given_target));
    block.real("disparity", each().map(|row| row.disparity));
    block.real("noise_corrected", each().map(|row| row.noise_corrected));
}
