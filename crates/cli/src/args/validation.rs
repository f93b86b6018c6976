//! Arguments of `sample` and `evaluate`.

use std::path::PathBuf;

use bangjiao::document::Kind;
use bangjiao::{Allocation, Condition, Draw, SampleOptions, SelectionOptions, StratumBy};
use clap::{Args, ValueEnum};

use super::{AnnotationArgs, BehaviourArgs, ReadingArgs, duplicates, one_of};

#[derive(Debug, Args)]
pub struct SampleArgs {
    /// Folder of a run
    pub run: PathBuf,
    /// Kind of mentions: country, person, treaty, date, place, organization
    #[arg(long, value_name = "KIND", default_value = "country", value_parser = kind)]
    pub kind: Kind,
    /// Number of mentions
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..))]
    pub n: u32,
    /// What divides them into strata: decade, year, source, genre, page, form, zone, rule
    #[arg(long, value_name = "STRATA", value_delimiter = ',', value_parser = stratum)]
    pub by: Vec<StratumBy>,
    /// How many of each stratum: equal (as many of each) or proportional (by its size)
    #[arg(long, value_name = "HOW", default_value = "equal", value_parser = allocation)]
    pub allocation: Allocation,
    /// The same seed gives the same sample on every machine
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub seed: u64,
    /// CSV file to write instead of standard output; one that exists is never replaced
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// With a number: draw so many whole articles instead, for recall. With a CSV file: draw only from articles whose article_id stands in it. May be given twice
    #[arg(long, value_name = "N|FILE", value_parser = articles)]
    pub articles: Vec<Articles>,
    /// Draw only from articles that are so: source=NAME, genre=A|B, page=1-4, class=D8*, date=1971-10-25.. joined by commas
    #[arg(long = "where", value_name = "CONDITION")]
    pub condition: Option<Condition>,
    /// Leave reprints out
    #[arg(long)]
    pub no_duplicates: bool,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

/// What `--articles` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Articles {
    /// So many are drawn.
    Number(usize),
    /// It is drawn from those in a file.
    Listed(PathBuf),
}

fn articles(text: &str) -> Result<Articles, String> {
    match text.parse() {
        Ok(0) => Err("at least one article must be drawn".to_owned()),
        Ok(n) => Ok(Articles::Number(n)),
        Err(_) => Ok(Articles::Listed(PathBuf::from(text))),
    }
}

fn kind(word: &str) -> Result<Kind, String> {
    one_of(word, Kind::ALL, Kind::as_str)
}

fn stratum(word: &str) -> Result<StratumBy, String> {
    one_of(word, StratumBy::ALL, StratumBy::as_str)
}

fn allocation(word: &str) -> Result<Allocation, String> {
    match word {
        "equal" => Ok(Allocation::Equal),
        "proportional" => Ok(Allocation::Proportional),
        _ => Err("expected equal, proportional".to_owned()),
    }
}

impl SampleArgs {
    /// What the sample is drawn by.
    pub fn options(&self) -> SampleOptions {
        let number = self.articles.iter().rev().find_map(|articles| match articles {
            Articles::Number(n) => Some(*n),
            Articles::Listed(_) => None,
        });
        let listed = self.articles.iter().rev().find_map(|articles| match articles {
            Articles::Number(_) => None,
            Articles::Listed(path) => Some(path.clone()),
        });
        SampleOptions {
            kind: self.kind,
            draw: number.map_or(Draw::Mentions(self.n as usize), Draw::Articles),
            by: self.by.clone(),
            allocation: self.allocation,
            seed: self.seed,
            selection: SelectionOptions { condition: self.condition.clone(), articles: listed },
            duplicates: duplicates(self.no_duplicates),
        }
    }
}

#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// Sample that was judged: the CSV file of sample with its cells filled in
    #[arg(long, value_name = "FILE", required_unless_present = "gold", conflicts_with_all = ["gold", "inputs", "predictions", "errors"])]
    pub sample: Option<PathBuf>,
    /// Gold set to compare with: JSON lines of articles with their spans
    #[arg(long, value_name = "FILE")]
    pub gold: Option<PathBuf>,
    /// Articles to annotate now, as for annotate; the gold set itself will do
    #[arg(required_unless_present_any = ["sample", "predictions"])]
    pub inputs: Vec<PathBuf>,
    /// Output of annotate to compare instead
    #[arg(long, value_name = "FILE", requires = "gold", conflicts_with = "inputs")]
    pub predictions: Option<PathBuf>,
    /// CSV file for every error with its context
    #[arg(long, value_name = "FILE")]
    pub errors: Option<PathBuf>,
    /// Number of errors of each kind and sort that are printed
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub show: usize,
    /// What to print
    #[arg(long, value_enum, default_value_t = EvaluateFormat::Text)]
    pub to: EvaluateFormat,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub annotation: AnnotationArgs,
    #[command(flatten)]
    pub behaviour: BehaviourArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EvaluateFormat {
    /// A table for reading
    Text,
    /// The table in Markdown
    Markdown,
    /// One JSON object
    Json,
}
