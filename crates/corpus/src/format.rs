pub(crate) mod csv;
pub(crate) mod jsonl;
pub(crate) mod plain;
pub(crate) mod rows;
pub(crate) mod tagged;

use crate::container::Hint;
use crate::field_names::FieldNames;

/// How the records of a file are written.
///
/// ```
/// assert_eq!(bangjiao_corpus::Format::Tagged.as_str(), "tagged");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Records of the archive: `〖BT/标题〗联合公报〖-BT/标题〗`.
    Tagged,
    /// A JSON object a line.
    Jsonl,
    /// A table of text with a header line.
    Csv,
    /// A file that is one article.
    Plain,
    /// A Parquet table.
    Parquet,
}

impl Format {
    /// The word that stands in reports: `tagged`, `jsonl`, `csv`, `plain`, `parquet`.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Tagged => "tagged",
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Plain => "plain",
            Format::Parquet => "parquet",
        }
    }

    /// The format of a text, by its file's name and, where that leaves it open, by how it begins.
    pub(crate) fn of_text(hint: Hint, text: &str, names: &FieldNames) -> Format {
        match hint {
            Hint::Jsonl => return Format::Jsonl,
            Hint::Csv => return Format::Csv,
            Hint::Parquet => return Format::Parquet,
            Hint::Text | Hint::Unknown => {}
        }
        let head = &text[..text.floor_char_boundary(8 * 1024)];
        if tagged::has_tags(head) {
            Format::Tagged
        } else if hint == Hint::Text {
            Format::Plain
        } else if looks_like_json(head) {
            Format::Jsonl
        } else if csv::has_header(head, names) {
            Format::Csv
        } else {
            Format::Plain
        }
    }
}

/// An object, or a list of objects, which is told apart from text in brackets ([新华社北京电]).
fn looks_like_json(head: &str) -> bool {
    let head = head.trim_start();
    head.strip_prefix('[').map_or(head, str::trim_start).starts_with('{')
}
