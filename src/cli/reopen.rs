//! `almoner reopen`.

use clap::Args;

use super::{
    exit::{Exit, Failure},
    saved_args::{self, SavedArgs},
    stdout::{self, Format},
};
use crate::text;
use almoner_engine::{
    answer::verify::{Saved, Verdict},
    book::Book,
    present,
};

/// Show a saved JSON answer as it was, and say whether it is still the answer
#[derive(Args)]
pub(super) struct ReopenArgs {
    #[command(flatten)]
    saved: SavedArgs,
    /// Show how each number and each yes or no was calculated
    #[arg(long)]
    why: bool,
}

pub(super) fn run(book: &Book, args: &ReopenArgs, format: Format) -> Result<Exit, Failure> {
    let (text, facts) = args.saved.read()?;
    let failed = |says| Failure::new(Exit::Facts, says);
    let saved = Saved::read(&text).map_err(failed)?;
    let reopened = book.reopen(&saved, facts.as_deref()).map_err(failed)?;
    let verdict = &reopened.verdict;
    if format == Format::Json {
        stdout::data(&verdict.json())?;
        return Ok(exit(verdict));
    }
    let mut parts = vec![text::verdict(&present::verdict(verdict))];
    let is_same = matches!(verdict, Verdict::Identical | Verdict::Unchanged);
    if !is_same {
        parts.push(text::saved_answer(&present::saved_answer(book, &saved)));
    }
    if let Some(answer) = &reopened.answer {
        if !is_same {
            parts.push("As it is today:\n".to_owned());
        }
        parts.push(text::answer(answer, args.why));
    }
    stdout::data(&parts.join("\n"))?;
    if let Verdict::NeedsFacts(facts) = verdict {
        return Err(saved_args::needs_facts(facts));
    }
    Ok(exit(verdict))
}

fn exit(verdict: &Verdict) -> Exit {
    match verdict {
        Verdict::Identical | Verdict::Unchanged => Exit::Done,
        Verdict::NeedsFacts(_) => Exit::Facts,
        _ => Exit::NotEligible,
    }
}
