//! The program `bangjiao`: arguments, progress, messages, exit codes.
//!
//! Data goes to standard output, everything else to standard error; a closed pipe is success.

mod args;
mod command;
mod console;
mod grid;
mod whole_file;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended.
pub(crate) enum Ending {
    /// Done.
    Done,
    /// Done, but records were lost (or, with `--strict`, repaired).
    Lost,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let ending = match cli.command {
        Command::Run(args) => command::run::run(&args),
        Command::Demo(args) => command::run::demo(&args),
        Command::Merge(args) => command::run::merge(&args),
        Command::Graph(args) => command::graph::graph(&args),
        Command::Stats(args) => command::stats::stats(&args),
        Command::Report(args) => command::report::report(&args),
        Command::Annotate(args) => command::annotate::annotate(&args),
        Command::Sample(args) => command::sample::sample(&args),
        Command::Evaluate(args) => command::evaluate::evaluate(&args),
        Command::Lexicon(args) => command::lexicon::lexicon(&args),
        Command::Completions { shell } => command::manual::completions(shell),
        Command::Man => command::manual::man(),
    };
    match ending {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Lost) => ExitCode::from(1),
        Err(error) if console::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            console::error(&error);
            let interrupted = matches!(error.downcast_ref(), Some(bangjiao::Error::Interrupted));
            ExitCode::from(if interrupted { 130 } else { 2 })
        }
    }
}
