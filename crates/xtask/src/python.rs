//! The Python tests: run folders as the tools that users use read them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::installed::installed;
use crate::project::{output, program, root, run, say};

/// Where the demo's runs stand, one folder a format.
pub const RUNS: &str = "target/python-tests";

/// The interpreter of a virtual environment of the project, made and filled where it is missing or out of date.
pub fn interpreter(name: &str, requirements: &str) -> anyhow::Result<PathBuf> {
    let environment = root().join(name);
    let python = environment.join("bin/python");
    let wanted = root().join(requirements);
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

/// Runs the pipeline that a Python user would write on the texts of an input; its last line is its speed.
pub fn peers(input: &Path) -> anyhow::Result<()> {
    let python = interpreter(".venv-peers", "benches/peers/requirements.txt")?;
    let folder = root().join("target/peers");
    std::fs::create_dir_all(&folder)?;
    let articles = folder.join("articles.jsonl");
    run(Command::new(program()?).args(["annotate", "--quiet", "-o"]).arg(&articles).arg(input))?;
    run(Command::new(python)
        .arg("benches/peers/peer_pipeline.py")
        .arg(articles)
        .arg(&folder)
        .current_dir(root()))
}

/// Runs the demo in every format and reads it with Python's tools.
pub fn test() -> anyhow::Result<()> {
    let python = interpreter(".venv", "tests/python/requirements.txt")?;
    let program = program()?;
    let folder = root().join(RUNS);
    for format in ["parquet", "csv", "jsonl", "ipc"] {
        let out = folder.join(format);
        output(Command::new(&program).args(["demo", "--quiet", "--format", format, "-o"]).arg(&out))?;
    }
    if installed(&["Rscript"], &["r-base-core"]).is_none() {
        say("skipped: the examples in R, since Rscript is not installed and apt-get cannot install it here");
    }
    run(Command::new(&python)
        .args(["-m", "pytest", "-q", "tests/python"])
        .env("BANGJIAO_RUNS", &folder)
        .env("BANGJIAO_PROGRAM", &program)
        .current_dir(root()))
}
