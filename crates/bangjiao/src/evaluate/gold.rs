//! Gold sets: articles with the mentions that they must give.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use bangjiao_document::Kind;
use regex::Regex;
use serde::{Deserialize, Deserializer};

use crate::error::{Error, EvaluationProblem};

/// An article of a gold set.
#[derive(Debug, Deserialize)]
pub(super) struct GoldArticle {
    pub id: String,
    pub date: Option<String>,
    pub title: Option<String>,
    pub body: Option<String>,
    pub spans: Vec<GoldSpan>,
    /// Nothing is marked inside its spans.
    #[serde(default)]
    pub flat: bool,
    /// For a kind the pattern of what is not marked.
    #[serde(default, rename = "unmarked")]
    unmarked_patterns: BTreeMap<String, String>,
    #[serde(skip)]
    pub unmarked: Vec<(Kind, Regex)>,
}

impl GoldArticle {
    /// The text of a field; empty where the article has none.
    pub fn text(&self, field: GoldField) -> &str {
        match field {
            GoldField::Title => self.title.as_deref(),
            GoldField::Body => self.body.as_deref(),
        }
        .unwrap_or_default()
    }
}

/// The fields that gold sets annotate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum GoldField {
    Title,
    Body,
}

impl GoldField {
    pub fn as_str(self) -> &'static str {
        match self {
            GoldField::Title => "title",
            GoldField::Body => "body",
        }
    }
}

/// A mention that an article must give.
#[derive(Debug, Deserialize)]
pub(super) struct GoldSpan {
    pub field: GoldField,
    pub start: usize,
    pub end: usize,
    pub text: Option<String>,
    #[serde(deserialize_with = "kind")]
    pub kind: Kind,
    pub form: Option<String>,
    pub entities: Option<BTreeSet<String>>,
    pub parties: Option<BTreeSet<String>>,
    // Where a set says null there is no value, which can be right or wrong; where it says nothing, it does not matter.
    #[serde(default, deserialize_with = "present")]
    pub value: Option<Option<String>>,
    #[serde(default, rename = "type", deserialize_with = "present")]
    pub treaty_type: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    pub date: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    pub country: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    pub role: Option<Option<String>>,
    /// It is neither missed nor false.
    #[serde(default)]
    pub optional: bool,
    /// Other ends that are right too.
    #[serde(default)]
    pub alternatives: Vec<(usize, usize)>,
}

impl GoldSpan {
    /// Its own ends, then the other ones that are right too.
    pub fn ends(&self) -> impl Iterator<Item = (usize, usize)> {
        std::iter::once((self.start, self.end)).chain(self.alternatives.iter().copied())
    }
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    let word = String::deserialize(deserializer)?;
    let kinds = || Kind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    Kind::from_word(&word)
        .ok_or_else(|| serde::de::Error::custom(format!("the kind {word} is none of {}", kinds())))
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Reads a gold set, in file order.
pub(super) fn read(path: &Path) -> Result<Vec<GoldArticle>, Error> {
    let mut articles: Vec<GoldArticle> = Vec::new();
    let mut lines = BTreeMap::new();
    let mut problems = Vec::new();
    each_line(path, |line, text| {
        let mut problem = |message| problems.push(EvaluationProblem { path: path.to_owned(), line, message });
        match serde_json::from_str::<GoldArticle>(text) {
            Ok(mut article) => {
                if let Some(before) = lines.insert(article.id.clone(), line) {
                    problem(format!("the id {} stands in line {before} too; give each its own", article.id));
                }
                check(&mut article, &mut problem);
                articles.push(article);
            }
            Err(error) => {
                problem(format!(
                    "no article of a gold set: {}; write id, title, body, spans",
                    reason(&error)
                ));
            }
        }
    })?;
    if problems.is_empty() { Ok(articles) } else { Err(Error::Evaluation { problems }) }
}

/// Hands over every line that is not blank, with its number from 1.
pub(super) fn each_line(path: &Path, mut line: impl FnMut(u64, &str)) -> Result<(), Error> {
    let failed = |source| Error::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    for (number, text) in (1..).zip(BufReader::new(file).lines()) {
        let text = text.map_err(failed)?;
        if !text.trim().is_empty() {
            line(number, &text);
        }
    }
    Ok(())
}

/// What a JSON error says, without its place: it counts lines of one line.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let error = error.to_string();
    error.split(" at line ").next().unwrap_or(&error).to_owned()
}

fn check(article: &mut GoldArticle, problem: &mut impl FnMut(String)) {
    for span in &article.spans {
        let text = article.text(span.field);
        let (field, n) = (span.field.as_str(), text.chars().count());
        for (start, end) in span.ends().filter(|(start, end)| start >= end || *end > n) {
            problem(format!("the span {start}-{end} is not in the {field}, which has {n} code points"));
        }
        let found: String = text.chars().skip(span.start).take(span.end.saturating_sub(span.start)).collect();
        if let Some(text) = span.text.as_deref().filter(|text| *text != found) {
            let (start, end) = (span.start, span.end);
            problem(format!(
                "{text} is not what stands at {start}-{end} of the {field}, which is {found}; count code points"
            ));
        }
    }
    for (word, pattern) in &article.unmarked_patterns {
        match (Kind::from_word(word), Regex::new(pattern)) {
            (Some(kind), Ok(pattern)) => article.unmarked.push((kind, pattern)),
            (None, _) => problem(format!("unmarked names {word}, which is no kind of mention")),
            (_, Err(_)) => problem(format!("the pattern {pattern} of unmarked is no regular expression")),
        }
    }
}
