use bangjiao_document::{EntityId, EntityInfo, Kind};
use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};

use crate::measures::{
    Adjacency, Backbone, PathOptions, Sources, Strengths, clustering, communities, core_numbers, eigenvector,
    layout, pagerank, path_measures,
};
use crate::{EdgeCount, Edges, EntityCount, WeightFrom, Window};

/// Which edges a network holds.
///
/// ```
/// use bangjiao_graph::{NetworkOptions, Window};
/// let options = NetworkOptions::default();
/// assert_eq!((options.window, options.min_weight), (Window::Sentence, 2));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkOptions {
    /// The sort of window.
    pub window: Window,
    /// Which count is the weight of an edge.
    pub weight_from: WeightFrom,
    /// The smallest weight of an edge, 1 or more.
    pub min_weight: i64,
    /// Only the edges of this backbone stay.
    pub backbone: Option<Backbone>,
    /// Only this entity, its neighbours and the edges among them stay.
    pub ego: Option<EntityId>,
}

impl Default for NetworkOptions {
    fn default() -> Self {
        NetworkOptions {
            window: Window::Sentence,
            weight_from: WeightFrom::All,
            min_weight: 2,
            backbone: None,
            ego: None,
        }
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
///     measures: None,
///     position: None,
/// };
/// assert!(node.strength >= node.degree);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
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
    /// Sum of the weights of its edges.
    pub strength: i64,
    /// Its connected component, from 1: the component with most nodes first, then the one with the smallest id.
    pub component: i64,
    /// What [`Network::measure`] found.
    pub measures: Option<NodeMeasures>,
    /// Where [`Network::lay_out`] put it: to the right and up.
    pub position: Option<(f64, f64)>,
}

/// Measures of a node that take more than a look at its edges; see [`measures`](crate::measures) for each.
///
/// ```
/// assert_eq!(bangjiao_graph::NodeMeasures::default().core, 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct NodeMeasures {
    /// Core number.
    pub core: i64,
    /// Local clustering coefficient, 0.0..=1.0.
    pub clustering: f64,
    /// Betweenness, 0.0..=1.0.
    pub betweenness: f64,
    /// Closeness, 0.0..=1.0.
    pub closeness: f64,
    /// Eigenvector centrality; `None` where the iteration did not end.
    pub eigenvector: Option<f64>,
    /// PageRank; adds up to 1.
    pub pagerank: f64,
    /// Community, from 1 by size.
    pub community: i64,
    /// How far other seeds agree on its community, 0.0..=1.0.
    pub community_stability: f64,
}

/// What a network holds of an edge: its weight and what the strengths of its ends say of it.
///
/// ```
/// use bangjiao_graph::Tie;
/// assert_eq!(Tie { weight: 2, disparity: 0.5, noise_corrected: 1.2 }.weight, 2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// Its weight, one of the counts.
    pub weight: i64,
    /// The p value of the disparity filter, in the network before backbone and ego were taken out of it.
    pub disparity: f64,
    /// Standard deviations above the noise-corrected expectation, in the same network.
    pub noise_corrected: f64,
}

/// An edge of a network with its counts.
///
/// ```
/// use bangjiao_graph::{Counts, Network, NetworkOptions};
/// let counts = Counts::default();
/// let info = |id: &_, kind| bangjiao_document::EntityInfo::unlinked(Clone::clone(id), kind);
/// let network = Network::from_counts(&counts.entities(), counts.iter_edges(), &NetworkOptions::default(), info);
/// assert!(network.edges().all(|edge| edge.weight >= 2));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkEdge {
    /// Its counts.
    pub count: EdgeCount,
    /// Its weight, one of the counts.
    pub weight: i64,
    /// See [`Tie::disparity`].
    pub disparity: f64,
    /// See [`Tie::noise_corrected`].
    pub noise_corrected: f64,
}

/// How nodes are measured.
///
/// ```
/// assert_eq!(bangjiao_graph::MeasureOptions::default().n_seeds, 10);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasureOptions {
    /// How shortest paths are searched.
    pub paths: PathOptions,
    /// Number of seeds from which communities are searched.
    pub n_seeds: u64,
}

