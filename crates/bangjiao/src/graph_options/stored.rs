//! The options of a graph, read back from the manifest that holds them.

use bangjiao_document::{EntityId, Kind, RuleId, Zone};
use bangjiao_graph::{EdgesKey, Inclusion, Nested, WeightFrom, Window};
use serde_json::Value;

use super::{GraphOptions, Layout};
use crate::graph_output::GraphFormat;

impl GraphOptions {
    /// The options that a manifest's section `graph` holds; `None` where this program cannot have written it.
    pub(crate) fn stored(section: &Value) -> Option<Self> {
        let inclusion = |name: &str| {
            section[name].as_bool().map(|kept| if kept { Inclusion::Keep } else { Inclusion::Drop })
        };
        let window = Window::from_word(section["window"].as_str()?)?;
        let mut windows: Vec<Window> = words(&section["windows"], Window::from_word)?;
        // The first is that of the graph files.
        windows.sort_by_key(|one| *one != window);
        let pair = |pair: &str| {
            let (one, other) = pair.split_once('-')?;
            Some((Kind::from_word(one)?, Kind::from_word(other)?))
        };
        let exclude_rules = section["exclude_rules"].as_object()?.keys();
        Some(GraphOptions {
            windows,
            zones: words(&section["zones"], Zone::from_word)?,
            kinds: words(&section["kinds"], Kind::from_word)?,
            pairs: words(&section["pairs"], pair)?,
            historical: inclusion("historical")?,
            nested: Nested::from_word(section["nested"].as_str()?)?,
            without: words(&section["without"], |id| EntityId::new(id).ok())?,
            territories: inclusion("territories")?,
            exclude_rules: exclude_rules.map(|rule| RuleId::new(rule).ok()).collect::<Option<_>>()?,
            max_entities: section["max_entities"].as_u64().and_then(|most| u32::try_from(most).ok()),
            weight_from: WeightFrom::from_word(section["weight_from"].as_str()?)?,
            min_n: section["min_n"].as_i64()?,
            backbone: section["backbone"].as_str().and_then(|backbone| backbone.parse().ok()),
            ego: section["ego"].as_str().and_then(|id| EntityId::new(id).ok()),
            exact_nodes: usize::try_from(section["distances"]["exact_nodes"].as_u64()?).ok()?,
            formats: words(&section["formats"], GraphFormat::from_word)?,
            edges_key: EdgesKey::ALL.iter().copied().find(|key| section["json_edges"] == key.as_str())?,
            layout: if section["layout_seed"].is_null() { Layout::None } else { Layout::Computed },
        })
    }
}

fn words<T>(list: &Value, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    list.as_array()?.iter().map(|word| read(word.as_str()?)).collect()
}

#[cfg(test)]
mod tests {
    use bangjiao_graph::{NetworkSummary, Totals, measures::Sources};

    use super::*;
    use crate::graph_options::{GraphFacts, section};
    use crate::options::Duplicates;

    fn check(options: &GraphOptions) {
        let summary = NetworkSummary {
            n_components: 0,
            n_communities: 0,
            modularity: 0.0,
            community_seed: 1,
            community_stability: 1.0,
            sources: Sources::All,
        };
        let section = section(&GraphFacts {
            options,
            duplicates: Duplicates::Keep,
            selection: Value::Null,
            totals: &Totals::default(),
            n_excluded: &[0; 9],
            n_nodes: 0,
            n_edges: 0,
            summary: &summary,
        });
        assert_eq!(GraphOptions::stored(&section).as_ref(), Some(options));
    }

    #[test]
    fn options_come_back_from_the_manifest() {
        check(&GraphOptions::default());
        check(&GraphOptions {
            windows: vec![Window::Article, Window::Sentence],
            zones: vec![Zone::Text],
            kinds: vec![Kind::Country, Kind::Person],
            pairs: vec![(Kind::Country, Kind::Person)],
            historical: Inclusion::Drop,
            nested: Nested::OrganizationOut,
            without: vec![EntityId::new("CHN").expect("it is an id")],
            territories: Inclusion::Drop,
            exclude_rules: vec![RuleId::new("one-china-clause").expect("it is an id")],
            max_entities: Some(7),
            weight_from: WeightFrom::Named,
            min_n: 3,
            backbone: "disparity:0.05".parse().ok(),
            ego: EntityId::new("KAZ").ok(),
            exact_nodes: 10,
            formats: vec![GraphFormat::Json],
            edges_key: EdgesKey::Links,
            layout: Layout::Computed,
        });
        assert_eq!(GraphOptions::stored(&Value::Null), None);
    }
}
