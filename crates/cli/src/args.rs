//! The command line: every option, its default and its words.

pub mod stats;
mod validation;

use std::path::PathBuf;

use bangjiao::document::{EntityId, Kind, RuleId, Zone};
use bangjiao::lexicon::CodeSystem;
use bangjiao::{
    Backbone, Condition, Duplicates, EdgesKey, Eras, Existing, Format, GraphFormat, GraphOptions, Home,
    Inclusion, Layout, Nested, Passes, Periods, ReadOptions, Repair, ReportOptions, ReportText, RunOptions,
    SelectionOptions, Shard, SourcePrefix, TextEncoding, Tokens, WeightFrom, Window,
};
use clap::{Args, Parser, Subcommand, ValueEnum};

use self::stats::StatsArgs;
pub use validation::{EvaluateArgs, EvaluateFormat, SampleArgs};

/// Turns Chinese newspaper archives into data about diplomacy.
///
/// Reads a newspaper archive, tags countries, people, treaties, dates, places and organizations, counts which occur
/// together, and writes tables, graph files and a manifest. Every number leads back to the sentences that made it.
#[derive(Debug, Parser)]
#[command(
    name = "bangjiao",
    version,
    after_help = "Start here:\n  bangjiao demo                         the main job on the built-in sample\n  bangjiao run archive/ -o results      the same on your own folder"
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Annotate, tabulate, count and draw: the main job
    #[command(
        after_help = "Examples:\n  bangjiao run archive/ -o results\n  bangjiao run news.tar.zst -o results --format csv\n  bangjiao run 'txt/197*/**/*.TXT' -o seventies --no-duplicates\n  bangjiao run articles.jsonl --field body=content -o results"
    )]
    Run(RunArgs),
    /// Annotate and print one article at a time
    #[command(
        after_help = "Examples:\n  bangjiao annotate article.txt --to jsonl\n  bangjiao annotate archive/ --to jsonl -o annotated.jsonl\n  cat articles.jsonl | bangjiao annotate - --to jsonl\n  bangjiao annotate article.txt --to html -o article.html\n  bangjiao annotate article.txt --to ansi | less -R"
    )]
    Annotate(AnnotateArgs),
    /// Count and draw again from the tables of a run, with other windows, kinds, weights or articles
    #[command(
        after_help = "Examples:\n  bangjiao graph results --window article --weight-from n_named\n  bangjiao graph results -o no-china --without CHN --kinds country\n  bangjiao graph results -o diplomacy --where 'class=D8*,date=1971-10-25..1989'\n  bangjiao graph results --evidence KAZ CHN --where date=1996 | less"
    )]
    Graph(GraphArgs),
    /// Join the shards of a run into what one run would have written
    #[command(
        after_help = "Examples:\n  for i in 1 2 3 4; do bangjiao run archive/ -o part-$i --shard $i/4; done\n  bangjiao merge part-1 part-2 part-3 part-4 -o results"
    )]
    Merge(MergeArgs),
    /// Corpus statistics from the tables of a run: frequencies, keyness, collocations, concordances, trends
    #[command(
        after_help = "Examples:\n  bangjiao stats results summary\n  bangjiao stats results frequency --no-stop-words --top 30\n  bangjiao stats results trend --entity USA --by year"
    )]
    Stats(StatsArgs),
    /// Write the page about a run again, with other options
    #[command(
        after_help = "Examples:\n  bangjiao report results --max-evidence 20\n  bangjiao report results --without-text -o for-the-web.html"
    )]
    Report(ReportArgs),
    /// The main job on the built-in sample
    #[command(after_help = "Examples:\n  bangjiao demo\n  bangjiao demo -o /tmp/demo --format csv")]
    Demo(DemoArgs),
    /// Draw mentions or articles of a run to be judged by reading, as a CSV file with empty cells
    #[command(
        after_help = "Examples:\n  bangjiao sample results --kind country --n 400 --by decade,form --seed 1 -o sample.csv\n  bangjiao sample results --kind treaty --n 100 --where date=1971..1979 -o treaties.csv\n  bangjiao sample results --kind person --articles 20 --by decade -o articles.csv"
    )]
    Sample(SampleArgs),
    /// Precision of a judged sample with intervals; precision, recall and errors against a gold set
    #[command(
        after_help = "Examples:\n  bangjiao evaluate --sample sample.csv\n  bangjiao evaluate --gold gold.jsonl gold.jsonl\n  bangjiao evaluate --gold gold.jsonl archive/ --errors errors.csv\n  bangjiao evaluate --gold gold.jsonl --predictions annotated.jsonl --to json"
    )]
    Evaluate(EvaluateArgs),
    /// Look into the lexicons and check your own
    Lexicon(LexiconArgs),
    /// Print a completion script for a shell
    #[command(
        after_help = "Examples:\n  bangjiao completions bash > ~/.local/share/bash-completion/completions/bangjiao\n  bangjiao completions fish | source"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Examples:\n  bangjiao man | man -l -\n  bangjiao man > bangjiao.1")]
    Man,
}

