use super::Adjacency;

const DAMPING: f64 = 0.85;
/// Iterations end when nothing moves by more.
const STILL: f64 = 1e-13;
const MOST_ITERATIONS: usize = 1_000;

/// PageRank of every node, by weight, with damping 0.85; the values add up to 1.
///
/// Every node must have an edge, as every node of a network has.
///
/// # Complexity
/// O(m) an iteration, about 170 of them.
///
/// # Source
/// Brin and Page 1998, The anatomy of a large-scale hypertextual Web search engine.
pub fn pagerank(graph: &Adjacency) -> Vec<f64> {
    let n_nodes = graph.n_nodes();
    let base = (1.0 - DAMPING) / n_nodes as f64;
    let mut ranks = vec![1.0 / n_nodes as f64; n_nodes];
    let mut shares = vec![0.0; n_nodes];
    for _ in 0..MOST_ITERATIONS {
        for (node, share) in shares.iter_mut().enumerate() {
            *share = DAMPING * ranks[node] / graph.strength(node) as f64;
        }
        let mut moved = 0.0;
        for (node, rank) in ranks.iter_mut().enumerate() {
            let arrived: f64 = graph.edges_of(node).map(|(from, weight)| weight as f64 * shares[from]).sum();
            moved += (base + arrived - *rank).abs();
            *rank = base + arrived;
        }
        if moved < STILL {
            break;
        }
    }
    ranks
}

/// Eigenvector centrality of every node of the largest component, by weight, with Euclidean length 1; 0 elsewhere.
///
/// In a graph that is not connected the leading eigenvector lies in one component, and with equal ones it is not
/// determined; the largest component has one by Perron and Frobenius. `None` if 1,000 iterations do not find it to
/// about 1e-12, which happens where two parts of a graph are of nearly equal weight and hardly connected.
///
/// # Complexity
/// O(m) an iteration.
///
/// # Source
/// Bonacich 1972, Factoring and weighting approaches to status scores and clique identification.
pub fn eigenvector(graph: &Adjacency) -> Option<Vec<f64>> {
    let components = graph.components();
    let Some(component) = components.first() else { return Some(Vec::new()) };
    let length =
        |values: &[f64]| component.iter().map(|&node| values[node as usize].powi(2)).sum::<f64>().sqrt();
    let mut values = vec![0.0; graph.n_nodes()];
    let start = 1.0 / (component.len() as f64).sqrt();
    component.iter().for_each(|&node| values[node as usize] = start);
    let mut next = values.clone();
    let mut before = f64::INFINITY;
    for _ in 0..MOST_ITERATIONS {
        for &node in component {
            let node = node as usize;
            next[node] = graph.edges_of(node).map(|(from, weight)| weight as f64 * values[from]).sum();
        }
        // Half the eigenvalue is added to all of them, so that the smallest, which may be as large as the leading one
        // with the other sign, dies out like the others.
        let half = length(&next) / 2.0;
        component.iter().for_each(|&node| next[node as usize] += half * values[node as usize]);
        let whole = length(&next);
        let mut moved = 0.0_f64;
        for &node in component {
            let node = node as usize;
            next[node] /= whole;
            moved = moved.max((next[node] - values[node]).abs());
        }
        std::mem::swap(&mut values, &mut next);
        // What is still to come is a geometric series.
        let pace = if before.is_finite() { (moved / before).min(1.0) } else { 1.0 };
        if moved < 1e-15 || moved * pace < STILL * (1.0 - pace) {
            return Some(values);
        }
        before = moved;
    }
    None
}
