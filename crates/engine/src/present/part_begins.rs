//! Why a part of a booking begins, in words.

use super::{context::Context, value_words::listed};
use crate::{
    answer::Change,
    base::{
        date::{Date, LongDate},
        ids::{FactId, FormulaId, RecordId},
        name::to_words,
    },
    check::model::Home,
    program::step_label::step_label,
};

/// `the charges change on 1 April 2018`, `child 2 turns 2 on 20 April 2018`.
pub(super) fn words(context: &Context<'_>, first_day: Date, begins: &[Change]) -> String {
    let changes = begins.iter().map(|change| what_changes(context, *change));
    let changes: Vec<String> = changes.collect();
    format!("{} on {}", listed(&changes, "and"), LongDate(first_day))
}

fn what_changes(context: &Context<'_>, change: Change) -> String {
    let version = context.version();
    match change {
        Change::Version => "the rules change".to_owned(),
        Change::Tariff => "the charges change".to_owned(),
        Change::Variation => "a variation of the charges begins".to_owned(),
        Change::Month => "a new month begins".to_owned(),
        Change::Rate(number) => {
            let says = &context.ruling.parameters[number].says;
            format!("“{says}” changes")
        }
        Change::Birthday(fact, record, years) => {
            let declared = &version.facts[fact];
            let who = match (declared.home, record) {
                (Home::Record(list, _), Some(number)) => {
                    version.record_words(RecordId { list, number })
                }
                _ if years == 0 => return format!("{} is reached", declared.words()),
                _ => return format!("the age by {} reaches {years}", declared.words()),
            };
            match years {
                0 => format!("{who} is born"),
                _ => format!("{who} turns {years}"),
            }
        }
        Change::Fact(fact, record) => fact_changes(context, fact, record),
        Change::Formula(formula, record) => step_changes(context, formula, record),
    }
}

/// `“income” changes`, `“weekdays attended” changes for child 2`, `child 2
/// joins`.
fn fact_changes(context: &Context<'_>, fact: FactId, record: Option<u16>) -> String {
    let version = context.version();
    let declared = &version.facts[fact];
    match (declared.home, record) {
        (Home::List(list), Some(number)) => {
            let records = context.facts.records(list);
            let joins = records.is_some_and(|records| records.is_present(number));
            let verb = if joins { "joins" } else { "leaves" };
            let who = version.record_words(RecordId { list, number });
            format!("{who} {verb}")
        }
        (Home::Record(list, _), Some(number)) => {
            let who = version.record_words(RecordId { list, number });
            format!("{} changes for {who}", declared.quoted())
        }
        _ => format!("{} changes", declared.quoted()),
    }
}

/// `“the child's age group” changes for child 2`.
fn step_changes(context: &Context<'_>, formula: FormulaId, record: Option<u16>) -> String {
    let version = context.version();
    let (step, _) = context.part(formula);
    let list = version.list_of(step);
    let record = RecordId::of(list, record);
    let label = step_label(version, step);
    let says = label.says.map(|says| context.say(says, record));
    let says = says.filter(|says| !says.is_empty());
    let says = says.unwrap_or_else(|| to_words(label.id));
    match record {
        Some(record) => format!("“{says}” changes for {}", version.record_words(record)),
        None => format!("“{says}” changes"),
    }
}
