use csv::{ReaderBuilder, StringRecord};

use crate::draft::{Draft, Place};
use crate::field_names::{FieldNames, Target};
use crate::fields::set;
use crate::lines::lines_in;
use crate::record::Record;

/// The header line of a table of text: what its columns mean and what separates them.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) delimiter: u8,
    columns: Vec<(String, Option<Target>)>,
}

/// What stands at the head of a table of text: its header and the bytes that it takes, or the names found where none of
/// them holds text.
pub(crate) fn read_header(text: &str, names: &FieldNames) -> Result<(Header, usize), Vec<String>> {
    let delimiter = delimiter(text);
    let mut reader =
        ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    // Reading a string cannot fail, and text is UTF-8.
    let _ = reader.read_record(&mut record);
    let found: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
    let length = usize::try_from(reader.position().byte()).unwrap_or(text.len());
    let length = length + line_breaks(&text[length..]);
    match Header::new(delimiter, found, names) {
        Ok(header) => Ok((header, length)),
        Err(found) => Err(found),
    }
}

impl Header {
    pub(crate) fn new(delimiter: u8, found: Vec<String>, names: &FieldNames) -> Result<Self, Vec<String>> {
        if !names.hold_text(found.iter().map(String::as_str)) {
            return Err(found);
        }
        let columns = found.into_iter().map(|name| {
            let target = names.target(&name);
            (name, target)
        });
        Ok(Header { delimiter, columns: columns.collect() })
    }

    /// Fills a draft with the cells of a row.
    pub(crate) fn fill<'c>(&self, draft: &mut Draft<'_>, cells: impl Iterator<Item = &'c str>) {
        for ((name, target), cell) in self.columns.iter().zip(cells) {
            match target {
                Some(target) => set(draft, *target, cell.to_owned()),
                None if cell.is_empty() => {}
                None => {
                    draft.article.extra.insert(name.clone(), cell.to_owned());
                }
            }
        }
    }

    pub(crate) fn n_columns(&self) -> usize {
        self.columns.len()
    }
}

/// Whether a text begins with a line of column names of which one holds the text of articles.
pub(crate) fn has_header(head: &str, names: &FieldNames) -> bool {
    let line = head.lines().next().unwrap_or("");
    line.len() < 1024 && line.contains([',', '\t', ';']) && read_header(line, names).is_ok()
}

/// The commonest of the three separators in the header line; spreadsheets write semicolons and tabs too.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or("").as_bytes();
    let count = |delimiter: u8| memchr::memchr_iter(delimiter, line).count();
    let mut best = b',';
    for other in [b'\t', b';'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}

pub(crate) fn missing_column_message(found: &[String]) -> String {
    let mut found = found.join(", ");
    if found.chars().count() > 200 {
        found = found.chars().take(200).collect::<String>() + "…";
    }
    format!("no column is named body, text or title, found {found}; name it with --field body=COLUMN")
}

/// Reads the rows of a table of text, without its header line.
pub(crate) fn parse(text: &str, header: &Header, place: &Place<'_>, records: &mut Vec<Record>) -> u64 {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(header.delimiter)
        .from_reader(text.as_bytes());
    let mut row = StringRecord::new();
    let mut record = place.first_record;
    let mut n_records = 0;
    let (mut at, mut line) = (0, place.first_line);
    while let Ok(true) = reader.read_record(&mut row) {
        if place.holds(record) {
            n_records += 1;
            // The reader's own line numbers are one behind where lines end in \r\n.
            let start = row.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
            let start = start + line_breaks(&text[start..]);
            line += lines_in(&text[at..start]);
            at = start;
            records.push(
                place
                    .too_large(record, line, row.as_slice().len())
                    .unwrap_or_else(|| parse_row(&row, header, place, record, line)),
            );
        }
        record += 1;
    }
    n_records
}

/// Bytes of line breaks at the start of a text.
fn line_breaks(text: &str) -> usize {
    text.len() - text.trim_start_matches(['\r', '\n']).len()
}

fn parse_row(row: &StringRecord, header: &Header, place: &Place<'_>, record: u64, line: u64) -> Record {
    let mut draft = Draft::new(place, record, line);
    header.fill(&mut draft, row.iter());
    if row.len() != header.n_columns() {
        let message = format!(
            "the row has {} cells, the header {}; missing cells were left empty, others put into the field \
             more_cells; check its quotes",
            row.len(),
            header.n_columns()
        );
        draft.repaired("row_length", &message, row.get(0).unwrap_or(""));
        let more: Vec<&str> = row.iter().skip(header.n_columns()).collect();
        if !more.is_empty() {
            draft.article.extra.insert("more_cells".to_owned(), more.join(","));
        }
    }
    draft.finish()
}
