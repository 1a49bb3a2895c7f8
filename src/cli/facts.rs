//! `almoner facts`.

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    output::{self, Format},
    show,
};
use crate::text;
use almoner_engine::answer::json;
use almoner_engine::program::model::Program;

pub(super) fn run(program: &Program, matches: &ArgMatches) -> Result<Exit, Failure> {
    let version = show::version(program, matches)?;
    output::data(&match Format::of(matches) {
        Format::Text => text::show::facts(version),
        Format::Json => json::book::facts(version),
    })?;
    Ok(Exit::Done)
}