impl Default for MeasureOptions {
    fn default() -> Self {
        MeasureOptions { paths: PathOptions::default(), n_seeds: 10 }
    }
}

/// What is known of a network as a whole.
///
/// ```
/// use bangjiao_graph::{Counts, MeasureOptions, Network, NetworkOptions};
/// let counts = Counts::default();
/// let info = |id: &_, kind| bangjiao_document::EntityInfo::unlinked(Clone::clone(id), kind);
/// let mut network =
///     Network::from_counts(&counts.entities(), counts.iter_edges(), &NetworkOptions::default(), info);
/// assert_eq!(network.measure(&MeasureOptions::default()).n_communities, 0);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkSummary {
    /// Number of connected components.
    pub n_components: usize,
    /// Number of communities.
    pub n_communities: usize,
    /// Modularity of the communities.
    pub modularity: f64,
    /// The seed that found them.
    pub community_seed: u64,
    /// Mean of `community_stability` over nodes.
    pub community_stability: f64,
    /// From which nodes shortest paths were searched.
    pub sources: Sources,
}

/// The entities that occur together often enough, as an undirected graph.
///
/// Nodes are sorted by id, edges by source and target. Every node has an edge. The counts of an edge stay where they were
/// counted, and an edge with its example windows is made when it is asked for: networks of large corpora have millions.
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
pub struct Network<'c> {
    graph: UnGraph<Node, Tie>,
    /// The counts of its edges, in their order.
    counts: Edges<'c>,
}

impl<'c> Network<'c> {
    /// Selects edges and names their ends.
    ///
    /// `entities` and `edges` are sorted as [`Counts`](crate::Counts) gives them; `info` is what the lexicon says
    /// of an entity.
    pub fn from_counts(
        entities: &[EntityCount],
        edges: Edges<'c>,
        options: &NetworkOptions,
        info: impl Fn(&EntityId, Kind) -> EntityInfo,
    ) -> Self {
        let edges =
            edges.weighted_by(options.weight_from).selected(options.window, options.min_weight.max(1));
        let strengths = Strengths::new(
            edges.n_entities(),
            edges.ranked().map(|([one, other], weight)| (one, other, weight)),
        );
        let stays = chosen(&edges, &strengths, options);
        let edges = edges.kept(&stays);
        let mut ends: Vec<u32> = edges.ranked().flat_map(|(ends, _)| ends).collect();
        ends.sort_unstable();
        ends.dedup();

        let mut graph = UnGraph::with_capacity(ends.len(), edges.len());
        for &rank in &ends {
            let (id, kind) = edges.entity(rank);
            let EntityInfo { name_zh, name_en, .. } = info(id, kind);
            let at = entities.binary_search_by(|entity| entity.entity.cmp(id)).ok();
            let (n_mentions, n_articles) =
                at.map_or((0, 0), |at| (entities[at].n_mentions, entities[at].n_articles));
            graph.add_node(Node {
                id: id.clone(),
                kind,
                name_zh,
                name_en,
                n_mentions,
                n_articles,
                degree: 0,
                strength: 0,
                component: 0,
                measures: None,
                position: None,
            });
        }
        for (ranks, weight) in edges.ranked() {
            let [source, target] =
                ranks.map(|rank| NodeIndex::new(ends.binary_search(&rank).expect("every end was listed")));
            for end in [source, target] {
                graph[end].degree += 1;
                graph[end].strength += weight;
            }
            graph.add_edge(source, target, tie(&strengths, ranks, weight));
        }
        let mut network = Network { graph, counts: edges };
        for (number, component) in (1..).zip(network.adjacency().components()) {
            for node in component {
                network.graph[NodeIndex::new(node as usize)].component = number;
            }
        }
        network
    }

    /// The neighbours of every node, numbered in the order of [`Network::nodes`], for [`measures`](crate::measures).
    pub fn adjacency(&self) -> Adjacency {
        Adjacency::new(self.graph.node_count(), &self.numbered_edges())
    }

