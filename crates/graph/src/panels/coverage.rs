use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::ArticleFacts;
use crate::Inclusion;

/// What was read of each newspaper, day by day.
///
/// Articles whose day is not known are left out.
///
/// ```
/// assert!(bangjiao_graph::Coverage::default().days().is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    sources: BTreeMap<Arc<str>, BTreeMap<Date, Day>>,
}

#[derive(Debug, Clone, Default)]
struct Day {
    n_articles: i64,
    n_characters: i64,
    n_without_body: i64,
    n_problems: i64,
    n_with_country: i64,
    pages: BTreeSet<i64>,
    /// The smallest and the largest issue number.
    issues: Option<(i64, i64)>,
}

/// A day of a newspaper: a row of the table `coverage`.
///
/// ```
/// use bangjiao_graph::CoverageDay;
/// use jiff::civil::date;
/// let day = CoverageDay {
///     source: "人民日报".into(),
///     date: date(1951, 2, 7),
///     n_articles: 0,
///     n_pages: 0,
///     n_characters: 0,
///     n_without_body: 0,
///     n_problems: 0,
///     n_with_country: 0,
///     expected: Some(false), // The issues before and after follow each other.
/// };
/// assert_eq!(day.n_articles, 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageDay {
    /// Name of the newspaper.
    pub source: Arc<str>,
    /// The day.
    pub date: Date,
    /// Articles.
    pub n_articles: i64,
    /// Different pages with an article.
    pub n_pages: i64,
    /// Code points of the articles.
    pub n_characters: i64,
    /// Articles without a body.
    pub n_without_body: i64,
    /// Problems of the articles' records.
    pub n_problems: i64,
    /// Articles that mention a country in the counted zones.
    pub n_with_country: i64,
    /// Of a day without articles: whether a paper appeared that was not read, as the issue numbers before and after say.
    ///
    /// `Some(false)` where no number is missing between them, `Some(true)` where a number is missing for each of the days
    /// between; `None` where only some are missing, where numbers begin anew or are not known, and on days with articles.
    pub expected: Option<bool>,
}

impl Coverage {
    /// Adds an article; `country` says whether it mentions a country in the counted zones.
    pub(super) fn add(&mut self, facts: &ArticleFacts, country: Inclusion) {
        let Some(date) = facts.day() else { return };
        if !self.sources.contains_key(&facts.source) {
            self.sources.insert(Arc::clone(&facts.source), BTreeMap::new());
        }
        let days = self.sources.get_mut(&facts.source).expect("it was put there");
        days.entry(date).or_default().merge(Day {
            n_articles: 1,
            n_characters: facts.n_characters,
            n_without_body: i64::from(!facts.has_body),
            n_problems: facts.n_problems,
            n_with_country: i64::from(country == Inclusion::Keep),
            pages: facts.page.into_iter().collect(),
            issues: facts.issue.map(|issue| (issue, issue)),
        });
    }

    /// Adds that of another part of the corpus.
    pub fn merge(&mut self, other: Coverage) {
        for (source, days) in other.sources {
            let own = self.sources.entry(source).or_default();
            for (date, day) in days {
                own.entry(date).or_default().merge(day);
            }
        }
    }

    /// Every day of each newspaper from its first to its last with an article, by newspaper and day.
    pub fn days(&self) -> Vec<CoverageDay> {
        let mut rows = Vec::new();
        for (source, days) in &self.sources {
            // Days without articles whose row still waits for the next issue number.
            let mut waiting = 0..0;
            let mut anchor: Option<i64> = None;
            let mut n_unnumbered = 0;
            let mut last: Option<Date> = None;
            for (date, day) in days {
                let mut between = last.and_then(|last| last.tomorrow().ok());
                while let Some(empty) = between.filter(|empty| empty < date) {
                    rows.push(row(source, empty, &Day::default()));
                    between = empty.tomorrow().ok();
                }
                last = Some(*date);
                match day.issues {
                    Some((first_issue, last_issue)) => {
                        waiting.end = rows.len();
                        let n_missing = anchor.map(|anchor| first_issue - anchor - 1 - n_unnumbered);
                        let empty = |row: &&mut CoverageDay| row.n_articles == 0;
                        let n_empty = rows[waiting.clone()].iter_mut().filter(empty).count();
                        let expected = match n_missing {
                            Some(0) => Some(false),
                            Some(missing) if missing >= i64::try_from(n_empty).unwrap_or(i64::MAX) => {
                                Some(true)
                            }
                            _ => None,
                        };
                        rows[waiting].iter_mut().filter(empty).for_each(|row| row.expected = expected);
                        rows.push(row(source, *date, day));
                        waiting = rows.len()..rows.len();
                        (anchor, n_unnumbered) = (Some(last_issue), 0);
                    }
                    None => {
                        rows.push(row(source, *date, day));
                        n_unnumbered += 1;
                    }
                }
            }
        }
        rows
    }
}

