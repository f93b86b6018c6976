use bangjiao_document::{CharOffsets, Document};
use polars::prelude::DataFrame;

use super::{OF_ARTICLE, OF_SENTENCE};
use crate::frame::FrameBuilder;
use crate::schema::{Column, Table};

/// The table `tokens`.
pub const TOKENS: Table = Table {
    name: "tokens",
    title: "A word",
    description: "The words of each sentence in order; written on request.",
    columns: &[
        Column::text("article_id", "The article."),
        Column::integer("sentence", None, "Number of the sentence in the article, from 0."),
        Column::integer("token", None, "Number of the word in the sentence, from 0."),
        Column::integer("start", Some("code points"), "First character in articles.text."),
        Column::integer("end", Some("code points"), "Character after the last."),
        Column::integer("start_byte", Some("bytes"), "First byte in articles.text, UTF-8."),
        Column::integer("end_byte", Some("bytes"), "Byte after the last."),
        Column::text("text", "The word."),
        Column::text("pos", "Part of speech in the tag set of jieba, such as n, v, ns; x where unknown."),
    ],
    primary_key: &["article_id", "sentence", "token"],
    foreign_keys: &[OF_ARTICLE, OF_SENTENCE],
};

/// Collects rows of the table `tokens`.
///
/// ```
/// # use bangjiao_document::{Article, ArticleId, CharOffsets, Document, Span, Token};
/// use bangjiao_table::TokenRows;
/// let mut article = Article::new(ArticleId::new("a")?, "s".into(), "a.txt".into(), 1);
/// article.body = Some("中国外长".to_owned());
/// let mut document = Document::new(article);
/// let token = |start, end, pos| Token { span: Span::new(start, end), sentence: 0, pos };
/// document.annotate(vec![], vec![], vec![token(0, 6, "ns"), token(6, 12, "n")], vec![])?;
/// let mut rows = TokenRows::new();
/// rows.push(&document, &CharOffsets::new(document.text()));
/// assert_eq!(rows.finish().column("text")?.str()?.get(1), Some("外长"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TokenRows(FrameBuilder);

impl TokenRows {
    /// No rows.
    pub fn new() -> Self {
        TokenRows(FrameBuilder::new(&TOKENS))
    }

    /// Adds the tokens of a document; `offsets` are those of its text.
    pub fn push(&mut self, document: &Document, offsets: &CharOffsets<'_>) {
        let tokens = document.tokens();
        let each = || tokens.iter();
        let mut rows = self.0.rows(tokens.len());
        rows.same_text("article_id", document.article().id.as_str());
        rows.integer("sentence", each().map(|token| i64::from(token.sentence)));
        let numbers = each().scan((None, -1), |(sentence, number), token| {
            *number = if *sentence == Some(token.sentence) { *number + 1 } else { 0 };
            *sentence = Some(token.sentence);
            Some(*number)
        });
        rows.integer("token", numbers);
        rows.integer("start", each().map(|token| i64::from(offsets.char_at(token.span.start))));
        rows.integer("end", each().map(|token| i64::from(offsets.char_at(token.span.end))));
        rows.integer("start_byte", each().map(|token| i64::from(token.span.start)));
        rows.integer("end_byte", each().map(|token| i64::from(token.span.end)));
        rows.text("text", each().map(|token| token.span.of(document.text())));
        rows.text("pos", each().map(|token| token.pos));
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

impl Default for TokenRows {
    fn default() -> Self {
        Self::new()
    }
}