    /// Source, target and weight of every edge, in their order, nodes numbered in the order of [`Network::nodes`].
    fn numbered_edges(&self) -> Vec<(u32, u32, i64)> {
        let number =
            |node: NodeIndex| u32::try_from(node.index()).expect("petgraph numbers nodes in 32 bits");
        let edges = self.graph.raw_edges().iter();
        edges.map(|edge| (number(edge.source()), number(edge.target()), edge.weight.weight)).collect()
    }

    /// Measures every node.
    ///
    /// # Complexity
    /// That of [`path_measures`] and [`communities`]; the others are cheap beside them.
    pub fn measure(&mut self, options: &MeasureOptions) -> NetworkSummary {
        let graph = self.adjacency();
        let (core, clustering) = (core_numbers(&graph), clustering(&graph));
        let (pagerank, eigenvector) = (pagerank(&graph), eigenvector(&graph));
        let paths = path_measures(&graph, &options.paths);
        let communities = communities(&graph, options.n_seeds, options.paths.threads);
        for (at, node) in self.graph.node_weights_mut().enumerate() {
            node.measures = Some(NodeMeasures {
                core: core[at],
                clustering: clustering[at],
                betweenness: paths.betweenness[at],
                closeness: paths.closeness[at],
                eigenvector: eigenvector.as_ref().map(|values| values[at]),
                pagerank: pagerank[at],
                community: communities.of_node[at],
                community_stability: communities.stability[at],
            });
        }
        let n_nodes = self.graph.node_count().max(1) as f64;
        NetworkSummary {
            n_components: graph.components().len(),
            n_communities: communities.n_communities,
            modularity: communities.modularity,
            community_seed: communities.seed,
            community_stability: communities.stability.iter().sum::<f64>() / n_nodes,
            sources: paths.sources,
        }
    }

    /// The graph, for petgraph's algorithms.
    pub fn graph(&self) -> &UnGraph<Node, Tie> {
        &self.graph
    }

    /// Gives every node a position.
    ///
    /// # Complexity
    /// That of [`layout`].
    pub fn lay_out(&mut self, seed: u64) {
        let places = layout(&self.adjacency(), seed);
        for (node, place) in self.graph.node_weights_mut().zip(places) {
            node.position = Some(place);
        }
    }

    /// The part of the network with the `n_nodes` strongest nodes (of equal ones those with the smaller ids) and the edges
    /// among them; measures stay those of the whole, and a node may lose all its edges.
    pub fn strongest(&self, n_nodes: usize) -> Network<'c> {
        let mut order: Vec<NodeIndex> = self.graph.node_indices().collect();
        order.sort_by_key(|node| std::cmp::Reverse(self.graph[*node].strength));
        let mut stays = vec![false; order.len()];
        order.iter().take(n_nodes).for_each(|node| stays[node.index()] = true);
        let keep = |node: NodeIndex| stays[node.index()];
        let graph =
            self.graph.filter_map(|node, weight| keep(node).then(|| weight.clone()), |_, tie| Some(*tie));
        let edges = (0..self.n_edges()).map(|number| self.ends(number).into_iter().all(|end| stays[end]));
        let edges: Vec<bool> = edges.collect();
        Network { graph, counts: self.counts.clone().kept(&edges) }
    }

    /// Nodes, sorted by id.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.graph.node_weights()
    }

    /// Number of nodes.
    pub fn n_nodes(&self) -> usize {
        self.graph.node_count()
    }

    /// The node with a number, below [`Network::n_nodes`].
    pub fn node(&self, number: usize) -> &Node {
        &self.graph[NodeIndex::new(number)]
    }

    /// Number of edges.
    pub fn n_edges(&self) -> usize {
        self.graph.edge_count()
    }

    /// Both ends and the tie of every edge, in the order of the edges; no edge is made.
    pub fn ties(&self) -> impl Iterator<Item = (&Node, &Node, Tie)> {
        let edges = self.graph.raw_edges().iter();
        edges.map(|edge| (&self.graph[edge.source()], &self.graph[edge.target()], edge.weight))
    }

    /// Edges, sorted by source and target, each made when it is asked for.
    pub fn edges(&self) -> impl Iterator<Item = NetworkEdge> {
        (0..self.n_edges()).map(|number| self.edge(number))
    }

    /// The edge with a number, below [`Network::n_edges`].
    pub fn edge(&self, number: usize) -> NetworkEdge {
        let Tie { weight, disparity, noise_corrected } = self.graph[EdgeIndex::new(number)];
        NetworkEdge { count: self.counts.made(number), weight, disparity, noise_corrected }
    }

    /// The numbers of the nodes at the ends of an edge, in the order of [`Network::nodes`].
    pub(crate) fn ends(&self, number: usize) -> [usize; 2] {
        let edge = &self.graph.raw_edges()[number];
        [edge.source().index(), edge.target().index()]
    }

    /// All `edges` of the same counts, each with what this network holds of it.
    pub fn beside<'e>(&self, edges: Edges<'e>) -> impl Iterator<Item = (EdgeCount, Option<Tie>)> {
        let mut number = 0;
        let in_network = move |edges: &Edges<'e>| {
            // Both are in the same order, and the network has a part of them.
            let is_next = number < self.n_edges() && self.counts.is_next_of(number, edges);
            is_next.then(|| {
                number += 1;
                self.graph[EdgeIndex::new(number - 1)]
            })
        };
        edges.scan_with(in_network)
    }
}

