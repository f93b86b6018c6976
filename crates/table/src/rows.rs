//! Tables of a run, read back row by row, in every format.

mod row;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::{DataFrame, IpcReader, ParallelStrategy, ParquetReader, SerReader};
use serde_json::Value;

pub use self::row::Row;
use self::row::{CellRows, Cells};
use crate::reader::each_text;
use crate::{Error, Format};

/// Reads columns of a table that a [`TableWriter`](crate::TableWriter) wrote.
///
/// Parquet is read a row group at a time, CSV and JSON lines a row at a time; of Arrow IPC the columns asked for are held.
///
/// # Errors
/// [`Error::Open`] if the file cannot be opened, [`Error::Rows`] if it is damaged or lacks a column. The rows end after
/// the first error.
///
/// ```
/// use bangjiao_table::{COUNTRY_CODES, CountryCodeRow, Format, TableWriter, country_codes_frame, read_rows};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("country_codes.csv");
/// let namibia = bangjiao_document::EntityId::new("NAM")?;
/// let row = CountryCodeRow { entity_id: &namibia, system: "iso2", code: "NA", from: None, to: None };
/// let mut writer = TableWriter::new(&COUNTRY_CODES, Format::Csv, std::fs::File::create(&path)?)?;
/// writer.write(&country_codes_frame(&[row]))?;
/// writer.finish()?;
/// let row = read_rows(&path, Format::Csv, &["code", "from"])?.next().unwrap()?;
/// assert_eq!(row.texts(), Some([Some("NA"), None]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_rows(path: &Path, format: Format, columns: &[&'static str]) -> Result<Rows, Error> {
    let file = File::open(path).map_err(|source| Error::Open { path: path.to_owned(), source })?;
    let source = Arc::new(Source { path: path.to_owned(), columns: columns.to_vec() });
    let slices: Slices = match format {
        Format::Parquet => Box::new(parquet(source, file)?),
        Format::Ipc => Box::new(ipc(&source, file)?),
        Format::Csv => Box::new(csv(source, file)?),
        Format::Jsonl => Box::new(jsonl(source, file)),
    };
    Ok(Rows { slices, rows: CellRows::default(), failed: false })
}

type Slices = Box<dyn Iterator<Item = Result<Cells, Error>>>;

/// The rows of a table, in file order.
pub struct Rows {
    slices: Slices,
    /// What is left of the slice at hand.
    rows: CellRows,
    failed: bool,
}

impl Iterator for Rows {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(Ok(row));
            }
            if self.failed {
                return None;
            }
            match self.slices.next()? {
                Ok(cells) => self.rows = cells.into_rows(),
                Err(error) => {
                    self.failed = true;
                    return Some(Err(error));
                }
            }
        }
    }
}

/// So many rows are texts at a time.
const ROWS_IN_SLICE: usize = 1_024;

/// What is read.
struct Source {
    path: PathBuf,
    columns: Vec<&'static str>,
}

impl Source {
    fn failed(&self, reason: impl ToString) -> Error {
        Error::Rows { path: self.path.clone(), reason: reason.to_string() }
    }

    fn cells(&self, frame: &DataFrame) -> Result<Cells, Error> {
        let mut cells = Cells::of_rows(frame.height());
        for column in &self.columns {
            let column = frame.column(column).map_err(|error| self.failed(error))?;
            each_text(column.as_materialized_series(), &mut |text| cells.push(text))
                .map_err(|error| self.failed(error))?;
        }
        Ok(cells)
    }

    /// The rows of a frame, some at a time: as texts they take several times the memory.
    fn slices(self: &Arc<Self>, frame: DataFrame) -> impl Iterator<Item = Result<Cells, Error>> + use<> {
        let source = Arc::clone(self);
        (0..frame.height()).step_by(ROWS_IN_SLICE).map(move |first| {
            source.cells(&frame.slice(i64::try_from(first).unwrap_or(i64::MAX), ROWS_IN_SLICE))
        })
    }

    fn column_names(&self) -> Option<Vec<String>> {
        Some(self.columns.iter().map(ToString::to_string).collect())
    }
}

