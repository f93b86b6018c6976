//! Precision, recall and F1 on the gold sets, compared with the figures that the repository keeps.

mod page;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use serde_json::Value;

use crate::project::{material, output, program, root, say};

/// What happens to the stored figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// They are the line that must not be fallen short of.
    Compare,
    /// The figures measured replace them.
    Update,
}

/// Gold sets of mentions that may not be passed on.
const MATERIAL_SETS: [&str; 3] = ["joint-statement-1996", "diplomacy-dev", "news-1998-dev"];

/// The gold set that is part of the repository.
const PUBLIC_SET: &str = "web-uner-dev";

/// A figure may fall so much below the stored one before the check fails: a handful of mentions in the small sets.
const TOLERANCE: f64 = 0.005;

/// Figures by name, by group (kind, or kind and form), by set.
type Figures = BTreeMap<String, BTreeMap<String, BTreeMap<String, f64>>>;

/// A gold set of mentions.
struct GoldSet {
    name: &'static str,
    path: PathBuf,
}

/// The gold sets that are at hand.
fn gold_sets() -> Vec<GoldSet> {
    let public = root().join(format!("tests/uner/{PUBLIC_SET}.jsonl"));
    let mut sets = vec![GoldSet { name: PUBLIC_SET, path: public }];
    if let Some(material) = material() {
        let path = |name| material.join(format!("gold/{name}.jsonl"));
        sets.extend(MATERIAL_SETS.map(|name| GoldSet { name, path: path(name) }));
    }
    sets
}

/// Prints all figures; fails where one falls below the stored one.
pub fn accuracy(store: Store) -> anyhow::Result<()> {
    let program = program()?;
    let folder = root().join("target/accuracy");
    std::fs::create_dir_all(&folder)?;
    let sets = gold_sets();
    let mut figures = Figures::new();
    for set in &sets {
        let mut evaluate = Command::new(&program);
        evaluate.args(["evaluate", "--quiet", "--to", "json", "--gold"]).arg(&set.path).arg(&set.path);
        figures.insert(set.name.to_owned(), numbers(&output(&mut evaluate)?)?);
    }
    match material() {
        Some(material) => {
            figures.insert("dates".to_owned(), dates(&program, &material, &folder)?);
        }
        None => say(&format!(
            "skipped: accuracy on {} and dates, since the folder ../shared that holds them is absent",
            MATERIAL_SETS.join(", ")
        )),
    }
    print(&figures);
    let path = root().join("docs/accuracy.json");
    match store {
        Store::Update if material().is_none() => bail!("the gold sets are in ../shared, which is absent"),
        Store::Update => {
            let mut text = serde_json::to_string_pretty(&figures)?;
            text.push('\n');
            write(&path, &text)?;
            write(&root().join("docs/accuracy.md"), &page::markdown(&figures, &sets)?)
        }
        Store::Compare => compare(&figures, &path),
    }
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

/// Figures on cases of public suites, by the scorer that knows their conventions.
fn dates(
    program: &Path,
    material: &Path,
    folder: &Path,
) -> anyhow::Result<BTreeMap<String, BTreeMap<String, f64>>> {
    let cases = material.join("dates/dev.jsonl");
    let scorer = material.join("tools/score_dates.py");
    let articles = folder.join("dates-input.jsonl");
    std::fs::write(&articles, output(Command::new("python3").arg(&scorer).arg("input").arg(&cases))?)?;
    let predicted = folder.join("dates.jsonl");
    output(
        Command::new(program)
            .args(["annotate", "--quiet", "--to", "jsonl", "-o"])
            .arg(&predicted)
            .arg(articles),
    )?;
    let printed =
        output(Command::new("python3").arg(&scorer).args(["score", "--json"]).arg(cases).arg(predicted))?;
    numbers(&printed)
}

fn numbers(printed: &[u8]) -> anyhow::Result<BTreeMap<String, BTreeMap<String, f64>>> {
    let report: BTreeMap<String, Value> = serde_json::from_slice(printed)?;
    let groups = report.into_iter().filter_map(|(group, row)| {
        let Value::Object(row) = row else { return None };
        let row: BTreeMap<String, f64> =
            row.into_iter().filter_map(|(name, value)| Some((name, value.as_f64()?))).collect();
        Some((group, row))
    });
    Ok(groups.collect())
}

fn print(figures: &Figures) {
    for (set, groups) in figures {
        say(&format!("accuracy on {set}"));
        for (group, row) in groups {
            let row: Vec<String> = row.iter().map(|(name, value)| format!("{name} {value}")).collect();
            say(&format!("  {group:24} {}", row.join("  ")));
        }
    }
}

/// Counts are no figures to beat, and a form's precision alone says little.
fn is_figure(name: &str) -> bool {
    name == "f1" || name.ends_with("_accuracy") || name == "exact_recall"
}

/// Fails where a figure of a set that was measured lies below the stored one.
fn compare(figures: &Figures, path: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let stored: Figures = serde_json::from_str(&text)?;
    let mut fallen = Vec::new();
    for (set, measured) in figures {
        let Some(groups) = stored.get(set) else { bail!("{} has no set {set}", path.display()) };
        for (group, row) in groups {
            for (name, &before) in row.iter().filter(|(name, _)| is_figure(name)) {
                let now = measured.get(group).and_then(|row| row.get(name)).copied().unwrap_or(0.0);
                if now + TOLERANCE < before {
                    fallen.push(format!("{set} {group} {name}: {before} before, {now} now"));
                }
            }
        }
    }
    if fallen.is_empty() {
        say("accuracy: no figure has fallen");
        return Ok(());
    }
    bail!("accuracy has fallen: {}", fallen.join("; "))
}
