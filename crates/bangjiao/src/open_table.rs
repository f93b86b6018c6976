//! Lends the table crate's Parquet reader to the corpus crate, which knows no data frames.

use std::path::Path;
use std::sync::Arc;

use bangjiao_corpus::{OpenTable, Table, TableFile};

/// Opens Parquet files as rows of texts.
pub(crate) fn open_table() -> OpenTable {
    Arc::new(|file| {
        let records = match file {
            TableFile::Path(path) => bangjiao_table::read_records(&path),
            TableFile::Bytes(bytes) => {
                bangjiao_table::read_records_in_memory(Path::new("entry of an archive"), bytes)
            }
        };
        let mut records = records.map_err(|error| error.to_string())?.peekable();
        let columns = match records.peek() {
            Some(Ok(record)) => record.iter().map(|(name, _)| name.clone()).collect(),
            Some(Err(error)) => return Err(error.to_string()),
            None => Vec::new(),
        };
        let rows = records.map(|record| match record {
            Ok(record) => Ok(record.into_iter().map(|(_, cell)| cell).collect()),
            Err(error) => Err(error.to_string()),
        });
        Ok(Table { columns, rows: Box::new(rows) })
    })
}
