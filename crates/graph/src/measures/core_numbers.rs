use super::Adjacency;

/// The core number of every node: the largest k such that it belongs to a group whose members all have k neighbours in
/// the group. Weights do not matter.
///
/// # Complexity
/// O(n + m).
///
/// # Source
/// Batagelj and Zaveršnik 2003, An O(m) algorithm for cores decomposition of networks.
///
/// ```
/// use bangjiao_graph::measures::{Adjacency, core_numbers};
/// // A triangle with a tail.
/// let graph = Adjacency::new(4, &[(0, 1, 1), (0, 2, 1), (1, 2, 1), (2, 3, 1)]);
/// assert_eq!(core_numbers(&graph), [2, 2, 2, 1]);
/// ```
pub fn core_numbers(graph: &Adjacency) -> Vec<i64> {
    let n_nodes = graph.n_nodes();
    let mut degrees: Vec<usize> = (0..n_nodes).map(|node| graph.degree(node)).collect();
    // Nodes sorted by degree, the place of each among them, and where each degree begins.
    let mut starts = vec![0; degrees.iter().max().map_or(1, |most| most + 2)];
    degrees.iter().for_each(|degree| starts[degree + 1] += 1);
    for degree in 1..starts.len() {
        starts[degree] += starts[degree - 1];
    }
    let mut next = starts.clone();
    let (mut order, mut places) = (vec![0; n_nodes], vec![0; n_nodes]);
    for (node, &degree) in degrees.iter().enumerate() {
        (order[next[degree]], places[node]) = (node, next[degree]);
        next[degree] += 1;
    }
    for at in 0..n_nodes {
        let node = order[at];
        for &neighbour in graph.neighbours(node) {
            let neighbour = neighbour as usize;
            let degree = degrees[neighbour];
            if degree > degrees[node] {
                // It changes places with the first of its degree, which then begins one later.
                let first = starts[degree].max(at + 1);
                let (other, place) = (order[first], places[neighbour]);
                order.swap(first, place);
                (places[neighbour], places[other]) = (first, place);
                starts[degree] = first + 1;
                degrees[neighbour] -= 1;
            }
        }
    }
    degrees.into_iter().map(|degree| i64::try_from(degree).unwrap_or(i64::MAX)).collect()
}
