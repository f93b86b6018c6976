use std::iter::once;

use bangjiao_document::{Document, EntityId, Office, Signature};
use polars::prelude::DataFrame;

use super::{OF_ARTICLE, OF_ENTITY};
use crate::frame::FrameBuilder;
use crate::schema::{Column, ForeignKey, Table};

/// The table `documents`.
pub const DOCUMENTS: Table = Table {
    name: "documents",
    title: "An article that is itself a document",
    description: "Articles that print an agreement or joint document, with what they say of themselves.",
    columns: &[
        Column::text("article_id", "The article."),
        Column::text("agreement_id", "The agreement; null where parties or day are not known.").or_null(),
        Column::text("type", "Kind of document, as in agreement_mentions."),
        Column::text("title", "The article's title."),
        Column::list("parties", "The parties, by id."),
        Column::text("date", "Day of signing that the document says, in EDTF.").or_null(),
        Column::text("place", "Place of signing as it is written.").or_null(),
        Column::list("languages", "Languages of the texts, as they are named."),
        Column::text("in_force", "When it comes into force: a day in EDTF, or the words that say so.")
            .or_null(),
    ],
    primary_key: &["article_id"],
    foreign_keys: &[
        OF_ARTICLE,
        ForeignKey { columns: &["agreement_id"], table: "agreements", references: &["agreement_id"] },
    ],
};

/// The table `signatories`.
pub const SIGNATORIES: Table = Table {
    name: "signatories",
    title: "A signature",
    description: "The names under each document, in order of the text.",
    columns: &[
        Column::text("article_id", "The article, a row of documents."),
        Column::text("person_id", "The person.").or_null(),
        Column::text("person", "The name as it is written."),
        Column::text("role", "The title beside the name as it is written.").or_null(),
        Column::text(
            "office",
            "head_of_state, head_of_government, foreign_minister, minister, ambassador, military, party, legislature \
             or other.",
        )
        .or_null(),
        Column::text("country_id", "The state for which it was signed.").or_null(),
        Column::text("place", "Place of signing as it is written.").or_null(),
        Column::text("date", "Day of signing that the document says, in EDTF.").or_null(),
    ],
    primary_key: &["article_id", "person"],
    foreign_keys: &[
        ForeignKey { columns: &["article_id"], table: "documents", references: &["article_id"] },
        ForeignKey { columns: &["person_id"], ..OF_ENTITY },
    ],
};

/// Collects rows of the tables `documents` and `signatories`.
///
/// ```
/// # use bangjiao_document::*;
/// use bangjiao_table::DocumentRows;
/// let mut article = Article::new(ArticleId::new("a")?, "s".into(), "a.txt".into(), 1);
/// article.title = Some("联合声明".to_owned());
/// let mut document = Document::new(article);
/// document.set_official(Some(OfficialDocument {
///     agreement: None,
///     treaty_type: TreatyType::JointStatement,
///     title: "联合声明".to_owned(),
///     parties: vec![EntityId::new("CHN")?, EntityId::new("KAZ")?],
///     date: Some("1996-07-05".to_owned()),
///     place: Some("阿拉木图".to_owned()),
///     languages: Vec::new(),
///     in_force: None,
///     signatures: Vec::new(),
/// }));
/// let mut rows = DocumentRows::new();
/// rows.push(&document);
/// let (documents, signatories) = rows.finish();
/// assert_eq!(documents.column("place")?.str()?.get(0), Some("阿拉木图"));
/// assert_eq!(signatories.height(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct DocumentRows {
    documents: FrameBuilder,
    signatories: FrameBuilder,
}

impl DocumentRows {
    /// No rows.
    pub fn new() -> Self {
        DocumentRows {
            documents: FrameBuilder::new(&DOCUMENTS),
            signatories: FrameBuilder::new(&SIGNATORIES),
        }
    }

    /// Adds the rows of an article that is itself a document; of any other it adds none.
    pub fn push(&mut self, document: &Document) {
        let Some(official) = document.official() else { return };
        let id = document.article().id.as_str();
        let mut row = self.documents.rows(1);
        row.same_text("article_id", id);
        row.same_text("agreement_id", official.agreement.as_ref().map(EntityId::as_str));
        row.same_text("type", official.treaty_type.as_str());
        row.same_text("title", official.title.as_str());
        row.list("parties", once(official.parties.iter().map(EntityId::as_str)));
        row.same_text("date", official.date.as_deref());
        row.same_text("place", official.place.as_deref());
        row.list("languages", once(official.languages.iter().map(String::as_str)));
        row.same_text("in_force", official.in_force.as_deref());
        let each = || official.signatures.iter();
        let mut block = self.signatories.rows(official.signatures.len());
        block.same_text("article_id", id);
        block.text("person_id", each().map(|one| one.person.as_ref().map(EntityId::as_str)));
        block.text("person", each().map(|one| one.name.as_str()));
        block.text("role", each().map(|one| one.role.as_deref()));
        block.text("office", each().map(|one: &Signature| one.office.map(Office::as_str)));
        block.text("country_id", each().map(|one| one.country.as_ref().map(EntityId::as_str)));
        block.text("place", each().map(|_| official.place.as_deref()));
        block.text("date", each().map(|_| official.date.as_deref()));
    }

    /// The rows of `documents` and of `signatories` as frames.
    pub fn finish(self) -> (DataFrame, DataFrame) {
        (self.documents.finish(), self.signatories.finish())
    }
}

impl Default for DocumentRows {
    fn default() -> Self {
        Self::new()
    }
}
