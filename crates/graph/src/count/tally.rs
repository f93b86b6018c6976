use bangjiao_document::{EntityId, Kind};
use jiff::civil::Date;

use super::evidence::Examples;
use crate::Window;

/// What is known of one entity.
#[derive(Debug, Clone)]
pub(super) struct EntityTally {
    pub id: EntityId,
    pub kind: Kind,
    pub linked: bool,
    pub n_mentions: u32,
    pub n_named: u32,
    pub n_articles: u32,
    pub days: Days,
    /// Windows in which it stands as an end of edges, in the order of [`Window::ALL`].
    pub n_windows: [u32; 3],
}

impl EntityTally {
    pub(super) fn new(id: EntityId, kind: Kind) -> Self {
        let linked = id.is_linked();
        let (days, n_windows) = (Days::default(), [0; 3]);
        EntityTally { id, kind, linked, n_mentions: 0, n_named: 0, n_articles: 0, days, n_windows }
    }

    /// Adds what another part of the corpus knows of the same entity.
    pub(super) fn merge(&mut self, other: &EntityTally) {
        self.kind = self.kind.min(other.kind);
        self.n_mentions += other.n_mentions;
        self.n_named += other.n_named;
        self.n_articles += other.n_articles;
        self.days.merge(other.days);
        for (own, others) in self.n_windows.iter_mut().zip(other.n_windows) {
            *own += others;
        }
    }
}

/// What is known of one pair of entities in one sort of window.
///
/// Counts are 32 bits wide inside (a newspaper has fewer than a billion sentences), since pairs fill the memory.
#[derive(Debug, Clone, Default)]
pub(super) struct PairTally {
    pub n: u32,
    pub n_named: u32,
    pub n_dyadic: u32,
    pub n_articles: u32,
    pub days: Days,
    pub examples: Examples,
}

impl PairTally {
    /// Adds everything but the examples.
    pub(super) fn merge(&mut self, other: &PairTally) {
        self.n += other.n;
        self.n_named += other.n_named;
        self.n_dyadic += other.n_dyadic;
        self.n_articles += other.n_articles;
        self.days.merge(other.days);
    }
}

/// A window and two entities by number, in one word: it hashes and sorts as an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PairKey(u64);

const NUMBER_BITS: u32 = 31;

impl PairKey {
    /// The order of the two entities does not matter.
    pub(super) fn new(window: Window, one: u32, other: u32) -> Self {
        debug_assert!(one.max(other) < 1 << NUMBER_BITS, "two billion entities do not fit in memory");
        let (low, high) = (u64::from(one.min(other)), u64::from(one.max(other)));
        PairKey((window as u64) << (2 * NUMBER_BITS) | low << NUMBER_BITS | high)
    }

    pub(super) fn window(self) -> Window {
        Window::ALL[(self.0 >> (2 * NUMBER_BITS)) as usize]
    }

    /// The two numbers, the lower first.
    pub(super) fn ends(self) -> [usize; 2] {
        let mask = (1 << NUMBER_BITS) - 1;
        [(self.0 >> NUMBER_BITS & mask) as usize, (self.0 & mask) as usize]
    }
}

/// The first and the last day of publication met.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Days(Option<(Date, Date)>);

impl Days {
    pub(super) fn add(&mut self, day: Option<Date>) {
        self.merge(Days(day.map(|day| (day, day))));
    }

    pub(super) fn merge(&mut self, other: Days) {
        self.0 = match (self.0, other.0) {
            (Some((first, last)), Some((from, to))) => Some((first.min(from), last.max(to))),
            (days, None) | (None, days) => days,
        };
    }

    pub(super) fn first(self) -> Option<Date> {
        self.0.map(|(first, _)| first)
    }

    pub(super) fn last(self) -> Option<Date> {
        self.0.map(|(_, last)| last)
    }
}

#[cfg(test)]
mod tests {
    use super::{PairKey, PairTally};
    use crate::Window;

    #[test]
    fn a_key_gives_back_its_parts() {
        for window in Window::ALL {
            let key = PairKey::new(window, (1 << 31) - 1, 7);
            assert_eq!((key.window(), key.ends()), (window, [7, (1 << 31) - 1]));
        }
    }

    #[test]
    fn a_pair_stays_small() {
        // Pairs are what grows with the corpus: most of them are met once, in lists of names.
        assert!(size_of::<(PairKey, PairTally)>() <= 40);
    }
}