fn parquet(source: Arc<Source>, file: File) -> Result<impl Iterator<Item = Result<Cells, Error>>, Error> {
    let opened = |file: &File| file.try_clone().map(ParquetReader::new);
    let sizes = opened(&file).map_err(|error| source.failed(error)).and_then(|mut reader| {
        let metadata = reader.get_metadata().map_err(|error| source.failed(error))?;
        Ok(metadata.row_groups.iter().map(|group| group.num_rows()).collect::<Vec<_>>())
    })?;
    let mut offset = 0;
    let groups = sizes.into_iter().map(move |n_rows| {
        let reader = opened(&file).map_err(|error| source.failed(error))?;
        let reader = reader.with_columns(source.column_names()).read_parallel(ParallelStrategy::None);
        let frame =
            reader.with_slice(Some((offset, n_rows))).finish().map_err(|error| source.failed(error))?;
        offset += n_rows;
        Ok(source.slices(frame))
    });
    Ok(groups.flat_map(or_error))
}

/// The slices, or the error alone.
fn or_error<S>(slices: Result<S, Error>) -> impl Iterator<Item = Result<Cells, Error>>
where
    S: Iterator<Item = Result<Cells, Error>>,
{
    let (slices, error) = match slices {
        Ok(slices) => (Some(slices), None),
        Err(error) => (None, Some(Err(error))),
    };
    slices.into_iter().flatten().chain(error)
}

fn ipc(
    source: &Arc<Source>,
    file: File,
) -> Result<impl Iterator<Item = Result<Cells, Error>> + use<>, Error> {
    let frame = IpcReader::new(file).with_columns(source.column_names()).finish();
    let frame = frame.map_err(|error| source.failed(error))?;
    Ok(source.slices(frame))
}

fn csv(source: Arc<Source>, file: File) -> Result<impl Iterator<Item = Result<Cells, Error>>, Error> {
    let mut reader = csv::Reader::from_reader(file);
    let head = reader.headers().map_err(|error| source.failed(error))?.clone();
    let place = |column: &&'static str| {
        let at = head.iter().position(|name| name.trim_start_matches('\u{feff}') == *column);
        at.ok_or_else(|| source.failed(format!("it has no column {column}")))
    };
    let places = source.columns.iter().map(place).collect::<Result<Vec<usize>, Error>>()?;
    Ok(reader.into_records().map(move |record| {
        let record = record.map_err(|error| source.failed(error))?;
        Ok(places.iter().map(|at| record.get(*at).filter(|cell| !cell.is_empty())).collect())
    }))
}

fn jsonl(source: Arc<Source>, file: File) -> impl Iterator<Item = Result<Cells, Error>> {
    BufReader::new(file).lines().map(move |line| {
        let line = line.map_err(|error| source.failed(error))?;
        let object: Value = serde_json::from_str(&line).map_err(|error| source.failed(error))?;
        let cell = |column: &&'static str| match object.get(*column) {
            Some(value) => Ok(text(value)),
            None => Err(source.failed(format!("a row has no {column}"))),
        };
        source.columns.iter().map(cell).collect()
    })
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => Some(items.iter().filter_map(text).collect::<Vec<_>>().join("|")),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use bangjiao_document::EntityId;

    use super::*;
    use crate::{COUNTRY_CODES, CountryCodeRow, TableWriter, country_codes_frame};

    #[test]
    fn rows_of_several_slices_come_in_order_in_every_format() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let china = EntityId::new("CHN").expect("it is an id");
        let codes: Vec<String> = (0..2 * ROWS_IN_SLICE + 7).map(|number| number.to_string()).collect();
        let row = |code| CountryCodeRow { entity_id: &china, system: "cow", code, from: None, to: None };
        let rows: Vec<CountryCodeRow<'_>> = codes.iter().map(|code| row(code)).collect();
        for format in Format::ALL {
            let path = folder.path().join(format.as_str());
            let file = File::create(&path).expect("it can be written");
            let mut writer = TableWriter::new(&COUNTRY_CODES, *format, file).expect("it can be written");
            writer
                .write(&country_codes_frame(&rows))
                .and_then(|()| writer.finish())
                .expect("it can be written");
            let rows = read_rows(&path, *format, &["code", "from"]).expect("it can be read");
            let read: Vec<Row> = rows.collect::<Result<_, _>>().expect("it is whole");
            let read: Vec<_> = read.iter().map(|row| row.texts().expect("two columns are read")).collect();
            let expected: Vec<_> = codes.iter().map(|code| [Some(code.as_str()), None]).collect();
            assert_eq!(read, expected, "{}", format.as_str());
        }
    }
}
