//! One heavy dependency, one crate: the list in ARCHITECTURE.md, checked against `cargo metadata`.

use std::process::Command;

use anyhow::bail;
use serde_json::Value;

use crate::project::{output, root, say};

/// Heavy dependencies and the crates that may ask for them.
const HEAVY: [(&str, &[&str]); 16] = [
    ("encoding_rs", &["bangjiao-corpus"]),
    ("chardetng", &["bangjiao-corpus"]),
    ("flate2", &["bangjiao-corpus"]),
    ("zstd", &["bangjiao-corpus"]),
    ("zip", &["bangjiao-corpus"]),
    ("tar", &["bangjiao-corpus"]),
    ("jieba-rs", &["bangjiao-annotate"]),
    ("crawdad", &["bangjiao-annotate"]),
    ("petgraph", &["bangjiao-graph"]),
    ("statrs", &["bangjiao-graph", "bangjiao-statistics"]),
    ("polars", &["bangjiao-table"]),
    ("polars-arrow", &["bangjiao-table"]),
    ("polars-parquet", &["bangjiao-table"]),
    ("minijinja", &["bangjiao-report"]),
    ("rayon", &["bangjiao"]),
    ("clap", &["bangjiao-cli", "xtask"]),
];

/// Fails where a crate asks for a heavy dependency that belongs to another; dependencies of tests do not count.
pub fn check() -> anyhow::Result<()> {
    let metadata = output(
        Command::new("cargo").args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(root()),
    )?;
    let metadata: Value = serde_json::from_slice(&metadata)?;
    let mut strays = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let wanted = dependency["name"].as_str().unwrap_or_default();
            let is_normal = dependency["kind"].is_null();
            if let Some((_, homes)) = HEAVY.iter().find(|(heavy, _)| *heavy == wanted && is_normal)
                && !homes.contains(&name)
            {
                strays.push(format!("{name} asks for {wanted}, which belongs to {}", homes.join(" and ")));
            }
        }
    }
    if strays.is_empty() {
        say("layers: every heavy dependency stays in its crate");
        return Ok(());
    }
    bail!("{}", strays.join("; "))
}
