//! Turns Chinese newspaper archives into data about diplomacy: the pipeline behind the program `bangjiao`.
//!
//! [`run`](fn@run) reads inputs, annotates every article and writes a run folder: tables, a co-occurrence graph, a
//! manifest and the methods paragraph. [`write_jsonl`] writes one annotated article as a line of JSON. Data flows one
//! way: read → segment → tag → resolve → count → write; memory grows with distinct entities and pairs only.
//!
//! ```
//! use std::sync::atomic::AtomicBool;
//! use bangjiao::{RunOptions, run};
//! # let folder = tempfile::tempdir()?;
//! # let input = folder.path().join("a.jsonl");
//! std::fs::write(&input, r#"{"id": "a", "date": "1996-07-06", "body": "中国和哈萨克斯坦发表联合声明。"}"#)?;
//! # let out = folder.path().join("out");
//! let report = run(&[input], &out, &RunOptions::default(), &mut |_| {}, &AtomicBool::new(false))?;
//! assert_eq!(report.tally.n_articles, 1);
//! assert!(out.join("mentions.parquet").exists());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod agreements;
mod annotate;
mod counted_rows;
mod demo;
mod error;
mod evaluate;
mod evidence;
mod file_names;
mod graph_format;
mod graph_options;
mod graph_output;
mod graph_section;
mod highlight;
mod jsonl;
mod keywords;
mod manifest;
mod merge;
mod methods;
mod offices;
mod open_table;
mod options;
mod output;
mod panels;
mod pipeline;
mod prepare;
mod rebuild;
mod register;
mod rendered;
mod report;
mod rule_examples;
mod run;
mod run_folder;
mod run_tables;
mod sample;
mod selection;
mod shard_order;
mod states;
pub mod stats;
mod suggest;
mod two_pass;

pub use annotate::annotate;
pub use bangjiao_annotate::{Annotator, Eras, Repair, Tokens};
pub use bangjiao_corpus::{Corpus, ParsedBatch, ReadOptions, Record, Shard, SourcePrefix, TextEncoding};
pub use bangjiao_document as document;
pub use bangjiao_graph::measures::Backbone;
pub use bangjiao_graph::{EdgesKey, Inclusion, Nested, Periods, WeightFrom, Window};
pub use bangjiao_lexicon::{self as lexicon, Lexicon, LexiconProblem};
pub use bangjiao_table::{Format, data_dictionary_markdown};
pub use demo::{DEMO_SOURCE, write_demo_archive};
pub use error::{Error, EvaluationProblem};
pub use evaluate::{
    Accuracy, Agreement, Disagreement, Estimate, Fault, GoldReport, Measure, Predictions, SampleReport,
    Score, evaluate_gold, evaluate_sample, wilson, write_disagreements,
};
pub use evidence::{EvidenceOptions, EvidenceReport, EvidenceSentence, evidence};
pub use graph_format::GraphFormat;
pub use graph_options::{GraphOptions, Layout};
pub use highlight::{printable, write_ansi, write_html, write_html_end, write_html_start};
pub use jsonl::write_jsonl;
pub use keywords::IndexedPeople;
pub use merge::{MergeOptions, merge};
pub use options::{Duplicates, Existing, Home, Origin, Passes, ReportOptions, ReportText, RunOptions};
pub use output::RunReport;
pub use prepare::{build_annotator, load_lexicon, open_corpus};
pub use rebuild::{RebuildOptions, RebuildReport, rebuild};
pub use rendered::Tally;
pub use report::report;
pub use rule_examples::check_rule_examples;
pub use run::{RunProgress, run};
pub use run_folder::check_output;
pub use sample::{Allocation, Draw, SampleOptions, Sheet, StratumBy, StratumSize, sample};
pub use selection::{Condition, SelectionOptions};
pub use suggest::{SuggestOptions, suggest};
