//! The rows and files that follow from counts: `edges`, `nodes` and the graph files.

use std::io;

use bangjiao_graph::{
    EdgeCount, Edges, EdgesKey, Network, NetworkEdge, weights, write_dot, write_gephi_edges,
    write_gephi_nodes, write_gexf, write_gexf_dynamic, write_graphml, write_json, write_pajek,
};
use bangjiao_table::{DataFrame, EdgeRow, EdgeRows, NodeRow, nodes_frame};
use rayon::prelude::*;

use crate::error::Error;
use crate::run_folder::{PendingFile, RunFolder, WrittenFile};

/// So many rows of `edges` are in memory at once.
const EDGES_IN_FRAME: usize = 65_536;
/// So many edges are made at once, to become rows while they are in the cache.
const EDGES_IN_BLOCK: usize = 512;

/// A form in which a network is written.
///
/// ```
/// use bangjiao::GraphFormat;
/// assert_eq!(GraphFormat::from_word("pajek"), Some(GraphFormat::Pajek));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GraphFormat {
    /// `graph.graphml`.
    GraphMl,
    /// `graph.gexf`.
    Gexf,
    /// `graph.dynamic.gexf`: with the days from which and to which edges stand.
    GexfDynamic,
    /// `graph.json`.
    Json,
    /// `gephi-nodes.csv` and `gephi-edges.csv`.
    Gephi,
    /// `graph.net`.
    Pajek,
    /// `graph.dot`.
    Dot,
}

impl GraphFormat {
    /// Every form.
    pub const ALL: &'static [GraphFormat] = &[
        GraphFormat::GraphMl,
        GraphFormat::Gexf,
        GraphFormat::GexfDynamic,
        GraphFormat::Json,
        GraphFormat::Gephi,
        GraphFormat::Pajek,
        GraphFormat::Dot,
    ];

    /// What is written where nothing else is asked for.
    pub const DEFAULT: [GraphFormat; 4] =
        [GraphFormat::GraphMl, GraphFormat::Gexf, GraphFormat::Json, GraphFormat::Gephi];

    /// The word for it in options.
    pub fn as_str(self) -> &'static str {
        match self {
            GraphFormat::GraphMl => "graphml",
            GraphFormat::Gexf => "gexf",
            GraphFormat::GexfDynamic => "gexf-dynamic",
            GraphFormat::Json => "json",
            GraphFormat::Gephi => "gephi",
            GraphFormat::Pajek => "pajek",
            GraphFormat::Dot => "dot",
        }
    }

    /// The form that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        GraphFormat::ALL.iter().copied().find(|format| format.as_str() == word)
    }

    fn files(self) -> &'static [(&'static str, WriteGraph)] {
        match self {
            GraphFormat::GraphMl => &[("graph.graphml", |network, _, file| write_graphml(network, file))],
            GraphFormat::Gexf => &[("graph.gexf", |network, _, file| write_gexf(network, file))],
            GraphFormat::GexfDynamic => {
                &[("graph.dynamic.gexf", |network, _, file| write_gexf_dynamic(network, file))]
            }
            GraphFormat::Json => &[("graph.json", |network, key, file| write_json(network, key, file))],
            GraphFormat::Gephi => &[
                ("gephi-nodes.csv", |network, _, file| write_gephi_nodes(network, file)),
                ("gephi-edges.csv", |network, _, file| write_gephi_edges(network, file)),
            ],
            GraphFormat::Pajek => &[("graph.net", |network, _, file| write_pajek(network, file))],
            GraphFormat::Dot => &[("graph.dot", |network, _, file| write_dot(network, file))],
        }
    }
}

/// How a graph file is written.
type WriteGraph = fn(&Network, EdgesKey, &mut PendingFile) -> io::Result<()>;

/// The name of every graph file that there can be.
pub(crate) fn graph_file_names() -> impl Iterator<Item = &'static str> {
    GraphFormat::ALL.iter().flat_map(|format| format.files()).map(|(name, _)| *name)
}

