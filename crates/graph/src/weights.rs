//! Measures of association between two entities, from how often they stand together and alone.
//!
//! Each is a function of one [`Contingency`]. Large numbers of windows make every measure but G² unreliable where
//! `n` is small, so select by `n` first. G² and chi² take windows for independent draws, which the sentences of one
//! article are not: for tests, count articles.

/// How often two things occur, together and each, in how many windows.
///
/// `0 ≤ n ≤ min(n_source, n_target)` and `n_source + n_target - n ≤ n_windows` must hold.
///
/// ```
/// use bangjiao_graph::{Contingency, weights};
/// // 中国 and 哈萨克斯坦 in 30 of 10,000 sentences.
/// let table = Contingency { n: 30, n_source: 800, n_target: 45, n_windows: 10_000 };
/// assert!((weights::dice(table) - 60.0 / 845.0).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contingency {
    /// Windows in which both stand.
    pub n: i64,
    /// Windows in which the source stands.
    pub n_source: i64,
    /// Windows in which the target stands.
    pub n_target: i64,
    /// All windows.
    pub n_windows: i64,
}

/// Pointwise mutual information in bits: log₂(n · n_windows / (n_source · n_target)).
///
/// `None` if `n` is 0. Positive where the two meet more often than by chance.
///
/// # Source
/// Church and Hanks 1990, Word association norms, mutual information, and lexicography.
pub fn pmi(table: Contingency) -> Option<f64> {
    (table.n > 0).then(|| ratio_to_chance(table).log2())
}

/// Normalised pointwise mutual information, -1.0..=1.0: pmi / -log₂(n / n_windows).
///
/// 1 if neither stands without the other, 0 at chance. `None` if `n` is 0, and if the two stand in every window,
/// where it is 0 / 0.
///
/// # Source
/// Bouma 2009, Normalized (pointwise) mutual information in collocation extraction.
pub fn npmi(table: Contingency) -> Option<f64> {
    let information = -(table.n as f64 / table.n_windows as f64).log2();
    pmi(table).filter(|_| table.n < table.n_windows).map(|pmi| (pmi / information).clamp(-1.0, 1.0))
}

/// Log-likelihood ratio G² of the 2 × 2 table, 0 or more: 2 · Σ observed · ln(observed / expected).
///
/// A cell that was not observed adds 0. It measures surprise, not direction: whether the two attract or avoid each
/// other is the sign of [`pmi`].
///
/// # Source
/// Dunning 1993, Accurate methods for the statistics of surprise and coincidence.
pub fn llr(table: Contingency) -> f64 {
    let Contingency { n, n_source, n_target, n_windows } = table;
    let (without_source, without_target) = (n_windows - n_source, n_windows - n_target);
    let cells = [
        (n, n_source, n_target),
        (n_source - n, n_source, without_target),
        (n_target - n, without_source, n_target),
        (without_source - (n_target - n), without_source, without_target),
    ];
    let sum: f64 = cells
        .into_iter()
        .filter(|&(observed, ..)| observed > 0)
        .map(|(observed, row, column)| {
            let (observed, expected) = (observed as f64, row as f64 * column as f64 / n_windows as f64);
            observed * (observed / expected).ln()
        })
        .sum();
    // Rounding can leave a little less than nothing at independence.
    (2.0 * sum).max(0.0)
}

/// Pearson's chi² of the 2 × 2 table, 0 or more, without correction for continuity:
/// n_windows · (n · d - b · c)² / (n_source · n_target · (n_windows - n_source) · (n_windows - n_target)),
/// with b and c the windows of one alone and d those of neither.
///
/// `None` if one of the two stands in no window or in every one, where it is 0 / 0. Like G² it has no direction; where
/// windows expected are fewer than about five, G² is the better of the two.
///
/// # Source
/// Pearson 1900, On the criterion that a given system of deviations ….
pub fn chi2(table: Contingency) -> Option<f64> {
    let Contingency { n, n_source, n_target, n_windows } = table;
    let margins = [n_source, n_target, n_windows - n_source, n_windows - n_target];
    // n · d - b · c is n · n_windows - n_source · n_target, and exact in integers.
    let wide = |number: i64| i128::from(number);
    let surplus = wide(n) * wide(n_windows) - wide(n_source) * wide(n_target);
    (!margins.contains(&0)).then(|| {
        let share = surplus as f64 / (n_source as f64 * n_target as f64);
        share * (surplus as f64 / (margins[2] as f64 * margins[3] as f64)) * n_windows as f64
    })
}

