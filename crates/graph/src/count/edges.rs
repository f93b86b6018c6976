use bangjiao_document::{EntityId, Kind};

use super::tally::{EntityTally, PairKey, PairTally};
use super::{Counts, EdgeCount};
use crate::{WeightFrom, Window};

/// The edges of [`Counts`], sorted by window, source and target, each made when it is asked for.
///
/// ```
/// use bangjiao_graph::{CountOptions, Counts};
/// assert_eq!(Counts::default().iter_edges().len(), 0);
/// ```
#[derive(Debug, Clone)]
pub struct Edges<'c> {
    counts: &'c Counts,
    weight_from: WeightFrom,
    by_id: Vec<&'c EntityTally>,
    /// Keys hold places in `by_id`.
    pairs: std::vec::IntoIter<(PairKey, &'c PairTally)>,
}

impl<'c> Edges<'c> {
    pub(super) fn of(counts: &'c Counts) -> Self {
        let mut by_id: Vec<&EntityTally> = counts.entities.iter().collect();
        by_id.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let mut ranks = vec![0; by_id.len()];
        for (rank, entity) in (0..).zip(&by_id) {
            ranks[counts.numbers[&entity.id] as usize] = rank;
        }
        let mut pairs: Vec<_> = counts
            .pairs
            .iter()
            .map(|(key, pair)| {
                let [one, other] = key.ends().map(|end| ranks[end]);
                (PairKey::new(key.slot(), one, other), pair)
            })
            .collect();
        pairs.sort_unstable_by_key(|(key, _)| key.by_window());
        Edges { counts, weight_from: WeightFrom::default(), by_id, pairs: pairs.into_iter() }
    }

    /// The same edges with another count as their weight.
    pub fn weighted_by(mut self, weight_from: WeightFrom) -> Self {
        self.weight_from = weight_from;
        self
    }

    /// The edges between entities of these pairs of kinds, the kinds of each in the order of [`Kind`]; none are all.
    pub fn between(mut self, pairs: &[(Kind, Kind)]) -> Self {
        if !pairs.is_empty() {
            let by_id = &self.by_id;
            let kinds = |key: PairKey| {
                let [one, other] = key.ends().map(|rank| by_id[rank].kind);
                (one.min(other), one.max(other))
            };
            let kept: Vec<_> = self.pairs.filter(|(key, _)| pairs.contains(&kinds(*key))).collect();
            self.pairs = kept.into_iter();
        }
        self
    }

    /// The edges of one window whose weight is large enough.
    pub(crate) fn selected(mut self, window: Window, min_weight: i64) -> Self {
        let pairs = std::mem::take(&mut self.pairs);
        let slot = self.counts.windows.iter().position(|counted| *counted == window);
        let is_heavy = |key, pair| self.weight(key, pair).is_some_and(|weight| weight >= min_weight);
        let selected: Vec<_> =
            pairs.filter(|(key, pair)| Some(key.slot()) == slot && is_heavy(*key, pair)).collect();
        self.pairs = selected.into_iter();
        self
    }

    /// Those among the edges that are not yet made of which `keeps` is true.
    pub(crate) fn kept(mut self, keeps: &[bool]) -> Self {
        let pairs = self.pairs.zip(keeps).filter(|(_, keeps)| **keeps);
        let kept: Vec<_> = pairs.map(|(pair, _)| pair).collect();
        self.pairs = kept.into_iter();
        self
    }

    /// The edge with a number among those that are not yet made.
    pub(crate) fn made(&self, number: usize) -> EdgeCount {
        let (key, pair) = self.pairs.as_slice()[number];
        self.edge(key, pair)
    }

    /// Whether the edge with a number is the next one of `others`, which are of the same counts.
    pub(crate) fn is_next_of(&self, number: usize, others: &Edges<'_>) -> bool {
        let next = others.pairs.as_slice().first();
        next.is_some_and(|(_, pair)| std::ptr::eq(*pair, self.pairs.as_slice()[number].1))
    }

    /// The edges, each with what `look` says when it is the next one.
    pub(crate) fn scan_with<T>(
        mut self,
        mut look: impl FnMut(&Edges<'c>) -> T,
    ) -> impl Iterator<Item = (EdgeCount, T)> {
        std::iter::from_fn(move || {
            let looked = look(&self);
            Some((self.next()?, looked))
        })
    }

    /// The places of both ends in the order of ids, and the weight, of each edge that has one; no edge is made.
    pub(crate) fn ranked(&self) -> impl Iterator<Item = ([u32; 2], i64)> + '_ {
        let rank = |rank| u32::try_from(rank).expect("entities are numbered in 32 bits");
        let pairs = self.pairs.as_slice().iter();
        pairs.filter_map(move |&(key, pair)| Some((key.ends().map(rank), self.weight(key, pair)?)))
    }

    /// Number of entities, whose places in the order of ids are below it.
    pub(crate) fn n_entities(&self) -> usize {
        self.by_id.len()
    }

    /// The place of an entity in the order of ids.
    pub(crate) fn rank(&self, id: &EntityId) -> Option<u32> {
        let at = self.by_id.binary_search_by(|entity| entity.id.cmp(id)).ok()?;
        u32::try_from(at).ok()
    }

    /// The entity at a place in the order of ids.
    pub(crate) fn entity(&self, rank: u32) -> (&'c EntityId, Kind) {
        let entity = self.by_id[rank as usize];
        (&entity.id, entity.kind)
    }

    fn ends(&self, key: PairKey) -> [&'c EntityTally; 2] {
        key.ends().map(|rank| self.by_id[rank])
    }

    fn n_dyadic(&self, key: PairKey, pair: &PairTally) -> Option<i64> {
        let are_states = self.ends(key).iter().all(|end| end.kind == Kind::Country);
        are_states.then_some(i64::from(pair.n_dyadic))
    }

    fn weight(&self, key: PairKey, pair: &PairTally) -> Option<i64> {
        match self.weight_from {
            WeightFrom::All => Some(i64::from(pair.n)),
            WeightFrom::Named => Some(i64::from(pair.n_named)),
            WeightFrom::Dyadic => self.n_dyadic(key, pair),
        }
    }

    fn edge(&self, key: PairKey, pair: &PairTally) -> EdgeCount {
        let window = self.counts.windows[key.slot()];
        let [source, target] = self.ends(key);
        EdgeCount {
            source: source.id.clone(),
            target: target.id.clone(),
            kind_source: source.kind,
            kind_target: target.kind,
            window,
            n: i64::from(pair.n),
            n_named: i64::from(pair.n_named),
            n_dyadic: self.n_dyadic(key, pair),
            weight: self.weight(key, pair),
            n_source: i64::from(source.n_windows[key.slot()]),
            n_target: i64::from(target.n_windows[key.slot()]),
            n_windows: self.counts.totals.n_windows(window),
            n_articles: i64::from(pair.n_articles),
            first_date: pair.days.first(),
            last_date: pair.days.last(),
            evidence: self.counts.evidence.window_ids(pair.examples, window),
        }
    }
}

impl Iterator for Edges<'_> {
    type Item = EdgeCount;

    fn next(&mut self) -> Option<EdgeCount> {
        let (key, pair) = self.pairs.next()?;
        Some(self.edge(key, pair))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.pairs.size_hint()
    }
}

impl ExactSizeIterator for Edges<'_> {}
