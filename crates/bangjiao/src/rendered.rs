//! The rows of one batch of documents, made on any thread.

use std::sync::{Arc, Mutex, PoisonError};

use bangjiao_annotate::Tokens;
use bangjiao_corpus::FileReport;
use bangjiao_document::{CharOffsets, Document, Kind, Problem, Severity};
use bangjiao_graph::{
    ArticleFacts, ArticleHead, CountOptions, Counts, Occurrence, PanelArticle, PanelOptions, Panels,
    PeriodCounts, SentencePlace, article_entities, occurrences,
};
use bangjiao_lexicon::Lexicon;
use bangjiao_table::{
    AGREEMENT_MENTIONS, ARTICLE_ENTITIES, ARTICLES, AgreementMentionRows, ArticleEntityRow, ArticleRows,
    DOCUMENTS, DocumentRows, Format, KEYWORDS, KeywordRows, MENTIONS, MentionRows, Packed, SENTENCES,
    SIGNATORIES, SentenceRows, TOKENS, Table, TokenRows, article_entities_frame,
};

use crate::agreements::Agreements;
use crate::keywords::{IndexedPeople, KeywordIndex};
use crate::offices::Offices;
use crate::options::Duplicates;
use crate::panels::{Terms, stated_terms};
use crate::shard_order::BatchOrder;

/// Numbers of a run; additive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records read; articles and lost ones together.
    pub n_records: i64,
    /// Records that are articles.
    pub n_articles: i64,
    /// Records that are none.
    pub n_lost: i64,
    /// Articles that had to be mended.
    pub n_repaired: i64,
    /// Articles without a date that is known to the day.
    pub n_undated: i64,
    /// Articles without a body.
    pub n_without_body: i64,
    /// Articles that are reprints of earlier ones.
    pub n_duplicates: i64,
    /// Articles whose id was seen before.
    pub n_duplicate_ids: i64,
    /// Characters (code points) of the texts.
    pub n_characters: i64,
    /// Sentences.
    pub n_sentences: i64,
    /// Mentions of each kind, in the order of [`Kind::ALL`]; 双方 counts once.
    pub n_mentions: [i64; 6],
    /// Mentions of states outside their life.
    pub n_historical: i64,
    /// Mentions read through a misprint.
    pub n_repaired_mentions: i64,
    /// The people whom the newspaper's own index names, and those of them who were found.
    pub indexed: IndexedPeople,
}

impl Tally {
    /// Adds the numbers of another part.
    pub fn add(&mut self, other: &Tally) {
        self.n_records += other.n_records;
        self.n_articles += other.n_articles;
        self.n_lost += other.n_lost;
        self.n_repaired += other.n_repaired;
        self.n_undated += other.n_undated;
        self.n_without_body += other.n_without_body;
        self.n_duplicates += other.n_duplicates;
        self.n_duplicate_ids += other.n_duplicate_ids;
        self.n_characters += other.n_characters;
        self.n_sentences += other.n_sentences;
        for (sum, part) in self.n_mentions.iter_mut().zip(other.n_mentions) {
            *sum += part;
        }
        self.n_historical += other.n_historical;
        self.n_repaired_mentions += other.n_repaired_mentions;
        self.indexed.add(&other.indexed);
    }

    /// Notes an article, whether or not its rows are written.
    pub(crate) fn note_article(&mut self, document: &Document) {
        let article = document.article();
        self.n_records += 1;
        self.n_articles += 1;
        self.n_repaired +=
            i64::from(article.problems.iter().any(|problem| problem.severity == Severity::Repaired));
        self.n_undated += i64::from(article.date.and_then(|date| date.exact()).is_none());
        self.n_without_body += i64::from(!document.has_body());
        self.n_duplicates += i64::from(article.duplicate_of.is_some());
    }

    /// Notes lost records and changed ids among the problems of a batch; an article's own ones may be among them.
    pub(crate) fn note_problems(&mut self, problems: &[Problem]) {
        for problem in problems {
            let lost = i64::from(problem.severity == Severity::Lost);
            self.n_lost += lost;
            self.n_records += lost;
            self.n_duplicate_ids += i64::from(problem.code == "duplicate_id");
        }
    }

    fn note_text(&mut self, document: &Document, offsets: &CharOffsets<'_>) {
        self.n_characters += i64::from(offsets.total());
        self.n_sentences += i64::try_from(document.sentences().len()).unwrap_or(i64::MAX);
        for mention in document.mentions() {
            let kind = Kind::ALL.iter().position(|kind| *kind == mention.kind).unwrap_or(0);
            self.n_mentions[kind] += 1;
            self.n_repaired_mentions += i64::from(mention.repaired);
            self.n_historical += i64::from(mention.links.iter().any(|link| link.historical));
        }
    }
}

