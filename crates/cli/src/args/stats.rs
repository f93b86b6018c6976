//! The options of `stats`.

use std::path::PathBuf;

use bangjiao::document::{EntityId, Kind, Zone};
use bangjiao::stats::{
    Bootstrap, CollocationOptions, ConcordanceOptions, DispersionMeasure, DispersionOptions, Features,
    FrequencyOptions, GroupBy, KeynessMeasure, KeynessOptions, LineOrder, PairMeasure, Part, Query, Reach,
    StatsOptions, StopWords, SummaryOptions, TrendOptions, TrendSeries, Unit,
};
use bangjiao::{Condition, Format, RunOptions};
use clap::{Args, Subcommand};

use super::{SelectionArgs, entity, kind, one_of, sorted, zone};

#[derive(Debug, Args)]
pub struct StatsArgs {
    /// Folder of a run
    pub run: PathBuf,
    #[command(subcommand)]
    pub statistic: Statistic,
}

/// Which statistic.
#[derive(Debug, Subcommand)]
pub enum Statistic {
    /// Articles, issues, pages, characters, words and their variety, by year
    #[command(
        after_help = "Examples:\n  bangjiao stats results summary\n  bangjiao stats results summary -o summary.csv"
    )]
    Summary {
        /// Words of a window of the moving-average type-token ratio
        #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
        window: u32,
        #[command(flatten)]
        counted: CountedArgs,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// How often each word or entity occurs, by group
    #[command(
        after_help = "Examples:\n  bangjiao stats results frequency --no-stop-words --top 30\n  bangjiao stats results frequency --features entities --kinds country --by year -o states.csv"
    )]
    Frequency {
        #[command(flatten)]
        grouped: GroupedArgs,
        /// Least number of occurrences in a group
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(i64).range(1..))]
        min_frequency: i64,
        #[command(flatten)]
        counted: CountedArgs,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// How often each sequence of words or entities occurs
    #[command(after_help = "Examples:\n  bangjiao stats results ngrams -n 3 --no-stop-words --top 30")]
    Ngrams {
        /// Length of the sequences
        #[arg(short, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(2..=9))]
        n: u8,
        #[command(flatten)]
        grouped: GroupedArgs,
        /// Least number of occurrences in a group
        #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(i64).range(1..))]
        min_frequency: i64,
        #[command(flatten)]
        counted: CountedArgs,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// What is more frequent in some articles than in others
    #[command(
        after_help = "Examples:\n  bangjiao stats results keyness --target date=1972 --reference date=1966..1971\n  bangjiao stats results keyness --target-mentioning USA --no-stop-words -o usa.csv"
    )]
    Keyness {
        #[command(flatten)]
        parts: PartArgs,
        /// Statistic by which rows are ranked: g2, chi2, log_ratio, pct_diff
        #[arg(long, value_name = "STATISTIC", default_value = "g2", value_parser = keyness_measure)]
        rank_by: KeynessMeasure,
        /// Least number of occurrences in target and reference together
        #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(i64).range(1..))]
        min_frequency: i64,
        #[command(flatten)]
        counted: CountedArgs,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// What stands near what, more often than by chance
    #[command(
        after_help = "Examples:\n  bangjiao stats results collocations --no-stop-words --top 30\n  bangjiao stats results collocations --node 关系 --window 5\n  bangjiao stats results collocations --node USA --features both --window sentence"
    )]
    Collocations {
        /// Word or entity whose collocates are wanted, on both sides; repeat it for more [default: every pair, in order]
        #[arg(long, value_name = "FEATURE")]
        node: Vec<String>,
        /// Places that the two are apart at most, or sentence [default: 5 with --node, 1 without]
        #[arg(long, value_name = "N", value_parser = pair_window)]
        window: Option<PairWindow>,
        /// Statistic by which rows are ranked: z, lambda, npmi, g2, t
        #[arg(long, value_name = "STATISTIC", default_value = "z", value_parser = pair_measure)]
        rank_by: PairMeasure,
        /// Least number of times that the two stand together
        #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(i64).range(1..))]
        min_frequency: i64,
        #[command(flatten)]
        counted: CountedArgs,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// How evenly words or entities are spread
    #[command(
        after_help = "Examples:\n  bangjiao stats results dispersion --parts year --top 30\n  bangjiao stats results dispersion --features entities --kinds country --rank-by frequency"
    )]
    Dispersion {
        /// Parts of the corpus: day, month, year, source, genre, page, class, article
        #[arg(long, value_name = "PARTS", default_value = "month", value_parser = group_by)]
        parts: GroupBy,
        /// Measure by which rows are ranked: dp_norm, dp, juilland_d, range, frequency
        #[arg(long, value_name = "MEASURE", default_value = "dp_norm", value_parser = dispersion_measure)]
        rank_by: DispersionMeasure,
        /// Least number of occurrences
        #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(i64).range(1..))]
        min_frequency: i64,
        #[command(flatten)]
        counted: CountedArgs,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// Words, patterns or entities with the text around them
    #[command(
        after_help = "Examples:\n  bangjiao stats results concordance --word 友好 --sort right\n  bangjiao stats results concordance --entity USA --where date=1972\n  bangjiao stats results concordance --regex '制裁|禁运' --context 30 -o sanctions.csv"
    )]
    Concordance {
        #[command(flatten)]
        queries: QueryArgs,
        /// Characters on each side
        #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
        context: u16,
        /// Order of the lines: article, left, right
        #[arg(long, value_name = "ORDER", default_value = "article", value_parser = line_order)]
        sort: LineOrder,
        #[command(flatten)]
        counted: CountedArgs,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// Words, patterns or entities over time, beside what was printed
    #[command(
        after_help = "Examples:\n  bangjiao stats results trend --word 友好 --by year\n  bangjiao stats results trend --entity USA --entity SUN --by month --smooth 5 -o trend.csv"
    )]
    Trend {
        #[command(flatten)]
        queries: QueryArgs,
        /// Length of a period: day, month, year
        #[arg(long, value_name = "PERIOD", default_value = "year", value_parser = unit)]
        by: Unit,
        /// Periods of the centred moving average, an odd number; 1 smooths nothing
        #[arg(long, value_name = "K", default_value_t = 1, value_parser = smoothing)]
        smooth: usize,
        /// Times that articles are drawn anew for an interval; 0 leaves intervals out
        #[arg(long, value_name = "N", default_value_t = 1_000)]
        resamples: usize,
        /// Where the random numbers of intervals begin
        #[arg(long, value_name = "SEED", default_value_t = 1)]
        seed: u64,
        #[command(flatten)]
        counted: CountedArgs,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// What another run over the same articles reads differently, and by which rule
    #[command(
        after_help = "Examples:\n  bangjiao stats results compare other-results\n  bangjiao stats results compare other-results --list -o changes.csv"
    )]
    Compare {
        /// Folder of the other run
        other: PathBuf,
        /// Every mention that changed, in place of their numbers
        #[arg(long)]
        list: bool,
        #[command(flatten)]
        output: OutputArgs,
    },
}

