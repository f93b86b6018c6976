//! The strongest part of the graph, and the states of the matrix.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use bangjiao_document::Kind;
use bangjiao_graph::Window;
use bangjiao_graph::measures::{Adjacency, layout};
use bangjiao_report::{Edge, Name, Network, Node, Sentence};

use super::pair_periods::PairPeriod;
use crate::error::Error;
use crate::graph_options::LAYOUT_SEED;
use crate::run_tables::RunTables;

/// So many nodes are drawn: more cannot be told apart on a screen.
const MOST_NODES: usize = 250;
/// So many edges.
const MOST_EDGES: usize = 1_500;
/// So many states stand in the matrix.
const MOST_STATES: usize = 25;

/// The nodes and edges that the page shows.
pub(super) struct Selected {
    network: Network,
    by_id: BTreeMap<String, usize>,
    by_ends: BTreeMap<(usize, usize), usize>,
    /// Ids of example windows of each edge, by date.
    evidence: Vec<Vec<String>>,
}

impl Selected {
    /// Selects from the tables `nodes` and `edges`.
    pub fn read(tables: &RunTables) -> Result<Self, Error> {
        let graph = &tables.manifest()["graph"];
        let word = |name: &str| graph[name].as_str().unwrap_or_default().to_owned();
        let (nodes, matrix, n_drawn) = nodes(tables)?;
        let by_id: BTreeMap<String, usize> =
            nodes.iter().enumerate().map(|(at, node)| (node.name.id.clone(), at)).collect();
        let mut network = Network {
            window: word("window"),
            weight_from: word("weight_from"),
            min_weight: graph["min_n"].as_i64().unwrap_or(1),
            nodes,
            matrix,
            ..Network::default()
        };
        let evidence = edges(tables, &mut network, &by_id, n_drawn)?;
        lay_out(&mut network);
        let by_ends =
            network.edges.iter().enumerate().map(|(at, edge)| ((edge.source, edge.target), at)).collect();
        Ok(Selected { network, by_id, by_ends, evidence })
    }

