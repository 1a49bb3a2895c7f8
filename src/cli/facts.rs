//! `almoner facts`.

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    output::{self, Format},
    show,
};
use crate::{program::model::Program, report};

pub(super) fn run(program: &Program, matches: &ArgMatches) -> Result<Exit, Failure> {
    let version = show::version(program, matches)?;
    output::data(&match Format::of(matches) {
        Format::Text => report::text::show::facts(version),
        Format::Json => report::json::book::facts(version),
    })?;
    Ok(Exit::Done)
}
