//! Compressed files and archives, whole and damaged.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use bangjiao_corpus::ReadOptions;
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;

use crate::support::{Outcome, read};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(content.len()).unwrap());
        header.set_mode(0o644);
        header.set_cksum();
        if name.contains("..") {
            // The builder refuses such names; a hostile archive does not.
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            builder.append(&header, *content).unwrap();
        } else {
            builder.append_data(&mut header, name, *content).unwrap();
        }
    }
    builder.into_inner().unwrap()
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read_bytes(name: &str, bytes: &[u8]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(path.to_str().unwrap(), ReadOptions::default())
}

const LINES: &str = "{\"title\":\"两国建交\"}\n{\"title\":\"签署联合声明\"}\n";

#[test]
fn every_packing_gives_the_same_articles() {
    let long_name = format!("{}/甲.jsonl", "很长的文件夹名字".repeat(12));
    let entries: &[(&str, &[u8])] = &[
        (&long_name, LINES.as_bytes()),
        ("乙.txt", "〖BT/标题〗会见客人〖-BT/标题〗".as_bytes()),
        ("__MACOSX/丙.txt", b"no"),
        (".DS_Store", b"no"),
    ];
    let (tar, zip) = (tar(entries), zip(entries));
    for (name, bytes, expected) in [
        ("a.jsonl.gz", gzip(LINES.as_bytes()), 2),
        ("a.jsonl.zst", zstd(LINES.as_bytes()), 2),
        ("a.zip", zip.clone(), 3),
        ("a.tar", tar.clone(), 3),
        ("a.tar.gz", gzip(&tar), 3),
        ("a.tgz", gzip(&tar), 3),
        ("a.tar.zst", zstd(&tar), 3),
        ("没有后缀", gzip(LINES.as_bytes()), 2),
        ("又没有", zip, 3),
        ("还没有", tar, 3),
        ("内容像JSONL", LINES.as_bytes().to_vec(), 2),
        ("内容像CSV", "title,body\n甲,乙\n".into(), 1),
    ] {
        let outcome = read_bytes(name, &bytes);
        assert_eq!(outcome.articles().len(), expected, "{name}: {:?}", outcome.lost());
        assert_eq!(outcome.lost().len(), 0, "{name}");
        assert_eq!(outcome.problems, [], "{name}");
        assert_eq!(outcome.inputs[0].n_bytes, u64::try_from(bytes.len()).unwrap());
        if expected == 3 {
            let source_file = format!("{name}!{long_name}");
            assert!(outcome.articles().iter().any(|article| *article.source_file == *source_file));
        }
    }
}

#[test]
fn names_that_leave_the_folder_are_labels() {
    let entries: &[(&str, &[u8])] = &[("../x.txt", "〖BT/标题〗甲〖-BT/标题〗".as_bytes())];
    for (name, bytes) in [("a.zip", zip(entries)), ("a.tar", tar(entries))] {
        let outcome = read_bytes(name, &bytes);
        assert_eq!(outcome.titles(), ["甲"]);
        assert_eq!(outcome.problems[0].code, "unsafe_entry_name");
        assert_eq!(&*outcome.problems[0].source_file, format!("{name}!../x.txt"));
    }
}

#[test]
fn a_damaged_archive_gives_what_came_before() {
    // Incompressible bodies, so that the damage falls into the second half of the entries.
    let bodies: Vec<String> = (0..200u32).map(|i| noise(i, 4000)).collect();
    let names: Vec<String> = (0..200).map(|i| format!("{i:03}.txt")).collect();
    let entries: Vec<(&str, &[u8])> =
        names.iter().zip(&bodies).map(|(name, body)| (name.as_str(), body.as_bytes())).collect();
    for (name, bytes) in [("a.tar.zst", zstd(&tar(&entries))), ("a.tar.gz", gzip(&tar(&entries)))] {
        let middle = bytes.len() / 2;
        let mut damaged = bytes.clone();
        damaged[middle..middle + 100_000].fill(0xFF);
        for bytes in [&damaged[..], &bytes[..middle]] {
            let outcome = read_bytes(name, bytes);
            let n_articles = outcome.articles().len();
            assert!((60..140).contains(&n_articles), "{name}: {n_articles}");
            assert_eq!(outcome.codes(), ["damaged_file"], "{name}");
        }
    }
}

