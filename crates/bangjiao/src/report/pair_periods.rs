//! How often the pairs of the network stand together in each period, and where.

use std::collections::BTreeMap;

use bangjiao_document::{EntityId, Kind};
use bangjiao_graph::{ArticleHead, CountOptions, Counts, Occurrence, SentencePlace};
use bangjiao_lexicon::Lexicon;

use super::corpus::Periods;
use super::network::Selected;
use super::scan::{ENTITY, KIND, ScannedArticle};
use crate::counted_rows::{occurrence, place};
use crate::error::Error;
use crate::graph_options::GraphOptions;
use crate::graph_section::recorded;
use crate::run_tables::RunTables;
use crate::selection::{Selection, SelectionOptions};

/// What a period says of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PairPeriod {
    /// The place of the period.
    pub period: usize,
    /// The weight.
    pub n: i64,
    /// Ids of example windows.
    pub evidence: Vec<String>,
}

/// Counts as the graph of the run was counted, but period by period, and only entities that are shown.
///
/// States are counted all the same, since windows are dyadic, or have too many states, by all of them.
pub(super) struct PairPeriods<'p> {
    options: CountOptions,
    graph: GraphOptions,
    selection: Selection,
    keeps_duplicates: bool,
    selected: &'p Selected,
    periods: &'p Periods,
    counts: BTreeMap<usize, Counts>,
}

impl<'p> PairPeriods<'p> {
    /// `None` where the graph was counted from a list of articles, which the run folder does not hold.
    pub fn new(
        tables: &RunTables,
        selected: &'p Selected,
        periods: &'p Periods,
        n_evidence: usize,
        lexicon: &Lexicon,
    ) -> Result<Option<Self>, Error> {
        let section = &tables.manifest()["graph"];
        let Some(graph) = recorded(section).filter(|_| section["selection"]["articles"].is_null()) else {
            return Ok(None);
        };
        let condition = section["selection"]["where"].as_str().and_then(|condition| condition.parse().ok());
        let options = CountOptions {
            windows: vec![graph.window()],
            treaty_anaphors: tables.treaty_anaphors(),
            n_evidence,
            ..graph.counting(lexicon)?
        };
        Ok(Some(PairPeriods {
            options,
            graph,
            selection: Selection::open(&SelectionOptions { condition, articles: None })?,
            keeps_duplicates: section["duplicates"] != false,
            selected,
            periods,
            counts: BTreeMap::new(),
        }))
    }

    /// Counts an article; undated ones stand in no period.
    pub fn add(&mut self, tables: &RunTables, article: &ScannedArticle) -> Result<(), Error> {
        let is_reprint = article.duplicate_of().is_some();
        if !self.selection.holds(&article.cells) || is_reprint && !self.keeps_duplicates {
            return Ok(());
        }
        let Some(period) = article.date().and_then(|date| self.periods.at(date)) else { return Ok(()) };
        let places = article
            .sentences
            .iter()
            .map(|row| place(row).ok_or_else(|| tables.malformed("sentences", row)))
            .collect::<Result<Vec<SentencePlace>, Error>>()?;
        let is_state = |kind| kind == Some(Kind::Country.as_str());
        let shown = |id: &str, kind| is_state(kind) || self.selected.node(id).is_some();
        let mut entities = Vec::new();
        for row in article.mentions.iter().filter(|row| row.text(1).is_some()) {
            let Some(id) = row.text(ENTITY).filter(|id| shown(id, row.text(KIND))) else { continue };
            entities.push((row, EntityId::new(id).map_err(|_| tables.malformed("mentions", row))?));
        }
        let occurrences = entities
            .iter()
            .map(|(row, entity)| occurrence(row, entity).ok_or_else(|| tables.malformed("mentions", row)))
            .collect::<Result<Vec<Occurrence<'_>>, Error>>()?;
        let day = article.date().and_then(|date| date.parse().ok());
        let counts = self.counts.entry(period).or_default();
        let head = ArticleHead { id: &article.id, day, is_reprint };
        counts.add_article(&head, places.into_iter(), occurrences.into_iter(), &self.options);
        Ok(())
    }

    /// For each edge of the network, in its order, the periods in which it stands.
    pub fn finish(self) -> Vec<Vec<PairPeriod>> {
        let mut found = Vec::new();
        for (period, counts) in &self.counts {
            for count in self.graph.edges(counts) {
                let Some(edge) = self.selected.edge(count.source.as_str(), count.target.as_str()) else {
                    continue;
                };
                if found.len() <= edge {
                    found.resize(edge + 1, Vec::new());
                }
                found[edge].push(PairPeriod {
                    period: *period,
                    n: count.weight.unwrap_or(0),
                    evidence: count.evidence,
                });
            }
        }
        found
    }
}