/// The graph files of a folder, begun.
pub(crate) struct GraphFiles {
    files: Vec<(&'static str, PendingFile, WriteGraph)>,
    edges_key: EdgesKey,
}

impl GraphFiles {
    /// Begins the files of these forms, in the order of [`GraphFormat::ALL`].
    pub fn begin(
        folder: &mut RunFolder,
        formats: &[GraphFormat],
        edges_key: EdgesKey,
    ) -> Result<Self, Error> {
        let wanted = GraphFormat::ALL.iter().filter(|format| formats.contains(format));
        let files: Result<_, Error> = wanted
            .flat_map(|format| format.files())
            .map(|(name, write)| Ok((*name, folder.create(name)?, *write)))
            .collect();
        Ok(GraphFiles { files: files?, edges_key })
    }

    /// Writes the files side by side; the first failure comes back with the name of its file.
    pub fn write(self, network: &Network) -> Result<Vec<WrittenFile>, (&'static str, io::Error)> {
        let edges_key = self.edges_key;
        let write = |(name, mut file, write): (_, PendingFile, WriteGraph)| {
            write(network, edges_key, &mut file).and_then(|()| file.finish()).map_err(|source| (name, source))
        };
        self.files.into_par_iter().map(write).collect()
    }
}

/// Hands the rows of `edges` on, frame by frame.
pub(crate) fn edge_frames(
    mut edges: Edges<'_>,
    network: &Network,
    mut sink: impl FnMut(&DataFrame) -> Result<(), Error>,
) -> Result<(), Error> {
    // Both are sorted by source and target, and the network has edges of one window.
    let mut drawn = network.edges().peekable();
    while edges.len() > 0 {
        let mut frame = EdgeRows::with_capacity(edges.len().min(EDGES_IN_FRAME));
        while edges.len() > 0 && frame.n_rows() < EDGES_IN_FRAME {
            let block: Vec<EdgeCount> = edges.by_ref().take(EDGES_IN_BLOCK).collect();
            let rows: Vec<EdgeRow<'_>> = block
                .iter()
                .map(|edge| edge_row(edge, drawn.next_if(|other| is_same(&other.count, edge))))
                .collect();
            frame.push(&rows);
        }
        sink(&frame.finish())?;
    }
    Ok(())
}

fn is_same(one: &EdgeCount, other: &EdgeCount) -> bool {
    let key = |edge: &EdgeCount| (edge.n, edge.window);
    key(one) == key(other) && one.source == other.source && one.target == other.target
}

fn edge_row<'e>(edge: &'e EdgeCount, in_network: Option<&NetworkEdge>) -> EdgeRow<'e> {
    let table = edge.contingency();
    EdgeRow {
        source: &edge.source,
        target: &edge.target,
        kind_source: edge.kind_source,
        kind_target: edge.kind_target,
        window: edge.window.as_str(),
        n: edge.n,
        n_named: edge.n_named,
        n_dyadic: edge.n_dyadic,
        n_source: edge.n_source,
        n_target: edge.n_target,
        n_windows: edge.n_windows,
        n_articles: edge.n_articles,
        first_date: edge.first_date,
        last_date: edge.last_date,
        evidence: &edge.evidence,
        pmi: table.and_then(weights::pmi),
        npmi: table.and_then(weights::npmi),
        llr: table.map(weights::llr),
        chi2: table.and_then(weights::chi2),
        jaccard: table.map(weights::jaccard),
        dice: table.map(weights::dice),
        cosine: table.map(weights::cosine),
        association_strength: table.map(weights::association_strength),
        target_given_source: table.and_then(weights::target_given_source),
        source_given_target: table.and_then(weights::source_given_target),
        disparity: in_network.map(|edge| edge.disparity),
        noise_corrected: in_network.map(|edge| edge.noise_corrected),
    }
}

/// The rows of `nodes`; every node must have been measured.
pub(crate) fn node_frame(network: &Network) -> DataFrame {
    let rows: Vec<NodeRow<'_>> = network
        .nodes()
        .map(|node| {
            let measures = node.measures.unwrap_or_default();
            NodeRow {
                entity_id: &node.id,
                kind: node.kind,
                name_zh: &node.name_zh,
                name_en: node.name_en.as_deref(),
                n_mentions: node.n_mentions,
                n_articles: node.n_articles,
                degree: node.degree,
                strength: node.strength,
                component: node.component,
                core: measures.core,
                clustering: measures.clustering,
                betweenness: measures.betweenness,
                closeness: measures.closeness,
                eigenvector: measures.eigenvector,
                pagerank: measures.pagerank,
                community: measures.community,
                community_stability: measures.community_stability,
            }
        })
        .collect();
    nodes_frame(&rows)
}