    /// The place of a node.
    pub fn node(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The place of the edge between two nodes, the one whose id comes first first.
    pub fn edge(&self, source: &str, target: &str) -> Option<usize> {
        self.by_ends.get(&(self.node(source)?, self.node(target)?)).copied()
    }

    /// Takes over what each period says of each edge, and draws examples from all of them in turn.
    pub fn place(&mut self, periods: Vec<Vec<PairPeriod>>) {
        self.network.has_periods = true;
        for (at, periods) in periods.into_iter().enumerate() {
            if periods.iter().any(|period| !period.evidence.is_empty()) {
                self.evidence[at] = in_turn(&periods);
            }
            self.network.edges[at].by_period = periods
                .into_iter()
                .filter(|period| period.n > 0)
                .map(|period| (period.period, period.n))
                .collect();
        }
    }

    /// Keeps the first examples of each edge.
    pub fn limit_evidence(&mut self, most: usize) {
        self.evidence.iter_mut().for_each(|evidence| evidence.truncate(most));
    }

    /// The windows that edges give as evidence.
    pub fn windows(&self) -> BTreeSet<String> {
        self.evidence.iter().flatten().cloned().collect()
    }

    /// The sort of window.
    pub fn window(&self) -> Window {
        Window::from_word(&self.network.window).unwrap_or_default()
    }

    /// The network, with evidence by place in `sentences`, by date.
    pub fn finish(mut self, sentences: &[Sentence]) -> Network {
        let places: BTreeMap<&str, usize> =
            sentences.iter().enumerate().map(|(at, sentence)| (sentence.id.as_str(), at)).collect();
        for (edge, evidence) in self.network.edges.iter_mut().zip(&self.evidence) {
            edge.evidence = evidence.iter().filter_map(|id| places.get(id.as_str()).copied()).collect();
            edge.evidence.sort_by_key(|at| (&sentences[*at].date, *at));
        }
        self.network
    }
}

/// The strongest nodes, then the states of the matrix that are not among them; the places of the latter and the number of
/// the former.
fn nodes(tables: &RunTables) -> Result<(Vec<Node>, Vec<usize>, usize), Error> {
    let mut all = Vec::new();
    for row in tables.rows("nodes", &["entity_id", "kind", "name_zh", "name_en", "n_articles", "strength"])? {
        let row = row?;
        let malformed = || tables.malformed("nodes", &row);
        let id = row.text(0).ok_or_else(malformed)?;
        all.push(Node {
            name: Name::new(id, row.text(2).unwrap_or(id), row.text(3)),
            kind: row.text(1).ok_or_else(malformed)?.to_owned(),
            n_articles: row.parse(4).ok_or_else(malformed)?,
            strength: row.parse(5).ok_or_else(malformed)?,
            x: None,
            y: None,
        });
    }
    // They come by id, and the sort keeps that order among equals.
    all.sort_by_key(|node| Reverse(node.strength));
    let n_drawn = all.len().min(MOST_NODES);
    let mut states: Vec<usize> =
        (0..all.len()).filter(|at| all[*at].kind == Kind::Country.as_str()).collect();
    states.sort_by_key(|at| Reverse(all[*at].n_articles));
    states.truncate(MOST_STATES);
    let mut nodes: Vec<Node> = all[..n_drawn].to_vec();
    let place = |at: usize| {
        if at < n_drawn {
            return at;
        }
        nodes.push(all[at].clone());
        nodes.len() - 1
    };
    let matrix = states.into_iter().map(place).collect();
    Ok((nodes, matrix, n_drawn))
}

/// Fills in the edges among the nodes, and returns the example windows of each.
fn edges(
    tables: &RunTables,
    network: &mut Network,
    by_id: &BTreeMap<String, usize>,
    n_drawn: usize,
) -> Result<Vec<Vec<String>>, Error> {
    let weight_from = match network.weight_from.as_str() {
        "n_named" => "n_named",
        "n_dyadic" => "n_dyadic",
        _ => "n",
    };
    let columns = ["source", "target", "window", weight_from, "n_articles", "npmi", "disparity", "evidence"];
    let in_matrix: BTreeSet<usize> = network.matrix.iter().copied().collect();
    let mut found = Vec::new();
    for row in tables.rows("edges", &columns)? {
        let row = row?;
        let place = |at| row.text(at).and_then(|id| by_id.get(id).copied());
        let (Some(source), Some(target)) = (place(0), place(1)) else { continue };
        let Some(n) = row.parse::<i64>(3).filter(|n| *n > 0) else { continue };
        // Only edges of the graph files have a disparity.
        let drawn = row.text(6).is_some() && source < n_drawn && target < n_drawn;
        let of_matrix = in_matrix.contains(&source) && in_matrix.contains(&target);
        if row.text(2) != Some(network.window.as_str()) || !(drawn || of_matrix) {
            continue;
        }
        let evidence: Vec<String> = row
            .text(7)
            .unwrap_or_default()
            .split('|')
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect();
        let edge = Edge {
            source,
            target,
            n,
            n_articles: row.parse(4).ok_or_else(|| tables.malformed("edges", &row))?,
            npmi: row.parse(5).map(|npmi: f64| (npmi * 1e4).round() / 1e4),
            drawn,
            ..Edge::default()
        };
        found.push((edge, evidence));
    }
    // They come by source and target, and the sort keeps that order among equals.
    found.sort_by_key(|(edge, _)| Reverse(edge.n));
    let mut n_edges = 0;
    for (edge, _) in &mut found {
        n_edges += usize::from(edge.drawn);
        edge.drawn &= n_edges <= MOST_EDGES;
    }
    found.retain(|(edge, _)| {
        edge.drawn || in_matrix.contains(&edge.source) && in_matrix.contains(&edge.target)
    });
    let (edges, evidence) = found.into_iter().unzip();
    network.edges = edges;
    Ok(evidence)
}

/// Gives the ends of drawn edges their positions.
fn lay_out(network: &mut Network) {
    let mut numbers = BTreeMap::new();
    for edge in network.edges.iter().filter(|edge| edge.drawn) {
        for end in [edge.source, edge.target] {
            let next = numbers.len();
            numbers.entry(end).or_insert(next);
        }
    }
    let number = |end: usize| u32::try_from(numbers[&end]).unwrap_or(u32::MAX);
    let edges: Vec<(u32, u32, i64)> = network
        .edges
        .iter()
        .filter(|edge| edge.drawn)
        .map(|edge| (number(edge.source), number(edge.target), edge.n))
        .collect();
    let places = layout(&Adjacency::new(numbers.len(), &edges), LAYOUT_SEED);
    for (node, number) in numbers {
        let tenth = |length: f64| (length * 10.0).round() / 10.0;
        let (x, y) = places[number];
        (network.nodes[node].x, network.nodes[node].y) = (Some(tenth(x)), Some(tenth(y)));
    }
}

/// The first example of each period, then the second of each, and so on.
fn in_turn(periods: &[PairPeriod]) -> Vec<String> {
    let most = periods.iter().map(|period| period.evidence.len()).max().unwrap_or(0);
    (0..most)
        .flat_map(|turn| periods.iter().filter_map(move |period| period.evidence.get(turn)).cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_drawn_from_every_period_in_turn() {
        let period = |period, evidence: &[&str]| PairPeriod {
            period,
            n: 1,
            evidence: evidence.iter().map(|id| (*id).to_owned()).collect(),
        };
        assert_eq!(in_turn(&[period(0, &["a", "b", "c"]), period(2, &["d"])]), ["a", "d", "b", "c"]);
    }
}
