//! `almoner completions`.

use clap::{Args, Command};
use clap_complete::Shell;

use super::{
    exit::{Exit, Failure},
    stdout,
};

/// Write the completions for a shell
#[derive(Args)]
pub(super) struct CompletionsArgs {
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(mut command: Command, args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "almoner", &mut script);
    stdout::data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
