//! Embeds `lexicons/`: writes one `include_str!` line a file, in order of the names.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let crate_folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let root = crate_folder.join("../../lexicons").canonicalize()?;
    let mut names = Vec::new();
    collect(&root, "", &mut names)?;
    names.sort();
    let mut code = String::from("pub(crate) const EMBEDDED: &[(&str, &str)] = &[\n");
    for name in &names {
        let path = root.join(name);
        writeln!(code, "    ({name:?}, include_str!({path:?})),").map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("embedded.rs"), code)?;
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

/// Adds the data files below `folder` and tells cargo to watch every folder, so that an added file is seen.
fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), names)?;
        } else if ["csv", "toml", "txt"].iter().any(|ext| name.ends_with(&format!(".{ext}"))) {
            println!("cargo::rerun-if-changed={}", entry.path().display());
            names.push(name);
        }
    }
    Ok(())
}
