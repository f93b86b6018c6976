//! Counts by period and by day: what panels of entities, of pairs of states and of newspapers are made of.

mod coverage;
mod dyad_years;
mod entity_periods;
mod state_system;

use std::sync::Arc;

use bangjiao_document::{Document, EntityId, Kind, PublicationDate};
use jiff::civil::Date;

use crate::{ArticleEntity, CountOptions, Inclusion, Occurrence, Periods, SentencePlace};
pub use coverage::{Coverage, CoverageDay};
pub use dyad_years::{AgreementTerms, DyadYear, DyadYears, LeftOut};
pub use entity_periods::{EntityPeriod, EntityPeriods};
pub use state_system::{Member, Membership, Spell, StateSystem};

/// What is counted by period.
///
/// ```
/// use bangjiao_graph::PanelOptions;
/// assert_eq!(PanelOptions::default().periods.to_string(), "year");
/// ```
#[derive(Debug, Clone, Default)]
pub struct PanelOptions {
    /// The periods of entities.
    pub periods: Periods,
    /// How pairs of states are counted, where they are.
    pub dyads: Option<DyadOptions>,
}

/// How pairs of states are counted.
///
/// ```
/// use bangjiao_graph::{DyadOptions, Inclusion, StateSystem};
/// let options = DyadOptions { system: StateSystem::default(), multilateral: Inclusion::Drop };
/// assert!(options.system.members(1996).is_empty());
/// ```
#[derive(Debug, Clone)]
pub struct DyadOptions {
    /// The states that make pairs, and their numbers.
    pub system: StateSystem,
    /// Whether agreements of more than two states count for each two of them.
    pub multilateral: Inclusion,
}

/// What panels need of an article beside its sentences and mentions.
///
/// ```
/// use bangjiao_document::{Article, ArticleId, Document};
/// use bangjiao_graph::ArticleFacts;
/// let mut article = Article::new(ArticleId::new("19960706-02-002")?, "archive".into(), "a.TXT".into(), 1);
/// article.body = Some("双方重申友好。".to_owned());
/// let facts = ArticleFacts::of(&Document::new(article), 7);
/// assert_eq!((facts.n_characters, facts.has_body), (7, true));
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleFacts {
    /// Name of the newspaper.
    pub source: Arc<str>,
    /// Day of publication, as far as it is known.
    pub date: Option<PublicationDate>,
    /// Issue number.
    pub issue: Option<i64>,
    /// Page.
    pub page: Option<i64>,
    /// Length of the text, code points.
    pub n_characters: i64,
    /// Whether there is a body.
    pub has_body: bool,
    /// Problems of its record.
    pub n_problems: i64,
}

impl ArticleFacts {
    /// Those of a document whose text is so many code points long.
    pub fn of(document: &Document, n_characters: u32) -> Self {
        let article = document.article();
        ArticleFacts {
            source: Arc::clone(&article.source),
            date: article.date,
            issue: article.issue,
            page: article.page,
            n_characters: i64::from(n_characters),
            has_body: document.has_body(),
            n_problems: i64::try_from(article.problems.len()).unwrap_or(i64::MAX),
        }
    }

    fn day(&self) -> Option<Date> {
        self.date.and_then(PublicationDate::exact)
    }
}

/// An article, as panels count it.
#[derive(Clone, Copy)]
pub struct PanelArticle<'a> {
    /// Its day and its size.
    pub facts: &'a ArticleFacts,
    /// Its sentences in order.
    pub sentences: &'a [SentencePlace],
    /// Its mentions; those of sentences that are not there are passed over.
    pub occurrences: &'a [Occurrence<'a>],
    /// Its [entities](crate::article_entities).
    pub entities: &'a [ArticleEntity],
    /// The agreement that it is itself.
    pub agreement: Option<&'a EntityId>,
    /// The terms of agreements, as far as they are known.
    pub terms: &'a dyn Fn(&EntityId) -> Option<&'a AgreementTerms>,
}

impl PanelArticle<'_> {
    /// Whether a mention is counted in windows, its kind, its date and its entity aside.
    fn counts(&self, occurrence: &Occurrence<'_>, counting: &CountOptions) -> bool {
        let sentence = self.sentences.get(occurrence.sentence as usize);
        sentence.is_some_and(|sentence| counting.counts_zone(sentence.zone))
            && counting.counts_mention(occurrence.kind, occurrence.named)
            && counting.nested.keeps(occurrence.within)
            && counting.excluding_rule(occurrence).is_none()
    }
}

impl std::fmt::Debug for PanelArticle<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PanelArticle").field("facts", self.facts).finish_non_exhaustive()
    }
}

/// Counts by period and by day, over articles.
///
/// They form a commutative monoid as [`Counts`](crate::Counts) do; all parts must be counted with the same options.
/// Memory grows with entities times periods, pairs of states times years, and days.
///
/// ```
/// use bangjiao_document::{Article, ArticleId, Document, PublicationDate};
/// use bangjiao_graph::{ArticleFacts, CountOptions, PanelArticle, PanelOptions, Panels};
/// let mut article = Article::new(ArticleId::new("19960706-02-002")?, "archive".into(), "a.TXT".into(), 1);
/// article.date = PublicationDate::parse("1996-07-06");
/// let article = PanelArticle {
///     facts: &ArticleFacts::of(&Document::new(article), 0),
///     sentences: &[],
///     occurrences: &[],
///     entities: &[],
///     agreement: None,
///     terms: &|_| None,
/// };
/// let mut panels = Panels::default();
/// panels.add(&article, &CountOptions::default(), &PanelOptions::default());
/// assert_eq!(panels.coverage.days().len(), 1);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Panels {
    /// Entities by period.
    pub entity_periods: EntityPeriods,
    /// Pairs of states by year.
    pub dyad_years: DyadYears,
    /// Articles by day.
    pub coverage: Coverage,
}

impl Panels {
    /// Adds an article.
    pub fn add(&mut self, article: &PanelArticle<'_>, counting: &CountOptions, options: &PanelOptions) {
        let counted = article.sentences.iter().filter(|sentence| counting.counts_zone(sentence.zone));
        let n_sentences = i64::try_from(counted.count()).unwrap_or(i64::MAX);
        self.entity_periods.add(article.facts, n_sentences, article.entities, &options.periods);
        if let Some(dyads) = &options.dyads {
            self.dyad_years.add(article, n_sentences, counting, dyads);
        }
        let countries = article.entities.iter().any(|entity| entity.kind == Kind::Country);
        self.coverage.add(article.facts, if countries { Inclusion::Keep } else { Inclusion::Drop });
    }

    /// Adds the counts of another part of the corpus.
    pub fn merge(&mut self, other: Panels) {
        self.entity_periods.merge(other.entity_periods);
        self.dyad_years.merge(other.dyad_years);
        self.coverage.merge(other.coverage);
    }
}
