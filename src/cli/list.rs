//! `almoner list`.

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    output::{self, Format},
};
use crate::{
    program::model::Program,
    report::{json::book, text::show},
};

pub(super) fn run(program: &Program, matches: &ArgMatches) -> Result<Exit, Failure> {
    output::data(&match Format::of(matches) {
        Format::Text => show::list(program.book()),
        Format::Json => book::list(program.book()),
    })?;
    Ok(Exit::Done)
}
