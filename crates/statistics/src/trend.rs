//! How often something is said over time, beside how much was printed.

use bangjiao_document::PublicationDate;
use bangjiao_graph::measures::Random;
use jiff::civil::Date;

use crate::frequency::per_10000;
use crate::period::{Unit, n_days};

/// What a trend needs of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendArticle {
    /// Its number in the run, from 0.
    pub number: usize,
    /// Its date.
    pub date: PublicationDate,
    /// Characters (code points) of the sentences counted.
    pub n_characters: i64,
    /// Whether there is a body.
    pub has_body: bool,
    /// Occurrences of each query.
    pub counts: Box<[u32]>,
}

/// How intervals are made: articles of the period are drawn with replacement, so many times, from this seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// Times that articles are drawn anew; 0 makes no intervals.
    pub n_resamples: usize,
    /// Where the random numbers begin. Each period begins with the seed, so one more period moves no interval.
    pub seed: u64,
}

impl Default for Bootstrap {
    /// A thousand times, from seed 1.
    fn default() -> Self {
        Bootstrap { n_resamples: 1_000, seed: 1 }
    }
}

/// How a trend is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendSeries {
    /// The length of a period.
    pub unit: Unit,
    /// Number of periods of the centred moving average, odd; 1 smooths nothing.
    pub smoothing: usize,
    /// How intervals are made.
    pub bootstrap: Bootstrap,
}

/// A query in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendRow {
    /// The query.
    pub feature: String,
    /// The period: `1971-10-25`, `1971-10` or `1971`.
    pub period: String,
    /// Its first day.
    pub first_day: Date,
    /// Occurrences; `None` where no article of the period was read.
    pub frequency: Option<i64>,
    /// Articles that have it; `None` where no article of the period was read.
    pub docfreq: Option<i64>,
    /// Articles.
    pub n_articles: i64,
    /// Characters (code points) of the sentences counted.
    pub n_characters: i64,
    /// Days with an article.
    pub n_issue_days: i64,
    /// Days of the period without an article, from the first to the last day of the run.
    pub n_missing_days: i64,
    /// Articles without a body.
    pub n_without_body: i64,
    /// Characters of an article, on average.
    pub characters_per_article: Option<f64>,
    /// Occurrences for 10,000 characters.
    pub per_10000: Option<f64>,
    /// Lower end of the 95 % interval of `per_10000`; `None` for fewer than two articles.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// `per_10000` of the periods around it together; `None` where no article of this one was read.
    pub smoothed: Option<f64>,
}

/// The articles of a trend.
///
/// ```
/// use bangjiao_document::PublicationDate;
/// use bangjiao_statistics::{Bootstrap, Trend, TrendArticle, TrendSeries, Unit};
/// use jiff::civil::date;
/// let mut trend = Trend::default();
/// for (number, year, count) in [(0, 1970, 3), (1, 1972, 0)] {
///     let date = PublicationDate::day(date(year, 1, 1));
///     let counts = Box::new([count]);
///     trend.add(TrendArticle { number, date, n_characters: 1_000, has_body: true, counts });
/// }
/// let series = TrendSeries { unit: Unit::Year, smoothing: 1, bootstrap: Bootstrap::default() };
/// let rows = trend.rows(&["建交".to_owned()], series);
/// let frequencies: Vec<Option<i64>> = rows.iter().map(|row| row.frequency).collect();
/// // No issue of 1971 was read: that is a gap, and no zero.
/// assert_eq!(frequencies, [Some(3), None, Some(0)]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Trend {
    articles: Vec<TrendArticle>,
}

/// Lower and upper end, where there are enough articles.
type Interval = Option<(f64, f64)>;

/// The articles of one period.
struct Period<'t> {
    first: Date,
    last: Date,
    articles: &'t [TrendArticle],
}

impl Period<'_> {
    fn n_characters(&self) -> i64 {
        self.articles.iter().map(|article| article.n_characters).sum()
    }

    fn count(&self, query: usize) -> i64 {
        self.articles.iter().map(|article| i64::from(article.counts[query])).sum()
    }
}

impl Trend {
    /// Adds an article; all of a trend have counts of the same queries.
    pub fn add(&mut self, article: TrendArticle) {
        self.articles.push(article);
    }

    /// Adds the articles of another part.
    pub fn merge(&mut self, other: Trend) {
        self.articles.extend(other.articles);
    }

    /// Number of articles whose date does not tell the period.
    pub fn n_undated(&self, unit: Unit) -> usize {
        self.articles.iter().filter(|article| !unit.is_known(article.date)).count()
    }