/// What is counted.
#[derive(Debug, Args)]
pub struct CountedArgs {
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Kinds of text whose sentences are counted: text, dateline, byline, credit, signature, repeated_title
    #[arg(long, value_name = "ZONES", value_delimiter = ',', default_value = "text,signature", value_parser = zone)]
    pub zones: Vec<Zone>,
    /// What is counted as one thing: words, entities, or both (words, with each mention of an entity as that entity)
    #[arg(long, value_name = "FEATURES", default_value = "words", value_parser = features)]
    pub features: Features,
    /// Kinds of entities that are counted: country, person, treaty, organization, place
    #[arg(long, value_name = "KINDS", value_delimiter = ',', default_value = "country,person,treaty,organization,place", value_parser = kind)]
    pub kinds: Vec<Kind>,
    /// Leave out the words of stop_words.csv
    #[arg(long)]
    pub no_stop_words: bool,
    /// Folder with lexicon files over the built-in ones, such as stop_words.csv
    #[arg(long, value_name = "DIR")]
    pub lexicon: Vec<PathBuf>,
    /// Threads [default: one for each core]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
}

/// By what articles are grouped.
#[derive(Debug, Args)]
pub struct GroupedArgs {
    /// Groups of articles: nothing, day, month, year, source, genre, page, class, article
    #[arg(long, value_name = "GROUPS", default_value = "nothing", value_parser = group_by)]
    pub by: GroupBy,
}

