//! Entities that mark a period: more of its articles mention them than of the others.

use std::collections::BTreeMap;

use bangjiao_document::Kind;
use bangjiao_graph::{Contingency, weights};
use bangjiao_report::{KeyTerm, PeriodTerms};

use super::corpus::Periods;
use super::names::Names;
use crate::error::Error;
use crate::run_tables::RunTables;

/// So many entities of each period are shown.
const MOST_TERMS: usize = 12;

/// An entity must stand in so many articles of the period.
const LEAST_ARTICLES: i64 = 2;

/// The 5 % point of chi² with one degree of freedom: what lies below it may be chance.
const LEAST_G2: f64 = 3.84;

/// Compares the articles of each span of periods with all others by G² of articles with and without an entity.
pub(super) fn read(tables: &RunTables, periods: &Periods, names: &Names) -> Result<Vec<PeriodTerms>, Error> {
    let spans = periods.spans();
    if spans.len() < 2 {
        return Ok(Vec::new());
    }
    let span_of = |period: usize| spans.iter().position(|span| span.periods.contains(&period));
    let mut counts = BTreeMap::<(String, Kind), Vec<i64>>::new();
    for row in tables.rows("article_entities", &["entity_id", "date", "kind"])? {
        let row = row?;
        let kind = row.text(2).and_then(Kind::from_word);
        let span = row.text(1).and_then(|date| periods.at(date)).and_then(span_of);
        if let (Some(id), Some(kind), Some(span)) = (row.text(0), kind, span) {
            counts.entry((id.to_owned(), kind)).or_insert_with(|| vec![0; spans.len()])[span] += 1;
        }
    }
    let n_windows = spans.iter().map(|span| span.n_articles).sum();
    let terms = |at: usize, n_target: i64| {
        let mut terms: Vec<_> = counts
            .iter()
            .filter(|(_, by_span)| by_span[at] >= LEAST_ARTICLES)
            .filter_map(|(entity, by_span)| {
                let (n, n_source) = (by_span[at], by_span.iter().sum::<i64>());
                // Above what the share of the period's articles would lead one to expect.
                let is_more =
                    i128::from(n) * i128::from(n_windows) > i128::from(n_source) * i128::from(n_target);
                let g2 = weights::llr(Contingency { n, n_source, n_target, n_windows });
                (is_more && g2 >= LEAST_G2).then_some((entity, n, n_source - n, g2))
            })
            .collect();
        // They come by id, and the sort keeps that order among equals.
        terms.sort_by(|(.., one), (.., other)| other.total_cmp(one));
        terms.truncate(MOST_TERMS);
        let term = |((id, kind), n_target, n_reference, g2): (&(String, Kind), i64, i64, f64)| KeyTerm {
            name: names.name(id, *kind),
            kind: kind.to_string(),
            n_target,
            n_reference,
            g2: (g2 * 100.0).round() / 100.0,
        };
        terms.into_iter().map(term).collect()
    };
    let part = |(at, span): (usize, &super::corpus::Span)| PeriodTerms {
        period: span.label.clone(),
        n_articles: span.n_articles,
        terms: terms(at, span.n_articles),
    };
    Ok(spans.iter().enumerate().filter(|(_, span)| span.n_articles > 0).map(part).collect())
}
