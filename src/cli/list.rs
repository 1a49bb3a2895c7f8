//! `almoner list`.

use super::{
    exit::{Exit, Failure},
    stdout::{self, Format},
};
use crate::text::show;
use almoner_engine::{answer::json::book, program::model::Program};

pub(super) fn run(program: &Program, format: Format) -> Result<Exit, Failure> {
    stdout::data(&match format {
        Format::Text => show::list(program.book()),
        Format::Json => book::list(program.book(), &|_| None),
    })?;
    Ok(Exit::Done)
}
