use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// A table to be opened: a file of its own, or what stood in an archive.
///
/// ```
/// use bangjiao_corpus::TableFile;
/// let file = TableFile::Path("人民日报1996.parquet".into());
/// assert!(matches!(file, TableFile::Path(path) if path.extension().is_some()));
/// ```
#[derive(Debug)]
pub enum TableFile {
    /// A file on the disk.
    Path(PathBuf),
    /// The bytes of a file.
    Bytes(Vec<u8>),
}

/// The rows of a [`Table`]: one cell a column, `None` where it is null, or what was wrong with the rest of the table.
pub type TableRows = Box<dyn Iterator<Item = Result<Vec<Option<String>>, String>> + Send>;

/// A flat table whose cells are text; dates are written `YYYY-MM-DD`.
///
/// ```
/// use bangjiao_corpus::Table;
/// let rows = vec![Ok(vec![Some("联合声明".to_owned()), None])];
/// let table = Table { columns: vec!["title".into(), "date".into()], rows: Box::new(rows.into_iter()) };
/// assert_eq!(table.columns.len(), 2);
/// ```
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows in order.
    pub rows: TableRows,
}

impl fmt::Debug for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Table").field("columns", &self.columns).finish_non_exhaustive()
    }
}

/// Opens Parquet files, which this crate has no reader for; the message of an error names the cure.
pub type OpenTable = Arc<dyn Fn(TableFile) -> Result<Table, String> + Send + Sync>;
