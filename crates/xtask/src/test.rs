//! Every test there is.

use std::process::Command;

use crate::project::{material, root, run, say};
use crate::{accuracy, layers, python};

/// Rust, command line, Python; says what it skips and why.
pub fn test() -> anyhow::Result<()> {
    layers::check()?;
    run(Command::new("cargo").args(["test", "--release", "--workspace"]).current_dir(root()))?;
    python::test()?;
    accuracy::accuracy(accuracy::Store::Compare)?;
    if material().is_none() {
        say("skipped: reading of genuine records, since the folder ../shared that holds them is absent");
    }
    say("skipped: notebooks and browser tests, since there are no notebooks and no report page yet");
    Ok(())
}