    /// The rows of each query, from the first to the last period, none left out.
    pub fn rows(&self, queries: &[String], series: TrendSeries) -> Vec<TrendRow> {
        let TrendSeries { unit, smoothing, bootstrap } = series;
        let known = self.articles.iter().filter(|article| unit.is_known(article.date));
        let mut articles: Vec<TrendArticle> = known.cloned().collect();
        articles.sort_unstable_by_key(|article| (article.date.first, article.number));
        let Some(first) = articles.first() else { return Vec::new() };
        let last = articles.iter().map(|article| article.date.last()).max();
        let ends = (first.date.first, last.unwrap_or(first.date.first));
        let mut periods: Vec<Period<'_>> = Vec::new();
        let (mut day, mut rest) = (unit.days(first.date.first).0, articles.as_slice());
        loop {
            let (first, last) = unit.days(day);
            let (here, later) = rest.split_at(rest.partition_point(|article| article.date.first <= last));
            periods.push(Period { first, last, articles: here });
            rest = later;
            match last.tomorrow() {
                Ok(next) if !rest.is_empty() => day = next,
                _ => break,
            }
        }
        let mut rows = Vec::with_capacity(periods.len() * queries.len());
        let intervals: Vec<Vec<Interval>> =
            periods.iter().map(|period| intervals(period.articles, queries.len(), bootstrap)).collect();
        for (query, feature) in queries.iter().enumerate() {
            for (at, period) in periods.iter().enumerate() {
                let interval = intervals[at][query];
                rows.push(TrendRow {
                    low: interval.map(|(low, _)| low),
                    high: interval.map(|(_, high)| high),
                    smoothed: smoothed(&periods, at, query, smoothing),
                    ..row(period, feature, query, unit, ends)
                });
            }
        }
        rows
    }
}

fn row(period: &Period<'_>, feature: &str, query: usize, unit: Unit, ends: (Date, Date)) -> TrendRow {
    let articles = period.articles;
    let read = !articles.is_empty();
    let n_articles = i64::try_from(articles.len()).unwrap_or(i64::MAX);
    let count = |wanted: &dyn Fn(&TrendArticle) -> bool| {
        i64::try_from(articles.iter().filter(|article| wanted(article)).count()).unwrap_or(i64::MAX)
    };
    let mut days: Vec<Date> = articles.iter().filter_map(|article| article.date.exact()).collect();
    days.dedup();
    let n_issue_days = i64::try_from(days.len()).unwrap_or(i64::MAX);
    let n_characters = period.n_characters();
    let in_run = n_days(period.first.max(ends.0), period.last.min(ends.1));
    TrendRow {
        feature: feature.to_owned(),
        period: unit.label(period.first),
        first_day: period.first,
        frequency: read.then(|| period.count(query)),
        docfreq: read.then(|| count(&|article| article.counts[query] > 0)),
        n_articles,
        n_characters,
        n_issue_days,
        n_missing_days: (in_run - n_issue_days).max(0),
        n_without_body: count(&|article| !article.has_body),
        characters_per_article: read.then(|| n_characters as f64 / n_articles as f64),
        per_10000: per_10000(period.count(query), n_characters),
        low: None,
        high: None,
        smoothed: None,
    }
}

/// The rate of a query in the periods around one together: the centred moving average, each period with the weight of its
/// characters. At the ends there are fewer periods.
fn smoothed(periods: &[Period<'_>], at: usize, query: usize, smoothing: usize) -> Option<f64> {
    if periods[at].articles.is_empty() {
        return None;
    }
    let half = smoothing / 2;
    let around = &periods[at.saturating_sub(half)..(at + half + 1).min(periods.len())];
    let n = around.iter().map(|period| period.count(query)).sum();
    per_10000(n, around.iter().map(Period::n_characters).sum())
}

/// The 95 % percentile interval of each query's rate: articles are drawn with replacement, as many as there are.
///
/// # Source
/// Efron and Tibshirani 1993, An introduction to the bootstrap, chapter 13; the percentile is that of type 7 of Hyndman
/// and Fan 1996, Sample quantiles in statistical packages.
fn intervals(articles: &[TrendArticle], n_queries: usize, bootstrap: Bootstrap) -> Vec<Interval> {
    if articles.len() < 2 || bootstrap.n_resamples == 0 {
        return vec![None; n_queries];
    }
    let mut random = Random::new(bootstrap.seed);
    let mut rates = vec![Vec::with_capacity(bootstrap.n_resamples); n_queries];
    let mut counts = vec![0_i64; n_queries];
    for _ in 0..bootstrap.n_resamples {
        counts.fill(0);
        let mut n_characters = 0;
        for _ in 0..articles.len() {
            let article = &articles[random.below(articles.len())];
            n_characters += article.n_characters;
            for (sum, &count) in counts.iter_mut().zip(&article.counts) {
                *sum += i64::from(count);
            }
        }
        for (rates, &count) in rates.iter_mut().zip(&counts) {
            rates.extend(per_10000(count, n_characters));
        }
    }
    rates
        .into_iter()
        .map(|mut rates| {
            rates.sort_unstable_by(f64::total_cmp);
            Some((percentile(&rates, 0.025)?, percentile(&rates, 0.975)?))
        })
        .collect()
}

/// The value below which a share of sorted values lies, between two values in proportion.
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let at = share * sorted.len().checked_sub(1)? as f64;
    let below = at.floor();
    // `at` lies between 0 and the last place, so no cast loses anything.
    let (low, high) = (sorted[below as usize], sorted[at.ceil() as usize]);
    Some(low + (high - low) * (at - below))
}

