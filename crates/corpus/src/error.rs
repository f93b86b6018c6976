use std::path::PathBuf;

/// Why reading cannot begin. Damage inside files is no error: it is a row of `problems`.
///
/// ```
/// use bangjiao_corpus::{Corpus, Error, ReadOptions};
/// let error = Corpus::open(&["没有/这个文件.jsonl".into()], ReadOptions::default());
/// assert!(matches!(error, Err(Error::NotFound { .. })));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No INPUT was given.
    #[error("no input was given; name a file, a folder, a glob, or - for standard input")]
    NoInput,
    /// An INPUT does not exist.
    #[error("{path} does not exist; check the spelling, and put globs in quotes")]
    NotFound {
        /// As it was given.
        path: PathBuf,
    },
    /// An INPUT cannot be opened.
    #[error("{path} cannot be opened; check its permissions")]
    Unreadable {
        /// As it was given.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A folder holds no file of a known format.
    #[error(
        "{path} holds no file that can be read; expected .txt .jsonl .csv .parquet, also inside .gz .zst .zip .tar .tar.gz .tar.zst"
    )]
    NothingReadable {
        /// As it was given.
        path: PathBuf,
    },
    /// A glob matches nothing.
    #[error("no file matches {pattern}; ** stands for any folders, * for any part of one name")]
    NoMatch {
        /// As it was given.
        pattern: String,
    },
    /// A glob cannot be understood.
    #[error("the glob {pattern} is malformed")]
    BadGlob {
        /// As it was given.
        pattern: String,
        /// What is wrong with it.
        #[source]
        source: globset::Error,
    },
    /// `fields` names something that no article has.
    #[error("an article has no field {field}; known are {known}")]
    UnknownField {
        /// The field asked for.
        field: String,
        /// Those that exist.
        known: String,
    },
    /// An encoding that is not read.
    #[error(
        "the encoding {found} is not known; expected utf-8, gb18030 (also gbk, gb2312), big5, utf-16le or utf-16be"
    )]
    UnknownEncoding {
        /// The name given.
        found: String,
    },
    /// A shard that is not `I/N` with `1 <= I <= N`.
    #[error("the shard {found} is not I/N with I from 1 to N, such as 1/4")]
    BadShard {
        /// The text given.
        found: String,
    },
    /// A source name that ids cannot carry.
    #[error("the source name {source_name:?} holds control characters or nothing; give it a plain name")]
    BadSource {
        /// The name given.
        source_name: String,
    },
}
