//! `almoner quote`.

use clap::ArgMatches;

use super::{
    ask,
    exit::{Exit, Failure},
    output::{self, Format},
};
use crate::text;
use almoner_engine::{
    answer::{Asked, json},
    check::model::Kind,
    eval::{
        joined::quote_parts,
        quote::{Outcome, quote_traced},
    },
    facts::parts::Part,
    present::Context,
    program::model::Program,
};

pub(super) fn run(program: &Program, matches: &ArgMatches) -> Result<Exit, Failure> {
    let (set, typed) = ask::named(program, matches, Kind::Pricing)?;
    let given = ask::given(set, typed)?;
    let ruling = ask::ruling(program, set, typed, given.first_day(set))?;
    let facts = given.facts(&ruling, typed)?;
    let asked = Asked {
        ruling: &ruling,
        facts: &facts,
    };
    let parts = given.parts(program, set, (&ruling, &facts), typed)?;
    if !parts.is_empty() {
        return in_parts(asked, &parts, typed);
    }
    let (quote, trace) = match quote_traced(&ruling, &facts) {
        Ok(answer) => answer,
        Err(unfinished) => return super::unfinished::say(asked, &unfinished, typed),
    };
    output::data(&match Format::of(typed) {
        Format::Json => json::answer(asked, ask::told(typed)).json,
        Format::Text => {
            let context = Context::new(asked, &trace);
            text::quote(&context, &quote, typed.get_flag("why"))
        }
    })?;
    let settled = quote.missing.is_empty() && !quote.refers();
    Ok(exit(typed, settled))
}

/// A booking whose days have different rules or prices.
fn in_parts(asked: Asked<'_>, parts: &[Part<'_>], typed: &ArgMatches) -> Result<Exit, Failure> {
    let questions = parts.iter().map(|part| (&part.ruling, &part.facts));
    let joined = match quote_parts(questions) {
        Ok(joined) => joined,
        Err((number, unfinished)) => {
            let part = parts.get(number).map(|part| Asked {
                ruling: &part.ruling,
                facts: &part.facts,
            });
            return super::unfinished::say(part.unwrap_or(asked), &unfinished, typed);
        }
    };
    output::data(&match Format::of(typed) {
        Format::Json => json::quote_in_parts(asked, parts, &joined),
        Format::Text => text::quote_in_parts(parts, &joined, typed.get_flag("why")),
    })?;
    let outcome = joined.together.outcome;
    let settled = matches!(outcome, Outcome::Quoted | Outcome::DoesNotApply);
    Ok(exit(typed, settled))
}

fn exit(typed: &ArgMatches, settled: bool) -> Exit {
    if typed.get_flag("fail") && !settled {
        Exit::NotEligible
    } else {
        Exit::Done
    }
}
