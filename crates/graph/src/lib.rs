//! Which entities occur together, how often, and the network and graph files that follow from it.
//!
//! [`Counts`] reads annotated documents one by one and keeps integers only: for each entity its mentions, for each
//! pair of entities the sentences, paragraphs and articles ([`Window`]) in which both stand. Counts of parts of a
//! corpus merge into the counts of the whole, in any order; so do those by period and by day ([`Panels`]). [`weights`] turns them into measures of association,
//! [`Network`] into a petgraph graph with [`measures`] of its nodes and edges, and the `write_*` functions into files.
//! Nothing here reads files or the clock.

mod article_entities;
mod attributes;
mod change;
mod count;
mod dot;
mod gephi;
mod gexf;
mod graphml;
mod json;
mod located;
pub mod measures;
mod network;
mod occurrence;
mod options;
mod pajek;
mod panels;
mod periods;
#[cfg(test)]
mod scene;
mod svg;
pub mod weights;
mod window;
mod xml;

pub use article_entities::{ArticleEntity, article_entities};
pub use attributes::{Attribute, AttributeKind, EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Value};
pub use change::false_discovery_rates;
pub use count::{Counts, EdgeChange, EdgeCount, Edges, EntityCount, PeriodCounts, Totals};
pub use dot::write_dot;
pub use gephi::{write_gephi_edges, write_gephi_nodes};
pub use gexf::{write_gexf, write_gexf_dynamic};
pub use graphml::write_graphml;
pub use json::{EdgesKey, write_json};
pub use network::{MeasureOptions, Network, NetworkEdge, NetworkOptions, NetworkSummary, Node, NodeMeasures};
pub use occurrence::{ArticleHead, Occurrence, SentencePlace, occurrences};
pub use options::{CountOptions, Inclusion, Nested, WeightFrom};
pub use pajek::write_pajek;
pub use panels::{
    AgreementTerms, ArticleFacts, Coverage, CoverageDay, DyadOptions, DyadYear, DyadYears, EntityPeriod,
    EntityPeriods, LeftOut, Member, Membership, PanelArticle, PanelOptions, Panels, Spell, StateSystem,
};
pub use periods::Periods;
pub use svg::write_svg;
pub use weights::Contingency;
pub use window::{Reach, Window};
