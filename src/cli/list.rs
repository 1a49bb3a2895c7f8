//! `almoner list`.

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    output::{self, Format},
};
use crate::text::show;
use almoner_engine::{answer::json::book, program::model::Program};

pub(super) fn run(program: &Program, matches: &ArgMatches) -> Result<Exit, Failure> {
    output::data(&match Format::of(matches) {
        Format::Text => show::list(program.book()),
        Format::Json => book::list(program.book(), &|_| None),
    })?;
    Ok(Exit::Done)
}
