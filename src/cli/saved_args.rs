//! A saved answer that the command line names, with the confidential facts that it
//! withholds.

use std::path::PathBuf;

use clap::Args;

use super::{
    exit::{Exit, Failure},
    read_file,
};

/// Names a saved answer.
#[derive(Args)]
pub(super) struct SavedArgs {
    /// The saved answer, `-` for standard input
    #[arg(id = "what", value_name = "FILE")]
    answer: PathBuf,
    /// The confidential facts that the answer withholds, as a JSON object
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
}

impl SavedArgs {
    /// The text of the answer and that of its confidential facts.
    pub(super) fn read(&self) -> Result<(String, Option<String>), Failure> {
        let facts = self.facts.as_ref();
        if facts == Some(&self.answer) && self.answer.as_os_str() == "-" {
            let says = "the answer and its facts cannot both come from standard input";
            return Err(Failure::new(Exit::Usage, says).help("name a file for one of them"));
        }
        let answer = read_file::answer(&self.answer)?;
        let facts = facts.map(|path| read_file::text(path, Exit::Facts));
        Ok((answer, facts.transpose()?))
    }
}

/// Asks for the confidential facts without which an answer cannot be asked for again.
pub(super) fn needs_facts(facts: &[String]) -> Failure {
    let says = format!(
        "the answer withholds confidential facts: {}",
        facts.join(", ")
    );
    Failure::new(Exit::Facts, says).help("give these as a JSON object with --facts FILE")
}
