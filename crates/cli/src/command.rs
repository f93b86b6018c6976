//! The commands, one file each.

pub mod annotate;
pub mod evaluate;
pub mod graph;
pub mod lexicon;
pub mod manual;
pub mod report;
pub mod run;
pub mod sample;
pub mod stats;
