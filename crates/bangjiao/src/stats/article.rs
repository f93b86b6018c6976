//! An article as its tables hold it.

use bangjiao_annotate::View;
use bangjiao_document::{Field, Form, Kind, Precision, PublicationDate, Span, Zone};
use bangjiao_lexicon::Fold;
use bangjiao_table::Row;

/// The columns of `articles` that are read; those that decide on the selection come first.
pub(super) const ARTICLE_COLUMNS: [&str; 12] = [
    "article_id",
    "source",
    "genre",
    "page",
    "class",
    "date",
    "duplicate_of",
    "date_precision",
    "n_characters",
    "n_sentences",
    "has_body",
    "text",
];
/// The columns of `sentences` that are read.
pub(super) const SENTENCE_COLUMNS: [&str; 5] = ["article_id", "field", "zone", "start_byte", "end_byte"];
/// The columns of `mentions` that are read.
pub(super) const MENTION_COLUMNS: [&str; 8] =
    ["article_id", "sentence", "start_byte", "end_byte", "kind", "form", "entity_id", "within"];
/// The columns of `tokens` that are read.
pub(super) const TOKEN_COLUMNS: [&str; 4] = ["article_id", "sentence", "start_byte", "end_byte"];

/// The rows of an article.
pub(super) struct ArticleRows {
    /// Number of the article in the run, from 0.
    pub number: usize,
    /// Its cells of the [`ARTICLE_COLUMNS`].
    pub article: Row,
    pub sentences: Vec<Row>,
    pub mentions: Vec<Row>,
    /// `None` where the run kept no tokens.
    pub tokens: Option<Vec<Row>>,
}

/// An article read back.
pub(super) struct StoredArticle {
    /// Number of the article in the run, from 0.
    pub number: usize,
    cells: Row,
    pub sentences: Vec<StoredSentence>,
    /// By place, as in the table.
    pub mentions: Vec<StoredMention>,
    /// The borders of outermost mentions, sorted.
    borders: Vec<u32>,
    /// Sentence and place of each token, where the run kept them.
    tokens: Option<Vec<(u32, Span)>>,
}

/// A sentence read back.
#[derive(Clone, Copy)]
pub(super) struct StoredSentence {
    pub span: Span,
    pub field: Field,
    pub zone: Zone,
}

/// A mention and one of its entities, read back.
pub(super) struct StoredMention {
    pub span: Span,
    pub sentence: u32,
    pub kind: Kind,
    /// Whether it refers back (该协定).
    pub is_anaphor: bool,
    pub entity: Option<String>,
    /// Whether it stands inside no other.
    pub is_outermost: bool,
}

impl StoredArticle {
    /// Reads the cells; the name of a table and its row where this program cannot have written them.
    pub fn parse(rows: ArticleRows) -> Result<Self, (&'static str, Row)> {
        let sentences = each(rows.sentences, sentence).map_err(|row| ("sentences", row))?;
        let mentions = each(rows.mentions, mention).map_err(|row| ("mentions", row))?;
        let tokens = rows.tokens.map(|tokens| each(tokens, token)).transpose();
        let tokens = tokens.map_err(|row| ("tokens", row))?;
        let outermost = mentions.iter().filter(|mention| mention.is_outermost);
        let mut borders: Vec<u32> =
            outermost.flat_map(|mention| [mention.span.start, mention.span.end]).collect();
        borders.sort_unstable();
        borders.dedup();
        let article =
            StoredArticle { number: rows.number, cells: rows.article, sentences, mentions, borders, tokens };
        let spans = article.sentences.iter().map(|sentence| sentence.span);
        let spans = spans.chain(article.mentions.iter().map(|mention| mention.span));
        let tokens = article.tokens.iter().flatten().map(|(_, span)| *span);
        let fits = spans.chain(tokens).all(|span| article.text().get(span.range()).is_some());
        if fits { Ok(article) } else { Err(("articles", article.cells)) }
    }

    /// A cell of one of the [`ARTICLE_COLUMNS`].
    pub fn cell(&self, column: &str) -> Option<&str> {
        let at = ARTICLE_COLUMNS.iter().position(|name| *name == column)?;
        self.cells.text(at)
    }

