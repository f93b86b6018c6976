//! Behaviour as data: every case in `tests/cases/*.toml` is a text with the mentions that it must give.
//!
//! A case has an `id`, a `text` (the body), and optionally a `title` and a `date`. In both texts `⟦…⟧` stands around each
//! mention, nested where mentions nest, and `mentions` lists them in the order of their opening brackets, each as
//! `text|kind|what|form|key=value…`. What is left out is not compared:
//!
//! - country: `双方|country|CHN/KAZ|anaphor`
//! - person: `李鹏|person|P-li-peng|full|role=国务院总理|country=CHN|office=head_of_government`
//! - treaty: `中苏友好条约|treaty|T-…|treaty|date=1945-08-14|parties=CHN/SUN|act=cited|form=title`
//! - date: `去年|date|1995|year|anchor=publication|class=date` (`null` where it cannot be resolved); with `eras = true`
//!   named periods are dates
//! - place, organization: `莫斯科|place|L-moscow|country=RUS`
//! - where a misprint was read through: `repaired=true`
//!
//! The kinds that stand in `mentions` or in `none` are compared in full: a mention that is not listed is a failure.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use bangjiao::document::{Article, ArticleId, Detail, Document, Kind, Mention, PublicationDate};
use bangjiao::{Annotator, Eras, RunOptions, build_annotator};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    title: Option<String>,
    text: String,
    date: Option<String>,
    #[serde(default)]
    mentions: Vec<String>,
    /// Kinds of which the text has no mention.
    #[serde(default)]
    none: Vec<String>,
    /// Whether named periods are asked for.
    #[serde(default)]
    eras: bool,
}

