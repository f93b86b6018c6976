use std::io::Write;

use polars::prelude::{DataFrame, JsonFormat, JsonWriter, PolarsResult, SerWriter};

/// Writes JSON lines.
pub(super) struct JsonlEncoder<W: Write> {
    output: W,
}

impl<W: Write> JsonlEncoder<W> {
    pub(super) fn new(output: W) -> Self {
        JsonlEncoder { output }
    }

    pub(super) fn write(&mut self, mut frame: DataFrame) -> PolarsResult<()> {
        JsonWriter::new(&mut self.output).with_json_format(JsonFormat::JsonLines).finish(&mut frame)
    }

    pub(super) fn finish(mut self) -> PolarsResult<W> {
        self.output.flush()?;
        Ok(self.output)
    }
}
