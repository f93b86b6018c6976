use std::sync::Arc;

use bangjiao_document::{Article, ArticleId, Problem, Severity};
use sha2::{Digest, Sha256};

use crate::encoding::{Replaced, replacement_characters};
use crate::field_names::FieldNames;
use crate::record::Record;
use crate::{Error, ReadOptions, SourcePrefix};

/// What every parser needs to know of the run.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) options: ReadOptions,
    pub(crate) names: FieldNames,
    placeholder: ArticleId,
}

impl Context {
    pub(crate) fn new(options: ReadOptions) -> Result<Self, Error> {
        let names = FieldNames::new(&options.fields)?;
        if let Some(source) = &options.source
            && ArticleId::new(source).is_err()
        {
            return Err(Error::BadSource { source_name: source.clone() });
        }
        let placeholder = ArticleId::new("-").expect("a dash is an id");
        Ok(Context { options, names, placeholder })
    }

    /// Whether a record belongs to the part that is read.
    pub(crate) fn holds(&self, source_file: &str, record: u64) -> bool {
        self.options.shard.is_none_or(|shard| shard.holds(source_file, record))
    }
}

/// Where a piece of text stands: its file, and what precedes it there.
pub(crate) struct Place<'p> {
    pub(crate) context: &'p Context,
    pub(crate) source: &'p Arc<str>,
    pub(crate) source_file: &'p Arc<str>,
    /// Number of the piece's first record, from 1.
    pub(crate) first_record: u64,
    /// Number of the piece's first line, from 1.
    pub(crate) first_line: u64,
    pub(crate) replaced: Replaced,
}

impl Place<'_> {
    pub(crate) fn holds(&self, record: u64) -> bool {
        self.context.holds(self.source_file, record)
    }

    /// A record that is no article.
    pub(crate) fn lost(
        &self,
        record: u64,
        line: u64,
        code: &'static str,
        message: String,
        kept: &str,
    ) -> Record {
        Record::Lost(Problem {
            source_file: Arc::clone(self.source_file),
            record: Some(record),
            line: Some(line),
            severity: Severity::Lost,
            code,
            message,
            kept: shortened(kept),
        })
    }

    /// The problem of a record of `length` bytes, if that is more than may be annotated.
    pub(crate) fn too_large(&self, record: u64, line: u64, length: usize) -> Option<Record> {
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        let limit = self.context.options.max_record;
        (length > limit).then(|| self.lost(record, line, TOO_LARGE, too_large_message(limit), ""))
    }
}

pub(crate) const TOO_LARGE: &str = "record_too_large";

pub(crate) fn too_large_message(limit: u64) -> String {
    format!(
        "the record is longer than {limit} bytes and was not annotated; if it is one article, raise --max-record, \
         if it is many, separate them"
    )
}

/// An article in the making.
pub(crate) struct Draft<'p> {
    place: &'p Place<'p>,
    pub(crate) article: Article,
    /// The input's own id.
    pub(crate) own_id: Option<String>,
    /// The field `text`, which is the body where there is no other.
    pub(crate) text: Option<String>,
    line: u64,
}

impl<'p> Draft<'p> {
    /// An article at a line of its file, both numbered from 1.
    pub(crate) fn new(place: &'p Place<'p>, record: u64, line: u64) -> Self {
        let article = Article::new(
            place.context.placeholder.clone(),
            Arc::clone(place.source),
            Arc::clone(place.source_file),
            record,
        );
        Draft { place, article, own_id: None, text: None, line }
    }

    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Notes damage that was mended, where the record begins.
    pub(crate) fn repaired(&mut self, code: &'static str, message: &str, kept: &str) {
        self.problem(Severity::Repaired, code, self.line, message, kept);
    }

    /// Notes something worth knowing.
    pub(crate) fn note(&mut self, code: &'static str, message: &str, kept: &str) {
        self.problem(Severity::Note, code, self.line, message, kept);
    }

