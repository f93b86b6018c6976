use std::iter::once;

use bangjiao_document::{ArticleId, CharOffsets, Document, Precision};
use polars::prelude::DataFrame;
use sha2::{Digest, Sha256};

use super::OF_ARTICLE;
use crate::frame::{FrameBuilder, integer};
use crate::schema::{Column, ForeignKey, Table};

/// The table `articles`.
pub const ARTICLES: Table = Table {
    name: "articles",
    title: "An article",
    description: "Every article that was read, in input order, with its text; no other table holds article text.",
    columns: &[
        Column::text(
            "article_id",
            "Id of the article: YYYYMMDD-PP-NNN in the tagged archive, else the input's own or one from its content.",
        ),
        Column::text("source", "Name of the newspaper or collection."),
        Column::date(
            "date",
            "Day of publication; the first day of the month or year where no more is known.",
        )
        .or_null(),
        Column::text("date_precision", "How much of the date is known: day, month or year.").or_null(),
        Column::integer("year", None, "Year of publication.").or_null(),
        Column::integer("month", None, "Month of publication, 1 to 12; null where only the year is known.")
            .or_null(),
        Column::integer(
            "weekday",
            None,
            "Day of the week of publication, 1 (Monday) to 7 (Sunday); null where the day is not known.",
        )
        .or_null(),
        Column::integer("issue", None, "Issue number (总期).").or_null(),
        Column::integer("page", None, "Page (版号).").or_null(),
        Column::text("page_name", "Name of the page (版名).").or_null(),
        Column::integer("item", None, "Item on the page (条号).").or_null(),
        Column::text("column", "Column (栏目).").or_null(),
        Column::text("class", "Library class (分类), such as D822.").or_null(),
        Column::text("genre", "Genre (体裁): 公文, 消息, 通讯, 社论 and others.").or_null(),
        Column::list("authors", "Authors (作者) in order."),
        Column::text("kicker", "Line above the title (引题).").or_null(),
        Column::text("title", "Title (标题).").or_null(),
        Column::text("subtitle", "Line below the title (副题).").or_null(),
        Column::text(
            "text",
            "Kicker, title, subtitle and body, joined by one line feed; what all offsets in other tables count in.",
        ),
        Column::integer(
            "body_start",
            Some("code points"),
            "Where the body begins in text; its length without a body.",
        ),
        Column::integer("n_characters", Some("code points"), "Length of text."),
        Column::integer("n_sentences", Some("sentences"), "Number of sentences of all fields."),
        Column::integer("n_paragraphs", Some("paragraphs"), "Number of paragraphs of all fields."),
        Column::boolean("has_body", "Whether there is a body (正文)."),
        Column::text("duplicate_of", "article_id of the earlier article of which this one is a reprint.")
            .or_null(),
        Column::text(
            "source_file",
            "File, relative to the input; entries of archives after an exclamation mark.",
        ),
        Column::integer("record", None, "Number of the record in its file, from 1."),
        Column::text("sha256", "SHA-256 of text in UTF-8, 64 lower-case hexadecimal digits."),
        Column::integer("n_problems", Some("problems"), "Number of rows in problems that this record has."),
        Column::text("extra", "Fields of the input that have no column, as a JSON object.").or_null(),
    ],
    primary_key: &["article_id"],
    foreign_keys: &[ForeignKey { columns: &["duplicate_of"], ..OF_ARTICLE }],
};

/// Collects rows of the table `articles`.
///
/// ```
/// use bangjiao_document::{Article, ArticleId, CharOffsets, Document};
/// use bangjiao_table::ArticleRows;
/// let mut article = Article::new(ArticleId::new("19960706-02-002")?, "archive".into(), "a.TXT".into(), 1);
/// article.title = Some("联合声明".to_owned());
/// article.body = Some("双方重申友好。".to_owned());
/// let document = Document::new(article);
/// let mut rows = ArticleRows::new();
/// rows.push(&document, &CharOffsets::new(document.text()));
/// let frame = rows.finish();
/// assert_eq!(frame.column("body_start")?.i64()?.get(0), Some(5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ArticleRows(FrameBuilder);

impl ArticleRows {
    /// No rows.
    pub fn new() -> Self {
        ArticleRows(FrameBuilder::new(&ARTICLES))
    }

    /// Adds the row of a document; `offsets` are those of its text.
    pub fn push(&mut self, document: &Document, offsets: &CharOffsets<'_>) {
        let article = document.article();
        let date = article.date;
        let known = |precision| date.filter(|date| date.precision >= precision).map(|date| date.first);
        let mut row = self.0.rows(1);
        row.same_text("article_id", article.id.as_str());
        row.same_text("source", &*article.source);
        row.date("date", once(date.map(|date| date.first)));
        row.same_text("date_precision", date.map(|date| date.precision.as_str()));
        row.integer("year", once(known(Precision::Year).map(|day| i64::from(day.year()))));
        row.integer("month", once(known(Precision::Month).map(|day| i64::from(day.month()))));
        let weekday = known(Precision::Day).map(|day| i64::from(day.weekday().to_monday_one_offset()));
        row.integer("weekday", once(weekday));
        row.integer("issue", once(article.issue));
        row.integer("page", once(article.page));
        row.same_text("page_name", article.page_name.as_deref());
        row.integer("item", once(article.item));
        row.same_text("column", article.column.as_deref());
        row.same_text("class", article.class.as_deref());
        row.same_text("genre", article.genre.as_deref());
        row.list("authors", once(article.authors.iter().map(String::as_str)));
        row.same_text("kicker", article.kicker.as_deref());
        row.same_text("title", article.title.as_deref());
        row.same_text("subtitle", article.subtitle.as_deref());
        row.same_text("text", document.text());
        row.integer("body_start", once(i64::from(offsets.char_at(document.body_start()))));
        row.integer("n_characters", once(i64::from(offsets.total())));
        row.integer("n_sentences", once(integer(document.sentences().len())));
        row.integer("n_paragraphs", once(integer(document.paragraphs().len())));
        row.boolean("has_body", once(document.has_body()));
        row.same_text("duplicate_of", article.duplicate_of.as_ref().map(ArticleId::as_str));
        row.same_text("source_file", &*article.source_file);
        row.integer("record", once(i64::try_from(article.record).unwrap_or(i64::MAX)));
        row.written_text("sha256", once(document.text()), push_sha256);
        row.integer("n_problems", once(integer(article.problems.len())));
        let extra = (!article.extra.is_empty())
            .then(|| serde_json::to_string(&article.extra).expect("a map of texts is a JSON object"));
        row.same_text("extra", extra.as_deref());
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

impl Default for ArticleRows {
    fn default() -> Self {
        Self::new()
    }
}

fn push_sha256(text: &str, hexadecimal: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in Sha256::digest(text) {
        hexadecimal.push(char::from(DIGITS[usize::from(byte >> 4)]));
        hexadecimal.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

#[cfg(test)]
mod tests {
    use super::push_sha256;

    #[test]
    fn sha256_is_that_of_sha256sum() {
        let mut hexadecimal = String::new();
        push_sha256("abc", &mut hexadecimal);
        assert_eq!(hexadecimal, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
