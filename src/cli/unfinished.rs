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
};

pub(super) fn say(
    asked: Asked<'_>,
    unfinished: &Unfinished,
    typed: &ArgMatches,
) -> Result<Exit, Failure> {
    if Format::of(typed) == Format::Json {
        output::data(&json::fault(asked, unfinished))?;
    }
    let answered = text::Answered::new(asked, &unfinished.trace);
    let why = typed.get_flag("why");
    output::remark(&text::unfinished(&answered, &unfinished.fault, why))?;
    Err(Failure::Quiet(Exit::Facts))
}
