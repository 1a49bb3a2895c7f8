//! `almoner reopen`.

use std::path::PathBuf;

use clap::Args;

use super::{
    exit::{Exit, Failure},
    read_file,
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
    /// The saved answer, `-` for standard input
    #[arg(id = "what", value_name = "FILE")]
    answer: PathBuf,
    /// The confidential facts that the answer withholds, as a JSON object
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
    /// Show how each number and each yes or no was calculated
    #[arg(long)]
    why: bool,
}

pub(super) fn run(book: &Book, args: &ReopenArgs, format: Format) -> Result<Exit, Failure> {
    let extra = args.facts.as_ref();
    if extra == Some(&args.answer) && args.answer.as_os_str() == "-" {
        let says = "the answer and its facts cannot both come from standard input";
        return Err(Failure::new(Exit::Usage, says).help("name a file for one of them"));
    }
    let text = read_file::answer(&args.answer)?;
    let extra = extra
        .map(|path| read_file::text(path, Exit::Facts))
        .transpose()?;
    let failed = |says| Failure::new(Exit::Facts, says);
    let saved = Saved::read(&text).map_err(failed)?;
    let reopened = book.reopen(&saved, extra.as_deref()).map_err(failed)?;
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
        let help = "give these as a JSON object with --facts FILE";
        let says = format!("the answer withholds: {}", facts.join(", "));
        return Err(Failure::new(Exit::Facts, says).help(help));
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
