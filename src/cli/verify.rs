//! `almoner verify`.

use std::path::PathBuf;

use clap::ArgMatches;

use super::{
    ask,
    exit::{Exit, Failure},
    output::{self, Format},
};
use almoner_engine::{
    answer::verify::{self, Saved, Verdict},
    book::Book,
};

pub(super) fn run(book: &Book, matches: &ArgMatches) -> Result<Exit, Failure> {
    let saved: &PathBuf = matches
        .get_one("what")
        .ok_or_else(|| Failure::new(Exit::Usage, "no answer was named"))?;
    let extra: Option<&PathBuf> = matches.get_one("facts");
    if extra == Some(saved) && saved.as_os_str() == "-" {
        let says = "the answer and its facts cannot both come from standard input";
        return Err(Failure::new(Exit::Usage, says).help("name a file for one of them"));
    }
    let answer = ask::read(saved, Exit::Facts)?;
    let extra = extra.map(|path| ask::read(path, Exit::Facts)).transpose()?;
    let verdict = Saved::read(&answer)
        .and_then(|saved| verify::verify(book, &saved, extra.as_deref()))
        .map_err(|says| Failure::new(Exit::Facts, says))?;
    match Format::of(matches) {
        Format::Json => output::data(&verdict.json())?,
        Format::Text => say(&verdict)?,
    }
    Ok(match verdict {
        Verdict::Identical => Exit::Done,
        Verdict::Differs(_) => Exit::NotEligible,
        Verdict::NeedsFacts(_) => Exit::Facts,
    })
}

fn say(verdict: &Verdict) -> Result<(), Failure> {
    match verdict {
        Verdict::Identical => output::data("Identical: the same question gives the same answer."),
        Verdict::Differs(differences) => {
            let differences = differences.join("\n  - ");
            output::data(&format!("Different:\n  - {differences}"))
        }
        Verdict::NeedsFacts(facts) => {
            let facts = facts.join(", ");
            let help = "give these as a JSON object with --facts FILE";
            let says = format!("the answer withholds what it cannot be proved without: {facts}");
            Err(Failure::new(Exit::Facts, says).help(help))
        }
    }
}