/// Cosine of the two columns of windows, 0.0..=1.0: n / √(n_source · n_target); also called Ochiai's or Salton's.
///
/// 0 if `n` is 0.
///
/// # Source
/// Ochiai 1957, Zoogeographical studies on the soleoid fishes; Salton and McGill 1983, Introduction to modern
/// information retrieval.
pub fn cosine(table: Contingency) -> f64 {
    if table.n == 0 {
        return 0.0;
    }
    table.n as f64 / (table.n_source as f64 * table.n_target as f64).sqrt()
}

/// Association strength: n / (n_source · n_target), per window; times `n_windows` it is observed over expected, 2^pmi.
///
/// 0 if `n` is 0.
///
/// # Source
/// van Eck and Waltman 2009, How to normalize cooccurrence data? An analysis of some well-known similarity measures.
pub fn association_strength(table: Contingency) -> f64 {
    if table.n == 0 {
        return 0.0;
    }
    table.n as f64 / (table.n_source as f64 * table.n_target as f64)
}

/// Share of the source's windows in which the target stands, 0.0..=1.0: n / n_source.
///
/// `None` if the source stands in no window.
pub fn target_given_source(table: Contingency) -> Option<f64> {
    (table.n_source > 0).then(|| table.n as f64 / table.n_source as f64)
}

/// Share of the target's windows in which the source stands, 0.0..=1.0: n / n_target.
///
/// `None` if the target stands in no window.
pub fn source_given_target(table: Contingency) -> Option<f64> {
    (table.n_target > 0).then(|| table.n as f64 / table.n_target as f64)
}

/// Jaccard index, 0.0..=1.0: n / (n_source + n_target - n).
///
/// 0 if `n` is 0.
///
/// # Source
/// Jaccard 1912, The distribution of the flora in the alpine zone.
pub fn jaccard(table: Contingency) -> f64 {
    share(table.n, table.n_source + table.n_target - table.n)
}

/// Dice coefficient, 0.0..=1.0: 2 · n / (n_source + n_target).
///
/// 0 if `n` is 0.
///
/// # Source
/// Dice 1945, Measures of the amount of ecologic association between species.
pub fn dice(table: Contingency) -> f64 {
    share(2 * table.n, table.n_source + table.n_target)
}

fn ratio_to_chance(table: Contingency) -> f64 {
    table.n as f64 * table.n_windows as f64 / (table.n_source as f64 * table.n_target as f64)
}

fn share(part: i64, whole: i64) -> f64 {
    if part == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_infinite_or_no_number() {
        let never = Contingency { n: 0, n_source: 3, n_target: 4, n_windows: 10 };
        assert_eq!((pmi(never), npmi(never), jaccard(never), dice(never)), (None, None, 0.0, 0.0));
        assert!(llr(never) > 0.0 && chi2(never).is_some_and(|chi2| chi2 > 0.0));
        assert_eq!((cosine(never), association_strength(never)), (0.0, 0.0));
        assert_eq!((target_given_source(never), source_given_target(never)), (Some(0.0), Some(0.0)));
        let nothing = Contingency { n: 0, n_source: 0, n_target: 0, n_windows: 0 };
        assert_eq!((pmi(nothing), npmi(nothing), llr(nothing)), (None, None, 0.0));
        assert_eq!((cosine(nothing), association_strength(nothing), chi2(nothing)), (0.0, 0.0, None));
        assert_eq!((target_given_source(nothing), source_given_target(nothing)), (None, None));
        let always = Contingency { n: 1, n_source: 1, n_target: 1, n_windows: 1 };
        assert_eq!((pmi(always), npmi(always), llr(always), chi2(always)), (Some(0.0), None, 0.0, None));
        // An entity in every window says nothing about another.
        let everywhere = Contingency { n: 3, n_source: 10, n_target: 3, n_windows: 10 };
        assert_eq!((chi2(everywhere), pmi(everywhere)), (None, Some(0.0)));
        // Two million articles of a hundred sentences each.
        let large = Contingency {
            n: 90_000_000,
            n_source: 100_000_000,
            n_target: 95_000_000,
            n_windows: 200_000_000,
        };
        assert!(chi2(large).is_some_and(|chi2| chi2.is_finite() && chi2 < 200_000_000.0));
    }
}
