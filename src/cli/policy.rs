//! `almoner policy`.

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    papers, sides,
};
use crate::{finance::policy, open::Opened, program::model::Program};

pub(super) fn run(
    opened: &Opened,
    program: &Program,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let book = program.book();
    let old = sides::named(opened, book, sides::typed(matches, "a")?)?;
    let new = sides::named(opened, book, sides::typed(matches, "b")?)?;
    let (old, new) = (old.side()?, new.side()?);
    let year = &new.tariff.year;
    let policy = book
        .policies
        .iter()
        .find(|policy| policy.year == *year)
        .ok_or_else(|| {
            Failure::new(Exit::Usage, format!("the book has no policy for {year}"))
                .help("write one: rules/finance/policy-2018-19.ron shows how")
        })?;
    papers::write(&policy::paper(policy, old, new), matches)?;
    Ok(Exit::Done)
}
