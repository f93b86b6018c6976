//! What is said on standard error, and the ways in which a run is stopped.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bangjiao::RunProgress;
use bangjiao::document::Problem;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Prints an error with its causes on one line.
pub fn error(error: &anyhow::Error) {
    say(&format!("bangjiao: {error:#}"));
}

/// Prints a line on standard error; nobody is left to hear that it failed.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A problem of the input with its place.
pub fn problem_line(problem: &Problem) -> String {
    let record = problem.record.map(|record| format!(" record {record}")).unwrap_or_default();
    let line = problem.line.map(|line| format!(" line {line}")).unwrap_or_default();
    let severity = problem.severity.as_str();
    format!("{severity}: {}{record}{line}: {}", problem.source_file, problem.message)
}

/// Whether an error is that the reader of standard output has gone.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// A flag that Ctrl-C sets; a second Ctrl-C ends the program at once.
pub fn stop_flag() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        say("bangjiao: stopping; press Ctrl-C again to stop at once");
    })?;
    Ok(stop)
}

/// A bar with rate and time left, on a terminal only.
pub struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// A bar; hidden where standard error is no terminal or `quiet` is asked for.
    pub fn new(quiet: bool) -> Self {
        let shown = !quiet && io::stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Bar { bar: ProgressBar::with_draw_target(None, target) }
    }

    /// Shows how far a run is.
    pub fn observe(&self, progress: RunProgress) {
        if self.bar.length() != progress.bytes_total {
            let template = match progress.bytes_total {
                Some(_) => "{bar:30} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left, {msg}",
                None => "{spinner} {bytes} {bytes_per_sec}, {msg}",
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                self.bar.set_style(style);
            }
            if let Some(total) = progress.bytes_total {
                self.bar.set_length(total);
            }
        }
        self.bar.set_position(progress.bytes_read);
        self.bar.set_message(format!("{} articles", progress.n_articles));
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
