use std::sync::Arc;

use crate::draft::{Draft, Place};
use crate::format::csv::Header;
use crate::record::Record;

/// Rows of a table that another crate reads.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) header: Arc<Header>,
    pub(crate) rows: Vec<Vec<Option<String>>>,
}

/// Turns the rows of a table into records.
pub(crate) fn parse(rows: &Rows, place: &Place<'_>, records: &mut Vec<Record>) -> u64 {
    let mut n_records = 0;
    for (record, row) in (place.first_record..).zip(&rows.rows) {
        if !place.holds(record) {
            continue;
        }
        n_records += 1;
        let length = row.iter().flatten().map(String::len).sum();
        records.push(place.too_large(record, record, length).unwrap_or_else(|| {
            let mut draft = Draft::new(place, record, record);
            rows.header.fill(&mut draft, row.iter().map(|cell| cell.as_deref().unwrap_or("")));
            draft.finish()
        }));
    }
    n_records
}
