use std::path::PathBuf;

use polars::prelude::PolarsError;

/// What can go wrong with tables and their files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A frame has other columns than its table.
    #[error("a frame for the table {table} must have the columns {expected}, found {found}")]
    Columns {
        /// The table.
        table: &'static str,
        /// Names and types of the table.
        expected: String,
        /// Names and types of the frame.
        found: String,
    },
    /// A cell is empty that must not be.
    #[error("the column {column} of the table {table} must not be empty, found {n_null} empty cells")]
    EmptyCell {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// Number of empty cells.
        n_null: usize,
    },
    /// A table could not be written.
    #[error(
        "the table {table} could not be written; see whether the disk is full or the folder is read-only"
    )]
    Write {
        /// The table.
        table: &'static str,
        /// What the writer said.
        #[source]
        source: PolarsError,
    },
    /// A file could not be opened.
    #[error("{} could not be opened; see whether it is there and may be read", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A file is not Parquet or is damaged.
    #[error("{} could not be read as Parquet; write it again, or give it as JSON lines", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        #[source]
        source: PolarsError,
    },
    /// A table of a run could not be read back.
    #[error("{} could not be read as a table: {reason}", path.display())]
    Rows {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A column of a Parquet file holds what cannot be read as text.
    #[error(
        "the column {column} of {} holds {found}; write it as text, number (32 or 64 bits), date, time in UTC or list of these",
        path.display()
    )]
    ColumnType {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// Its type, as Arrow calls it.
        found: String,
    },
}
