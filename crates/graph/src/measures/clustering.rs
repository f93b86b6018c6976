use super::Adjacency;

/// The local clustering coefficient of every node, 0.0..=1.0: of the pairs of its neighbours, the share that are
/// neighbours of each other. 0 for nodes with fewer than two. Weights do not matter.
///
/// # Complexity
/// O(m · √m).
///
/// # Source
/// Watts and Strogatz 1998, Collective dynamics of small-world networks.
///
/// ```
/// use bangjiao_graph::measures::{Adjacency, clustering};
/// let graph = Adjacency::new(4, &[(0, 1, 1), (0, 2, 1), (1, 2, 1), (2, 3, 1)]);
/// assert_eq!(clustering(&graph), [1.0, 1.0, 1.0 / 3.0, 0.0]);
/// ```
pub fn clustering(graph: &Adjacency) -> Vec<f64> {
    let n_nodes = graph.n_nodes();
    // Each edge leads to the end of larger degree, so that no node has more than √(2m) of them.
    let rank = |node: usize| (graph.degree(node), node);
    let later: Vec<Vec<u32>> = (0..n_nodes)
        .map(|node| {
            let neighbours = graph.neighbours(node).iter().copied();
            neighbours.filter(|&other| rank(other as usize) > rank(node)).collect()
        })
        .collect();
    let mut n_triangles = vec![0_i64; n_nodes];
    let mut marked = vec![usize::MAX; n_nodes];
    for (node, neighbours) in later.iter().enumerate() {
        neighbours.iter().for_each(|&neighbour| marked[neighbour as usize] = node);
        for &middle in neighbours {
            for &last in &later[middle as usize] {
                if marked[last as usize] == node {
                    for corner in [node, middle as usize, last as usize] {
                        n_triangles[corner] += 1;
                    }
                }
            }
        }
    }
    let share = |(node, triangles): (usize, i64)| {
        let degree = graph.degree(node) as f64;
        if triangles == 0 { 0.0 } else { 2.0 * triangles as f64 / (degree * (degree - 1.0)) }
    };
    n_triangles.into_iter().enumerate().map(share).collect()
}