/// A file, or a part of one, and how many of its records are no articles.
pub(crate) struct FileOutcome {
    pub source_file: Arc<str>,
    /// `None` where nothing of the file could be read.
    pub format: Option<&'static str>,
    pub encoding: Option<&'static str>,
    pub n_bytes: u64,
    pub n_records: u64,
    pub n_lost: u64,
    pub n_replaced: u64,
}

impl FileOutcome {
    /// What the reader reports; its records hold the lost ones of this part.
    pub fn reported(report: FileReport) -> Self {
        FileOutcome {
            source_file: report.source_file,
            format: Some(report.format.as_str()),
            encoding: report.encoding.map(|encoding| encoding.as_str()),
            n_bytes: report.n_bytes,
            n_records: report.n_records,
            n_lost: 0,
            n_replaced: report.n_replaced,
        }
    }

    /// A record that was lost where the reader reports no part of its file: behind the damage of an archive.
    pub fn lost(source_file: Arc<str>) -> Self {
        FileOutcome {
            source_file,
            format: None,
            encoding: None,
            n_bytes: 0,
            n_records: 1,
            n_lost: 1,
            n_replaced: 0,
        }
    }

    /// Adds a further part of the same file.
    pub fn add(&mut self, part: FileOutcome) {
        self.format = self.format.or(part.format);
        self.encoding = self.encoding.or(part.encoding);
        self.n_bytes += part.n_bytes;
        self.n_records += part.n_records;
        self.n_lost += part.n_lost;
        self.n_replaced += part.n_replaced;
    }
}

/// One batch, annotated: what its rows are made of.
pub(crate) struct Annotated {
    /// Number of the INPUT.
    pub input: usize,
    /// Files that ended in this batch.
    pub files: Vec<FileOutcome>,
    /// Documents in input order, each with the fingerprint of its body.
    pub documents: Vec<(Document, Option<u64>)>,
    /// Problems of whole files, lost records and changed ids.
    pub problems: Vec<Problem>,
    /// Where its records stand among those of other shards.
    pub order: Option<BatchOrder>,
}

impl Annotated {
    /// Notes a lost record, also with its file.
    pub fn lose(&mut self, problem: Problem) {
        // A batch holds at most one part of a file.
        match self.files.iter_mut().find(|file| file.source_file == problem.source_file) {
            Some(file) if file.format.is_some() => file.n_lost += 1,
            Some(file) => file.add(FileOutcome::lost(Arc::clone(&problem.source_file))),
            None => self.files.push(FileOutcome::lost(Arc::clone(&problem.source_file))),
        }
        self.problems.push(problem);
    }
}

/// So many rows of `mentions`, and what is left of their last document, become a frame at once: little enough that the
/// same memory serves the next.
const MENTIONS_IN_FRAME: usize = 4_096;

/// Rows of a table that are packed, or why they cannot be.
pub(crate) type PackedRows = Result<Packed, bangjiao_table::Error>;

pub(crate) fn joined(rows: PackedRows, more: PackedRows) -> PackedRows {
    let mut rows = rows?;
    rows.append(more?);
    Ok(rows)
}

/// The rows of one batch.
pub(crate) struct Rendered {
    pub input: usize,
    pub files: Vec<FileOutcome>,
    pub problems: Vec<Problem>,
    /// Names of tables with their rows.
    pub rows: Vec<(&'static str, PackedRows)>,
    pub tally: Tally,
    pub order: Option<BatchOrder>,
}

/// What was counted.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub counts: Counts,
    pub panels: Panels,
    /// Empty where periods are not asked for.
    pub by_period: PeriodCounts,
    pub agreements: Agreements,
    pub offices: Offices,
}

impl Counted {
    fn add(&mut self, document: &Document, article: &PanelArticle<'_>, options: &Render<'_>) {
        let head = ArticleHead::from(document.article());
        let (places, occurrences) = (article.sentences.iter().copied(), article.occurrences.iter().copied());
        self.counts.add_article(&head, places.clone(), occurrences.clone(), options.counting);
        if let Some(counting) = options.counting_by_period
            && let Some(period) = article.facts.date.and_then(|date| options.panels.periods.of(date))
        {
            self.by_period.add_article(period, &head, places, occurrences, counting);
        }
        self.panels.add(article, options.counting, options.panels);
        self.agreements.add(document);
        self.offices.add(document);
    }
}

/// What rows depend on.
pub(crate) struct Render<'r> {
    pub lexicon: &'r Lexicon,
    pub keywords: &'r KeywordIndex,
    pub counting: &'r CountOptions,
    /// How edges are counted by period, where they are.
    pub counting_by_period: Option<&'r CountOptions>,
    pub panels: &'r PanelOptions,
    /// The agreements of the lexicon.
    pub known_terms: &'r Terms,
    pub tokens: Tokens,
    pub duplicates: Duplicates,
    pub format: Format,
}

