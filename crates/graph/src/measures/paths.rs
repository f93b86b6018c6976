use super::{Adjacency, Random};

/// How shortest paths are searched.
///
/// ```
/// use bangjiao_graph::measures::PathOptions;
/// assert_eq!(PathOptions::default().n_sources, 256);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathOptions {
    /// In components of at most so many nodes, paths from every node are searched.
    pub exact_nodes: usize,
    /// In larger ones, paths from so many nodes, drawn at random.
    pub n_sources: usize,
    /// The seed of that draw.
    pub seed: u64,
    /// Number of threads; it changes no bit of the result.
    pub threads: usize,
}

impl Default for PathOptions {
    fn default() -> Self {
        PathOptions { exact_nodes: 2_000, n_sources: 256, seed: 1, threads: 1 }
    }
}

/// From which nodes paths were searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sources {
    /// From every node: measures are exact.
    All,
    /// From some nodes of components that are too large: measures there are estimates.
    Drawn {
        /// Number of nodes drawn in each such component.
        n_sources: usize,
        /// Number of nodes in such components.
        n_nodes: usize,
    },
}

/// Measures that follow from shortest paths.
#[derive(Debug, Clone, PartialEq)]
pub struct PathMeasures {
    /// Betweenness of every node.
    pub betweenness: Vec<f64>,
    /// Closeness of every node.
    pub closeness: Vec<f64>,
    /// Whether they are exact.
    pub sources: Sources,
}

/// So many searches are added up before anything is added to their sum: their order is then that of the nodes,
/// whatever the number of threads.
const SEARCHES_IN_BLOCK: usize = 64;

/// Betweenness and closeness of every node; the length of a path is its number of edges, whatever their weights.
///
/// Betweenness is the share of shortest paths between two other nodes that lead through a node, summed over all pairs
/// and divided by the number of pairs, (n - 1)(n - 2) / 2. Closeness is (r - 1) / Σ d · (r - 1) / (n - 1), with r the nodes
/// of the component and d the distances to them.
///
/// In components with more than [`PathOptions::exact_nodes`] nodes both are estimated from paths that begin at
/// [`PathOptions::n_sources`] nodes drawn without replacement: sums over these are scaled up to the component.
///
/// # Complexity
/// O(s · (n + m)) for s nodes where searches begin.
///
/// # Source
/// Brandes 2001, A faster algorithm for betweenness centrality; Brandes and Pich 2007, Centrality estimation in large
/// networks; Wasserman and Faust 1994, Social network analysis, p. 201.
pub fn path_measures(graph: &Adjacency, options: &PathOptions) -> PathMeasures {
    let n_nodes = graph.n_nodes();
    let (mut betweenness, mut closeness) = (vec![0.0; n_nodes], vec![0.0; n_nodes]);
    let (mut n_drawn, mut n_estimated) = (0, 0);
    let others = n_nodes.saturating_sub(1) as f64;
    let n_pairs = others * n_nodes.saturating_sub(2) as f64;
    let mut sums = Sums::new(n_nodes);
    for component in graph.components() {
        let mut sources = component.clone();
        if component.len() > options.exact_nodes && component.len() > options.n_sources {
            Random::new(options.seed).shuffle(&mut sources);
            sources.truncate(options.n_sources.max(1));
            sources.sort_unstable();
            (n_drawn, n_estimated) = (sources.len(), n_estimated + component.len());
        }
        for round in sources.chunks(SEARCHES_IN_BLOCK * options.threads.max(1)) {
            let blocks: Vec<&[u32]> = round.chunks(SEARCHES_IN_BLOCK).collect();
            for part in search_blocks(graph, &blocks) {
                sums.add(&part, &component);
            }
        }
        let scale = component.len() as f64 / sources.len() as f64;
        let reached = (component.len() - 1) as f64;
        for &node in &component {
            let at = node as usize;
            if n_pairs > 0.0 {
                betweenness[at] = sums.through[at] * scale / n_pairs;
            }
            // A search that begins at the node itself tells no distance.
            let n_distances = sources.len() - usize::from(sources.binary_search(&node).is_ok());
            if sums.distance[at] > 0 {
                let distance = sums.distance[at] as f64 * (reached / n_distances as f64);
                closeness[at] = reached / distance * (reached / others);
            }
            (sums.through[at], sums.distance[at]) = (0.0, 0);
        }
    }
    let sources = match n_estimated {
        0 => Sources::All,
        n_nodes => Sources::Drawn { n_sources: n_drawn, n_nodes },
    };
    PathMeasures { betweenness, closeness, sources }
}

/// What searches add up to.
struct Sums {
    /// Shares of shortest paths that lead through each node.
    through: Vec<f64>,
    /// Distances of each node from the sources.
    distance: Vec<i64>,
}

impl Sums {
    fn new(n_nodes: usize) -> Self {
        Sums { through: vec![0.0; n_nodes], distance: vec![0; n_nodes] }
    }

