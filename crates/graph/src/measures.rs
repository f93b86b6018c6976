//! Measures of nodes and edges, on a sorted copy of a network.
//!
//! petgraph holds the graph; its own measures, and those of other libraries, are slow or add floats in the order of
//! threads. Here neighbours are lists sorted by number, numbers follow ids, and every sum runs in that order, so that
//! the same graph gives the same bits on any number of threads.

mod adjacency;
mod backbone;
mod clustering;
mod core_numbers;
mod layout;
mod leiden;
mod paths;
mod random;
mod spectral;

pub use adjacency::Adjacency;
pub use backbone::{Backbone, Strengths};
pub use clustering::clustering;
pub use core_numbers::core_numbers;
pub use layout::layout;
pub use leiden::{Communities, communities, modularity};
pub use paths::{PathMeasures, PathOptions, Sources, path_measures};
pub use random::Random;
pub use spectral::{eigenvector, pagerank};
