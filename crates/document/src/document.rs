use crate::{Article, Field, Mention, OfficialDocument, Span, Zone};

/// A stretch of one field between line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands, white space around it left out.
    pub span: Span,
    /// Its field.
    pub field: Field,
}

/// A sentence: it ends at 。！？ (a closing quote included), at a line end, or where its zone ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, white space around it left out.
    pub span: Span,
    /// Number of its paragraph, from 0.
    pub paragraph: u32,
    /// Its field.
    pub field: Field,
    /// What kind of text it is.
    pub zone: Zone,
}

/// A word with its part of speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Number of its sentence, from 0.
    pub sentence: u32,
    /// Part of speech in jieba's tag set (`n`, `v`, `ns`, …); `x` where unknown.
    pub pos: &'static str,
}

/// An annotation that does not fit its text.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentError {
    /// A span ends beyond the text or cuts a character.
    #[error("the span {start}..{end} of a {what} is not on character boundaries of a text of {length} bytes")]
    SpanOffText {
        /// `paragraph`, `sentence`, `token` or `mention`.
        what: &'static str,
        /// First byte.
        start: u32,
        /// Byte after the last.
        end: u32,
        /// Length of the text in bytes.
        length: usize,
    },
}

/// An article with its text assembled and annotated.
///
/// The text is kicker, title, subtitle and body joined by one line break; it is never rewritten.
///
/// ```
/// use bangjiao_document::{Article, ArticleId, Document, Field};
/// let mut article = Article::new(ArticleId::new("a")?, "s".into(), "a.txt".into(), 1);
/// article.title = Some("联合声明".to_owned());
/// article.body = Some("    双方重申。".to_owned());
/// let document = Document::new(article);
/// assert_eq!(document.text(), "联合声明\n    双方重申。");
/// assert_eq!(&document.text()[document.body_start() as usize..], "    双方重申。");
/// assert_eq!(document.field_span(Field::Title).unwrap().of(document.text()), "联合声明");
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Document {
    article: Article,
    text: String,
    fields: Vec<(Field, Span)>,
    paragraphs: Vec<Paragraph>,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    mentions: Vec<Mention>,
    official: Option<OfficialDocument>,
    certain_names: Vec<Box<str>>,
}

impl Document {
    /// Assembles the text of an article; nothing is annotated yet.
    pub fn new(mut article: Article) -> Self {
        let body = article.body.take();
        let mut text = String::with_capacity(body.as_ref().map_or(0, String::len) + 128);
        let mut fields = Vec::with_capacity(4);
        let parts = [
            (Field::Kicker, article.kicker.as_deref()),
            (Field::Title, article.title.as_deref()),
            (Field::Subtitle, article.subtitle.as_deref()),
            (Field::Body, body.as_deref()),
        ];
        for (field, part) in parts {
            let Some(part) = part.filter(|part| !part.is_empty()) else { continue };
            if !text.is_empty() {
                text.push('\n');
            }
            let start = text.len();
            text.push_str(part);
            fields.push((field, Span::from_usize(start, text.len())));
        }
        Document {
            article,
            text,
            fields,
            paragraphs: Vec::new(),
            sentences: Vec::new(),
            tokens: Vec::new(),
            mentions: Vec::new(),
            official: None,
            certain_names: Vec::new(),
        }
    }

    /// The article; its `body` is `None`, since the text holds it.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// The article's fields joined by one line break each.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// First byte of the body; the length of the text when there is none.
    pub fn body_start(&self) -> u32 {
        self.field_span(Field::Body)
            .map_or_else(|| u32::try_from(self.text.len()).unwrap_or(u32::MAX), |span| span.start)
    }

    /// Whether there is a body.
    pub fn has_body(&self) -> bool {
        self.field_span(Field::Body).is_some()
    }

    /// Where a field stands in the text.
    pub fn field_span(&self, field: Field) -> Option<Span> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, span)| *span)
    }

    /// The fields that are there, in order of the text.
    pub fn fields(&self) -> &[(Field, Span)] {
        &self.fields
    }

    /// Paragraphs in order of the text.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// Sentences in order of the text.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// Tokens in order of the text; empty unless they were asked for.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Mentions by start, longer first, then kind.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// What it says where the article is itself an agreement or joint document.
    pub fn official(&self) -> Option<&OfficialDocument> {
        self.official.as_ref()
    }

    /// Notes that the article is itself an agreement or joint document.
    pub fn set_official(&mut self, official: Option<OfficialDocument>) {
        self.official = official;
    }

    /// Full names of persons, of no lexicon, that the article alone makes certain; folded as matched, sorted, each once.
    pub fn certain_names(&self) -> &[Box<str>] {
        &self.certain_names
    }

    /// Notes the names that the article alone makes certain.
    pub fn set_certain_names(&mut self, certain_names: Vec<Box<str>>) {
        self.certain_names = certain_names;
    }

    /// The sentence in which a byte stands; the nearest before it where it stands between two.
    ///
    /// # Complexity
    /// O(log n) in the number of sentences.
    pub fn sentence_at(&self, byte: u32) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.start <= byte).saturating_sub(1)
    }

    /// Names the earlier article of which this one is a reprint.
    pub fn set_duplicate_of(&mut self, original: crate::ArticleId) {
        self.article.duplicate_of = Some(original);
    }

    /// Says what was wrong with the record.
    pub fn set_problems(&mut self, problems: Vec<crate::Problem>) {
        self.article.problems = problems;
    }

    /// Gives the article its final id, unique within the run.
    pub fn set_id(&mut self, id: crate::ArticleId) {
        self.article.id = id;
    }

    /// Adds the annotation; mentions are sorted by start, longer first, then kind.
    ///
    /// # Errors
    /// [`DocumentError::SpanOffText`] if a span does not lie on character boundaries of the text.
    pub fn annotate(
        &mut self,
        paragraphs: Vec<Paragraph>,
        sentences: Vec<Sentence>,
        tokens: Vec<Token>,
        mut mentions: Vec<Mention>,
    ) -> Result<(), DocumentError> {
        let text = &self.text;
        let check = |what, span: Span| match text.get(span.range()) {
            Some(_) => Ok(()),
            None => {
                Err(DocumentError::SpanOffText { what, start: span.start, end: span.end, length: text.len() })
            }
        };
        paragraphs.iter().try_for_each(|paragraph| check("paragraph", paragraph.span))?;
        sentences.iter().try_for_each(|sentence| check("sentence", sentence.span))?;
        tokens.iter().try_for_each(|token| check("token", token.span))?;
        mentions.iter().try_for_each(|mention| check("mention", mention.span))?;
        mentions.sort_by(|a, b| {
            (a.span.start, std::cmp::Reverse(a.span.end), a.kind)
                .cmp(&(b.span.start, std::cmp::Reverse(b.span.end), b.kind))
                .then_with(|| a.links.iter().map(|l| &l.entity).cmp(b.links.iter().map(|l| &l.entity)))
        });
        self.paragraphs = paragraphs;
        self.sentences = sentences;
        self.tokens = tokens;
        self.mentions = mentions;
        Ok(())
    }
}
