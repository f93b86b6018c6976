//! Rows of cells that are texts, many in one buffer.

use std::fmt::{Debug, Formatter};
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

/// The cells of a row as texts, in the order of the columns asked for; a cell may be null.
///
/// Booleans are `true` and `false`, or 1 and 0 in CSV; days are `1996-07-06`; lists are joined with `|`. A row shares its
/// texts with its neighbours, so a copy costs nothing, and one that is kept keeps up to a thousand others.
#[derive(Clone)]
pub struct Row {
    cells: Arc<Cells>,
    /// Its number among the rows of `cells`.
    number: usize,
}

impl Row {
    /// Number of cells.
    #[expect(clippy::len_without_is_empty, reason = "a row has a cell for every column that was asked for")]
    pub fn len(&self) -> usize {
        self.cells.spans.len() / self.cells.n_rows
    }

    /// The text of a cell; `None` where it is null or the row has no such cell.
    pub fn text(&self, column: usize) -> Option<&str> {
        let (start, end) = (*self.cells.spans.get(column * self.cells.n_rows + self.number)?)?;
        self.cells.text.get(start..end)
    }

    /// The text of a cell, to keep.
    pub fn owned(&self, column: usize) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    /// What the text of a cell says; `None` also where it says something else.
    pub fn parse<T: FromStr>(&self, column: usize) -> Option<T> {
        self.text(column)?.parse().ok()
    }

    /// Whether a cell is true.
    pub fn is_true(&self, column: usize) -> bool {
        matches!(self.text(column), Some("true" | "1"))
    }

    /// All cells; `None` where they are not so many.
    pub fn texts<const N: usize>(&self) -> Option<[Option<&str>; N]> {
        (self.len() == N).then(|| std::array::from_fn(|column| self.text(column)))
    }
}

impl Debug for Row {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries((0..self.len()).map(|column| self.text(column))).finish()
    }
}

/// A row of these texts alone.
impl<T: AsRef<str>> FromIterator<Option<T>> for Row {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(texts: I) -> Self {
        Row { cells: Arc::new(texts.into_iter().collect()), number: 0 }
    }
}

/// The cells of one row.
impl<T: AsRef<str>> FromIterator<Option<T>> for Cells {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(texts: I) -> Self {
        let mut cells = Cells::of_rows(1);
        texts.into_iter().for_each(|text| cells.push(text.as_ref().map(AsRef::as_ref)));
        cells
    }
}

/// The cells of rows, column after column.
#[derive(Default)]
pub(super) struct Cells {
    /// The texts of all cells, one after the other.
    text: String,
    /// The place of each cell in `text`; `None` is null.
    spans: Vec<Option<(usize, usize)>>,
    n_rows: usize,
}

impl Cells {
    /// No cells yet, of so many rows.
    pub(super) fn of_rows(n_rows: usize) -> Self {
        Cells { text: String::new(), spans: Vec::new(), n_rows }
    }

    /// The next cell of the column, or the first of the next.
    pub(super) fn push(&mut self, cell: Option<&str>) {
        let start = self.text.len();
        self.text.push_str(cell.unwrap_or_default());
        self.spans.push(cell.map(|_| (start, self.text.len())));
    }

    /// Their rows, once every column is full.
    pub(super) fn into_rows(self) -> CellRows {
        CellRows { numbers: 0..self.n_rows, cells: Arc::new(self) }
    }
}

/// The rows of cells, one after the other.
#[derive(Default)]
pub(super) struct CellRows {
    cells: Arc<Cells>,
    /// Numbers of the rows that follow.
    numbers: Range<usize>,
}

impl Iterator for CellRows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        self.numbers.next().map(|number| Row { cells: Arc::clone(&self.cells), number })
    }
}

#[cfg(test)]
mod tests {
    use super::{Cells, Row};

    #[test]
    fn cells_are_told_apart_from_nulls_and_from_those_beyond_the_row() {
        let mut cells = Cells::of_rows(2);
        [Some("中国"), None, Some(""), Some("1996")].into_iter().for_each(|cell| cells.push(cell));
        let rows: Vec<Row> = cells.into_rows().collect();
        assert_eq!(rows[0].texts(), Some([Some("中国"), Some("")]));
        assert_eq!(rows[1].texts(), Some([None, Some("1996")]));
        assert_eq!(rows[1].texts::<3>(), None);
        assert_eq!((rows[1].parse(1), rows[1].text(2)), (Some(1996), None));
        assert_eq!(format!("{:?}", rows[1]), r#"[None, Some("1996")]"#);
    }
}
