//! Rules that need an annotator around them match their examples: the part of `lexicon check` that reads text.

use std::sync::Arc;

use bangjiao_annotate::Annotator;
use bangjiao_document::{Article, ArticleId, PublicationDate, RuleId, Span};
use bangjiao_lexicon::{LexiconProblem, LexiconSeverity, Rule};

/// The day on which examples are read where a rule names none (`day = "1996-07-06"`).
const DAY: &str = "1996-07-06";

/// Reads the examples of every rule with `context = true`: each ⟦…⟧ must be a mention of that rule, and the rule must
/// make no mention in a counterexample.
pub fn check_rule_examples(annotator: &Annotator) -> Vec<LexiconProblem> {
    let lexicon = annotator.lexicon();
    let files: Vec<String> = lexicon.rule_files().map(str::to_owned).collect();
    let rules = files
        .iter()
        .flat_map(|file| lexicon.rules(file))
        .filter(|rule| rule.needs_context())
        // Capitals are read as states only where the policy asks for it.
        .filter(|rule| rule.text("policy") != Some("metonyms") || lexicon.policy().metonyms);
    let mut problems = Vec::new();
    for rule in rules {
        for example in &rule.examples {
            let (text, wanted) = marked(example);
            let found = spans(annotator, rule, &text);
            for span in wanted.iter().filter(|span| !found.contains(span)) {
                let word = span.of(&text);
                let message = format!("the rule {} does not find {word} in its example {example}", rule.id);
                problems.push(problem(rule, "example_not_matched", message));
            }
            if wanted.is_empty() {
                let message = format!("the example {example} of the rule {} marks nothing with ⟦ ⟧", rule.id);
                problems.push(problem(rule, "example_not_marked", message));
            }
        }
        for counterexample in &rule.counterexamples {
            if let Some(span) = spans(annotator, rule, counterexample).first() {
                let word = span.of(counterexample);
                let message =
                    format!("the rule {} finds {word} in its counterexample {counterexample}", rule.id);
                problems.push(problem(rule, "counterexample_matched", message));
            }
        }
    }
    problems
}

fn problem(rule: &Rule, code: &'static str, message: String) -> LexiconProblem {
    LexiconProblem {
        file: Arc::clone(&rule.file),
        line: Some(rule.line),
        severity: LexiconSeverity::Error,
        code,
        message,
    }
}

/// The text without ⟦ and ⟧, and what stood between them.
fn marked(example: &str) -> (String, Vec<Span>) {
    let mut text = String::with_capacity(example.len());
    let mut spans = Vec::new();
    let mut start = None;
    for character in example.chars() {
        match character {
            '⟦' => start = Some(text.len()),
            '⟧' => {
                if let Some(start) = start.take() {
                    spans.push(Span::from_usize(start, text.len()));
                }
            }
            _ => text.push(character),
        }
    }
    (text, spans)
}

/// Where the rule makes mentions in a text.
fn spans(annotator: &Annotator, rule: &Rule, text: &str) -> Vec<Span> {
    let id = ArticleId::new("example").expect("the id is well formed");
    let mut article = Article::new(id, "example".into(), "example".into(), 1);
    article.date = PublicationDate::parse(rule.text("day").unwrap_or(DAY));
    // The first line is the title where the rule is one of headlines; the document's text is the same.
    match text.split_once('\n').filter(|_| rule.text("example_field") == Some("title")) {
        Some((title, body)) => {
            article.title = Some(title.to_owned());
            article.body = Some(body.to_owned());
        }
        None => article.body = Some(text.to_owned()),
    }
    let document = annotator.annotate(article);
    let made = |mention_rule: &RuleId| *mention_rule == rule.id;
    document.mentions().iter().filter(|mention| made(&mention.rule)).map(|mention| mention.span).collect()
}
