//! `shard.jsonl`: the batches and parts in which a shard met its records, so that `merge` puts them back in their places.

use std::io::{self, Write};

use bangjiao_corpus::{ParsedBatch, Record};
use serde::{Deserialize, Serialize};

/// The file, with a line for each batch.
pub(crate) const SHARD_ORDER: &str = "shard.jsonl";

/// One batch of the input: every shard of it has the same files and parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BatchOrder {
    /// Number of the INPUT, from 0.
    pub input: usize,
    /// What was decoded.
    pub files: Vec<FileRead>,
    /// What each part gave.
    pub parts: Vec<PartOrder>,
}

/// How a file, or a part of a long one, was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileRead {
    pub source_file: String,
    pub format: String,
    pub encoding: Option<String>,
    pub n_bytes: u64,
    /// Records of this shard.
    pub n_records: u64,
    pub n_replaced: u64,
}

/// How many rows of this shard a part of the input gave; three numbers in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[usize; 3]", into = "[usize; 3]")]
pub(crate) struct PartOrder {
    pub n_articles: usize,
    pub n_lost: usize,
    /// Notes on the whole file.
    pub n_notes: usize,
}

impl From<[usize; 3]> for PartOrder {
    fn from([n_articles, n_lost, n_notes]: [usize; 3]) -> Self {
        PartOrder { n_articles, n_lost, n_notes }
    }
}

impl From<PartOrder> for [usize; 3] {
    fn from(part: PartOrder) -> Self {
        [part.n_articles, part.n_lost, part.n_notes]
    }
}

impl BatchOrder {
    /// The order of a batch as it was parsed.
    pub fn of(parsed: &ParsedBatch) -> Self {
        let files = parsed.files.iter().map(|file| FileRead {
            source_file: file.source_file.to_string(),
            format: file.format.as_str().to_owned(),
            encoding: file.encoding.map(|encoding| encoding.as_str().to_owned()),
            n_bytes: file.n_bytes,
            n_records: file.n_records,
            n_replaced: file.n_replaced,
        });
        let mut records = parsed.records.iter();
        let parts = parsed.parts.iter().map(|part| {
            let of_part = records.by_ref().take(part.n_records);
            let n_lost = of_part.filter(|record| matches!(record, Record::Lost(_))).count();
            PartOrder { n_articles: part.n_records - n_lost, n_lost, n_notes: part.n_problems }
        });
        BatchOrder { input: parsed.input, files: files.collect(), parts: parts.collect() }
    }

    /// Writes it as a line.
    pub fn write(&self, mut output: impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut output, self)?;
        output.write_all(b"\n")
    }
}
