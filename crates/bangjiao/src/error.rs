use std::path::PathBuf;

use bangjiao_lexicon::LexiconProblem;

use crate::evaluate::EvaluationProblem;

/// Why a run cannot be done or finished.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input cannot be read at all.
    #[error(transparent)]
    Corpus(#[from] bangjiao_corpus::Error),
    /// A lexicon folder has faults.
    #[error("the lexicons have {} faults, the first: {}; run `bangjiao lexicon check` to see all", problems.len(), first(problems))]
    Lexicon {
        /// Every fault.
        problems: Vec<LexiconProblem>,
    },
    /// A lexicon folder does not exist.
    #[error("the lexicon folder {path} does not exist")]
    LexiconFolder {
        /// As it was given.
        path: PathBuf,
    },
    /// The home state is in no lexicon.
    #[error(
        "no state has the id {id}; ids are ISO 3166-1 alpha-3, `bangjiao lexicon list states` shows them"
    )]
    UnknownHome {
        /// The id given.
        id: String,
    },
    /// A named entity is in no lexicon.
    #[error(
        "no entity has the id {id}; states have ISO 3166-1 alpha-3 ids, as `bangjiao lexicon list states` shows them"
    )]
    UnknownEntity {
        /// The id given.
        id: String,
    },
    /// No entity of a run has this id or name.
    #[error(
        "no entity of this run has the id or the name {name}; near are {near}; the table entities lists all"
    )]
    NotMet {
        /// What was asked for.
        name: String,
        /// Entities with such an id or name.
        near: String,
    },
    /// Several entities of a run have this name.
    #[error("several entities have the name {name}; name one by its id: {ids}")]
    SharedName {
        /// What was asked for.
        name: String,
        /// The entities.
        ids: String,
    },
    /// Both ends of an edge are the same entity.
    #[error("{id} is one entity; name two different ones")]
    OneEntity {
        /// The id.
        id: String,
    },
    /// More windows are asked for than can be counted at once.
    #[error("at most {most} sorts of windows are counted at once; leave out a --window")]
    TooManyWindows {
        /// How many can be counted.
        most: usize,
    },
    /// A folder holds no run.
    #[error("{path} holds no run of this program; name the folder that `bangjiao run` wrote")]
    NoRun {
        /// The folder.
        path: PathBuf,
    },
    /// A table of a run, or a list of articles, cannot be read.
    #[error(transparent)]
    Read {
        /// What is wrong.
        source: bangjiao_table::Error,
    },
    /// A file cannot be read.
    #[error("{path} cannot be read; see whether it is there, may be read and is UTF-8")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A gold set, a file of predictions or a judged sample has faults.
    #[error("{} faults in what was to be evaluated, the first: {}", problems.len(), first(problems))]
    Evaluation {
        /// Every fault.
        problems: Vec<EvaluationProblem>,
    },
    /// Articles are to be divided into strata by what only mentions have.
    #[error(
        "articles have no {by}, only mentions do; divide articles by decade, year, source, genre or page"
    )]
    StratumOfMentions {
        /// What was asked for.
        by: &'static str,
    },
    /// There are more strata than things to be drawn.
    #[error("there are {n_strata} strata and only {n} are to be drawn; draw more, or divide by less")]
    TooManyStrata {
        /// How many things are to be drawn.
        n: usize,
        /// How many strata there are.
        n_strata: usize,
    },
    /// Nothing in the run is as a sample asks for.
    #[error("there is nothing to draw from; see whether the kind occurs in the articles that are selected")]
    NothingToDraw,
    /// The output folder is not empty.
    #[error("{path} exists and is not empty; name another folder, or replace it with --overwrite")]
    OutputExists {
        /// The folder.
        path: PathBuf,
    },
    /// The output folder holds something that is no run.
    #[error(
        "{path} is not empty and holds no run of this program, so it is not replaced; name another folder"
    )]
    OutputForeign {
        /// The folder.
        path: PathBuf,
    },
    /// The output folder is not the demo's.
    #[error(
        "{path} holds something else than the demo, which replaces only its own folder; name another with -o"
    )]
    OutputNotDemo {
        /// The folder.
        path: PathBuf,
    },
    /// A file cannot be written.
    #[error("{path} cannot be written; nothing of this run was left under its final name")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A table cannot be written.
    #[error("the table {path} cannot be written; nothing of this run was left under its final name")]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: bangjiao_table::Error,
    },
    /// The page about a run cannot be written.
    #[error("the report {path} cannot be written; the tables of the run are whole")]
    Report {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The user stopped the run.
    #[error("interrupted; nothing of this run was left in the output folder")]
    Interrupted,
    /// The threads cannot be started.
    #[error("the worker threads cannot be started; try fewer with -j")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

fn first(problems: &[impl ToString]) -> String {
    problems.first().map(ToString::to_string).unwrap_or_default()
}