#[derive(Debug, Args)]
pub struct RunArgs {
    /// Files, folders, globs in quotes, or - for standard input: .txt .jsonl .csv .parquet, also inside .gz .zst .zip .tar .tar.gz .tar.zst
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    /// Folder for the results
    #[arg(short, long)]
    pub out: PathBuf,
    /// Replace the results of an earlier run in that folder
    #[arg(long)]
    pub overwrite: bool,
    #[command(flatten)]
    pub result: ResultArgs,
    #[command(flatten)]
    pub counting: CountingArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub annotation: AnnotationArgs,
    #[command(flatten)]
    pub behaviour: BehaviourArgs,
}

#[derive(Debug, Args)]
pub struct GraphArgs {
    /// Folder of a run
    pub run: PathBuf,
    /// Folder for the results [default: nodes, edges and graph files of the run are replaced]
    #[arg(short, long)]
    pub out: Option<PathBuf>,
    /// Replace earlier results in that other folder
    #[arg(long, requires = "out")]
    pub overwrite: bool,
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Print the sentences in which two entities stand together, by id or name, such as KAZ CHN; nothing is rebuilt
    #[arg(long, num_args = 2, value_names = ["ENTITY", "ENTITY"], conflicts_with_all = ["out", "svg"])]
    pub evidence: Option<Vec<String>>,
    /// Draw the strongest nodes into an SVG file
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Number of nodes in the SVG file
    #[arg(long, value_name = "N", default_value_t = 100, requires = "svg", value_parser = clap::value_parser!(u32).range(1..=2000))]
    pub svg_nodes: u32,
    /// Do not write the run's page report.html again
    #[arg(long)]
    pub no_report: bool,
    #[command(flatten)]
    pub page: PageArgs,
    /// Folder with lexicon files, as it was given to the run
    #[arg(long, value_name = "DIR")]
    pub lexicon: Vec<PathBuf>,
    /// Threads [default: one for each core]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
    #[command(flatten)]
    pub counting: CountingArgs,
}

#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Folders of the shards, in any order
    #[arg(required = true)]
    pub shards: Vec<PathBuf>,
    /// Folder for the results
    #[arg(short, long)]
    pub out: PathBuf,
    /// Replace the results of an earlier run in that folder
    #[arg(long)]
    pub overwrite: bool,
    /// Folder with lexicon files, as it was given to the shards
    #[arg(long, value_name = "DIR")]
    pub lexicon: Vec<PathBuf>,
    /// Do not write the page report.html
    #[arg(long)]
    pub no_report: bool,
    #[command(flatten)]
    pub page: PageArgs,
    #[command(flatten)]
    pub behaviour: BehaviourArgs,
}

#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Folder of a run
    pub run: PathBuf,
    /// File for the page [default: report.html in that folder]
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub page: PageArgs,
    /// Threads [default: one for each core]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

/// What the page about a run shows.
#[derive(Debug, Args)]
#[command(next_help_heading = "Report")]
pub struct PageArgs {
    /// Most sentences that the page shows for a pair of entities
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u16).range(0..=100))]
    pub max_evidence: u16,
    /// Leave sentences, titles and concordances out of the page, for archives that may not be quoted; names stay
    #[arg(long)]
    pub without_text: bool,
}

impl PageArgs {
    /// What the page shows.
    pub fn options(&self) -> ReportOptions {
        ReportOptions {
            max_evidence: usize::from(self.max_evidence),
            text: if self.without_text { ReportText::Omit } else { ReportText::Quote },
        }
    }
}

