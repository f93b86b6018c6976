use bangjiao_document::{CharOffsets, Document, EntityId, Kind, Sentence};
use polars::prelude::DataFrame;

use super::OF_ARTICLE;
use crate::frame::{FrameBuilder, integer};
use crate::schema::{Column, Table};

/// The table `sentences`.
pub const SENTENCES: Table = Table {
    name: "sentences",
    title: "A sentence",
    description: "Where each sentence stands; its text is the slice of articles.text from start to end.",
    columns: &[
        Column::text("article_id", "The article."),
        Column::integer("sentence", None, "Number of the sentence in the article, from 0."),
        Column::integer("paragraph", None, "Number of its paragraph in the article, from 0."),
        Column::text("field", "Part of the article: kicker, title, subtitle or body."),
        Column::text("zone", "Kind of text: text, dateline, byline, credit, signature or repeated_title."),
        Column::integer("start", Some("code points"), "First character in articles.text."),
        Column::integer("end", Some("code points"), "Character after the last."),
        Column::integer("start_byte", Some("bytes"), "First byte in articles.text, UTF-8."),
        Column::integer("end_byte", Some("bytes"), "Byte after the last."),
        Column::integer(
            "n_countries",
            Some("countries"),
            "Number of distinct countries mentioned, in any form.",
        ),
    ],
    primary_key: &["article_id", "sentence"],
    foreign_keys: &[OF_ARTICLE],
};

/// Collects rows of the table `sentences`.
///
/// ```
/// # use bangjiao_document::{Article, ArticleId, CharOffsets, Document, Field, Paragraph, Sentence, Span, Zone};
/// use bangjiao_table::SentenceRows;
/// let mut article = Article::new(ArticleId::new("a")?, "s".into(), "a.txt".into(), 1);
/// article.body = Some("中哈建交。".to_owned());
/// let mut document = Document::new(article);
/// let span = Span::new(0, 15);
/// let paragraph = Paragraph { span, field: Field::Body };
/// let sentence = Sentence { span, paragraph: 0, field: Field::Body, zone: Zone::Text };
/// document.annotate(vec![paragraph], vec![sentence], vec![], vec![])?;
/// let mut rows = SentenceRows::new();
/// rows.push(&document, &CharOffsets::new(document.text()));
/// assert_eq!(rows.finish().column("end")?.i64()?.get(0), Some(5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct SentenceRows<'d> {
    rows: Vec<Row<'d>>,
    /// Documents with the number of their sentences.
    documents: Vec<(&'d Document, usize)>,
}

/// A sentence with what is not in it.
#[derive(Debug)]
struct Row<'d> {
    sentence: &'d Sentence,
    number: usize,
    start: u32,
    end: u32,
    n_countries: i64,
}

impl<'d> SentenceRows<'d> {
    /// No rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the sentences of a document; `offsets` are those of its text.
    pub fn push(&mut self, document: &'d Document, offsets: &CharOffsets<'_>) {
        let sentences = document.sentences();
        self.documents.push((document, sentences.len()));
        let counted = sentences.iter().enumerate().zip(n_countries(document));
        self.rows.extend(counted.map(|((number, sentence), n_countries)| Row {
            sentence,
            number,
            start: offsets.char_at(sentence.span.start),
            end: offsets.char_at(sentence.span.end),
            n_countries,
        }));
    }

    /// Number of rows so far.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// The rows as a frame, made column by column over all documents.
    pub fn finish(self) -> DataFrame {
        let SentenceRows { rows, documents } = self;
        let each = || rows.iter();
        let sentences = || rows.iter().map(|row| row.sentence);
        let mut frame = FrameBuilder::new(&SENTENCES);
        let mut block = frame.rows(rows.len());
        let ids = documents.iter().map(|&(document, n)| (n, document.article().id.as_str()));
        block.repeated_text("article_id", ids);
        block.integer("sentence", each().map(|row| integer(row.number)));
        block.integer("paragraph", sentences().map(|sentence| i64::from(sentence.paragraph)));
        block.text("field", sentences().map(|sentence| sentence.field.as_str()));
        block.text("zone", sentences().map(|sentence| sentence.zone.as_str()));
        block.integer("start", each().map(|row| i64::from(row.start)));
        block.integer("end", each().map(|row| i64::from(row.end)));
        block.integer("start_byte", sentences().map(|sentence| i64::from(sentence.span.start)));
        block.integer("end_byte", sentences().map(|sentence| i64::from(sentence.span.end)));
        block.integer("n_countries", each().map(|row| row.n_countries));
        frame.finish()
    }
}

/// Number of distinct countries for each sentence.
fn n_countries(document: &Document) -> Vec<i64> {
    let mut counts = vec![0; document.sentences().len()];
    let mut seen: Vec<&EntityId> = Vec::new();
    let mut last = usize::MAX;
    // Mentions come by start, so those of one sentence follow each other.
    for mention in document.mentions().iter().filter(|mention| mention.kind == Kind::Country) {
        let sentence = document.sentence_at(mention.span.start);
        if sentence != last {
            seen.clear();
            last = sentence;
        }
        for link in &mention.links {
            if !seen.contains(&&link.entity) {
                seen.push(&link.entity);
                if let Some(count) = counts.get_mut(sentence) {
                    *count += 1;
                }
            }
        }
    }
    counts
}
