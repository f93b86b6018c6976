//! Where an annotation disagrees with a gold set: a concordance of its errors.

use std::io::{self, Write};

use bangjiao_document::Kind;

use super::gold::{GoldArticle, GoldField, GoldSpan};
use super::predictions::PredictedMention;

/// What is wrong with a mention; also what of a mention is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing of the kind was predicted there.
    Missed,
    /// There is nothing of the kind.
    False,
    /// It was predicted with another end.
    Boundary,
    /// Other entities.
    Entities,
    /// Another value of a date.
    Value,
    /// Another type of treaty.
    Type,
    /// Other parties of a treaty.
    Parties,
    /// Another day of signing.
    Date,
    /// Another country of a person.
    Country,
    /// Another role of a person.
    Role,
}

impl Fault {
    /// The word that stands in tables and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Fault::Missed => "missed",
            Fault::False => "false",
            Fault::Boundary => "boundary",
            Fault::Entities => "entities",
            Fault::Value => "value",
            Fault::Type => "type",
            Fault::Parties => "parties",
            Fault::Date => "date",
            Fault::Country => "country",
            Fault::Role => "role",
        }
    }
}

/// A mention with which annotation and gold set disagree, in its context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The article.
    pub article_id: String,
    /// Its date as the gold set has it.
    pub date: Option<String>,
    /// Title or body.
    pub field: &'static str,
    /// First code point in the field: of the prediction where it is false, else of the gold mention.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The kind of the mention.
    pub kind: Kind,
    /// How it stands for its entity.
    pub form: Option<String>,
    /// What is wrong.
    pub fault: Fault,
    /// Up to 20 characters before it.
    pub left: String,
    /// The mention itself.
    pub text: String,
    /// Up to 20 characters after it.
    pub right: String,
    /// What the gold set has: the mention's text, its entities, its value; empty where it has nothing.
    pub gold: String,
    /// What was predicted.
    pub predicted: String,
    /// The rule that predicted it.
    pub rule: Option<String>,
}

/// Code points of context on each side.
const CONTEXT: usize = 20;

/// Makes disagreements of one article.
pub(super) struct Concordance<'g> {
    article: &'g GoldArticle,
    title: Vec<char>,
    body: Vec<char>,
}

impl<'g> Concordance<'g> {
    pub fn new(article: &'g GoldArticle) -> Self {
        let characters = |field| article.text(field).chars().collect();
        Concordance { article, title: characters(GoldField::Title), body: characters(GoldField::Body) }
    }

    pub fn missed(&self, span: &GoldSpan) -> Disagreement {
        let one = self.of_span(span, Fault::Missed);
        Disagreement { gold: one.text.clone(), ..one }
    }

    pub fn boundary(
        &self,
        span: &GoldSpan,
        start: usize,
        end: usize,
        mention: &PredictedMention,
    ) -> Disagreement {
        let one = self.of_span(span, Fault::Boundary);
        let predicted = self.slice(span.field, start, end);
        Disagreement { gold: one.text.clone(), predicted, rule: mention.rule.clone(), ..one }
    }

    pub fn attribute(
        &self,
        span: &GoldSpan,
        fault: Fault,
        gold: String,
        predicted: String,
        mention: &PredictedMention,
    ) -> Disagreement {
        Disagreement { gold, predicted, rule: mention.rule.clone(), ..self.of_span(span, fault) }
    }

    pub fn spurious(
        &self,
        field: GoldField,
        start: usize,
        end: usize,
        kind: Kind,
        mention: &PredictedMention,
    ) -> Disagreement {
        let one = self.at(field, start, end, kind, Fault::False);
        let (form, rule) = (mention.form.clone(), mention.rule.clone());
        Disagreement { form, predicted: one.text.clone(), rule, ..one }
    }

    fn of_span(&self, span: &GoldSpan, fault: Fault) -> Disagreement {
        let one = self.at(span.field, span.start, span.end, span.kind, fault);
        Disagreement { form: span.form.clone(), ..one }
    }

    fn at(&self, field: GoldField, start: usize, end: usize, kind: Kind, fault: Fault) -> Disagreement {
        Disagreement {
            article_id: self.article.id.clone(),
            date: self.article.date.clone(),
            field: field.as_str(),
            start,
            end,
            kind,
            form: None,
            fault,
            left: self.slice(field, start.saturating_sub(CONTEXT), start),
            text: self.slice(field, start, end),
            right: self.slice(field, end, end.saturating_add(CONTEXT)),
            gold: String::new(),
            predicted: String::new(),
            rule: None,
        }
    }

    /// Characters of a field on one line.
    fn slice(&self, field: GoldField, start: usize, end: usize) -> String {
        let characters = match field {
            GoldField::Title => &self.title,
            GoldField::Body => &self.body,
        };
        let end = end.min(characters.len());
        let one_line = |&character: &char| if character.is_whitespace() { ' ' } else { character };
        characters[start.min(end)..end].iter().map(one_line).collect()
    }
}

/// Writes disagreements as CSV with a line of column names.
///
/// # Errors
/// Whatever the writer says.
pub fn write_disagreements(disagreements: &[Disagreement], writer: impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(writer);
    writer.write_record([
        "kind",
        "form",
        "fault",
        "article_id",
        "date",
        "field",
        "start",
        "end",
        "left",
        "text",
        "right",
        "gold",
        "predicted",
        "rule",
    ])?;
    for one in disagreements {
        writer.write_record([
            one.kind.as_str(),
            one.form.as_deref().unwrap_or_default(),
            one.fault.as_str(),
            &one.article_id,
            one.date.as_deref().unwrap_or_default(),
            one.field,
            &one.start.to_string(),
            &one.end.to_string(),
            &one.left,
            &one.text,
            &one.right,
            &one.gold,
            &one.predicted,
            one.rule.as_deref().unwrap_or_default(),
        ])?;
    }
    writer.flush()
}
