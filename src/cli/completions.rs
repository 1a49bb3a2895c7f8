//! `almoner completions`.

use clap::{ArgMatches, Command};
use clap_complete::Shell;

use super::{
    exit::{Exit, Failure},
    output,
};

pub(super) fn run(mut command: Command, matches: &ArgMatches) -> Result<Exit, Failure> {
    let shell: &Shell = matches
        .get_one("shell")
        .ok_or_else(|| Failure::new(Exit::Usage, "no shell was named"))?;
    let mut script = Vec::new();
    clap_complete::generate(*shell, &mut command, "almoner", &mut script);
    output::data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
