//! The rows and files that follow from counts: `edges`, `nodes` and the graph files.

use std::io::{self, Write};
use std::ops::Range;

use bangjiao_graph::{EdgeCount, Edges, EdgesKey, GraphFile, Network, Printer, Tie, parts, weights};
use bangjiao_table::{DataFrame, EdgeRow, EdgeRows, NodeRow, nodes_frame};
use rayon::prelude::*;

use crate::error::Error;
use crate::graph_format::GraphFormat;
use crate::run_folder::{PendingFile, RunFolder, WrittenFile};

/// So many rows of `edges` are in memory at once.
const EDGES_IN_FRAME: usize = 65_536;
/// So many edges are made at once, to become rows while they are in the cache.
const EDGES_IN_BLOCK: usize = 512;
/// So many nodes or edges are printed for graph files at once: about half a megabyte.
const ITEMS_IN_PART: usize = 128;
/// So many such parts a thread are in memory at once.
const PARTS_AT_ONCE: usize = 4;

/// The graph files of a folder, begun.
pub(crate) struct GraphFiles {
    names: Vec<&'static str>,
    kinds: Vec<GraphFile>,
    files: Vec<PendingFile>,
}

impl GraphFiles {
    /// Begins the files of these forms, in the order of [`GraphFormat::ALL`].
    pub fn begin(
        folder: &mut RunFolder,
        formats: &[GraphFormat],
        edges_key: EdgesKey,
    ) -> Result<Self, Error> {
        let wanted = GraphFormat::ALL.iter().filter(|format| formats.contains(format));
        let (names, kinds): (Vec<_>, Vec<_>) = wanted.flat_map(|format| format.files(edges_key)).unzip();
        let files = names.iter().map(|name| folder.create(name)).collect::<Result<_, Error>>()?;
        Ok(GraphFiles { names, kinds, files })
    }

    /// Writes the files side by side; the first failure comes back with the name of its file.
    ///
    /// Nodes and edges are printed for all files at once, some parts at a time on the threads of the pool at hand.
    pub fn write(mut self, network: &Network<'_>) -> Result<Vec<WrittenFile>, (&'static str, io::Error)> {
        let printer = Printer::new(network, &self.kinds);
        self.append(&[printer.head()])?;
        self.append_items(network.n_nodes(), |numbers| printer.nodes(numbers))?;
        self.append(&[printer.between()])?;
        self.append_items(network.n_edges(), |numbers| printer.edges(numbers))?;
        self.append(&[printer.tail()])?;
        let finished = self.names.into_iter().zip(self.files);
        finished.map(|(name, file)| file.finish().map_err(|source| (name, source))).collect()
    }

    /// Appends to each file its texts of `n` nodes or edges, which `print` makes.
    fn append_items(
        &mut self,
        n: usize,
        print: impl Fn(Range<usize>) -> Vec<Vec<u8>> + Sync,
    ) -> Result<(), (&'static str, io::Error)> {
        let parts: Vec<Range<usize>> = parts(n, ITEMS_IN_PART).collect();
        for parts in parts.chunks(PARTS_AT_ONCE * rayon::current_num_threads()) {
            let printed: Vec<Vec<Vec<u8>>> = parts.par_iter().cloned().map(&print).collect();
            self.append(&printed)?;
        }
        Ok(())
    }

    /// Appends to each file its texts of some parts.
    fn append(&mut self, parts: &[Vec<Vec<u8>>]) -> Result<(), (&'static str, io::Error)> {
        let append = |(at, (file, name)): (usize, (&mut PendingFile, &&'static str))| {
            parts.iter().try_for_each(|part| file.write_all(&part[at])).map_err(|source| (*name, source))
        };
        self.files.par_iter_mut().zip(&self.names).enumerate().try_for_each(append)
    }
}

/// Hands the rows of `edges` on, frame by frame.
pub(crate) fn edge_frames(
    edges: Edges<'_>,
    network: &Network<'_>,
    mut sink: impl FnMut(&DataFrame) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut left = edges.len();
    let mut edges = network.beside(edges);
    while left > 0 {
        let n_rows = left.min(EDGES_IN_FRAME);
        let mut frame = EdgeRows::with_capacity(n_rows);
        while frame.n_rows() < n_rows {
            let n_missing = n_rows - frame.n_rows();
            let block: Vec<_> = edges.by_ref().take(n_missing.min(EDGES_IN_BLOCK)).collect();
            let rows: Vec<EdgeRow<'_>> = block.iter().map(|(edge, tie)| edge_row(edge, *tie)).collect();
            frame.push(&rows);
        }
        left -= n_rows;
        sink(&frame.finish())?;
    }
    Ok(())
}

fn edge_row<'e>(edge: &'e EdgeCount, in_network: Option<Tie>) -> EdgeRow<'e> {
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
        disparity: in_network.map(|tie| tie.disparity),
        noise_corrected: in_network.map(|tie| tie.noise_corrected),
    }
}

/// The rows of `nodes`; every node must have been measured.
pub(crate) fn node_frame(network: &Network<'_>) -> DataFrame {
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
