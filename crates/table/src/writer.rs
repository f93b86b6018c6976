//! Data frames → files, batch by batch.

mod csv;
mod ipc;
mod jsonl;
mod packed;
mod parquet;

use std::io::Write;

use polars::prelude::DataFrame;

pub use self::packed::Packed;
use self::packed::Rows;
use crate::{Error, Table};

/// A file format for tables.
///
/// ```
/// use bangjiao_table::Format;
/// assert_eq!(Format::from_word("ipc"), Some(Format::Ipc));
/// assert_eq!(Format::Ipc.extension(), "arrow");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Apache Parquet, compressed: what pandas, polars, R, DuckDB and Spark read.
    #[default]
    Parquet,
    /// UTF-8 without byte order mark, commas, line feeds.
    Csv,
    /// A JSON object on each line.
    Jsonl,
    /// Apache Arrow's file format (Feather version 2).
    Ipc,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Format] = &[Format::Parquet, Format::Csv, Format::Jsonl, Format::Ipc];

    /// The word for it in options and manifests.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Parquet => "parquet",
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Ipc => "ipc",
        }
    }

    /// The format that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Format::ALL.iter().copied().find(|format| format.as_str() == word)
    }

    /// The end of file names, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Ipc => "arrow",
            other => other.as_str(),
        }
    }
}

/// Rows in a row group of Parquet or a record batch of Arrow.
const ROWS_IN_GROUP: usize = 65_536;
/// Bytes in memory from which on a group is written whatever its rows: bounds memory for `articles`.
const BYTES_IN_GROUP: usize = 16 << 20;
/// Frames from which on a group is written if it has [`ROWS_AT_LEAST`]: a frame of few rows takes far more memory than its
/// cells, since each of its columns of texts begins with a buffer of 8 KiB.
const FRAMES_IN_GROUP: usize = 64;
const ROWS_AT_LEAST: usize = 1_024;

/// Writes one table, frame by frame, in bounded memory.
///
/// The same frames in the same order give the same bytes, on any number of threads and whatever the environment.
///
/// ```
/// use bangjiao_document::{Problem, Severity};
/// use bangjiao_table::{Format, PROBLEMS, TableWriter, problems_frame};
/// let problem = Problem {
///     source_file: "a.TXT".into(),
///     record: Some(1),
///     line: None,
///     severity: Severity::Lost,
///     code: "record_too_large",
///     message: "the record 1 is over 16 MiB, raise --max-record to read it".to_owned(),
///     kept: None,
/// };
/// let mut writer = TableWriter::new(&PROBLEMS, Format::Csv, Vec::new())?;
/// writer.write(&problems_frame([&problem]))?;
/// let csv = String::from_utf8(writer.finish()?)?;
/// assert!(csv.ends_with("\na.TXT,1,,lost,record_too_large,\"the record 1 is over 16 MiB, raise --max-record to read it\",\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TableWriter<W: Write> {
    table: &'static Table,
    encoder: Encoder<W>,
    pending: Vec<Rows>,
    pending_slices: usize,
    pending_rows: usize,
    pending_bytes: usize,
    n_rows: u64,
}

enum Encoder<W: Write> {
    Parquet(Box<parquet::ParquetEncoder<W>>),
    Csv(csv::CsvEncoder<W>),
    Jsonl(jsonl::JsonlEncoder<W>),
    Ipc(ipc::IpcEncoder<W>),
}

impl<W: Write> Encoder<W> {
    fn format(&self) -> Format {
        match self {
            Encoder::Parquet(_) => Format::Parquet,
            Encoder::Csv(_) => Format::Csv,
            Encoder::Jsonl(_) => Format::Jsonl,
            Encoder::Ipc(_) => Format::Ipc,
        }
    }
}

