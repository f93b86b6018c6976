//! The tables that follow from counts by period and by day: `entity_period`, `edges_by_period`, `edges_change`, `dyad_year`
//! and `coverage`.

mod terms;

use std::collections::BTreeMap;

use bangjiao_graph::{
    DyadYear, EdgeChange, EdgeCount, EntityPeriod, PanelOptions, Panels, PeriodCounts, Window as Stretch,
    false_discovery_rates,
};
use bangjiao_lexicon::{Lexicon, Window};
use bangjiao_table::{
    CoverageRow, DYAD_YEAR, DataFrame, DyadYearRow, EDGES_BY_PERIOD, EDGES_CHANGE, ENTITY_PERIOD,
    EdgeByPeriodRow, EdgeChangeRow, EntityPeriodRow, Table, coverage_frame, dyad_year_frame,
    edges_by_period_frame, edges_change_frame, entity_period_frame,
};
use jiff::civil::Date;

use crate::error::Error;
use crate::graph_options::GraphOptions;
pub(crate) use terms::{Terms, known_terms, stated_terms};

/// The tables by period, which `run` and `graph` write.
pub(crate) const PANELS: [&Table; 4] = [&ENTITY_PERIOD, &EDGES_BY_PERIOD, &EDGES_CHANGE, &DYAD_YEAR];

/// So many rows become a frame at once: they stay in the cache, and wait for the end of their group in packed form.
const ROWS_IN_FRAME: usize = 4_096;

/// What the rows are made of.
pub(crate) struct PanelTables<'p> {
    pub panels: &'p Panels,
    pub by_period: &'p PeriodCounts,
    pub lexicon: &'p Lexicon,
    /// What was counted by.
    pub counted_by: &'p PanelOptions,
    pub options: &'p GraphOptions,
}

