use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::{Error, TextEncoding};

/// How inputs are read.
///
/// ```
/// use bangjiao_corpus::ReadOptions;
/// let options = ReadOptions {
///     source: Some("人民日报".to_owned()),
///     fields: vec![("body".to_owned(), "正文".to_owned())],
///     ..ReadOptions::default()
/// };
/// assert_eq!(options.max_record, 16 * 1024 * 1024);
/// ```
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Name of the newspaper for records that name none; the name of the INPUT's folder where it is `None`.
    pub source: Option<String>,
    /// Whether ids begin with the source.
    pub source_prefix: SourcePrefix,
    /// The encoding of all text files; chosen file by file from the content where it is `None`.
    pub encoding: Option<TextEncoding>,
    /// Longest record that is an article, in bytes as decoded to UTF-8.
    pub max_record: u64,
    /// Pairs of an article's field and the name under which JSON Lines, CSV and tables hold it: `("body", "content")`.
    pub fields: Vec<(String, String)>,
    /// The part of the records that is read; all where it is `None`.
    pub shard: Option<Shard>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions {
            source: None,
            source_prefix: SourcePrefix::Without,
            encoding: None,
            max_record: 16 * 1024 * 1024,
            fields: Vec::new(),
            shard: None,
        }
    }
}

/// Whether ids begin with the name of their source, since two newspapers share dates and pages.
///
/// ```
/// use bangjiao_corpus::SourcePrefix;
/// // With: 光明日报-19960706-02-002; without: 19960706-02-002.
/// assert_eq!(SourcePrefix::default(), SourcePrefix::Without);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SourcePrefix {
    /// Ids as they are.
    #[default]
    Without,
    /// `SOURCE-` before every id.
    With,
}

/// One of several disjoint parts of the records, so that several machines can share the work.
///
/// A record belongs to the shard given by the first eight bytes of SHA-256 over `PATH:NUMBER` (the path relative to the
/// INPUT argument and the record's number), read as a big-endian integer, modulo the number of shards.
///
/// ```
/// use bangjiao_corpus::Shard;
/// let shards: Vec<Shard> = vec!["1/2".parse()?, "2/2".parse()?];
/// let holding = shards.iter().filter(|shard| shard.holds("1996/人民日报.txt", 7)).count();
/// assert_eq!(holding, 1);
/// assert!("0/2".parse::<Shard>().is_err());
/// # Ok::<(), bangjiao_corpus::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    count: u32,
}

impl Shard {
    /// The part `index` of `count`, counted from 1.
    ///
    /// # Errors
    /// [`Error::BadShard`] unless `1 <= index <= count`.
    pub fn new(index: u32, count: u32) -> Result<Self, Error> {
        if index == 0 || index > count {
            return Err(Error::BadShard { found: format!("{index}/{count}") });
        }
        Ok(Shard { index, count })
    }

    /// Number of the part, from 1.
    pub fn index(self) -> u32 {
        self.index
    }

    /// Number of parts.
    pub fn count(self) -> u32 {
        self.count
    }

    /// Whether a record, numbered from 1 in its file, belongs to this part.
    pub fn holds(self, source_file: &str, record: u64) -> bool {
        let mut hasher = Sha256::new();
        hasher.update(source_file.as_bytes());
        hasher.update(b":");
        hasher.update(record.to_string().as_bytes());
        let hash = hasher.finalize().iter().take(8).fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
        hash % u64::from(self.count) == u64::from(self.index - 1)
    }
}

impl FromStr for Shard {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || Error::BadShard { found: text.to_owned() };
        let (index, count) = text.split_once('/').ok_or_else(bad)?;
        let number = |part: &str| part.trim().parse::<u32>().map_err(|_| bad());
        Shard::new(number(index)?, number(count)?).map_err(|_| bad())
    }
}