/// Which articles of a run are counted.
#[derive(Debug, Args)]
pub struct SelectionArgs {
    /// Only articles that are so: source=NAME, genre=A|B, page=1-4, class=D8*, date=1971-10-25.. joined by commas
    #[arg(long = "where", value_name = "CONDITION")]
    pub condition: Option<Condition>,
    /// Only articles whose article_id stands in a CSV file
    #[arg(long, value_name = "FILE")]
    pub articles: Option<PathBuf>,
    /// Leave reprints out
    #[arg(long)]
    pub no_duplicates: bool,
}

impl SelectionArgs {
    /// The articles that are kept.
    pub fn selection(&self) -> SelectionOptions {
        SelectionOptions { condition: self.condition.clone(), articles: self.articles.clone() }
    }

    /// Whether reprints are.
    pub fn duplicates(&self) -> Duplicates {
        duplicates(self.no_duplicates)
    }
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder for the results
    #[arg(short, long, default_value = "bangjiao-demo")]
    pub out: PathBuf,
    #[command(flatten)]
    pub result: ResultArgs,
    #[command(flatten)]
    pub counting: CountingArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub annotation: AnnotationArgs,
    #[command(flatten)]
    pub behaviour: BehaviourArgs,
}

#[derive(Debug, Args)]
pub struct AnnotateArgs {
    /// Files, folders, globs in quotes, or - for standard input, as for run
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = AnnotateFormat::Jsonl)]
    pub to: AnnotateFormat,
    /// File to write instead of standard output
    #[arg(short, long)]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub annotation: AnnotationArgs,
    #[command(flatten)]
    pub behaviour: BehaviourArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnnotateFormat {
    /// One JSON object per article
    Jsonl,
    /// One page on which mentions are highlighted and say what they are when the pointer rests on them
    Html,
    /// Coloured text for a terminal, with a list of the mentions below each article
    Ansi,
}

/// What is written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Results")]
pub struct ResultArgs {
    /// Format of the tables
    #[arg(long, value_name = "FORMAT", default_value = "parquet", value_parser = format)]
    pub format: Format,
    /// Also write the table tokens: every word with its part of speech
    #[arg(long)]
    pub tokens: bool,
    /// Leave reprints out of all tables
    #[arg(long)]
    pub no_duplicates: bool,
    /// Do not write the page report.html
    #[arg(long)]
    pub no_report: bool,
    #[command(flatten)]
    pub page: PageArgs,
}