#[test]
fn a_damaged_stream_gives_the_records_before() {
    let lines: String = (0..3000u32).map(|i| format!("{{\"title\":\"{}\"}}\n", noise(i, 200))).collect();
    let bytes = zstd(lines.as_bytes());
    let outcome = read_bytes("a.jsonl.zst", &bytes[..bytes.len() / 2]);
    let n_articles = outcome.articles().len();
    assert!(n_articles > 500, "{n_articles}");
    assert_eq!(outcome.codes(), ["damaged_file"]);
    let lost = outcome.lost()[0];
    assert_eq!(lost.record, Some(u64::try_from(n_articles).unwrap() + 1));
    assert_eq!(lost.line, lost.record);
}

#[test]
fn what_is_no_archive_is_lost() {
    for name in ["a.gz", "a.txt.zst", "a.zip", "a.tar", "a.tar.gz"] {
        let outcome = read_bytes(name, "这不是压缩文件".repeat(200).as_bytes());
        assert_eq!(outcome.codes(), ["damaged_file"], "{name}");
    }
}

#[test]
fn archives_in_archives_and_links_are_told() {
    let inner = zip(&[("甲.txt", "甲".as_bytes())]);
    let outcome =
        read_bytes("a.zip", &zip(&[("inner.zip", &inner), ("读我.md", b"#"), ("乙.txt", "乙".as_bytes())]));
    assert_eq!(outcome.codes(), ["nested_archive"]);
    assert_eq!(outcome.problems[0].code, "file_ignored");
    assert_eq!(outcome.articles().len(), 1);
}

#[test]
fn a_wrong_checksum_is_found() {
    let mut bytes = zip(&[("甲.txt", "正文正文".as_bytes())]);
    // Stored and deflated entries alike carry their checksum at byte 14 and again in the directory.
    let checksum = bytes[14..18].to_vec();
    while let Some(at) = bytes.windows(4).position(|window| window == checksum) {
        bytes[at] ^= 0xFF;
    }
    let outcome = read_bytes("a.zip", &bytes);
    assert_eq!(outcome.codes(), ["damaged_file"]);
}

#[test]
fn bombs_are_not_read_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.txt.zst");
    write_zeros(&path);
    let outcome = read(path.to_str().unwrap(), ReadOptions::default());
    assert_eq!(outcome.articles().len(), 0);
    assert!(
        outcome.codes().contains(&"record_too_large") || outcome.codes().contains(&"suspicious_expansion")
    );
    let mut lines = vec![b'\n'; 300 << 20];
    lines.extend_from_slice(LINES.as_bytes());
    let outcome = read_bytes("bomb.jsonl.gz", &gzip(&lines));
    assert_eq!(outcome.codes(), ["suspicious_expansion"]);
    let outcome = read_bytes("bomb.zip", &zip(&[("a.jsonl", &lines), ("b.jsonl", LINES.as_bytes())]));
    assert_eq!((outcome.codes(), outcome.articles().len()), (vec!["suspicious_expansion"], 2));
}

fn write_zeros(path: &Path) {
    let mut encoder = zstd::Encoder::new(File::create(path).unwrap(), 1).unwrap();
    let block = vec![b'a'; 1 << 20];
    for _ in 0..500 {
        encoder.write_all(&block).unwrap();
    }
    encoder.finish().unwrap();
}

/// Text that does not compress, the same in every run.
fn noise(seed: u32, length: usize) -> String {
    let mut state = u64::from(seed) * 2 + 1;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((state >> 33) % 26).unwrap())
    };
    (0..length).map(|_| letter()).collect()
}
