//! The day that a criterion or a value is about, where it is not the day asked
//! about.

use crate::{
    base::ids::{FactId, ValueId},
    check::formula::Node,
};

/// A date of the case, by which a criterion or value says the day it is about.
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
}
