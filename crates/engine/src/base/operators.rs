//! What formulas do, written or checked: arithmetic, comparisons, aggregates and
//! ranks.

use std::cmp::Ordering;

/// What is asked of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one record.
    Any,
    /// All records.
    Every,
    /// How many records.
    Count,
    /// The sum over the records.
    Sum,
    /// The smallest over the records.
    Least,
    /// The greatest over the records.
    Most,
}

/// `+ - * /`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// `= != < <= > >=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// Whether it holds of two values that are in this order.
    #[must_use]
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
        }
    }
}

/// Which end of an order has rank 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// The latest day, the highest number.
    Highest,
    /// The earliest day, the lowest number.
    Lowest,
}

/// What rank records have that are equal in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// One after the other, as they were given.
    InOrder,
    /// The same: 1, 2, 2, 4.
    Shared,
}
