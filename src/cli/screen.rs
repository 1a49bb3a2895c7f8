//! `almoner screen`.

use super::{
    exit::{Exit, Failure},
    issue, letters, question,
    ranking::{self, Applicants},
    rule_set_args::{RuleSetArgs, Typed},
    stdout::Format,
};
use almoner_engine::{answer::Outcome, book::Book, check::model::Kind};

pub(super) fn run(book: &Book, args: &RuleSetArgs, format: Format) -> Result<Exit, Failure> {
    let typed = Typed::read(book, args, Kind::Eligibility, format)?;
    let applicants = ranking::read_applicants(&typed)?;
    if typed.letter || matches!(applicants, Applicants::Several(_)) {
        issue::needs_one_answer(&typed)?;
    }
    let file = match applicants {
        Applicants::One(file) => file,
        Applicants::Several(cases) if typed.letter => {
            return letters::several(book, &typed, *cases);
        }
        Applicants::Several(cases) => return ranking::run(book, &typed, *cases),
    };
    ranking::needs_several(&typed)?;
    let question = question::question(&typed, file.as_deref())?;
    let answer = book
        .answer(&question)
        .map_err(|refusal| question::refused(book, refusal, &typed))?;
    if typed.letter {
        return letters::one(book, &question, &answer, &typed);
    }
    let is_open = matches!(
        answer.outcome(),
        Outcome::NotEligible | Outcome::Undetermined
    );
    let explains = typed.args.explain || (format == Format::Text && is_open);
    let explanation = explains.then(|| book.explain(&question, &answer));
    issue::show(&answer, explanation.as_ref(), &typed)?;
    Ok(typed.exit(answer.outcome().is_settled_yes()))
}
