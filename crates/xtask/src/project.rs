//! Where things are, and how programs are started.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// The project's top folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder of material that some tests read and that is not part of the project; `None` where it is absent.
pub fn material() -> Option<PathBuf> {
    let folder = root().join("../shared");
    folder.is_dir().then_some(folder)
}

/// The program, built with the profile that tests and benches share.
pub fn program() -> anyhow::Result<PathBuf> {
    // The whole workspace, as the tests build it: another choice of packages has other features and builds polars again.
    let build = ["build", "--release", "--workspace", "--bin", "bangjiao"];
    run(Command::new("cargo").args(build).current_dir(root()))?;
    let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(folder.join("release/bangjiao"))
}

/// Runs a program to its end; an error where it fails.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = format!("{command:?}");
    say(&format!("$ {shown}"));
    let status = command.status().with_context(|| format!("{shown} cannot be started"))?;
    if !status.success() {
        bail!("{shown} ended with {status}");
    }
    Ok(())
}

/// Runs a program and returns what it prints on standard output.
pub fn output(command: &mut Command) -> anyhow::Result<Vec<u8>> {
    let shown = format!("{command:?}");
    let output = command.output().with_context(|| format!("{shown} cannot be started"))?;
    if !output.status.success() {
        bail!("{shown} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.stdout)
}

/// Prints a line on standard error.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
