//! `cargo xtask test|accuracy|bench`: what a developer runs; no other program is needed to start it.

mod accuracy;
mod bench;
mod browser;
mod installed;
mod layers;
mod notebooks;
mod project;
mod python;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Runs the project's tests, benchmarks and checks.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run every test there is and say what is skipped
    Test,
    /// Score the annotation of the gold sets against the stored figures
    Accuracy {
        /// Store the figures as the line to beat
        #[arg(long)]
        update: bool,
    },
    /// Measure speed as a ratio to jieba's bare segmentation
    Bench {
        /// Anything that run takes [default: the demo, repeated]
        input: Option<PathBuf>,
        /// Also run the pipeline that a Python user would write
        #[arg(long)]
        peers: bool,
    },
}

fn main() -> ExitCode {
    let result = match Cli::parse().task {
        Task::Test => test::test(),
        Task::Accuracy { update } => {
            accuracy::accuracy(if update { accuracy::Store::Update } else { accuracy::Store::Compare })
        }
        Task::Bench { input, peers } => bench::bench(input.as_deref(), peers),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            project::say(&format!("xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
