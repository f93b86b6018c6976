//! What cells of rows hold.

use bangjiao_table::Row;

/// The text of a cell.
pub(super) fn text(row: &Row, at: usize) -> Option<&str> {
    row.get(at)?.as_deref()
}

/// The number of a cell.
pub(super) fn number<N: std::str::FromStr>(row: &Row, at: usize) -> Option<N> {
    text(row, at)?.parse().ok()
}

/// Whether a cell is true.
pub(super) fn is_true(row: &Row, at: usize) -> bool {
    matches!(text(row, at), Some("true" | "1"))
}
