//! Showing the answer to one question: issued with the council's seal and saved, if
//! that is asked for.

use super::{
    clock,
    exit::{Exit, Failure},
    key, question,
    rule_set_args::Typed,
    save::{self, NewFile},
    stdout::{self, Format},
};
use crate::seal::Sealed;
use almoner_engine::{
    answer::{Answer, json::Issued},
    explain::Explanation,
    present,
};

/// Shows an answer, and saves it where that is asked for: first, so that nothing is
/// handed over that cannot be proved later.
pub(super) fn show(
    answer: &Answer<'_>,
    explanation: Option<&Explanation>,
    typed: &Typed<'_>,
) -> Result<(), Failure> {
    let json = || match explanation.filter(|_| typed.args.explain) {
        Some(explanation) => explanation.to_json(answer),
        None => answer.to_json(),
    };
    let sealed = kept(answer, json, typed)?;
    let shown = question::shown(answer, explanation, typed);
    stdout::data(&match (sealed, typed.format) {
        (Some(sealed), Format::Json) => sealed.json,
        (Some(sealed), Format::Text) => {
            let said = present::issued(&sealed.issued, None);
            format!("{shown}\n{}", said.join("\n"))
        }
        (None, _) => shown,
    })
}

/// That an answer is issued, where that is asked for. It is saved as for [`show`].
pub(super) fn issued(answer: &Answer<'_>, typed: &Typed<'_>) -> Result<Option<Issued>, Failure> {
    let sealed = kept(answer, || answer.to_json(), typed)?;
    Ok(sealed.map(|it| it.issued))
}

/// The answer with its seal, where one is asked for, and saved, where that is.
fn kept(
    answer: &Answer<'_>,
    json: impl Fn() -> String,
    typed: &Typed<'_>,
) -> Result<Option<Sealed>, Failure> {
    let sealed = sealed(answer, &json, typed)?;
    if let Some(path) = &typed.args.save {
        let text = sealed.as_ref().map_or_else(json, |it| it.json.clone()) + "\n";
        save::all(&[NewFile {
            path: path.clone(),
            bytes: text.into_bytes(),
            replace: false,
        }])?;
    }
    Ok(sealed)
}

/// The answer with its seal, where one is asked for.
fn sealed(
    answer: &Answer<'_>,
    json: impl FnOnce() -> String,
    typed: &Typed<'_>,
) -> Result<Option<Sealed>, Failure> {
    let Some(path) = &typed.args.seal else {
        return Ok(None);
    };
    if typed.format == Format::Text && typed.args.save.is_none() {
        let says = "an answer that is issued must be kept";
        let help = "save it with --save FILE, or write it with --format json";
        return Err(Failure::new(Exit::Usage, says).help(help));
    }
    let key = key::secret(path)?;
    let today = clock::today()?;
    let sealed = key.issue(answer, &json(), today, typed.args.desk.as_deref());
    let says = "the system gives no random numbers";
    sealed.map(Some).ok_or_else(|| Failure::new(Exit::Io, says))
}

/// Refuses a seal or a file where there is more than one answer, or a letter.
pub(super) fn needs_one_answer(typed: &Typed<'_>) -> Result<(), Failure> {
    let args = &typed.args;
    let flag = match (&args.seal, &args.save) {
        (Some(_), _) => "--seal",
        (None, Some(_)) => "--save",
        (None, None) => return Ok(()),
    };
    let says = format!("{flag} is for the answer to one question, not for a letter or a list");
    Err(Failure::new(Exit::Usage, says).help(format!("leave out {flag}")))
}
