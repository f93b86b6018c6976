//! The figures as a page for readers, docs/accuracy.md.

use std::collections::BTreeMap;

use anyhow::Context;
use serde_json::Value;

use super::{Figures, GoldSet};

/// Columns of the tables: name of a figure and what stands above it.
const COLUMNS: [(&str, &str); 20] = [
    ("gold", "n"),
    ("cases", "cases"),
    ("valued", "n with value"),
    ("precision", "precision"),
    ("recall", "recall"),
    ("f1", "F1"),
    ("lenient_precision", "lenient precision"),
    ("lenient_recall", "lenient recall"),
    ("lenient_f1", "lenient F1"),
    ("exact_precision", "exact precision"),
    ("exact_recall", "exact recall"),
    ("overlap_recall", "overlap recall"),
    ("entities_accuracy", "entities"),
    ("value_accuracy", "value"),
    ("type_accuracy", "type"),
    ("parties_accuracy", "parties"),
    ("date_accuracy", "date"),
    ("country_accuracy", "country"),
    ("role_accuracy", "role"),
    ("false_hits", "false hits"),
];

/// What stands above the figures.
const HEAD: &str = "# Accuracy

Figures of `bangjiao evaluate --gold`, collected by `cargo xtask accuracy` and written here by `cargo xtask accuracy \
--update`; the check in CI fails when a figure falls by more than 0.005. Nothing learns when the annotator runs; its \
rules were tuned on these sets, and the points by which it judges names began as a regression on news-1998-dev and \
web-uner-dev. The figures are in-sample and an upper bound for other texts. Samples of other texts that were judged by \
hand, with intervals: [validation/README.md](validation/README.md).

| set | source of text | kinds |
| --- | --- | --- |
| `joint-statement-1996` | one document, the China–Kazakhstan joint statement of July 1996 | all |
| `diplomacy-dev` | twelve diplomatic articles, six of the newspaper (1958-2004) and six of television news (2017-2022) | all |
| `news-1998-dev` | 1,106 newspaper articles of January 1998. It leaves out sides, anaphors, 华 and 我 as states and some \
abbreviations, so the precision of abbreviations is a lower bound | no treaties |
| `web-uner-dev` | 4,497 sentences of web and encyclopedia text, [tests/uner](../tests/uner/README.md); in the repository, \
so anyone can measure it. It marks no adjectives of states (中国 in 中国艳姬), which count as false here | country, person, place, organization |
| `dates` | 364 date expressions of five public test suites, which differ in their conventions; \
[accuracy-dates.md](accuracy-dates.md) lists those that are lost to one | date |

Strict matching asks for both ends of a span, but for treaties, which are matched by their head noun; lenient matching for \
one character in common. The last columns are shares of the mentions found strictly whose entities, value, type, parties, \
date, country or role are right. How forms are counted: [evaluation.md](evaluation.md).
";

/// The page.
pub(super) fn markdown(figures: &Figures, sets: &[GoldSet]) -> anyhow::Result<String> {
    let mut page = String::from(HEAD);
    page.push_str(&decades(sets)?);
    for (set, groups) in figures {
        page.push_str(&format!("\n## {set}\n\n"));
        let rows = || groups.iter().filter(|(_, row)| row.get("gold").is_none_or(|gold| *gold > 0.0));
        let has = |name: &str| rows().any(|(_, row)| row.contains_key(name));
        let columns: Vec<_> = COLUMNS.iter().filter(|(name, _)| has(name)).collect();
        let heads: Vec<&str> = columns.iter().map(|(_, head)| *head).collect();
        page.push_str(&format!("| kind/form | {} |\n", heads.join(" | ")));
        page.push_str(&format!("| --- |{}\n", " ---: |".repeat(columns.len())));
        for (group, row) in rows() {
            let cells = columns.iter().map(|(name, _)| row.get(*name).map(ToString::to_string));
            let cells: Vec<String> = cells.map(Option::unwrap_or_default).collect();
            page.push_str(&format!("| {group} | {} |\n", cells.join(" | ")));
        }
    }
    Ok(page)
}

/// Decades of the newspaper for which there could be a gold set.
const DECADES: [&str; 9] = ["194", "195", "196", "197", "198", "199", "200", "201", "202"];

/// How many articles and mentions of which decade the gold sets have, and which they lack.
fn decades(sets: &[GoldSet]) -> anyhow::Result<String> {
    let mut counted: BTreeMap<String, BTreeMap<&str, (usize, usize)>> = BTreeMap::new();
    for set in sets {
        let text = std::fs::read_to_string(&set.path)
            .with_context(|| format!("{} cannot be read", set.path.display()))?;
        for line in text.lines() {
            let article: Value = serde_json::from_str(line)?;
            let decade = article["date"].as_str().and_then(|date| date.get(..3)).unwrap_or("no date");
            let (n_articles, n_mentions) =
                counted.entry(decade.to_owned()).or_default().entry(set.name).or_default();
            *n_articles += 1;
            *n_mentions += article["spans"].as_array().map_or(0, Vec::len);
        }
    }
    let mut text =
        String::from("\n## Decades\n\n| decade | set | articles | mentions |\n| --- | --- | ---: | ---: |\n");
    for (decade, sets) in &counted {
        let decade = if decade.len() == 3 { format!("{decade}0s") } else { decade.clone() };
        for (set, (n_articles, n_mentions)) in sets {
            text.push_str(&format!("| {decade} | {set} | {n_articles} | {n_mentions} |\n"));
        }
    }
    let absent: Vec<String> = DECADES
        .iter()
        .filter(|decade| !counted.contains_key(**decade))
        .map(|decade| format!("the {decade}0s"))
        .collect();
    let absent = if absent.is_empty() { "no decade".to_owned() } else { absent.join(", ") };
    text.push_str(&format!(
        "\nOf the newspaper's decades from the 1940s to the 2020s, {absent} have no gold article. A handful of articles says \
         little about the recall of its decade; draw and judge a sample of your own ([evaluation.md](evaluation.md)).\n"
    ));
    Ok(text)
}
