//! Measures of nodes and edges against figures that networkx computed (`figures/network.py`).

use bangjiao_graph::measures::{
    Adjacency, PathOptions, Strengths, clustering, core_numbers, eigenvector, modularity, pagerank,
    path_measures,
};

const NODES: &str = include_str!("figures/network-nodes.csv");
const EDGES: &str = include_str!("figures/network-edges.csv");

/// The rows of a CSV file of numbers.
fn numbers(text: &str) -> Vec<Vec<f64>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        row.expect("the file is CSV").iter().map(|cell| cell.parse().expect("a number")).collect()
    };
    reader.records().map(row).collect()
}

#[track_caller]
fn check(name: &str, found: impl IntoIterator<Item = f64>, column: usize, rows: &[Vec<f64>]) {
    let found: Vec<f64> = found.into_iter().collect();
    assert_eq!(found.len(), rows.len());
    for (at, (found, row)) in found.iter().zip(rows).enumerate() {
        let expected = row[column];
        assert!((found - expected).abs() <= 1e-9, "{name} of {at}: {found}, not {expected}");
    }
}

#[test]
fn measures_equal_those_of_networkx() {
    let (nodes, rows) = (numbers(NODES), numbers(EDGES));
    let edges: Vec<(u32, u32, i64)> =
        rows.iter().map(|row| (row[0] as u32, row[1] as u32, row[2] as i64)).collect();
    let graph = Adjacency::new(nodes.len(), &edges);
    assert!(graph.n_nodes() >= 200 && graph.components().len() > 1);
    check("degree", (0..graph.n_nodes()).map(|node| graph.degree(node) as f64), 1, &nodes);
    check("strength", (0..graph.n_nodes()).map(|node| graph.strength(node) as f64), 2, &nodes);
    check("core", core_numbers(&graph).into_iter().map(|core| core as f64), 3, &nodes);
    check("clustering", clustering(&graph), 4, &nodes);
    let paths = path_measures(&graph, &PathOptions { threads: 3, ..PathOptions::default() });
    check("betweenness", paths.betweenness, 5, &nodes);
    check("closeness", paths.closeness, 6, &nodes);
    check("eigenvector", eigenvector(&graph).expect("it is found"), 7, &nodes);
    check("pagerank", pagerank(&graph), 8, &nodes);
    let strengths = Strengths::new(nodes.len(), edges.iter().copied());
    let disparity = edges.iter().map(|&(one, other, weight)| strengths.disparity(one, other, weight));
    check("disparity", disparity, 3, &rows);
    for (&(one, other, weight), row) in edges.iter().zip(&rows) {
        let found = strengths.noise_corrected(one, other, weight);
        assert!(
            (found - row[4]).abs() <= 1e-9 * row[4].abs().max(1.0),
            "noise-corrected: {found}, not {}",
            row[4]
        );
    }
    let labels: Vec<u32> = nodes.iter().map(|row| row[9] as u32).collect();
    assert!((modularity(&graph, &labels) - nodes[0][10]).abs() < 1e-9);
    let found = bangjiao_graph::measures::communities(&graph, 10, 1);
    assert!(found.modularity > nodes[0][10] - 0.01, "{} is worse than Louvain", found.modularity);
}