impl Day {
    fn merge(&mut self, other: Day) {
        self.n_articles += other.n_articles;
        self.n_characters += other.n_characters;
        self.n_without_body += other.n_without_body;
        self.n_problems += other.n_problems;
        self.n_with_country += other.n_with_country;
        self.pages.extend(other.pages);
        self.issues = match (self.issues, other.issues) {
            (Some((first, last)), Some((from, to))) => Some((first.min(from), last.max(to))),
            (issues, None) | (None, issues) => issues,
        };
    }
}

fn row(source: &Arc<str>, date: Date, day: &Day) -> CoverageDay {
    CoverageDay {
        source: Arc::clone(source),
        date,
        n_articles: day.n_articles,
        n_pages: i64::try_from(day.pages.len()).unwrap_or(i64::MAX),
        n_characters: day.n_characters,
        n_without_body: day.n_without_body,
        n_problems: day.n_problems,
        n_with_country: day.n_with_country,
        expected: None,
    }
}

#[cfg(test)]
mod tests {
    use bangjiao_document::PublicationDate;
    use expect_test::{Expect, expect};

    use super::{ArticleFacts, Coverage, Inclusion};

    fn check(articles: &[(&str, Option<i64>)], expect: Expect) {
        let mut coverage = Coverage::default();
        for (date, issue) in articles {
            let facts = ArticleFacts {
                source: "人民日报".into(),
                date: PublicationDate::parse(date),
                issue: *issue,
                page: Some(1),
                n_characters: 100,
                has_body: true,
                n_problems: 0,
            };
            coverage.add(&facts, Inclusion::Keep);
        }
        let shown = |day: super::CoverageDay| {
            format!("{} {} {} {:?}", day.date, day.n_articles, day.n_pages, day.expected)
        };
        expect.assert_eq(&coverage.days().into_iter().map(shown).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn issue_numbers_say_whether_a_paper_appeared() {
        // The new year of 1951 had no paper on three days; then two issues were not read.
        let articles = [
            ("1951-02-05", Some(939)),
            ("1951-02-05", Some(939)),
            ("1951-02-08", Some(940)),
            ("1951-02-11", Some(943)),
            ("1951-02-14", Some(945)),
            ("1951-02-16", None),
            ("1951-02-18", Some(947)),
            ("1951-02-20", Some(1)),
            ("1951", Some(9)),
        ];
        check(
            &articles,
            expect![[r#"
                1951-02-05 2 1 None
                1951-02-06 0 0 Some(false)
                1951-02-07 0 0 Some(false)
                1951-02-08 1 1 None
                1951-02-09 0 0 Some(true)
                1951-02-10 0 0 Some(true)
                1951-02-11 1 1 None
                1951-02-12 0 0 None
                1951-02-13 0 0 None
                1951-02-14 1 1 None
                1951-02-15 0 0 Some(false)
                1951-02-16 1 1 None
                1951-02-17 0 0 Some(false)
                1951-02-18 1 1 None
                1951-02-19 0 0 None
                1951-02-20 1 1 None"#]],
        );
    }

    #[test]
    fn without_issue_numbers_nothing_is_known() {
        let articles = [("1951-02-05", None), ("1951-02-07", Some(940)), ("1951-02-09", None)];
        check(
            &articles,
            expect![[r#"
                1951-02-05 1 1 None
                1951-02-06 0 0 None
                1951-02-07 1 1 None
                1951-02-08 0 0 None
                1951-02-09 1 1 None"#]],
        );
    }
}
