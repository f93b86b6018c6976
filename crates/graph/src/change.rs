//! Whether two entities stand together more often in a later period than in an earlier one.

use statrs::function::erf::erfc;

use crate::{Contingency, EdgeChange, weights};

impl EdgeChange {
    /// Logarithm to the base of 2 of the share of windows in the later period over that in the earlier one, half a window
    /// added everywhere: log₂((n₂ + ½) / (N₂ + ½)) - log₂((n₁ + ½) / (N₁ + ½)).
    ///
    /// 1 is twice the share, -1 half of it. The halves make it finite where `n` is 0, and nearly unbiased.
    ///
    /// # Source
    /// Pettigrew, Gart and Thomas 1986, The bias and higher cumulants of the logarithm of a binomial variate; as a
    /// measure of corpora, without the halves: Hardie 2014, Log ratio.
    pub fn log_ratio(&self) -> f64 {
        let share = |at: usize| ((self.n[at] as f64 + 0.5) / (self.n_windows[at] as f64 + 0.5)).log2();
        share(1) - share(0)
    }

    /// Log-likelihood ratio G² of the table of both periods by windows with and without the pair, 0 or more.
    ///
    /// # Source
    /// Dunning 1993, Accurate methods for the statistics of surprise and coincidence.
    pub fn llr(&self) -> f64 {
        let ([before, after], [n_before, n_after]) = (self.n, self.n_windows);
        weights::llr(Contingency {
            n: before,
            n_source: n_before,
            n_target: before + after,
            n_windows: n_before + n_after,
        })
    }

    /// Chance of so large a G² or a larger one if nothing had changed, 0.0..=1.0: the upper tail of chi² with one degree
    /// of freedom, which is erfc(√(G²/2)).
    ///
    /// It takes windows for independent draws; 0 from a G² of about 1,480 on, where the number is too small to be written.
    ///
    /// # Source
    /// Wilks 1938, The large-sample distribution of the likelihood ratio for testing composite hypotheses.
    pub fn p(&self) -> f64 {
        erfc((self.llr() / 2.0).sqrt())
    }
}

/// Corrects p values for their number, 0.0..=1.0, in the same order: the smallest rate of false discoveries at which each
/// is one; min over j ≥ i of m·p₍ⱼ₎/j, with p₍ᵢ₎ the i-th smallest of m.
///
/// # Source
/// Benjamini and Hochberg 1995, Controlling the false discovery rate.
///
/// ```
/// use bangjiao_graph::false_discovery_rates;
/// assert_eq!(false_discovery_rates(&[0.01, 0.5, 0.02]), [0.03, 0.5, 0.03]);
/// assert_eq!(false_discovery_rates(&[0.9416398922090394; 67])[0], 0.9416398922090394);
/// ```
pub fn false_discovery_rates(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_unstable_by(|one, other| p[*one].total_cmp(&p[*other]));
    let mut rates = vec![0.0; p.len()];
    let mut smallest: f64 = 1.0;
    for (rank, at) in order.into_iter().enumerate().rev() {
        // The quotient first: it is at least 1, so that no rate is rounded to less than its p.
        smallest = smallest.min(p[at] * (p.len() as f64 / (rank + 1) as f64));
        rates[at] = smallest;
    }
    rates
}
