//! The day that a criterion or a value is about, where it is not the day asked
//! about, and the ends of a period.

use crate::{
    base::ids::{FactId, ValueId},
    check::formula::Node,
};

/// A date of the case, by which a criterion or value says the day it is about, and
/// a period its first or last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedDay {
    /// A fact.
    Fact(FactId),
    /// A value.
    Value(ValueId),
}

impl NamedDay {
    /// What `on` stands for in the formulas of that criterion or value.
    pub(in crate::check) fn node(self) -> Node {
        match self {
            NamedDay::Fact(fact) => Node::Fact(fact),
            NamedDay::Value(value) => Node::Value(value, None),
        }
    }

    /// The fact, if it is one.
    #[must_use]
    pub fn fact(self) -> Option<FactId> {
        match self {
            NamedDay::Fact(fact) => Some(fact),
            NamedDay::Value(_) => None,
        }
    }

    /// The value, if it is one.
    #[must_use]
    pub fn value(self) -> Option<ValueId> {
        match self {
            NamedDay::Fact(_) => None,
            NamedDay::Value(value) => Some(value),
        }
    }
}
