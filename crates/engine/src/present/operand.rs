//! What a formula read, and what it is called.

use super::context::Context;
use crate::{
    base::{time_unit::TimeUnit, types::Type, value::Value},
    eval::trace::{Entry, Source, TracedUse, Worked},
    program::model::Ruling,
};

/// Something a formula read: what, where in its text, and its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operand {
    /// What was read.
    pub source: Source,
    /// Its first byte in the formula's text.
    pub start: u32,
    /// Its value.
    pub value: Value,
}

impl Operand {
    /// Its value in words.
    pub(super) fn words(&self, context: &Context<'_>) -> String {
        let per = per_of(context, self.source);
        context.words_by(self.value, type_of(context, self.source), per)
    }

    /// What it is called.
    pub(super) fn name(&self, context: &Context<'_>) -> String {
        let version = context.version();
        let id = match self.source {
            Source::On => "the day asked about",
            Source::Fact(fact) | Source::Field(fact, _) | Source::Counted(fact, _) => {
                &version.facts[fact].id
            }
            Source::Value(value, _) => &version.values[value].id,
            Source::Charge(charge) => &context.ruling.book.charges[charge].id,
            Source::Used(place) => match context.used.get(usize::from(place)) {
                Some(used) => &context.ruling.book.rule_sets[used.rule_set].id,
                None => "another rule set",
            },
            Source::NoRules(set, _) => &context.ruling.book.rule_sets[set].id,
            Source::Table(table, _) => &version.tables[table].id,
            Source::Packages(set, _) | Source::Offer(set, _, _) => &version.packages[set].id,
            Source::Parameter(parameter, _, _) => &context.ruling.parameters[parameter].id,
            Source::Calendar(calendar, _) => &context.ruling.book.calendars[calendar].id,
        };
        id.to_owned()
    }
}

/// Everything a formula read, in order, but for which records count: their
/// facts say it.
pub(super) fn operands(worked: &Worked) -> Vec<Operand> {
    let read = |entry: &Entry| match *entry {
        Entry::Read(Source::Counted(..), ..) => None,
        Entry::Read(source, start, value) => Some(Operand {
            source,
            start,
            value,
        }),
        _ => None,
    };
    worked.entries.iter().filter_map(read).collect()
}

/// The type of what was read; what a calendar says needs none to be shown.
pub(super) fn type_of<'a>(context: &Context<'a>, source: Source) -> &'a Type {
    let version = context.version();
    match source {
        Source::On => &Type::Date,
        Source::Counted(..) | Source::Calendar(..) => &Type::YesNo,
        Source::Fact(fact) | Source::Field(fact, _) => &version.facts[fact].ty,
        Source::Value(value, _) => &version.values[value].is.ty,
        Source::Charge(_) | Source::Packages(..) | Source::Offer(..) => &Type::Money,
        Source::Used(place) => match context.used.get(usize::from(place)) {
            Some(used) => type_there(context.ruling, used),
            None => &Type::YesNo,
        },
        Source::NoRules(..) => &Type::YesNo,
        Source::Table(table, _) => &version.tables[table].gives,
        Source::Parameter(parameter, _, _) => &context.ruling.parameters[parameter].gives,
    }
}

/// What an amount that was read is by.
pub(super) fn per_of(context: &Context<'_>, source: Source) -> Option<TimeUnit> {
    let version = context.version();
    match source {
        Source::Fact(fact) | Source::Field(fact, _) => version.facts[fact].per,
        Source::Value(value, _) => version.values[value].is.per,
        Source::Table(table, _) => version.tables[table].per,
        Source::Parameter(parameter, _, _) => context.ruling.parameters[parameter].per,
        _ => None,
    }
}

/// The type of a value of another rule set.
fn type_there<'a>(ruling: &Ruling<'a>, used: &TracedUse) -> &'a Type {
    let set = &ruling.book.rule_sets[used.rule_set];
    match ruling.program.select(&set.id, used.on, ruling.known) {
        Ok(ruling) => &ruling.version.values[used.value].is.ty,
        Err(_) => &Type::YesNo,
    }
}
