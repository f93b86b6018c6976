//! Files → articles: tagged records, JSON Lines, CSV, plain text and (through a reader that the caller passes in)
//! Parquet, loose, in folders, compressed or in archives.
//!
//! Reading has two halves. [`Corpus::next_batch`] is sequential and cheap: it reads, unpacks and cuts into
//! [`RawBatch`]es of about 1 MiB. [`RawBatch::parse`] is pure and may run on any thread: it decodes, repairs and parses.
//! Nothing is lost silently: every record is a [`Record::Article`], which carries the problems that were mended, or a
//! [`Record::Lost`] with the file, the line and the cure.
//!
//! ```
//! use bangjiao_corpus::{Corpus, ReadOptions, Record};
//! let folder = tempfile::tempdir()?;
//! std::fs::write(
//!     folder.path().join("199607060202.TXT"),
//!     "〖RQ/日期〗19960706〖-RQ/日期〗\n〖BH/版号〗02〖-BH/版号〗\n〖TH/条号〗2〖-TH/条号〗\n〖BT/标题〗两国签署联合声明〖-BT/标题〗\n",
//! )?;
//! let mut corpus = Corpus::open(&[folder.path().to_path_buf()], ReadOptions::default())?;
//! let batch = corpus.next_batch().unwrap().parse();
//! let Record::Article(article) = &batch.records[0] else { panic!("the record is whole") };
//! assert_eq!(article.id.as_str(), "19960706-02-002");
//! assert_eq!(article.title.as_deref(), Some("两国签署联合声明"));
//! assert!(corpus.next_batch().is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod batch;
mod container;
mod corpus;
mod draft;
mod encoding;
mod error;
mod field_names;
mod fields;
mod file_name;
mod format;
mod input;
mod lines;
mod options;
mod record;
mod split;
mod stream;
mod table;

pub use batch::{FileReport, ParsedBatch, PartReport, RawBatch};
pub use corpus::{Corpus, InputReport, Progress};
pub use encoding::TextEncoding;
pub use error::Error;
pub use format::Format;
pub use options::{ReadOptions, Shard, SourcePrefix};
pub use record::Record;
pub use table::{OpenTable, Table, TableFile, TableRows};
