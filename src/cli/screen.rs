//! `almoner screen`.

use clap::ArgMatches;

use super::{
    ask,
    exit::{Exit, Failure},
    output::{self, Format},
    together::{self, Given, is_asked},
};
use crate::text;
use almoner_engine::{
    answer::{Asked, json},
    check::model::Kind,
    eval::{
        screen::{Outcome, Screening, screen_traced},
        trace::Trace,
    },
    present::Context,
    program::model::Program,
};

pub(super) fn run(program: &Program, matches: &ArgMatches) -> Result<Exit, Failure> {
    let (set, typed) = ask::named(program, matches, Kind::Eligibility)?;
    let text = match together::given(set, typed)? {
        Given::One(text) => text,
        Given::Several(source) => {
            let ruling = ask::ruling(program, set, typed, None)?;
            return together::run(&ruling, set, typed, *source);
        }
    };
    together::needs_several(typed)?;
    let given = ask::given_in(set, typed, text);
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
    if is_asked(typed, "letter") {
        return letter(asked, &screening, &trace, typed);
    }
    output::data(&match Format::of(typed) {
        Format::Json => json::answer(asked, ask::told(typed)).json,
        Format::Text => {
            let context = Context::new(asked, &trace);
            text::screening(&context, &screening, typed.get_flag("why"))
        }
    })?;
    let yes = screening.outcome == Outcome::Eligible;
    Ok(if typed.get_flag("fail") && !yes {
        Exit::NotEligible
    } else {
        Exit::Done
    })
}

/// Writes the letter for an answer, and says on standard error who decides.
fn letter(
    asked: Asked<'_>,
    screening: &Screening,
    trace: &Trace,
    typed: &ArgMatches,
) -> Result<Exit, Failure> {
    let context = Context::new(asked, trace);
    let letter = text::letter(&context, screening);
    let outcome = screening.outcome.name();
    if Format::of(typed) == Format::Json {
        output::data(&json::letter(asked, outcome, letter.as_deref()))?;
        return Ok(Exit::Done);
    }
    let Some(letter) = letter else {
        let says = format!("the rules have no letter for `{outcome}`");
        return Err(Failure::new(Exit::Facts, says));
    };
    output::data(&letter)?;
    if let Some(advice) = &asked.ruling.version.advice {
        output::remark(advice)?;
    }
    Ok(Exit::Done)
}