#[cfg(test)]
mod tests {
    use bangjiao_document::{Precision, PublicationDate};
    use jiff::civil::{Date, date};

    use super::{Bootstrap, Trend, TrendArticle, TrendRow, TrendSeries};
    use crate::Unit;

    fn trend(articles: &[(Date, Precision, i64, u32)]) -> Trend {
        let mut trend = Trend::default();
        for (number, &(first, precision, n_characters, count)) in articles.iter().enumerate() {
            let date = PublicationDate { first, precision };
            let counts = Box::new([count]);
            trend.add(TrendArticle { number, date, n_characters, has_body: number % 2 == 0, counts });
        }
        trend
    }

    fn rows(trend: &Trend, unit: Unit, smoothing: usize) -> Vec<TrendRow> {
        let series = TrendSeries { unit, smoothing, bootstrap: Bootstrap::default() };
        trend.rows(&["x".to_owned()], series)
    }

    #[test]
    fn days_without_an_issue_are_counted_between_the_ends_of_the_run() {
        let day = Precision::Day;
        let trend = trend(&[
            (date(1970, 1, 30), day, 100, 1),
            (date(1970, 2, 2), day, 100, 2),
            (date(1970, 2, 2), day, 300, 0),
            (date(1970, 4, 3), day, 100, 1),
            (date(1970, 1, 1), Precision::Year, 100, 9),
        ]);
        assert_eq!((trend.n_undated(Unit::Month), trend.n_undated(Unit::Year)), (1, 0));
        let rows = rows(&trend, Unit::Month, 3);
        let seen: Vec<_> = rows
            .iter()
            .map(|row| (&*row.period, row.frequency, row.docfreq, row.n_issue_days, row.n_missing_days))
            .collect();
        assert_eq!(
            seen,
            [
                ("1970-01", Some(1), Some(1), 1, 1),
                ("1970-02", Some(2), Some(1), 1, 27),
                ("1970-03", None, None, 0, 31),
                ("1970-04", Some(1), Some(1), 1, 2),
            ]
        );
        let smoothed: Vec<_> = rows.iter().map(|row| row.smoothed).collect();
        assert_eq!(smoothed, [Some(60.0), Some(60.0), None, Some(100.0)]);
        assert_eq!((rows[1].n_without_body, rows[1].characters_per_article), (1, Some(200.0)));
        assert_eq!(rows[2].per_10000, None);
    }

    #[test]
    fn an_interval_holds_the_rate_and_depends_on_nothing_but_its_period() {
        let day = Precision::Day;
        let mut articles: Vec<_> = (1..=20)
            .map(|of_month| (date(1970, 1, of_month), day, 1_000, u32::from(of_month % 3 == 0)))
            .collect();
        let one = rows(&trend(&articles), Unit::Year, 1);
        let (low, high) = (one[0].low.unwrap_or(f64::NAN), one[0].high.unwrap_or(f64::NAN));
        assert!(0.0 < low && low < 3.0 && 3.0 < high && high < 6.0, "{low} {high}");
        articles.push((date(1971, 1, 1), day, 1_000, 7));
        let two = rows(&trend(&articles), Unit::Year, 1);
        assert_eq!((two[0].low, two[0].high), (one[0].low, one[0].high));
        assert_eq!((two[1].low, two[1].high), (None, None), "one article says nothing of the spread");
    }
}
