//! `almoner screen`.

use clap::ArgMatches;

use super::{
    ask,
    exit::{Exit, Failure},
    output::{self, Format},
};
use crate::{
    check::model::Kind,
    eval::screen::{Outcome, screen_traced},
    program::model::Program,
    report::{Asked, json, text},
};

pub(super) fn run(program: &Program, matches: &ArgMatches) -> Result<Exit, Failure> {
    let (set, typed) = ask::named(program, matches, Kind::Eligibility)?;
    let given = ask::given(set, typed)?;
    let ruling = ask::ruling(program, set, typed, None)?;
    let facts = given.facts(&ruling, typed)?;
    let asked = Asked {
        ruling: &ruling,
        facts: &facts,
    };
    let (screening, trace) = match screen_traced(&ruling, &facts) {
        Ok(answer) => answer,
        Err(unfinished) => return super::unfinished::say(asked, &unfinished, typed),
    };
    output::data(&match Format::of(typed) {
        Format::Json => json::answer(asked, ask::told(typed)).json,
        Format::Text => {
            let answered = text::Answered::new(asked, &trace);
            text::screening(&answered, &screening, typed.get_flag("why"))
        }
    })?;
    let yes = screening.outcome == Outcome::Eligible;
    Ok(if typed.get_flag("fail") && !yes {
        Exit::NotEligible
    } else {
        Exit::Done
    })
}
