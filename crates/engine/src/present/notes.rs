//! What an answer rests on: assumptions and readings.

use super::{
    context::Context,
    operand,
    value_words::{self, listed},
};
use crate::{
    base::{
        ids::{FactId, ListId, RecordId},
        value::{Missing, Value},
    },
    check::{
        formula::Node,
        model::{Fact, Home, Role},
    },
    eval::{template, trace::Source},
    program::step_label,
};

/// What was taken where nothing was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// The fact's id.
    pub fact: String,
    /// The fact and its value in words, with the records it is assumed for
    /// unless it is for all.
    pub words: String,
}

/// The facts that were assumed and could change what is shown, except
/// confidential ones. A default by which a line is not charged is left out:
/// nobody asked for that line.
pub(super) fn assumptions(context: &Context<'_>, assumed: Missing) -> Vec<Assumption> {
    let used = context.facts_behind();
    assumed
        .facts()
        .filter(|number| !context.secrets().fact(*number))
        .filter(|number| context.worked.is_empty() || used.contains(*number))
        .map(|number| {
            let fact = &context.version().facts[number];
            Assumption {
                fact: fact.id.to_string(),
                words: assumption(context, number, fact),
            }
        })
        .collect()
}

fn assumption(context: &Context<'_>, number: FactId, fact: &Fact) -> String {
    let name = fact.words();
    if let (Home::Record(list, column), Some(assume)) = (fact.home, &fact.assume) {
        let taken = match assume.expr.node {
            Node::Constant(value) => template::format_value(value, &fact.ty, context.facts),
            _ => assume.text.to_string(),
        };
        return match assumed_for(context, list, column) {
            None => format!("{name}: {taken}"),
            Some(records) => format!("{name}: {taken} for {records}"),
        };
    }
    let value = context.facts.value(number);
    format!(
        "{name}: {}",
        template::format_value(value, &fact.ty, context.facts)
    )
}

/// The records for which a fact was assumed, unless it was for all.
fn assumed_for(context: &Context<'_>, list: ListId, column: u16) -> Option<String> {
    let records = context.facts.records(list)?;
    let version = context.version();
    let assumed: Vec<String> = records
        .present()
        .filter(|record| records.is_assumed(*record, column))
        .map(|number| version.record_words(RecordId { list, number }))
        .collect();
    (assumed.len() < usize::from(records.count())).then(|| listed(&assumed, "and"))
}

/// The readings that affected the answer, a sentence each: those of entries, then
/// those that are the same everywhere.
pub(super) fn readings(context: &Context<'_>, general: Vec<&str>) -> Vec<String> {
    let readings = used_readings(context).into_iter().chain(general);
    readings.map(value_words::sentence).collect()
}

/// The readings that affected the answer as the rules have them, each once.
pub(super) fn used_readings<'a>(context: &Context<'a>) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for worked in context.behind() {
        let (step, role) = context.part(worked.formula);
        let is_used = match role {
            Role::When => worked.result == Some(Value::YesNo(true)),
            _ => worked.result.is_some_and(Value::is_settled),
        };
        if !is_used {
            continue;
        }
        let about = step_label::step_label(context.version(), step);
        let looked_up = operand::operands(worked);
        let looked_up = looked_up.iter().map(|it| of_source(context, it.source));
        for reading in std::iter::once(about.reading).chain(looked_up).flatten() {
            if !found.contains(&reading) {
                found.push(reading);
            }
        }
    }
    found
}

/// The reading of a table, a set of packages or the period of a dated rate that
/// was used.
fn of_source<'a>(context: &Context<'a>, source: Source) -> Option<&'a str> {
    let version = context.version();
    match source {
        Source::Table(number, Some(_)) => version.tables[number].reading.as_deref(),
        Source::Packages(number, _) => version.packages[number].reading.as_deref(),
        Source::Parameter(number, period, _) => {
            let periods = &context.ruling.parameters[number].periods;
            periods.get(usize::from(period))?.reading.as_deref()
        }
        _ => None,
    }
}
