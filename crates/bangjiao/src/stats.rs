//! `stats`: corpus statistics from the tables of a run, without annotating again.
//!
//! Each function reads a run folder and gives rows, which [`Results`] writes as a table. Words are cut anew from the
//! articles' text under the stored mentions (see [`bangjiao_annotate::Segmenter::words_of_sentence`]) unless the run kept
//! its tokens; both give the same words.
//!
//! ```
//! use std::sync::atomic::AtomicBool;
//! use bangjiao::stats::{self, FrequencyOptions, StatsOptions};
//! # use bangjiao::{RunOptions, run};
//! # let folder = tempfile::tempdir()?;
//! # let input = folder.path().join("a.jsonl");
//! # let stop = AtomicBool::new(false);
//! std::fs::write(&input, r#"{"id": "a", "date": "1996-07-06", "body": "中国和哈萨克斯坦发表声明。中国重视声明。"}"#)?;
//! # let out = folder.path().join("out");
//! run(&[input], &out, &RunOptions::default(), &mut |_| {}, &stop)?;
//! let answer = stats::frequency(&out, &StatsOptions::default(), &FrequencyOptions::default(), &stop)?;
//! let first = &answer.rows[0];
//! assert_eq!((first.feature.as_str(), first.frequency, first.docfreq), ("中国", 2, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod article;
mod collocations;
mod compare;
mod concordance;
mod corpus;
mod dispersion;
mod frequency;
mod group;
mod keyness;
mod results;
mod summary;
mod trend;

use std::path::PathBuf;

use bangjiao_document::{Kind, Zone};

use crate::options::{Duplicates, RunOptions};
use crate::selection::SelectionOptions;

pub use bangjiao_statistics::{
    Bootstrap, CollocationRow, Comparison, ConcordanceLine, Dispersion, DispersionRow, FrequencyRow,
    GroupTotal, KeynessRow, LineOrder, Query, QueryError, Reach, SummaryRow, TrendRow, TrendSeries, Unit,
    lambda, p_of_chi2, p_of_z, t_score, z_of_lambda,
};
pub use bangjiao_table::{Cell, Table};
pub use collocations::{CollocationOptions, PairMeasure, collocations};
pub use compare::{Change, ChangeCount, ChangedMention, Comparing, Reading, compare};
pub use concordance::{ConcordanceOptions, concordance};
pub use dispersion::{DispersionMeasure, DispersionOptions, dispersion};
pub use frequency::{FrequencyAnswer, FrequencyOptions, frequency};
pub use group::GroupBy;
pub use keyness::{KeynessAnswer, KeynessMeasure, KeynessOptions, Part, keyness};
pub use results::{EntityNames, Results};
pub use summary::{SummaryOptions, summary};
pub use trend::{TrendAnswer, TrendOptions, trend};

/// What is counted as one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Features {
    /// Words, in simplified characters; marks are none.
    #[default]
    Words,
    /// Entities, once for each mention of them, nested ones too; agreements without 该协定 and the like.
    Entities,
    /// Words, but each outermost mention of an entity stands for the entity.
    Both,
}

impl Features {
    /// Every choice.
    pub const ALL: &'static [Features] = &[Features::Words, Features::Entities, Features::Both];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Features::Words => "words",
            Features::Entities => "entities",
            Features::Both => "both",
        }
    }
}

/// What happens to the words of `stop_words.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StopWords {
    /// They are words like others.
    #[default]
    Keep,
    /// They are left out, and what stands beside them are no neighbours.
    Drop,
}

/// What all statistics have in common.
#[derive(Debug, Clone)]
pub struct StatsOptions {
    /// Which articles are counted.
    pub selection: SelectionOptions,
    /// Whether reprints are.
    pub duplicates: Duplicates,
    /// Kinds of text whose sentences are counted.
    pub zones: Vec<Zone>,
    /// What is counted as one thing.
    pub features: Features,
    /// Kinds of entities that are counted.
    pub kinds: Vec<Kind>,
    /// Whether words without a subject of their own are counted.
    pub stop_words: StopWords,
    /// Folders of lexicons over the built-in ones; only stop words and the folding of characters are taken from them.
    pub lexicons: Vec<PathBuf>,
    /// Number of threads; they change no result.
    pub threads: usize,
}

impl Default for StatsOptions {
    /// The defaults of the command line.
    fn default() -> Self {
        StatsOptions {
            selection: SelectionOptions::default(),
            duplicates: Duplicates::Keep,
            zones: vec![Zone::Text, Zone::Signature],
            features: Features::Words,
            kinds: Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Date).collect(),
            stop_words: StopWords::Keep,
            lexicons: Vec::new(),
            threads: RunOptions::default().threads,
        }
    }
}
