//! Speed as a ratio to jieba's bare segmentation.

use std::path::Path;
use std::process::Command;

use crate::project::{program, root, run};
use crate::python;

/// Runs the benchmark on an input, or on the demo repeated.
pub fn bench(input: Option<&Path>, peers: bool) -> anyhow::Result<()> {
    let program = program()?;
    let mut command = Command::new("cargo");
    command.args(["bench", "--quiet", "-p", "bangjiao-cli", "--bench", "pipeline", "--"]);
    if let Some(input) = input {
        command.arg(std::path::absolute(input)?);
    }
    run(command.env("BANGJIAO_PROGRAM", program).current_dir(root()))?;
    match (peers, input) {
        (true, Some(input)) => python::peers(&std::path::absolute(input)?),
        (true, None) => python::peers(&root().join("crates/bangjiao/demo/txt")),
        (false, _) => Ok(()),
    }
}
