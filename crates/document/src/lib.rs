//! What an annotated newspaper article is: the words that every other crate of bangjiao speaks.
//!
//! An [`Article`] is what a reader found: fields, date, page, problems. A [`Document`] is the article with its
//! text assembled and annotated: paragraphs, sentences and [`Mention`]s. All offsets inside Rust are UTF-8 bytes into
//! [`Document::text`]; [`CharOffsets`] turns them into Unicode code points when they leave Rust.

mod article;
mod date;
mod document;
mod entity;
mod id;
mod mention;
mod official;
mod offsets;
mod problem;
mod span;
mod vocabulary;

pub use article::{Article, Keyword};
pub use date::{Precision, PublicationDate};
pub use document::{Document, DocumentError, Paragraph, Sentence, Token};
pub use entity::EntityInfo;
pub use id::{ArticleId, EntityId, IdError, RuleId};
pub use mention::{DateDetail, Detail, Link, Mention, NamedDetail, PersonDetail, TreatyDetail};
pub use official::{OfficialDocument, Signature};
pub use offsets::CharOffsets;
pub use problem::{Problem, Severity};
pub use span::Span;
pub use vocabulary::{Act, Anchor, DateClass, Field, Form, Granularity, Kind, Office, TreatyType, Zone};