impl PanelTables<'_> {
    /// Hands on the rows of one of the [`PANELS`], frame by frame.
    pub fn frames(
        &self,
        table: &str,
        sink: impl FnMut(&DataFrame) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match table {
            "entity_period" => self.entity_period(sink),
            "edges_by_period" => self.edges_by_period(sink),
            "edges_change" => self.edges_change(sink),
            "dyad_year" => self.dyad_year(sink),
            _ => Ok(()),
        }
    }

    /// The rows of the table of days, which is about the whole run.
    pub fn coverage(&self) -> DataFrame {
        let days = self.panels.coverage.days();
        let rows: Vec<CoverageRow<'_>> = days
            .iter()
            .map(|day| CoverageRow {
                source: &day.source,
                date: day.date,
                n_articles: day.n_articles,
                n_pages: day.n_pages,
                n_characters: day.n_characters,
                n_without_body: day.n_without_body,
                n_problems: day.n_problems,
                n_with_country: day.n_with_country,
                expected: day.expected,
            })
            .collect();
        coverage_frame(&rows)
    }

    fn entity_period(&self, mut sink: impl FnMut(&DataFrame) -> Result<(), Error>) -> Result<(), Error> {
        let periods = &self.counted_by.periods;
        let mut rows = self.panels.entity_periods.rows(self.options.zeros);
        loop {
            let part: Vec<EntityPeriodRow<'_>> = rows
                .by_ref()
                .take(ROWS_IN_FRAME)
                .map(|row: EntityPeriod<'_>| {
                    let (from, to) = (periods.first_day(row.period), periods.last_day(row.period));
                    EntityPeriodRow {
                        entity_id: row.entity,
                        kind: row.kind,
                        period: periods.label(row.period),
                        n_mentions: row.n_mentions,
                        n_named: row.n_named,
                        n_sentences: row.n_sentences,
                        n_articles: row.n_articles,
                        n_title_articles: row.n_title_articles,
                        n_articles_total: row.n_articles_total,
                        n_sentences_total: row.n_sentences_total,
                        n_characters_total: row.n_characters_total,
                        n_issue_days: row.n_issue_days,
                        alive: self.lexicon.alive_in(row.entity, Window { from, to }),
                    }
                })
                .collect();
            if part.is_empty() {
                return Ok(());
            }
            sink(&entity_period_frame(&part))?;
        }
    }

    fn dyad_year(&self, mut sink: impl FnMut(&DataFrame) -> Result<(), Error>) -> Result<(), Error> {
        let Some(dyads) = &self.counted_by.dyads else { return Ok(()) };
        let mut rows = self.panels.dyad_years.rows(dyads);
        loop {
            let part: Vec<DyadYearRow<'_>> = rows
                .by_ref()
                .take(ROWS_IN_FRAME)
                .map(|row: DyadYear<'_>| DyadYearRow {
                    ccodes: row.codes.map(i64::from),
                    year: i64::from(row.year),
                    iso3: row.labels,
                    n_articles: row.n_articles,
                    n_sentences: row.n_sentences,
                    n_named: row.n_named,
                    n_dyadic: row.n_dyadic,
                    n_articles_each: row.n_articles_each,
                    n_articles_with_country: row.n_articles_with_country,
                    n_agreements_signed: row.n_agreements_signed,
                    n_agreements_cited: row.n_agreements_cited,
                    n_articles_total: row.n_articles_total,
                    n_sentences_total: row.n_sentences_total,
                })
                .collect();
            if part.is_empty() {
                return Ok(());
            }
            sink(&dyad_year_frame(&part))?;
        }
    }

    /// The first day of a period and the day after its last one; where there is no cut, those of its articles.
    fn days(&self, period: i32) -> [Date; 2] {
        let (periods, span) = (&self.counted_by.periods, self.panels.entity_periods.span(period));
        let first = periods.first_day(period).or(span.map(|(first, _)| first));
        let last = periods.last_day(period).or(span.map(|(_, last)| last));
        let after = last.and_then(|last| last.tomorrow().ok());
        [first.unwrap_or(Date::MIN), after.unwrap_or(Date::MAX)]
    }

    fn edges_by_period(&self, mut sink: impl FnMut(&DataFrame) -> Result<(), Error>) -> Result<(), Error> {
        let mut edges = self.by_period.edges(self.options.zeros, |counts| self.options.edges(counts));
        loop {
            let part: Vec<(i32, EdgeCount)> = edges.by_ref().take(ROWS_IN_FRAME).collect();
            if part.is_empty() {
                return Ok(());
            }
            let rows: Vec<EdgeByPeriodRow<'_>> = part
                .iter()
                .map(|(period, edge)| EdgeByPeriodRow {
                    source: &edge.source,
                    target: &edge.target,
                    window: edge.window.as_str(),
                    period: self.days(*period),
                    n: edge.n,
                    n_named: edge.n_named,
                    n_dyadic: edge.n_dyadic,
                    n_articles: edge.n_articles,
                    n_source: edge.n_source,
                    n_target: edge.n_target,
                    n_windows: edge.n_windows,
                })
                .collect();
            sink(&edges_by_period_frame(&rows))?;
        }
    }

    fn edges_change(&self, mut sink: impl FnMut(&DataFrame) -> Result<(), Error>) -> Result<(), Error> {
        let changes = || self.by_period.changes(|counts| self.options.edges(counts));
        // The rates of a window are known when all its p values are; making the rows twice is cheaper than holding them.
        let mut p_values: BTreeMap<Stretch, Vec<f64>> = BTreeMap::new();
        changes().for_each(|change| p_values.entry(change.window).or_default().push(change.p()));
        let mut rates: BTreeMap<Stretch, std::vec::IntoIter<f64>> =
            p_values.into_iter().map(|(window, p)| (window, false_discovery_rates(&p).into_iter())).collect();
        let mut changes = changes();
        loop {
            let part: Vec<EdgeChange> = changes.by_ref().take(ROWS_IN_FRAME).collect();
            if part.is_empty() {
                return Ok(());
            }
            let rows: Vec<EdgeChangeRow<'_>> = part
                .iter()
                .map(|change| {
                    let ([from, _], [cut, to]) = (self.days(change.earlier), self.days(change.earlier + 1));
                    let rate = rates.get_mut(&change.window).and_then(Iterator::next);
                    EdgeChangeRow {
                        source: &change.source,
                        target: &change.target,
                        window: change.window.as_str(),
                        periods: [from, cut, to],
                        n: change.n,
                        n_windows: change.n_windows,
                        log_ratio: change.log_ratio(),
                        llr: change.llr(),
                        p: change.p(),
                        q: rate.expect("each p value has a rate"),
                    }
                })
                .collect();
            sink(&edges_change_frame(&rows))?;
        }
    }
}
