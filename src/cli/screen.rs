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
    answer::{Answer, Detail, Outcome, json},
    book::Book,
    check::model::Kind,
};

pub(super) fn run(book: &Book, matches: &ArgMatches) -> Result<Exit, Failure> {
    let (set, typed) = ask::named(book, matches, Kind::Eligibility)?;
    let file = match together::given(set, typed)? {
        Given::One(file) => file,
        Given::Several(source) => return together::run(book, set, typed, *source),
    };
    together::needs_several(typed)?;
    let facts = ask::given(set, typed, file.as_deref());
    let letter_asked = is_asked(typed, "letter");
    let mut question = ask::with_detail(ask::question(set, typed, facts)?, typed);
    if letter_asked {
        question = question.detail(Detail::Traced);
    }
    let answer = book
        .answer(&question)
        .map_err(|refusal| ask::refused(book, set, refusal, typed))?;
    if letter_asked {
        return letter(&answer, typed);
    }
    output::data(&match Format::of(typed) {
        Format::Json => answer.to_json(),
        Format::Text => text::answer(&answer, typed.get_flag("why")),
    })?;
    let yes = answer.outcome() == Outcome::Eligible;
    Ok(if typed.get_flag("fail") && !yes {
        Exit::NotEligible
    } else {
        Exit::Done
    })
}

/// Writes the letter for an answer, and says on standard error who decides.
fn letter(answer: &Answer<'_>, typed: &ArgMatches) -> Result<Exit, Failure> {
    let asked = answer.asked();
    let outcome = answer.outcome().name();
    let letter = text::letter(answer);
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
