//! The browser tests: the demo's report as a reader's browser shows it.

use std::path::PathBuf;
use std::process::Command;

use crate::project::{root, run, say};
use crate::python::{RUNS, interpreter};

/// Names under which Chromium is installed.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Runs them with Debian's Chromium, which is installed where that can be done; says so where it cannot.
///
/// The runs of the demo must be there, see [`python::test`](crate::python::test).
pub fn test(program: &std::path::Path) -> anyhow::Result<()> {
    let Some(chromium) = chromium().or_else(install) else {
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

fn chromium() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let places = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

/// Debian's Chromium with a font for Chinese.
fn install() -> Option<PathBuf> {
    let mut apt = Command::new("apt-get");
    apt.args(["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]);
    match run(&mut apt) {
        Ok(()) => chromium(),
        Err(_) => None,
    }
}
