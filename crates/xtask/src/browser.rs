//! The browser tests: the demo's report as a reader's browser shows it.

use std::process::Command;

use crate::installed::installed;
use crate::project::{root, run, say};
use crate::python::{RUNS, interpreter};

/// Names under which Chromium is installed.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Runs them with Debian's Chromium, which is installed where that can be done; says so where it cannot.
///
/// The runs of the demo must be there, see [`python::test`](crate::python::test).
pub fn test(program: &std::path::Path) -> anyhow::Result<()> {
    // With a font for Chinese.
    let Some(chromium) = installed(&NAMES, &["chromium", "fonts-noto-cjk"]) else {
        say(
            "skipped: browser tests, since Chromium is not installed and apt-get cannot install it here; install the package chromium",
        );
        return Ok(());
    };
    let python = interpreter(".venv-browser", "tests/browser/requirements.txt")?;
    run(Command::new(python)
        .args(["-m", "pytest", "-q", "-s", "tests/browser"])
        .env("BANGJIAO_RUNS", root().join(RUNS))
        .env("BANGJIAO_PROGRAM", program)
        .env("BANGJIAO_CHROMIUM", chromium)
        .current_dir(root()))
}