/// What is looked for.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct QueryArgs {
    /// A word, or several that begin and end where words do
    #[arg(long, value_name = "WORD")]
    pub word: Vec<String>,
    /// A regular expression, inside sentences
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub regex: Vec<Query>,
    /// An entity_id, such as USA
    #[arg(long, value_name = "ID", value_parser = entity)]
    pub entity: Vec<EntityId>,
}

/// What is compared.
#[derive(Debug, Args)]
pub struct PartArgs {
    #[command(flatten)]
    pub target: TargetArgs,
    /// Articles of the reference, as --where [default: all other selected articles]
    #[arg(long, value_name = "CONDITION")]
    pub reference: Option<Condition>,
    /// Articles of the reference contain these characters
    #[arg(long, value_name = "TEXT")]
    pub reference_containing: Option<String>,
    /// Articles of the reference mention this entity
    #[arg(long, value_name = "ID", value_parser = entity)]
    pub reference_mentioning: Option<EntityId>,
    /// Articles of the reference have this term of the newspaper's index (关键)
    #[arg(long, value_name = "TERM")]
    pub reference_keyword: Option<String>,
}

/// What is compared with the reference.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct TargetArgs {
    /// Articles of the target, as --where: date=1972, page=1, genre=社论
    #[arg(long, value_name = "CONDITION")]
    pub target: Option<Condition>,
    /// Articles of the target contain these characters
    #[arg(long, value_name = "TEXT")]
    pub target_containing: Option<String>,
    /// Articles of the target mention this entity
    #[arg(long, value_name = "ID", value_parser = entity)]
    pub target_mentioning: Option<EntityId>,
    /// Articles of the target have this term of the newspaper's index (关键)
    #[arg(long, value_name = "TERM")]
    pub target_keyword: Option<String>,
}

/// Where results go.
#[derive(Debug, Args)]
#[command(next_help_heading = "Results")]
pub struct OutputArgs {
    /// File to write instead of standard output
    #[arg(short, long)]
    pub out: Option<PathBuf>,
    /// text, csv, jsonl, parquet, ipc [default: by the name of the file; text on a terminal, else csv]
    #[arg(long, value_name = "FORMAT", value_parser = stats_format)]
    pub format: Option<StatsFormat>,
    /// Only the first N rows
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatsFormat {
    /// In columns, for people.
    Text,
    /// As a table.
    Table(Format),
}

/// How far the two of a pair may be apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairWindow {
    /// So many places.
    Places(usize),
    /// As far as the sentence goes.
    Sentence,
}

fn stats_format(word: &str) -> Result<StatsFormat, String> {
    if word == "text" {
        return Ok(StatsFormat::Text);
    }
    Format::from_word(word)
        .map(StatsFormat::Table)
        .ok_or_else(|| "expected text, csv, jsonl, parquet, ipc".to_owned())
}

fn features(word: &str) -> Result<Features, String> {
    one_of(word, Features::ALL, Features::as_str)
}

fn group_by(word: &str) -> Result<GroupBy, String> {
    one_of(word, GroupBy::ALL, GroupBy::as_str)
}

fn unit(word: &str) -> Result<Unit, String> {
    one_of(word, Unit::ALL, Unit::as_str)
}

fn keyness_measure(word: &str) -> Result<KeynessMeasure, String> {
    one_of(word, KeynessMeasure::ALL, KeynessMeasure::as_str)
}

fn pair_measure(word: &str) -> Result<PairMeasure, String> {
    one_of(word, PairMeasure::ALL, PairMeasure::as_str)
}

fn dispersion_measure(word: &str) -> Result<DispersionMeasure, String> {
    one_of(word, DispersionMeasure::ALL, DispersionMeasure::as_str)
}

fn line_order(word: &str) -> Result<LineOrder, String> {
    one_of(word, LineOrder::ALL, LineOrder::as_str)
}

fn pattern(pattern: &str) -> Result<Query, String> {
    Query::pattern(pattern).map_err(|error| format!("{error}: {}", error.source))
}

