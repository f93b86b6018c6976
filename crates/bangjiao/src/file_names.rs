//! The names of the files of a run folder.

use bangjiao_table::{Format, TABLES};

use crate::graph_format::graph_file_names;
use crate::shard_order::SHARD_ORDER;

/// The page about a run.
pub(crate) const REPORT_FILE: &str = "report.html";

/// Files of a run that are neither tables nor graph files.
const OTHER_FILES: [&str; 5] = ["datapackage.json", "methods.md", SHARD_ORDER, "manifest.json", REPORT_FILE];

/// The file of a table.
pub(crate) fn file_name(table: &str, format: Format) -> String {
    format!("{table}.{}", format.extension())
}

/// Every name that a file of a run may have, in any format.
pub(crate) fn known_files() -> Vec<String> {
    let tables =
        TABLES.iter().flat_map(|table| Format::ALL.iter().map(|format| file_name(table.name, *format)));
    tables.chain(graph_file_names().chain(OTHER_FILES).map(str::to_owned)).collect()
}
