//! `almoner list`.

use super::{
    exit::{Exit, Failure},
    stdout::{self, Format},
};
use crate::text::show;
use almoner_engine::{answer::json::book, program::model::Program};

pub(super) fn run(program: &Program, format: Format) -> Result<Exit, Failure> {
    stdout::data(&match format {
        Format::Text => show::list(program.contents()),
        Format::Json => book::list(program.contents(), &|_| None),
    })?;
    Ok(Exit::Done)
}
