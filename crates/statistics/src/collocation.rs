//! Which features stand near each other more often than by chance.

use bangjiao_graph::{Contingency, weights};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::interner::Interner;
use crate::significance::p_of_z;

/// What counts as standing together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The second follows the first in the same sentence, at most so many places on; 1 is the next place.
    Following(usize),
    /// The second stands in the same sentence, at most so many places before or after the first.
    Around(usize),
    /// Both stand in one sentence, however often.
    Sentence,
}

/// Counts of pairs of features.
///
/// What is drawn at random is a pair of places: with [`Reach::Following`] and [`Reach::Around`] every pair of places within
/// reach, of which the first has `n_feature` pairs and the second `n_collocate`; with [`Reach::Sentence`] a sentence.
///
/// ```
/// use bangjiao_statistics::{Collocations, Reach};
/// let mut collocations = Collocations::new(Reach::Following(1), None);
/// collocations.add([&[Some("和平"), Some("共处"), None, Some("和平"), Some("共处")][..]]);
/// let rows = collocations.rows(1);
/// assert_eq!((rows[0].feature.as_str(), rows[0].collocate.as_str(), rows[0].table.n), ("和平", "共处", 2));
/// ```
#[derive(Debug, Clone)]
pub struct Collocations {
    reach: Reach,
    nodes: Option<FxHashSet<String>>,
    features: Interner,
    pairs: FxHashMap<(u32, u32), i64>,
    /// Pairs, or sentences, in which a feature stands first and second.
    margins: Vec<[i64; 2]>,
    n_windows: i64,
}

/// A pair of features with how often they stand together.
#[derive(Debug, Clone, PartialEq)]
pub struct CollocationRow {
    /// The first, or the node.
    pub feature: String,
    /// The second.
    pub collocate: String,
    /// Pairs or sentences with both, with each, and all: the source of the table is the feature, its target the collocate.
    pub table: Contingency,
}

impl CollocationRow {
    /// Chance of a `z` as far from 0, 0.0..=1.0.
    pub fn p(&self) -> f64 {
        p_of_z(z_of_lambda(self.table))
    }
}

impl Collocations {
    /// Counts pairs within reach; with `nodes` only those whose first is one of them.
    pub fn new(reach: Reach, nodes: Option<&[String]>) -> Self {
        Collocations {
            reach,
            nodes: nodes.map(|nodes| nodes.iter().cloned().collect()),
            features: Interner::default(),
            pairs: FxHashMap::default(),
            margins: Vec::new(),
            n_windows: 0,
        }
    }

    /// Counts the pairs of an article's sentences.
    pub fn add<'s, 'f: 's>(&mut self, sentences: impl IntoIterator<Item = &'s [Option<&'f str>]>) {
        for sentence in sentences {
            let places: Vec<Option<(u32, bool)>> = sentence
                .iter()
                .map(|place| {
                    place.map(|feature| {
                        let wanted = self.nodes.as_ref().is_none_or(|nodes| nodes.contains(feature));
                        (self.features.number(feature), wanted)
                    })
                })
                .collect();
            self.margins.resize(self.features.len(), [0; 2]);
            match self.reach {
                Reach::Following(reach) => self.add_places(&places, 0, reach.max(1)),
                Reach::Around(reach) => self.add_places(&places, reach.max(1), reach.max(1)),
                Reach::Sentence => self.add_sentence(places),
            }
        }
    }

    fn add_places(&mut self, places: &[Option<(u32, bool)>], before: usize, after: usize) {
        for (at, place) in places.iter().enumerate() {
            let Some((first, wanted)) = *place else { continue };
            let from = at.saturating_sub(before);
            let to = (at + after + 1).min(places.len());
            let near = places[from..at].iter().chain(&places[at + 1..to]).flatten();
            for &(second, _) in near {
                self.margins[first as usize][0] += 1;
                self.margins[second as usize][1] += 1;
                self.n_windows += 1;
                if wanted {
                    *self.pairs.entry((first, second)).or_default() += 1;
                }
            }
        }
    }

    fn add_sentence(&mut self, places: Vec<Option<(u32, bool)>>) {
        let mut features: Vec<(u32, bool)> = places.into_iter().flatten().collect();
        features.sort_unstable();
        features.dedup();
        self.n_windows += 1;
        for &(first, wanted) in &features {
            self.margins[first as usize][0] += 1;
            self.margins[first as usize][1] += 1;
            for &(second, _) in features.iter().filter(|(second, _)| wanted && *second != first) {
                *self.pairs.entry((first, second)).or_default() += 1;
            }
        }
    }

    /// Adds the counts of other articles, made with the same reach and nodes.
    pub fn merge(&mut self, other: Collocations) {
        let features = self.features.take(&other.features);
        self.margins.resize(self.features.len(), [0; 2]);
        for (margins, &feature) in other.margins.iter().zip(&features) {
            let sums = &mut self.margins[feature as usize];
            sums[0] += margins[0];
            sums[1] += margins[1];
        }
        self.n_windows += other.n_windows;
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
        for ((first, second), n) in other.pairs {
            *self.pairs.entry((features[first as usize], features[second as usize])).or_default() += n;
        }
    }

