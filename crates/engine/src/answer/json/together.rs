//! Several applicants screened together, as JSON.

use super::{answer, text, values};
use crate::{
    answer::ranking::{Screened, Together},
    check::model::Status,
    eval::{
        order::{Placing, Position},
        screen::Outcome,
    },
};

/// Writes all of them: `{"rule_set",…,"vacancies","ties","eligible":[…],
/// "refer":[…],"undetermined":[…],"not_eligible":[…]}`.
pub(super) fn write(together: &Together<'_>) -> String {
    let ruling = together.ruling;
    let mut out = ruling.wire.head.clone();
    out.push_str("null,\"status\":");
    out.push_str(match ruling.status() {
        Status::Adopted => "\"adopted\",\"on\":",
        Status::Proposed => "\"indicative\",\"on\":",
    });
    answer::days(&mut out, ruling);
    vacancies(&mut out, together);
    out.push_str(",\"ties\":");
    let ties = ruling.version.selection.ties.as_deref();
    text::text_or_null(&mut out, ties);
    for outcome in [
        Outcome::Eligible,
        Outcome::Refer,
        Outcome::Undetermined,
        Outcome::NotEligible,
    ] {
        out.push_str(",\"");
        out.push_str(outcome.name());
        out.push_str("\":[");
        let mut first = true;
        for (screened, position) in together.with(outcome) {
            values::separate(&mut out, &mut first);
            one(&mut out, together, screened, position);
        }
        out.push(']');
    }
    out.push('}');
    out
}

fn vacancies(out: &mut String, together: &Together<'_>) {
    out.push_str(",\"vacancies\":");
    let Some(vacancies) = &together.vacancies else {
        return out.push_str("null");
    };
    out.push_str("{\"total\":");
    text::whole(out, i64::from(vacancies.total));
    out.push_str(",\"places\":[");
    let places = &together.ruling.version.selection.places;
    let mut first = true;
    for (kind, count) in &vacancies.of_kind {
        let Some(place) = places.get(*kind) else {
            continue;
        };
        values::separate(out, &mut first);
        out.push_str("{\"id\":");
        text::text(out, &place.id);
        out.push_str(",\"says\":");
        text::text(out, &place.says);
        out.push_str(",\"count\":");
        text::whole(out, i64::from(*count));
        cited(out, &place.cite, place.reading.as_deref());
        out.push('}');
    }
    out.push_str("]}");
}

fn one(out: &mut String, together: &Together<'_>, screened: &Screened, position: &Position) {
    out.push_str("{\"ref\":");
    text::text(out, &screened.reference);
    let outcome = screened.screening.outcome;
    if outcome == Outcome::Eligible {
        let (first, last) = position.positions();
        for (key, number) in [(",\"first\":", first), (",\"last\":", last)] {
            out.push_str(key);
            text::whole(out, i64::try_from(number).unwrap_or(i64::MAX));
        }
        out.push_str(",\"place\":");
        let placing = together.vacancies.as_ref();
        let placing = placing.map(|it| position.placing(usize::from(it.total)));
        out.push_str(match placing {
            Some(Placing::Place) => "\"yes\"",
            Some(Placing::Open) => "\"open\"",
            Some(Placing::NoPlace) => "\"no\"",
            None => "null",
        });
    }
    if outcome != Outcome::NotEligible {
        priority(out, together, screened);
        for (key, numbers) in [
            (",\"alike\":[", &position.alike),
            (",\"open_beside\":[", &position.open),
            (",\"undecided_before\":[", &position.undecided),
        ] {
            out.push_str(key);
            let mut first = true;
            for reference in together.references(numbers) {
                values::separate(out, &mut first);
                text::text(out, reference);
            }
            out.push(']');
        }
    }
    out.push_str(",\"answer\":");
    let asked = together.asked(screened);
    out.push_str(&super::screening(
        asked,
        &screened.screening,
        &screened.trace,
    ));
    out.push('}');
}

/// What each rule of priority finds.
fn priority(out: &mut String, together: &Together<'_>, screened: &Screened) {
    let rules = together.ruling.version.selection.priority.iter();
    out.push_str(",\"priority\":[");
    let mut first = true;
    for (rule, weight) in rules.zip(&screened.applicant.weights) {
        values::separate(out, &mut first);
        out.push_str("{\"id\":");
        text::text(out, &rule.id);
        out.push_str(",\"value\":");
        if together.ruling.wire.secrets.result(rule.by.number) {
            out.push_str(values::WITHHELD);
        } else {
            let options = rule.by.ty.options();
            values::value(out, together.asked(screened), *weight, options);
        }
        cited(out, &rule.cite, rule.reading.as_deref());
        out.push('}');
    }
    out.push(']');
}

fn cited(out: &mut String, cite: &str, reading: Option<&str>) {
    out.push_str(",\"cite\":");
    text::text(out, cite);
    out.push_str(",\"reading\":");
    text::text_or_null(out, reading);
}
