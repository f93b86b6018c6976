/// The neighbours of every node of an undirected graph without loops, sorted by number.
///
/// ```
/// use bangjiao_graph::measures::Adjacency;
/// // 0-1 in 5 windows, 1-2 in 1.
/// let graph = Adjacency::new(3, &[(0, 1, 5), (1, 2, 1)]);
/// assert_eq!(graph.neighbours(1), [0, 2]);
/// assert_eq!(graph.strength(1), 6);
/// ```
#[derive(Debug, Clone)]
pub struct Adjacency {
    /// Where the neighbours of each node begin, and the end of the last.
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<i64>,
    strengths: Vec<i64>,
}

impl Adjacency {
    /// The graph of `n_nodes` nodes with these edges: two different numbers below `n_nodes` and a weight above 0 each,
    /// no pair twice.
    ///
    /// # Panics
    /// If an edge has an end that is no node, or two equal ends.
    ///
    /// # Complexity
    /// O(n + m log d) for the largest degree d.
    pub fn new(n_nodes: usize, edges: &[(u32, u32, i64)]) -> Self {
        let mut degrees = vec![0; n_nodes];
        for &(one, other, _) in edges {
            assert_ne!(one, other, "a node is no neighbour of itself");
            degrees[one as usize] += 1;
            degrees[other as usize] += 1;
        }
        let mut starts = Vec::with_capacity(n_nodes + 1);
        let mut end = 0;
        starts.push(end);
        starts.extend(degrees.iter().map(|degree: &usize| {
            end += degree;
            end
        }));
        let mut next = starts.clone();
        let (mut neighbours, mut weights) = (vec![0; end], vec![0; end]);
        for &(one, other, weight) in edges {
            for (from, to) in [(one, other), (other, one)] {
                let at = &mut next[from as usize];
                (neighbours[*at], weights[*at]) = (to, weight);
                *at += 1;
            }
        }
        for node in 0..n_nodes {
            let row = starts[node]..starts[node + 1];
            let (neighbours, weights) = (&mut neighbours[row.clone()], &mut weights[row]);
            // Those of sorted edges are sorted.
            if !neighbours.is_sorted() {
                let mut pairs: Vec<(u32, i64)> =
                    neighbours.iter().copied().zip(weights.iter().copied()).collect();
                pairs.sort_unstable();
                for ((neighbour, weight), pair) in neighbours.iter_mut().zip(weights).zip(pairs) {
                    (*neighbour, *weight) = pair;
                }
            }
        }
        let strengths =
            (0..n_nodes).map(|node| weights[starts[node]..starts[node + 1]].iter().sum()).collect();
        Adjacency { starts, neighbours, weights, strengths }
    }

    /// Number of nodes.
    pub fn n_nodes(&self) -> usize {
        self.strengths.len()
    }

    /// Number of edges.
    pub fn n_edges(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// The neighbours of a node, sorted.
    pub fn neighbours(&self, node: usize) -> &[u32] {
        &self.neighbours[self.starts[node]..self.starts[node + 1]]
    }

    /// The neighbours of a node with the weights of the edges to them.
    pub fn edges_of(&self, node: usize) -> impl Iterator<Item = (usize, i64)> + '_ {
        let range = self.starts[node]..self.starts[node + 1];
        let neighbours = self.neighbours[range.clone()].iter().map(|&neighbour| neighbour as usize);
        neighbours.zip(self.weights[range].iter().copied())
    }

    /// Number of neighbours.
    pub fn degree(&self, node: usize) -> usize {
        self.starts[node + 1] - self.starts[node]
    }

    /// Sum of the weights of a node's edges.
    pub fn strength(&self, node: usize) -> i64 {
        self.strengths[node]
    }

    /// Sum of the weights of all edges.
    pub fn total_weight(&self) -> i64 {
        self.strengths.iter().sum::<i64>() / 2
    }

    /// The nodes of each component, sorted; the component with most nodes first, then the one with the smallest node.
    pub fn components(&self) -> Vec<Vec<u32>> {
        let mut met = vec![false; self.n_nodes()];
        let mut components = Vec::new();
        for first in 0..self.n_nodes() {
            if std::mem::replace(&mut met[first], true) {
                continue;
            }
            let mut component = vec![u32::try_from(first).expect("nodes are numbered in 32 bits")];
            let mut at = 0;
            while let Some(&node) = component.get(at) {
                at += 1;
                for &neighbour in self.neighbours(node as usize) {
                    if !std::mem::replace(&mut met[neighbour as usize], true) {
                        component.push(neighbour);
                    }
                }
            }
            component.sort_unstable();
            components.push(component);
        }
        // They were found by their smallest node, and the sort keeps that order among equals.
        components.sort_by_key(|component| std::cmp::Reverse(component.len()));
        components
    }
}

#[cfg(test)]
mod tests {
    use super::Adjacency;

    #[test]
    fn components_come_by_size_then_by_their_smallest_node() {
        let graph = Adjacency::new(7, &[(0, 3, 1), (1, 2, 1), (5, 4, 1), (6, 5, 2)]);
        assert_eq!(graph.components(), [vec![4, 5, 6], vec![0, 3], vec![1, 2]]);
        assert_eq!((graph.n_edges(), graph.total_weight(), graph.degree(5)), (4, 5, 2));
        assert_eq!(graph.edges_of(5).collect::<Vec<_>>(), [(4, 1), (6, 2)]);
    }
}
