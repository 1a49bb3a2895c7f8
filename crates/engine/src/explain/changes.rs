//! Changes that are tried together.

use crate::{
    answer::{Outcome, changed_facts::FactChange},
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
        Standing::Refer => goal == Outcome::Eligible,
        Standing::Met | Standing::DoesNotApply => false,
    }
}
