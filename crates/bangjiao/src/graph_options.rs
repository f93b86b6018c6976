//! What is counted and drawn, in `run` and in `graph` alike.

use bangjiao_document::{EntityId, Kind, RuleId, Zone};
use bangjiao_graph::{
    CountOptions, Counts, DyadOptions, Edges, EdgesKey, Inclusion, MeasureOptions, Nested, NetworkOptions,
    PanelOptions, Periods, WeightFrom, Window,
    measures::{Backbone, PathOptions},
};
use bangjiao_lexicon::{CodeSystem, Lexicon, Status};

use crate::error::Error;
use crate::graph_format::GraphFormat;
use crate::states::state_system;

/// Everything that counts and graph files depend on; all of it stands in the manifest's section `graph`.
///
/// ```
/// use bangjiao::{GraphOptions, Window};
/// assert_eq!(GraphOptions::default().windows, [Window::Sentence, Window::Paragraph, Window::Article]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct GraphOptions {
    /// Windows of the table `edges`; the first is that of the graph files.
    pub windows: Vec<Window>,
    /// Zones whose sentences are counted.
    pub zones: Vec<Zone>,
    /// Kinds that are nodes.
    pub kinds: Vec<Kind>,
    /// Pairs of kinds that are edges, each in the order of [`Kind`]; none are all of `kinds`.
    pub pairs: Vec<(Kind, Kind)>,
    /// Whether mentions of states outside their life are counted.
    pub historical: Inclusion,
    /// Whether mentions inside others are counted.
    pub nested: Nested,
    /// Entities that are no nodes, sorted.
    pub without: Vec<EntityId>,
    /// Whether dependent territories, HKG, MAC and TWN are nodes.
    pub territories: Inclusion,
    /// Rules whose mentions are passed over, sorted.
    pub exclude_rules: Vec<RuleId>,
    /// Windows with more states than this add to no pair.
    pub max_entities: Option<u32>,
    /// The count that weights use.
    pub weight_from: WeightFrom,
    /// Edges of less weight stay out of the graph files.
    pub min_n: i64,
    /// Edges that do not belong to this backbone stay out of the graph files.
    pub backbone: Option<Backbone>,
    /// The graph files hold this entity and its neighbours alone.
    pub ego: Option<EntityId>,
    /// In components of at most so many nodes betweenness and closeness are exact; in larger ones they are estimated.
    pub exact_nodes: usize,
    /// The forms in which the network is written, sorted.
    pub formats: Vec<GraphFormat>,
    /// What the list of edges is called in `graph.json`.
    pub edges_key: EdgesKey,
    /// Whether nodes have positions in the graph files.
    pub layout: Layout,
    /// The periods of `entity_period`, by default years; only where they are asked for, edges are counted by period too.
    pub periods: Option<Periods>,
    /// Whether tables by period have rows of zeros.
    pub zeros: Inclusion,
    /// The codes of `dyad_year`: [`CodeSystem::Cow`] or [`CodeSystem::Gw`]; without it there is no such table.
    pub system: Option<CodeSystem>,
    /// Whether agreements of more than two states count in `dyad_year`, for each two of them.
    pub multilateral: Inclusion,
}

/// Whether nodes have positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// They have none.
    #[default]
    None,
    /// They are laid out, with the seed 1.
    Computed,
}

/// The seed of every layout.
pub(crate) const LAYOUT_SEED: u64 = 1;

impl Default for GraphOptions {
    fn default() -> Self {
        let counting = CountOptions::default();
        let network = NetworkOptions::default();
        GraphOptions {
            windows: counting.windows,
            zones: counting.zones,
            kinds: counting.kinds,
            pairs: Vec::new(),
            historical: counting.historical,
            nested: counting.nested,
            without: counting.without,
            territories: Inclusion::Keep,
            exclude_rules: counting.exclude_rules,
            max_entities: counting.max_entities,
            weight_from: network.weight_from,
            min_n: network.min_weight,
            backbone: network.backbone,
            ego: network.ego,
            exact_nodes: PathOptions::default().exact_nodes,
            formats: GraphFormat::DEFAULT.into(),
            edges_key: EdgesKey::default(),
            layout: Layout::None,
            periods: None,
            zeros: Inclusion::Drop,
            system: Some(CodeSystem::Cow),
            multilateral: Inclusion::Drop,
        }
    }
}

