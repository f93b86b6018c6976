//! Tables of annotated newspapers: everything as data frames, and data frames as files.
//!
//! [`TABLES`] is the one list of tables and columns. For each table there is something that makes its frames
//! ([`ArticleRows`], [`MentionRows`], [`entities_frame`], …); a [`TableWriter`] writes frames as Parquet, CSV, JSON
//! lines or Arrow IPC; [`datapackage`] and [`data_dictionary_markdown`] describe them to programs and to readers.
//! [`read_rows`] reads a table of a run back, in any format; [`read_records`] reads Parquet files that somebody else made.
//!
//! ```
//! use bangjiao_document::{Article, ArticleId, CharOffsets, Document};
//! use bangjiao_table::{ARTICLES, ArticleRows, Format, TableWriter};
//!
//! let mut article = Article::new(ArticleId::new("19960706-02-002")?, "archive".into(), "a.TXT".into(), 1);
//! article.title = Some("中哈发表联合声明".to_owned());
//! let document = Document::new(article);
//!
//! let mut rows = ArticleRows::new();
//! rows.push(&document, &CharOffsets::new(document.text()));
//! let mut writer = TableWriter::new(&ARTICLES, Format::Csv, Vec::new())?;
//! writer.write(&rows.finish())?;
//! let csv = String::from_utf8(writer.finish()?)?;
//! assert!(csv.starts_with("article_id,source,date,"));
//! assert!(csv.contains("\n19960706-02-002,archive,,"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cell;
mod datapackage;
mod dictionary;
mod error;
mod frame;
mod reader;
mod rows;
mod schema;
mod tables;
mod writer;

pub use cell::{Cell, cells_frame};
pub use datapackage::{Resource, datapackage};
pub use dictionary::data_dictionary_markdown;
pub use error::Error;
pub use polars::frame::DataFrame;
pub use reader::{Record, Records, read_records, read_records_in_memory};
pub use rows::{Row, Rows, read_rows};
pub use schema::{Column, ColumnKind, ForeignKey, Table};
pub use tables::statistics::{
    CHANGED_MENTIONS, CHANGES, COLLOCATIONS, CONCORDANCE, DISPERSION, FREQUENCY, KEYNESS, STATISTICS,
    SUMMARY, TREND,
};
pub use tables::{
    AGREEMENT_MENTIONS, AGREEMENT_PARTIES, AGREEMENTS, ARTICLE_ENTITIES, ARTICLES, AgreementMentionRows,
    AgreementRow, ArticleEntityRow, ArticleRows, COUNTRY_CODES, COVERAGE, CountryCodeRow, CoverageRow,
    DOCUMENTS, DYAD_YEAR, DocumentRows, DyadYearRow, EDGES, EDGES_BY_PERIOD, EDGES_CHANGE, ENTITIES,
    ENTITY_PERIOD, EdgeByPeriodRow, EdgeChangeRow, EdgeRow, EdgeRows, EntityPeriodRow, EntityRow, FILES,
    FileRow, KEYWORDS, KeywordRows, MENTIONS, MentionRows, NODES, NodeRow, OFFICES, OfficeRow, PROBLEMS,
    SENTENCES, SIGNATORIES, SentenceRows, TABLES, TOKENS, TokenRows, agreement_parties_frame,
    agreements_frame, article_entities_frame, country_codes_frame, coverage_frame, dyad_year_frame,
    edges_by_period_frame, edges_change_frame, entities_frame, entity_period_frame, files_frame, nodes_frame,
    offices_frame, problems_frame, table,
};
pub use writer::{Format, Packed, TableWriter};