    /// A cell that holds an integer.
    pub fn integer(&self, column: &str) -> Option<i64> {
        self.cell(column)?.parse().ok()
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.cell("article_id").unwrap_or_default()
    }

    /// Its date with what is known of it.
    pub fn date(&self) -> Option<PublicationDate> {
        let word = self.cell("date_precision")?;
        let all = [Precision::Year, Precision::Month, Precision::Day];
        let precision = all.into_iter().find(|precision| precision.as_str() == word)?;
        Some(PublicationDate { first: self.cell("date")?.parse().ok()?, precision })
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.cell("text").unwrap_or_default()
    }

    /// Whether a column of truth values says yes.
    pub fn is(&self, column: &str) -> bool {
        matches!(self.cell(column), Some("true" | "1"))
    }

    /// One of its sentences as words are cut from it.
    pub fn view(&self, number: usize, fold: &Fold) -> SentenceView<'_> {
        let StoredSentence { span, field, .. } = self.sentences[number];
        let view = View::of_sentence(span.of(self.text()), field, fold);
        SentenceView { view, start: span.start }
    }

    /// The borders of outermost mentions in a sentence, and its tokens where the run kept them; view offsets.
    pub fn known_words(&self, number: usize, sentence: &SentenceView<'_>) -> (Vec<u32>, Option<Vec<Span>>) {
        let span = self.sentences[number].span;
        let first = self.borders.partition_point(|&border| border <= span.start);
        let inside = self.borders[first..].iter().take_while(|&&border| border < span.end);
        let borders = inside.map(|&border| sentence.offset(border)).collect();
        let tokens = self.tokens.as_ref().map(|tokens| {
            let first = tokens.partition_point(|(sentence, _)| (*sentence as usize) < number);
            let here = tokens[first..].iter().take_while(|(sentence, _)| *sentence as usize == number);
            here.map(|(_, span)| sentence.span(*span)).collect()
        });
        (borders, tokens)
    }
}

/// A sentence without stray white space, in simplified characters.
pub(super) struct SentenceView<'a> {
    view: View<'a>,
    start: u32,
}

impl<'a> SentenceView<'a> {
    /// The view.
    pub fn view(&self) -> &View<'a> {
        &self.view
    }

    /// The view offset of a byte of the article's text inside the sentence.
    pub fn offset(&self, at: u32) -> u32 {
        self.view.view_offset(at - self.start)
    }

    /// The place in the view of a span of the article's text.
    pub fn span(&self, span: Span) -> Span {
        Span::new(self.offset(span.start), self.offset(span.end))
    }

    /// The place in the article's text of a span of the view.
    pub fn in_text(&self, span: Span) -> Span {
        self.view.to_text(span).shifted(self.start)
    }
}

fn each<T>(rows: Vec<Row>, parse: impl Fn(&Row) -> Option<T>) -> Result<Vec<T>, Row> {
    rows.into_iter().map(|row| parse(&row).ok_or(row)).collect()
}

fn span(row: &Row, start: usize) -> Option<Span> {
    let at = |cell: usize| row.parse::<u32>(cell);
    let (start, end) = (at(start)?, at(start + 1)?);
    (start <= end).then(|| Span::new(start, end))
}

fn sentence(row: &Row) -> Option<StoredSentence> {
    let field = Field::from_word(row.text(1)?)?;
    Some(StoredSentence { span: span(row, 3)?, field, zone: Zone::from_word(row.text(2)?)? })
}

fn mention(row: &Row) -> Option<StoredMention> {
    Some(StoredMention {
        span: span(row, 2)?,
        sentence: row.parse(1)?,
        kind: Kind::from_word(row.text(4)?)?,
        is_anaphor: row.text(5) == Some(Form::Anaphor.as_str()),
        entity: row.owned(6),
        is_outermost: row.text(7).is_none(),
    })
}

fn token(row: &Row) -> Option<(u32, Span)> {
    Some((row.parse(1)?, span(row, 2)?))
}
