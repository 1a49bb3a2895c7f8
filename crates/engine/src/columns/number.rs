//! What a part of a formula is lowered to.

use super::operations::{Bit, Source, Space};
use crate::base::types::Type;

/// The type of a lowered number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberKind {
    Whole,
    Number,
    Money,
    Percent,
    Date,
    Time,
    Days,
    Months,
    Choice,
    Choices,
}

impl NumberKind {
    pub(super) fn of(ty: &Type) -> Option<NumberKind> {
        Some(match ty {
            Type::Whole => NumberKind::Whole,
            Type::Number => NumberKind::Number,
            Type::Money | Type::MoneyPer(_) => NumberKind::Money,
            Type::Percent => NumberKind::Percent,
            Type::Date => NumberKind::Date,
            Type::Time => NumberKind::Time,
            Type::Days => NumberKind::Days,
            Type::Months => NumberKind::Months,
            Type::Choice(_) => NumberKind::Choice,
            Type::Choices(_) => NumberKind::Choices,
            Type::YesNo | Type::Text | Type::List => return None,
        })
    }

    /// Whether it is one of the two kinds of plain number.
    pub(super) fn is_plain(self) -> bool {
        matches!(self, NumberKind::Whole | NumberKind::Number)
    }
}

/// A yes/no: the rows in which it is known to be yes, known to be no, or known
/// to have no place. In all others nothing is known: the facts are missing, or
/// only the row evaluator can say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Truth {
    pub(super) space: Space,
    pub(super) yes: Bit,
    pub(super) no: Bit,
    pub(super) out: Bit,
    /// As in [`Number::bounded`].
    pub(super) bounded: Bit,
}

/// A number: `value / (per × under)` in the rows in which it is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub(super) space: Space,
    pub(super) kind: NumberKind,
    pub(super) value: Source,
    /// At least 1.
    pub(super) per: i64,
    /// A denominator that differs from row to row, at least 1 where the number is
    /// known, and at most this.
    pub(super) under: Option<(Source, i64)>,
    /// Between these is every `value`.
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) known: Bit,
    pub(super) out: Bit,
    /// Where nothing is known of it here, and the row evaluator may settle it by the bounds
    /// of the missing facts: it then goes on, and may come to a fault.
    pub(super) bounded: Bit,
}

/// A lowered part of a formula.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Truth(Truth),
    Number(Number),
}

impl Part {
    pub(super) fn space(&self) -> Space {
        match self {
            Part::Truth(truth) => truth.space,
            Part::Number(number) => number.space,
        }
    }
}

impl Truth {
    pub(super) fn constant(yes: bool) -> Truth {
        let bit = |it: bool| if it { Bit::Yes } else { Bit::No };
        Truth {
            space: Space::Cases,
            yes: bit(yes),
            no: bit(!yes),
            out: Bit::No,
            bounded: Bit::No,
        }
    }

    pub(super) const UNKNOWN: Truth = Truth {
        space: Space::Cases,
        yes: Bit::No,
        no: Bit::No,
        out: Bit::No,
        bounded: Bit::No,
    };
}

impl Number {
    pub(super) fn constant(kind: NumberKind, value: i64, per: i64) -> Number {
        Number {
            space: Space::Cases,
            kind,
            value: Source::Constant(value),
            per,
            under: None,
            low: value,
            high: value,
            known: Bit::Yes,
            out: Bit::No,
            bounded: Bit::No,
        }
    }

    /// Whether every `value` that counts fits 32 bits.
    pub(super) fn is_narrow(&self) -> bool {
        i32::try_from(self.low).is_ok() && i32::try_from(self.high).is_ok()
    }

    pub(super) fn unknown(kind: NumberKind) -> Number {
        Number {
            known: Bit::No,
            ..Number::constant(kind, 0, 1)
        }
    }
}

/// The greatest common divisor; 1 of nothing.
pub(super) fn gcd(a: i64, b: i64) -> i64 {
    match b {
        0 => a.saturating_abs().max(1),
        _ => gcd(b, a % b),
    }
}
