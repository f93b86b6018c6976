//! Reads genuine records, where they lie beside the workspace.

use std::path::Path;

use bangjiao_corpus::{ReadOptions, TextEncoding};

use crate::support::read;

const RECORDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/records");

#[test]
fn genuine_records_are_articles() {
    if !Path::new(RECORDS).exists() {
        eprintln!("skipped: {RECORDS} does not exist");
        return;
    }
    let outcome = read(&format!("{RECORDS}/txt"), ReadOptions::default());
    let articles = outcome.articles();
    assert_eq!((articles.len(), outcome.lost().len()), (11, 0));
    assert_eq!(articles[0].id.as_str(), "19560101-04-010");
    assert_eq!(articles.iter().filter(|article| article.body.is_none()).count(), 2);
    assert!(articles.iter().all(|article| article.problems.is_empty() && article.title.is_some()));
    assert!(outcome.files.iter().all(|file| file.encoding == Some(TextEncoding::Gb18030)));

    let outcome = read(&format!("{RECORDS}/news-2012-2026.tar.zst"), ReadOptions::default());
    let articles = outcome.articles();
    assert_eq!((articles.len(), outcome.lost().len()), (24_831, 0));
    assert_eq!(outcome.files.iter().map(|file| file.n_records).sum::<u64>(), 24_831);
    assert!(articles.iter().all(|article| article.date.is_some() && article.body.is_some()));
    let n_problems: usize = articles.iter().map(|article| article.problems.len()).sum();
    assert_eq!(n_problems, 0, "{:?}", articles.iter().find(|article| !article.problems.is_empty()));
}
