//! The built-in sample: about sixty short articles in the archive's format.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Files of the sample: name in the archive's layout and content.
static FILES: &[(&str, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/demo.rs"));

/// The folder of the sample inside the demo's run folder; also the name of its source.
pub const DEMO_SOURCE: &str = "demo-archive";

/// Writes the sample into `folder`, in the archive's layout, and returns where it stands.
///
/// # Errors
/// Whatever the file system says.
pub fn write_demo_archive(folder: &Path) -> io::Result<PathBuf> {
    let root = folder.join(DEMO_SOURCE);
    for (name, content) in FILES {
        let path = root.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)?;
    }
    Ok(root)
}
