//! Which entities occur together, how often, and the network and graph files that follow from it.
//!
//! [`Counts`] reads annotated documents one by one and keeps integers only: for each entity its mentions, for each
//! pair of entities the sentences, paragraphs and articles ([`Window`]) in which both stand. Counts of parts of a
//! corpus merge into the counts of the whole, in any order; so do those by period and by day ([`Panels`]). [`weights`] turns them into measures of association,
//! [`Network`] into a petgraph graph with [`measures`] of its nodes and edges, and [`write_graph`] and [`Printer`] into files.
//! Nothing here reads files or the clock.

mod article_entities;
mod attributes;
mod cells;
mod change;
mod count;
mod dot;
mod file;
mod form;
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
pub use file::{GraphFile, Printer, parts, write_graph};
pub use json::EdgesKey;
pub use network::{
    MeasureOptions, Network, NetworkEdge, NetworkOptions, NetworkSummary, Node, NodeMeasures, Tie,
};
pub use occurrence::{ArticleHead, Occurrence, SentencePlace, occurrences};
pub use options::{CountOptions, Inclusion, Nested, WeightFrom};
pub use panels::{
    AgreementTerms, ArticleFacts, Coverage, CoverageDay, DyadOptions, DyadYear, DyadYears, EntityPeriod,
    EntityPeriods, LeftOut, Member, Membership, PanelArticle, PanelOptions, Panels, Spell, StateSystem,
};
pub use periods::Periods;
pub use svg::write_svg;
pub use weights::Contingency;
pub use window::{Reach, Window};