/// What is counted and drawn.
#[derive(Debug, Args)]
#[command(next_help_heading = "Counts and graph")]
pub struct CountingArgs {
    /// Windows of the table edges: sentence, near:K (a sentence with K before and after it), paragraph, article; the first is that of the graph files
    #[arg(long, value_name = "WINDOW", value_delimiter = ',', default_value = "sentence,paragraph,article", value_parser = window)]
    pub window: Vec<Window>,
    /// Kinds of text whose sentences are counted: text, dateline, byline, credit, signature, repeated_title
    #[arg(long, value_name = "ZONES", value_delimiter = ',', default_value = "text,signature", value_parser = zone)]
    pub zones: Vec<Zone>,
    /// Kinds of entities in the graph: country, person, treaty, organization, place
    #[arg(long, value_name = "KINDS", value_delimiter = ',', default_value = "country,person,treaty,organization", value_parser = kind)]
    pub kinds: Vec<Kind>,
    /// Pairs of kinds, such as country-country,country-person [default: all of --kinds]
    #[arg(long, value_name = "PAIRS", value_delimiter = ',', value_parser = pair_of_kinds)]
    pub pairs: Vec<(Kind, Kind)>,
    /// Mentions inside others (中国 in 中国人民解放军): count, organization-out, out
    #[arg(long, value_name = "CHOICE", default_value = "count", value_parser = nested)]
    pub nested: Nested,
    /// Leave an entity out of pairs and graph, such as CHN
    #[arg(long, value_name = "ID", value_delimiter = ',', value_parser = entity)]
    pub without: Vec<EntityId>,
    /// Leave dependent territories, HKG, MAC and TWN out of pairs and graph
    #[arg(long)]
    pub without_territories: bool,
    /// Pass over mentions that a rule made, such as one-china-clause
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule)]
    pub exclude_rule: Vec<RuleId>,
    /// Leave states out of counts that did not exist on the article's date
    #[arg(long)]
    pub no_historical: bool,
    /// Windows with more states than this add to no pair
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_entities: Option<u32>,
    /// Count that weights use: n, n_named, n_dyadic
    #[arg(long, value_name = "COUNT", default_value = "n", value_parser = weight_from)]
    pub weight_from: WeightFrom,
    /// Least weight of an edge in the graph files
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(i64).range(1..))]
    pub min_n: i64,
    /// Keep only a backbone of the edges in the graph files: disparity:LEVEL, such as disparity:0.05, or noise-corrected:DEVIATIONS
    #[arg(long, value_name = "BACKBONE")]
    pub backbone: Option<Backbone>,
    /// Keep only this entity, its neighbours and their edges in the graph files
    #[arg(long, value_name = "ID", value_parser = entity)]
    pub ego: Option<EntityId>,
    /// In components of up to N nodes betweenness and closeness are exact; in larger ones they are estimated from 256 nodes
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pub exact_paths: usize,
    /// Forms of the graph files: graphml, gexf, gexf-dynamic, json, gephi, pajek, dot
    #[arg(long, value_name = "FORMS", value_delimiter = ',', default_value = "graphml,gexf,json,gephi", value_parser = graph_format)]
    pub graph_formats: Vec<GraphFormat>,
    /// Name of the list of edges in graph.json: edges, links
    #[arg(long, value_name = "NAME", default_value = "edges", value_parser = edges_key)]
    pub json_edges: EdgesKey,
    /// Periods of the tables entity_period, edges_by_period and edges_change: year, half, quarter, month, decade, or days that begin new periods, such as 1971-10-25,1989-06-04 [default: year, without the tables of edges]
    #[arg(long, value_name = "PERIODS")]
    pub periods: Option<Periods>,
    /// Also write rows of zeros in tables by period
    #[arg(long)]
    pub zeros: bool,
    /// Codes of the table dyad_year: cow (Correlates of War), gw (Gleditsch-Ward), or none to leave the table out
    #[arg(long, value_name = "CODES", value_enum, hide_possible_values = true, default_value_t = SystemChoice::Cow)]
    pub system: SystemChoice,
    /// Count agreements of more than two states in dyad_year, for each two of them
    #[arg(long)]
    pub multilateral: bool,
    /// Give nodes positions in the GEXF, JSON and Pajek files
    #[arg(long)]
    pub layout: bool,
}

/// The codes of the table `dyad_year`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SystemChoice {
    Cow,
    Gw,
    None,
}

/// How files are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct ReadingArgs {
    /// Name of the newspaper [default: name of the input's folder]
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Put the source before article ids, since two newspapers share dates and pages
    #[arg(long)]
    pub source_prefix: bool,
    /// Encoding of all files: utf-8, gb18030, big5, utf-16le, utf-16be [default: by content, file by file]
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    pub encoding: Option<TextEncoding>,
    /// Largest record in bytes; larger ones are lost
    #[arg(long, value_name = "BYTES", default_value_t = 16 * 1024 * 1024)]
    pub max_record: u64,
    /// Name of a field in JSONL, CSV and Parquet, such as body=content
    #[arg(long, value_name = "FIELD=NAME", value_parser = field)]
    pub field: Vec<(String, String)>,
    /// Only part I of N of the records, for many machines
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
}

/// How text is understood.
#[derive(Debug, Args)]
#[command(next_help_heading = "Annotation")]
pub struct AnnotationArgs {
    /// Folder with lexicon files that add, replace or switch off rows
    #[arg(long, value_name = "DIR")]
    pub lexicon: Vec<PathBuf>,
    /// State of the newspaper's voice (我国), or none [default: as policy.toml says, CHN]
    #[arg(long, value_name = "ID", value_parser = home)]
    pub home: Option<Home>,
    /// Leave misprinted names of agreements alone
    #[arg(long)]
    pub no_repair: bool,
    /// Annotate twice, so that every article knows the names of persons that are certain in several others; takes two to three times as long
    #[arg(long)]
    pub two_pass: bool,
    /// Count 该协定 and the like as mentions of the agreement, and print them with annotate
    #[arg(long)]
    pub treaty_anaphors: bool,
    /// Also tag named periods as dates: “九五”期间, 文革期间, 九一八事变
    #[arg(long)]
    pub eras: bool,
}

