//! Folders, globs, names, shards, options.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bangjiao_corpus::{
    Corpus, Error, ParsedBatch, RawBatch, ReadOptions, Shard, SourcePrefix, Table, TableFile, TextEncoding,
};
use sha2::{Digest, Sha256};

use crate::support::{DATA, drain, read};

fn open(path: &Path) -> Result<Corpus, Error> {
    Corpus::open(&[path.to_owned()], ReadOptions::default())
}

#[test]
fn folders_are_sorted_and_hashed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("人民日报");
    fs::create_dir_all(root.join("b/c")).unwrap();
    for (name, text) in
        [("b/c/2.txt", "二"), ("a.txt", "一"), ("b/1.txt", "甲"), ("读我.md", "#"), (".x.txt", "x")]
    {
        fs::write(root.join(name), text).unwrap();
    }
    let outcome = drain(open(&root).unwrap());
    let files: Vec<&str> = outcome.articles().iter().map(|article| &*article.source_file).collect();
    assert_eq!(files, ["a.txt", "b/1.txt", "b/c/2.txt"]);
    assert!(outcome.articles().iter().all(|article| &*article.source == "人民日报"));
    assert_eq!((outcome.problems[0].code, &*outcome.problems[0].source_file), ("file_ignored", "读我.md"));
    let report = &outcome.inputs[0];
    assert_eq!((report.name.as_str(), report.n_files, report.n_bytes), ("人民日报", 3, 9));
    let hash =
        |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let lines: String = [("a.txt", "一"), ("b/1.txt", "甲"), ("b/c/2.txt", "二")]
        .iter()
        .map(|(name, text)| format!("{}  {name}\n", hash(text.as_bytes())))
        .collect();
    assert_eq!(report.sha256.as_deref(), Some(&*hash(lines.as_bytes())));

    let outcome = drain(open(&root.join("b/1.txt")).unwrap());
    assert_eq!(outcome.inputs[0].sha256.as_deref(), Some(&*hash("甲".as_bytes())));
    assert_eq!(&*outcome.articles()[0].source, "b");
}

#[test]
fn globs_choose() {
    for (pattern, expected) in [
        ("archive/**/*.TXT", 3),
        ("archive/1964/196401/19640129/*01.TXT", 1),
        ("archive/1964/*/19640128", 1),
        ("{plain,csv}/*", 12),
        ("plain/b?g5*", 1),
    ] {
        let outcome = read(&format!("{DATA}/{pattern}"), ReadOptions::default());
        assert_eq!(outcome.records.len(), expected, "{pattern}");
    }
    assert!(matches!(open(Path::new("没有/*.txt")), Err(Error::NoMatch { .. } | Error::NotFound { .. })));
    assert!(matches!(open(&Path::new(DATA).join("plain/{a")), Err(Error::BadGlob { .. })));
    assert!(matches!(open(&Path::new(DATA).join("plain/*.没有")), Err(Error::NoMatch { .. })));
}

#[test]
fn inputs_without_anything_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(open(folder.path()), Err(Error::NothingReadable { .. })));
    fs::write(folder.path().join("读我.md"), "#").unwrap();
    assert!(matches!(open(folder.path()), Err(Error::NothingReadable { .. })));
    assert!(matches!(open(&folder.path().join("没有.txt")), Err(Error::NotFound { .. })));
    assert!(matches!(Corpus::open(&[], ReadOptions::default()), Err(Error::NoInput)));
    let fields = vec![("标题".to_owned(), "title".to_owned())];
    let options = ReadOptions { fields, ..ReadOptions::default() };
    assert!(matches!(Corpus::open(&[DATA.into()], options), Err(Error::UnknownField { .. })));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_opened_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "甲").unwrap();
    std::os::unix::fs::symlink("没有", folder.path().join("b.txt")).unwrap();
    let outcome = drain(open(folder.path()).unwrap());
    assert_eq!((outcome.articles().len(), outcome.codes()), (1, vec!["unreadable_file"]));
    assert_eq!(&*outcome.lost()[0].source_file, "b.txt");
}

