//! What is done with registers: one operation for all rows.

use std::sync::Arc;

use crate::{base::rounding::Mode, check::formula::Comparison};

/// A register of masks.
pub(super) type MaskRegister = usize;

/// A register of numbers.
pub(super) type NumberRegister = usize;

/// A bit of every row: the same for all, or a register's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Bit {
    No,
    Yes,
    Of(MaskRegister),
}

/// A number of every row: the same for all, or a register's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Source {
    Constant(i64),
    Of(NumberRegister),
}

/// What registers have an entry for: each case, or each record of a list of the
/// table, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Cases,
    Records(usize),
}

/// An arithmetic operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Binary {
    Add,
    Subtract,
    Multiply,
    Least,
    Most,
    /// Whole years from a birthday to a day, both as dates.
    Age,
    /// A date some days later.
    AddDays,
    /// A date some months later.
    AddMonths,
    /// The days from the second date to the first.
    DaysBetween,
    /// The birthday of an age: born, years.
    Birthday,
    /// How many options there are, of the first.
    HowMany,
    /// The options in either.
    EitherOption,
    /// The options in the first and not in the second.
    OtherOptions,
}

/// What becomes of a number and a positive number below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Division {
    /// To a whole number, by a mode of rounding.
    Rounded(Rounded),
    Floor,
    Ceiling,
}

/// [`Mode`], which has no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Rounded {
    HalfUp,
    HalfEven,
    Up,
    Down,
}

impl From<Mode> for Rounded {
    fn from(mode: Mode) -> Rounded {
        match mode {
            Mode::HalfUp => Rounded::HalfUp,
            Mode::HalfEven => Rounded::HalfEven,
            Mode::Up => Rounded::Up,
            Mode::Down => Rounded::Down,
        }
    }
}

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum DatePart {
    Year,
    Month,
    Day,
    Weekday,
}

/// An operation that gives a mask.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum MaskOperation {
    /// The rows for which a column was given.
    Given(Space, usize),
    /// The rows for which a list was given.
    ListGiven(usize),
    /// The rows that have yes in a column.
    Yes(Space, usize),
    /// The rows whose text in a column is nothing but blanks.
    Blank(Space, usize),
    And(Bit, Bit),
    Or(Bit, Bit),
    AndNot(Bit, Bit),
    Not(Bit),
    Compare(Comparison, Source, Source),
    /// The same for numbers that are proven to fit 32 bits where they count, which a
    /// machine compares several at a time.
    CompareNarrow(Comparison, Source, Source),
    /// Whether a number is below the first end or above the second.
    Outside(Source, i64, i64),
    /// Whether any of these bits are set.
    AnyBit(Source, i64),
    /// The case's bit for each record of a list.
    ForRecords(Bit, usize),
    /// Whether any record of a list has the bit.
    AnyRecord(Bit, usize),
}

/// An operation that gives numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum NumberOperation {
    Load(Space, usize),
    /// The numbers that stand for a column's texts or options: a text's by its
    /// number, options bit by bit. -1 is none.
    Mapped(Space, usize, Vec<i64>, bool),
    /// The day asked about.
    On,
    Binary(Binary, Source, Source),
    Select(Bit, Source, Source),
    Divide(Division, Source, Source),
    Part(DatePart, Source),
    /// The same number, in a register of its own.
    Copy(Source),
    /// How many of these days have begun on a day.
    Rank(Source, Arc<[i64]>),
    /// The answer to a question to calendars, by its number, about weekdays and days.
    Calendar(usize, [Source; 3]),
    /// The case's number for each record of a list.
    ForRecords(Source, usize),
    /// The sum over the records of a list that have the bit.
    Sum(Bit, Source, usize),
    /// The least over the records that have the bit, or the most.
    Extreme(Bit, Source, usize, Binary),
}