impl Render<'_> {
    /// Makes the rows of a batch and adds to the counts.
    ///
    /// All threads share one set of counts: counting takes a thirtieth of the time, so that they hardly wait for each
    /// other, and counts of their own would each hold most pairs of the corpus, to be merged at the end.
    pub fn render(&self, annotated: Annotated, counted: &Mutex<Counted>) -> Rendered {
        let Annotated { input, files, documents, mut problems, order } = annotated;
        let mut tally = Tally::default();
        let mut articles = ArticleRows::new();
        let mut sentences = SentenceRows::new();
        let mut tokens = TokenRows::new();
        let pack = |table: &'static Table, frame| Packed::new(table, self.format, &frame);
        let mut mentions = MentionRows::new();
        let mut packed_mentions = pack(&MENTIONS, MENTIONS.empty_frame());
        let mut keywords = KeywordRows::new();
        let mut agreements = AgreementMentionRows::new();
        let mut official = DocumentRows::new();
        let mut entities = Vec::new();
        for (document, _) in &documents {
            tally.note_article(document);
            problems.extend(document.article().problems.iter().cloned());
            if self.duplicates == Duplicates::Drop && document.article().duplicate_of.is_some() {
                continue;
            }
            let offsets = CharOffsets::new(document.text());
            tally.note_text(document, &offsets);
            tally.indexed.add(&self.keywords.people_found(self.lexicon, document));
            articles.push(document, &offsets);
            sentences.push(document, &offsets);
            mentions.push(document, &offsets);
            if mentions.n_rows() >= MENTIONS_IN_FRAME {
                let frame = std::mem::take(&mut mentions).finish();
                packed_mentions = joined(packed_mentions, pack(&MENTIONS, frame));
            }
            agreements.push(document, &offsets);
            official.push(document);
            keywords.push(document, |keyword| self.keywords.entity(self.lexicon, keyword));
            if self.tokens == Tokens::Keep {
                tokens.push(document, &offsets);
            }
            let places: Vec<SentencePlace> = document.sentences().iter().map(SentencePlace::from).collect();
            let occurrences: Vec<Occurrence<'_>> = occurrences(document).collect();
            let here = article_entities(&places, occurrences.iter().copied(), self.counting);
            let stated = stated_terms(document, self.known_terms);
            let article = PanelArticle {
                facts: &ArticleFacts::of(document, offsets.total()),
                sentences: &places,
                occurrences: &occurrences,
                entities: &here,
                agreement: document.official().and_then(|official| official.agreement.as_ref()),
                terms: &|id| self.known_terms.get(id).or_else(|| stated.get(id)),
            };
            counted.lock().unwrap_or_else(PoisonError::into_inner).add(document, &article, self);
            entities.push((document.article(), here));
        }
        let of_entities: Vec<ArticleEntityRow<'_>> = entities
            .iter()
            .flat_map(|(article, entities)| {
                entities.iter().map(|entity| ArticleEntityRow {
                    article_id: &article.id,
                    date: article.date.map(|date| date.first),
                    entity_id: &entity.entity,
                    kind: entity.kind,
                    n_mentions: entity.n_mentions,
                    n_named: entity.n_named,
                    n_sentences: entity.n_sentences,
                    in_title: entity.in_title,
                    first_sentence: entity.first_sentence,
                })
            })
            .collect();
        packed_mentions = joined(packed_mentions, pack(&MENTIONS, mentions.finish()));
        let (official, signatories) = official.finish();
        // A frame takes three times the memory of its packed rows, so each is packed before the next is made.
        let mut rows = vec![
            (ARTICLES.name, pack(&ARTICLES, articles.finish())),
            (SENTENCES.name, pack(&SENTENCES, sentences.finish())),
            (MENTIONS.name, packed_mentions),
            (ARTICLE_ENTITIES.name, pack(&ARTICLE_ENTITIES, article_entities_frame(&of_entities))),
            (KEYWORDS.name, pack(&KEYWORDS, keywords.finish())),
            (AGREEMENT_MENTIONS.name, pack(&AGREEMENT_MENTIONS, agreements.finish())),
            (DOCUMENTS.name, pack(&DOCUMENTS, official)),
            (SIGNATORIES.name, pack(&SIGNATORIES, signatories)),
        ];
        if self.tokens == Tokens::Keep {
            rows.push((TOKENS.name, pack(&TOKENS, tokens.finish())));
        }
        tally.note_problems(&problems);
        Rendered { input, files, problems, rows, tally, order }
    }
}
