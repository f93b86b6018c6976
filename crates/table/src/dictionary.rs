use std::fmt::Write as _;

use crate::schema::{Column, ForeignKey, Table};
use crate::tables::TABLES;
use crate::tables::statistics::STATISTICS;

/// The data dictionary as a Markdown page: every table and column with type, unit and meaning.
///
/// ```
/// let page = bangjiao_table::data_dictionary_markdown();
/// assert!(page.contains("## mentions"));
/// assert!(page.contains("| `n_dyadic` | integer | windows | yes |"));
/// ```
pub fn data_dictionary_markdown() -> String {
    let mut page = String::from(
        "# Data dictionary\n\n\
         Every table of a run folder. The same stands in each folder's `datapackage.json`, for programs.\n\n\
         Offsets `start` and `end` count Unicode code points of `articles.text`, what Python slices by; `start_byte` and \
         `end_byte` count bytes of its UTF-8. Both are half-open. Counts are integers and add up over parts of a corpus. \
         In CSV a null is an empty cell, lists are joined with `|`, booleans are 1 and 0, and `NA` (Namibia) is quoted.\n",
    );
    for table in TABLES {
        push_table(table, &mut page);
    }
    page.push_str(
        "\n# Results of `stats`\n\n\
         These tables are printed, or written where `-o` says; no run folder holds them. [statistics.md](statistics.md) \
         has the formulas.\n",
    );
    for table in STATISTICS {
        push_table(table, &mut page);
    }
    page
}

fn push_table(table: &Table, page: &mut String) {
    let mut line = |text: std::fmt::Arguments<'_>| {
        page.write_fmt(text).expect("writing to a string does not fail");
        page.push('\n');
    };
    line(format_args!(
        "\n## {}\n\nA row is {}. {}\n",
        table.name,
        lower_first(table.title),
        table.description
    ));
    if !table.primary_key.is_empty() {
        line(format_args!("Primary key: {}.", names(table.primary_key)));
    }
    for ForeignKey { columns, table, references } in table.foreign_keys {
        line(format_args!("Foreign key: {} → `{table}` ({}).", names(columns), names(references)));
    }
    if !table.primary_key.is_empty() || !table.foreign_keys.is_empty() {
        line(format_args!(""));
    }
    line(format_args!("| column | type | unit | null | meaning |\n| --- | --- | --- | --- | --- |"));
    for Column { name, kind, unit, description, nullable } in table.columns {
        let null = if *nullable { "yes" } else { "" };
        let meaning = description.replace('|', "\\|");
        line(format_args!("| `{name}` | {} | {} | {null} | {meaning} |", kind.as_str(), unit.unwrap_or("")));
    }
}

fn names(columns: &[&str]) -> String {
    let quoted: Vec<String> = columns.iter().map(|column| format!("`{column}`")).collect();
    quoted.join(", ")
}

fn lower_first(title: &str) -> String {
    let mut characters = title.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