    fn add(&mut self, other: &Sums, nodes: &[u32]) {
        for &node in nodes {
            self.through[node as usize] += other.through[node as usize];
            self.distance[node as usize] += other.distance[node as usize];
        }
    }
}

/// Searches block by block, each block on a thread, the first on the calling one.
fn search_blocks(graph: &Adjacency, blocks: &[&[u32]]) -> Vec<Sums> {
    let block = |sources: &[u32]| {
        let mut sums = Sums::new(graph.n_nodes());
        let mut search = Search::new(graph.n_nodes());
        sources.iter().for_each(|&source| search.run(graph, source, &mut sums));
        sums
    };
    let Some((first, others)) = blocks.split_first() else { return Vec::new() };
    std::thread::scope(|scope| {
        let threads: Vec<_> = others.iter().map(|sources| scope.spawn(|| block(sources))).collect();
        let first = block(first);
        let join = |thread: std::thread::ScopedJoinHandle<'_, Sums>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        std::iter::once(first).chain(threads.into_iter().map(join)).collect()
    })
}

/// The memory of a search from one node.
struct Search {
    /// Distance from the source; -1 where it was not met.
    distance: Vec<i32>,
    /// Number of shortest paths from the source.
    n_paths: Vec<f64>,
    /// Shares of the paths to later nodes.
    share: Vec<f64>,
    /// Nodes in the order in which they were met.
    order: Vec<u32>,
}

impl Search {
    fn new(n_nodes: usize) -> Self {
        let order = Vec::with_capacity(n_nodes);
        Search { distance: vec![-1; n_nodes], n_paths: vec![0.0; n_nodes], share: vec![0.0; n_nodes], order }
    }

    fn run(&mut self, graph: &Adjacency, source: u32, sums: &mut Sums) {
        self.distance[source as usize] = 0;
        self.n_paths[source as usize] = 1.0;
        self.order.push(source);
        let mut at = 0;
        while let Some(&node) = self.order.get(at) {
            at += 1;
            let (next, paths) = (self.distance[node as usize] + 1, self.n_paths[node as usize]);
            for &neighbour in graph.neighbours(node as usize) {
                let known = &mut self.distance[neighbour as usize];
                if *known < 0 {
                    *known = next;
                    self.order.push(neighbour);
                }
                if *known == next {
                    self.n_paths[neighbour as usize] += paths;
                }
            }
        }
        for &node in self.order.iter().rev() {
            let node = node as usize;
            let before = self.distance[node] - 1;
            let each = (1.0 + self.share[node]) / self.n_paths[node];
            for &neighbour in graph.neighbours(node) {
                if self.distance[neighbour as usize] == before {
                    self.share[neighbour as usize] += self.n_paths[neighbour as usize] * each;
                }
            }
            sums.distance[node] += i64::from(self.distance[node]);
            if node != source as usize {
                sums.through[node] += self.share[node];
            }
        }
        for &node in &self.order {
            let node = node as usize;
            (self.distance[node], self.n_paths[node], self.share[node]) = (-1, 0.0, 0.0);
        }
        self.order.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{PathOptions, Sources, path_measures};
    use crate::measures::{Adjacency, Random};

    /// A ring of `n` nodes with as many chords.
    fn ring(n: u32) -> Adjacency {
        let mut random = Random::new(7);
        let mut edges: Vec<(u32, u32, i64)> = (1..n).map(|node| (node - 1, node, 1)).collect();
        edges.push((0, n - 1, 1));
        for _ in 0..n {
            let (one, other) = (random.below(n as usize) as u32, random.below(n as usize) as u32);
            if one.abs_diff(other) > 1 && one.abs_diff(other) < n - 1 {
                edges.push((one.min(other), one.max(other), 1));
            }
        }
        edges.sort_unstable();
        edges.dedup();
        Adjacency::new(n as usize, &edges)
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits() {
        let graph = ring(700);
        let on = |threads| path_measures(&graph, &PathOptions { threads, ..PathOptions::default() });
        assert_eq!(on(1), on(2));
        assert_eq!(on(1), on(7));
        assert_eq!(on(1).sources, Sources::All);
    }

    #[test]
    fn estimates_lie_near_the_exact_values_and_small_components_are_exact() {
        let graph = ring(600);
        let exact = path_measures(&graph, &PathOptions::default());
        let options = PathOptions { exact_nodes: 100, n_sources: 200, ..PathOptions::default() };
        let drawn = path_measures(&graph, &options);
        assert_eq!(drawn.sources, Sources::Drawn { n_sources: 200, n_nodes: 600 });
        let mean_error = |a: &[f64], b: &[f64]| {
            let sum: f64 = a.iter().sum();
            a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>() / sum
        };
        let error = mean_error(&exact.betweenness, &drawn.betweenness);
        assert!(error < 0.2, "{error}");
        assert!(mean_error(&exact.closeness, &drawn.closeness) < 0.02);
        // All nodes drawn is no draw.
        let all = PathOptions { exact_nodes: 100, n_sources: 600, ..PathOptions::default() };
        assert_eq!(path_measures(&graph, &all), exact);
    }
}
