//! Facts as they are written, as the numbers of a column.

use super::{
    bits::Bits,
    dates,
    expression::fraction,
    table::{Column, ColumnValues},
};
use crate::{
    base::{
        ratio::Ratio,
        types::{Options, Type},
        value::Value,
    },
    check::model::Fact,
    eval::facts::Facts,
};

/// The decimals of numbers, amounts and percentages.
const SCALE: u32 = 2;

/// Days before this are left to the reader of all forms of a day.
const FIRST_PLAIN_DAY: i64 = 1800 * 10_000;

/// How a fact is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// As in the cell of a spreadsheet.
    Cell,
    /// As a JSON value.
    Json,
}

/// What a row or a record has of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Absent,
    /// A number that stands for the value, as in a column.
    Number(i64),
    Text(Box<str>),
    /// The records of a list, each with a field for each fact.
    Records(Box<[Box<[Field]>]>),
}

/// The values of a column so far.
#[derive(Debug)]
pub(super) struct Values {
    pub(super) kind: ValueKind,
    numbers: Vec<i64>,
    given: Vec<bool>,
    /// Free texts, each row's own.
    texts: Vec<String>,
}

/// What a column holds; options by their names, those of every version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    YesNo,
    Whole,
    Decimal,
    Date,
    Time,
    Choice(Vec<String>),
    Choices(Vec<String>),
    Text,
}

impl Values {
    /// For a fact as all versions declare it; none if their types differ.
    pub(super) fn of<'f>(mut facts: impl Iterator<Item = &'f Fact>) -> Option<Values> {
        let mut kind = ValueKind::of(&facts.next()?.ty)?;
        for fact in facts {
            kind = kind.with(ValueKind::of(&fact.ty)?)?;
        }
        if let ValueKind::Choices(names) = &kind
            && names.len() > 62
        {
            return None;
        }
        Some(Values {
            kind,
            numbers: Vec::new(),
            given: Vec::new(),
            texts: Vec::new(),
        })
    }

    pub(super) fn push(&mut self, field: Field) {
        let number = match field {
            Field::Number(number) => Some(number),
            Field::Text(text) => {
                self.texts.push(text.into());
                i64::try_from(self.texts.len() - 1).ok()
            }
            Field::Absent | Field::Records(_) => None,
        };
        self.numbers.push(number.unwrap_or(0));
        self.given.push(number.is_some());
    }

    pub(super) fn take(&mut self, name: &str) -> Column {
        let numbers = std::mem::take(&mut self.numbers);
        let values = match &self.kind {
            ValueKind::YesNo => ColumnValues::YesNo(Bits::of_each(&numbers, |it| it != 0)),
            ValueKind::Whole => ColumnValues::Whole(numbers),
            ValueKind::Decimal => ColumnValues::Decimal(numbers, SCALE),
            ValueKind::Date => ColumnValues::Date(numbers),
            ValueKind::Time => ColumnValues::Time(numbers),
            ValueKind::Choice(names) => ColumnValues::Text(numbers, names.clone()),
            ValueKind::Choices(names) => ColumnValues::Options(numbers, names.clone()),
            ValueKind::Text => ColumnValues::Text(numbers, std::mem::take(&mut self.texts)),
        };
        Column {
            name: name.to_owned(),
            values,
            given: Bits::of(self.given.drain(..)),
        }
    }
}

impl ValueKind {
    fn of(ty: &Type) -> Option<ValueKind> {
        let names = |options: &Options| options.iter().map(str::to_owned).collect();
        Some(match ty {
            Type::YesNo => ValueKind::YesNo,
            Type::Whole => ValueKind::Whole,
            Type::Number | Type::Money | Type::MoneyPer(_) | Type::Percent => ValueKind::Decimal,
            Type::Date => ValueKind::Date,
            Type::Time => ValueKind::Time,
            Type::Choice(options) => ValueKind::Choice(names(options)),
            Type::Choices(options) => ValueKind::Choices(names(options)),
            Type::Text => ValueKind::Text,
            Type::Days | Type::Months | Type::List => return None,
        })
    }

    /// The kind that holds the values of both.
    fn with(self, other: ValueKind) -> Option<ValueKind> {
        let union = |mut all: Vec<String>, more: Vec<String>| {
            for name in more {
                if !all.contains(&name) {
                    all.push(name);
                }
            }
            all
        };
        match (self, other) {
            (ValueKind::Choice(a), ValueKind::Choice(b)) => Some(ValueKind::Choice(union(a, b))),
            (ValueKind::Choices(a), ValueKind::Choices(b)) => Some(ValueKind::Choices(union(a, b))),
            (a, b) => (a == b).then_some(a),
        }
    }

    /// What stands for a value in a column; none if nothing does exactly.
    pub(super) fn field(&self, facts: &Facts, ty: &Type, value: Value) -> Option<Field> {
        let decimal = |number: Ratio, times: i64| {
            let (value, per) = fraction(number)?;
            let is_exact = times % per == 0;
            is_exact.then(|| value.checked_mul(times / per)).flatten()
        };
        let place = |names: &[String], name: &str| {
            let place = names.iter().position(|it| it == name)?;
            i64::try_from(place).ok()
        };
        let number = match (self, value) {
            (_, Value::Unknown(_)) => return Some(Field::Absent),
            (ValueKind::Text, Value::Text(text)) => {
                return Some(Field::Text(facts.text(text).into()));
            }
            (ValueKind::YesNo, Value::YesNo(yes)) => Some(i64::from(yes)),
            (ValueKind::Whole, Value::Whole(number)) => Some(number),
            (ValueKind::Decimal, Value::Number(number)) => decimal(number, 100),
            (ValueKind::Decimal, Value::Money(money)) if !money.is_range() => {
                decimal(money.low(), 100)
            }
            (ValueKind::Decimal, Value::Percent(share)) => decimal(share, 10_000),
            (ValueKind::Date, Value::Date(day)) => Some(dates::packed(day)),
            (ValueKind::Time, Value::Time(time)) => Some(time.minutes()),
            (ValueKind::Choice(names), Value::Choice(option)) => {
                place(names, ty.options()?.name(option))
            }
            (ValueKind::Choices(names), Value::Choices(chosen)) => {
                let options = ty.options()?;
                let mut bits = 0;
                for option in options.chosen(chosen) {
                    bits |= 1i64 << place(names, options.name(option))?;
                }
                Some(bits)
            }
            _ => None,
        };
        number.map(Field::Number)
    }
}

/// A whole number in digits alone.
pub(super) fn plain_whole(text: &str) -> Option<i64> {
    let is_plain = text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

/// A day as in 2018-05-01, as a number; it may not exist.
pub(super) fn plain_day(text: &str) -> Option<i64> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let [y, yy, yyy, yyyy, b'-', m, mm, b'-', d, dd] = bytes else {
        return None;
    };
    let digits = [y, yy, yyy, yyyy, m, mm, d, dd];
    let number = |byte: &u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    let mut digits = digits.into_iter();
    let day = digits.try_fold(0, |all, byte| Some(all * 10 + number(byte)?))?;
    (day >= FIRST_PLAIN_DAY).then_some(day)
}
