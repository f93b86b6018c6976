//! What is counted and drawn, in `run` and in `graph` alike.

use bangjiao_document::{EntityId, Kind, RuleId, Zone};
use bangjiao_graph::{
    CountOptions, Counts, DyadOptions, Edges, EdgesKey, Inclusion, MeasureOptions, Nested, NetworkOptions,
    NetworkSummary, PanelOptions, Panels, Periods, Totals, WeightFrom, Window,
    measures::{Backbone, PathOptions, Sources},
};
use bangjiao_lexicon::{CodeSystem, Lexicon, Status};
use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::graph_output::GraphFormat;
use crate::options::Duplicates;
use crate::panels::state_system;

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

/// The options that a manifest's section `graph` states: what [`section`] wrote.
///
/// `None` where this program cannot have written it.
pub(crate) fn recorded(section: &Value) -> Option<GraphOptions> {
    let words =
        |key: &str| -> Option<Vec<&str>> { section[key].as_array()?.iter().map(Value::as_str).collect() };
    let inclusion = |key: &str| -> Option<Inclusion> {
        Some(if section[key].as_bool()? { Inclusion::Keep } else { Inclusion::Drop })
    };
    let entity = |id: &str| EntityId::new(id).ok();
    let window = Window::from_word(section["window"].as_str()?)?;
    let mut windows = vec![window];
    for word in words("windows")? {
        windows.extend(Some(Window::from_word(word)?).filter(|other| *other != window));
    }
    let pair = |word: &str| {
        let (one, other) = word.split_once('-')?;
        Some((Kind::from_word(one)?, Kind::from_word(other)?))
    };
    let optional = |key: &str| Some(&section[key]).filter(|value| !value.is_null());
    Some(GraphOptions {
        windows,
        zones: words("zones")?.into_iter().map(Zone::from_word).collect::<Option<_>>()?,
        kinds: words("kinds")?.into_iter().map(Kind::from_word).collect::<Option<_>>()?,
        pairs: words("pairs")?.into_iter().map(pair).collect::<Option<_>>()?,
        historical: inclusion("historical")?,
        nested: Nested::from_word(section["nested"].as_str()?)?,
        without: words("without")?.into_iter().map(entity).collect::<Option<_>>()?,
        territories: inclusion("territories")?,
        exclude_rules: section["exclude_rules"]
            .as_object()?
            .keys()
            .map(|rule| RuleId::new(rule).ok())
            .collect::<Option<_>>()?,
        max_entities: match optional("max_entities") {
            Some(most) => Some(u32::try_from(most.as_u64()?).ok()?),
            None => None,
        },
        weight_from: WeightFrom::from_word(section["weight_from"].as_str()?)?,
        min_n: section["min_n"].as_i64()?,
        backbone: match optional("backbone") {
            Some(backbone) => Some(backbone.as_str()?.parse().ok()?),
            None => None,
        },
        ego: match optional("ego") {
            Some(ego) => Some(entity(ego.as_str()?)?),
            None => None,
        },
        exact_nodes: usize::try_from(section["distances"]["exact_nodes"].as_u64()?).ok()?,
        formats: words("formats")?.into_iter().map(GraphFormat::from_word).collect::<Option<_>>()?,
        edges_key: {
            let word = section["json_edges"].as_str()?;
            EdgesKey::ALL.iter().copied().find(|key| key.as_str() == word)?
        },
        layout: if section["layout_seed"].is_null() { Layout::None } else { Layout::Computed },
        periods: match section["edges_by_period"].as_bool()? {
            true => Some(section["periods"].as_str()?.parse().ok()?),
            false => None,
        },
        zeros: inclusion("zeros")?,
        system: match section["dyads"]["system"].as_str() {
            Some(word) => {
                Some([CodeSystem::Cow, CodeSystem::Gw].into_iter().find(|system| system.as_str() == word)?)
            }
            None => None,
        },
        multilateral: if section["dyads"]["multilateral"].as_bool()? {
            Inclusion::Keep
        } else {
            Inclusion::Drop
        },
    })
}

/// What the manifest says of the graph.
pub(crate) struct GraphFacts<'f> {
    pub options: &'f GraphOptions,
    pub duplicates: Duplicates,
    pub selection: Value,
    pub totals: &'f Totals,
    pub panels: &'f Panels,
    /// Mentions that each of the excluded rules made in counted sentences.
    pub n_excluded: &'f [i64],
    pub n_nodes: usize,
    pub n_edges: usize,
    pub summary: &'f NetworkSummary,
}

