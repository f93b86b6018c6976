//! The forms of graph files, by the words of `--graph-format`, and their names.

use bangjiao_graph::{EdgesKey, GraphFile};

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

    /// The names of its files, and what each of them is.
    pub(crate) fn files(self, edges_key: EdgesKey) -> Vec<(&'static str, GraphFile)> {
        match self {
            GraphFormat::GraphMl => vec![("graph.graphml", GraphFile::GraphMl)],
            GraphFormat::Gexf => vec![("graph.gexf", GraphFile::Gexf)],
            GraphFormat::GexfDynamic => vec![("graph.dynamic.gexf", GraphFile::DynamicGexf)],
            GraphFormat::Json => vec![("graph.json", GraphFile::Json(edges_key))],
            GraphFormat::Gephi => {
                vec![("gephi-nodes.csv", GraphFile::GephiNodes), ("gephi-edges.csv", GraphFile::GephiEdges)]
            }
            GraphFormat::Pajek => vec![("graph.net", GraphFile::Pajek)],
            GraphFormat::Dot => vec![("graph.dot", GraphFile::Dot)],
        }
    }
}

/// The name of every graph file that there can be.
pub(crate) fn graph_file_names() -> impl Iterator<Item = &'static str> {
    let files = GraphFormat::ALL.iter().flat_map(|format| format.files(EdgesKey::default()));
    files.map(|(name, _)| name)
}
