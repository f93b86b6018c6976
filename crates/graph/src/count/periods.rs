use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use bangjiao_document::{Document, EntityId, Kind};

use super::{Counts, EdgeCount, Edges};
use crate::{ArticleHead, CountOptions, Inclusion, Occurrence, SentencePlace, Window};

/// The counts of each period by itself, by number of the period.
///
/// They form a commutative monoid as [`Counts`] do. Memory grows with entities and pairs times the periods in which they
/// are met.
///
/// ```
/// use bangjiao_document::{Article, ArticleId, Document};
/// use bangjiao_graph::{CountOptions, PeriodCounts};
/// let article = Article::new(ArticleId::new("19960706-02-002")?, "s".into(), "a.txt".into(), 1);
/// let mut counts = PeriodCounts::default();
/// counts.add(1996, &Document::new(article), &CountOptions::default());
/// assert_eq!(counts.of(1996).map(|counts| counts.totals().n_articles), Some(1));
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct PeriodCounts {
    periods: BTreeMap<i32, Counts>,
}

/// Two entities in two neighbouring periods.
///
/// ```
/// use bangjiao_document::EntityId;
/// use bangjiao_graph::{EdgeChange, Window};
/// let (source, target) = (EntityId::new("CHN")?, EntityId::new("USA")?);
/// let change =
///     EdgeChange { source, target, window: Window::Article, earlier: 1971, n: [3, 40], n_windows: [900, 1_000] };
/// assert!(change.log_ratio() > 3.0 && change.llr() > 30.0);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeChange {
    /// The end whose id is the smaller string.
    pub source: EntityId,
    /// The other end.
    pub target: EntityId,
    /// The sort of window counted.
    pub window: Window,
    /// Number of the earlier period; the later one is the next.
    pub earlier: i32,
    /// Windows of the earlier and of the later period in which both stand, by the count that weights use; at least one.
    pub n: [i64; 2],
    /// Windows of the two periods, with or without entities; at least one each.
    pub n_windows: [i64; 2],
}

impl PeriodCounts {
    /// Counts a document of a period, as [`Counts::add`] does.
    pub fn add(&mut self, period: i32, document: &Document, options: &CountOptions) {
        self.periods.entry(period).or_default().add(document, options);
    }

