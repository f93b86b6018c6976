//! How often each feature occurs, in groups of articles.

use rustc_hash::FxHashMap;

use crate::interner::Interner;

/// Occurrences and articles of each feature in each group.
///
/// ```
/// use bangjiao_statistics::Frequencies;
/// let mut frequencies = Frequencies::default();
/// frequencies.add("1972", 6, ["中国", "访问", "中国"]);
/// frequencies.add("1972", 4, ["访问"]);
/// let rows = frequencies.rows(1);
/// assert_eq!((rows[0].feature.as_str(), rows[0].frequency, rows[0].docfreq, rows[0].rank), ("中国", 2, 1, 1));
/// assert_eq!((rows[1].feature.as_str(), rows[1].docfreq, rows[1].per_10000), ("访问", 2, Some(2_000.0)));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Frequencies {
    features: Interner,
    groups: Interner,
    counts: FxHashMap<(u32, u32), Count>,
    totals: Vec<GroupTotal>,
    n_added: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    n: i64,
    n_articles: i64,
    /// Number of the last article that had it, from 1.
    last: u32,
}

/// A feature with the places of its groups, and its occurrences and articles there.
pub(crate) type FeatureCounts<'f> = (&'f str, Vec<(usize, i64, i64)>);

/// What a group holds altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GroupTotal {
    /// Articles.
    pub n_articles: i64,
    /// Characters (code points) of the sentences counted.
    pub n_characters: i64,
    /// Occurrences of all features.
    pub n_features: i64,
}

/// A feature in a group.
#[derive(Debug, Clone, PartialEq)]
pub struct FrequencyRow {
    /// The word, sequence or entity id.
    pub feature: String,
    /// Its occurrences.
    pub frequency: i64,
    /// Its place in the group by occurrences, from 1; features of one frequency share the first of their places.
    pub rank: i64,
    /// Articles that have it.
    pub docfreq: i64,
    /// Occurrences for 10,000 characters of the group; `None` where it has no characters.
    pub per_10000: Option<f64>,
    /// The group.
    pub group: String,
}

