//! The articles of a run, read in turn and counted on all threads.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use bangjiao_annotate::Segmenter;
use bangjiao_document::{Kind, Span};
use bangjiao_graph::Inclusion;
use bangjiao_lexicon::Lexicon;
use rustc_hash::FxHashSet;

use super::article::{
    ARTICLE_COLUMNS, ArticleRows, MENTION_COLUMNS, SENTENCE_COLUMNS, SentenceView, StoredArticle,
    StoredMention, TOKEN_COLUMNS,
};
use super::results::EntityNames;
use super::{Features, StatsOptions, StopWords};
use crate::error::Error;
use crate::options::Duplicates;
use crate::prepare::load_lexicon;
use crate::run_tables::{RunTables, TableRows};
use crate::selection::{COLUMNS, Selection};

/// Articles that go to a thread at once.
const BATCH: usize = 64;

/// A run whose articles are counted.
pub(super) struct StoredCorpus<'o> {
    tables: RunTables,
    options: &'o StatsOptions,
    selection: Selection,
    lexicon: Lexicon,
    segmenter: Segmenter,
    stop_words: FxHashSet<String>,
}

impl<'o> StoredCorpus<'o> {
    /// Opens the run in a folder.
    ///
    /// # Errors
    /// [`Error::NoRun`] where the folder holds no run, and whatever is wrong with the lexicons or the list of articles.
    pub fn open(run: &Path, options: &'o StatsOptions) -> Result<Self, Error> {
        let tables = RunTables::open(run)?;
        let lexicon = load_lexicon(&options.lexicons)?;
        let selection = Selection::open(&options.selection)?;
        let stop_words = match options.stop_words {
            StopWords::Keep => FxHashSet::default(),
            StopWords::Drop => lexicon.stop_words().iter().map(|row| row.word.clone()).collect(),
        };
        Ok(StoredCorpus { tables, options, selection, lexicon, segmenter: Segmenter::new(), stop_words })
    }

    /// Chinese names of the entities that can be features.
    pub fn names(&self) -> Result<EntityNames, Error> {
        if self.options.features == Features::Words {
            return Ok(BTreeMap::new());
        }
        let infos = self.tables.entities()?.into_values();
        Ok(infos.map(|info| (info.id.to_string(), info.name_zh)).collect())
    }

    /// Ids of the articles that the newspaper's own index has under a term.
    ///
    /// # Errors
    /// [`Error::Read`] where the table `keywords` is missing or damaged.
    pub fn indexed_under(&self, term: &str) -> Result<FxHashSet<String>, Error> {
        let mut articles = FxHashSet::default();
        for row in self.tables.rows("keywords", &["article_id", "term"])? {
            let row = row?;
            if row.text(1) == Some(term) {
                articles.extend(row.owned(0));
            }
        }
        Ok(articles)
    }

    /// A text as views have it.
    pub fn folded(&self, text: &str) -> String {
        self.lexicon.fold().fold(text).into_owned()
    }

    /// Hands each selected article to `add`, with a state of its thread; the states are merged into one.
    ///
    /// Which thread meets which article differs from time to time, so `add` and `merge` must not depend on the order.
    ///
    /// # Errors
    /// [`Error::Read`] where a table is missing or damaged, [`Error::Interrupted`] once `stop` is set.
    pub fn count<S: Send>(
        &self,
        stop: &AtomicBool,
        new: impl Fn() -> S + Sync,
        add: impl Fn(&mut S, &StoredArticle) + Sync,
        merge: impl Fn(&mut S, S),
    ) -> Result<S, Error> {
        let (send, receive) = sync_channel::<Vec<ArticleRows>>(self.options.threads.max(1));
        let receive = Arc::new(Mutex::new(receive));
        let work = |receive: Arc<Mutex<Receiver<Vec<ArticleRows>>>>| {
            let mut state = new();
            while let Some(batch) = next_batch(&receive) {
                for rows in batch {
                    let article = StoredArticle::parse(rows)
                        .map_err(|(table, row)| self.tables.malformed(table, &row))?;
                    add(&mut state, &article);
                }
            }
            Ok(state)
        };
        let states = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..self.options.threads.max(1))
                .map(|_| {
                    let receive = Arc::clone(&receive);
                    scope.spawn(|| work(receive))
                })
                .collect();
            // Where all threads have ended, the other end must hang up.
            drop(receive);
            let read = self.read(send, stop);
            let states: Vec<Result<S, Error>> = workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect();
            read.map(|()| states)
        })?;
        let mut whole = new();
        for state in states {
            merge(&mut whole, state?);
        }
        Ok(whole)
    }

    /// Reads the rows of all articles and sends those of the selected ones.
    fn read(&self, send: SyncSender<Vec<ArticleRows>>, stop: &AtomicBool) -> Result<(), Error> {
        let mut sentences = self.tables.rows("sentences", &SENTENCE_COLUMNS)?;
        let mut mentions = self.tables.rows("mentions", &MENTION_COLUMNS)?;
        let kept = self.tables.manifest()["tables"]["tokens"].is_u64();
        let mut tokens = kept.then(|| self.tables.rows("tokens", &TOKEN_COLUMNS)).transpose()?;
        let mut batch = Vec::with_capacity(BATCH);
        for (number, article) in self.tables.rows("articles", &ARTICLE_COLUMNS)?.enumerate() {
            if stop.load(Ordering::Relaxed) {
                return Err(Error::Interrupted);
            }
            let article = article?;
            let Some(id) = article.text(0) else { continue };
            let rows = ArticleRows {
                number,
                sentences: sentences.of_article(id)?,
                mentions: mentions.of_article(id)?,
                tokens: tokens.as_mut().map(|tokens| tokens.of_article(id)).transpose()?,
                article,
            };
            let is_reprint = rows.article.text(COLUMNS.len()).is_some();
            if !self.selection.holds(&rows.article)
                || is_reprint && self.options.duplicates == Duplicates::Drop
            {
                continue;
            }
            batch.push(rows);
            // A thread that met a damaged row takes no more; its error is the one to tell.
            if batch.len() == BATCH && send.send(std::mem::take(&mut batch)).is_err() {
                return Ok(());
            }
        }
        let _ = send.send(batch);
        // A row of another article would have stopped every later one from being found.
        self.at_end("sentences", sentences)?;
        self.at_end("mentions", mentions)?;
        tokens.map_or(Ok(()), |tokens| self.at_end("tokens", tokens))
    }

    fn at_end(&self, table: &str, mut rows: TableRows) -> Result<(), Error> {
        rows.next().map_or(Ok(()), |row| row.and_then(|row| Err(self.tables.malformed(table, &row))))
    }

    /// The sentences of an article that are counted.
    pub fn sentences<'a>(&'a self, article: &'a StoredArticle) -> impl Iterator<Item = Sentence<'a>> {
        let counted = article.sentences.iter().enumerate();
        let counted = counted.filter(|(_, sentence)| self.options.zones.contains(&sentence.zone));
        counted.map(|(number, _)| Sentence {
            corpus: self,
            article,
            number,
            view: article.view(number, self.lexicon.fold()),
        })
    }
}

