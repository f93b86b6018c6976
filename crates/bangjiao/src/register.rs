//! What a run remembers of earlier articles: ids, and bodies for reprints.

use std::sync::Arc;

use bangjiao_document::{ArticleId, Document, Field, Problem, Severity, Zone};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

/// A body shorter than this many characters is too common to be called a reprint.
const SHORTEST_REPRINT: usize = 60;
/// A reprint appears at most so many days before or after the original.
const REPRINT_DAYS: i32 = 31;
/// So many bodies are remembered before those out of reach are forgotten.
const REMEMBERED: usize = 1 << 15;

/// A body without spaces, dateline and byline, as a hash; `None` where it is too short.
///
/// Pure, so that threads can do it; the register compares.
pub(crate) fn fingerprint(document: &Document) -> Option<u64> {
    let body = document.field_span(Field::Body)?;
    let mut hasher = Sha256::new();
    let mut characters = 0;
    let mut add = |text: &str| {
        for part in text.split_whitespace() {
            hasher.update(part.as_bytes());
            characters += part.chars().count();
        }
    };
    let mut from = body.start;
    for sentence in document.sentences().iter().filter(|sentence| sentence.field == Field::Body) {
        if matches!(sentence.zone, Zone::Dateline | Zone::Byline) {
            add(document.text().get(from as usize..sentence.span.start as usize).unwrap_or(""));
            from = sentence.span.end;
        }
    }
    add(document.text().get(from as usize..body.end as usize).unwrap_or(""));
    (characters >= SHORTEST_REPRINT).then(|| {
        let digest = hasher.finalize();
        digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    })
}

/// Ids and bodies seen before in the run; asked in input order by one thread.
#[derive(Debug, Default)]
pub(crate) struct Register {
    /// Hashes of the ids seen.
    ids: FxHashSet<u64>,
    /// Those seen more than once, with how often.
    repeated: FxHashMap<u64, u32>,
    /// First article with a body: its day, in days since 1970, and id.
    bodies: FxHashMap<(Arc<str>, u64), (i32, ArticleId)>,
    latest: i32,
}

impl Register {
    /// Gives the document an id that the run has not seen and notes of which earlier article it is a reprint.
    ///
    /// Returns the note for `problems` where the id was changed.
    pub fn admit(&mut self, document: &mut Document, fingerprint: Option<u64>) -> Option<Problem> {
        let problem = self.admit_id(document);
        self.admit_body(document, fingerprint);
        problem
    }

    fn admit_id(&mut self, document: &mut Document) -> Option<Problem> {
        let article = document.article();
        let id = article.id.clone();
        let key = hash(id.as_str());
        if self.ids.insert(key) {
            return None;
        }
        let seen = self.repeated.entry(key).or_insert(1);
        *seen += 1;
        let mut number = *seen;
        let unique = loop {
            let candidate =
                ArticleId::new(&format!("{id}~{number}")).expect("an id with a number after it is an id");
            if self.ids.insert(hash(candidate.as_str())) {
                break candidate;
            }
            number += 1;
        };
        let problem = Problem {
            source_file: Arc::clone(&article.source_file),
            record: Some(article.record),
            line: None,
            severity: Severity::Note,
            code: "duplicate_id",
            message: format!("the id {id} was seen before in this run; the article is called {unique}"),
            kept: Some(unique.as_str().to_owned()),
        };
        document.set_id(unique);
        Some(problem)
    }

    fn admit_body(&mut self, document: &mut Document, fingerprint: Option<u64>) {
        let article = document.article();
        let (Some(fingerprint), Some(day)) = (fingerprint, article.date.and_then(|date| date.exact())) else {
            return;
        };
        let day = days_since_1970(day);
        let key = (Arc::clone(&article.source), fingerprint);
        match self.bodies.get(&key) {
            Some((original, id)) if (original - day).abs() <= REPRINT_DAYS => {
                let id = id.clone();
                document.set_duplicate_of(id);
            }
            _ => {
                let id = article.id.clone();
                self.bodies.insert(key, (day, id));
            }
        }
        self.latest = self.latest.max(day);
        if self.bodies.len() > REMEMBERED {
            // An archive is read in the order of its days; what lies far behind cannot be reprinted any more.
            let latest = self.latest;
            self.bodies.retain(|_, (day, _)| latest - *day <= 2 * REPRINT_DAYS);
        }
    }
}

fn hash(text: &str) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

fn days_since_1970(day: jiff::civil::Date) -> i32 {
    day.since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bangjiao_document::{Article, PublicationDate};

    fn document(id: &str, date: &str, body: &str) -> Document {
        let mut article = Article::new(ArticleId::new(id).unwrap(), "s".into(), "f".into(), 1);
        article.date = PublicationDate::parse(date);
        article.body = Some(body.to_owned());
        Document::new(article)
    }

    #[test]
    fn a_reprint_names_the_first_article_within_a_month() {
        let body = "中哈两国元首在阿拉木图举行会谈".repeat(5);
        let mut register = Register::default();
        let mut admit = |id, date, body: &str| {
            let mut document = document(id, date, body);
            let print = fingerprint(&document);
            register.admit(&mut document, print);
            document.article().duplicate_of.as_ref().map(ToString::to_string)
        };
        assert_eq!(admit("a", "1996-07-06", &body), None);
        assert_eq!(admit("b", "1996-07-20", &format!("  {body}\n")), Some("a".to_owned()));
        assert_eq!(admit("c", "1996-09-20", &body), None);
        assert_eq!(admit("d", "1996-09-21", "短文"), None);
        assert_eq!(admit("e", "1996-09-22", "短文"), None);
    }

    #[test]
    fn ids_are_unique_and_numbered_in_order() {
        let mut register = Register::default();
        let mut admit = |id| {
            let mut document = document(id, "1996", "");
            register.admit(&mut document, None);
            document.article().id.to_string()
        };
        assert_eq!([admit("a"), admit("a"), admit("a~3"), admit("a")], ["a", "a~2", "a~3", "a~4"]);
    }
}
