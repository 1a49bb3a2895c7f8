//! What stood in the way of an answer, as JSON.

use super::{answer, text};
use crate::{
    answer::Asked,
    base::{
        code::Severity,
        diagnostic::Diagnostic,
        source_text::{Place, SourceSet},
    },
    eval::{fault, screen::Unfinished},
    facts::Problem,
    program::{choose::Refused, wire},
};

/// Writes what is wrong with the facts.
pub(super) fn problems(problems: &[Problem]) -> String {
    let mut out = String::from("{\"problems\":[");
    for (number, problem) in problems.iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        out.push_str("{\"at\":");
        text::text(&mut out, &problem.at);
        out.push_str(",\"says\":");
        text::text(&mut out, &problem.says);
        out.push_str(",\"help\":");
        text::text_or_null(&mut out, problem.help.as_deref());
        out.push('}');
    }
    out.push_str("]}");
    out
}

/// Writes remarks on rule files.
pub(super) fn diagnostics(sources: &SourceSet, remarks: &[Diagnostic]) -> String {
    let mut out = String::from("{\"diagnostics\":[");
    for (number, remark) in remarks.iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        out.push('{');
        place(&mut out, sources, remark.place);
        out.push_str(",\"code\":");
        text::text(&mut out, remark.code.name());
        out.push_str(match remark.code.severity() {
            Severity::Error => ",\"severity\":\"error\",\"says\":",
            Severity::Warning => ",\"severity\":\"warning\",\"says\":",
        });
        text::text(&mut out, &remark.says);
        out.push_str(",\"related\":[");
        for (number, (at, says)) in remark.related.iter().enumerate() {
            out.push_str(if number > 0 { ",{" } else { "{" });
            place(&mut out, sources, *at);
            out.push_str(",\"says\":");
            text::text(&mut out, says);
            out.push('}');
        }
        out.push_str("],\"help\":");
        text::text_or_null(&mut out, remark.help.as_deref());
        out.push('}');
    }
    out.push_str("]}");
    out
}

/// Writes a place as file, line and column, both counted from 1; a column is
/// a character.
fn place(out: &mut String, sources: &SourceSet, place: Place) {
    let file = sources.get(place.file);
    let before = file.and_then(|file| file.text().get(..place.start as usize));
    let before = before.unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.get(line_start..).unwrap_or("").chars().count() + 1;
    out.push_str("\"file\":");
    text::text(out, file.map_or("", |file| file.path()));
    for (key, count) in [(",\"line\":", line), (",\"column\":", column)] {
        out.push_str(key);
        text::whole(out, i64::try_from(count).unwrap_or(i64::MAX));
    }
}

/// Writes why no rules or prices answer a question.
pub(super) fn refused(refused: &Refused) -> String {
    let mut out = String::from("{\"refused\":{\"on\":");
    text::day(&mut out, refused.on);
    out.push_str(",\"says\":");
    text::text(&mut out, &refused.to_string());
    out.push_str("}}");
    out
}

/// Writes what could not be done, and what had been done by then.
pub(super) fn fault(asked: Asked<'_>, unfinished: &Unfinished) -> String {
    let ruling = asked.ruling;
    let found = &unfinished.fault;
    let mut out = ruling.wire.head.clone();
    out.push_str(ruling.prices.map_or("null", |prices| prices.year()));
    out.push_str(",\"on\":");
    answer::day_and_known(&mut out, asked);
    out.push_str(",\"outcome\":\"fault\",\"fault\":{\"says\":");
    text::text(&mut out, &fault::fault_words(ruling, found));
    let part = found.formula.map(|formula| ruling.version.parts[formula]);
    let about = part.map(|part| wire::about(ruling.version, part.step));
    out.push_str(",\"step\":");
    text::text_or_null(&mut out, about.as_ref().map(|about| about.kind));
    out.push_str(",\"id\":");
    text::text_or_null(&mut out, about.as_ref().map(|about| about.id));
    out.push_str(",\"cite\":");
    text::text_or_null(&mut out, about.as_ref().and_then(|about| about.cite));
    out.push_str(",\"text\":");
    let written = fault::written(ruling.version, found);
    text::text_or_null(&mut out, written.as_deref());
    out.push('}');
    answer::end(&mut out, asked, Some(&unfinished.trace));
    out
}
