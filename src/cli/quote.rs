//! `almoner quote`.

use clap::ArgMatches;

use super::{
    ask,
    exit::{Exit, Failure},
    output::{self, Format},
};
use crate::text;
use almoner_engine::{answer::Outcome, book::Book, check::model::Kind};

pub(super) fn run(book: &Book, matches: &ArgMatches) -> Result<Exit, Failure> {
    let (set, typed) = ask::named(book, matches, Kind::Pricing)?;
    let file = ask::facts_file(typed)?;
    let facts = ask::given(set, typed, file.as_deref());
    let question = ask::with_detail(ask::question(set, typed, facts)?, typed);
    let answer = book
        .answer(&question)
        .map_err(|refusal| ask::refused(book, set, refusal, typed))?;
    output::data(&match Format::of(typed) {
        Format::Json => answer.to_json(),
        Format::Text => text::answer(&answer, typed.get_flag("why")),
    })?;
    let settled = matches!(answer.outcome(), Outcome::Quoted | Outcome::DoesNotApply);
    Ok(if typed.get_flag("fail") && !settled {
        Exit::NotEligible
    } else {
        Exit::Done
    })
}
