//! Tests of ranges: what can come of them for the values that both sides can
//! have.

use std::cmp::Ordering;

use super::range::{Range, Truths, Values};
use crate::{
    base::{
        bounds::{Bounds, order},
        value::Value,
    },
    check::{formula::Comparison, model::Cell},
};

/// A comparison of any value of one range with any value of the other.
pub(super) fn compare(comparison: Comparison, left: &Range, right: &Range) -> Truths {
    let does_not_apply = left.may_not_apply || right.may_not_apply;
    let found = match (&left.values, &right.values) {
        (Values::None, _) | (_, Values::None) => Truths {
            yes: false,
            no: false,
            does_not_apply,
        },
        (left, right) => match (left.few(), right.few()) {
            (Some(left), Some(right)) => compare_few(comparison, left, right),
            _ => compare_bounds(comparison, left.bounds(), right.bounds()),
        },
    };
    Truths {
        does_not_apply,
        ..found
    }
}

fn compare_few(comparison: Comparison, left: u64, right: u64) -> Truths {
    let bits = |mask: u64| (0..64u8).filter(move |bit| mask & (1 << bit) != 0);
    let mut truths = Truths {
        yes: false,
        no: false,
        does_not_apply: false,
    };
    for one in bits(left) {
        for other in bits(right) {
            match comparison.holds(one.cmp(&other)) {
                true => truths.yes = true,
                false => truths.no = true,
            }
        }
    }
    truths
}

fn compare_bounds(comparison: Comparison, left: Bounds, right: Bounds) -> Truths {
    let ends = |one: Option<Value>, other: Option<Value>| order(one?, other?);
    let lowest = ends(left.low, right.high);
    let highest = ends(left.high, right.low);
    let is = |found: Option<Ordering>, test: fn(Ordering) -> bool| found.is_some_and(test);
    let apart = is(lowest, Ordering::is_gt) || is(highest, Ordering::is_lt);
    let same = is(lowest, Ordering::is_eq) && is(highest, Ordering::is_eq);
    let (always, never) = match comparison {
        Comparison::Less => (is(highest, Ordering::is_lt), is(lowest, Ordering::is_ge)),
        Comparison::AtMost => (is(highest, Ordering::is_le), is(lowest, Ordering::is_gt)),
        Comparison::Greater => (is(lowest, Ordering::is_gt), is(highest, Ordering::is_le)),
        Comparison::AtLeast => (is(lowest, Ordering::is_ge), is(highest, Ordering::is_lt)),
        Comparison::Equal => (same, apart),
        Comparison::NotEqual => (apart, same),
    };
    Truths {
        yes: !never,
        no: !always,
        does_not_apply: false,
    }
}

/// Whether a value is one of several.
pub(super) fn any_equal(value: &Range, options: &[Range]) -> Truths {
    let tests = options.iter();
    let tests = tests.map(|option| compare(Comparison::Equal, value, option));
    tests.fold(Truths::NO, Truths::either)
}

/// Whether several options include any of these.
pub(super) fn includes(part: &Range, mask: u64) -> Truths {
    let (yes, no) = match part.values {
        Values::None => (false, false),
        Values::Sets { always, at_most } => (at_most & mask != 0, always & mask == 0),
        Values::One(Value::Choices(chosen)) => (chosen & mask != 0, chosen & mask == 0),
        _ => (true, true),
    };
    Truths {
        yes,
        no,
        does_not_apply: part.may_not_apply,
    }
}

/// Whether a cell of a table may be met by any of these values.
pub(super) fn may_meet(cell: &Cell, values: &Values) -> bool {
    match (cell, values) {
        (Cell::Any, _) => true,
        (_, Values::None) => false,
        (_, Values::One(value)) => cell.meets(*value),
        (Cell::Spans(spans), Values::Between(bounds)) => {
            spans.iter().any(|span| overlap(span, bounds))
        }
        (Cell::Options(mask), values) => values.few().is_none_or(|few| few & mask != 0),
        (Cell::Spans(_), _) => true,
    }
}

fn overlap(one: &Bounds, other: &Bounds) -> bool {
    let before = |high: Option<Value>, low: Option<Value>| {
        let ends = high.zip(low).and_then(|(high, low)| order(high, low));
        ends.is_some_and(Ordering::is_lt)
    };
    !before(one.high, other.low) && !before(other.high, one.low)
}
