//! `stats concordance`, and how queries are found in sentences.

use std::cell::OnceCell;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use bangjiao_document::{ArticleId, CharOffsets, Span};
use bangjiao_statistics::{ConcordanceLine, LineOrder, Query, sort_lines};

use super::StatsOptions;
use super::corpus::{Sentence, StoredCorpus};
use crate::error::Error;

/// What is shown in context.
#[derive(Debug, Clone)]
pub struct ConcordanceOptions {
    /// What is looked for.
    pub queries: Vec<Query>,
    /// Characters on each side.
    pub n_characters: usize,
    /// How lines are sorted.
    pub order: LineOrder,
}

impl Default for ConcordanceOptions {
    /// Twenty characters on each side, in the order of the articles.
    fn default() -> Self {
        ConcordanceOptions { queries: Vec::new(), n_characters: 20, order: LineOrder::Article }
    }
}

/// Every place in the run in a folder where a query is found, with the text around it.
///
/// # Errors
/// [`Error::NoRun`] where the folder holds no run, [`Error::Read`] where a table is missing or damaged.
pub fn concordance(
    run: &Path,
    options: &StatsOptions,
    wanted: &ConcordanceOptions,
    stop: &AtomicBool,
) -> Result<Vec<ConcordanceLine>, Error> {
    let corpus = StoredCorpus::open(run, options)?;
    let finder = Finder::new(&wanted.queries, &corpus);
    let mut lines = corpus.count(
        stop,
        Vec::new,
        |lines: &mut Vec<ConcordanceLine>, article| {
            let Ok(article_id) = ArticleId::new(article.id()) else { return };
            let offsets = OnceCell::new();
            for sentence in corpus.sentences(article) {
                finder.find(&sentence, |query, span| {
                    let offsets = offsets.get_or_init(|| CharOffsets::new(article.text()));
                    let line = ConcordanceLine {
                        article: article.number,
                        article_id: article_id.clone(),
                        date: article.date().map(|date| date.first),
                        sentence: u32::try_from(sentence.number).unwrap_or(u32::MAX),
                        start: offsets.char_at(span.start),
                        end: offsets.char_at(span.end),
                        pre: String::new(),
                        keyword: String::new(),
                        post: String::new(),
                        pattern: wanted.queries[query].as_str().to_owned(),
                    };
                    lines.push(line.with_context(article.text(), span, wanted.n_characters));
                });
            }
        },
        Vec::extend,
    )?;
    sort_lines(&mut lines, wanted.order);
    Ok(lines)
}

/// Queries, made ready for sentences.
pub(super) struct Finder {
    queries: Vec<Query>,
}

impl Finder {
    /// Words are looked for as views have them.
    pub fn new(queries: &[Query], corpus: &StoredCorpus<'_>) -> Self {
        let folded = queries.iter().map(|query| match query {
            Query::Word(word) => Query::Word(corpus.folded(word)),
            other => other.clone(),
        });
        Finder { queries: folded.collect() }
    }

    /// Tells the number of each query that is found in a sentence, and where in the article's text.
    pub fn find(&self, sentence: &Sentence<'_>, mut found: impl FnMut(usize, Span)) {
        for (number, query) in self.queries.iter().enumerate() {
            if let Query::Entity(wanted) = query {
                let mentions = sentence.mentions().filter(|(_, entity)| *entity == wanted.as_str());
                mentions.for_each(|(mention, _)| found(number, mention.span));
            } else {
                let spans = query.find(sentence.text(), || sentence.words());
                spans.into_iter().for_each(|span| found(number, sentence.in_text(span)));
            }
        }
    }
}
