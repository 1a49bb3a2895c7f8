//! Which entries of a version an answer reaches.

use std::collections::BTreeSet;

use super::{
    entry::{EntryName, Section},
    traces::entry_of,
};
use crate::{
    answer::Answer,
    base::value::Value,
    check::model::{Role, Step},
    eval::trace::{Entry, Source, Trace},
    program::model::Ruling,
};

/// Adds the entries that an answer reaches: whose condition holds, whose formula was
/// evaluated, or that were read.
pub(super) fn add(answer: &Answer<'_>, reached: &mut BTreeSet<EntryName>) {
    for part in answer.parts() {
        if let Some(trace) = part.trace() {
            add_trace(part.ruling(), trace, reached);
        }
    }
    if let Some(trace) = answer.whole_trace() {
        add_trace(answer.asked().ruling, trace, reached);
    }
    for (number, trace) in answer.limit_traces() {
        if let Some(part) = answer.parts().nth(*number) {
            add_trace(part.ruling(), trace, reached);
        }
    }
}

/// Whether a case can reach entries of a kind at all.
pub(super) fn can_be_reached(section: Section) -> bool {
    !matches!(
        section,
        Section::Version
            | Section::Priority
            | Section::Place
            | Section::Letter
            | Section::Provision
            | Section::Calendar
    )
}

fn add_trace(ruling: &Ruling<'_>, trace: &Trace, reached: &mut BTreeSet<EntryName>) {
    let version = ruling.version;
    for span in trace.spans() {
        let site = version.formula_sites[span.formula];
        let counts = match site.role {
            Role::When => span.result == Some(Value::YesNo(true)),
            Role::Wording => false,
            _ => true,
        };
        if counts {
            reached.insert(entry_of(version, site.step));
        }
    }
    for entry in trace.entries() {
        let (section, id) = match entry {
            Entry::Read(Source::Fact(fact) | Source::Field(fact, _), ..) => {
                reached.insert(entry_of(version, Step::Fact(*fact)));
                continue;
            }
            Entry::Read(Source::Charge(charge), ..) => {
                (Section::Charge, &ruling.book.charges[*charge].id)
            }
            Entry::Read(Source::Table(table, _), ..) => {
                (Section::Table, &version.tables[*table].id)
            }
            Entry::Read(Source::Parameter(rate, ..), ..) => {
                (Section::Rate, &ruling.parameters[*rate].id)
            }
            Entry::Read(Source::Packages(set, _) | Source::Offer(set, ..), ..) => {
                (Section::Packages, &version.packages[*set].id)
            }
            _ => continue,
        };
        reached.insert(EntryName::new(section, &**id));
    }
}
