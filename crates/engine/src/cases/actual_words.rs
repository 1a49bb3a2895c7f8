//! What is found in an answer, in the words of a case.

use super::expected::{Actual, DOES_NOT_APPLY, NOT_SETTLED};
use crate::{
    base::{money::Money, types::Type, value::Value},
    eval::{
        facts::Facts,
        price_limits::LimitState,
        quote::{self, LineState},
        screen::Outcome,
        template,
    },
};

pub(super) const NOT_THERE: Actual = Actual::Words("not in this answer", &[]);
pub(super) const REFER: Actual = Actual::Words("refer", &[]);
pub(super) const WITHHELD: Actual = Actual::Words("withheld", &[]);
pub(super) const ALTERNATIVES: Actual = Actual::Words("alternatives", &[]);

/// A value as a case writes it: an option by its name.
pub(super) fn displayed(value: Value, ty: &Type, facts: &Facts) -> Actual {
    match (value, ty) {
        (Value::Unknown(_), _) => NOT_SETTLED,
        (Value::DoesNotApply(_), _) => DOES_NOT_APPLY,
        (Value::Choice(option), Type::Choice(options)) => {
            Actual::Name(options.name(option).to_owned())
        }
        _ => Actual::Value(value, template::format_value(value, ty, facts)),
    }
}

/// The outcome of a screening, as a case writes it.
pub(super) fn screening_words(outcome: Outcome) -> Actual {
    match outcome {
        Outcome::Eligible => Actual::Words("eligible", &["yes"]),
        Outcome::NotEligible => Actual::Words("not eligible", &["noteligible", "no"]),
        Outcome::Undetermined => Actual::Words("undetermined", &["unknown"]),
        Outcome::Refer => REFER,
    }
}

/// The outcome of a quote, as a case writes it.
pub(super) fn outcome_words(outcome: quote::Outcome) -> Actual {
    match outcome {
        quote::Outcome::Undetermined => NOT_SETTLED,
        quote::Outcome::Quoted => Actual::Words("quoted", &[]),
        quote::Outcome::Alternatives => ALTERNATIVES,
        quote::Outcome::Refer => REFER,
        quote::Outcome::DoesNotApply => DOES_NOT_APPLY,
    }
}

/// What a line comes to.
pub(super) fn amount_of(state: &LineState) -> Actual {
    match state {
        LineState::Applies(priced) => priced.net.map_or(NOT_SETTLED, Actual::Money),
        LineState::Alternatives(_) => ALTERNATIVES,
        LineState::Unknown(_) => NOT_SETTLED,
        LineState::Refer(_) => REFER,
        LineState::DoesNotApply(_) => DOES_NOT_APPLY,
    }
}

/// What a limit adds, below zero for what it takes off.
pub(super) fn limit_words(state: &LimitState) -> Actual {
    match state {
        LimitState::Changed(changed) => Actual::Money(changed.difference),
        LimitState::Kept(_) => Actual::Words("kept", &[]),
        LimitState::Unknown(_) => NOT_SETTLED,
        LimitState::Refer => REFER,
        LimitState::Alternatives => ALTERNATIVES,
        LimitState::DoesNotApply => DOES_NOT_APPLY,
    }
}

/// The total under one of several readings.
pub(super) fn total_or_refer(total: Option<Money>) -> Actual {
    total.map_or(REFER, Actual::Money)
}

/// What is found alone, or else each of what is found.
pub(super) fn one_or_each(each: Vec<Actual>) -> Actual {
    let mut each = each.into_iter().fold(Vec::new(), |mut flat, one| {
        match one {
            Actual::Each(several) => flat.extend(several),
            one => flat.push(one),
        }
        flat
    });
    match each.len() {
        0 => NOT_THERE,
        1 => each.pop().unwrap_or(NOT_THERE),
        _ => Actual::Each(each),
    }
}