/// The manifest's section `graph`.
pub(crate) fn section(facts: &GraphFacts<'_>) -> Value {
    let GraphFacts { options, totals, summary, .. } = facts;
    let left_out = facts.panels.dyad_years.left_out();
    let mut windows = options.windows.clone();
    windows.sort_unstable();
    windows.dedup();
    let n_windows: Map<String, Value> =
        windows.iter().map(|window| (window.as_str().to_owned(), json!(totals.n_windows(*window)))).collect();
    let excluded: Map<String, Value> = options
        .exclude_rules
        .iter()
        .zip(facts.n_excluded)
        .map(|(rule, n)| (rule.to_string(), json!(n)))
        .collect();
    let measuring = MeasureOptions::default();
    let n_estimated = match summary.sources {
        Sources::All => 0,
        Sources::Drawn { n_nodes, .. } => n_nodes,
    };
    let words = |values: Vec<&str>| json!(values);
    json!({
        "nodes": facts.n_nodes,
        "edges": facts.n_edges,
        "articles": totals.n_articles,
        "undated": totals.n_undated,
        "selection": facts.selection,
        "windows": words(windows.iter().map(|window| window.as_str()).collect()),
        "n_windows": n_windows,
        "zones": words(options.zones.iter().map(|zone| zone.as_str()).collect()),
        "kinds": words(options.kinds.iter().map(|kind| kind.as_str()).collect()),
        "pairs": options.pairs.iter().map(|(one, other)| format!("{one}-{other}")).collect::<Vec<_>>(),
        "historical": options.historical == Inclusion::Keep,
        "duplicates": facts.duplicates == Duplicates::Keep,
        "nested": options.nested.as_str(),
        "without": words(options.without.iter().map(EntityId::as_str).collect()),
        "territories": options.territories == Inclusion::Keep,
        "exclude_rules": excluded,
        "max_entities": options.max_entities,
        "window": options.window().as_str(),
        "weight_from": options.weight_from.as_str(),
        "min_n": options.min_n,
        "backbone": options.backbone.map(|backbone| backbone.to_string()),
        "ego": options.ego.as_ref().map(EntityId::as_str),
        "formats": words(options.formats.iter().map(|format| format.as_str()).collect()),
        "json_edges": options.edges_key.as_str(),
        "edges_by_period": options.periods.is_some(),
        "periods": options.periods.clone().unwrap_or_default().to_string(),
        "zeros": options.zeros == Inclusion::Keep,
        "without_period": facts.panels.entity_periods.n_outside(),
        "dyads": {
            "system": options.system.map(CodeSystem::as_str),
            "multilateral": options.multilateral == Inclusion::Keep,
            "excluded": {
                "undated_articles": left_out.n_undated,
                "historical_mentions": left_out.n_historical,
                "mentions_without_code": left_out.n_without_code,
                "territory_mentions": left_out.n_territories,
            },
        },
        "layout_seed": (options.layout == Layout::Computed).then_some(LAYOUT_SEED),
        "components": summary.n_components,
        "communities": summary.n_communities,
        "community_seeds": measuring.n_seeds,
        "community_seed": summary.community_seed,
        "community_stability": summary.community_stability,
        "modularity": summary.modularity,
        "distances": {
            "exact_nodes": options.exact_nodes,
            "estimated_nodes": n_estimated,
            "sources": measuring.paths.n_sources,
            "seed": measuring.paths.seed,
        },
    })
}

#[cfg(test)]
mod tests {
    use bangjiao_document::EntityInfo;
    use bangjiao_graph::Network;

    use super::*;

    #[test]
    fn the_options_of_a_section_are_those_that_it_was_written_with() {
        let id = |id: &str| EntityId::new(id).expect("tests use proper ids");
        let other = GraphOptions {
            windows: vec![Window::Article, Window::Sentence],
            zones: vec![Zone::Text, Zone::Dateline],
            kinds: vec![Kind::Country, Kind::Place],
            pairs: vec![(Kind::Country, Kind::Place)],
            historical: Inclusion::Drop,
            nested: Nested::OrganizationOut,
            without: vec![id("CHN")],
            territories: Inclusion::Drop,
            exclude_rules: vec![RuleId::new("country-side").expect("tests use proper ids")],
            max_entities: Some(4),
            weight_from: WeightFrom::Dyadic,
            min_n: 1,
            backbone: "disparity:0.05".parse().ok(),
            ego: Some(id("KAZ")),
            exact_nodes: 10,
            formats: vec![GraphFormat::Dot],
            edges_key: EdgesKey::Links,
            layout: Layout::Computed,
            periods: "1971-10-25,1989-06-04".parse().ok(),
            zeros: Inclusion::Keep,
            system: Some(CodeSystem::Gw),
            multilateral: Inclusion::Keep,
        };
        let counts = Counts::default();
        for options in [GraphOptions::default(), other] {
            let mut network =
                Network::from_counts(&[], options.edges(&counts), &options.network(), |id, kind| {
                    EntityInfo::unlinked(id.clone(), kind)
                });
            let section = section(&GraphFacts {
                options: &options,
                duplicates: Duplicates::Keep,
                selection: Value::Null,
                totals: &Totals::default(),
                panels: &Panels::default(),
                n_excluded: &[0],
                n_nodes: 0,
                n_edges: 0,
                summary: &network.measure(&options.measuring(1)),
            });
            assert_eq!(recorded(&section).as_ref(), Some(&options));
        }
        assert_eq!(recorded(&json!({ "window": "sentence" })), None);
    }
}
