//! From verdicts to shares with intervals.

use std::collections::BTreeMap;
use std::path::Path;

use super::interval::wilson;
use super::judged::{Judged, JudgedArticle, JudgedMention, Verdict, read};
use crate::error::Error;

/// What is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Share of right mentions, with their entity, among those found.
    Precision,
    /// Share of those found that are mentions of the kind, whatever their entity.
    MentionPrecision,
    /// Share of those found among the mentions that there are.
    Recall,
}

impl Measure {
    /// The words that stand in tables and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Measure::Precision => "precision",
            Measure::MentionPrecision => "precision of the mention",
            Measure::Recall => "recall",
        }
    }
}

/// A share in the population, from a sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Of what.
    pub measure: Measure,
    /// In which stratum; `None` for all together.
    pub stratum: Option<String>,
    /// How much of the population the stratum is, in `0.0..=1.0`: of mentions, or of articles where these were drawn.
    pub population_share: f64,
    /// Mentions judged.
    pub n: u64,
    /// Right ones among them (for recall: found ones).
    pub n_right: u64,
    /// Independent draws that tell as much as these.
    pub n_effective: f64,
    /// The share, weighted.
    pub share: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// What a judged sample says.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleReport {
    /// For each measure the strata by name, then all together.
    pub estimates: Vec<Estimate>,
    /// Rows (of articles: articles) without a verdict.
    pub n_unjudged: usize,
    /// How much of the population lies in strata without any verdict; the estimates do not speak of it.
    pub share_unjudged: f64,
}

/// Turns a sheet of [`sample`](fn@crate::sample) with its verdicts into shares with 95 % intervals.
///
/// `p` is the weighted share of right mentions. In the whole each stratum counts by its part of the population, also where
/// some of its rows were not judged. The interval is Wilson's, of `p` and an effective number of draws:
///
/// - mentions: `(Σw)² / Σw²`, their number where all weights are equal;
/// - articles, whose mentions are alike: `p(1 - p) / v` with `v` the linearised variance of `p` over articles, at most the
///   number of mentions; the number of articles where `v` is 0 or a stratum has one article.
///
/// That the population is finite is not used, so intervals are rather too wide.
///
/// # Errors
/// [`Error::Unreadable`], and [`Error::Evaluation`] with file and line of every bad cell.
///
/// # Source
/// Kish 1992, Weighting for unequal P_i, Journal of Official Statistics 8: 183-200 (effective number of draws);
/// Cochran 1977, Sampling Techniques, chapter 6 (variance of a ratio); Franco, Little, Louis and Slud 2019, Comparative
/// study of confidence intervals for proportions in complex sample surveys, Journal of Survey Statistics and Methodology
/// 7: 334-364 (Wilson's interval with it).
pub fn evaluate_sample(sheet: &Path) -> Result<SampleReport, Error> {
    Ok(match read(sheet)? {
        Judged::Mentions(mentions) => of_mentions(&mentions),
        Judged::Articles(articles) => of_articles(&articles),
    })
}

/// A thing that was drawn: a mention, or an article with several.
struct Unit<'s> {
    stratum: &'s str,
    weight: f64,
    /// Mentions and right ones among them; `None` without a verdict.
    counts: Option<(u64, u64)>,
}

fn of_mentions(mentions: &[JudgedMention]) -> SampleReport {
    let units = |is_right: fn(Verdict) -> bool| -> Vec<Unit<'_>> {
        let counts = |verdict: Verdict| (1, u64::from(is_right(verdict)));
        let unit = |one: &'_ JudgedMention| (one.weight, one.verdict.map(counts));
        mentions
            .iter()
            .map(|one| {
                let (weight, counts) = unit(one);
                Unit { stratum: &one.stratum, weight, counts }
            })
            .collect()
    };
    report(&[
        (Measure::Precision, units(|verdict| verdict == Verdict::Right)),
        (Measure::MentionPrecision, units(|verdict| verdict != Verdict::Wrong)),
    ])
}

fn of_articles(articles: &[JudgedArticle]) -> SampleReport {
    let units = |n: fn(&JudgedArticle) -> u64| -> Vec<Unit<'_>> {
        articles
            .iter()
            .map(|one| {
                let counts = one.is_read.then(|| (n(one), one.n_found.saturating_sub(one.n_wrong)));
                Unit { stratum: &one.stratum, weight: one.weight, counts }
            })
            .collect()
    };
    report(&[
        (Measure::Precision, units(|article| article.n_found)),
        (
            Measure::Recall,
            units(|article| article.n_found.saturating_sub(article.n_wrong) + article.n_missed),
        ),
    ])
}

