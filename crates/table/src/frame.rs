//! Data frames built column by column, for a document or a slice of rows at a time.

use jiff::civil::Date;
use polars::prelude::{Column as FrameColumn, DataFrame, PlSmallStr, Series};
use polars_arrow::array::{
    Array, ListArray, MutableArray, MutableBinaryViewArray, MutableBooleanArray, MutablePrimitiveArray,
    PrimitiveArray, Utf8ViewArray,
};
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::offset::{Offsets, OffsetsBuffer};

use crate::schema::{ColumnKind, Table};

/// Collects the rows of one table.
///
/// Rows are added in blocks: [`FrameBuilder::rows`] opens a block of `n` rows, then each column takes its `n` cells,
/// in the order of the table. A loop over the rows inside a loop over the columns costs one dispatch for each column
/// of a document instead of one for each cell.
#[derive(Debug)]
pub(crate) struct FrameBuilder {
    table: &'static Table,
    columns: Vec<Cells>,
    n_rows: usize,
}

#[derive(Debug)]
enum Cells {
    Text(MutableBinaryViewArray<str>),
    Integer(MutablePrimitiveArray<i64>),
    Real(MutablePrimitiveArray<f64>),
    Boolean(MutableBooleanArray),
    Date(MutablePrimitiveArray<i32>),
    TextList(Offsets<i64>, MutableBinaryViewArray<str>),
}

impl FrameBuilder {
    pub(crate) fn new(table: &'static Table) -> Self {
        let cells = |kind| match kind {
            ColumnKind::Text => Cells::Text(MutableBinaryViewArray::new()),
            ColumnKind::Integer => Cells::Integer(MutablePrimitiveArray::new()),
            ColumnKind::Real => Cells::Real(MutablePrimitiveArray::new()),
            ColumnKind::Boolean => Cells::Boolean(MutableBooleanArray::new()),
            ColumnKind::Date => Cells::Date(MutablePrimitiveArray::new()),
            ColumnKind::TextList => Cells::TextList(Offsets::new(), MutableBinaryViewArray::new()),
        };
        FrameBuilder {
            table,
            columns: table.columns.iter().map(|column| cells(column.kind)).collect(),
            n_rows: 0,
        }
    }

    /// With room for so many rows, so that the columns of blocks do not grow into more memory than they need.
    pub(crate) fn with_capacity(table: &'static Table, n_rows: usize) -> Self {
        let mut frame = FrameBuilder::new(table);
        frame.columns.iter_mut().for_each(|cells| cells.reserve(n_rows));
        frame
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Opens a block of `n` rows; every column of the table must then be given `n` cells, in order.
    pub(crate) fn rows(&mut self, n: usize) -> Block<'_> {
        self.n_rows += n;
        self.columns.iter_mut().for_each(|cells| cells.reserve(n));
        Block { table: self.table, columns: &mut self.columns, next: 0, n }
    }

    pub(crate) fn finish(self) -> DataFrame {
        let columns = self
            .table
            .columns
            .iter()
            .zip(self.columns)
            .map(|(column, cells)| {
                Series::try_from((PlSmallStr::from_static(column.name), cells.into_array()))
                    .map(FrameColumn::from)
                    .expect("polars has a type for each kind of column")
            })
            .collect();
        DataFrame::new(self.n_rows, columns).expect("each block gives every column the same number of cells")
    }
}

impl Cells {
    fn reserve(&mut self, n: usize) {
        match self {
            Cells::Text(cells) => cells.reserve(n),
            Cells::Integer(cells) => cells.reserve(n),
            Cells::Real(cells) => cells.reserve(n),
            Cells::Boolean(cells) => cells.reserve(n),
            Cells::Date(cells) => cells.reserve(n),
            Cells::TextList(offsets, _) => offsets.reserve(n),
        }
    }

    fn into_array(self) -> Box<dyn Array> {
        match self {
            Cells::Text(mut cells) => cells.as_box(),
            Cells::Integer(mut cells) => cells.as_box(),
            Cells::Real(mut cells) => cells.as_box(),
            Cells::Boolean(mut cells) => cells.as_box(),
            Cells::Date(cells) => PrimitiveArray::from(cells).to(ArrowDataType::Date32).boxed(),
            Cells::TextList(offsets, values) => {
                let values: Utf8ViewArray = values.freeze();
                let data_type = ListArray::<i64>::default_datatype(ArrowDataType::Utf8View);
                ListArray::new(data_type, OffsetsBuffer::from(offsets), values.boxed(), None).boxed()
            }
        }
    }
}

/// A block of rows that takes its cells column by column.
///
/// Each method takes the name of the column that it fills. A name, a kind or a number of cells that does not fit the
/// table is a mistake in this crate and panics; the test of each table runs through every column.
pub(crate) struct Block<'f> {
    table: &'static Table,
    columns: &'f mut [Cells],
    next: usize,
    n: usize,
}

