use bangjiao_document::{Document, EntityId, Keyword, Kind};
use polars::prelude::DataFrame;

use super::OF_ARTICLE;
use crate::frame::{FrameBuilder, integer};
use crate::schema::{Column, Table};

/// The table `keywords`.
pub const KEYWORDS: Table = Table {
    name: "keywords",
    title: "A term of the newspaper's own index",
    description: "The index terms that the archive gives an article (关键), in its order: what its editors saw in it.",
    columns: &[
        Column::text("article_id", "The article."),
        Column::integer("position", None, "Number of the term in the article, from 0."),
        Column::text("group", "subject, or the code before the colon: RW for people."),
        Column::text("term", "The term as it stands in the archive."),
        Column::text(
            "kind",
            "Kind of the entity that the term names: country, person, treaty, place, organization.",
        )
        .or_null(),
        Column::text("entity_id", "The entity that the term names; it need not be mentioned in the text.")
            .or_null(),
    ],
    primary_key: &["article_id", "position"],
    foreign_keys: &[OF_ARTICLE],
};

/// Collects rows of the table `keywords`.
///
/// ```
/// # use bangjiao_document::{Article, ArticleId, Document, EntityId, Keyword, Kind};
/// use bangjiao_table::KeywordRows;
/// let mut article = Article::new(ArticleId::new("a")?, "s".into(), "a.txt".into(), 1);
/// article.keywords = vec![Keyword { group: "subject".into(), term: "民主德国".into() }];
/// let mut rows = KeywordRows::new();
/// let ddr = EntityId::new("DDR")?;
/// rows.push(&Document::new(article), |keyword| {
///     (keyword.term == "民主德国").then(|| (Kind::Country, ddr.clone()))
/// });
/// assert_eq!(rows.finish().column("entity_id")?.str()?.get(0), Some("DDR"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct KeywordRows(FrameBuilder);

impl KeywordRows {
    /// No rows.
    pub fn new() -> Self {
        KeywordRows(FrameBuilder::new(&KEYWORDS))
    }

    /// Adds the index terms of a document; `entity` says what a term names.
    pub fn push(&mut self, document: &Document, entity: impl Fn(&Keyword) -> Option<(Kind, EntityId)>) {
        let keywords = &document.article().keywords;
        let entities: Vec<_> = keywords.iter().map(entity).collect();
        let mut rows = self.0.rows(keywords.len());
        rows.same_text("article_id", document.article().id.as_str());
        rows.integer("position", (0..keywords.len()).map(integer));
        rows.text("group", keywords.iter().map(|keyword| keyword.group.as_str()));
        rows.text("term", keywords.iter().map(|keyword| keyword.term.as_str()));
        rows.text("kind", entities.iter().map(|entity| entity.as_ref().map(|(kind, _)| kind.as_str())));
        rows.text("entity_id", entities.iter().map(|entity| entity.as_ref().map(|(_, id)| id.as_str())));
    }

    /// Number of rows so far.
    pub fn n_rows(&self) -> usize {
        self.0.n_rows()
    }

    /// The rows as a frame.
    pub fn finish(self) -> DataFrame {
        self.0.finish()
    }
}

impl Default for KeywordRows {
    fn default() -> Self {
        Self::new()
    }
}