fn report(measured: &[(Measure, Vec<Unit<'_>>)]) -> SampleReport {
    let mut report = SampleReport { estimates: Vec::new(), n_unjudged: 0, share_unjudged: 0.0 };
    for (measure, units) in measured {
        let mut strata: BTreeMap<&str, Vec<&Unit<'_>>> = BTreeMap::new();
        units.iter().for_each(|unit| strata.entry(unit.stratum).or_default().push(unit));
        let population: f64 = units.iter().map(|unit| unit.weight).sum();
        let (mut all, mut covered) = (Vec::new(), 0.0);
        for (stratum, units) in &strata {
            let of_stratum: f64 = units.iter().map(|unit| unit.weight).sum();
            let judged: f64 = units.iter().filter(|unit| unit.counts.is_some()).map(|unit| unit.weight).sum();
            // Those judged stand for those that were not.
            let draws: Vec<Draw> =
                units.iter().filter_map(|unit| Draw::new(unit, of_stratum / judged)).collect();
            covered += if draws.is_empty() { 0.0 } else { of_stratum / population };
            report.estimates.extend(estimate(*measure, Some(stratum), of_stratum / population, &[&draws]));
            all.push(draws);
        }
        let all: Vec<&[Draw]> = all.iter().map(Vec::as_slice).filter(|draws| !draws.is_empty()).collect();
        report.estimates.extend(estimate(*measure, None, covered, &all));
        report.n_unjudged = units.iter().filter(|unit| unit.counts.is_none()).count();
        report.share_unjudged = (1.0 - covered).max(0.0);
    }
    report
}

/// A unit that was judged.
#[derive(Debug, Clone, Copy)]
struct Draw {
    weight: f64,
    n: u64,
    n_right: u64,
}

impl Draw {
    fn new(unit: &Unit<'_>, scale: f64) -> Option<Self> {
        let (n, n_right) = unit.counts?;
        Some(Draw { weight: unit.weight * scale, n, n_right })
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of mentions are far below 2^53")]
fn real(count: u64) -> f64 {
    count as f64
}

/// The estimate of one stratum or of several; `None` where no mention was judged.
fn estimate(
    measure: Measure,
    stratum: Option<&str>,
    population_share: f64,
    strata: &[&[Draw]],
) -> Option<Estimate> {
    let draws = || strata.iter().flat_map(|draws| draws.iter());
    let sum = |of: fn(&Draw) -> f64| draws().map(of).sum::<f64>();
    let total = sum(|draw| draw.weight * real(draw.n));
    if total <= 0.0 {
        return None;
    }
    let share = (sum(|draw| draw.weight * real(draw.n_right)) / total).clamp(0.0, 1.0);
    let n: u64 = draws().map(|draw| draw.n).sum();
    let n_effective = if draws().all(|draw| draw.n == 1) {
        sum(|draw| draw.weight).powi(2) / sum(|draw| draw.weight * draw.weight)
    } else {
        of_clusters(strata, share, total).min(real(n))
    };
    let (low, high) = wilson(share, n_effective);
    Some(Estimate {
        measure,
        stratum: stratum.map(str::to_owned),
        population_share,
        n,
        n_right: draws().map(|draw| draw.n_right).sum(),
        n_effective,
        share,
        low,
        high,
    })
}

/// The effective number of draws of articles with several mentions each.
fn of_clusters(strata: &[&[Draw]], share: f64, total: f64) -> f64 {
    let n_clusters = strata.iter().flat_map(|draws| draws.iter()).filter(|draw| draw.n > 0).count() as u64;
    let mut variance = 0.0;
    for draws in strata {
        let m = real(draws.len() as u64);
        let residual = |draw: &Draw| draw.weight * (real(draw.n_right) - share * real(draw.n)) / total;
        let mean = draws.iter().map(residual).sum::<f64>() / m;
        let squares: f64 = draws.iter().map(|draw| (residual(draw) - mean).powi(2)).sum();
        if draws.len() < 2 {
            return real(n_clusters);
        }
        variance += squares * m / (m - 1.0);
    }
    if variance > 0.0 { share * (1.0 - share) / variance } else { real(n_clusters) }
}