impl Frequencies {
    /// Counts the features of one article.
    pub fn add<'f>(&mut self, group: &str, n_characters: i64, features: impl IntoIterator<Item = &'f str>) {
        let group = self.group(group);
        self.n_added += 1;
        let mut n_features = 0;
        for feature in features {
            let key = (self.features.number(feature), group);
            let count = self.counts.entry(key).or_default();
            count.n += 1;
            count.n_articles += i64::from(count.last != self.n_added);
            count.last = self.n_added;
            n_features += 1;
        }
        let total = &mut self.totals[group as usize];
        total.n_articles += 1;
        total.n_characters += n_characters;
        total.n_features += n_features;
    }

    fn group(&mut self, name: &str) -> u32 {
        let group = self.groups.number(name);
        self.totals.resize(self.groups.len(), GroupTotal::default());
        group
    }

    /// Adds the counts of other articles.
    pub fn merge(&mut self, other: Frequencies) {
        let features = self.features.take(&other.features);
        let groups = self.groups.take(&other.groups);
        self.totals.resize(self.groups.len(), GroupTotal::default());
        for (total, &group) in other.totals.iter().zip(&groups) {
            let sum = &mut self.totals[group as usize];
            sum.n_articles += total.n_articles;
            sum.n_characters += total.n_characters;
            sum.n_features += total.n_features;
        }
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
        for ((feature, group), count) in other.counts {
            let key = (features[feature as usize], groups[group as usize]);
            let sum = self.counts.entry(key).or_default();
            sum.n += count.n;
            sum.n_articles += count.n_articles;
        }
    }

    /// Number of distinct features.
    pub fn n_types(&self) -> usize {
        self.features.len()
    }

    /// The groups by name, with what each holds altogether.
    pub fn groups(&self) -> Vec<(&str, GroupTotal)> {
        let mut groups: Vec<_> = self.groups.texts().into_iter().zip(self.totals.iter().copied()).collect();
        groups.sort_unstable_by_key(|(name, _)| *name);
        groups
    }

    /// What a group holds altogether; zeros where it was not met.
    pub fn total(&self, group: &str) -> GroupTotal {
        self.groups.known(group).map_or_else(GroupTotal::default, |group| self.totals[group as usize])
    }

    /// Occurrences and articles of each feature by feature, then by place of the group in [`groups`](Self::groups).
    pub(crate) fn by_feature(&self) -> Vec<FeatureCounts<'_>> {
        let names = self.groups.texts();
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_unstable_by_key(|&group| names[group]);
        let mut place = vec![0; names.len()];
        for (at, &group) in order.iter().enumerate() {
            place[group] = at;
        }
        let features = self.features.texts();
        let cells = self.counts.iter();
        let mut cells: Vec<(&str, usize, i64, i64)> = cells
            .map(|(&(feature, group), count)| {
                (features[feature as usize], place[group as usize], count.n, count.n_articles)
            })
            .collect();
        cells.sort_unstable();
        let mut rows: Vec<FeatureCounts<'_>> = Vec::new();
        for (feature, group, n, n_articles) in cells {
            match rows.last_mut() {
                Some((last, cells)) if *last == feature => cells.push((group, n, n_articles)),
                _ => rows.push((feature, vec![(group, n, n_articles)])),
            }
        }
        rows
    }

    /// Features of at least `least` occurrences in their group: by group, most frequent first, then by feature.
    pub fn rows(&self, least: i64) -> Vec<FrequencyRow> {
        let (features, groups) = (self.features.texts(), self.groups.texts());
        let mut cells: Vec<(&str, i64, &str, i64, GroupTotal)> = self
            .counts
            .iter()
            .filter(|(_, count)| count.n >= least)
            .map(|(&(feature, group), count)| {
                let (feature, group) = (features[feature as usize], group as usize);
                (groups[group], -count.n, feature, count.n_articles, self.totals[group])
            })
            .collect();
        cells.sort_unstable_by_key(|&(group, n, feature, ..)| (group, n, feature));
        let mut rows: Vec<FrequencyRow> = Vec::with_capacity(cells.len());
        let (mut place, mut last) = (0, ("", 0));
        for (group, n, feature, docfreq, total) in cells {
            place = if group == last.0 { place + 1 } else { 1 };
            let rank = match rows.last() {
                Some(before) if last == (group, n) => before.rank,
                _ => place,
            };
            last = (group, n);
            rows.push(FrequencyRow {
                feature: feature.to_owned(),
                frequency: -n,
                rank,
                docfreq,
                per_10000: per_10000(-n, total.n_characters),
                group: group.to_owned(),
            });
        }
        rows
    }
}

/// Occurrences for 10,000 characters; `None` where there are no characters.
pub(crate) fn per_10000(n: i64, n_characters: i64) -> Option<f64> {
    (n_characters > 0).then(|| n as f64 * 10_000.0 / n_characters as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Frequencies;

    #[test]
    fn features_of_one_frequency_share_a_rank_in_their_group() {
        let mut frequencies = Frequencies::default();
        frequencies.add("b", 1, ["x", "y", "y", "z"]);
        frequencies.add("a", 1, ["x"]);
        let rows = frequencies.rows(1);
        let rows: Vec<_> = rows.iter().map(|row| (&*row.group, &*row.feature, row.rank)).collect();
        assert_eq!(rows, [("a", "x", 1), ("b", "y", 1), ("b", "x", 2), ("b", "z", 2)]);
        assert_eq!(frequencies.rows(2).len(), 1);
    }

    proptest! {
        #[test]
        fn parts_merge_into_the_whole(
            articles in proptest::collection::vec(("[ab]", proptest::collection::vec("[xyzw]", 0..6)), 0..12),
            cut in 0usize..12,
        ) {
            let count = |articles: &[(String, Vec<String>)]| {
                let mut frequencies = Frequencies::default();
                for (group, features) in articles {
                    frequencies.add(group, 10, features.iter().map(String::as_str));
                }
                frequencies
            };
            let cut = cut.min(articles.len());
            let mut merged = count(&articles[cut..]);
            merged.merge(count(&articles[..cut]));
            let whole = count(&articles);
            prop_assert_eq!(merged.rows(1), whole.rows(1));
            prop_assert_eq!(merged.groups(), whole.groups());
        }
    }
}