    /// Counts an article of a period whose sentences and mentions stand in tables, as [`Counts::add_article`] does.
    pub fn add_article<'a>(
        &mut self,
        period: i32,
        article: &ArticleHead<'_>,
        sentences: impl Iterator<Item = SentencePlace>,
        occurrences: impl Iterator<Item = Occurrence<'a>>,
        options: &CountOptions,
    ) {
        self.periods.entry(period).or_default().add_article(article, sentences, occurrences, options);
    }

    /// Adds the counts of another part of the corpus.
    pub fn merge(&mut self, other: PeriodCounts) {
        for (period, counts) in other.periods {
            self.periods.entry(period).or_default().merge(counts);
        }
    }

    /// The counts of a period; `None` where it has no article.
    pub fn of(&self, period: i32) -> Option<&Counts> {
        self.periods.get(&period)
    }

    /// Every edge of every period, by period, window, source and target; `choose` makes the edges of one period.
    ///
    /// With [`Inclusion::Keep`] an edge of one period has a row in each from the first to the last with an article.
    pub fn edges<'c>(
        &'c self,
        zeros: Inclusion,
        choose: impl Fn(&'c Counts) -> Edges<'c> + 'c,
    ) -> Box<dyn Iterator<Item = (i32, EdgeCount)> + 'c> {
        let met = move |(period, counts): (&'c i32, &'c Counts)| {
            let period = *period;
            choose(counts).map(move |edge| (period, edge))
        };
        if zeros == Inclusion::Drop {
            return Box::new(self.periods.iter().flat_map(met));
        }
        let all: BTreeSet<(Window, EntityId, EntityId, Kind, Kind)> = self
            .periods
            .iter()
            .flat_map(&met)
            .map(|(_, edge)| (edge.window, edge.source, edge.target, edge.kind_source, edge.kind_target))
            .collect();
        let mut kinds: BTreeMap<(Window, EntityId, EntityId), (Kind, Kind)> = BTreeMap::new();
        for (window, source, target, kind_source, kind_target) in all {
            // An entity of several kinds has the first, as in the counts of the whole.
            let known = kinds.entry((window, source, target)).or_insert((kind_source, kind_target));
            *known = (known.0.min(kind_source), known.1.min(kind_target));
        }
        let ends = self.periods.first_key_value().zip(self.periods.last_key_value());
        let periods = ends.into_iter().flat_map(|((first, _), (last, _))| *first..=*last);
        Box::new(periods.flat_map(move |period| {
            let counts = self.periods.get_key_value(&period);
            let mut found = counts.into_iter().flat_map(&met).peekable();
            let row = |(key, kinds): (&(Window, EntityId, EntityId), &(Kind, Kind))| {
                let same = found.next_if(|(_, edge)| {
                    (edge.window, &edge.source, &edge.target) == (key.0, &key.1, &key.2)
                });
                let edge = same
                    .map_or_else(|| zero(key, *kinds, counts.map(|(_, counts)| counts)), |(_, edge)| edge);
                (period, edge)
            };
            kinds.iter().map(row).collect::<Vec<_>>()
        }))
    }

    /// Every edge of two neighbouring periods that both have windows, by period, window, source and target.
    ///
    /// There is none between periods that a period without articles parts.
    pub fn changes<'c>(
        &'c self,
        choose: impl Fn(&'c Counts) -> Edges<'c> + 'c,
    ) -> impl Iterator<Item = EdgeChange> + 'c {
        let neighbours = self.periods.iter().zip(self.periods.iter().skip(1));
        let neighbours = neighbours.filter(|((earlier, _), (later, _))| **earlier + 1 == **later);
        neighbours.flat_map(move |((earlier, before), (_, after))| Changes {
            earlier: *earlier,
            totals: [before, after],
            before: choose(before).peekable(),
            after: choose(after).peekable(),
        })
    }
}

/// An edge that was not met in a period.
fn zero(
    (window, source, target): &(Window, EntityId, EntityId),
    (kind_source, kind_target): (Kind, Kind),
    counts: Option<&Counts>,
) -> EdgeCount {
    let standing = |entity| counts.map_or(0, |counts| counts.n_windows_of(entity, *window));
    let n_dyadic = (kind_source == Kind::Country && kind_target == Kind::Country).then_some(0);
    EdgeCount {
        source: source.clone(),
        target: target.clone(),
        kind_source,
        kind_target,
        window: *window,
        n: 0,
        n_named: 0,
        n_dyadic,
        weight: None,
        n_source: standing(source),
        n_target: standing(target),
        n_windows: counts.map_or(0, |counts| counts.totals().n_windows(*window)),
        n_articles: 0,
        first_date: None,
        last_date: None,
        evidence: Vec::new(),
    }
}

/// The edges of two periods side by side.
struct Changes<'c> {
    earlier: i32,
    totals: [&'c Counts; 2],
    before: std::iter::Peekable<Edges<'c>>,
    after: std::iter::Peekable<Edges<'c>>,
}

impl Iterator for Changes<'_> {
    type Item = EdgeChange;

    fn next(&mut self) -> Option<EdgeChange> {
        loop {
            let order = match (self.before.peek(), self.after.peek()) {
                (Some(one), Some(other)) => {
                    (one.window, &one.source, &one.target).cmp(&(other.window, &other.source, &other.target))
                }
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return None,
            };
            let before = if order.is_le() { self.before.next() } else { None };
            let after = if order.is_ge() { self.after.next() } else { None };
            let weight = |edge: &Option<EdgeCount>| edge.as_ref().and_then(|edge| edge.weight).unwrap_or(0);
            let n = [weight(&before), weight(&after)];
            let Some(EdgeCount { source, target, window, .. }) = before.or(after) else { continue };
            let n_windows = self.totals.map(|counts| counts.totals().n_windows(window));
            if n != [0, 0] && !n_windows.contains(&0) {
                return Some(EdgeChange { source, target, window, earlier: self.earlier, n, n_windows });
            }
        }
    }
}
