//! `lexicon suggest`: names that a run found often and that no lexicon holds.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use bangjiao_document::{EntityId, Kind};
use bangjiao_lexicon::Suggestion;
use bangjiao_table::Row;

use crate::error::Error;
use crate::run_tables::RunTables;

/// So many sentences show a name.
const EVIDENCE: usize = 3;
/// So many titles stand with a name.
const ROLES: usize = 3;

/// Which names are suggested.
#[derive(Debug, Clone)]
pub struct SuggestOptions {
    /// Person, organization or place.
    pub kind: Kind,
    /// Names of fewer articles are left out.
    pub min_articles: i64,
    /// So many names at most, those of most articles.
    pub most: usize,
}

/// What is known of a name.
#[derive(Default)]
struct Name {
    n_articles: i64,
    countries: BTreeMap<String, i64>,
    roles: BTreeMap<String, i64>,
    evidence: Vec<String>,
    /// Whether it is a body of the lexicon that many states have, after the state whose it is: RUS-国防部.
    is_of_lexicon: bool,
    /// The article of the last evidence.
    last_article: Option<String>,
}

/// Names of the run in the folder `run` that no lexicon holds, those of most articles first, then by name.
///
/// # Errors
/// [`Error::NoRun`] where the folder holds no run, [`Error::Read`] where a table is missing or damaged,
/// [`Error::Interrupted`].
pub fn suggest(run: &Path, options: &SuggestOptions, stop: &AtomicBool) -> Result<Vec<Suggestion>, Error> {
    let tables = RunTables::open(run)?;
    let mut names = frequent(&tables, options)?;
    let articles = tables.rows("articles", &["article_id", "text"])?;
    let mut sentences = tables.rows("sentences", &["article_id", "sentence", "start_byte", "end_byte"])?;
    let columns = ["article_id", "entity_id", "sentence", "country_id", "role"];
    let mut mentions = tables.rows("mentions", &columns)?;
    for article in articles {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let article = article?;
        let id = article.text(0).unwrap_or_default();
        let sentences = sentences.of_article(id)?;
        for row in mentions.of_article(id)? {
            let Some(name) = row.text(1).and_then(|entity| names.get_mut(entity)) else { continue };
            for (cell, counts) in [(row.text(3), &mut name.countries), (row.text(4), &mut name.roles)] {
                if let Some(cell) = cell {
                    *counts.entry(cell.to_owned()).or_default() += 1;
                }
            }
            let is_of = |state: &str| row.text(1).is_some_and(|id| id.contains(&format!(":{state}-")));
            name.is_of_lexicon |= row.text(3).is_some_and(is_of);
            // One sentence of an article is enough.
            let is_shown = name.last_article.as_deref() == Some(id);
            if name.evidence.len() < EVIDENCE && !is_shown {
                name.last_article = Some(id.to_owned());
                let text = sentence(&sentences, row.text(2), article.text(1).unwrap_or_default());
                let text = text.ok_or_else(|| tables.malformed("mentions", &row))?;
                name.evidence.push(format!("{id}:{} {text}", row.text(2).unwrap_or_default()));
            }
        }
    }
    names.retain(|_, name| !name.is_of_lexicon);
    let mut suggestions: Vec<Suggestion> = names.into_iter().map(suggestion).collect();
    suggestions.sort_by(|a, b| b.n_articles.cmp(&a.n_articles).then_with(|| a.name.cmp(&b.name)));
    suggestions.truncate(options.most);
    Ok(suggestions)
}

/// The names of the wanted kind that no lexicon holds, by entity id.
fn frequent(tables: &RunTables, options: &SuggestOptions) -> Result<BTreeMap<String, Name>, Error> {
    let mut found = BTreeMap::new();
    for row in tables.rows("entities", &["entity_id", "kind", "n_articles"])? {
        let row = row?;
        let n_articles = row.parse(2);
        let n_articles: i64 = n_articles.ok_or_else(|| tables.malformed("entities", &row))?;
        let id = row.text(0).and_then(|id| EntityId::new(id).ok());
        if let Some(id) = id.filter(|id| {
            !id.is_linked()
                && row.text(1) == Some(options.kind.as_str())
                && n_articles >= options.min_articles
        }) {
            found.insert(id.to_string(), Name { n_articles, ..Name::default() });
        }
    }
    Ok(found)
}

/// The text of the sentence with this number, on one line.
fn sentence(sentences: &[Row], number: Option<&str>, text: &str) -> Option<String> {
    let row = sentences.iter().find(|row| row.text(1) == number)?;
    let span = row.parse(2)?..row.parse(3)?;
    Some(text.get(span)?.replace(['\n', '\t', '|'], " "))
}

fn suggestion((id, name): (String, Name)) -> Suggestion {
    let by_count = |counts: BTreeMap<String, i64>| {
        let mut words: Vec<(String, i64)> = counts.into_iter().collect();
        words.sort_by_key(|(_, n)| Reverse(*n));
        words.into_iter().map(|(word, _)| word)
    };
    Suggestion {
        name: id.split_once(':').map_or(id.as_str(), |(_, name)| name).to_owned(),
        country: by_count(name.countries).next().and_then(|id| EntityId::new(&id).ok()),
        n_articles: name.n_articles,
        roles: by_count(name.roles).take(ROLES).collect(),
        evidence: name.evidence,
    }
}
