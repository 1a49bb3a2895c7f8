//! `almoner compare`.

use clap::ArgMatches;
use rust_decimal::Decimal;

use super::{
    exit::{Exit, Failure},
    papers, sides,
};
use crate::finance::compare::{self, Filter};
use almoner_engine::{
    book::Opened,
    check::model::{Book, Category},
    program::model::Program,
};

pub(super) fn run(
    opened: &Opened,
    program: &Program,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let book = program.book();
    let [old, new] = sides::both(opened, book, matches)?;
    let (old, new) = (old.side()?, new.side()?);
    let filter = filter(new.book, matches)?;
    papers::write(&compare::paper(old, new, &filter), matches)?;
    Ok(Exit::Done)
}

fn filter(book: &Book, matches: &ArgMatches) -> Result<Filter, Failure> {
    let service: Option<&String> = matches.get_one("service");
    let category = matches.get_one::<String>("category").map(String::as_str);
    let above: Option<&Decimal> = matches.get_one("above");
    Ok(Filter {
        service: service
            .map(|typed| sides::service(book, typed))
            .transpose()?,
        category: category.map(|word| match word {
            "statutory" => Category::Statutory,
            "regulatory" => Category::Regulatory,
            _ => Category::Discretionary,
        }),
        above: above.copied(),
        over_policy: matches.get_flag("over_policy"),
        policy: matches.get_flag("policy"),
    })
}
