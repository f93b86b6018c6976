//! Reads the files in `tests/data`, which are named after their faults, and compares what became of them with
//! `tests/data/expected.txt` (`UPDATE_EXPECT=1` writes it anew).

use std::fmt::Write as _;

use bangjiao_corpus::{ReadOptions, Record};
use bangjiao_document::Problem;
use expect_test::expect_file;

use crate::support::{DATA, read};

#[test]
fn every_fault_is_survived_and_told() {
    let mut summary = String::new();
    for folder in ["archive", "csv", "jsonl", "plain", "tagged"] {
        let outcome = read(&format!("{DATA}/{folder}"), ReadOptions::default());
        for file in &outcome.files {
            let encoding = file.encoding.map_or("-", |encoding| encoding.as_str());
            writeln!(
                summary,
                "\n== {folder}/{}: {} {encoding}, {} bytes, {} records, {} replaced",
                file.source_file,
                file.format.as_str(),
                file.n_bytes,
                file.n_records,
                file.n_replaced
            )
            .unwrap();
            for note in outcome.problems.iter().filter(|problem| problem.source_file == file.source_file) {
                write_problem(note, &mut summary);
            }
            for record in &outcome.records {
                write_record(record, &file.source_file, &mut summary);
            }
        }
    }
    expect_file!["../data/expected.txt"].assert_eq(&summary);
}

fn write_record(record: &Record, file: &str, summary: &mut String) {
    match record {
        Record::Article(article) if &*article.source_file == file => {
            let date = article.date.map_or_else(|| "-".to_owned(), |date| date.to_string());
            writeln!(summary, "{}. {} {date} [{}]", article.record, article.id, article.source).unwrap();
            let texts = [
                ("kicker", &article.kicker),
                ("title", &article.title),
                ("subtitle", &article.subtitle),
                ("page_name", &article.page_name),
                ("column", &article.column),
                ("class", &article.class),
                ("genre", &article.genre),
                ("body", &article.body),
            ];
            for (name, text) in texts {
                if let Some(text) = text {
                    writeln!(summary, "   {name}: {text:?}").unwrap();
                }
            }
            let numbers = [("issue", article.issue), ("page", article.page), ("item", article.item)];
            for (name, number) in numbers {
                if let Some(number) = number {
                    writeln!(summary, "   {name}: {number}").unwrap();
                }
            }
            if !article.authors.is_empty() {
                writeln!(summary, "   authors: {:?}", article.authors).unwrap();
            }
            for keyword in &article.keywords {
                writeln!(summary, "   keyword: {} {}", keyword.group, keyword.term).unwrap();
            }
            for (name, value) in &article.extra {
                writeln!(summary, "   extra {name}: {value:?}").unwrap();
            }
            for problem in &article.problems {
                write_problem(problem, summary);
            }
        }
        Record::Lost(problem) if &*problem.source_file == file => write_problem(problem, summary),
        _ => {}
    }
}

fn write_problem(problem: &Problem, summary: &mut String) {
    let place = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    writeln!(
        summary,
        "   ! {} {} at record {} line {}: {} {:?}",
        problem.severity.as_str(),
        problem.code,
        place(problem.record),
        place(problem.line),
        problem.message,
        problem.kept.as_deref().unwrap_or("")
    )
    .unwrap();
}
