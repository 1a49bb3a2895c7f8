//! A value of another rule set within a trace, with the trace of its own.

use super::{facts, values, writer};
use crate::{
    answer::Asked,
    base::value,
    eval::trace::{Source, Trace},
};

/// Writes a value of another rule set: which version gave it, from which
/// facts, and how, as `write_trace` writes that. What must not be shown is left
/// out.
pub(super) fn write(
    out: &mut String,
    asked: Asked<'_>,
    (source, traced): (Source, &Trace),
    found: value::Value,
    write_trace: fn(&mut String, Asked<'_>, &Trace),
) {
    let program = asked.ruling.program;
    let sets = &program.contents().rule_sets;
    let options = match source {
        Source::NoRules(set, on) => {
            out.push_str("{\"rule_set\":");
            writer::text(out, &sets[set].id);
            out.push_str(",\"version\":null,\"on\":");
            writer::day(out, on);
            None
        }
        Source::Used(place) => {
            let used = traced.used().get(usize::from(place));
            let ruling = used.and_then(|used| {
                let set = &sets[used.rule_set].id;
                program.select(set, used.on, asked.ruling.known).ok()
            });
            let (Some(used), Some(ruling)) = (used, ruling) else {
                return out.push_str("null");
            };
            let value = &ruling.version.values[used.value];
            out.push_str("{\"rule_set\":");
            writer::text(out, &ruling.version.id);
            out.push_str(",\"version\":");
            writer::day(out, ruling.version.in_force);
            out.push_str(",\"on\":");
            writer::day(out, used.on);
            out.push_str(",\"value_of\":");
            writer::text(out, &value.id);
            writer::rests_on(out, value.cite.as_deref(), value.reading.as_deref());
            let nested = Asked {
                ruling: &ruling,
                facts: &used.facts,
                fragments: asked.fragments.of(&ruling),
            };
            out.push_str(",\"facts\":");
            facts::facts(out, nested);
            out.push_str(",\"trace\":");
            write_trace(out, nested, &used.trace);
            value.is.ty.options().cloned()
        }
        _ => return out.push_str("null"),
    };
    out.push_str(",\"value\":");
    values::value(out, asked, found, options.as_ref());
    out.push('}');
}
