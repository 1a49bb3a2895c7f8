//! What is known of changes whose answer is open.

use std::{
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use super::probe::Probe;
use crate::{base::ids::FactId, eval::bounded::range::Values};

/// What is known of facts, of the case and of each record.
pub(super) type KnownCells = Vec<(FactId, Option<u16>, Values)>;

/// What the completions of an open answer come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Completed {
    /// All are a yes.
    Yes,
    /// All are a yes, and the answer is open: some criterion is met in one and does not
    /// apply in another.
    OpenThoughYes,
    /// One is no yes, or not all were looked at.
    NotAll,
}

/// What is known of changes whose answer is open.
#[derive(Debug, Default)]
pub(super) struct OpenChanges {
    /// What all their completions come to.
    pub(super) completed: BTreeMap<String, Completed>,
    /// What stands in the way in a completion that is no yes.
    pub(super) in_a_completion: BTreeMap<String, Rc<Probe>>,
    /// The facts of the last completions that were certainly no yes.
    pub(super) no_yes: VecDeque<KnownCells>,
}