impl Block<'_> {
    fn column(&mut self, name: &str) -> &mut Cells {
        let at = self.next;
        self.next += 1;
        let expected = self.table.columns.get(at).map(|column| column.name);
        assert_eq!(expected, Some(name), "columns are filled in the order of the table {}", self.table.name);
        &mut self.columns[at]
    }

    pub(crate) fn text<'a>(&mut self, name: &str, values: impl Iterator<Item: Into<Option<&'a str>>>) {
        let Cells::Text(cells) = self.column(name) else { mismatch(name, ColumnKind::Text) };
        values.for_each(|value| cells.push(value.into()));
    }

    /// The same text in each row; it is stored once.
    pub(crate) fn same_text<'a>(&mut self, name: &str, value: impl Into<Option<&'a str>>) {
        let n = self.n;
        let Cells::Text(cells) = self.column(name) else { mismatch(name, ColumnKind::Text) };
        match value.into() {
            // `extend_constant` with nothing pushes no views in polars-arrow 0.55, hence the two cases.
            Some(value) => cells.extend_constant(n, Some(value)),
            None => cells.extend_null(n),
        }
    }

    /// Texts that stand in so many rows each; each is stored once.
    pub(crate) fn repeated_text<'a>(&mut self, name: &str, values: impl Iterator<Item = (usize, &'a str)>) {
        let Cells::Text(cells) = self.column(name) else { mismatch(name, ColumnKind::Text) };
        values.filter(|(n, _)| *n > 0).for_each(|(n, value)| cells.extend_constant(n, Some(value)));
    }

    /// Texts that `write` composes, in a buffer that begins as the text before.
    pub(crate) fn written_text<R>(
        &mut self,
        name: &str,
        rows: impl Iterator<Item = R>,
        mut write: impl FnMut(R, &mut String),
    ) {
        let Cells::Text(cells) = self.column(name) else { mismatch(name, ColumnKind::Text) };
        let mut buffer = String::new();
        for row in rows {
            write(row, &mut buffer);
            cells.push_value(buffer.as_str());
        }
    }

    pub(crate) fn integer(&mut self, name: &str, values: impl Iterator<Item: Into<Option<i64>>>) {
        let Cells::Integer(cells) = self.column(name) else { mismatch(name, ColumnKind::Integer) };
        values.for_each(|value| cells.push(value.into()));
    }

    pub(crate) fn real(&mut self, name: &str, values: impl Iterator<Item: Into<Option<f64>>>) {
        let Cells::Real(cells) = self.column(name) else { mismatch(name, ColumnKind::Real) };
        values.for_each(|value| cells.push(value.into()));
    }

    pub(crate) fn boolean(&mut self, name: &str, values: impl Iterator<Item: Into<Option<bool>>>) {
        let Cells::Boolean(cells) = self.column(name) else { mismatch(name, ColumnKind::Boolean) };
        values.for_each(|value| cells.push(value.into()));
    }

    pub(crate) fn date(&mut self, name: &str, values: impl Iterator<Item: Into<Option<Date>>>) {
        let Cells::Date(cells) = self.column(name) else { mismatch(name, ColumnKind::Date) };
        values.for_each(|value| cells.push(value.into().map(day_number)));
    }

    pub(crate) fn list<'a>(&mut self, name: &str, values: impl Iterator<Item: IntoIterator<Item = &'a str>>) {
        let Cells::TextList(offsets, cells) = self.column(name) else { mismatch(name, ColumnKind::TextList) };
        for list in values {
            let before = cells.len();
            list.into_iter().for_each(|value| cells.push_value(value));
            offsets.try_push(cells.len() - before).expect("the texts of one frame fit into memory");
        }
    }
}

fn mismatch(name: &str, kind: ColumnKind) -> ! {
    unreachable!("the column {name} does not hold {}", kind.as_str())
}

/// A count as tables hold it.
pub(crate) fn integer(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Days from 1970-01-01 to `date`, what Arrow stores.
///
/// # Source
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`; jiff's spans are built for
/// generality and take about ten times as long.
pub(crate) fn day_number(date: Date) -> i32 {
    let month = i32::from(date.month());
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(date.day()) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The day with a number of days from 1970-01-01; `None` beyond the years -9999 to 9999.
pub(crate) fn day(number: i32) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(jiff::SignedDuration::from_hours(i64::from(number) * 24)).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    use super::{day, day_number};

    #[test]
    fn days_count_from_1970() {
        assert_eq!(day_number(date(1970, 1, 1)), 0);
        assert_eq!(day_number(date(1949, 10, 1)), -7397);
        assert_eq!(day_number(date(2000, 2, 29)), 11_016);
    }

    proptest! {
        #[test]
        fn day_to_number_to_day_is_identity(year in -9998i16..=9998, month in 1i8..=12, of_month in 1i8..=28) {
            let original: Date = date(year, month, of_month);
            prop_assert_eq!(day(day_number(original)), Some(original));
        }
    }
}
