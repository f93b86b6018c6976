//! The list of tables, and for each of them a file with its columns and what makes its frames.

mod agreement_mentions;
mod agreements;
mod article_entities;
mod articles;
mod country_codes;
mod coverage;
mod documents;
mod dyad_year;
mod edges;
mod edges_by_period;
mod entities;
mod entity_period;
mod files;
mod keywords;
mod mentions;
mod nodes;
mod offices;
mod problems;
mod sentences;
pub mod statistics;
mod tokens;

use crate::schema::{ForeignKey, Table};

pub use agreement_mentions::{AGREEMENT_MENTIONS, AgreementMentionRows};
pub use agreements::{
    AGREEMENT_PARTIES, AGREEMENTS, AgreementRow, agreement_parties_frame, agreements_frame,
};
pub use article_entities::{ARTICLE_ENTITIES, ArticleEntityRow, article_entities_frame};
pub use articles::{ARTICLES, ArticleRows};
pub use country_codes::{COUNTRY_CODES, CountryCodeRow, country_codes_frame};
pub use coverage::{COVERAGE, CoverageRow, coverage_frame};
pub use documents::{DOCUMENTS, DocumentRows, SIGNATORIES};
pub use dyad_year::{DYAD_YEAR, DyadYearRow, dyad_year_frame};
pub use edges::{EDGES, EdgeRow, EdgeRows};
pub use edges_by_period::{
    EDGES_BY_PERIOD, EDGES_CHANGE, EdgeByPeriodRow, EdgeChangeRow, edges_by_period_frame, edges_change_frame,
};
pub use entities::{ENTITIES, EntityRow, entities_frame};
pub use entity_period::{ENTITY_PERIOD, EntityPeriodRow, entity_period_frame};
pub use files::{FILES, FileRow, files_frame};
pub use keywords::{KEYWORDS, KeywordRows};
pub use mentions::{MENTIONS, MentionRows};
pub use nodes::{NODES, NodeRow, nodes_frame};
pub use offices::{OFFICES, OfficeRow, offices_frame};
pub use problems::{PROBLEMS, problems_frame};
pub use sentences::{SENTENCES, SentenceRows};
pub use tokens::{TOKENS, TokenRows};

/// Every table, in the order of the data dictionary.
pub const TABLES: &[Table] = &[
    ARTICLES,
    SENTENCES,
    TOKENS,
    MENTIONS,
    ENTITIES,
    ARTICLE_ENTITIES,
    ENTITY_PERIOD,
    AGREEMENT_MENTIONS,
    AGREEMENTS,
    AGREEMENT_PARTIES,
    DOCUMENTS,
    SIGNATORIES,
    OFFICES,
    NODES,
    EDGES,
    EDGES_BY_PERIOD,
    EDGES_CHANGE,
    DYAD_YEAR,
    KEYWORDS,
    COVERAGE,
    COUNTRY_CODES,
    FILES,
    PROBLEMS,
];

/// The table with this name.
///
/// ```
/// assert_eq!(bangjiao_table::table("mentions"), Some(&bangjiao_table::MENTIONS));
/// ```
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// The foreign key of every table whose rows belong to an article.
const OF_ARTICLE: ForeignKey =
    ForeignKey { columns: &["article_id"], table: "articles", references: &["article_id"] };

/// The foreign key of every table whose rows belong to a sentence.
const OF_SENTENCE: ForeignKey = ForeignKey {
    columns: &["article_id", "sentence"],
    table: "sentences",
    references: &["article_id", "sentence"],
};

/// The foreign key of every table whose rows belong to an entity.
const OF_ENTITY: ForeignKey =
    ForeignKey { columns: &["entity_id"], table: "entities", references: &["entity_id"] };
