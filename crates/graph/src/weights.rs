//! Measures of association between two entities, from how often they stand together and alone.
//!
//! Each is a function of one [`Contingency`]. Large numbers of windows make every measure but G² unreliable where
//! `n` is small, so select by `n` first.

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
    use super::{Contingency, dice, jaccard, llr, npmi, pmi};

    /// Expected values are those of Python's `math`, written from the definitions:
    ///
    /// ```text
    /// pmi = log2(n*N/(s*t)); npmi = pmi / -log2(n/N)
    /// O = [n, s-n, t-n, N-s-t+n]; E = [s*t/N, s*(N-t)/N, (N-s)*t/N, (N-s)*(N-t)/N]
    /// llr = 2*sum(o*log(o/e) for o, e in zip(O, E) if o); jaccard = n/(s+t-n); dice = 2*n/(s+t)
    /// ```
    #[test]
    fn measures_equal_those_of_python() {
        let cases = [
            (
                [30, 800, 45, 10_000],
                [3.058_893_689_053_568_7, 0.364_987_320_803_662_14, 97.719_889_425_911_84],
                [0.036_809_815_950_920_25, 0.071_005_917_159_763_32],
            ),
            (
                [1, 200, 300, 1000],
                [-5.906_890_595_608_519, -0.592_717_083_461_214_5, 151.662_783_636_901_62],
                [0.002_004_008_016_032_064, 0.004],
            ),
            ([5, 5, 5, 100], [4.321_928_094_887_363, 1.0, 39.703_048_669_174_5], [1.0, 1.0]),
            (
                [3, 4, 4, 5],
                [-0.093_109_404_391_481_47, -0.126_341_589_252_649_3, 0.505_343_078_431_412],
                [0.6, 0.75],
            ),
        ];
        for ([n, n_source, n_target, n_windows], [p, np, g], [j, d]) in cases {
            let table = Contingency { n, n_source, n_target, n_windows };
            let found = [
                pmi(table).unwrap_or(9.0),
                npmi(table).unwrap_or(9.0),
                llr(table),
                jaccard(table),
                dice(table),
            ];
            for (found, expected) in found.into_iter().zip([p, np, g, j, d]) {
                assert!((found - expected).abs() < 1e-9, "{table:?}: {found}, not {expected}");
            }
        }
    }

    #[test]
    fn nothing_is_infinite_or_no_number() {
        let never = Contingency { n: 0, n_source: 3, n_target: 4, n_windows: 10 };
        assert_eq!((pmi(never), npmi(never), jaccard(never), dice(never)), (None, None, 0.0, 0.0));
        assert!(llr(never) > 0.0);
        let nothing = Contingency { n: 0, n_source: 0, n_target: 0, n_windows: 0 };
        assert_eq!((pmi(nothing), npmi(nothing), llr(nothing)), (None, None, 0.0));
        let always = Contingency { n: 1, n_source: 1, n_target: 1, n_windows: 1 };
        assert_eq!((pmi(always), npmi(always), llr(always)), (Some(0.0), None, 0.0));
    }
}