/// How the program behaves.
#[derive(Debug, Args)]
#[command(next_help_heading = "Behaviour")]
pub struct BehaviourArgs {
    /// Threads that annotate [default: one for each core]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Exit with 1 also when records were repaired
    #[arg(long)]
    pub strict: bool,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub struct LexiconArgs {
    #[command(subcommand)]
    pub command: LexiconCommand,
}

#[derive(Debug, Subcommand)]
pub enum LexiconCommand {
    /// Report everything that is wrong in the lexicons, with file and line
    #[command(after_help = "Examples:\n  bangjiao lexicon check\n  bangjiao lexicon check my-lexicon/")]
    Check {
        /// Folders to check over the built-in lexicons
        folders: Vec<PathBuf>,
    },
    /// Show every row that claims a name, which one wins, and why
    #[command(
        after_help = "Examples:\n  bangjiao lexicon show 中国\n  bangjiao lexicon show 刚果 --date 1975-05-01"
    )]
    Show {
        /// The name
        surface: String,
        /// The article's date, YYYY-MM-DD
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
        /// Folder with lexicon files over the built-in ones
        #[arg(long, value_name = "DIR")]
        lexicon: Vec<PathBuf>,
    },
    /// Print names that a run found often and no lexicon holds, as rows to fill in
    #[command(
        after_help = "Examples:\n  bangjiao lexicon suggest results --kind person > my-lexicon/people.csv\n  bangjiao lexicon check my-lexicon/"
    )]
    Suggest {
        /// Folder of a run
        run: PathBuf,
        /// Kind of names: person, organization, place
        #[arg(long, value_name = "KIND", default_value = "person", value_parser = kind_with_suggestions)]
        kind: Kind,
        /// Least number of articles that hold a name
        #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(i64).range(1..))]
        min_articles: i64,
        /// Greatest number of names
        #[arg(long, value_name = "N", default_value_t = 200)]
        most: usize,
    },
    /// List the rows of a lexicon as tab-separated text
    #[command(after_help = "Examples:\n  bangjiao lexicon list states\n  bangjiao lexicon list --ambiguous")]
    List {
        /// Which lexicon
        #[arg(value_enum, required_unless_present = "ambiguous")]
        what: Option<LexiconTable>,
        /// Names that can mean two states, and whether the context has to decide
        #[arg(long)]
        ambiguous: bool,
        /// Folder with lexicon files over the built-in ones
        #[arg(long, value_name = "DIR")]
        lexicon: Vec<PathBuf>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LexiconTable {
    /// States and territories
    States,
    /// Names of states
    Aliases,
    /// State numbers with their spells
    Codes,
    /// Persons with their offices
    People,
    /// Agreements
    Treaties,
    /// Organizations
    Organizations,
    /// Places
    Places,
    /// Rules
    Rules,
}

fn one_of<T: Copy>(word: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().copied().find(|value| name(*value) == word);
    found.ok_or_else(|| {
        format!("expected {}", all.iter().map(|value| name(*value)).collect::<Vec<_>>().join(", "))
    })
}

fn format(word: &str) -> Result<Format, String> {
    one_of(word, Format::ALL, Format::as_str)
}

fn zone(word: &str) -> Result<Zone, String> {
    one_of(word, Zone::ALL, Zone::as_str)
}

fn kind(word: &str) -> Result<Kind, String> {
    let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Date).collect();
    one_of(word, &kinds, Kind::as_str)
}

fn kind_with_suggestions(word: &str) -> Result<Kind, String> {
    one_of(word, &[Kind::Person, Kind::Organization, Kind::Place], Kind::as_str)
}

fn window(word: &str) -> Result<Window, String> {
    let expected = "expected sentence, paragraph, article or near:K with K from 1 to 9";
    Window::from_word(word).ok_or_else(|| expected.to_owned())
}

fn nested(word: &str) -> Result<Nested, String> {
    one_of(word, Nested::ALL, Nested::as_str)
}

fn weight_from(word: &str) -> Result<WeightFrom, String> {
    one_of(word, WeightFrom::ALL, WeightFrom::as_str)
}

/// Two kinds, the one that comes first in their order first.
fn pair_of_kinds(word: &str) -> Result<(Kind, Kind), String> {
    let (one, other) = word.split_once('-').ok_or("expected two kinds, such as country-person")?;
    let (one, other) = (kind(one)?, kind(other)?);
    Ok((one.min(other), one.max(other)))
}

fn graph_format(word: &str) -> Result<GraphFormat, String> {
    one_of(word, GraphFormat::ALL, GraphFormat::as_str)
}

