//! Files that are too long to be held at once, and records that are.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use bangjiao_corpus::{ReadOptions, TextEncoding};

use crate::support::{Outcome, read};

/// Reads a file that is written in the way given.
fn read_long(name: &str, options: ReadOptions, write: impl Fn(&mut BufWriter<File>)) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    write_to(&path, write);
    read(path.to_str().unwrap(), options)
}

fn write_to(path: &Path, write: impl Fn(&mut BufWriter<File>)) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    write(&mut file);
    file.flush().unwrap();
}

const BODY: &str = "新华社北京电 两国政府代表今天在这里签署了贸易协定和支付协定。";

fn encoded(text: &str, encoding: TextEncoding) -> Vec<u8> {
    match encoding {
        TextEncoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
        TextEncoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => text.as_bytes().to_vec(),
    }
}

#[test]
fn long_files_are_cut_where_records_end() {
    let body = BODY.repeat(5);
    for encoding in [TextEncoding::Utf8, TextEncoding::Gb18030, TextEncoding::Utf16Le] {
        for name in ["a.jsonl", "a.csv", "a.txt"] {
            let outcome = read_long(name, ReadOptions::default(), |file| {
                if name == "a.csv" {
                    file.write_all(&encoded("id,body\r\n", encoding)).unwrap();
                }
                for i in 1..=20_000 {
                    let record = match name {
                        "a.jsonl" => format!("{{\"id\":\"{i}\",\"body\":\"{body}\"}}\n\n"),
                        "a.csv" => format!("{i},\"{body}\n\"\"完\"\"\"\r\n"),
                        _ => {
                            format!("〖ZQ/总期〗{i}〖-ZQ/总期〗\r\n〖ZW/正文〗\r\n{body}\r\n〖-ZW/正文〗\r\n")
                        }
                    };
                    file.write_all(&encoded(&record, encoding)).unwrap();
                }
            });
            let articles = outcome.articles();
            assert_eq!((articles.len(), outcome.lost().len()), (20_000, 0), "{name} {encoding}");
            assert!(
                outcome.files.len() > 2 && outcome.files.iter().all(|file| file.encoding == Some(encoding))
            );
            let n_bytes: u64 = outcome.files.iter().map(|file| file.n_bytes).sum();
            assert_eq!(n_bytes, outcome.inputs[0].n_bytes);
            for (record, article) in (1..).zip(articles) {
                assert_eq!(article.record, record);
                if name == "a.txt" {
                    assert_eq!(
                        (article.issue, article.body.as_deref()),
                        (i64::try_from(record).ok(), Some(&*body))
                    );
                    assert_eq!(article.problems[0].line, Some((record - 1) * 4 + 1));
                } else {
                    assert_eq!(article.id.as_str(), record.to_string());
                }
            }
        }
    }
}

#[test]
fn a_record_of_500_megabytes_is_read_past() {
    let megabyte = BODY.repeat((1 << 20) / BODY.len());
    let outcome = read_long("a.jsonl", ReadOptions::default(), |file| {
        file.write_all("{\"title\":\"前\"}\n{\"body\":\"".as_bytes()).unwrap();
        for _ in 0..500 {
            file.write_all(megabyte.as_bytes()).unwrap();
        }
        file.write_all("\"}\n{\"title\":\"后\"}\nnot\n".as_bytes()).unwrap();
    });
    assert_eq!(outcome.titles(), ["前", "后"]);
    assert_eq!(outcome.codes(), ["record_too_large", "bad_json"]);
    let places: Vec<_> = outcome.lost().iter().map(|problem| (problem.record, problem.line)).collect();
    assert_eq!(places, [(Some(2), Some(2)), (Some(4), Some(4))]);
    assert_eq!(outcome.articles()[1].record, 3);
}

#[test]
fn long_records_of_other_formats_are_read_past() {
    let body = BODY.repeat(60_000);
    let options = || ReadOptions { max_record: 2 << 20, ..ReadOptions::default() };
    let outcome = read_long("a.txt", options(), |file| {
        for (title, body) in [("前", "短"), ("长", &*body), ("后", "短")] {
            write!(
                file,
                "〖ZQ/总期〗1〖-ZQ/总期〗\n〖BT/标题〗{title}〖-BT/标题〗\n〖ZW/正文〗\n{body}\n〖-ZW/正文〗\n"
            )
            .unwrap();
        }
    });
    assert_eq!((outcome.titles(), outcome.codes()), (vec!["前", "后"], vec!["record_too_large"]));
    assert_eq!(outcome.lost()[0].line, Some(6));
    let outcome = read_long("a.csv", options(), |file| {
        write!(file, "title,body\n前,短\n长,\"{body}\n\"\n后,短\n").unwrap();
    });
    assert_eq!((outcome.titles(), outcome.codes()), (vec!["前", "后"], vec!["record_too_large"]));
    let outcome = read_long("1996.txt", options(), |file| file.write_all(body.as_bytes()).unwrap());
    assert_eq!((outcome.articles().len(), outcome.codes()), (0, vec!["record_too_large"]));
    let outcome =
        read_long("1996.txt", ReadOptions::default(), |file| file.write_all(body.as_bytes()).unwrap());
    assert_eq!(outcome.articles()[0].body.as_deref(), Some(&*body));
}
