use std::collections::{BTreeMap, BTreeSet};

use bangjiao_document::{EntityId, Kind};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::ArticleFacts;
use crate::{ArticleEntity, Inclusion, Periods};

/// How often each entity was mentioned in each period, beside what the period holds altogether.
///
/// Summed over periods, the mentions of an entity are its rows of the table `mentions` in sentences of the counted zones
/// of articles that belong to a period.
///
/// ```
/// use bangjiao_graph::{EntityPeriods, Inclusion};
/// assert_eq!(EntityPeriods::default().rows(Inclusion::Keep).count(), 0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct EntityPeriods {
    numbers: FxHashMap<EntityId, u32>,
    entities: Vec<(EntityId, Kind)>,
    /// By number of the entity and of the period.
    counts: FxHashMap<(u32, i32), Attention>,
    totals: BTreeMap<i32, Totals>,
    n_outside: i64,
}

/// Counts are 32 bits wide inside, since there is one for each entity and period.
#[derive(Debug, Clone, Copy, Default)]
struct Attention {
    n_mentions: u32,
    n_named: u32,
    n_sentences: u32,
    n_articles: u32,
    n_title_articles: u32,
}

/// What a period holds, with or without entities.
#[derive(Debug, Clone, Default)]
struct Totals {
    n_articles: i64,
    n_sentences: i64,
    n_characters: i64,
    days: BTreeSet<Date>,
    /// First and last day that dates of its articles cover.
    span: Option<(Date, Date)>,
}

/// An entity in a period: a row of the table `entity_period`.
///
/// ```
/// use bangjiao_document::{EntityId, Kind};
/// use bangjiao_graph::EntityPeriod;
/// let entity = EntityId::new("KAZ")?;
/// let row = EntityPeriod {
///     entity: &entity,
///     kind: Kind::Country,
///     period: 1996,
///     n_mentions: 30,
///     n_named: 12,
///     n_sentences: 25,
///     n_articles: 2,
///     n_title_articles: 1,
///     n_articles_total: 10,
///     n_sentences_total: 120,
///     n_characters_total: 4_000,
///     n_issue_days: 8,
/// };
/// assert!(row.n_articles <= row.n_articles_total);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntityPeriod<'p> {
    /// The entity.
    pub entity: &'p EntityId,
    /// Its kind; of several the first in the order of [`Kind`].
    pub kind: Kind,
    /// Number of the period.
    pub period: i32,
    /// Its mentions in sentences of the counted zones; 双方 is one of each side.
    pub n_mentions: i64,
    /// Those that are no anaphors.
    pub n_named: i64,
    /// Sentences that hold it.
    pub n_sentences: i64,
    /// Articles that hold it.
    pub n_articles: i64,
    /// Articles whose title (标题) holds it.
    pub n_title_articles: i64,
    /// Articles of the period.
    pub n_articles_total: i64,
    /// Sentences of the counted zones in the period.
    pub n_sentences_total: i64,
    /// Code points of the period's articles.
    pub n_characters_total: i64,
    /// Days of the period with an article.
    pub n_issue_days: i64,
}

impl EntityPeriods {
    pub(super) fn add(
        &mut self,
        facts: &ArticleFacts,
        n_sentences: i64,
        entities: &[ArticleEntity],
        periods: &Periods,
    ) {
        let Some(period) = facts.date.and_then(|date| periods.of(date)) else {
            self.n_outside += 1;
            return;
        };
        let totals = self.totals.entry(period).or_default();
        totals.n_articles += 1;
        totals.n_sentences += n_sentences;
        totals.n_characters += facts.n_characters;
        totals.days.extend(facts.day());
        totals.widen(facts.date.map(|date| (date.first, date.last())));
        let narrow = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        for entity in entities {
            let number = self.number(&entity.entity, entity.kind);
            self.counts.entry((number, period)).or_default().merge(&Attention {
                n_mentions: narrow(entity.n_mentions),
                n_named: narrow(entity.n_named),
                n_sentences: narrow(entity.n_sentences),
                n_articles: 1,
                n_title_articles: u32::from(entity.in_title),
            });
        }
    }