fn next_batch(receive: &Mutex<Receiver<Vec<ArticleRows>>>) -> Option<Vec<ArticleRows>> {
    receive.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// A sentence that is counted.
pub(super) struct Sentence<'a> {
    corpus: &'a StoredCorpus<'a>,
    article: &'a StoredArticle,
    /// Its number in the article, from 0.
    pub number: usize,
    view: SentenceView<'a>,
}

impl<'a> Sentence<'a> {
    /// Its characters, in simplified script and without stray white space.
    pub fn text(&self) -> &str {
        self.view.view().text()
    }

    /// Number of its characters.
    pub fn n_characters(&self) -> i64 {
        i64::try_from(self.text().chars().count()).unwrap_or(i64::MAX)
    }

    /// Its words and marks in order, as places in [`text`](Self::text).
    pub fn words(&self) -> Vec<Span> {
        let (borders, tokens) = self.article.known_words(self.number, &self.view);
        tokens.unwrap_or_else(|| self.corpus.segmenter.words_of_sentence(self.view.view(), &borders))
    }

    /// The place in the article's text of a place in the sentence.
    pub fn in_text(&self, span: Span) -> Span {
        self.view.in_text(span)
    }

    /// The mentions in it of entities that are counted.
    pub fn mentions(&self) -> impl Iterator<Item = (&'a StoredMention, &'a str)> {
        let (number, kinds) = (self.number, &self.corpus.options.kinds);
        let treaty_anaphors = self.corpus.tables.treaty_anaphors();
        let mentions = self.article.mentions.as_slice();
        let first = mentions.partition_point(|mention| (mention.sentence as usize) < number);
        let here = mentions[first..].iter().take_while(move |mention| mention.sentence as usize == number);
        here.filter_map(move |mention| {
            let entity = mention.entity.as_deref()?;
            // 该协定 counts where the run counted it, so that numbers are those of the table entities.
            let is_treaty_anaphor = mention.kind == Kind::Treaty && mention.is_anaphor;
            let is_counted =
                kinds.contains(&mention.kind) && (!is_treaty_anaphor || treaty_anaphors == Inclusion::Keep);
            is_counted.then_some((mention, entity))
        })
    }

    /// Its places in order: features, and `None` for what is left out.
    pub fn places(&self) -> Vec<Option<String>> {
        match self.corpus.options.features {
            Features::Words => self.words().into_iter().map(|word| self.word(word)).collect(),
            Features::Entities => self.mentions().map(|(_, entity)| Some(entity.to_owned())).collect(),
            Features::Both => self.words_and_entities(),
        }
    }

    fn words_and_entities(&self) -> Vec<Option<String>> {
        let outermost = self.mentions().filter(|(mention, _)| mention.is_outermost);
        let mut entities =
            outermost.map(|(mention, entity)| (self.view.span(mention.span), entity)).peekable();
        let mut places = Vec::new();
        let mut until = 0;
        for word in self.words() {
            while let Some((span, entity)) = entities.next_if(|(span, _)| span.start <= word.start) {
                places.push(Some(entity.to_owned()));
                until = span.end;
            }
            if word.start >= until {
                places.push(self.word(word));
            }
        }
        places
    }

    /// The word, unless it is a mark or a stop word that is left out.
    fn word(&self, span: Span) -> Option<String> {
        let word = span.of(self.text());
        let is_word = word.chars().any(char::is_alphanumeric) && !self.corpus.stop_words.contains(word);
        is_word.then(|| word.to_owned())
    }
}

/// The places of the sentences of an article, borrowed.
pub(super) fn borrowed(sentences: &[Vec<Option<String>>]) -> Vec<Vec<Option<&str>>> {
    sentences.iter().map(|places| places.iter().map(Option::as_deref).collect()).collect()
}
