use std::fmt;
use std::str::FromStr;

/// Which edges stand out from their surroundings.
///
/// ```
/// use bangjiao_graph::measures::Backbone;
/// assert_eq!("disparity:0.05".parse(), Ok(Backbone::Disparity(0.05)));
/// assert_eq!("noise-corrected:1.64".parse(), Ok(Backbone::NoiseCorrected(1.64)));
/// assert!("0.05".parse::<Backbone>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Backbone {
    /// Those whose [`disparity`](Strengths::disparity) is below this.
    Disparity(f64),
    /// Those that lie more than so many standard deviations above expectation, by
    /// [`noise_corrected`](Strengths::noise_corrected).
    NoiseCorrected(f64),
}

impl Backbone {
    /// Whether an edge with these two scores belongs to it.
    pub fn holds(self, disparity: f64, noise_corrected: f64) -> bool {
        match self {
            Backbone::Disparity(level) => disparity < level,
            Backbone::NoiseCorrected(deviations) => noise_corrected > deviations,
        }
    }
}

impl FromStr for Backbone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |number: &str| number.parse().ok().filter(|number: &f64| number.is_finite());
        let backbone = match text.split_once(':') {
            Some(("disparity", level)) => {
                number(level).filter(|level| *level > 0.0 && *level <= 1.0).map(Backbone::Disparity)
            }
            Some(("noise-corrected", deviations)) => number(deviations).map(Backbone::NoiseCorrected),
            _ => None,
        };
        let expected =
            "expected disparity:LEVEL with a level above 0 and up to 1, or noise-corrected:DEVIATIONS";
        backbone.ok_or_else(|| expected.to_owned())
    }
}

impl fmt::Display for Backbone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Backbone::Disparity(level) => write!(formatter, "disparity:{level}"),
            Backbone::NoiseCorrected(deviations) => write!(formatter, "noise-corrected:{deviations}"),
        }
    }
}

/// Degrees and strengths of the nodes of a graph: all that says how far its edges stand out.
///
/// ```
/// use bangjiao_graph::measures::Strengths;
/// let strengths = Strengths::new(4, [(0, 1, 8), (0, 2, 1), (0, 3, 1)]);
/// assert!((strengths.disparity(0, 1, 8) - 0.04).abs() < 1e-15 && strengths.disparity(0, 2, 1) > 0.8);
/// ```
#[derive(Debug, Clone)]
pub struct Strengths {
    /// Number of edges and sum of their weights, by node.
    nodes: Vec<(u32, i64)>,
    total_weight: i64,
}

impl Strengths {
    /// Those of `n_nodes` nodes with these edges: two different numbers below `n_nodes` and a weight above 0 each.
    ///
    /// # Panics
    /// If an edge has an end that is no node.
    pub fn new(n_nodes: usize, edges: impl IntoIterator<Item = (u32, u32, i64)>) -> Self {
        let mut strengths = Strengths { nodes: vec![(0, 0); n_nodes], total_weight: 0 };
        for (one, other, weight) in edges {
            for end in [one, other] {
                let (degree, strength) = &mut strengths.nodes[end as usize];
                *degree += 1;
                *strength += weight;
            }
            strengths.total_weight += weight;
        }
        strengths
    }

    /// The disparity p value of an edge: how likely an edge of at least its weight would be if each end divided its
    /// strength at random among its edges.
    ///
    /// For an end of strength s and degree k it is (1 - weight / s)^(k - 1), and 1 where k is 1, since a node with one
    /// edge says nothing about it; the edge has the smaller value of its ends. The backbone at level α holds the edges
    /// below α.
    ///
    /// # Source
    /// Serrano, Boguñá and Vespignani 2009, Extracting the multiscale backbone of complex weighted networks.
    pub fn disparity(&self, one: u32, other: u32, weight: i64) -> f64 {
        let end = |node: u32| {
            let (degree, strength) = self.nodes[node as usize];
            let rest = (strength - weight) as f64 / strength as f64;
            if degree < 2 { 1.0 } else { rest.powi(i32::try_from(degree - 1).unwrap_or(i32::MAX)) }
        };
        end(one).min(end(other))
    }

    /// How many standard deviations an edge lies above what the strengths of its ends let expect; 1.28, 1.64 and 2.32
    /// are about the levels 0.10, 0.05 and 0.01.
    ///
    /// With weight w, strengths a and b and total T (each edge counted from both ends), κ = T / (a · b) and the score is
    /// (κw - 1) / (κw + 1). Its variance follows from a beta prior of the chance of an edge, whose mean is a·b/T² and
    /// whose variance is that of the hypergeometric chance; see the source.
    ///
    /// # Source
    /// Coscia and Neffke 2017, Network backboning with noisy data.
    pub fn noise_corrected(&self, one: u32, other: u32, weight: i64) -> f64 {
        let total = 2.0 * self.total_weight as f64;
        let [a, b] = [one, other].map(|node| self.nodes[node as usize].1 as f64);
        let weight = weight as f64;
        let mean = (a * b) / total / total;
        let kappa = total / (a * b);
        let variance =
            (1.0 / (total * total)) * (a * b * (total - a) * (total - b)) / ((total * total) * (total - 1.0));
        // The beta distribution with that mean and variance, then what the weight adds to it.
        let alpha = (mean * mean / variance) * (1.0 - mean) - mean;
        let beta = (mean / variance) * (1.0 - mean).powi(2) - (1.0 - mean);
        let chance = (alpha + weight) / (alpha + beta + total);
        let of_weight = chance * (1.0 - chance) * total;
        let derivative = 1.0 / (a * b) - total * ((a + b) / (a * b).powi(2));
        let slope = 2.0 * (kappa + weight * derivative) / (kappa * weight + 1.0).powi(2);
        let deviation = (of_weight * slope * slope).sqrt();
        let score = (kappa * weight - 1.0) / (kappa * weight + 1.0);
        if deviation > 0.0 { score / deviation } else { 0.0 }
    }
}