    /// Adds those of another part of the corpus.
    pub fn merge(&mut self, other: EntityPeriods) {
        self.n_outside += other.n_outside;
        for (period, totals) in other.totals {
            let own = self.totals.entry(period).or_default();
            own.n_articles += totals.n_articles;
            own.n_sentences += totals.n_sentences;
            own.n_characters += totals.n_characters;
            own.days.extend(totals.days);
            own.widen(totals.span);
        }
        let numbers: Vec<u32> = other.entities.iter().map(|(id, kind)| self.number(id, *kind)).collect();
        #[expect(clippy::iter_over_hash_type, reason = "counts add up the same in any order")]
        for ((number, period), attention) in other.counts {
            self.counts.entry((numbers[number as usize], period)).or_default().merge(&attention);
        }
    }

    /// The first and the last day that dates of the articles of a period cover; `None` where it has no article.
    pub fn span(&self, period: i32) -> Option<(Date, Date)> {
        self.totals.get(&period)?.span
    }

    /// Articles that belong to no period, since too little of their date is known.
    pub fn n_outside(&self) -> i64 {
        self.n_outside
    }

    /// The rows by entity and period; with [`Inclusion::Keep`] also those of entities that are not mentioned in a period,
    /// for each period from the first to the last with an article.
    pub fn rows(&self, zeros: Inclusion) -> impl Iterator<Item = EntityPeriod<'_>> {
        let mut by_id: Vec<u32> = (0..).take(self.entities.len()).collect();
        by_id.sort_unstable_by_key(|number| &self.entities[*number as usize].0);
        let keys: Box<dyn Iterator<Item = (u32, i32)>> = match zeros {
            Inclusion::Keep => {
                let ends = self.totals.first_key_value().zip(self.totals.last_key_value());
                let periods = ends.map_or(0..0, |((first, _), (last, _))| *first..*last + 1);
                let of_one = move |number| periods.clone().map(move |period| (number, period));
                Box::new(by_id.into_iter().flat_map(of_one))
            }
            Inclusion::Drop => {
                let mut ranks = vec![0; by_id.len()];
                (0..).zip(&by_id).for_each(|(rank, number)| ranks[*number as usize] = rank);
                let mut keys: Vec<(u32, i32)> =
                    self.counts.keys().map(|(number, period)| (ranks[*number as usize], *period)).collect();
                keys.sort_unstable();
                Box::new(keys.into_iter().map(move |(rank, period)| (by_id[rank as usize], period)))
            }
        };
        keys.map(|(number, period)| self.row(number, period))
    }

    fn row(&self, number: u32, period: i32) -> EntityPeriod<'_> {
        let (entity, kind) = &self.entities[number as usize];
        let attention = self.counts.get(&(number, period)).copied().unwrap_or_default();
        let totals = self.totals.get(&period);
        let total = |count: fn(&Totals) -> i64| totals.map_or(0, count);
        EntityPeriod {
            entity,
            kind: *kind,
            period,
            n_mentions: i64::from(attention.n_mentions),
            n_named: i64::from(attention.n_named),
            n_sentences: i64::from(attention.n_sentences),
            n_articles: i64::from(attention.n_articles),
            n_title_articles: i64::from(attention.n_title_articles),
            n_articles_total: total(|totals| totals.n_articles),
            n_sentences_total: total(|totals| totals.n_sentences),
            n_characters_total: total(|totals| totals.n_characters),
            n_issue_days: total(|totals| i64::try_from(totals.days.len()).unwrap_or(i64::MAX)),
        }
    }

    fn number(&mut self, id: &EntityId, kind: Kind) -> u32 {
        if let Some(&number) = self.numbers.get(id) {
            let known = &mut self.entities[number as usize].1;
            *known = (*known).min(kind);
            return number;
        }
        let number = u32::try_from(self.entities.len()).expect("four billion entities do not fit in memory");
        self.numbers.insert(id.clone(), number);
        self.entities.push((id.clone(), kind));
        number
    }
}

impl Totals {
    fn widen(&mut self, other: Option<(Date, Date)>) {
        self.span = match (self.span, other) {
            (Some((first, last)), Some((from, to))) => Some((first.min(from), last.max(to))),
            (one, two) => one.or(two),
        };
    }
}

impl Attention {
    fn merge(&mut self, other: &Attention) {
        self.n_mentions += other.n_mentions;
        self.n_named += other.n_named;
        self.n_sentences += other.n_sentences;
        self.n_articles += other.n_articles;
        self.n_title_articles += other.n_title_articles;
    }
}
