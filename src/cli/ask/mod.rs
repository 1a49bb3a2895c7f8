//! `almoner ask`: the questions of a rule set one after the other, in the order and
//! words of its page, with what the answer is so far.

mod entry;
mod interview;
mod line_prompt;
mod progress_file;
mod terminal_prompt;

use std::{
    io::{self, IsTerminal as _},
    path::PathBuf,
};

use clap::Args;

use super::{
    args, clock,
    exit::{Exit, Failure},
    open_book,
    stdout::{self, Format},
};
use crate::{forms::question::Asked, text};
use almoner_engine::{
    answer::Outcome,
    base::date::Date,
    book::Book,
    check::model::{Kind, RuleSet},
};
use entry::Prompt;
use interview::{Ended, Interview};
use line_prompt::LinePrompt;
use progress_file::Progress;
use terminal_prompt::TerminalPrompt;

const AFTER: &str = "\
Leave a question empty if you do not know the answer yet. Write < to go back to the question \
before. Esc or Ctrl-C stops, and shows the answer as it is by then. Nothing that you enter is \
kept, unless you name a file with --save; confidential answers are never kept. Without a \
terminal the questions are answered line by line from standard input.";

/// Ask the questions of a rule set one by one, and show the answer as it grows
#[derive(Args)]
#[command(after_help = AFTER)]
pub(super) struct AskArgs {
    /// The rule set
    #[arg(id = "what", value_name = "RULE-SET")]
    rule_set: String,
    /// The day asked about, 2018-05-01 or 1/5/2018 [default: it is the first question]
    #[arg(long, value_name = "DATE", value_parser = args::day)]
    on: Option<Date>,
    /// Use only rules and prices known by this day [default: all]
    #[arg(long, value_name = "DATE", value_parser = args::day)]
    known: Option<Date>,
    /// Keep what was answered in this file, to go on later
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Go on from what was kept in this file
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
    /// Show how each number and each yes or no was calculated
    #[arg(long)]
    why: bool,
}

pub(super) fn run(book: &Book, args: &AskArgs, format: Format) -> Result<Exit, Failure> {
    let set = open_book::rule_set(book.program(), &args.rule_set)?;
    if let Some(path) = &args.save {
        progress_file::check(path, args.is_resumed_file())?;
    }
    let resumed = args.resume.as_deref().map(|path| Progress::read(path, set));
    let mut progress = resumed.transpose()?.unwrap_or_default();
    if let Some(on) = args.on {
        progress.fields.set("on", on.to_string());
    }
    if let Some(known) = args.known {
        progress.fields.set("known", known.to_string());
    }
    let mut prompt = prompt();
    let mut interview = Interview::new((book, set), progress, clock::today().ok());
    let ended = interview.run(&mut *prompt)?;
    if let Some(path) = &args.save {
        let version = interview.asked().version;
        progress_file::write(interview.progress(), version, path, args.is_resumed_file())?;
        prompt.say(&format!(
            "What you answered is kept in `{path}`. To go on: almoner ask {} --resume {path}",
            set.id,
            path = path.display(),
        ))?;
    } else if ended == Ended::Stopped {
        prompt.say("You stopped before the end. Nothing was kept.")?;
    }
    show(&interview.asked(), set, args, format)
}

/// Asks in the terminal, where there is one to ask in.
fn prompt() -> Box<dyn Prompt> {
    match io::stdin().is_terminal() && io::stderr().is_terminal() {
        true => Box::new(TerminalPrompt),
        false => Box::new(LinePrompt),
    }
}

impl AskArgs {
    /// Whether what is kept takes the place of what was gone on from.
    fn is_resumed_file(&self) -> bool {
        self.save.is_some() && self.save == self.resume
    }
}

/// The answer, as `quote` and `screen` show it.
fn show(asked: &Asked<'_>, set: &RuleSet, args: &AskArgs, format: Format) -> Result<Exit, Failure> {
    let Some(answer) = &asked.answer else {
        let unavailable = asked.unavailable.clone();
        let says = unavailable.unwrap_or_else(|| "there is no answer yet".to_owned());
        return Err(Failure::new(Exit::Facts, says));
    };
    let is_open = matches!(
        answer.outcome(),
        Outcome::NotEligible | Outcome::Undetermined
    );
    let explains = set.kind() == Kind::Eligibility && is_open && format == Format::Text;
    let explanation = explains.then(|| asked.book.explain(&asked.question, answer));
    stdout::data(&match format {
        Format::Json => answer.to_json(),
        Format::Text => text::explained_answer(answer, explanation.as_ref(), args.why),
    })?;
    Ok(Exit::Done)
}
