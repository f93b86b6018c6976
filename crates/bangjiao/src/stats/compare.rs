//! `stats compare`: what two runs over the same articles read differently, and by which rule.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rustc_hash::FxHashSet;
use serde_json::Value;

use crate::error::Error;
use crate::run_tables::{RunTables, TableRows};

/// How a mention changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the second run has it.
    Added,
    /// Only the first run has it.
    Removed,
    /// It stands for other entities.
    Relinked,
    /// It has another form or value.
    Revalued,
    /// Another rule made it.
    Rule,
}

impl Change {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Relinked => "relinked",
            Change::Revalued => "revalued",
            Change::Rule => "rule",
        }
    }
}

/// A mention that two runs read differently; what a run does not have is `None` or empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedMention {
    /// How it changed.
    pub change: Change,
    /// The article.
    pub article_id: String,
    /// First character, code points.
    pub start: i64,
    /// Character after the last, code points.
    pub end: i64,
    /// The text.
    pub text: String,
    /// Its kind.
    pub kind: String,
    /// What each run says of it.
    pub before: Reading,
    /// The same in the second run.
    pub after: Reading,
}

/// What a run says of a mention.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Its entities, sorted.
    pub entities: Vec<String>,
    /// Its form, or the value of a date.
    pub value: Option<String>,
    /// The rule that made it.
    pub rule: Option<String>,
}

/// What differs between two runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparing {
    /// Mentions that both or only one of them read, by article and place.
    pub mentions: Vec<ChangedMention>,
    /// Options and versions of the manifests that differ: name, value before, value after.
    pub settings: Vec<(String, Value, Value)>,
    /// Articles that both have.
    pub n_common: usize,
    /// Articles that only the first has.
    pub n_only_before: usize,
    /// Articles that only the second has.
    pub n_only_after: usize,
}

/// A sort of change, with how often it is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCount {
    /// Number of mentions.
    pub n_mentions: i64,
    /// Articles with such a mention.
    pub n_articles: i64,
    /// The first of them.
    pub example: ChangedMention,
}

impl Comparing {
    /// The changes by sort, kind and rules, the most numerous first.
    pub fn counts(&self) -> Vec<ChangeCount> {
        let mut counts: BTreeMap<_, ChangeCount> = BTreeMap::new();
        let mut last = BTreeMap::new();
        for mention in &self.mentions {
            let key = (mention.change, &mention.kind, &mention.before.rule, &mention.after.rule);
            let count = counts.entry(key).or_insert_with(|| ChangeCount {
                n_mentions: 0,
                n_articles: 0,
                example: mention.clone(),
            });
            count.n_mentions += 1;
            let article = mention.article_id.as_str();
            count.n_articles += i64::from(last.insert(key, article) != Some(article));
        }
        let mut counts: Vec<ChangeCount> = counts.into_values().collect();
        counts.sort_by_key(|count| std::cmp::Reverse(count.n_mentions));
        counts
    }
}

/// Compares the mentions of the articles that two runs have in common; texts must be the same.
///
/// # Errors
/// [`Error::NoRun`] and [`Error::Read`] as elsewhere, [`Error::OtherOrder`] where the common articles stand in different
/// orders, [`Error::OtherText`] where one has another text.
pub fn compare(before: &Path, after: &Path) -> Result<Comparing, Error> {
    let (before, after) = (RunTables::open(before)?, RunTables::open(after)?);
    let (all_before, all_after) = (articles(&before)?, articles(&after)?);
    let known_before: FxHashSet<&str> = all_before.iter().map(|(id, _)| id.as_str()).collect();
    let known_after: FxHashSet<&str> = all_after.iter().map(|(id, _)| id.as_str()).collect();
    let common_before = all_before.iter().filter(|(id, _)| known_after.contains(id.as_str()));
    let common_after = all_after.iter().filter(|(id, _)| known_before.contains(id.as_str()));
    let n_common = known_before.intersection(&known_after).count();
    let mut comparing = Comparing {
        mentions: Vec::new(),
        settings: settings(before.manifest(), after.manifest()),
        n_common,
        n_only_before: all_before.len() - n_common,
        n_only_after: all_after.len() - n_common,
    };
    let (mut rows_before, mut rows_after) =
        (Mentions::open(&before, &all_before)?, Mentions::open(&after, &all_after)?);
    for ((id, sha256), (other, other_sha256)) in common_before.zip(common_after) {
        if id != other {
            return Err(Error::OtherOrder { article: id.clone() });
        }
        if sha256 != other_sha256 {
            return Err(Error::OtherText { article: id.clone() });
        }
        let (old, new) = (rows_before.of_article(id)?, rows_after.of_article(id)?);
        comparing.mentions.extend(changes(id, old, new));
    }
    Ok(comparing)
}

