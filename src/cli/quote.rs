//! `almoner quote`.

use clap::ArgMatches;

use super::{
    ask,
    exit::{Exit, Failure},
    output::{self, Format},
};
use crate::{
    check::model::Kind,
    eval::quote::quote_traced,
    program::model::Program,
    report::{Asked, json, text},
};

pub(super) fn run(program: &Program, matches: &ArgMatches) -> Result<Exit, Failure> {
    let (set, typed) = ask::named(program, matches, Kind::Pricing)?;
    let ruling = ask::ruling(program, set, typed)?;
    let facts = ask::facts(&ruling, set, typed)?;
    let asked = Asked {
        ruling: &ruling,
        facts: &facts,
    };
    let (quote, trace) = match quote_traced(&ruling, &facts) {
        Ok(answer) => answer,
        Err(unfinished) => return super::unfinished::say(asked, &unfinished, typed),
    };
    output::data(&match Format::of(typed) {
        Format::Json => json::answer(asked, ask::told(typed)).json,
        Format::Text => {
            let answered = text::Answered::new(asked, &trace);
            text::quote(&answered, &quote, typed.get_flag("why"))
        }
    })?;
    let settled = quote.missing.is_none() && !quote.refers();
    Ok(if typed.get_flag("fail") && !settled {
        Exit::NotEligible
    } else {
        Exit::Done
    })
}
