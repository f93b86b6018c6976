//! Problems by sort.

use std::collections::BTreeMap;

use bangjiao_report::{Problem, ProblemGroup};

use crate::error::Error;
use crate::run_tables::RunTables;

/// So many of each sort are shown.
const EXAMPLES: usize = 3;

/// Severities, the worst first.
const SEVERITIES: [&str; 3] = ["lost", "repaired", "note"];

/// Reads the table `problems`: the worst first, then by code.
pub(super) fn read(tables: &RunTables) -> Result<Vec<ProblemGroup>, Error> {
    let mut groups = BTreeMap::<(usize, String), ProblemGroup>::new();
    for row in tables.rows("problems", &["severity", "code", "source_file", "record", "message"])? {
        let row = row?;
        let cell = |at| row.text(at).unwrap_or_default().to_owned();
        let severity = cell(0);
        let rank = SEVERITIES.iter().position(|known| *known == severity).unwrap_or(SEVERITIES.len());
        let group = groups.entry((rank, cell(1))).or_insert_with(|| ProblemGroup {
            code: cell(1),
            severity,
            ..ProblemGroup::default()
        });
        group.n_problems += 1;
        if group.examples.len() < EXAMPLES {
            group.examples.push(Problem { source_file: cell(2), record: row.parse(3), message: cell(4) });
        }
    }
    Ok(groups.into_values().collect())
}
