/// 97.5 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The Wilson score interval of 95 % of a proportion that was seen in `n` independent draws.
///
/// `proportion` is in `0.0..=1.0` and `n` above 0; an effective number of draws may be a fraction. Both ends are in
/// `0.0..=1.0`, and the interval is no point where all draws agree.
///
/// # Source
/// Wilson 1927, Probable inference, the law of succession, and statistical inference, Journal of the American
/// Statistical Association 22: 209-212; recommended by Brown, Cai and DasGupta 2001, Interval estimation for a binomial
/// proportion, Statistical Science 16: 101-133.
///
/// ```
/// // 96 of 100 draws are right.
/// let (low, high) = bangjiao::wilson(0.96, 100.0);
/// assert_eq!(format!("{low:.4} {high:.4}"), "0.9016 0.9843");
/// ```
pub fn wilson(proportion: f64, n: f64) -> (f64, f64) {
    let z2 = Z * Z;
    let middle = proportion + z2 / (2.0 * n);
    let half = Z * (proportion * (1.0 - proportion) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    (((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::wilson;

    /// Computed by scipy 1.17.1: `binomtest(k, n).proportion_ci(method="wilson")`.
    #[test]
    fn intervals_are_those_of_scipy() {
        let computed = SCIPY;
        for (k, n, low, high) in computed {
            let (k, n) = (f64::from(k), f64::from(n));
            let found = wilson(k / n, n);
            assert!((found.0 - low).abs() < 1e-12 && (found.1 - high).abs() < 1e-12, "{k} of {n}: {found:?}");
        }
    }

    const SCIPY: [(u32, u32, f64, f64); 5] = [
        (0, 10, 0.0, 0.27753279986288926),
        (10, 10, 0.7224672001371109, 1.0),
        (186, 200, 0.8859451911438936, 0.9578478281716571),
        (1, 3, 0.06149194472039626, 0.7923403991979523),
        (197, 200, 0.9568342712073097, 0.9948857622067417),
    ];
}
