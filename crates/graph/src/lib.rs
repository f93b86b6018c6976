//! Which entities occur together, how often, and the network and graph files that follow from it.
//!
//! [`Counts`] reads annotated documents one by one and keeps integers only: for each entity its mentions, for each
//! pair of entities the sentences, paragraphs and articles ([`Window`]) in which both stand. Counts of parts of a
//! corpus merge into the counts of the whole, in any order. [`weights`] turns them into measures of association,
//! [`Network`] into a petgraph graph, and the `write_*` functions into files. Nothing here reads files or the clock.

mod article_entities;
mod attributes;
mod count;
mod gephi;
mod gexf;
mod graphml;
mod json;
mod located;
mod network;
mod options;
#[cfg(test)]
mod scene;
pub mod weights;
mod window;
mod xml;

pub use article_entities::{ArticleEntity, article_entities};
pub use attributes::{Attribute, AttributeKind, EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Value};
pub use count::{Counts, EdgeCount, Edges, EntityCount, Totals};
pub use gephi::{write_gephi_edges, write_gephi_nodes};
pub use gexf::write_gexf;
pub use graphml::write_graphml;
pub use json::write_json;
pub use network::{Network, NetworkOptions, Node};
pub use options::{CountOptions, Inclusion};
pub use weights::Contingency;
pub use window::Window;
