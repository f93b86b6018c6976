//! One shard: its manifest, and its batches read back from its tables.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bangjiao_corpus::Shard;
use bangjiao_document::{ArticleId, Document, Problem, Severity};
use bangjiao_table::Row;
use serde_json::Value;

use super::document::{self, Rows};
use super::words::Words;
use crate::error::Error;
use crate::run_tables::{RunTables, TableRows};
use crate::shard_order::{BatchOrder, FileRead, SHARD_ORDER};

const PROBLEMS: [&str; 7] = ["source_file", "record", "line", "severity", "code", "message", "kept"];

/// A shard that was opened.
pub(super) struct OpenShard {
    pub path: PathBuf,
    /// Which part of how many it is.
    pub shard: Shard,
    tables: RunTables,
}

impl OpenShard {
    /// Opens the run in a folder.
    ///
    /// # Errors
    /// [`Error::NoRun`]; [`Error::NotAShard`] where it was no part of a run.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let tables = RunTables::open(path)?;
        let shard = tables.manifest()["options"]["shard"].as_str().and_then(|shard| shard.parse().ok());
        let shard = shard.ok_or_else(|| Error::NotAShard { path: path.to_owned() })?;
        Ok(OpenShard { path: path.to_owned(), shard, tables })
    }

    pub fn manifest(&self) -> &Value {
        self.tables.manifest()
    }

    /// Begins to read its tables.
    pub fn batches(self) -> Result<Batches, Error> {
        let path = self.path.join(SHARD_ORDER);
        let order = File::open(&path).map_err(|_| Error::ShardOrder { path })?;
        let tables = &self.tables;
        let has_tokens = tables.manifest()["tables"]["tokens"].is_u64();
        Ok(Batches {
            order: BufReader::new(order).lines(),
            problems: tables.rows("problems", &PROBLEMS)?,
            articles: tables.rows("articles", &document::ARTICLES)?,
            sentences: tables.rows("sentences", &document::SENTENCES)?,
            mentions: tables.rows("mentions", &document::MENTIONS)?,
            agreement_mentions: tables.rows("agreement_mentions", &document::AGREEMENT_MENTIONS)?,
            documents: tables.rows("documents", &document::DOCUMENTS)?,
            signatories: tables.rows("signatories", &document::SIGNATORIES)?,
            keywords: tables.rows("keywords", &document::KEYWORDS)?,
            tokens: has_tokens.then(|| tables.rows("tokens", &document::TOKENS)).transpose()?,
            renamed: BTreeSet::new(),
            words: Words::default(),
            shard: self,
        })
    }
}

/// What a shard holds of one batch of the input.
pub(super) struct ShardBatch {
    pub input: usize,
    pub files: Vec<FileRead>,
    pub parts: Vec<ShardPart>,
}

/// What a shard holds of one part of the input, in order.
#[derive(Default)]
pub(super) struct ShardPart {
    pub documents: Vec<Document>,
    pub lost: Vec<Problem>,
    /// Notes on the whole file.
    pub notes: Vec<Problem>,
}

/// The batches of a shard, in input order.
pub(super) struct Batches {
    pub shard: OpenShard,
    order: Lines<BufReader<File>>,
    problems: TableRows,
    articles: TableRows,
    sentences: TableRows,
    mentions: TableRows,
    agreement_mentions: TableRows,
    documents: TableRows,
    signatories: TableRows,
    keywords: TableRows,
    tokens: Option<TableRows>,
    /// Ids that the shard changed, since it had met them before.
    renamed: BTreeSet<String>,
    words: Words,
}

