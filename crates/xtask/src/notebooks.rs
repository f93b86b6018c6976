//! The notebooks, each run from beginning to end on the demo's results.

use std::path::Path;
use std::process::Command;

use crate::project::{root, run};
use crate::python::{RUNS, interpreter};

/// Seconds that a cell may take.
const MOST_SECONDS: &str = "60";

/// Runs every notebook and prints how long each took.
///
/// The runs of the demo must be there, see [`python::test`](crate::python::test).
pub fn test(program: &Path) -> anyhow::Result<()> {
    let python = interpreter(".venv-notebooks", "notebooks/requirements.txt")?;
    let timeout = format!("--nbmake-timeout={MOST_SECONDS}");
    run(Command::new(python)
        .args([
            "-m",
            "pytest",
            "-q",
            "--nbmake",
            &timeout,
            "--durations=0",
            "--durations-min=0.1",
            "notebooks",
        ])
        .env("BANGJIAO_RUN", root().join(RUNS).join("parquet"))
        .env("BANGJIAO_PROGRAM", program)
        .current_dir(root()))
}
