//! Who may vary prices within a year: what the book states, and whether a
//! variation names the same people and one of the same grounds.

use super::{
    diagnostics::{FileScope, Sink},
    model::{Decision, VariationPower},
};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code, name, source_text::Place},
    source::model::{VariationHead, VariationPowerEntry},
};

/// Reads a power as stated in the catalogue.
pub(super) fn read(
    written: &VariationPowerEntry<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> VariationPower {
    let place = file.place(written.cite);
    let texts = written.by.iter().chain(&written.grounds);
    let blank = texts.chain([&written.cite]).find(|it| it.trim().is_empty());
    if written.by.is_empty() || blank.is_some() {
        let says = "this does not say who may vary prices, on which grounds and by which paragraph";
        let place = blank.map_or(place, |text| file.place(text));
        let help = "name the offices in `by`, the grounds in `grounds` and the paragraph in `cite`";
        sink.add(Diagnostic::new(Code::NoReason, place, says).help(help));
    }
    let texts = |texts: &[&str]| texts.iter().map(|it| (*it).into()).collect();
    VariationPower {
        cite: written.cite.into(),
        by: texts(&written.by),
        jointly: written.jointly,
        grounds: texts(&written.grounds),
        reading: written.reading.map(Box::from),
        place,
    }
}

/// Compares a variation with the powers that the book states. A book that
/// states none leaves them to its readers.
pub(super) fn compare(
    head: &VariationHead<'_>,
    decision: &Decision,
    powers: &[VariationPower],
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) {
    if powers.is_empty() || head.authority.trim().is_empty() {
        return;
    }
    let Some(power) = powers.iter().find(|it| *it.cite == *head.authority) else {
        let cites = powers.iter().map(|it| &*it.cite);
        let says = format!(
            "`{}` is not a paragraph by which this book lets prices be varied",
            head.authority
        );
        let help = match name::nearest(head.authority, cites.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("name {}", list(cites, "or")),
        };
        let related = powers.first().map(|it| it.place);
        sink.add(refused(file.place(head.authority), says, related).help(help));
        return;
    };
    let lacking = || {
        power
            .by
            .iter()
            .filter(|office| !decision.by.contains(&***office))
    };
    let decided = match power.jointly {
        true => lacking().next().is_none(),
        false => lacking().count() < power.by.len(),
    };
    if !decided {
        let says = format!("`{}` may not vary prices by {}", decision.by, power.cite);
        let offices = power.by.iter().map(|office| &**office);
        let help = match power.jointly {
            true => format!("{} decide jointly: name each in `by`", list(offices, "and")),
            false => format!("{} decides: name the office in `by`", list(offices, "or")),
        };
        let place = file.place(head.decided.by());
        sink.add(refused(place, says, Some(power.place)).help(help));
    }
    let grounds = || power.grounds.iter().map(|ground| &**ground);
    let help = || format!("write one of the grounds: {}", list(grounds(), "or"));
    match head.ground {
        _ if power.grounds.is_empty() => {}
        Some(ground) if grounds().any(|it| it == ground) => {}
        Some(ground) => {
            let says = format!("{} does not have the ground `{ground}`", power.cite);
            sink.add(refused(file.place(ground), says, Some(power.place)).help(help()));
        }
        None => {
            let says = "the variation does not say on which ground prices change".to_owned();
            let place = file.place(head.authority);
            let help = format!(
                "add `ground: …`; {} allows {}",
                power.cite,
                list(grounds(), "or")
            );
            sink.add(refused(place, says, Some(power.place)).help(help));
        }
    }
}

fn refused(place: Place, says: String, stated: Option<Place>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::NotAuthorised, place, says);
    match stated {
        Some(stated) => diagnostic.related(stated, "who may vary prices is stated here"),
        None => diagnostic,
    }
}

/// `a`, `b` and `c`.
fn list<'t>(texts: impl Iterator<Item = &'t str>, last: &str) -> String {
    let quoted: Vec<String> = texts.map(|it| format!("`{it}`")).collect();
    match quoted.as_slice() {
        [first @ .., end] if !first.is_empty() => {
            format!("{} {last} {end}", first.join(", "))
        }
        _ => quoted.join(""),
    }
}