    /// Notes a problem at a line. Each code once a record, so that a file of nothing but damage stays small.
    pub(crate) fn problem(
        &mut self,
        severity: Severity,
        code: &'static str,
        line: u64,
        message: &str,
        kept: &str,
    ) {
        if self.article.problems.iter().any(|problem| problem.code == code) {
            return;
        }
        self.article.problems.push(Problem {
            source_file: Arc::clone(&self.article.source_file),
            record: Some(self.article.record),
            line: Some(line),
            severity,
            code,
            message: message.to_owned(),
            kept: shortened(kept),
        });
    }

    /// The record as it is counted: an article with its id, or lost, if there is nothing to read in it.
    pub(crate) fn finish(mut self) -> Record {
        if let Some(text) = self.text.take() {
            if self.article.body.is_none() {
                self.article.body = Some(text);
            } else {
                self.article.extra.insert("text".to_owned(), text);
            }
        }
        let Article { kicker, title, subtitle, body, .. } = &self.article;
        if kicker.is_none() && title.is_none() && subtitle.is_none() && body.is_none() {
            let message = "the record has neither a title nor a body; check the names of the fields (--field body=NAME)";
            return self.place.lost(self.article.record, self.line, "no_text", message.to_owned(), "");
        }
        self.count_replaced();
        self.article.id = self.id();
        Record::Article(Box::new(self.article))
    }

    fn count_replaced(&mut self) {
        let article = &self.article;
        let fields = [&article.kicker, &article.title, &article.subtitle, &article.body];
        let others = article.authors.iter().chain(article.extra.values());
        let n_replaced: u64 =
            fields.into_iter().flatten().chain(others).map(|text| replacement_characters(text)).sum();
        if n_replaced == 0 {
            return;
        }
        match self.place.replaced {
            Replaced::Some => self.repaired(
                "characters_replaced",
                &format!(
                    "{n_replaced} characters could not be decoded and stand as U+FFFD; if they are many, name the \
                     encoding (--encoding)"
                ),
                "",
            ),
            Replaced::None => self.note(
                "replacement_characters",
                &format!("the file itself holds {n_replaced} characters U+FFFD, lost before it was written"),
                "",
            ),
        }
    }

    /// The input's own id, else the place in the archive, else a hash of path, record number and text.
    fn id(&mut self) -> ArticleId {
        let prefix = match self.place.context.options.source_prefix {
            SourcePrefix::With => format!("{}-", self.article.source),
            SourcePrefix::Without => String::new(),
        };
        let own = self.own_id.take().or_else(|| self.archive_id());
        if let Some(own) = own {
            match ArticleId::new(&format!("{prefix}{own}")) {
                Ok(id) => return id,
                Err(_) => {
                    self.repaired(
                        "bad_id",
                        "the id holds control characters; one was made from the content",
                        &own,
                    );
                }
            }
        }
        let hash = self.content_hash();
        ArticleId::new(&format!("{prefix}{hash}"))
            .or_else(|_| ArticleId::new(&hash))
            .expect("hexadecimal digits are an id")
    }

    fn archive_id(&self) -> Option<String> {
        let date = self.article.date?.exact()?;
        let (page, item) = (self.article.page?, self.article.item?);
        Some(format!("{:04}{:02}{:02}-{page:02}-{item:03}", date.year(), date.month(), date.day()))
    }

    fn content_hash(&self) -> String {
        let article = &self.article;
        let mut hasher = Sha256::new();
        hasher.update(article.source_file.as_bytes());
        hasher.update(b"\n");
        hasher.update(article.record.to_string().as_bytes());
        for part in [&article.kicker, &article.title, &article.subtitle, &article.body].into_iter().flatten()
        {
            hasher.update(b"\n");
            hasher.update(part.as_bytes());
        }
        hexadecimal(&hasher.finalize()[..8])
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from(DIGITS[usize::from(half)]));
    bytes.iter().flat_map(digits).collect()
}

/// The first forty characters on one line; `None` for nothing.
pub(crate) fn shortened(text: &str) -> Option<String> {
    let mut kept: String =
        text.trim().chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if kept.len() < text.trim().len() {
        kept.push('…');
    }
    (!kept.is_empty()).then_some(kept)
}
