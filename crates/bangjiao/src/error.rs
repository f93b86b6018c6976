use std::fmt;
use std::path::PathBuf;

use bangjiao_lexicon::LexiconProblem;

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
    /// A shard is to be annotated in two passes.
    #[error(
        "--two-pass shares names among all articles, and a shard has only its own; leave out --shard or --two-pass"
    )]
    TwoPassShard,
    /// An input that can be read only once is to be annotated in two passes.
    #[error(
        "{path} can be read only once, and --two-pass reads its inputs several times; save it to a file and name that"
    )]
    TwoPassOnce {
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
    /// A folder holds a whole run, not a part of one.
    #[error("{path} holds a whole run; only those of `run --shard I/N` are merged")]
    NotAShard {
        /// The folder.
        path: PathBuf,
    },
    /// A shard is given twice.
    #[error("{first} and {second} both hold the shard {shard}; leave one out")]
    DoubleShard {
        /// `I/N`.
        shard: String,
        /// A folder with it.
        first: PathBuf,
        /// Another.
        second: PathBuf,
    },
    /// Shards of a run are not given.
    #[error("the shards {missing} are missing; name their folders too, or run them")]
    MissingShards {
        /// `I/N`, joined by commas.
        missing: String,
    },
    /// Two shards were not made alike.
    #[error("{one} and {other} are no shards of one run: their manifests differ in {what}")]
    ShardsDiffer {
        /// The part of the manifest.
        what: String,
        /// A folder.
        one: PathBuf,
        /// Another.
        other: PathBuf,
    },
    /// A shard was made by another version.
    #[error("{path} was written by another version of this program than {}; run the shard again", env!("CARGO_PKG_VERSION"))]
    ShardVersion {
        /// The folder.
        path: PathBuf,
    },
    /// A shard was annotated with other lexicons.
    #[error(
        "{path} was annotated with other lexicons; name the folders that were given to the run with --lexicon"
    )]
    ShardLexicon {
        /// The folder.
        path: PathBuf,
    },
    /// The graph of a shard was rebuilt for chosen articles.
    #[error(
        "the graph of {path} was rebuilt for chosen articles; rebuild it for all with `bangjiao graph` first"
    )]
    ShardSelection {
        /// The folder.
        path: PathBuf,
    },
    /// The order of a shard's records does not fit its tables.
    #[error("{path} is missing or does not fit the tables beside it; run the shard again")]
    ShardOrder {
        /// The file.
        path: PathBuf,
    },
    /// The results would replace one of the shards.
    #[error("{path} is one of the shards; name another folder for the results")]
    OutputIsShard {
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
    /// Nothing is compared with something.
    #[error("no word of any selected article is of the {part}; widen its condition")]
    EmptyPart {
        /// `target` or `reference`.
        part: &'static str,
    },
    /// Two runs list their articles in different orders.
    #[error("the two runs have the article {article} in different places; compare runs over the same input")]
    OtherOrder {
        /// The article of the first run.
        article: String,
    },
    /// Two runs have different texts of an article.
    #[error(
        "the article {article} has another text in the second run; compare runs over the same input, read with the same options"
    )]
    OtherText {
        /// The article.
        article: String,
    },
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

/// A place in a file that was to be evaluated and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationProblem {
    /// The file.
    pub path: PathBuf,
    /// Its line, from 1.
    pub line: u64,
    /// What is wrong, and the cure.
    pub message: String,
}

impl fmt::Display for EvaluationProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} line {}: {}", self.path.display(), self.line, self.message)
    }
}