fn smoothing(word: &str) -> Result<usize, String> {
    let odd = word.parse().ok().filter(|k: &usize| k % 2 == 1 && *k < 1_000);
    odd.ok_or_else(|| "expected an odd number of periods, such as 5".to_owned())
}

fn pair_window(word: &str) -> Result<PairWindow, String> {
    if word == "sentence" {
        return Ok(PairWindow::Sentence);
    }
    let places = word.parse().ok().filter(|n| (1..=100).contains(n));
    places.map(PairWindow::Places).ok_or_else(|| "expected a number from 1 to 100, or sentence".to_owned())
}

impl CountedArgs {
    /// What all statistics have in common.
    pub fn options(&self) -> StatsOptions {
        StatsOptions {
            selection: self.selection.selection(),
            duplicates: self.selection.duplicates(),
            zones: sorted(&self.zones),
            features: self.features,
            kinds: sorted(&self.kinds),
            stop_words: if self.no_stop_words { StopWords::Drop } else { StopWords::Keep },
            lexicons: self.lexicon.clone(),
            threads: self.threads.map_or_else(|| RunOptions::default().threads, usize::from),
        }
    }
}

impl QueryArgs {
    /// Words, then patterns, then entities.
    pub fn queries(&self) -> Vec<Query> {
        let words = self.word.iter().cloned().map(Query::Word);
        words
            .chain(self.regex.iter().cloned())
            .chain(self.entity.iter().cloned().map(Query::Entity))
            .collect()
    }
}

impl PartArgs {
    /// Target and reference.
    pub fn options(&self, measure: KeynessMeasure, least: i64) -> KeynessOptions {
        let target = Part {
            condition: self.target.target.clone(),
            containing: self.target.target_containing.clone(),
            mentioning: self.target.target_mentioning.clone(),
            keyword: self.target.target_keyword.clone(),
        };
        let reference = Part {
            condition: self.reference.clone(),
            containing: self.reference_containing.clone(),
            mentioning: self.reference_mentioning.clone(),
            keyword: self.reference_keyword.clone(),
        };
        KeynessOptions { target, reference, measure, least }
    }
}

/// The options of collocations; a message where every pair of whole sentences is asked for.
pub fn collocation_options(
    node: &[String],
    window: Option<PairWindow>,
    measure: PairMeasure,
    least: i64,
) -> Result<CollocationOptions, String> {
    let reach = match (window, node.is_empty()) {
        (Some(PairWindow::Sentence), true) => {
            return Err(
                "--window sentence needs a --node; every pair of every sentence is too many".to_owned()
            );
        }
        (Some(PairWindow::Sentence), false) => Reach::Sentence,
        (Some(PairWindow::Places(places)), false) => Reach::Around(places),
        (None, false) => Reach::Around(5),
        (Some(PairWindow::Places(places)), true) => Reach::Following(places),
        (None, true) => Reach::Following(1),
    };
    Ok(CollocationOptions { nodes: node.to_vec(), reach, measure, least })
}

/// The options of a concordance.
pub fn concordance_options(queries: &QueryArgs, context: u16, order: LineOrder) -> ConcordanceOptions {
    ConcordanceOptions { queries: queries.queries(), n_characters: usize::from(context), order }
}

/// The options of a trend.
pub fn trend_options(
    queries: &QueryArgs,
    unit: Unit,
    smoothing: usize,
    bootstrap: Bootstrap,
) -> TrendOptions {
    TrendOptions { queries: queries.queries(), series: TrendSeries { unit, smoothing, bootstrap } }
}

/// The options of frequencies.
pub fn frequency_options(grouped: &GroupedArgs, n: u8, least: i64) -> FrequencyOptions {
    FrequencyOptions { by: grouped.by, n: usize::from(n), least }
}

/// The options of a spread.
pub fn dispersion_options(parts: GroupBy, measure: DispersionMeasure, least: i64) -> DispersionOptions {
    DispersionOptions { parts, measure, least }
}

/// The options of a summary.
pub fn summary_options(window: u32) -> SummaryOptions {
    SummaryOptions { window: usize::try_from(window).unwrap_or(usize::MAX) }
}
