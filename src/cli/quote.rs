//! `almoner quote`.

use super::{
    exit::{Exit, Failure},
    question,
    rule_set_args::{RuleSetArgs, Typed},
    stdout::{self, Format},
};
use crate::text;
use almoner_engine::{book::Book, check::model::Kind};

pub(super) fn run(book: &Book, args: &RuleSetArgs, format: Format) -> Result<Exit, Failure> {
    let typed = Typed::read(book, args, Kind::Pricing, format)?;
    let file = question::facts_file(&typed)?;
    let answer = book
        .answer(&question::question(&typed, file.as_deref())?)
        .map_err(|refusal| question::refused(book, refusal, &typed))?;
    stdout::data(&match format {
        Format::Json => answer.to_json(),
        Format::Text => text::answer(&answer, typed.args.why),
    })?;
    Ok(typed.exit(answer.outcome().is_settled_yes()))
}
