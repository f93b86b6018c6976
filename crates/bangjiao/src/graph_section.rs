//! The manifest's section `graph`, written and read back.

use bangjiao_document::{EntityId, Kind, RuleId, Zone};
use bangjiao_graph::{
    EdgesKey, Inclusion, MeasureOptions, Nested, NetworkSummary, Panels, Totals, WeightFrom, Window,
    measures::Sources,
};
use bangjiao_lexicon::CodeSystem;
use serde_json::{Map, Value, json};

use crate::graph_format::GraphFormat;
use crate::graph_options::{GraphOptions, LAYOUT_SEED, Layout};
use crate::options::Duplicates;

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
    use bangjiao_graph::{Counts, Network};

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
