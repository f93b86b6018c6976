//! `completions` and `man`.

use std::io::{self, Write};

use clap::CommandFactory;

use crate::Ending;
use crate::args::Cli;

/// `bangjiao completions SHELL`.
pub fn completions(shell: clap_complete::Shell) -> anyhow::Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "bangjiao", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Ending::Done)
}

/// `bangjiao man`: the program and each command after it.
pub fn man() -> anyhow::Result<Ending> {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        writeln!(page, ".SH COMMAND {}", sub.get_name().to_uppercase())?;
        let man = clap_mangen::Man::new(sub.clone());
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    io::stdout().lock().write_all(&page)?;
    Ok(Ending::Done)
}
