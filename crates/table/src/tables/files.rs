use polars::prelude::DataFrame;

use crate::frame::FrameBuilder;
use crate::schema::{Column, Table};

/// The table `files`.
pub const FILES: Table = Table {
    name: "files",
    title: "A file that was read",
    description: "How each file was read; in each, records = articles + lost.",
    columns: &[
        Column::text(
            "source_file",
            "File, relative to the input; entries of archives after an exclamation mark.",
        ),
        Column::text(
            "input",
            "Name of the input that it belongs to: the last part of the path that was given.",
        ),
        Column::text("format", "Format in which it was read, such as tagged, jsonl, csv, text, parquet.")
            .or_null(),
        Column::text("encoding", "Encoding in which it was read, such as gb18030 or utf-8.").or_null(),
        Column::integer("n_bytes", Some("bytes"), "Size after decompression."),
        Column::integer("n_records", Some("records"), "Records in it."),
        Column::integer("n_articles", Some("articles"), "Records that became articles."),
        Column::integer("n_lost", Some("records"), "Records that did not; problems says why."),
        Column::integer("n_replaced", Some("code points"), "Characters that could not be decoded."),
    ],
    primary_key: &["input", "source_file"],
    foreign_keys: &[],
};

/// A row of the table `files`.
///
/// ```
/// use bangjiao_table::{FileRow, files_frame};
/// let row = FileRow {
///     source_file: "1996/199607/199607060202.TXT",
///     input: "archive",
///     format: Some("tagged"),
///     encoding: Some("gb18030"),
///     n_bytes: 5_120,
///     n_records: 1,
///     n_articles: 1,
///     n_lost: 0,
///     n_replaced: 0,
/// };
/// assert_eq!(files_frame(&[row]).height(), 1);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct FileRow<'a> {
    /// File, relative to the input.
    pub source_file: &'a str,
    /// Name of the input that it belongs to.
    pub input: &'a str,
    /// Format in which it was read.
    pub format: Option<&'a str>,
    /// Encoding in which it was read.
    pub encoding: Option<&'a str>,
    /// Size after decompression, bytes.
    pub n_bytes: i64,
    /// Records in it.
    pub n_records: i64,
    /// Records that became articles.
    pub n_articles: i64,
    /// Records that did not.
    pub n_lost: i64,
    /// Characters that could not be decoded.
    pub n_replaced: i64,
}

/// Rows of the table `files` as a frame, in their order.
pub fn files_frame(rows: &[FileRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&FILES);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.text("source_file", each().map(|row| row.source_file));
    block.text("input", each().map(|row| row.input));
    block.text("format", each().map(|row| row.format));
    block.text("encoding", each().map(|row| row.encoding));
    block.integer("n_bytes", each().map(|row| row.n_bytes));
    block.integer("n_records", each().map(|row| row.n_records));
    block.integer("n_articles", each().map(|row| row.n_articles));
    block.integer("n_lost", each().map(|row| row.n_lost));
    block.integer("n_replaced", each().map(|row| row.n_replaced));
    frame.finish()
}