    /// Pairs that stand together at least `least` times, by feature and collocate.
    pub fn rows(&self, least: i64) -> Vec<CollocationRow> {
        let features = self.features.texts();
        let pairs = self.pairs.iter().filter(|(_, n)| **n >= least);
        let mut rows: Vec<CollocationRow> = pairs
            .map(|(&(first, second), &n)| CollocationRow {
                feature: features[first as usize].to_owned(),
                collocate: features[second as usize].to_owned(),
                table: Contingency {
                    n,
                    n_source: self.margins[first as usize][0],
                    n_target: self.margins[second as usize][1],
                    n_windows: self.n_windows,
                },
            })
            .collect();
        rows.sort_unstable_by(|a, b| (&a.feature, &a.collocate).cmp(&(&b.feature, &b.collocate)));
        rows
    }
}

/// What is added to each cell before logarithms are taken, so that no cell is 0.
const SMOOTHING: f64 = 0.5;

/// The cells of a 2 × 2 table, each with [`SMOOTHING`]: both, the source alone, the target alone, neither.
fn smoothed(table: Contingency) -> [f64; 4] {
    let Contingency { n, n_source, n_target, n_windows } = table;
    [n, n_source - n, n_target - n, n_windows - n_source - n_target + n].map(|cell| cell as f64 + SMOOTHING)
}

/// λ, the logarithm of the odds ratio, with ½ added to each cell: ln both - ln one - ln other + ln neither.
///
/// Positive where the two attract each other, negative where they avoid each other.
///
/// # Source
/// Blaheta and Johnson 2001, Unsupervised learning of multi-word verbs; quanteda's `textstat_collocations` for two words.
pub fn lambda(table: Contingency) -> f64 {
    let [both, source, target, neither] = smoothed(table).map(f64::ln);
    both - source - target + neither
}

/// λ over its standard error √(Σ 1 / cell), with ½ added to each cell; Wald's z.
///
/// # Source
/// As [`lambda`].
pub fn z_of_lambda(table: Contingency) -> f64 {
    lambda(table) / smoothed(table).iter().map(|cell| cell.recip()).sum::<f64>().sqrt()
}

/// t score (n - expected) / √n, with expected = n_source · n_target / n_windows; `None` if `n` is 0.
///
/// It favours frequent pairs; from about 2.576 on a pair is taken for a collocation.
///
/// # Source
/// Church, Gale, Hanks and Hindle 1991, Using statistics in lexical analysis.
pub fn t_score(table: Contingency) -> Option<f64> {
    (table.n > 0).then(|| {
        let expected = table.n_source as f64 * table.n_target as f64 / table.n_windows as f64;
        (table.n as f64 - expected) / (table.n as f64).sqrt()
    })
}

impl CollocationRow {
    /// Normalised pointwise mutual information; see [`weights::npmi`].
    pub fn npmi(&self) -> Option<f64> {
        weights::npmi(self.table)
    }

    /// Log-likelihood ratio G²; see [`weights::llr`].
    pub fn g2(&self) -> f64 {
        weights::llr(self.table)
    }
}

#[cfg(test)]
mod tests {
    use super::{Collocations, Reach};

    const SENTENCE: [Option<&str>; 5] = [Some("a"), Some("b"), None, Some("a"), Some("b")];

    fn rows(reach: Reach, nodes: Option<&[String]>) -> Vec<(String, String, i64, i64, i64, i64)> {
        let mut whole = Collocations::new(reach, nodes);
        whole.add([&SENTENCE[..]]);
        let mut other = Collocations::new(reach, nodes);
        other.add([&SENTENCE[3..], &[]]);
        whole.merge(other);
        let rows = whole.rows(1).into_iter();
        rows.map(|row| {
            let table = row.table;
            (row.feature, row.collocate, table.n, table.n_source, table.n_target, table.n_windows)
        })
        .collect()
    }

    fn row(feature: &str, collocate: &str, numbers: [i64; 4]) -> (String, String, i64, i64, i64, i64) {
        let [n, n_feature, n_collocate, n_windows] = numbers;
        (feature.to_owned(), collocate.to_owned(), n, n_feature, n_collocate, n_windows)
    }

    #[test]
    fn what_is_left_out_keeps_its_place() {
        assert_eq!(rows(Reach::Following(1), None), [row("a", "b", [3, 3, 3, 3])]);
        let two = rows(Reach::Following(2), None);
        assert_eq!(two, [row("a", "b", [3, 3, 3, 4]), row("b", "a", [1, 1, 1, 4])]);
    }

    #[test]
    fn pairs_around_a_node_are_counted_from_the_node() {
        let nodes = ["a".to_owned()];
        let around = rows(Reach::Around(2), Some(&nodes));
        assert_eq!(around, [row("a", "b", [4, 4, 4, 8])]);
        let sentence = rows(Reach::Sentence, Some(&nodes));
        assert_eq!(sentence, [row("a", "b", [2, 2, 2, 3])]);
    }
}
