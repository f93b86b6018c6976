//! What the forms of graph files have in common.

use crate::cells::Cells;
use crate::{NetworkEdge, Node};

/// How one file says what it says; texts are appended.
pub(crate) trait Form: Send + Sync {
    /// What stands before the nodes.
    fn begin(&self, text: &mut Vec<u8>);
    /// A node.
    fn node(&self, node: &NodeItem<'_>, text: &mut Vec<u8>);
    /// What stands between nodes and edges.
    fn between(&self, text: &mut Vec<u8>);
    /// An edge.
    fn edge(&self, edge: &EdgeItem<'_>, text: &mut Vec<u8>);
    /// What stands after the edges.
    fn end(&self, text: &mut Vec<u8>);
}

/// A node with its number from 0 and the values of [`NODE_ATTRIBUTES`].
pub(crate) struct NodeItem<'i> {
    pub number: usize,
    pub node: &'i Node,
    pub cells: &'i Cells,
}

/// An edge with its number from 0, the numbers of its ends, and the values of [`EDGE_ATTRIBUTES`].
pub(crate) struct EdgeItem<'i> {
    pub number: usize,
    pub ends: [usize; 2],
    pub edge: &'i NetworkEdge,
    pub cells: &'i Cells,
}
