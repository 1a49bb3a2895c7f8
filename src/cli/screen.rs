//! `almoner screen`.

use super::{
    exit::{Exit, Failure},
    question,
    ranking::{self, Applicants},
    rule_set_args::{RuleSetArgs, Typed},
    stdout::{self, Format},
};
use crate::text;
use almoner_engine::{
    answer::{Answer, Outcome, json},
    book::Book,
    check::model::Kind,
};

pub(super) fn run(book: &Book, args: &RuleSetArgs, format: Format) -> Result<Exit, Failure> {
    let typed = Typed::read(book, args, Kind::Eligibility, format)?;
    let file = match ranking::read_applicants(&typed)? {
        Applicants::One(file) => file,
        Applicants::Several(cases) => return ranking::run(book, &typed, *cases),
    };
    ranking::needs_several(&typed)?;
    let question = question::question(&typed, file.as_deref())?;
    let answer = book
        .answer(&question)
        .map_err(|refusal| question::refused(book, refusal, &typed))?;
    if typed.letter {
        return letter(&answer, format);
    }
    let is_open = matches!(
        answer.outcome(),
        Outcome::NotEligible | Outcome::Undetermined
    );
    let explains = typed.args.explain || (format == Format::Text && is_open);
    let explanation = explains.then(|| book.explain(&question, &answer));
    stdout::data(&question::shown(&answer, explanation.as_ref(), &typed))?;
    Ok(typed.exit(answer.outcome().is_settled_yes()))
}

/// Writes the letter for an answer, and says on standard error who decides.
fn letter(answer: &Answer<'_>, format: Format) -> Result<Exit, Failure> {
    let asked = answer.asked();
    let outcome = answer.outcome().name();
    let letter = text::letter(answer);
    if format == Format::Json {
        stdout::data(&json::letter(asked, outcome, letter.as_deref()))?;
        return Ok(Exit::Done);
    }
    let Some(letter) = letter else {
        let says = format!("the rules have no letter for `{outcome}`");
        return Err(Failure::new(Exit::Facts, says));
    };
    stdout::data(&letter)?;
    if let Some(advice) = &asked.ruling.version.advice {
        stdout::remark(advice)?;
    }
    Ok(Exit::Done)
}
