//! `almoner facts`.

use clap::Args;

use super::{
    exit::{Exit, Failure},
    show,
    stdout::{self, Format},
};
use crate::text;
use almoner_engine::{answer::json, program::model::Program};

/// Show the facts a rule set asks for
#[derive(Args)]
pub(super) struct FactsArgs {
    /// A rule set; with a day, its version in force then
    #[arg(id = "what", value_name = "RULE-SET[@DATE]")]
    version: String,
}

pub(super) fn run(program: &Program, args: &FactsArgs, format: Format) -> Result<Exit, Failure> {
    let version = show::named_version(program, &args.version)?;
    stdout::data(&match format {
        Format::Text => text::show::facts(version),
        Format::Json => json::book::facts(version),
    })?;
    Ok(Exit::Done)
}
