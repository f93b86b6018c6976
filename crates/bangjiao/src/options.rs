use std::path::PathBuf;

use bangjiao_annotate::{Eras, Repair, Tokens};
use bangjiao_corpus::ReadOptions;
use bangjiao_document::EntityId;
use bangjiao_graph::Inclusion;
use bangjiao_lexicon::Lexicon;
use bangjiao_table::Format;

use crate::graph_options::GraphOptions;

/// How often the inputs are annotated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Passes {
    /// Once; every article stands for itself.
    #[default]
    One,
    /// Twice: the second time every article knows the names of persons that are certain in others. Between the passes the
    /// inputs are read once more.
    Two,
}

/// What happens to reprints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Duplicates {
    /// They stay in all tables and carry `duplicate_of`.
    #[default]
    Keep,
    /// They are left out of all tables; the manifest says how many.
    Drop,
}

/// Whether a run is the built-in demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// The user's own input.
    #[default]
    Input,
    /// The built-in sample.
    Demo,
}

/// What happens to an output folder that is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// The run is refused.
    #[default]
    Refuse,
    /// The files of the earlier run are replaced when the run has succeeded.
    Replace,
}

/// The state of the newspaper's voice, for which 我国 stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Home {
    /// What `policy.toml` says.
    #[default]
    Policy,
    /// This state.
    State(EntityId),
    /// No state: 我国 is not resolved.
    Nowhere,
}

impl Home {
    /// The state, with the lexicon's policy at hand.
    pub(crate) fn resolve(&self, lexicon: &Lexicon) -> Option<EntityId> {
        match self {
            Home::Policy => Some(lexicon.policy().home.clone()),
            Home::State(id) => Some(id.clone()),
            Home::Nowhere => None,
        }
    }
}

/// Everything that a run depends on.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// How files are read.
    pub read: ReadOptions,
    /// Folders whose files add to or replace rows of the lexicons, later ones winning.
    pub lexicons: Vec<PathBuf>,
    /// The state of the newspaper's voice.
    pub home: Home,
    /// Whether the table `tokens` is written.
    pub tokens: Tokens,
    /// Whether names of agreements are read through misprints.
    pub repair: Repair,
    /// How often the inputs are annotated.
    pub passes: Passes,
    /// Whether references back to agreements (该协定) stand in counts, and in the JSON lines of `annotate`.
    pub treaty_anaphors: Inclusion,
    /// Whether named periods (文革期间, 九一八事变) are dates.
    pub eras: Eras,
    /// What is counted and what the graph files hold.
    pub graph: GraphOptions,
    /// What happens to reprints.
    pub duplicates: Duplicates,
    /// The format of the tables.
    pub format: Format,
    /// The page about the run, written when its tables are whole.
    pub report: Option<ReportOptions>,
    /// Number of threads that annotate; 1 does everything in turn.
    pub threads: usize,
    /// What happens to an output folder that is not empty.
    pub existing: Existing,
    /// Whether this is the demo.
    pub origin: Origin,
}

impl RunOptions {
    /// What happens to reprints in the tables at hand: a shard cannot know them all, so it keeps them for `merge`.
    pub(crate) fn duplicates_written(&self) -> Duplicates {
        if self.read.shard.is_some() { Duplicates::Keep } else { self.duplicates }
    }
}

impl Default for RunOptions {
    /// The defaults of the command line; they are written in the manifest.
    fn default() -> Self {
        RunOptions {
            read: ReadOptions::default(),
            lexicons: Vec::new(),
            home: Home::Policy,
            tokens: Tokens::Omit,
            repair: Repair::Read,
            passes: Passes::One,
            treaty_anaphors: Inclusion::Drop,
            eras: Eras::Omit,
            graph: GraphOptions::default(),
            duplicates: Duplicates::Keep,
            format: Format::Parquet,
            report: Some(ReportOptions::default()),
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            existing: Existing::Refuse,
            origin: Origin::Input,
        }
    }
}

/// What a page shows of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportOptions {
    /// Most sentences shown for a pair of entities.
    pub max_evidence: usize,
    /// Whether text of articles stands in the page.
    pub text: ReportText,
}

impl Default for ReportOptions {
    fn default() -> Self {
        ReportOptions { max_evidence: 6, text: ReportText::Quote }
    }
}

/// Whether text of articles stands in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReportText {
    /// Sentences, titles and concordances do.
    #[default]
    Quote,
    /// None does, for archives that may not be quoted: ids and dates stand in their place.
    Omit,
}
