//! Changes that are tried together.

use crate::{
    answer::{
        Outcome,
        changed_facts::{FactChange, NewValue},
    },
    base::value::Value,
    eval::screen::Standing,
};

/// Changes, in the order of their spots.
pub(super) type Changes = Vec<FactChange>;

/// Changes and one more, in order.
pub(super) fn with(changes: &[FactChange], change: FactChange) -> Changes {
    let mut changes = changes.to_vec();
    changes.push(change);
    // Several changes of one list are the same in any order.
    changes.sort_by_cached_key(|it| (it.spot, format!("{:?}", it.to)));
    changes
}

/// Whether a criterion with this standing stands in the way of an outcome.
pub(super) fn blocks(standing: Standing, goal: Outcome) -> bool {
    match standing {
        Standing::NotMet => true,
        Standing::Unknown(_) => goal != Outcome::Undetermined,
        Standing::Refer => goal != Outcome::Refer,
        Standing::Met | Standing::DoesNotApply => false,
    }
}

/// Changes of which one has another value.
pub(super) fn with_value(changes: &[FactChange], number: usize, value: Value) -> Changes {
    let mut changes = changes.to_vec();
    if let Some(change) = changes.get_mut(number) {
        change.to = NewValue::Value(value);
    }
    changes
}
