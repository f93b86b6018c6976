use std::io::Write;
use std::sync::Arc;

use polars::prelude::{CompatLevel, DataFrame, PolarsResult};
use polars_arrow::io::ipc::write::{Compression, FileWriter, WriteOptions};

use super::parquet::arrow_schema;
use crate::Table;

/// Writes Arrow's file format; strings are large_utf8, since R cannot read views.
pub(super) struct IpcEncoder<W: Write> {
    file: FileWriter<W>,
}

impl<W: Write> IpcEncoder<W> {
    pub(super) fn new(table: &Table, output: W) -> PolarsResult<Self> {
        let options = WriteOptions { compression: Some(Compression::LZ4) };
        let file = FileWriter::try_new(output, Arc::new(arrow_schema(table)), None, options)?;
        Ok(IpcEncoder { file })
    }

    /// Writes the rows of some frames as one record batch.
    pub(super) fn write(&mut self, mut frames: impl Iterator<Item = DataFrame>) -> PolarsResult<()> {
        let Some(mut batch) = frames.next() else { return Ok(()) };
        frames.try_for_each(|frame| batch.vstack_mut_owned(frame).map(drop))?;
        batch.rechunk_mut();
        batch.iter_chunks(CompatLevel::oldest(), false).try_for_each(|batch| self.file.write(&batch, None))
    }

    pub(super) fn finish(mut self) -> PolarsResult<W> {
        self.file.finish()?;
        Ok(self.file.into_inner())
    }
}
