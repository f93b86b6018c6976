use std::io::{self, Write};
use std::ops::Range;

use crate::cells::Cells;
use crate::dot::Dot;
use crate::form::{EdgeItem, Form, NodeItem};
use crate::gephi::{GephiEdges, GephiNodes};
use crate::gexf::Gexf;
use crate::graphml::GraphMl;
use crate::json::{EdgesKey, Json};
use crate::pajek::Pajek;
use crate::{EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Network};

/// A file in which a network is written.
///
/// What is unknown is left out, or an empty cell. The label of a node is its Chinese name, the weight of an edge the count
/// that was chosen, `n` unless told otherwise. No date of writing stands in a file, so that the same network gives the
/// same bytes.
///
/// ```
/// use bangjiao_graph::{EdgesKey, GraphFile};
/// assert_ne!(GraphFile::Json(EdgesKey::Edges), GraphFile::Json(EdgesKey::Links));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFile {
    /// GraphML 1.0 with typed attributes: <http://graphml.graphdrawing.org/specification.html>.
    GraphMl,
    /// GEXF 1.3 for Gephi, with typed attributes and positions: <https://gexf.net/schema.html>.
    Gexf,
    /// The same with time: an edge stands from the first to the last day on which an article has both its ends in a window,
    /// days included, and a node from the first to the last day of its edges.
    ///
    /// What has no dated article stands all the time. The days between need not have such an article.
    DynamicGexf,
    /// Node-link JSON, what networkx's `node_link_graph` and D3 read, one line a node and an edge; nodes with a position have
    /// `x` and `y`: <https://networkx.org/documentation/stable/reference/readwrite/json_graph.html>.
    Json(EdgesKey),
    /// Nodes as a CSV file for Gephi's import: `Id`, `Label` and all attributes.
    GephiNodes,
    /// Edges as a CSV file for Gephi's import: `Source`, `Target`, `Type`, `Weight` and all attributes.
    GephiEdges,
    /// Pajek's list of vertices and edges, without attributes.
    Pajek,
    /// Graphviz' language, with names, kinds and weights: <https://graphviz.org/doc/info/lang.html>.
    Dot,
}

/// Prints several files of one network at once, part by part.
///
/// Every value is made and turned into text once for all files, and parts of the nodes and edges can be printed on several
/// threads: a file is its head, its nodes, what stands between, its edges and its tail.
///
/// ```
/// use bangjiao_graph::{Counts, GraphFile, Network, NetworkOptions, Printer};
/// let counts = Counts::default();
/// let info = |id: &_, kind| bangjiao_document::EntityInfo::unlinked(Clone::clone(id), kind);
/// let network = Network::from_counts(&counts.entities(), counts.iter_edges(), &NetworkOptions::default(), info);
/// let printer = Printer::new(&network, &[GraphFile::Pajek, GraphFile::Dot]);
/// assert_eq!(printer.head()[0], b"*Vertices 0\n");
/// assert_eq!(printer.tail()[1], b"}\n");
/// ```
pub struct Printer<'n> {
    network: &'n Network<'n>,
    forms: Vec<Box<dyn Form>>,
}

impl<'n> Printer<'n> {
    /// Of these files.
    pub fn new(network: &'n Network<'_>, files: &[GraphFile]) -> Self {
        let form = |file: &GraphFile| -> Box<dyn Form> {
            match *file {
                GraphFile::GraphMl => Box::new(GraphMl::new()),
                GraphFile::Gexf => Box::new(Gexf::new()),
                GraphFile::DynamicGexf => Box::new(Gexf::dynamic(network)),
                GraphFile::Json(edges_key) => Box::new(Json::new(edges_key)),
                GraphFile::GephiNodes => Box::new(GephiNodes),
                GraphFile::GephiEdges => Box::new(GephiEdges),
                GraphFile::Pajek => Box::new(Pajek::new(network)),
                GraphFile::Dot => Box::new(Dot),
            }
        };
        Printer { network, forms: files.iter().map(form).collect() }
    }

    /// What stands before the nodes, a text for each file.
    pub fn head(&self) -> Vec<Vec<u8>> {
        self.texts(|form, text| form.begin(text))
    }

    /// Some of the nodes, by number, a text for each file.
    pub fn nodes(&self, numbers: Range<usize>) -> Vec<Vec<u8>> {
        let mut texts = self.texts(|_, _| {});
        let mut cells = Cells::default();
        for number in numbers {
            let node = self.network.node(number);
            cells.fill(NODE_ATTRIBUTES, node);
            let item = NodeItem { number, node, cells: &cells };
            self.forms.iter().zip(&mut texts).for_each(|(form, text)| form.node(&item, text));
        }
        texts
    }

