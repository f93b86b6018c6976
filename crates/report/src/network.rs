use serde::Serialize;

use crate::Name;

/// The strongest part of the graph, and the pairs of states that are met most.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Network {
    /// The window in which ends of edges stand together: sentence, paragraph, article or near:K.
    pub window: String,
    /// The count that is the weight: n, n_named or n_dyadic.
    pub weight_from: String,
    /// Least weight of an edge that is drawn.
    pub min_weight: i64,
    /// Whether edges know their weight in each period.
    pub has_periods: bool,
    /// Nodes; edges and the matrix name them by their place here.
    pub nodes: Vec<Node>,
    /// Edges, the strongest first.
    pub edges: Vec<Edge>,
    /// The states of the matrix, those in most articles first.
    pub matrix: Vec<usize>,
}

/// An entity of the network.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Node {
    /// Its names.
    #[serde(flatten)]
    pub name: Name,
    /// Its kind.
    pub kind: String,
    /// Articles that mention it.
    pub n_articles: i64,
    /// Sum of the weights of its edges in the whole graph.
    pub strength: i64,
    /// Where it is drawn, to the right; `None` where it stands only in the matrix.
    pub x: Option<f64>,
    /// Where it is drawn, upwards.
    pub y: Option<f64>,
}

/// Two entities that occur together.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Edge {
    /// One end, a place in [`Network::nodes`].
    pub source: usize,
    /// The other end.
    pub target: usize,
    /// Its weight.
    pub n: i64,
    /// Articles in which the two stand together.
    pub n_articles: i64,
    /// Normalised pointwise mutual information, -1 to 1.
    pub npmi: Option<f64>,
    /// Whether the graph files hold it; others stand in the matrix alone.
    pub drawn: bool,
    /// Places in [`Report::periods`](crate::Report::periods) with the weight there, where it is not 0.
    pub by_period: Vec<(usize, i64)>,
    /// Example windows, places in [`Report::sentences`](crate::Report::sentences), by date.
    pub evidence: Vec<usize>,
}

/// A sentence, or another window, in which two entities stand together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// Its id in the table `edges`: the article and the number of the sentence or paragraph.
    pub id: String,
    /// Date of the article.
    pub date: Option<String>,
    /// Title of the article; `None` without text.
    pub title: Option<String>,
    /// The text; `None` without text.
    pub text: Option<String>,
    /// Mentions in it: first character, character after the last, place in [`Network::nodes`].
    pub marks: Vec<(u32, u32, usize)>,
}
