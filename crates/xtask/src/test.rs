//! Every test there is.

use std::process::Command;

use crate::project::{material, program, root, run, say};
use crate::{accuracy, browser, layers, notebooks, python};

/// Rust, command line, Python, notebooks, browser; says what it skips and why.
pub fn test() -> anyhow::Result<()> {
    layers::check()?;
    run(Command::new("cargo").args(["test", "--release", "--workspace"]).current_dir(root()))?;
    python::test()?;
    notebooks::test(&program()?)?;
    browser::test(&program()?)?;
    accuracy::accuracy(accuracy::Store::Compare)?;
    if material().is_none() {
        say("skipped: reading of genuine records, since the folder ../shared that holds them is absent");
    }
    Ok(())
}
