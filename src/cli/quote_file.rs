//! `almoner quote RULE-SET --out FILE`: a quote to hand over.

use std::path::Path;

use super::{
    clock,
    exit::{Exit, Failure},
    issue, letters,
    rule_set_args::Typed,
    save::{self, NewFile},
};
use crate::letters::{QuotePaper, Slip};
use almoner_engine::answer::Answer;

/// Writes a quote, issued today, to a file.
pub(super) fn write(answer: &Answer<'_>, path: &Path, typed: &Typed<'_>) -> Result<Exit, Failure> {
    let format = letters::format_of(path)?;
    let slip = match issue::issued(answer, typed)? {
        Some(issued) => Slip::of_issued(answer, &issued),
        None => Slip::of(answer, Some(clock::today()?)),
    };
    let paper = QuotePaper::of(answer, slip);
    let paper = paper.ok_or_else(|| Failure::new(Exit::Usage, "this is not a quote"))?;
    let bytes = paper.write(format);
    let bytes = bytes.map_err(|why| Failure::new(Exit::Io, why))?;
    save::all(&[NewFile {
        path: path.to_owned(),
        bytes,
        replace: typed.replace,
    }])?;
    Ok(typed.exit(answer.outcome().is_settled_yes()))
}
