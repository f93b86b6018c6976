//! Parquet files of somebody else → records of texts.

use std::fmt::Write;
use std::fs::File;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::io::mmap::MmapBytesReader;
use polars::prelude::{
    AnyValue, ArrowDataType, DataFrame, DataType, ParallelStrategy, ParquetReader, PolarsResult, SerReader,
    Series,
};

use crate::Error;

/// A record: the columns of a row in file order, each with its cell as text.
pub type Record = Vec<(String, Option<String>)>;

/// Rows that are held at a time; a row group is decoded again from its beginning for each such slice.
const ROWS_IN_SLICE: usize = 16_384;

/// Reads the rows of a Parquet file as texts, a slice at a time.
///
/// Texts stand as they are, numbers in decimal, dates as `1996-07-06`, times of the day after a space, booleans as
/// `true` and `false`, lists joined with `|`; a null is `None`.
///
/// # Errors
/// [`Error::Open`] if the file cannot be opened, [`Error::ColumnType`] if a column is no text, number, date or list of
/// these, [`Error::Read`] if the file is not Parquet or is damaged. The records end after the first error.
///
/// ```
/// use bangjiao_table::{COUNTRY_CODES, CountryCodeRow, Format, TableWriter, country_codes_frame, read_records};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("codes.parquet");
/// let namibia = bangjiao_document::EntityId::new("NAM")?;
/// let row = CountryCodeRow { entity_id: &namibia, system: "iso2", code: "NA", from: None, to: None };
/// let mut writer = TableWriter::new(&COUNTRY_CODES, Format::Parquet, std::fs::File::create(&path)?)?;
/// writer.write(&country_codes_frame(&[row]))?;
/// writer.finish()?;
/// let record = read_records(&path)?.next().unwrap()?;
/// assert_eq!(record[2], ("code".to_owned(), Some("NA".to_owned())));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_records(path: &Path) -> Result<Records, Error> {
    let file = File::open(path).map_err(|source| Error::Open { path: path.to_owned(), source })?;
    Records::new(path, Source::File(file))
}

/// Reads the rows of a Parquet file that is in memory, such as an entry of an archive; `name` is for messages.
///
/// # Errors
/// As [`read_records`].
pub fn read_records_in_memory(name: &Path, bytes: Vec<u8>) -> Result<Records, Error> {
    Records::new(name, Source::Memory(bytes.into()))
}

/// The records of a Parquet file, in file order.
#[derive(Debug)]
pub struct Records {
    path: PathBuf,
    source: Source,
    /// Rows of the row groups that were not begun.
    row_groups: std::vec::IntoIter<usize>,
    /// First row that was not read.
    offset: usize,
    /// Rows of the row group at `offset` that were not read.
    left: usize,
    slice: std::vec::IntoIter<Record>,
}

#[derive(Debug)]
enum Source {
    File(File),
    Memory(Arc<[u8]>),
}

impl Iterator for Records {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(record) = self.slice.next() {
                return Some(Ok(record));
            }
            while self.left == 0 {
                self.left = self.row_groups.next()?;
            }
            let n = self.left.min(ROWS_IN_SLICE);
            match self.read(self.offset, n) {
                Ok(records) => self.slice = records.into_iter(),
                Err(source) => {
                    self.left = 0;
                    self.row_groups = Vec::new().into_iter();
                    return Some(Err(self.failed(source)));
                }
            }
            self.offset += n;
            self.left -= n;
        }
    }
}

impl Records {
    fn new(path: &Path, source: Source) -> Result<Self, Error> {
        let mut records = Records {
            path: path.to_owned(),
            source,
            row_groups: Vec::new().into_iter(),
            offset: 0,
            left: 0,
            slice: Vec::new().into_iter(),
        };
        let schema = records
            .reader()
            .and_then(|mut reader| reader.schema())
            .map_err(|source| records.failed(source))?;
        if let Some(field) = schema.iter_values().find(|field| !is_readable(field.dtype())) {
            let (column, found) = (field.name.to_string(), format!("{:?}", field.dtype()));
            return Err(Error::ColumnType { path: path.to_owned(), column, found });
        }
        records.row_groups = records.sizes().map_err(|source| records.failed(source))?.into_iter();
        Ok(records)
    }

    fn reader(&self) -> PolarsResult<ParquetReader<Box<dyn MmapBytesReader>>> {
        Ok(ParquetReader::new(match &self.source {
            Source::File(file) => Box::new(file.try_clone()?),
            Source::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        }))
    }

