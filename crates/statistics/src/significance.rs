//! How likely a statistic is by chance alone.

use statrs::function::erf::erfc;

/// The chance that chi² with one degree of freedom is this large or larger, 0.0..=1.0: erfc(√(x / 2)).
///
/// It holds for G² too, by Wilks' theorem. From about 1,480 on it is 0 in a 64-bit number, so rows are ranked by the
/// statistic. The library's erfc is right to about 10 digits (6e-10 of the value at chi² = 100, by scipy's).
///
/// # Source
/// Abramowitz and Stegun 1964, Handbook of mathematical functions, 26.4.
///
/// ```
/// assert!((bangjiao_statistics::p_of_chi2(3.841_458_820_694_124) - 0.05).abs() < 1e-10);
/// ```
pub fn p_of_chi2(chi2: f64) -> f64 {
    erfc((chi2.max(0.0) / 2.0).sqrt())
}

/// The chance that a standard normal variable is as far from 0 as `z` or farther, 0.0..=1.0: erfc(|z| / √2).
///
/// # Source
/// Abramowitz and Stegun 1964, Handbook of mathematical functions, 26.2.
pub fn p_of_z(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}
