//! `almoner quote`.

use super::{
    exit::{Exit, Failure},
    issue, question, quote_file,
    rule_set_args::{RuleSetArgs, Typed},
    stdout::Format,
};
use almoner_engine::{book::Book, check::model::Kind};

pub(super) fn run(book: &Book, args: &RuleSetArgs, format: Format) -> Result<Exit, Failure> {
    let typed = Typed::read(book, args, Kind::Pricing, format)?;
    let file = question::facts_file(&typed)?;
    let question = question::question(&typed, file.as_deref())?;
    let answer = book
        .answer(&question)
        .map_err(|refusal| question::refused(book, refusal, &typed))?;
    if let Some(path) = &typed.out {
        return quote_file::write(&answer, path, &typed);
    }
    let explanation = typed.args.explain.then(|| book.explain(&question, &answer));
    issue::show(&answer, explanation.as_ref(), &typed)?;
    Ok(typed.exit(answer.outcome().is_settled_yes()))
}
