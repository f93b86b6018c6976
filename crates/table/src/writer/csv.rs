use std::io::Write;

use polars::prelude::{CompatLevel, DataFrame, PolarsResult, StaticArray};
use polars_arrow::array::{Array, BooleanArray, ListArray, PrimitiveArray, Utf8ViewArray};

use crate::frame::day;
use crate::schema::{ColumnKind, Table};

/// Writes CSV: null is empty, lists are joined with `|`, booleans are 1 and 0, an empty text and `NA` are quoted.
///
/// polars' writer takes no lists and quotes no `NA` (Namibia), which R would read as missing.
pub(super) struct CsvEncoder<W: Write> {
    table: &'static Table,
    output: W,
    buffer: Vec<u8>,
}

/// The cells of a column.
enum Cells<'a> {
    Text(&'a Utf8ViewArray),
    Integer(&'a PrimitiveArray<i64>),
    Real(&'a PrimitiveArray<f64>),
    Boolean(&'a BooleanArray),
    Date(&'a PrimitiveArray<i32>),
    TextList(&'a ListArray<i64>),
}

/// Bytes that are collected before they are written.
const BUFFER: usize = 1 << 16;

impl<W: Write> CsvEncoder<W> {
    pub(super) fn new(table: &'static Table, mut output: W) -> PolarsResult<Self> {
        let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
        output.write_all(names.join(",").as_bytes())?;
        output.write_all(b"\n")?;
        Ok(CsvEncoder { table, output, buffer: Vec::with_capacity(BUFFER) })
    }

    pub(super) fn write(&mut self, frame: DataFrame) -> PolarsResult<()> {
        let n_rows = frame.height();
        let arrays = frame.rechunk_into_arrow(CompatLevel::newest());
        let columns: Vec<_> = self
            .table
            .columns
            .iter()
            .zip(&arrays)
            .map(|(column, array)| Cells::new(column.kind, &**array))
            .collect();
        for row in 0..n_rows {
            for (at, cells) in columns.iter().enumerate() {
                if at > 0 {
                    self.buffer.push(b',');
                }
                cells.push(row, &mut self.buffer)?;
            }
            self.buffer.push(b'\n');
            if self.buffer.len() >= BUFFER {
                self.flush()?;
            }
        }
        self.flush()
    }

    pub(super) fn finish(mut self) -> PolarsResult<W> {
        self.output.flush()?;
        Ok(self.output)
    }

    fn flush(&mut self) -> PolarsResult<()> {
        self.output.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

impl<'a> Cells<'a> {
    fn new(kind: ColumnKind, array: &'a dyn Array) -> Self {
        fn of<A: 'static>(array: &dyn Array) -> &A {
            array.as_any().downcast_ref().expect("the frame was compared with the table's schema")
        }
        match kind {
            ColumnKind::Text => Cells::Text(of(array)),
            ColumnKind::Integer => Cells::Integer(of(array)),
            ColumnKind::Real => Cells::Real(of(array)),
            ColumnKind::Boolean => Cells::Boolean(of(array)),
            ColumnKind::Date => Cells::Date(of(array)),
            ColumnKind::TextList => Cells::TextList(of(array)),
        }
    }

    fn push(&self, row: usize, buffer: &mut Vec<u8>) -> std::io::Result<()> {
        match self {
            Cells::Text(cells) => {
                if let Some(text) = cells.get(row) {
                    push_text(text, buffer);
                }
            }
            Cells::Integer(cells) => {
                if let Some(number) = cells.get(row) {
                    write!(buffer, "{number}")?;
                }
            }
            Cells::Real(cells) => {
                if let Some(number) = cells.get(row) {
                    write!(buffer, "{number}")?;
                }
            }
            Cells::Boolean(cells) => {
                if let Some(truth) = cells.get(row) {
                    buffer.push(if truth { b'1' } else { b'0' });
                }
            }
            Cells::Date(cells) => {
                if let Some(day) = cells.get(row).and_then(day) {
                    write!(buffer, "{day}")?;
                }
            }
            Cells::TextList(cells) => {
                if let Some(list) = cells.get(row)
                    && let Some(list) = list.as_any().downcast_ref::<Utf8ViewArray>()
                    && !list.is_empty()
                {
                    let joined = list.values_iter().collect::<Vec<_>>().join("|");
                    push_text(&joined, buffer);
                }
            }
        }
        Ok(())
    }
}

fn push_text(text: &str, buffer: &mut Vec<u8>) {
    let special = |byte| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    if !text.is_empty() && text != "NA" && !text.bytes().any(special) {
        buffer.extend_from_slice(text.as_bytes());
        return;
    }
    buffer.push(b'"');
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            buffer.extend_from_slice(b"\"\"");
        }
        buffer.extend_from_slice(part.as_bytes());
    }
    buffer.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::push_text;

    #[test]
    fn texts_are_quoted_where_a_reader_would_lose_them() {
        let check = |text: &str, expected: &str| {
            let mut buffer = Vec::new();
            push_text(text, &mut buffer);
            assert_eq!(String::from_utf8(buffer).unwrap(), expected);
        };
        check("中哈联合声明", "中哈联合声明");
        check("NA", "\"NA\"");
        check("NAM", "NAM");
        check("", "\"\"");
        check("一\n二", "\"一\n二\"");
        check("\"和平\",友好", "\"\"\"和平\"\",友好\"");
    }
}
