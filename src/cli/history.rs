//! `almoner history`.

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    output::{self, Format},
};
use crate::text::show;
use almoner_engine::{answer::json, base::name, check::model::Book, program::model::Program};

pub(super) fn run(program: &Program, matches: &ArgMatches) -> Result<Exit, Failure> {
    let what: &String = matches
        .get_one("what")
        .ok_or_else(|| Failure::new(Exit::Usage, "nothing was named"))?;
    let book = program.book();
    let text = Format::of(matches) == Format::Text;
    if let Some(set) = program.rule_set(what) {
        output::data(&if text {
            show::rule_set(set)
        } else {
            json::book::rule_set_history(set)
        })?;
        return Ok(Exit::Done);
    }
    let numbers = charges(book, what);
    if numbers.is_empty() {
        return Err(unknown(book, what));
    }
    output::data(&match (text, numbers.as_slice()) {
        (true, [only]) => show::charge(book, *only),
        (true, several) => show::prices(book, several),
        (false, numbers) => json::book::charge_history(book, numbers),
    })?;
    Ok(Exit::Done)
}

/// The charge of that name, or all whose names begin with it.
fn charges(book: &Book, what: &str) -> Vec<usize> {
    let within = format!("{what}.");
    let named = |id: &str| id == what || id.starts_with(&within);
    let numbered = book.charges.iter().enumerate();
    numbered
        .filter(|(_, charge)| named(&charge.id))
        .map(|(number, _)| number)
        .collect()
}

fn unknown(book: &Book, what: &str) -> Failure {
    let sets = book.rule_sets.iter().map(|set| &*set.id);
    let charges = book.charges.iter().map(|charge| &*charge.id);
    let says = format!("there is no rule set or charge `{what}`");
    Failure::new(Exit::Usage, says).nearest(name::nearest(what, sets.chain(charges)))
}
