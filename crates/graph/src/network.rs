use bangjiao_document::{EntityId, EntityInfo, Kind};
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::unionfind::UnionFind;

use crate::{EdgeCount, Edges, EntityCount, Window};

/// Which edges a network holds.
///
/// ```
/// use bangjiao_graph::{NetworkOptions, Window};
/// assert_eq!(NetworkOptions::default(), NetworkOptions { window: Window::Sentence, min_n: 2 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkOptions {
    /// The sort of window.
    pub window: Window,
    /// The smallest `n` of an edge.
    pub min_n: i64,
}

impl Default for NetworkOptions {
    fn default() -> Self {
        NetworkOptions { window: Window::Sentence, min_n: 2 }
    }
}

/// An entity in a network.
///
/// ```
/// use bangjiao_document::{EntityId, Kind};
/// let node = bangjiao_graph::Node {
///     id: EntityId::new("KAZ")?,
///     kind: Kind::Country,
///     name_zh: "哈萨克斯坦".to_owned(),
///     name_en: Some("Kazakhstan".to_owned()),
///     n_mentions: 40,
///     n_articles: 7,
///     degree: 1,
///     strength: 9,
///     component: 1,
/// };
/// assert!(node.strength >= node.degree);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The entity.
    pub id: EntityId,
    /// Its kind.
    pub kind: Kind,
    /// Chinese name, the label of the node.
    pub name_zh: String,
    /// English name.
    pub name_en: Option<String>,
    /// Its mentions in the corpus.
    pub n_mentions: i64,
    /// Articles that mention it.
    pub n_articles: i64,
    /// Number of neighbours.
    pub degree: i64,
    /// Sum of `n` over its edges.
    pub strength: i64,
    /// Its connected component, from 1: the component with most nodes first, then the one with the smallest id.
    pub component: i64,
}

/// The entities that occur together often enough, as an undirected graph.
///
/// Nodes are sorted by id, edges by source and target. Every node has an edge.
///
/// ```
/// use bangjiao_document::EntityInfo;
/// use bangjiao_graph::{Counts, Network, NetworkOptions};
/// let counts = Counts::default();
/// let info = |id: &_, kind| EntityInfo::unlinked(Clone::clone(id), kind);
/// let network = Network::from_counts(&counts.entities(), counts.iter_edges(), &NetworkOptions::default(), info);
/// assert_eq!(network.graph().node_count(), 0);
/// ```
#[derive(Debug, Clone)]
pub struct Network {
    graph: UnGraph<Node, EdgeCount>,
}

impl Network {
    /// Selects edges and names their ends.
    ///
    /// `entities` and `edges` are sorted as [`Counts`](crate::Counts) gives them; `info` is what the lexicon says
    /// of an entity.
    pub fn from_counts(
        entities: &[EntityCount],
        edges: Edges<'_>,
        options: &NetworkOptions,
        info: impl Fn(&EntityId, Kind) -> EntityInfo,
    ) -> Self {
        let edges = edges.selected(options.window, options.min_n);
        let mut ends: Vec<(&EntityId, Kind)> = edges
            .iter()
            .flat_map(|edge| [(&edge.source, edge.kind_source), (&edge.target, edge.kind_target)])
            .collect();
        ends.sort_unstable();
        ends.dedup_by_key(|(id, _)| *id);

        let mut graph = UnGraph::with_capacity(ends.len(), edges.len());
        for (id, kind) in ends {
            let EntityInfo { name_zh, name_en, .. } = info(id, kind);
            let at = entities.binary_search_by(|entity| entity.entity.cmp(id)).ok();
            let (n_mentions, n_articles) =
                at.map_or((0, 0), |at| (entities[at].n_mentions, entities[at].n_articles));
            let (degree, strength, component) = (0, 0, 0);
            let id = id.clone();
            graph.add_node(Node {
                id,
                kind,
                name_zh,
                name_en,
                n_mentions,
                n_articles,
                degree,
                strength,
                component,
            });
        }
        for edge in edges {
            let [source, target] = [&edge.source, &edge.target].map(|id| find(&graph, id));
            for end in [source, target] {
                graph[end].degree += 1;
                graph[end].strength += edge.n;
            }
            graph.add_edge(source, target, edge);
        }
        number_components(&mut graph);
        Network { graph }
    }

