//! An answer that could not be finished: told with what had been worked out.

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    output::{self, Format},
};
use crate::text;
use almoner_engine::{
    answer::{Asked, json},
    eval::screen::Unfinished,
    present::Context,
};

pub(super) fn say(
    asked: Asked<'_>,
    unfinished: &Unfinished,
    typed: &ArgMatches,
) -> Result<Exit, Failure> {
    if Format::of(typed) == Format::Json {
        output::data(&json::fault(asked, unfinished))?;
    }
    let context = Context::new(asked, &unfinished.trace);
    let why = typed.get_flag("why");
    output::remark(&text::fault(&context, &unfinished.fault, why))?;
    Err(Failure::Quiet(Exit::Facts))
}