impl<W: Write> TableWriter<W> {
    /// Begins a file; what comes before the first row is written.
    ///
    /// # Errors
    /// [`Error::Write`] if `output` does not take it.
    pub fn new(table: &'static Table, format: Format, output: W) -> Result<Self, Error> {
        let failed = |source| Error::Write { table: table.name, source };
        let encoder = match format {
            Format::Parquet => {
                Encoder::Parquet(Box::new(parquet::ParquetEncoder::new(table, output).map_err(failed)?))
            }
            Format::Csv => Encoder::Csv(csv::CsvEncoder::new(table, output).map_err(failed)?),
            Format::Jsonl => Encoder::Jsonl(jsonl::JsonlEncoder::new(output)),
            Format::Ipc => Encoder::Ipc(ipc::IpcEncoder::new(table, output).map_err(failed)?),
        };
        Ok(TableWriter {
            table,
            encoder,
            pending: Vec::new(),
            pending_slices: 0,
            pending_rows: 0,
            pending_bytes: 0,
            n_rows: 0,
        })
    }

    /// Adds the rows of a frame.
    ///
    /// # Errors
    /// Those of [`Packed::new`] and [`TableWriter::write_packed`].
    pub fn write(&mut self, frame: &DataFrame) -> Result<(), Error> {
        self.write_packed(Packed::new(self.table, self.encoder.format(), frame)?)
    }

    /// Adds rows that were packed for this table and format; others are a mistake of the caller and panic.
    ///
    /// # Errors
    /// [`Error::Write`] if the output fails.
    pub fn write_packed(&mut self, packed: Packed) -> Result<(), Error> {
        let grouped = matches!(self.encoder, Encoder::Parquet(_) | Encoder::Ipc(_));
        for slice in packed.slices {
            self.n_rows += slice.n_rows as u64;
            self.pending_rows += slice.n_rows;
            self.pending_bytes += slice.n_bytes;
            self.pending.extend(slice.parts);
            self.pending_slices += 1;
            let is_full = self.pending_rows >= ROWS_IN_GROUP
                || self.pending_bytes >= BYTES_IN_GROUP
                || self.pending_slices >= FRAMES_IN_GROUP && self.pending_rows >= ROWS_AT_LEAST;
            if !grouped || is_full {
                self.encode()?;
            }
        }
        Ok(())
    }

    /// Ends the group of rows that was begun, so that its memory is free while the table grows slowly.
    ///
    /// # Errors
    /// [`Error::Write`] if the output fails.
    pub fn end_group(&mut self) -> Result<(), Error> {
        self.encode()
    }

    /// Number of rows so far.
    pub fn n_rows(&self) -> u64 {
        self.n_rows
    }

    /// Ends the file and gives the output back.
    ///
    /// # Errors
    /// [`Error::Write`] if the output fails.
    pub fn finish(mut self) -> Result<W, Error> {
        self.encode()?;
        let table = self.table.name;
        match self.encoder {
            Encoder::Parquet(encoder) => encoder.finish(),
            Encoder::Csv(encoder) => encoder.finish(),
            Encoder::Jsonl(encoder) => encoder.finish(),
            Encoder::Ipc(encoder) => encoder.finish(),
        }
        .map_err(|source| Error::Write { table, source })
    }

    /// Writes the pending rows as one group.
    fn encode(&mut self) -> Result<(), Error> {
        let pending = std::mem::take(&mut self.pending);
        let n_rows = std::mem::take(&mut self.pending_rows);
        (self.pending_slices, self.pending_bytes) = (0, 0);
        if pending.is_empty() {
            return Ok(());
        }
        match &mut self.encoder {
            Encoder::Parquet(encoder) => {
                let parts: Vec<_> = pending.into_iter().map(Rows::into_columns).collect();
                encoder.write(n_rows, &parts)
            }
            Encoder::Csv(encoder) => frames(pending).try_for_each(|frame| encoder.write(frame)),
            Encoder::Jsonl(encoder) => frames(pending).try_for_each(|frame| encoder.write(frame)),
            Encoder::Ipc(encoder) => encoder.write(frames(pending)),
        }
        .map_err(|source| Error::Write { table: self.table.name, source })
    }
}

fn frames(rows: Vec<Rows>) -> impl Iterator<Item = DataFrame> {
    rows.into_iter().map(Rows::into_frame)
}

impl<W: Write> std::fmt::Debug for TableWriter<W> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("TableWriter")
            .field("table", &self.table.name)
            .field("n_rows", &self.n_rows)
            .finish_non_exhaustive()
    }
}