#[test]
fn every_case_gives_its_mentions() {
    let annotator = build_annotator(&RunOptions::default()).expect("the built-in lexicons are right");
    let eras = RunOptions { eras: Eras::Tag, ..RunOptions::default() };
    let with_eras = build_annotator(&eras).expect("the built-in lexicons are right");
    let mut failures = String::new();
    let mut ids = BTreeSet::new();
    let mut n_cases: BTreeMap<&str, usize> = BTreeMap::new();
    for path in case_files() {
        let text = std::fs::read_to_string(&path).expect("a case file is UTF-8");
        let file: CaseFile =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for case in &file.case {
            assert!(ids.insert(case.id.clone()), "the case {} stands twice", case.id);
            let annotator = if case.eras { &with_eras } else { &annotator };
            let failure =
                check(case, annotator).unwrap_or_else(|fault| format!("  the case is malformed: {fault}\n"));
            if !failure.is_empty() {
                let _ = writeln!(failures, "{}: {}\n{failure}", path.display(), case.id);
            }
            for kind in Kind::ALL {
                let of_kind = |mention: &String| mention.split('|').nth(1) == Some(kind.as_str());
                *n_cases.entry(kind.as_str()).or_default() += usize::from(case.mentions.iter().any(of_kind));
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(n_cases.values().all(|n| *n >= 5), "every kind has cases: {n_cases:?}");
}

/// The files in order of their names.
fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let entries = std::fs::read_dir(folder).expect("tests/cases is a folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

/// What differs, a line each; empty where the case holds.
fn check(case: &Case, annotator: &Annotator) -> Result<String, String> {
    let (title, mut marks) = strip(case.title.as_deref().unwrap_or(""))?;
    let (body, body_marks) = strip(&case.text)?;
    let body_start = if title.is_empty() { 0 } else { title.len() + 1 };
    marks.extend(body_marks.into_iter().map(|(start, end)| (start + body_start, end + body_start)));
    if marks.len() != case.mentions.len() {
        return Err(format!("{} brackets, {} mentions", marks.len(), case.mentions.len()));
    }
    let document = annotate(case, title, body, annotator)?;
    let mut kinds = BTreeSet::new();
    for word in &case.none {
        kinds.insert(Kind::from_word(word).ok_or_else(|| format!("no kind {word}"))?);
    }
    let mut wanted = Vec::new();
    for ((start, end), line) in marks.into_iter().zip(&case.mentions) {
        let marked = document.text().get(start..end).unwrap_or("");
        let mut parts = line.split('|');
        if parts.next() != Some(marked) {
            return Err(format!("{line} stands beside the brackets around {marked}"));
        }
        let kind = parts.next().and_then(Kind::from_word).ok_or_else(|| format!("{line} has no kind"))?;
        kinds.insert(kind);
        wanted.push((start, end, kind, line));
    }
    let mut found: Vec<&Mention> =
        document.mentions().iter().filter(|mention| kinds.contains(&mention.kind)).collect();
    let mut report = String::new();
    for (start, end, kind, line) in wanted {
        let same = |mention: &&Mention| mention.span.range() == (start..end) && mention.kind == kind;
        match found.iter().position(same).map(|at| found.remove(at)) {
            None => {
                let _ = writeln!(report, "  missing     {line}");
            }
            Some(mention) => {
                let is = describe(&document, mention);
                if !agrees(line, &is) {
                    let _ = writeln!(report, "  wanted      {line}\n  found       {is}");
                }
            }
        }
    }
    for mention in found {
        let at = mention.span.start;
        let _ =
            writeln!(report, "  not wanted  {} (byte {at}, {})", describe(&document, mention), mention.rule);
    }
    Ok(report)
}

/// The text without brackets, and the bytes of each pair in the order of the opening ones.
fn strip(marked: &str) -> Result<(String, Vec<(usize, usize)>), String> {
    let mut text = String::new();
    let mut marks: Vec<(usize, usize)> = Vec::new();
    let mut open = Vec::new();
    for character in marked.chars() {
        match character {
            '⟦' => {
                open.push(marks.len());
                marks.push((text.len(), 0));
            }
            '⟧' => marks[open.pop().ok_or("a bracket is closed that was not opened")?].1 = text.len(),
            _ => text.push(character),
        }
    }
    if open.is_empty() { Ok((text, marks)) } else { Err("a bracket is not closed".to_owned()) }
}

fn annotate(case: &Case, title: String, body: String, annotator: &Annotator) -> Result<Document, String> {
    let id = ArticleId::new(&case.id).map_err(|error| error.to_string())?;
    let mut article = Article::new(id, "cases".into(), "case.toml".into(), 1);
    article.title = (!title.is_empty()).then_some(title);
    article.body = Some(body);
    if let Some(date) = &case.date {
        article.date = Some(PublicationDate::parse(date).ok_or_else(|| format!("{date} is no date"))?);
    }
    Ok(annotator.annotate(article))
}

/// A mention in the words of the case files.
fn describe(document: &Document, mention: &Mention) -> String {
    let entities: Vec<&str> = mention.links.iter().map(|link| link.entity.as_str()).collect();
    let form = mention.form.map_or("", |form| form.as_str());
    let mut line = format!("{}|{}", mention.span.of(document.text()), mention.kind);
    let rest = match &mention.detail {
        Detail::None => format!("|{}|{form}", entities.join("/")),
        Detail::Date(date) => format!(
            "|{}|{}|anchor={}|class={}",
            date.value.as_deref().unwrap_or("null"),
            date.granularity.map_or("null", |granularity| granularity.as_str()),
            date.anchor.as_str(),
            date.class.as_str()
        ),
        Detail::Person(person) => format!(
            "|{}|{form}|role={}|country={}|office={}",
            entities.join("/"),
            person.role.as_deref().unwrap_or("null"),
            person.country.as_ref().map_or("null", |country| country.as_str()),
            person.office.map_or("null", |office| office.as_str())
        ),
        Detail::Treaty(treaty) => format!(
            "|{}|{}|date={}|parties={}|act={}|form={form}",
            entities.join("/"),
            treaty.treaty_type,
            treaty.signed.as_deref().unwrap_or("null"),
            treaty.parties.iter().map(|party| party.as_str()).collect::<Vec<_>>().join("/"),
            treaty.act
        ),
        Detail::Named(named) => format!(
            "|{}|country={}",
            entities.join("/"),
            named.country.as_ref().map_or("null", |country| country.as_str())
        ),
    };
    line.push_str(&rest);
    if mention.repaired {
        line.push_str("|repaired=true");
    }
    line
}

/// Whether a line of a case agrees with a mention: parts without a key by their place, the others by their key.
fn agrees(wanted: &str, found: &str) -> bool {
    let is: Vec<&str> = found.split('|').collect();
    wanted.split('|').enumerate().all(|(at, part)| match part.split_once('=') {
        Some(_) => is.contains(&part),
        None => part.is_empty() || is.get(at) == Some(&part),
    })
}
