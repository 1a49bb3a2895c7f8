//! `almoner verify`.

use std::path::PathBuf;

use clap::Args;

use super::{
    exit::{Exit, Failure},
    read_file,
    stdout::{self, Format},
};
use almoner_engine::{
    answer::verify::{self, Saved, Verdict},
    book::Book,
};

/// Answer a saved JSON answer's question again and say whether it is identical
#[derive(Args)]
pub(super) struct VerifyArgs {
    /// The saved answer, `-` for standard input
    #[arg(id = "what", value_name = "FILE")]
    answer: PathBuf,
    /// The confidential facts that the answer withholds, as a JSON object
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
}

pub(super) fn run(book: &Book, args: &VerifyArgs, format: Format) -> Result<Exit, Failure> {
    let saved = &args.answer;
    let extra = args.facts.as_ref();
    if extra == Some(saved) && saved.as_os_str() == "-" {
        let says = "the answer and its facts cannot both come from standard input";
        return Err(Failure::new(Exit::Usage, says).help("name a file for one of them"));
    }
    let answer = read_file::answer(saved)?;
    let extra = extra
        .map(|path| read_file::text(path, Exit::Facts))
        .transpose()?;
    let verdict = Saved::read(&answer)
        .and_then(|saved| verify::verify(book, &saved, extra.as_deref()))
        .map_err(|says| Failure::new(Exit::Facts, says))?;
    match format {
        Format::Json => stdout::data(&verdict.json())?,
        Format::Text => say(&verdict)?,
    }
    Ok(match verdict {
        Verdict::Identical | Verdict::Unchanged => Exit::Done,
        Verdict::NeedsFacts(_) => Exit::Facts,
        _ => Exit::NotEligible,
    })
}

fn say(verdict: &Verdict) -> Result<(), Failure> {
    match verdict {
        Verdict::Identical => stdout::data("Identical: the same question gives the same answer."),
        Verdict::Unchanged => stdout::data(
            "The same answer. A file has changed since, in nothing that this answer uses.",
        ),
        Verdict::Differs(differences) => {
            let differences = differences.join("\n  - ");
            stdout::data(&format!("Different:\n  - {differences}"))
        }
        Verdict::Altered(differences) => {
            let mut says = "Altered: the saved answer is not as almoner gave it.".to_owned();
            for difference in differences {
                says.push_str("\n  - ");
                says.push_str(difference);
            }
            stdout::data(&says)
        }
        Verdict::NeedsFacts(facts) => {
            let facts = facts.join(", ");
            let help = "give these as a JSON object with --facts FILE";
            let says = format!("the answer withholds what it cannot be proved without: {facts}");
            Err(Failure::new(Exit::Facts, says).help(help))
        }
        other => stdout::data(&other.json()),
    }
}
