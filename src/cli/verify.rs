//! `almoner verify`.

use std::path::PathBuf;

use clap::Args;

use super::{
    clock,
    exit::{Exit, Failure},
    key,
    saved_args::{self, SavedArgs},
    stdout::{self, Format},
};
use crate::seal::{Issue, Proof};
use almoner_engine::{
    answer::{
        json::Issued,
        verify::{self, Saved, Verdict},
    },
    book::Book,
    present,
};

/// Answer a saved JSON answer's question again, and check the council's seal
#[derive(Args)]
pub(super) struct VerifyArgs {
    #[command(flatten)]
    saved: SavedArgs,
    /// The council's public keys of today and of earlier, by which its seal is checked
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Exit with 5 unless the council has issued the answer
    #[arg(long, requires = "keys")]
    issued: bool,
}

pub(super) fn run(book: &Book, args: &VerifyArgs, format: Format) -> Result<Exit, Failure> {
    let keys = args.keys.as_deref().map(key::public).transpose()?;
    let (answer, facts) = args.saved.read()?;
    let verdict = Saved::read(&answer)
        .and_then(|saved| verify::verify(book, &saved, facts.as_deref()))
        .map_err(|says| Failure::new(Exit::Facts, says))?;
    let proof = Proof::new(verdict, Issue::of(&answer, keys.as_ref()));
    match format {
        Format::Json => stdout::data(&proof.json())?,
        Format::Text => say(&proof, keys.is_some())?,
    }
    let lacks_seal = args.issued && !proof.is_issued();
    Ok(match proof.verdict {
        _ if proof.holds() && !lacks_seal => Exit::Done,
        Verdict::NeedsFacts(_) if !proof.is_refuted() => Exit::Facts,
        _ => Exit::NotEligible,
    })
}

/// Says what is proved. `checks` says that there are keys to check a seal with.
fn say(proof: &Proof, checks: bool) -> Result<(), Failure> {
    match &proof.issue {
        Issue::Issued(issued) => say_issued(issued, &proof.verdict),
        Issue::Altered => stdout::data(
            "Altered: the council's seal is of another text. Either the answer or its seal has \
             been changed.",
        ),
        Issue::UnknownKey => stdout::data(
            "Not proved: the answer has a seal, and it is of none of the council's keys.",
        ),
        Issue::NotIssued if checks => {
            say_verdict(&proof.verdict)?;
            stdout::data("The council has not issued it: it has no seal.")
        }
        Issue::NotIssued => say_verdict(&proof.verdict),
        Issue::NotChecked => {
            say_verdict(&proof.verdict)?;
            stdout::remark("Its seal was not checked. Name the council's keys with --keys FILE.")
        }
    }
}

/// Says that an answer was issued, and whether the rules have changed since.
fn say_issued(issued: &Issued, verdict: &Verdict) -> Result<(), Failure> {
    let council = &issued.council;
    stdout::data(&match verdict {
        Verdict::Identical | Verdict::Unchanged => {
            format!("Issued by {council}, and still what the rules say.")
        }
        Verdict::Differs(differences) | Verdict::Altered(differences) => {
            let says =
                format!("Issued by {council}. The rules, prices or facts have changed since:");
            listed(&says, differences)
        }
        _ => format!("Issued by {council}."),
    })?;
    let said = present::issued(issued, Some(clock::today()?));
    stdout::data(&said.join("\n"))?;
    match verdict {
        Verdict::NeedsFacts(_) => say_verdict(verdict),
        _ => Ok(()),
    }
}

fn say_verdict(verdict: &Verdict) -> Result<(), Failure> {
    if let Verdict::NeedsFacts(facts) = verdict {
        return Err(saved_args::needs_facts(facts));
    }
    let view = present::verdict(verdict);
    stdout::data(&listed(view.headline, &view.differences))
}

/// Words, and a line for each difference.
fn listed(words: &str, differences: &[String]) -> String {
    let mut lines = vec![words.to_owned()];
    lines.extend(differences.iter().map(|it| format!("  - {it}")));
    lines.join("\n")
}
