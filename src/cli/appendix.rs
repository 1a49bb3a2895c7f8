//! `almoner appendix`.

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    papers, sides,
};
use crate::finance::appendix;
use almoner_engine::{book::Opened, program::model::Program};

pub(super) fn run(
    opened: &Opened,
    program: &Program,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let book = program.book();
    let year = sides::named(opened, book, sides::typed(matches, "a")?)?;
    let year = year.side()?;
    let beside: Option<&String> = matches.get_one("b");
    let before = match beside {
        Some(typed) => Some(sides::year(book, typed)?),
        None => year.before(book),
    };
    let paper = if matches.get_flag("cited") {
        appendix::cited(before, year)
    } else {
        appendix::paper(before, year)
    };
    papers::write(&paper, matches)?;
    Ok(Exit::Done)
}
