//! The period of a question: the facts or values that are its first and its
//! last day, what the outcomes of its parts come to, and sums over the parts.

use super::{
    diagnostics::{FileScope, Sink},
    formula::{Expr, Node},
    model::{BookingPeriod, Home, Kind, NamedDay, NamedValue, PeriodOutcome, SumOver},
    symbols::{Scope, Symbol},
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{IdVec, ValueId},
        name,
        types::Type,
    },
    source::model::{BookingPeriodEntry, RuleFile, ValueEntry},
};

const STATE_OUTCOME: &str = "write `outcome: \"every_part\"`, eligible if every part is, \
                             or `outcome: \"any_part\"`, eligible if any part is";

/// Checks that a period's ends are dates of the case, where a version has one.
pub(super) fn check(
    kind: Kind,
    entry: Option<&BookingPeriodEntry<'_>>,
    file: FileScope<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<BookingPeriod> {
    let entry = entry?;
    let from = end(entry.from, file, scope, sink);
    let to = end(entry.to, file, scope, sink);
    let outcome = outcome(kind, entry, file, sink);
    let period = BookingPeriod {
        from: from?,
        to: to?,
        outcome: outcome?,
    };
    if period.from == period.to {
        let says = format!("a period cannot begin and end with `{}`", entry.to);
        let diagnostic = Diagnostic::new(Code::Shape, file.place(entry.to), says);
        sink.add(diagnostic.help("name the fact or value that is its last day"));
        return None;
    }
    Some(period)
}

/// What the outcomes of the parts come to: stated for a screening only.
fn outcome(
    kind: Kind,
    entry: &BookingPeriodEntry<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<PeriodOutcome> {
    match (kind, entry.outcome) {
        (Kind::Pricing, None) => Some(PeriodOutcome::default()),
        (Kind::Pricing, Some(written)) => {
            let says = "a quote over a period has no `outcome` to state".to_owned();
            let diagnostic = Diagnostic::new(Code::Shape, file.place(written), says);
            sink.add(diagnostic.help("take it out: the total is that of all parts"));
            None
        }
        (Kind::Eligibility, None) => {
            let says = "the period does not say what the outcomes of its parts come to".to_owned();
            let diagnostic = Diagnostic::new(Code::Shape, file.place(entry.from), says);
            sink.add(diagnostic.help(STATE_OUTCOME));
            None
        }
        (Kind::Eligibility, Some(written)) => {
            let outcome = PeriodOutcome::named(written);
            if outcome.is_none() {
                let says = format!("`{written}` is no outcome of a period");
                let diagnostic = Diagnostic::new(Code::UnknownName, file.place(written), says);
                sink.add(
                    diagnostic
                        .help(STATE_OUTCOME)
                        .nearest(written, PeriodOutcome::NAMES),
                );
            }
            outcome
        }
    }
}

/// The fact or value of the case that is an end of the period.
fn end(id: &str, file: FileScope<'_>, scope: &Scope<'_>, sink: &mut Sink<'_>) -> Option<NamedDay> {
    let place = file.place(id);
    let diagnostic = match scope.look_up(id) {
        Some(Symbol::Fact(number, Type::Date, Home::Case)) => {
            return Some(NamedDay::Fact(*number));
        }
        Some(Symbol::Value(number, Some(Type::Date), None)) => {
            return Some(NamedDay::Value(*number));
        }
        // The value is in error itself.
        Some(Symbol::Value(_, None, _)) => return None,
        Some(Symbol::Fact(_, Type::Date, _) | Symbol::Value(_, Some(Type::Date), _)) => {
            let says = format!("there is a `{id}` for each record, and a period is the case's");
            let help = "name a date that is a fact or value of the case";
            Diagnostic::new(Code::Shape, place, says).help(help)
        }
        Some(Symbol::Fact(_, ty, _) | Symbol::Value(_, Some(ty), _)) => {
            let says = format!("a period begins and ends with dates, but `{id}` is {ty}");
            Diagnostic::new(Code::TypeMismatch, place, says)
        }
        Some(_) => {
            let says = format!("a period begins and ends with facts or values, and `{id}` is none");
            Diagnostic::new(Code::TypeMismatch, place, says)
        }
        None if scope.may_be_unread(id) => return None,
        None => {
            let says = format!("there is no fact or value `{id}`");
            let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
            match name::is_name(id) {
                true => diagnostic.nearest(id, scope.candidates()),
                false => diagnostic.help("give the formula a name under `values`, and write that"),
            }
        }
    };
    sink.add(diagnostic);
    None
}

/// Checks what is added up over the parts of the period: numbers, money and
/// lengths of time that follow.
pub(super) fn sums(
    written: &RuleFile<'_>,
    values: &IdVec<ValueId, NamedValue>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<(ValueId, SumOver)> {
    for entry in &written.values {
        if let Some(sum) = entry.sum {
            let says = format!("`{}` cannot be added up over parts of a period", entry.id);
            let diagnostic = Diagnostic::new(Code::Shape, file.place(sum), says);
            sink.add(diagnostic.help("only what `follows` is: move it there"));
        }
    }
    let entries = written.follows.iter();
    entries
        .filter_map(|entry| {
            let over = sum_over(entry, written.head.period.is_some(), file, sink)?;
            let (number, value) = values.iter_ids().find(|(_, it)| *it.id == *entry.id)?;
            let adds_up = matches!(
                value.is.ty,
                Type::Whole | Type::Number | Type::Money | Type::Days
            );
            if !adds_up {
                let says = format!(
                    "`{}` is {}, which cannot be added up",
                    entry.id, value.is.ty
                );
                let place = entry.sum.map_or(value.place, |sum| file.place(sum));
                sink.at(Code::TypeMismatch, place, says);
                return None;
            }
            Some((number, over))
        })
        .collect()
}

fn sum_over(
    entry: &ValueEntry<'_>,
    has_period: bool,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<SumOver> {
    let written = entry.sum?;
    let place = file.place(written);
    if !has_period {
        let says = format!("`{}` is added up over the parts of a period", entry.id);
        let diagnostic = Diagnostic::new(Code::Shape, place, says);
        sink.add(diagnostic.help("give the rule set a `period`, or take `sum` out"));
        return None;
    }
    let over = SumOver::named(written);
    if over.is_none() {
        let says = format!("`{written}` are no parts of a period");
        let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
        sink.add(
            diagnostic
                .help("write `parts`, `eligible_parts` or `referred_parts`")
                .nearest(written, SumOver::NAMES),
        );
    }
    over
}

/// What follows that reads a sum over the parts, itself or through values.
pub(super) fn of_whole(
    follows: &[ValueId],
    sums: &[(ValueId, SumOver)],
    values: &IdVec<ValueId, NamedValue>,
) -> Vec<ValueId> {
    let mut reading: Vec<ValueId> = sums.iter().map(|(sum, _)| *sum).collect();
    loop {
        let reads = |value: &NamedValue| {
            let is_read =
                |part: &Expr| matches!(part.node, Node::Value(of, _) if reading.contains(&of));
            let mut formulas = value.when.iter().chain([&value.is]);
            formulas.any(|formula| formula.expr.any(&is_read))
        };
        let more = values.iter_ids();
        let more = more.filter(|(number, value)| !reading.contains(number) && reads(value));
        let more: Vec<ValueId> = more.map(|(number, _)| number).collect();
        if more.is_empty() {
            break;
        }
        reading.extend(more);
    }
    let is_sum = |number: &ValueId| sums.iter().any(|(sum, _)| sum == number);
    let follows = follows.iter().copied();
    follows
        .filter(|number| reading.contains(number) && !is_sum(number))
        .collect()
}
