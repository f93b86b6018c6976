//! How evenly a feature is spread over the parts of a corpus.

use crate::Frequencies;

/// Measures of the spread of one feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// Parts that have it.
    pub range: i64,
    /// Juilland's D, 0.0..=1.0; 1 where it is equally frequent everywhere. `None` for a single part.
    pub juilland_d: Option<f64>,
    /// Gries' deviation of proportions, 0.0..=1.0; 0 where it is spread as the corpus is.
    pub dp: f64,
    /// DP over its greatest possible value, 0.0..=1.0. `None` for a single part.
    pub dp_norm: Option<f64>,
}

impl Dispersion {
    /// Measures a feature by its occurrences in the parts that have it, each part by its number, and the sizes of all
    /// parts; there must be at least one occurrence, and parts of no size are left out.
    ///
    /// - Juilland's D = 1 - V / √(n - 1), with V the coefficient of variation (population) of the relative frequencies,
    ///   which takes care of parts of unequal size.
    /// - DP = ½ Σ |v - s|, with v the part's share of the occurrences and s its share of the corpus.
    /// - DPnorm = DP / (1 - min s).
    ///
    /// # Source
    /// Juilland, Brodin and Davidovitch 1970, Frequency dictionary of French words; Gries 2008, Dispersions and adjusted
    /// frequencies in corpora; Lijffijt and Gries 2012, Correction to Gries (2008).
    ///
    /// ```
    /// use bangjiao_statistics::Dispersion;
    /// // The worked example of Gries 2008: five parts of 9, 10, 10, 10 and 11 words with 1 to 5 occurrences.
    /// let occurrences = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)];
    /// let dispersion = Dispersion::of(&occurrences, &[9, 10, 10, 10, 11]);
    /// assert_eq!(dispersion.range, 5);
    /// assert!((dispersion.dp - 0.18).abs() < 1e-12);
    /// assert!((dispersion.juilland_d.unwrap() - 0.785).abs() < 5e-4);
    /// ```
    pub fn of(occurrences: &[(usize, i64)], sizes: &[i64]) -> Self {
        let total: i64 = sizes.iter().sum();
        let n: i64 = occurrences.iter().map(|(_, n)| n).sum();
        let n_parts = sizes.iter().filter(|&&size| size > 0).count();
        let present = || occurrences.iter().filter(|(part, n)| *n > 0 && sizes[*part] > 0);
        let range = present().count();
        // A part without the feature adds its own share to the sum, and all shares together are 1.
        let difference: f64 = present()
            .map(|&(part, here)| {
                let (v, s) = (here as f64 / n as f64, sizes[part] as f64 / total as f64);
                (v - s).abs() - s
            })
            .sum();
        let dp = ((1.0 + difference) / 2.0).clamp(0.0, 1.0);
        let several = n_parts > 1;
        let smallest = sizes.iter().copied().filter(|&size| size > 0).min().unwrap_or(0);
        let rates = || present().map(|&(part, here)| here as f64 / sizes[part] as f64);
        let mean = rates().sum::<f64>() / n_parts as f64;
        let squares: f64 =
            rates().map(|rate| (rate - mean).powi(2)).sum::<f64>() + (n_parts - range) as f64 * mean.powi(2);
        let variation = (squares / n_parts as f64).sqrt() / mean;
        Dispersion {
            range: i64::try_from(range).unwrap_or(i64::MAX),
            juilland_d: several.then(|| (1.0 - variation / ((n_parts - 1) as f64).sqrt()).clamp(0.0, 1.0)),
            dp,
            dp_norm: several.then(|| (dp / (1.0 - smallest as f64 / total as f64)).clamp(0.0, 1.0)),
        }
    }
}

/// A feature with its spread.
#[derive(Debug, Clone, PartialEq)]
pub struct DispersionRow {
    /// The word, sequence or entity id.
    pub feature: String,
    /// Its occurrences.
    pub frequency: i64,
    /// Articles that have it.
    pub docfreq: i64,
    /// Number of parts of the corpus.
    pub n_parts: i64,
    /// Its spread.
    pub dispersion: Dispersion,
}

/// The spread of the features of at least `least` occurrences over the groups of the counts, by feature.
pub fn dispersion_rows(frequencies: &Frequencies, least: i64) -> Vec<DispersionRow> {
    let sizes: Vec<i64> = frequencies.groups().iter().map(|(_, total)| total.n_features).collect();
    let n_parts = sizes.iter().filter(|&&size| size > 0).count();
    let rows = frequencies.by_feature().into_iter().map(|(feature, cells)| {
        let occurrences: Vec<(usize, i64)> = cells.iter().map(|&(part, n, _)| (part, n)).collect();
        (feature, cells.iter().map(|(_, n, _)| n).sum(), cells.iter().map(|(.., d)| d).sum(), occurrences)
    });
    rows.filter(|(_, frequency, ..)| *frequency >= least.max(1))
        .map(|(feature, frequency, docfreq, occurrences)| DispersionRow {
            feature: feature.to_owned(),
            frequency,
            docfreq,
            n_parts: i64::try_from(n_parts).unwrap_or(i64::MAX),
            dispersion: Dispersion::of(&occurrences, &sizes),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Dispersion;

    #[test]
    fn the_ends_of_the_scales() {
        let even = Dispersion::of(&[(0, 2), (1, 2)], &[10, 10]);
        assert_eq!((even.range, even.juilland_d, even.dp, even.dp_norm), (2, Some(1.0), 0.0, Some(0.0)));
        let one = Dispersion::of(&[(1, 7)], &[10, 10, 0]);
        assert_eq!((one.range, one.juilland_d, one.dp, one.dp_norm), (1, Some(0.0), 0.5, Some(1.0)));
        let single = Dispersion::of(&[(0, 7)], &[10]);
        assert_eq!((single.range, single.juilland_d, single.dp, single.dp_norm), (1, None, 0.0, None));
    }
}
