//! Programs of Debian that tests need.

use std::path::PathBuf;
use std::process::Command;

use crate::project::run;

/// Where a program is that may have one of several names; its packages are installed where it is missing and that can be
/// done. `None` where it is not to be had.
pub fn installed(names: &[&str], packages: &[&str]) -> Option<PathBuf> {
    let install = || {
        let mut apt = Command::new("apt-get");
        apt.args(["install", "-y", "--no-install-recommends"]).args(packages);
        run(&mut apt).ok().and_then(|()| found(names))
    };
    found(names).or_else(install)
}

fn found(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let places = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}