    /// The graph, for petgraph's algorithms.
    pub fn graph(&self) -> &UnGraph<Node, EdgeCount> {
        &self.graph
    }

    /// Nodes, sorted by id.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.graph.node_weights()
    }

    /// Edges, sorted by source and target.
    pub fn edges(&self) -> impl Iterator<Item = &EdgeCount> {
        self.graph.edge_weights()
    }
}

/// Nodes are sorted by id, and every end of an edge was made a node.
fn find(graph: &UnGraph<Node, EdgeCount>, id: &EntityId) -> NodeIndex {
    let (mut low, mut high) = (0, graph.node_count());
    while low < high {
        let middle = low.midpoint(high);
        if graph[NodeIndex::new(middle)].id < *id { low = middle + 1 } else { high = middle }
    }
    NodeIndex::new(low)
}

fn number_components(graph: &mut UnGraph<Node, EdgeCount>) {
    let mut sets = UnionFind::new(graph.node_count());
    for edge in graph.raw_edges() {
        sets.union(edge.source().index(), edge.target().index());
    }
    let labels = sets.into_labeling();
    // (size, smallest node, label) of each component.
    let mut components = vec![(0, usize::MAX, 0); labels.len()];
    for (node, &label) in labels.iter().enumerate() {
        let (size, smallest, _) = components[label];
        components[label] = (size + 1, node.min(smallest), label);
    }
    components.retain(|&(size, ..)| size > 0);
    components.sort_unstable_by_key(|&(size, smallest, _)| (std::cmp::Reverse(size), smallest));
    let mut numbers = vec![0; labels.len()];
    for (number, (_, _, label)) in (1..).zip(components) {
        numbers[label] = number;
    }
    for (node, label) in graph.node_weights_mut().zip(labels) {
        node.component = numbers[label];
    }
}

#[cfg(test)]
mod tests {
    use super::{Network, NetworkOptions};
    use crate::scene::sample;
    use crate::{CountOptions, Window};

    fn check(options: NetworkOptions, expected: expect_test::Expect) {
        let counts = sample::counts(&CountOptions::default());
        let network = Network::from_counts(&counts.entities(), counts.iter_edges(), &options, sample::info);
        let nodes = network.nodes().map(|node| {
            let numbers = [node.n_mentions, node.n_articles, node.degree, node.strength, node.component];
            format!("{} {} {numbers:?}\n", node.id, node.name_zh)
        });
        let edges = network.edges().map(|edge| format!("{} {} {}\n", edge.source, edge.target, edge.n));
        expected.assert_eq(&nodes.chain(edges).collect::<String>());
    }

    #[test]
    fn edges_are_selected_and_components_numbered_by_size() {
        check(
            NetworkOptions::default(),
            expect_test::expect![[r#"
            CHN 中国 [4, 2, 1, 4, 1]
            KAZ 哈萨克斯坦 [4, 2, 1, 4, 1]
            CHN KAZ 4
        "#]],
        );
        check(
            NetworkOptions { window: Window::Sentence, min_n: 1 },
            expect_test::expect![[r#"
            CHN 中国 [4, 2, 4, 7, 1]
            DEU DEU [1, 1, 1, 1, 2]
            FRA FRA [1, 1, 1, 1, 2]
            KAZ 哈萨克斯坦 [4, 2, 4, 7, 1]
            P-jiang-zemin P-jiang-zemin [1, 1, 1, 1, 3]
            P-nazarbayev-nursultan P-nazarbayev-nursultan [1, 1, 1, 1, 3]
            RUS RUS [1, 1, 2, 2, 1]
            T-chn-kaz-1996 T-chn-kaz-1996 [1, 1, 2, 2, 1]
            person:王大成<记者> 王大成<记者> [1, 1, 2, 2, 1]
            CHN KAZ 4
            CHN RUS 1
            CHN T-chn-kaz-1996 1
            CHN person:王大成<记者> 1
            DEU FRA 1
            KAZ RUS 1
            KAZ T-chn-kaz-1996 1
            KAZ person:王大成<记者> 1
            P-jiang-zemin P-nazarbayev-nursultan 1
        "#]],
        );
    }
}
