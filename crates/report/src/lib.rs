//! One self-contained HTML page about a run.
//!
//! [`Report`] holds what the page shows as plain data; [`Report::write`] writes the page. It loads nothing from
//! anywhere: styles, scripts and data stand in the file. Nothing here reads files or the clock.

mod filters;
mod network;
mod page;
mod report;
mod scripts;
mod sections;

pub use network::{Edge, Network, Node, Sentence};
pub use page::Error;
pub use report::{Methods, Report};
pub use scripts::{SCRIPTS, Script};
pub use sections::{
    Agreement, Concordance, ConcordanceLine, Day, Entity, KeyTerm, KindEntities, Name, Officeholder, Period,
    PeriodTerms, Problem, ProblemGroup,
};
