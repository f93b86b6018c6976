use polars::prelude::{CompatLevel, DataFrame, Schema};

use super::parquet::PackedColumn;
use super::{Format, ROWS_IN_GROUP};
use crate::{Error, Table};

/// Rows of a table on the way to its file: checked, and packed for a format of groups into a third of the memory of their
/// data frame.
///
/// Packing is that part of writing which any thread can do, at any time.
///
/// ```
/// use bangjiao_document::{Problem, Severity};
/// use bangjiao_table::{Format, PROBLEMS, Packed, TableWriter, problems_frame};
/// let none: [Problem; 0] = [];
/// let packed = Packed::new(&PROBLEMS, Format::Parquet, &problems_frame(&none))?;
/// let mut writer = TableWriter::new(&PROBLEMS, Format::Parquet, Vec::new())?;
/// writer.write_packed(packed)?;
/// assert_eq!(writer.n_rows(), 0);
/// # Ok::<(), bangjiao_table::Error>(())
/// ```
pub struct Packed {
    pub(super) slices: Vec<Slice>,
}

/// Rows that stay together in a group.
pub(super) struct Slice {
    pub n_rows: usize,
    /// Their size as a data frame.
    pub n_bytes: usize,
    pub parts: Vec<Rows>,
}

pub(super) enum Rows {
    /// Column by column, for Parquet.
    Columns(Vec<PackedColumn>),
    /// As they came, for other formats.
    Frame(DataFrame),
}

impl Rows {
    pub fn into_columns(self) -> Vec<PackedColumn> {
        match self {
            Rows::Columns(columns) => columns,
            Rows::Frame(_) => unreachable!("the rows were packed for another format"),
        }
    }

    pub fn into_frame(self) -> DataFrame {
        match self {
            Rows::Frame(frame) => frame,
            Rows::Columns(_) => unreachable!("the rows were packed for another format"),
        }
    }
}

impl Packed {
    /// Checks and packs the rows of a frame for a format.
    ///
    /// # Errors
    /// [`Error::Columns`] if the frame has other columns than the table, [`Error::EmptyCell`] if a cell is null that
    /// must not be.
    pub fn new(table: &Table, format: Format, frame: &DataFrame) -> Result<Self, Error> {
        check(table, frame)?;
        let slices = (0..frame.height()).step_by(ROWS_IN_GROUP).map(|first| {
            let slice = frame.slice(i64::try_from(first).unwrap_or(i64::MAX), ROWS_IN_GROUP);
            let (n_rows, n_bytes) = (slice.height(), slice.estimated_size());
            let rows = match format {
                Format::Parquet => {
                    // A whole group is written at once, and need not be packed.
                    let pack = if n_rows < ROWS_IN_GROUP { PackedColumn::new } else { PackedColumn::Array };
                    let columns = slice.rechunk_into_arrow(CompatLevel::newest());
                    Rows::Columns(columns.into_iter().map(pack).collect())
                }
                Format::Csv | Format::Jsonl | Format::Ipc => Rows::Frame(slice),
            };
            Slice { n_rows, n_bytes, parts: vec![rows] }
        });
        Ok(Packed { slices: slices.collect() })
    }

    /// Adds rows that go into the same group as far as it holds them.
    pub fn append(&mut self, more: Packed) {
        for slice in more.slices {
            match self.slices.last_mut() {
                Some(last) if last.n_rows + slice.n_rows <= ROWS_IN_GROUP => {
                    last.n_rows += slice.n_rows;
                    last.n_bytes += slice.n_bytes;
                    last.parts.extend(slice.parts);
                }
                _ => self.slices.push(slice),
            }
        }
    }
}

fn check(table: &Table, frame: &DataFrame) -> Result<(), Error> {
    let schema = table.schema();
    if **frame.schema() != schema {
        let columns = |schema: &Schema| {
            let named: Vec<_> = schema.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
            named.join(", ")
        };
        let (expected, found) = (columns(&schema), columns(frame.schema()));
        return Err(Error::Columns { table: table.name, expected, found });
    }
    for (column, cells) in table.columns.iter().zip(frame.columns()) {
        let n_null = cells.null_count();
        if !column.nullable && n_null > 0 {
            return Err(Error::EmptyCell { table: table.name, column: column.name, n_null });
        }
    }
    Ok(())
}