#[test]
fn shards_share_the_records_out() {
    let all = read(DATA, ReadOptions::default());
    let (mut n_records, mut n_notes, mut ids) = (0, 0, BTreeSet::new());
    for index in 1..=3 {
        let shard = Some(Shard::new(index, 3).unwrap());
        let part = read(DATA, ReadOptions { shard, ..ReadOptions::default() });
        n_records += part.records.len();
        n_notes += part.problems.len();
        ids.extend(part.articles().iter().map(|article| (article.source_file.clone(), article.record)));
        let reported: u64 = part.files.iter().map(|file| file.n_records).sum();
        assert_eq!(reported, u64::try_from(part.records.len()).unwrap());
        assert!(!part.records.is_empty());
    }
    assert_eq!((n_records, n_notes), (all.records.len(), all.problems.len()));
    assert_eq!(ids.len(), all.articles().len());
}

#[test]
fn options_change_what_is_read() {
    let pair = |field: &str, name: &str| (field.to_owned(), name.to_owned());
    let options = ReadOptions {
        source: Some("参考消息".to_owned()),
        source_prefix: SourcePrefix::With,
        fields: vec![pair("body", "内容"), pair("id", "编号")],
        ..ReadOptions::default()
    };
    let outcome = read(&format!("{DATA}/csv/missing_column.csv"), options);
    let article = outcome.articles()[0];
    assert_eq!((article.id.as_str(), article.body.as_deref()), ("参考消息-1", Some("正文")));

    let options = ReadOptions { encoding: Some(TextEncoding::Utf8), ..ReadOptions::default() };
    let outcome = read(&format!("{DATA}/plain/gbk.txt"), options);
    assert_eq!(outcome.codes(), ["not_text"]);
    assert!(outcome.lost()[0].message.contains("--encoding"));

    let options = ReadOptions { max_record: 100, ..ReadOptions::default() };
    let outcome = read(&format!("{DATA}/tagged/utf8.txt"), options);
    assert_eq!(outcome.codes(), ["record_too_large"]);
}

#[test]
fn tables_come_from_the_caller() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.parquet"), "PAR1").unwrap();
    assert_eq!(drain(open(folder.path()).unwrap()).codes(), ["no_table_reader"]);
    let corpus = open(folder.path()).unwrap().with_tables(Arc::new(|file| {
        assert!(matches!(file, TableFile::Path(_)));
        let row = |title: &str| Ok(vec![Some(title.to_owned()), None]);
        let rows = vec![row("甲"), row("乙"), row(""), Err("the rest of the table is damaged".to_owned())];
        Ok(Table { columns: vec!["title".into(), "语种".into()], rows: Box::new(rows.into_iter()) })
    }));
    let outcome = drain(corpus);
    assert_eq!((outcome.titles(), outcome.codes()), (vec!["甲", "乙"], vec!["no_text", "damaged_file"]));
    assert_eq!(outcome.lost()[1].record, Some(4));
}

#[test]
fn several_inputs_keep_their_order() {
    let inputs: Vec<PathBuf> =
        ["csv/tabs.tsv", "plain", "csv/tabs.tsv"].map(|name| Path::new(DATA).join(name)).into();
    let outcome = drain(Corpus::open(&inputs, ReadOptions::default()).unwrap());
    assert_eq!(outcome.inputs.iter().map(|input| input.n_files).collect::<Vec<_>>(), [1, 3, 1]);
    assert_eq!(outcome.articles().len(), 5);
}

#[test]
fn reading_and_parsing_may_move_to_other_threads() {
    fn is_send<T: Send>() {}
    is_send::<Corpus>();
    is_send::<RawBatch>();
    is_send::<ParsedBatch>();
}