/// Ids of the articles with the hashes of their texts, in order.
fn articles(run: &RunTables) -> Result<Vec<(String, String)>, Error> {
    let rows = run.rows("articles", &["article_id", "sha256"])?;
    rows.map(|row| row.map(|row| (row.owned(0).unwrap_or_default(), row.owned(1).unwrap_or_default())))
        .collect()
}

/// The rows of `mentions`, where articles of one run only are passed over.
struct Mentions<'r> {
    run: &'r RunTables,
    rows: TableRows,
    articles: std::slice::Iter<'r, (String, String)>,
}

/// Place and kind of a mention: what makes two mentions of two runs the same.
type Place = (i64, i64, String);

impl<'r> Mentions<'r> {
    fn open(run: &'r RunTables, articles: &'r [(String, String)]) -> Result<Self, Error> {
        let columns = ["article_id", "start", "end", "kind", "text", "form", "entity_id", "value", "rule"];
        Ok(Mentions { run, rows: run.rows("mentions", &columns)?, articles: articles.iter() })
    }

    /// What the run says of the mentions of an article that comes after those that were asked for.
    fn of_article(&mut self, id: &str) -> Result<BTreeMap<Place, (String, Reading)>, Error> {
        let mut found: BTreeMap<Place, (String, Reading)> = BTreeMap::new();
        for (article, _) in self.articles.by_ref() {
            let rows = self.rows.of_article(article)?;
            if article != id {
                continue;
            }
            for row in rows {
                let number = |at: usize| row.parse(at);
                let place = number(1).zip(number(2)).zip(row.owned(3)).zip(row.owned(4));
                let (((start, end), kind), text) =
                    place.ok_or_else(|| self.run.malformed("mentions", &row))?;
                let (_, reading) = found.entry((start, end, kind)).or_insert_with(|| {
                    let value = row.owned(7).or_else(|| row.owned(5));
                    (text, Reading { entities: Vec::new(), value, rule: row.owned(8) })
                });
                reading.entities.extend(row.owned(6));
            }
            break;
        }
        Ok(found)
    }
}

fn changes(
    id: &str,
    before: BTreeMap<Place, (String, Reading)>,
    mut after: BTreeMap<Place, (String, Reading)>,
) -> Vec<ChangedMention> {
    let changed = |(start, end, kind): Place, text: String, before: Reading, after: Reading, change| {
        ChangedMention { change, article_id: id.to_owned(), start, end, text, kind, before, after }
    };
    let mut found = Vec::new();
    for (place, (text, old)) in before {
        let Some((_, new)) = after.remove(&place) else {
            found.push(changed(place, text, old, Reading::default(), Change::Removed));
            continue;
        };
        let change = if old.entities != new.entities {
            Change::Relinked
        } else if old.value != new.value {
            Change::Revalued
        } else if old.rule != new.rule {
            Change::Rule
        } else {
            continue;
        };
        found.push(changed(place, text, old, new, change));
    }
    let added = after.into_iter();
    found.extend(
        added.map(|(place, (text, new))| changed(place, text, Reading::default(), new, Change::Added)),
    );
    found.sort_by(|a, b| (a.start, a.end, &a.kind).cmp(&(b.start, b.end, &b.kind)));
    found
}

/// What the manifests say differently of the program, the lexicons and the options.
fn settings(before: &Value, after: &Value) -> Vec<(String, Value, Value)> {
    let mut found = Vec::new();
    for section in ["version", "lexicon", "policy", "options"] {
        let (old, new) = (&before[section], &after[section]);
        let keys = |value: &Value| value.as_object().map(|map| map.keys().cloned().collect::<BTreeSet<_>>());
        match (keys(old), keys(new)) {
            (Some(keys), Some(more)) => {
                // The format of the tables moves no reading.
                let differing = keys.union(&more).filter(|key| *key != "format" && old[*key] != new[*key]);
                found.extend(
                    differing.map(|key| (format!("{section}.{key}"), old[key].clone(), new[key].clone())),
                );
            }
            _ if old != new => found.push((section.to_owned(), old.clone(), new.clone())),
            _ => {}
        }
    }
    found
}
