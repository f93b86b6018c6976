use bangjiao_document::{EntityId, Kind};
use polars::prelude::DataFrame;

use super::OF_ENTITY;
use crate::frame::FrameBuilder;
use crate::schema::{Column, Table};

/// The table `nodes`.
pub const NODES: Table = Table {
    name: "nodes",
    title: "An entity in the network of the graph files",
    description: "Every entity that has an edge there, by entity_id. Shortest paths count edges, not weights; the manifest's \
                  section graph says whether betweenness and closeness are exact or estimated.",
    columns: &[
        Column::text("entity_id", "The entity."),
        Column::text("kind", "country, person, treaty, place or organization."),
        Column::text("name_zh", "Chinese name; the surface of an entity outside the lexicon."),
        Column::text("name_en", "English name.").or_null(),
        Column::integer("n_mentions", Some("mentions"), "Number of mentions in any form."),
        Column::integer("n_articles", Some("articles"), "Number of articles that mention it."),
        Column::integer("degree", Some("nodes"), "Number of neighbours."),
        Column::integer("strength", Some("windows"), "Sum of the weights of its edges."),
        Column::integer("component", None, "Connected component, from 1 by size."),
        Column::integer("core", None, "Core number: the largest k whose k-core holds it."),
        Column::real("clustering", None, "Share of pairs of neighbours that are neighbours, 0 to 1; 0 with fewer than two."),
        Column::real("betweenness", None, "Share of shortest paths between two others that lead through it, 0 to 1."),
        Column::real("closeness", None, "Inverse mean distance to its component, times that component's share, 0 to 1."),
        Column::real(
            "eigenvector",
            None,
            "Eigenvector centrality by weight in the largest component, length 1; 0 elsewhere, null where it was not found.",
        )
        .or_null(),
        Column::real("pagerank", None, "PageRank by weight with damping 0.85; adds up to 1."),
        Column::integer("community", None, "Community by Leiden's algorithm, from 1 by size."),
        Column::real(
            "community_stability",
            None,
            "Jaccard index of its community under other seeds, averaged, 0 to 1.",
        ),
    ],
    primary_key: &["entity_id"],
    foreign_keys: &[OF_ENTITY],
};

/// A row of the table `nodes`.
///
/// ```
/// use bangjiao_document::{EntityId, Kind};
/// use bangjiao_table::{NodeRow, nodes_frame};
/// let kazakhstan = EntityId::new("KAZ")?;
/// let row = NodeRow {
///     entity_id: &kazakhstan,
///     kind: Kind::Country,
///     name_zh: "哈萨克斯坦",
///     name_en: Some("Kazakhstan"),
///     n_mentions: 40,
///     n_articles: 7,
///     degree: 1,
///     strength: 9,
///     component: 1,
///     core: 1,
///     clustering: 0.0,
///     betweenness: 0.0,
///     closeness: 1.0,
///     eigenvector: None,
///     pagerank: 0.5,
///     community: 1,
///     community_stability: 1.0,
/// };
/// assert_eq!(nodes_frame(&[row]).height(), 1);
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct NodeRow<'a> {
    /// The entity.
    pub entity_id: &'a EntityId,
    /// Its kind.
    pub kind: Kind,
    /// Chinese name.
    pub name_zh: &'a str,
    /// English name.
    pub name_en: Option<&'a str>,
    /// Number of mentions in any form.
    pub n_mentions: i64,
    /// Number of articles that mention it.
    pub n_articles: i64,
    /// Number of neighbours.
    pub degree: i64,
    /// Sum of the weights of its edges.
    pub strength: i64,
    /// Connected component, from 1 by size.
    pub component: i64,
    /// Core number.
    pub core: i64,
    /// Local clustering coefficient, 0.0..=1.0.
    pub clustering: f64,
    /// Betweenness, 0.0..=1.0.
    pub betweenness: f64,
    /// Closeness, 0.0..=1.0.
    pub closeness: f64,
    /// Eigenvector centrality.
    pub eigenvector: Option<f64>,
    /// PageRank.
    pub pagerank: f64,
    /// Community, from 1 by size.
    pub community: i64,
    /// How far other seeds agree, 0.0..=1.0.
    pub community_stability: f64,
}

/// Rows of the table `nodes` as a frame, in their order.
pub fn nodes_frame(rows: &[NodeRow<'_>]) -> DataFrame {
    let mut frame = FrameBuilder::new(&NODES);
    let mut block = frame.rows(rows.len());
    let each = || rows.iter();
    block.text("entity_id", each().map(|row| row.entity_id.as_str()));
    block.text("kind", each().map(|row| row.kind.as_str()));
    block.text("name_zh", each().map(|row| row.name_zh));
    block.text("name_en", each().map(|row| row.name_en));
    block.integer("n_mentions", each().map(|row| row.n_mentions));
    block.integer("n_articles", each().map(|row| row.n_articles));
    block.integer("degree", each().map(|row| row.degree));
    block.integer("strength", each().map(|row| row.strength));
    block.integer("component", each().map(|row| row.component));
    block.integer("core", each().map(|row| row.core));
    block.real("clustering", each().map(|row| row.clustering));
    block.real("betweenness", each().map(|row| row.betweenness));
    block.real("closeness", each().map(|row| row.closeness));
    block.real("eigenvector", each().map(|row| row.eigenvector));
    block.real("pagerank", each().map(|row| row.pagerank));
    block.integer("community", each().map(|row| row.community));
    block.real("community_stability", each().map(|row| row.community_stability));
    frame.finish()
}
