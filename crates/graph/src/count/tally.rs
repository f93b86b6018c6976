use bangjiao_document::{EntityId, Kind};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::evidence::Examples;
use crate::Window;

/// What is known of one entity.
#[derive(Debug, Clone)]
pub(super) struct EntityTally {
    pub id: EntityId,
    pub kind: Kind,
    pub linked: bool,
    /// Whether the options leave it out of windows by its id.
    pub left_out: bool,
    pub n_mentions: u32,
    pub n_named: u32,
    pub n_articles: u32,
    pub days: Days,
    /// What number of article counted it last; 0 if none did.
    pub last_article: i64,
    /// Windows in which it stands as an end of edges, in the order of the windows counted.
    pub n_windows: [u32; Window::AT_ONCE],
}

impl EntityTally {
    pub(super) fn new(id: EntityId, kind: Kind, left_out: bool) -> Self {
        let linked = id.is_linked();
        let (days, n_windows) = (Days::default(), [0; Window::AT_ONCE]);
        EntityTally {
            id,
            kind,
            linked,
            left_out,
            n_mentions: 0,
            n_named: 0,
            n_articles: 0,
            days,
            last_article: 0,
            n_windows,
        }
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

/// The pairs of entities met, in order of arrival.
///
/// The map holds numbers only and one entry for all windows of two entities: it stays small enough for the caches and
/// grows cheaply, and the frequent pairs, which come early, lie together.
#[derive(Debug, Clone, Default)]
pub(super) struct Pairs {
    numbers: FxHashMap<u64, [u32; Window::AT_ONCE]>,
    tallies: Vec<(PairKey, PairTally)>,
}

/// Two entities among the [`Pairs`].
pub(super) struct Pair<'p> {
    /// The numbers of their tallies by window, [`NOT_MET`] where there is none.
    numbers: &'p mut [u32; Window::AT_ONCE],
    tallies: &'p mut Vec<(PairKey, PairTally)>,
}

const NOT_MET: u32 = u32::MAX;

impl Pairs {
    /// The two entities of a key.
    pub(super) fn pair(&mut self, key: PairKey) -> Pair<'_> {
        let numbers = self.numbers.entry(key.pair()).or_insert([NOT_MET; Window::AT_ONCE]);
        Pair { numbers, tallies: &mut self.tallies }
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, (PairKey, PairTally)> {
        self.tallies.iter()
    }

    /// The tallies in groups of two entities each; two entities may have several groups.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[(PairKey, PairTally)]> {
        self.tallies.chunk_by(|(a, _), (b, _)| a.pair() == b.pair())
    }

    pub(super) fn len(&self) -> usize {
        self.tallies.len()
    }
}

impl Pair<'_> {
    /// What is known of the two in the window of their key, nothing if they were not met in it before.
    pub(super) fn tally(&mut self, key: PairKey) -> &mut PairTally {
        let number = &mut self.numbers[key.slot()];
        if *number == NOT_MET {
            *number = u32::try_from(self.tallies.len()).expect("four billion pairs do not fit in memory");
            self.tallies.push((key, PairTally::default()));
        }
        &mut self.tallies[*number as usize].1
    }
}

/// Two entities by number and the place of a window among those counted, in one word: it hashes and sorts as an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PairKey(u64);

const NUMBER_BITS: u32 = 31;
const WINDOW_BITS: u32 = 2;

impl PairKey {
    /// The order of the two entities does not matter.
    pub(super) fn new(slot: usize, one: u32, other: u32) -> Self {
        debug_assert!(slot < Window::AT_ONCE, "a key has two bits for the window");
        debug_assert!(one.max(other) < 1 << NUMBER_BITS, "two billion entities do not fit in memory");
        let (low, high) = (u64::from(one.min(other)), u64::from(one.max(other)));
        PairKey((low << NUMBER_BITS | high) << WINDOW_BITS | slot as u64)
    }

    /// The two entities alone.
    pub(super) fn pair(self) -> u64 {
        self.0 >> WINDOW_BITS
    }

    /// The place of the window among those counted.
    pub(super) fn slot(self) -> usize {
        (self.0 & ((1 << WINDOW_BITS) - 1)) as usize
    }

    /// The two numbers, the lower first.
    pub(super) fn ends(self) -> [usize; 2] {
        let mask = (1 << NUMBER_BITS) - 1;
        [(self.pair() >> NUMBER_BITS) as usize, (self.pair() & mask) as usize]
    }

    /// What keys are sorted by to have the window first, then the ends.
    pub(super) fn by_window(self) -> u64 {
        self.0.rotate_right(WINDOW_BITS)
    }
}

/// The first and the last day of publication met; the first is the later one where none was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    first: Date,
    last: Date,
}

impl Default for Days {
    fn default() -> Self {
        Days { first: Date::MAX, last: Date::MIN }
    }
}

impl Days {
    pub(super) fn add(&mut self, day: Option<Date>) {
        if let Some(day) = day {
            self.merge(Days { first: day, last: day });
        }
    }

    pub(super) fn merge(&mut self, other: Days) {
        (self.first, self.last) = (self.first.min(other.first), self.last.max(other.last));
    }

    pub(super) fn first(self) -> Option<Date> {
        (self.first <= self.last).then_some(self.first)
    }

    pub(super) fn last(self) -> Option<Date> {
        (self.first <= self.last).then_some(self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::{PairKey, PairTally};
    use crate::Window;

    #[test]
    fn a_key_gives_back_its_parts() {
        for slot in 0..Window::AT_ONCE {
            let key = PairKey::new(slot, (1 << 31) - 1, 7);
            assert_eq!((key.slot(), key.ends()), (slot, [7, (1 << 31) - 1]));
            assert!(key.by_window() < PairKey::new(slot, 8, 9).by_window());
            let last = Window::AT_ONCE - 1;
            assert!(slot == last || key.by_window() < PairKey::new(last, 0, 1).by_window());
        }
    }

    #[test]
    fn a_pair_stays_small() {
        assert!(size_of::<(u64, [u32; Window::AT_ONCE])>() <= 24);
        // Pairs are what grows with the corpus: most of them are met once, in lists of names.
        assert!(size_of::<(PairKey, PairTally)>() <= 40);
    }
}
