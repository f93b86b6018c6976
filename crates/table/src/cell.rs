//! Rows of cells, for tables whose rows come one by one and are shown as well as written.

use jiff::civil::Date;
use polars::prelude::DataFrame;

use crate::frame::FrameBuilder;
use crate::schema::{ColumnKind, Table};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A text.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A day.
    Date(Date),
    /// Several texts.
    List(Vec<String>),
}

macro_rules! cell_from {
    ($($source:ty => $variant:ident),+) => {
        $(impl From<$source> for Cell {
            fn from(value: $source) -> Self {
                Cell::$variant(value)
            }
        })+
    };
}

cell_from!(String => Text, i64 => Integer, f64 => Real, Date => Date, Vec<String> => List);

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

/// Rows of cells as a frame of a table.
///
/// # Panics
/// Where a row has another number of cells than the table has columns. A cell of another kind than its column is null.
///
/// ```
/// use bangjiao_table::{CHANGES, Cell, cells_frame};
/// let row = ["added".into(), "country".into(), Cell::Null, "country-alias".into(), 2_i64.into(), 1_i64.into(), "a:0-2".into(), "中国".into()];
/// let frame = cells_frame(&CHANGES, &[row.to_vec()]);
/// assert_eq!(frame.column("n_mentions")?.i64()?.get(0), Some(2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn cells_frame(table: &'static Table, rows: &[Vec<Cell>]) -> DataFrame {
    let mut frame = FrameBuilder::new(table);
    let mut block = frame.rows(rows.len());
    for (at, column) in table.columns.iter().enumerate() {
        let cells = || rows.iter().map(|row| &row[at]);
        match column.kind {
            ColumnKind::Text => block.text(column.name, cells().map(Cell::as_text)),
            ColumnKind::Integer => block.integer(column.name, cells().map(Cell::as_integer)),
            ColumnKind::Real => block.real(column.name, cells().map(Cell::as_real)),
            ColumnKind::Boolean => block.boolean(column.name, cells().map(|_| None)),
            ColumnKind::Date => block.date(column.name, cells().map(Cell::as_date)),
            ColumnKind::TextList => {
                block.list(column.name, cells().map(|cell| cell.as_list().iter().map(String::as_str)));
            }
        }
    }
    frame.finish()
}

impl Cell {
    fn as_text(&self) -> Option<&str> {
        if let Cell::Text(text) = self { Some(text) } else { None }
    }

    fn as_integer(&self) -> Option<i64> {
        if let Cell::Integer(number) = self { Some(*number) } else { None }
    }

    fn as_real(&self) -> Option<f64> {
        if let Cell::Real(number) = self { Some(*number) } else { None }
    }

    fn as_date(&self) -> Option<Date> {
        if let Cell::Date(day) = self { Some(*day) } else { None }
    }

    fn as_list(&self) -> &[String] {
        if let Cell::List(texts) = self { texts } else { &[] }
    }
}
