//! Why a part of a booking begins, in words.

use super::{
    context::Context,
    format::{self, listed},
};
use crate::{
    answer::Change,
    base::{
        date::{Date, LongDate},
        ids::{FormulaId, RecordId},
        name::spoken,
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
        Change::Tariff | Change::Variation => "the charges change".to_owned(),
        Change::Rate(number) => {
            let says = &context.ruling.parameters[number].says;
            format!("“{says}” changes")
        }
        Change::Birthday(fact, record, years) => {
            let declared = &version.facts[fact];
            let who = match (declared.home, record) {
                (Home::Record(list, _), Some(number)) => {
                    format::record(version, RecordId { list, number })
                }
                _ => return format!("{years} years have passed since {}", declared.words()),
            };
            format!("{who} turns {years}")
        }
        Change::Formula(formula, record) => step_changes(context, formula, record),
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
    let says = says.unwrap_or_else(|| spoken(label.id));
    match record {
        Some(record) => format!("“{says}” changes for {}", format::record(version, record)),
        None => format!("“{says}” changes"),
    }
}