/// What the strengths of its ends, by their places in the order of ids, say of an edge.
fn tie(strengths: &Strengths, [one, other]: [u32; 2], weight: i64) -> Tie {
    let disparity = strengths.disparity(one, other, weight);
    Tie { weight, disparity, noise_corrected: strengths.noise_corrected(one, other, weight) }
}

/// Which edges are in the backbone, and in the ego network in it.
fn chosen(edges: &Edges<'_>, strengths: &Strengths, options: &NetworkOptions) -> Vec<bool> {
    let holds = |(ranks, weight)| {
        options.backbone.is_none_or(|backbone| {
            let Tie { disparity, noise_corrected, .. } = tie(strengths, ranks, weight);
            backbone.holds(disparity, noise_corrected)
        })
    };
    let mut stays: Vec<bool> = edges.ranked().map(holds).collect();
    let Some(ego) = &options.ego else { return stays };
    let Some(ego) = edges.rank(ego) else { return vec![false; stays.len()] };
    let mut circle = vec![ego];
    let staying = edges.ranked().zip(&stays).filter(|(_, stays)| **stays);
    circle.extend(staying.filter(|((ends, _), _)| ends.contains(&ego)).flat_map(|((ends, _), _)| ends));
    circle.sort_unstable();
    for (stays, (ends, _)) in stays.iter_mut().zip(edges.ranked()) {
        *stays &= ends.iter().all(|end| circle.binary_search(end).is_ok());
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::{Network, NetworkOptions};
    use crate::measures::Backbone;
    use crate::scene::sample;
    use crate::{CountOptions, MeasureOptions, WeightFrom};

    fn check(options: NetworkOptions, expected: expect_test::Expect) {
        let counts = sample::counts(&CountOptions::default());
        let network = Network::from_counts(&counts.entities(), counts.iter_edges(), &options, sample::info);
        let nodes = network.nodes().map(|node| {
            let numbers = [node.n_mentions, node.n_articles, node.degree, node.strength, node.component];
            format!("{} {} {numbers:?}\n", node.id, node.name_zh)
        });
        let edges = network
            .edges()
            .map(|edge| format!("{} {} {}\n", edge.count.source, edge.count.target, edge.weight));
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
            NetworkOptions { min_weight: 1, ..NetworkOptions::default() },
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

    #[test]
    fn the_weight_is_the_count_that_was_asked_for() {
        check(
            NetworkOptions { weight_from: WeightFrom::Named, min_weight: 3, ..NetworkOptions::default() },
            expect_test::expect![[r#"
                CHN 中国 [4, 2, 1, 3, 1]
                KAZ 哈萨克斯坦 [4, 2, 1, 3, 1]
                CHN KAZ 3
            "#]],
        );
        // RUS and CHN never stand alone together, and persons have no such count.
        check(
            NetworkOptions { weight_from: WeightFrom::Dyadic, min_weight: 1, ..NetworkOptions::default() },
            expect_test::expect![[r#"
                CHN 中国 [4, 2, 1, 3, 1]
                DEU DEU [1, 1, 1, 1, 2]
                FRA FRA [1, 1, 1, 1, 2]
                KAZ 哈萨克斯坦 [4, 2, 1, 3, 1]
                CHN KAZ 3
                DEU FRA 1
            "#]],
        );
    }

    #[test]
    fn an_ego_network_holds_the_neighbours_and_their_edges() {
        let ego = bangjiao_document::EntityId::new("RUS").ok();
        check(
            NetworkOptions { min_weight: 1, ego, ..NetworkOptions::default() },
            expect_test::expect![[r#"
                CHN 中国 [4, 2, 2, 5, 1]
                KAZ 哈萨克斯坦 [4, 2, 2, 5, 1]
                RUS RUS [1, 1, 2, 2, 1]
                CHN KAZ 4
                CHN RUS 1
                KAZ RUS 1
            "#]],
        );
    }

    #[test]
    fn a_backbone_is_a_part_of_the_network() {
        let network = sample::network();
        let counts = sample::counts(&CountOptions::default());
        let options = NetworkOptions {
            min_weight: 1,
            backbone: Some(Backbone::Disparity(0.2)),
            ..NetworkOptions::default()
        };
        let backbone = Network::from_counts(&counts.entities(), counts.iter_edges(), &options, sample::info);
        let expected = network.edges().filter(|edge| edge.disparity < 0.2);
        assert!(backbone.edges().eq(expected));
        assert!(backbone.edges().count() > 0 && backbone.edges().count() < network.edges().count());
        let mut scores: Vec<f64> = network.edges().map(|edge| edge.noise_corrected).collect();
        scores.sort_unstable_by(f64::total_cmp);
        let middle = scores[scores.len() / 2];
        let by_noise = Some(Backbone::NoiseCorrected(middle));
        let options = NetworkOptions { backbone: by_noise, ..options };
        let backbone = Network::from_counts(&counts.entities(), counts.iter_edges(), &options, sample::info);
        assert!(backbone.edges().eq(network.edges().filter(|edge| edge.noise_corrected > middle)));
        assert!(backbone.edges().count() > 0 && backbone.edges().count() < network.edges().count());
    }

    #[test]
    fn the_strongest_nodes_keep_their_measures() {
        let mut network = sample::network();
        network.measure(&MeasureOptions::default());
        let part = network.strongest(3);
        let ids: Vec<&str> = part.nodes().map(|node| node.id.as_str()).collect();
        assert_eq!(ids, ["CHN", "KAZ", "RUS"]);
        assert_eq!(part.edges().count(), 3);
        assert!(part.nodes().all(|node| network.nodes().any(|other| other == node)));
    }

    #[test]
    fn every_node_is_measured() {
        let mut network = sample::network();
        let summary = network.measure(&MeasureOptions::default());
        assert_eq!((summary.n_components, summary.community_seed), (3, 1));
        let lines = network.nodes().map(|node| {
            let measures = node.measures.expect("it was measured");
            format!(
                "{} {} {:.3} {:.3} {:.3} {:.3} {:.3} {} {}\n",
                node.id,
                measures.core,
                measures.clustering,
                measures.betweenness,
                measures.closeness,
                measures.eigenvector.unwrap_or(-1.0),
                measures.pagerank,
                measures.community,
                measures.community_stability
            )
        });
        expect_test::expect![[r#"
            CHN 2 0.500 0.054 0.500 0.639 0.185 1 1
            DEU 1 0.000 0.000 0.125 0.000 0.111 2 1
            FRA 1 0.000 0.000 0.125 0.000 0.111 2 1
            KAZ 2 0.500 0.054 0.500 0.639 0.185 1 1
            P-jiang-zemin 1 0.000 0.000 0.125 0.000 0.111 3 1
            P-nazarbayev-nursultan 1 0.000 0.000 0.125 0.000 0.111 3 1
            RUS 2 1.000 0.000 0.333 0.248 0.062 1 1
            T-chn-kaz-1996 2 1.000 0.000 0.333 0.248 0.062 1 1
            person:王大成<记者> 2 1.000 0.000 0.333 0.248 0.062 1 1
        "#]]
        .assert_eq(&lines.collect::<String>());
    }
}
