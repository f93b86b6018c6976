//! Which features are more, or less, frequent in one part of a corpus than in another.

use bangjiao_graph::{Contingency, weights};

use crate::Frequencies;
use crate::frequency::per_10000;
use crate::significance::p_of_chi2;

/// A feature in two corpora: the 2 × 2 table of its occurrences and those of all other features.
///
/// `n ≤ total` must hold in both.
///
/// ```
/// use bangjiao_statistics::Comparison;
/// let comparison = Comparison { n_target: 20, n_reference: 5, total_target: 1_000, total_reference: 1_000 };
/// assert_eq!(comparison.log_ratio(), Some(2.0));
/// assert_eq!(comparison.pct_diff(), Some(300.0));
/// assert!(comparison.g2() > 0.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// Occurrences in the target.
    pub n_target: i64,
    /// Occurrences in the reference.
    pub n_reference: i64,
    /// Occurrences of all features in the target.
    pub total_target: i64,
    /// Occurrences of all features in the reference.
    pub total_reference: i64,
}

impl Comparison {
    fn table(self) -> Contingency {
        Contingency {
            n: self.n_target,
            n_source: self.n_target + self.n_reference,
            n_target: self.total_target,
            n_windows: self.total_target + self.total_reference,
        }
    }

    /// `n_target · n_others_of_reference - n_reference · n_others_of_target`; its sign says where the feature is more
    /// frequent.
    fn surplus(self) -> i128 {
        let [n_target, n_reference, total_target, total_reference] =
            [self.n_target, self.n_reference, self.total_target, self.total_reference].map(i128::from);
        n_target * total_reference - n_reference * total_target
    }

    fn signed(self, statistic: f64) -> f64 {
        if self.surplus() < 0 { -statistic } else { statistic }
    }

    /// Log-likelihood ratio G² over all four cells, negative where the feature is rarer in the target.
    ///
    /// # Source
    /// Dunning 1993, Accurate methods for the statistics of surprise and coincidence; the sign as in quanteda's
    /// `textstat_keyness(measure = "lr", correction = "none")`.
    pub fn g2(self) -> f64 {
        self.signed(weights::llr(self.table()))
    }

    /// Pearson's chi² without correction for continuity, negative where the feature is rarer in the target.
    ///
    /// `None` where a row or column of the table is empty.
    ///
    /// # Source
    /// Pearson 1900; the sign as in quanteda's `textstat_keyness(measure = "chi2", correction = "none")`.
    pub fn chi2(self) -> Option<f64> {
        weights::chi2(self.table()).map(|chi2| self.signed(chi2))
    }

    /// Pearson's chi² with Yates' correction for continuity, negative where the feature is rarer in the target:
    /// N · max(0, |ad - bc| - N / 2)² / product of the four margins.
    ///
    /// `None` where a row or column of the table is empty.
    ///
    /// # Source
    /// Yates 1934, Contingency tables involving small numbers and the χ² test; quanteda's default.
    pub fn chi2_yates(self) -> Option<f64> {
        let Contingency { n_source, n_target, n_windows, .. } = self.table();
        let margins = [n_source, n_target, n_windows - n_source, n_windows - n_target];
        (!margins.contains(&0)).then(|| {
            let total = n_windows as f64;
            let corrected = (self.surplus().unsigned_abs() as f64 - total / 2.0).max(0.0);
            let [a, b, c, d] = margins.map(|margin| margin as f64);
            self.signed((corrected / (a * b)) * (corrected / (c * d)) * total)
        })
    }

    /// The chance of a G² as large or larger where target and reference do not differ, 0.0..=1.0.
    ///
    /// It takes occurrences for independent, which those of one article are not: read it beside the articles.
    pub fn p(self) -> f64 {
        p_of_chi2(self.g2().abs())
    }

    /// Binary logarithm of the ratio of the relative frequencies: 1 where the feature is twice as frequent in the target.
    ///
    /// A frequency of 0 is taken for 0.5. `None` where target or reference is empty.
    ///
    /// # Source
    /// Hardie 2014, Log Ratio: an informal introduction, <https://cass.lancs.ac.uk/log-ratio-an-informal-introduction/>.
    pub fn log_ratio(self) -> Option<f64> {
        let share = |n: i64, total: i64| if n == 0 { 0.5 } else { n as f64 } / total as f64;
        (self.total_target > 0 && self.total_reference > 0).then(|| {
            (share(self.n_target, self.total_target) / share(self.n_reference, self.total_reference)).log2()
        })
    }

    /// %DIFF: how many per cent the relative frequency in the target is above that in the reference, -100.0 or more.
    ///
    /// `None` where the reference has none, or the target is empty.
    ///
    /// # Source
    /// Gabrielatos and Marchi 2011, Keyness: matching metrics to definitions.
    pub fn pct_diff(self) -> Option<f64> {
        (self.n_reference > 0 && self.total_target > 0).then(|| {
            let target = self.n_target as f64 / self.total_target as f64;
            let reference = self.n_reference as f64 / self.total_reference as f64;
            (target - reference) * 100.0 / reference
        })
    }

    /// Approximate Bayes factor |G²| - ln N with one degree of freedom; from 2 on there is evidence of a difference, from
    /// 10 on very strong evidence, below 0 evidence of none. `None` where there are no features.
    ///
    /// # Source
    /// Wilson 2013, Embracing Bayes factors for key item analysis in corpus linguistics.
    pub fn bic(self) -> Option<f64> {
        let total = self.total_target + self.total_reference;
        (total > 0).then(|| self.g2().abs() - (total as f64).ln())
    }
}

/// A feature in target and reference.
#[derive(Debug, Clone, PartialEq)]
pub struct KeynessRow {
    /// The word, sequence or entity id.
    pub feature: String,
    /// The occurrences.
    pub comparison: Comparison,
    /// Articles of the target that have it.
    pub docfreq_target: i64,
    /// Articles of the reference that have it.
    pub docfreq_reference: i64,
    /// Occurrences for 10,000 characters of the target.
    pub target_per_10000: Option<f64>,
    /// Occurrences for 10,000 characters of the reference.
    pub reference_per_10000: Option<f64>,
}

/// The features of at least `least` occurrences in the groups `target` and `reference` together, by feature.
pub fn keyness_rows(frequencies: &Frequencies, target: &str, reference: &str, least: i64) -> Vec<KeynessRow> {
    let groups = frequencies.groups();
    let place = |name: &str| groups.iter().position(|(group, _)| *group == name);
    let (at_target, at_reference) = (place(target), place(reference));
    let (in_target, in_reference) = (frequencies.total(target), frequencies.total(reference));
    let rows = frequencies.by_feature().into_iter().map(|(feature, cells)| {
        let cell = |at: Option<usize>| {
            let found = cells.iter().find(|(group, ..)| Some(*group) == at);
            found.map_or((0, 0), |&(_, n, n_articles)| (n, n_articles))
        };
        let ((n_target, docfreq_target), (n_reference, docfreq_reference)) =
            (cell(at_target), cell(at_reference));
        KeynessRow {
            feature: feature.to_owned(),
            comparison: Comparison {
                n_target,
                n_reference,
                total_target: in_target.n_features,
                total_reference: in_reference.n_features,
            },
            docfreq_target,
            docfreq_reference,
            target_per_10000: per_10000(n_target, in_target.n_characters),
            reference_per_10000: per_10000(n_reference, in_reference.n_characters),
        }
    });
    rows.filter(|row| row.comparison.n_target + row.comparison.n_reference >= least).collect()
}
