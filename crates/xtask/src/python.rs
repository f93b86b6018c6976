//! The Python tests: run folders as the tools that users use read them.

use std::path::PathBuf;
use std::process::Command;

use crate::project::{output, program, root, run};

/// The interpreter of the project's virtual environment, made and filled where it is missing or out of date.
pub fn interpreter() -> anyhow::Result<PathBuf> {
    let environment = root().join(".venv");
    let python = environment.join("bin/python");
    let wanted = root().join("tests/python/requirements.txt");
    let installed = environment.join("requirements.txt");
    if std::fs::read(&wanted)? == std::fs::read(&installed).unwrap_or_default() {
        return Ok(python);
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(&wanted))?;
    std::fs::copy(&wanted, &installed)?;
    Ok(python)
}

/// Runs the demo in every format and reads it with Python's tools.
pub fn test() -> anyhow::Result<()> {
    let python = interpreter()?;
    let program = program()?;
    let folder = root().join("target/python-tests");
    for format in ["parquet", "csv", "jsonl", "ipc"] {
        let out = folder.join(format);
        output(Command::new(&program).args(["demo", "--quiet", "--format", format, "-o"]).arg(&out))?;
    }
    run(Command::new(&python)
        .args(["-m", "pytest", "-q", "tests/python"])
        .env("BANGJIAO_RUNS", &folder)
        .current_dir(root()))
}
