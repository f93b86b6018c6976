//! The days and periods of a corpus.

use std::collections::BTreeMap;
use std::ops::Range;

use bangjiao_report::{Day, Period};
use jiff::civil::Date;

use crate::error::Error;
use crate::run_tables::RunTables;

/// A corpus of so many years is divided by year, others by month.
const YEARS_FOR_YEARS: i32 = 3;

/// So many spans of periods stand beside each other.
const MOST_SPANS: i32 = 8;

/// What the table `articles` says without its texts.
pub(super) struct Corpus {
    pub sources: Vec<String>,
    pub days: Vec<Day>,
    pub periods: Periods,
}

impl Corpus {
    pub fn read(tables: &RunTables) -> Result<Self, Error> {
        let columns = ["source", "date", "date_precision", "n_characters", "has_body"];
        let mut sources = BTreeMap::<String, ()>::new();
        let mut days = BTreeMap::<Date, Day>::new();
        let mut months = BTreeMap::<i32, i64>::new();
        let mut knows_months = true;
        for row in tables.rows("articles", &columns)? {
            let row = row?;
            let malformed = || tables.malformed("articles", &row);
            sources.entry(row.text(0).ok_or_else(malformed)?.to_owned()).or_default();
            let Some(date) = row.text(1) else { continue };
            let date: Date = date.parse().map_err(|_| malformed())?;
            *months.entry(Unit::Month.number(date)).or_default() += 1;
            match row.text(2) {
                Some("day") => {
                    let day =
                        days.entry(date).or_insert_with(|| Day { date: date.to_string(), ..Day::default() });
                    day.n_articles += 1;
                    day.n_characters += row.parse::<i64>(3).ok_or_else(malformed)?;
                    day.n_without_body += i64::from(!row.is_true(4));
                }
                precision => knows_months &= precision == Some("month"),
            }
        }
        Ok(Corpus {
            sources: sources.into_keys().collect(),
            days: days.into_values().collect(),
            periods: Periods::new(&months, knows_months),
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Year,
    Month,
}

impl Unit {
    /// The number of the unit that holds a day.
    fn number(self, date: Date) -> i32 {
        match self {
            Unit::Year => i32::from(date.year()),
            Unit::Month => i32::from(date.year()) * 12 + i32::from(date.month()) - 1,
        }
    }

    fn label(self, number: i32) -> String {
        match self {
            Unit::Year => number.to_string(),
            Unit::Month => format!("{}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1),
        }
    }
}

/// Neighbouring periods.
pub(super) struct Span {
    /// `1950–1959`.
    pub label: String,
    /// Their places.
    pub periods: Range<usize>,
    pub n_articles: i64,
}

/// Years, or months of a corpus of few years, none left out between the first and the last.
pub(super) struct Periods {
    unit: Unit,
    first: i32,
    n_articles: Vec<i64>,
}

impl Periods {
    /// Divides the months that have articles; by month only where every article's month is known.
    fn new(months: &BTreeMap<i32, i64>, knows_months: bool) -> Self {
        let (Some(first), Some(last)) = (months.keys().next(), months.keys().last()) else {
            return Periods { unit: Unit::Year, first: 0, n_articles: Vec::new() };
        };
        let n_years = last.div_euclid(12) - first.div_euclid(12) + 1;
        let unit = if n_years >= YEARS_FOR_YEARS || !knows_months { Unit::Year } else { Unit::Month };
        let of_month = |month: i32| if unit == Unit::Year { month.div_euclid(12) } else { month };
        let (first, last) = (of_month(*first), of_month(*last));
        let mut n_articles = vec![0; usize::try_from(last - first + 1).unwrap_or(0)];
        for (month, n) in months {
            let at = usize::try_from(of_month(*month) - first).unwrap_or(0);
            n_articles[at] += n;
        }
        Periods { unit, first, n_articles }
    }

    /// The number of periods.
    pub fn len(&self) -> usize {
        self.n_articles.len()
    }

    /// The place of the period that holds a day, as tables write it.
    pub fn at(&self, date: &str) -> Option<usize> {
        let number = self.unit.number(date.parse().ok()?);
        usize::try_from(number - self.first).ok().filter(|at| *at < self.len())
    }

    /// Neighbouring periods together, so that there are few enough to stand beside each other; spans of years begin with
    /// round numbers (1950, not 1949).
    pub fn spans(&self) -> Vec<Span> {
        let widths = match self.unit {
            Unit::Year => [1, 2, 5, 10, 20, 50, 100],
            Unit::Month => [1, 2, 3, 6, 12, 24, 36],
        };
        let last = self.first + i32::try_from(self.len()).unwrap_or(i32::MAX) - 1;
        let n_spans = |width: i32| last.div_euclid(width) - self.first.div_euclid(width) + 1;
        let width = widths.into_iter().find(|width| n_spans(*width) <= MOST_SPANS).unwrap_or(200);
        let mut spans = Vec::<Span>::new();
        for (at, n_articles) in self.n_articles.iter().enumerate() {
            let number = self.first + i32::try_from(at).unwrap_or(i32::MAX);
            let is_first = at == 0 || number.rem_euclid(width) == 0;
            match spans.last_mut().filter(|_| !is_first) {
                Some(span) => {
                    span.periods.end = at + 1;
                    span.n_articles += n_articles;
                }
                None => {
                    spans.push(Span { label: String::new(), periods: at..at + 1, n_articles: *n_articles })
                }
            }
        }
        for span in &mut spans {
            let label = |at: usize| self.unit.label(self.first + i32::try_from(at).unwrap_or(i32::MAX));
            let (first, last) = (label(span.periods.start), label(span.periods.end - 1));
            span.label = if first == last { first } else { format!("{first}–{last}") };
        }
        spans
    }

    pub fn into_periods(self) -> Vec<Period> {
        let period = |(number, n_articles)| Period { label: self.unit.label(number), n_articles };
        (self.first..).zip(self.n_articles).map(period).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(months: &[(i32, i32)], knows_months: bool) -> Vec<String> {
        let months = months.iter().map(|(year, month)| (year * 12 + month - 1, 1)).collect();
        Periods::new(&months, knows_months).into_periods().into_iter().map(|period| period.label).collect()
    }

    #[test]
    fn a_long_corpus_is_divided_by_year_and_a_short_one_by_month() {
        assert_eq!(labels(&[(1949, 10), (1951, 1)], true), ["1949", "1950", "1951"]);
        assert_eq!(labels(&[(1949, 11), (1950, 1)], true), ["1949-11", "1949-12", "1950-01"]);
        assert_eq!(labels(&[(1949, 11), (1950, 1)], false), ["1949", "1950"]);
        assert!(labels(&[], true).is_empty());
    }

    #[test]
    fn spans_are_few_and_begin_with_round_numbers() {
        let months = [(1949 * 12, 2), (1951 * 12, 1), (2001 * 12, 4)].into_iter().collect();
        let spans = Periods::new(&months, true).spans();
        let labels: Vec<_> = spans.iter().map(|span| span.label.as_str()).collect();
        assert_eq!(
            labels,
            ["1949", "1950–1959", "1960–1969", "1970–1979", "1980–1989", "1990–1999", "2000–2001"]
        );
        assert_eq!(spans.iter().map(|span| span.n_articles).collect::<Vec<_>>(), [2, 1, 0, 0, 0, 0, 4]);
        let short = [(1996 * 12, 2), (1996 * 12 + 4, 1)].into_iter().collect();
        assert_eq!(Periods::new(&short, true).spans().len(), 5);
    }

    #[test]
    fn days_stand_in_their_period() {
        let months = [(1996 * 12, 2), (1998 * 12, 1)].into_iter().collect();
        let periods = Periods::new(&months, true);
        assert_eq!(
            ["1996-07-06", "1998-01-01", "1999-01-01", "x"].map(|date| periods.at(date)),
            [Some(0), Some(2), None, None]
        );
    }
}
