//! Why records of a list do not meet a condition: for each of them, the tests
//! that failed, with what is required and what there is.

use super::{context::Context, reason::Reason};
use crate::{
    base::{
        ids::{ListId, RecordId},
        value::Value,
    },
    check::formula::{Expr, Formula, Node},
};

/// The tests that failed within a formula about a record.
type FailedTests<'f> = &'f dyn Fn(&Formula, RecordId) -> Vec<Reason>;

/// The reasons of every record that does not meet a condition, after its name:
/// `parent 2: earnings: £1,500.00. They must be …`.
pub(super) fn record_reasons(
    context: &Context<'_>,
    list: ListId,
    condition: &Expr,
    failed_tests: FailedTests<'_>,
) -> Vec<Reason> {
    let records = context.facts.records(list);
    let numbers = records.into_iter().flat_map(|it| it.present());
    numbers
        .map(|number| RecordId { list, number })
        .filter(|record| holds(context, condition, *record) == Some(false))
        .flat_map(|record| {
            let mut reasons = Vec::new();
            collect(context, condition, record, failed_tests, &mut reasons);
            let name = context.version().record_words(record);
            above_all_amounts(reasons)
                .into_iter()
                .map(move |reason| Reason {
                    words: format!("{name}: {}", reason.words),
                    ..reason
                })
        })
        .collect()
}

/// Whether a record meets a condition, as far as values and facts say so.
fn holds(context: &Context<'_>, condition: &Expr, record: RecordId) -> Option<bool> {
    let yes_no = |value: Value| match value {
        Value::YesNo(yes) => Some(yes),
        _ => None,
    };
    let sides = |parts: &[Expr]| -> Vec<Option<bool>> {
        parts.iter().map(|it| holds(context, it, record)).collect()
    };
    match &condition.node {
        Node::Not(part) => holds(context, part, record).map(|yes| !yes),
        Node::And(parts) => {
            let sides = sides(&parts[..]);
            match sides.contains(&Some(false)) {
                true => Some(false),
                false => sides.iter().all(|it| *it == Some(true)).then_some(true),
            }
        }
        Node::Or(parts) => {
            let sides = sides(&parts[..]);
            match sides.contains(&Some(true)) {
                true => Some(true),
                false => sides.iter().all(|it| *it == Some(false)).then_some(false),
            }
        }
        Node::Subject(_, part) => holds(context, part, record),
        Node::Field(list, column, _) if *list == record.list => {
            let records = context.facts.records(*list)?;
            yes_no(records.cell(record.number, *column))
        }
        Node::Value(value, _) => {
            let value = &context.version().values[*value];
            let of = (value.each == Some(record.list)).then_some(record.number);
            yes_no(context.work_of(&value.is, of)?.result?)
        }
        _ => None,
    }
}

/// The tests within the values of a record because of which a condition fails.
fn collect(
    context: &Context<'_>,
    condition: &Expr,
    record: RecordId,
    failed_tests: FailedTests<'_>,
    reasons: &mut Vec<Reason>,
) {
    match &condition.node {
        Node::And(parts) => {
            for part in parts.iter() {
                collect(context, part, record, failed_tests, reasons);
            }
        }
        // The first alternative is the condition, the others are exceptions.
        Node::Or(parts) => {
            let before = reasons.len();
            for part in parts.iter() {
                if reasons.len() == before {
                    collect(context, part, record, failed_tests, reasons);
                }
            }
        }
        Node::Field(_, _, fact) if holds(context, condition, record) == Some(false) => {
            let words = context.version().facts[*fact].words();
            reasons.push(Reason {
                words: format!("{words}: no"),
                actual: Some("no".to_owned()),
                required: Some("yes".to_owned()),
            });
        }
        Node::Subject(_, part) => collect(context, part, record, failed_tests, reasons),
        Node::Value(value, _) if holds(context, condition, record) == Some(false) => {
            let value = &context.version().values[*value];
            if value.each == Some(record.list) {
                reasons.extend(failed_tests(&value.is, record));
            }
        }
        _ => {}
    }
}

/// The reasons that compare amounts or days, where there are some: they say what
/// is lacking, and the others which exception does not apply.
fn above_all_amounts(reasons: Vec<Reason>) -> Vec<Reason> {
    let has_amount = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or("");
        text.contains(|it: char| it.is_ascii_digit())
    };
    let is_amount = |reason: &Reason| has_amount(&reason.actual) && has_amount(&reason.required);
    match reasons.iter().any(is_amount) {
        true => reasons.into_iter().filter(is_amount).collect(),
        false => reasons,
    }
}