    fn sizes(&self) -> PolarsResult<Vec<usize>> {
        Ok(self.reader()?.get_metadata()?.row_groups.iter().map(|group| group.num_rows()).collect())
    }

    fn read(&self, offset: usize, n: usize) -> PolarsResult<Vec<Record>> {
        let reader = self.reader()?.read_parallel(ParallelStrategy::None);
        records(&reader.with_slice(Some((offset, n))).finish()?)
    }

    fn failed(&self, source: polars::prelude::PolarsError) -> Error {
        Error::Read { path: self.path.clone(), source }
    }
}

/// Whether polars, with the types that it is built with, reads a column and [`text`] writes it.
fn is_readable(kind: &ArrowDataType) -> bool {
    match kind {
        ArrowDataType::Null
        | ArrowDataType::Boolean
        | ArrowDataType::Int32
        | ArrowDataType::Int64
        | ArrowDataType::UInt32
        | ArrowDataType::UInt64
        | ArrowDataType::Float32
        | ArrowDataType::Float64
        | ArrowDataType::Date32
        | ArrowDataType::Utf8
        | ArrowDataType::LargeUtf8
        | ArrowDataType::Utf8View
        | ArrowDataType::Binary
        | ArrowDataType::LargeBinary
        | ArrowDataType::BinaryView => true,
        // The day of a time elsewhere depends on rules of zones, which are not at hand.
        ArrowDataType::Timestamp(_, zone) => {
            zone.as_ref().is_none_or(|zone| matches!(zone.as_str(), "UTC" | "+00:00"))
        }
        ArrowDataType::Dictionary(_, values, _) => is_readable(values),
        ArrowDataType::List(field) | ArrowDataType::LargeList(field) => is_readable(field.dtype()),
        _ => false,
    }
}

fn records(frame: &DataFrame) -> PolarsResult<Vec<Record>> {
    let mut records: Vec<Record> = (0..frame.height()).map(|_| Vec::with_capacity(frame.width())).collect();
    for column in frame.columns() {
        let mut rows = records.iter_mut();
        each_text(column.as_materialized_series(), &mut |cell| {
            rows.next()
                .into_iter()
                .for_each(|row| row.push((column.name().to_string(), cell.map(str::to_owned))));
        })?;
    }
    Ok(records)
}

/// Hands the cells of a column to `see`, as texts.
pub(crate) fn each_text(series: &Series, see: &mut dyn FnMut(Option<&str>)) -> PolarsResult<()> {
    let mut shown = String::new();
    let mut digits = itoa::Buffer::new();
    match series.dtype() {
        DataType::String => series.str()?.iter().for_each(see),
        DataType::List(_) => {
            for list in series.list()?.amortized_iter() {
                shown.clear();
                let mut separator = "";
                let join = &mut |text: Option<&str>| {
                    shown.extend(
                        text.into_iter().flat_map(|text| [std::mem::replace(&mut separator, "|"), text]),
                    );
                };
                let list = list.as_ref().map(|list| each_text(list.as_ref(), join)).transpose()?;
                see(list.map(|()| shown.as_str()));
            }
        }
        DataType::Int32 => {
            series.i32()?.iter().for_each(|number| see(number.map(|number| digits.format(number))))
        }
        DataType::Int64 => {
            series.i64()?.iter().for_each(|number| see(number.map(|number| digits.format(number))))
        }
        _ => series.iter().for_each(|value| see(text(&value, &mut shown))),
    }
    Ok(())
}

/// The text of a cell, which may be put into `shown`.
fn text<'v>(value: &'v AnyValue<'v>, shown: &'v mut String) -> Option<&'v str> {
    shown.clear();
    // Writing into a text cannot fail.
    let _ = match value {
        AnyValue::Null => return None,
        AnyValue::Binary(bytes) => write!(shown, "{}", String::from_utf8_lossy(bytes)),
        // polars prints six digits; these are all of them, as JSON lines and CSV have them.
        AnyValue::Float64(number) => write!(shown, "{number:?}"),
        AnyValue::Float32(number) => write!(shown, "{number:?}"),
        // A time in UTC; polars prints zones only when it is built with their rules.
        AnyValue::Datetime(time, unit, _) => write!(shown, "{}", AnyValue::Datetime(*time, *unit, None)),
        other => match other.get_str() {
            Some(text) => return Some(text),
            None => write!(shown, "{other}"),
        },
    };
    Some(shown)
}