impl Batches {
    /// The next batch; `None` at the end.
    pub fn next(&mut self) -> Result<Option<ShardBatch>, Error> {
        let Some(line) = self.order.next() else { return self.end() };
        let order = line.ok().and_then(|line| serde_json::from_str(&line).ok());
        let BatchOrder { input, files, parts } = order.ok_or_else(|| self.out_of_order())?;
        let mut read: Vec<ShardPart> = Vec::with_capacity(parts.len());
        // The rows of problems come in this order: notes, lost records, changed ids, what was wrong with articles.
        for part in &parts {
            let notes = self.take_problems(part.n_notes)?;
            read.push(ShardPart { notes, ..ShardPart::default() });
        }
        for (part, read) in parts.iter().zip(&mut read) {
            read.lost = self.take_problems(part.n_lost)?;
        }
        while let Some(row) = self.problems.next_if(|row| row.text(4) == Some("duplicate_id"))? {
            self.renamed.extend(row.owned(6));
        }
        for (part, read) in parts.iter().zip(&mut read) {
            for _ in 0..part.n_articles {
                let document = self.next_document()?;
                read.documents.push(document);
            }
        }
        Ok(Some(ShardBatch { input, files, parts: read }))
    }

    /// All rows must have been read.
    fn end(&mut self) -> Result<Option<ShardBatch>, Error> {
        let left = [
            self.articles.next(),
            self.sentences.next(),
            self.mentions.next(),
            self.agreement_mentions.next(),
            self.documents.next(),
            self.signatories.next(),
            self.keywords.next(),
            self.tokens.as_mut().and_then(Iterator::next),
            self.problems.next(),
        ];
        match left.into_iter().flatten().next().transpose()? {
            Some(_) => Err(self.out_of_order()),
            None => Ok(None),
        }
    }

    fn next_document(&mut self) -> Result<Document, Error> {
        let article = self.articles.next().ok_or_else(|| self.out_of_order())??;
        let id = article.owned(0).unwrap_or_default();
        let rows = Rows {
            sentences: self.sentences.of_article(&id)?,
            mentions: self.mentions.of_article(&id)?,
            agreement_mentions: self.agreement_mentions.of_article(&id)?,
            documents: self.documents.of_article(&id)?,
            signatories: self.signatories.of_article(&id)?,
            keywords: self.keywords.of_article(&id)?,
            tokens: match &mut self.tokens {
                Some(tokens) => tokens.of_article(&id)?,
                None => Vec::new(),
            },
            article,
        };
        let malformed = |table, row: &Row| self.shard.tables.malformed(table, row);
        let read = rows.document(&mut self.words).map_err(|(table, row)| malformed(table, row));
        let (mut document, n_problems) = read?;
        document.set_problems(self.take_problems(n_problems)?);
        if self.renamed.remove(&id)
            && let Some(own) = id.rsplit_once('~').and_then(|(own, _)| ArticleId::new(own).ok())
        {
            document.set_id(own);
        }
        Ok(document)
    }

    fn take_problems(&mut self, n: usize) -> Result<Vec<Problem>, Error> {
        let mut problems = Vec::with_capacity(n);
        for _ in 0..n {
            let row = self.problems.next().ok_or_else(|| self.out_of_order())??;
            let problem = problem(&row, &mut self.words);
            problems.push(problem.ok_or_else(|| self.shard.tables.malformed("problems", &row))?);
        }
        Ok(problems)
    }

    fn out_of_order(&self) -> Error {
        Error::ShardOrder { path: self.shard.path.join(SHARD_ORDER) }
    }
}

fn problem(row: &Row, words: &mut Words) -> Option<Problem> {
    let [source_file, record, line, severity, code, message, kept] = row.texts()?;
    let number = |cell: Option<&str>| match cell {
        Some(text) => text.parse().ok().map(Some),
        None => Some(None),
    };
    let all = [Severity::Note, Severity::Repaired, Severity::Lost];
    Some(Problem {
        source_file: Arc::from(source_file?),
        record: number(record)?,
        line: number(line)?,
        severity: all.into_iter().find(|one| Some(one.as_str()) == severity)?,
        code: words.word(code?),
        message: message.unwrap_or_default().to_owned(),
        kept: kept.map(str::to_owned),
    })
}
