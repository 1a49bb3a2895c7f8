//! A change as cases write it: by the names of the rule file.

use super::explanation::{Limit, NamedChange, Saving};
use crate::{
    answer::changed_facts::{NewValue, Spot},
    base::{bounds::DisplayValue, types::Type, value::Value},
    check::model::{Fact, Home, Version},
};

/// Changes as cases write them: `parents[1].quarter_earnings at least £2,379.52 and
/// references with kind training`.
pub(crate) fn notation(version: &Version, changes: &[NamedChange]) -> String {
    let changes = changes.iter().map(|it| change(version, it));
    changes.collect::<Vec<String>>().join(" and ")
}

/// A saving as cases write it: `children 1: £94.50`, `children 10: £121.00, up to 20`.
pub(crate) fn saving_notation(version: &Version, saving: &Saving) -> String {
    let changes = notation(version, &saving.changes);
    let up_to = saving
        .up_to
        .map(|most| format!(", up to {}", DisplayValue(most)));
    format!("{changes}: {}{}", saving.total, up_to.unwrap_or_default())
}

fn change(version: &Version, change: &NamedChange) -> String {
    let limit = match change.limit {
        Limit::Exactly => "",
        Limit::AtLeast => "at least ",
        Limit::AtMost => "at most ",
    };
    match (change.change.spot, &change.change.to) {
        (Spot::Case(fact), NewValue::Value(value)) => {
            let fact = &version.facts[fact];
            format!("{} {limit}{}", fact.id, written(fact, *value))
        }
        (Spot::Record(fact, record), NewValue::Value(value)) => {
            let fact = &version.facts[fact];
            let list = match fact.home {
                Home::Record(list, _) => version.list_name(list),
                _ => "",
            };
            let number = usize::from(record) + 1;
            format!(
                "{list}[{number}].{} {limit}{}",
                fact.id,
                written(fact, *value)
            )
        }
        (Spot::List(list), NewValue::Without(record)) => {
            format!(
                "{} without {}",
                version.list_name(list),
                usize::from(*record) + 1
            )
        }
        (Spot::List(list), NewValue::With(fields)) => {
            let fields = fields.iter().map(|(number, value)| {
                let fact = &version.facts[*number];
                format!("{} {}", fact.id, written(fact, *value))
            });
            let fields = fields.collect::<Vec<String>>().join(", ");
            format!("{} with {fields}", version.list_name(list))
        }
        _ => String::new(),
    }
}

fn written(fact: &Fact, value: Value) -> String {
    match (value, &fact.ty) {
        (Value::Choice(option), Type::Choice(options)) => options.name(option).to_owned(),
        (Value::Choices(0), _) => "none".to_owned(),
        (Value::Choices(chosen), Type::Choices(options)) => {
            let names = options.chosen(chosen).map(|it| options.name(it));
            names.collect::<Vec<&str>>().join("+")
        }
        (Value::Date(day), _) => day.to_string(),
        (Value::Time(time), _) => time.to_string(),
        (value, _) => DisplayValue(value).to_string(),
    }
}