fn edges_key(word: &str) -> Result<EdgesKey, String> {
    one_of(word, EdgesKey::ALL, EdgesKey::as_str)
}

fn entity(word: &str) -> Result<EntityId, String> {
    EntityId::new(word).map_err(|error| error.to_string())
}

fn rule(word: &str) -> Result<RuleId, String> {
    RuleId::new(word).map_err(|error| error.to_string())
}

fn encoding(word: &str) -> Result<TextEncoding, String> {
    word.parse().map_err(|error| format!("{error}"))
}

fn field(pair: &str) -> Result<(String, String), String> {
    let (field, name) = pair.split_once('=').ok_or("expected FIELD=NAME, such as body=content")?;
    Ok((field.to_owned(), name.to_owned()))
}

fn home(word: &str) -> Result<Home, String> {
    if word == "none" {
        return Ok(Home::Nowhere);
    }
    EntityId::new(word).map(Home::State).map_err(|error| error.to_string())
}

/// What commands that annotate have in common.
pub fn options(reading: &ReadingArgs, annotation: &AnnotationArgs, behaviour: &BehaviourArgs) -> RunOptions {
    let mut options = RunOptions {
        read: ReadOptions {
            source: reading.source.clone(),
            source_prefix: if reading.source_prefix { SourcePrefix::With } else { SourcePrefix::Without },
            encoding: reading.encoding,
            max_record: reading.max_record,
            fields: reading.field.clone(),
            shard: reading.shard,
        },
        lexicons: annotation.lexicon.clone(),
        home: annotation.home.clone().unwrap_or_default(),
        repair: if annotation.no_repair { Repair::Ignore } else { Repair::Read },
        passes: if annotation.two_pass { Passes::Two } else { Passes::One },
        treaty_anaphors: if annotation.treaty_anaphors { Inclusion::Keep } else { Inclusion::Drop },
        eras: if annotation.eras { Eras::Tag } else { Eras::Omit },
        ..RunOptions::default()
    };
    if let Some(threads) = behaviour.threads {
        options.threads = usize::from(threads);
    }
    options
}

impl ResultArgs {
    /// Takes over what is written.
    pub fn apply(&self, options: &mut RunOptions) {
        options.format = self.format;
        options.tokens = if self.tokens { Tokens::Keep } else { Tokens::Omit };
        options.duplicates = duplicates(self.no_duplicates);
        options.report = (!self.no_report).then(|| self.page.options());
    }
}

/// What happens to reprints.
pub fn duplicates(no_duplicates: bool) -> Duplicates {
    if no_duplicates { Duplicates::Drop } else { Duplicates::Keep }
}

impl CountingArgs {
    /// What is counted and drawn.
    pub fn options(&self) -> GraphOptions {
        let inclusion = |drop| if drop { Inclusion::Drop } else { Inclusion::Keep };
        GraphOptions {
            windows: self.window.clone(),
            zones: sorted(&self.zones),
            kinds: sorted(&self.kinds),
            historical: inclusion(self.no_historical),
            pairs: sorted(&self.pairs),
            nested: self.nested,
            without: sorted(&self.without),
            territories: inclusion(self.without_territories),
            exclude_rules: sorted(&self.exclude_rule),
            max_entities: self.max_entities,
            weight_from: self.weight_from,
            min_n: self.min_n,
            backbone: self.backbone,
            ego: self.ego.clone(),
            exact_nodes: self.exact_paths,
            formats: sorted(&self.graph_formats),
            edges_key: self.json_edges,
            layout: if self.layout { Layout::Computed } else { Layout::None },
            periods: self.periods.clone(),
            system: match self.system {
                SystemChoice::Cow => Some(CodeSystem::Cow),
                SystemChoice::Gw => Some(CodeSystem::Gw),
                SystemChoice::None => None,
            },
            multilateral: if self.multilateral { Inclusion::Keep } else { Inclusion::Drop },
            zeros: if self.zeros { Inclusion::Keep } else { Inclusion::Drop },
        }
    }
}

/// Sorted and without repetition, so that the order on the command line does not move the manifest.
fn sorted<T: Clone + Ord>(values: &[T]) -> Vec<T> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values.dedup();
    values
}

impl RunArgs {
    /// What happens to an output folder that is not empty.
    pub fn existing(&self) -> Existing {
        if self.overwrite { Existing::Replace } else { Existing::Refuse }
    }
}