    /// What stands between nodes and edges, a text for each file.
    pub fn between(&self) -> Vec<Vec<u8>> {
        self.texts(|form, text| form.between(text))
    }

    /// Some of the edges, by number, a text for each file.
    pub fn edges(&self, numbers: Range<usize>) -> Vec<Vec<u8>> {
        let mut texts = self.texts(|_, _| {});
        let mut cells = Cells::default();
        for number in numbers {
            let edge = self.network.edge(number);
            cells.fill(EDGE_ATTRIBUTES, &edge);
            let item = EdgeItem { number, ends: self.network.ends(number), edge: &edge, cells: &cells };
            self.forms.iter().zip(&mut texts).for_each(|(form, text)| form.edge(&item, text));
        }
        texts
    }

    /// What stands after the edges, a text for each file.
    pub fn tail(&self) -> Vec<Vec<u8>> {
        self.texts(|form, text| form.end(text))
    }

    fn texts(&self, print: impl Fn(&dyn Form, &mut Vec<u8>)) -> Vec<Vec<u8>> {
        let printed = self.forms.iter().map(|form| {
            let mut text = Vec::new();
            print(form.as_ref(), &mut text);
            text
        });
        printed.collect()
    }
}

/// Numbers below `n` in ranges of `at_most`, which a [`Printer`] prints by themselves.
///
/// ```
/// let parts: Vec<_> = bangjiao_graph::parts(5, 2).collect();
/// assert_eq!(parts, [0..2, 2..4, 4..5]);
/// ```
pub fn parts(n: usize, at_most: usize) -> impl ExactSizeIterator<Item = Range<usize>> {
    (0..n).step_by(at_most).map(move |from| from..(from + at_most).min(n))
}

/// So many nodes or edges are in memory as text at once.
const ITEMS_IN_PART: usize = 512;

/// Writes one file.
///
/// # Errors
/// Whatever `output` fails with.
///
/// ```
/// use bangjiao_graph::{Counts, GraphFile, Network, NetworkOptions, write_graph};
/// let counts = Counts::default();
/// let info = |id: &_, kind| bangjiao_document::EntityInfo::unlinked(Clone::clone(id), kind);
/// let network = Network::from_counts(&counts.entities(), counts.iter_edges(), &NetworkOptions::default(), info);
/// let mut bytes = Vec::new();
/// write_graph(&network, GraphFile::Dot, &mut bytes)?;
/// assert_eq!(bytes, b"graph bangjiao {\n}\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_graph(network: &Network<'_>, file: GraphFile, mut output: impl Write) -> io::Result<()> {
    let printer = Printer::new(network, &[file]);
    let mut write = |texts: Vec<Vec<u8>>| texts.iter().try_for_each(|text| output.write_all(text));
    write(printer.head())?;
    parts(network.n_nodes(), ITEMS_IN_PART).try_for_each(|part| write(printer.nodes(part)))?;
    write(printer.between())?;
    parts(network.n_edges(), ITEMS_IN_PART).try_for_each(|part| write(printer.edges(part)))?;
    write(printer.tail())?;
    output.flush()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{GraphFile, Printer, write_graph};
    use crate::scene::sample;
    use crate::{EdgesKey, Network};

    /// A file of a network as text.
    pub(crate) fn printed(network: &Network<'_>, file: GraphFile) -> String {
        let mut bytes = Vec::new();
        write_graph(network, file, &mut bytes).expect("a Vec takes everything");
        String::from_utf8(bytes).expect("graph files are UTF-8")
    }

    #[test]
    fn files_printed_together_in_parts_are_those_printed_alone() {
        let files = [
            GraphFile::GraphMl,
            GraphFile::Gexf,
            GraphFile::DynamicGexf,
            GraphFile::Json(EdgesKey::Edges),
            GraphFile::GephiNodes,
            GraphFile::GephiEdges,
            GraphFile::Pajek,
            GraphFile::Dot,
        ];
        let network = sample::network();
        let printer = Printer::new(&network, &files);
        let nodes = [printer.head(), printer.nodes(0..2), printer.nodes(2..9), printer.between()];
        let edges = [printer.edges(0..1), printer.edges(1..9), printer.tail()];
        let parts: Vec<_> = nodes.into_iter().chain(edges).collect();
        for (at, file) in files.into_iter().enumerate() {
            let whole: Vec<u8> = parts.iter().flat_map(|part| part[at].iter().copied()).collect();
            assert_eq!(String::from_utf8(whole).expect("UTF-8"), printed(&network, file), "{file:?}");
        }
    }
}