impl GraphOptions {
    /// The options of counting.
    ///
    /// # Errors
    /// [`Error::TooManyWindows`], [`Error::UnknownEntity`].
    pub(crate) fn counting(&self, lexicon: &Lexicon) -> Result<CountOptions, Error> {
        let mut windows = self.windows.clone();
        windows.sort_unstable();
        windows.dedup();
        if windows.is_empty() || windows.len() > Window::AT_ONCE {
            return Err(Error::TooManyWindows { most: Window::AT_ONCE });
        }
        for id in self.without.iter().chain(&self.ego) {
            let of_lexicon = ["P-", "T-", "O-", "L-"].iter().any(|prefix| id.as_str().starts_with(prefix));
            if id.is_linked() && !of_lexicon && lexicon.state(id).is_none() {
                return Err(Error::UnknownEntity { id: id.to_string() });
            }
        }
        let mut without = self.without.clone();
        if self.territories == Inclusion::Drop {
            let territory = |status| matches!(status, Status::Territory | Status::Special);
            without.extend(
                lexicon.states().iter().filter(|state| territory(state.status)).map(|state| state.id.clone()),
            );
        }
        without.sort_unstable();
        without.dedup();
        Ok(CountOptions {
            windows,
            zones: self.zones.clone(),
            kinds: self.kinds.clone(),
            historical: self.historical,
            nested: self.nested,
            without,
            exclude_rules: self.exclude_rules.clone(),
            max_entities: self.max_entities,
            // A run can keep them, and what is made from its tables keeps what it kept.
            treaty_anaphors: Inclusion::Drop,
            ..CountOptions::default()
        })
    }

    /// The edges of counts, as weights and kinds are chosen.
    pub(crate) fn edges<'c>(&self, counts: &'c Counts) -> Edges<'c> {
        counts.iter_edges().weighted_by(self.weight_from).between(&self.pairs)
    }

    /// How edges are counted by period, where periods are asked for: as in the whole, without examples.
    pub(crate) fn counting_by_period(&self, counting: &CountOptions) -> Option<CountOptions> {
        self.periods.as_ref().map(|_| CountOptions { n_evidence: 0, ..counting.clone() })
    }

    /// Whether a table is among those that these options ask for.
    pub(crate) fn wants(&self, table: &str) -> bool {
        match table {
            "edges_by_period" | "edges_change" => self.periods.is_some(),
            "dyad_year" => self.system.is_some(),
            _ => true,
        }
    }

    /// What is counted by period.
    pub(crate) fn panels(&self, lexicon: &Lexicon) -> PanelOptions {
        PanelOptions {
            periods: self.periods.clone().unwrap_or_default(),
            dyads: self.system.map(|system| DyadOptions {
                system: state_system(lexicon, system),
                multilateral: self.multilateral,
            }),
        }
    }

    /// The window of the graph files.
    pub(crate) fn window(&self) -> Window {
        self.windows.first().copied().unwrap_or_default()
    }

    /// How nodes are measured, on a number of threads.
    pub(crate) fn measuring(&self, threads: usize) -> MeasureOptions {
        let paths = PathOptions { threads, exact_nodes: self.exact_nodes, ..PathOptions::default() };
        MeasureOptions { paths, ..MeasureOptions::default() }
    }

    pub(crate) fn network(&self) -> NetworkOptions {
        NetworkOptions {
            window: self.window(),
            weight_from: self.weight_from,
            min_weight: self.min_n,
            backbone: self.backbone,
            ego: self.ego.clone(),
        }
    }
}
