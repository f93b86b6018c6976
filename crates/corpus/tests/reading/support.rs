//! What the tests share: reading everything that an input holds.

use std::path::PathBuf;

use bangjiao_corpus::{Corpus, FileReport, InputReport, ReadOptions, Record};
use bangjiao_document::{Article, Problem};

/// The folder of files with faults.
pub const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");

/// All that came out of the inputs.
pub struct Outcome {
    pub records: Vec<Record>,
    pub files: Vec<FileReport>,
    pub problems: Vec<Problem>,
    pub inputs: Vec<InputReport>,
}

impl Outcome {
    pub fn articles(&self) -> Vec<&Article> {
        self.records
            .iter()
            .filter_map(|record| match record {
                Record::Article(article) => Some(&**article),
                Record::Lost(_) => None,
            })
            .collect()
    }

    pub fn lost(&self) -> Vec<&Problem> {
        self.records
            .iter()
            .filter_map(|record| match record {
                Record::Lost(problem) => Some(problem),
                Record::Article(_) => None,
            })
            .collect()
    }

    pub fn titles(&self) -> Vec<&str> {
        self.articles().iter().filter_map(|article| article.title.as_deref()).collect()
    }

    pub fn codes(&self) -> Vec<&str> {
        self.lost().iter().map(|problem| problem.code).collect()
    }
}

/// Reads one input to its end.
pub fn read(input: &str, options: ReadOptions) -> Outcome {
    drain(Corpus::open(&[PathBuf::from(input)], options).expect("the input exists"))
}

/// Reads to the end.
pub fn drain(mut corpus: Corpus) -> Outcome {
    let (mut records, mut files, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(batch) = corpus.next_batch() {
        let batch = batch.parse();
        records.extend(batch.records);
        files.extend(batch.files);
        problems.extend(batch.problems);
    }
    Outcome { records, files, problems, inputs: corpus.inputs().to_vec() }
}
