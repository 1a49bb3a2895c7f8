//! Facts with a type, as programs give them.

use rust_decimal::Decimal;

use super::{
    dated_text::REVERSED,
    intake::{Intake, Seen, Spot},
    parse_value::{self, Mismatch, Parsed},
};
use crate::{
    base::{
        date::Date,
        ids::{FactId, ListId},
        money::Money,
        time::Time,
        types::Type,
        value::Value,
    },
    check::model::{Fact, Home},
    eval::timeline::DaySpan,
};

/// The value of a fact as a program gives it. Each has a `From`, so that
/// `question.fact("lessons", 10)` and `.fact("key_stage", "2")` both work.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FactValue {
    /// Yes or no.
    YesNo(bool),
    /// A whole number; also for a number, pounds or a percentage.
    Whole(i64),
    /// An exact decimal; also for pounds or a percentage (`50` is 50 %).
    Number(Decimal),
    /// An exact amount of money.
    Money(Money),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A text, an option by its name, or any other value as people write it.
    Text(String),
    /// Several options by their names.
    Options(Vec<String>),
    /// The records of a list, each with its facts.
    Records(Vec<FactRecord>),
    /// Values that each hold for some days.
    Dated(Vec<DatedValue>),
}

impl From<bool> for FactValue {
    fn from(yes: bool) -> FactValue {
        FactValue::YesNo(yes)
    }
}

impl From<i32> for FactValue {
    fn from(whole: i32) -> FactValue {
        FactValue::Whole(whole.into())
    }
}

impl From<i64> for FactValue {
    fn from(whole: i64) -> FactValue {
        FactValue::Whole(whole)
    }
}

impl From<Decimal> for FactValue {
    fn from(number: Decimal) -> FactValue {
        FactValue::Number(number)
    }
}

impl From<Money> for FactValue {
    fn from(money: Money) -> FactValue {
        FactValue::Money(money)
    }
}

impl From<Date> for FactValue {
    fn from(day: Date) -> FactValue {
        FactValue::Date(day)
    }
}

impl From<Time> for FactValue {
    fn from(time: Time) -> FactValue {
        FactValue::Time(time)
    }
}

impl From<&str> for FactValue {
    fn from(text: &str) -> FactValue {
        FactValue::Text(text.to_owned())
    }
}

impl From<String> for FactValue {
    fn from(text: String) -> FactValue {
        FactValue::Text(text)
    }
}

impl From<u32> for FactValue {
    fn from(whole: u32) -> FactValue {
        FactValue::Whole(whole.into())
    }
}

impl From<Vec<&str>> for FactValue {
    fn from(options: Vec<&str>) -> FactValue {
        FactValue::Options(options.into_iter().map(str::to_owned).collect())
    }
}

impl From<Vec<FactRecord>> for FactValue {
    fn from(records: Vec<FactRecord>) -> FactValue {
        FactValue::Records(records)
    }
}

impl From<Vec<DatedValue>> for FactValue {
    fn from(values: Vec<DatedValue>) -> FactValue {
        FactValue::Dated(values)
    }
}

/// A value that holds for some days only, both ends included. An end that is
/// not given is open; on days that no value covers, the fact is not known.
///
/// ```
/// use almoner_engine::{Date, DatedValue, Question};
///
/// let day = |text: &str| text.parse::<Date>();
/// let question = Question::new("childcare").fact(
///     "income",
///     vec![
///         DatedValue::new(4000).until(day("2023-03-15")?),
///         DatedValue::new(3000).since(day("2023-03-16")?),
///     ],
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DatedValue {
    days: DaySpan,
    value: FactValue,
}

impl DatedValue {
    /// A value that holds on every day.
    #[must_use]
    pub fn new(value: impl Into<FactValue>) -> DatedValue {
        DatedValue {
            days: DaySpan::ALWAYS,
            value: value.into(),
        }
    }

    /// The value, from this day on.
    #[must_use]
    pub fn since(mut self, day: Date) -> DatedValue {
        self.days.first = Some(day);
        self
    }

    /// The value, until this day.
    #[must_use]
    pub fn until(mut self, day: Date) -> DatedValue {
        self.days.last = Some(day);
        self
    }
}

/// One record of a list: a child, a parent, a reference.
///
/// ```
/// use almoner_engine::{FactRecord, Question};
///
/// let child = FactRecord::new()
///     .fact("date_of_birth", "2016-01-01")
///     .fact("pattern", "full")
///     .fact("attends", vec!["monday", "tuesday"]);
/// let question = Question::new("nursery").fact("children", vec![child]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactRecord {
    facts: Vec<(String, FactValue)>,
    days: DaySpan,
}

impl FactRecord {
    /// A record of which nothing is known yet.
    #[must_use]
    pub fn new() -> FactRecord {
        FactRecord::default()
    }

    /// The record with one more fact.
    #[must_use]
    pub fn fact(mut self, name: impl Into<String>, value: impl Into<FactValue>) -> FactRecord {
        self.facts.push((name.into(), value.into()));
        self
    }

    /// The record, as one that is there from this day on.
    #[must_use]
    pub fn since(mut self, day: Date) -> FactRecord {
        self.days.first = Some(day);
        self
    }

    /// The record, as one that is there until this day.
    #[must_use]
    pub fn until(mut self, day: Date) -> FactRecord {
        self.days.last = Some(day);
        self
    }
}

/// Gives a fact of the case, or a list, by its name.
pub(super) fn give(intake: &mut Intake<'_>, name: &str, value: &FactValue) {
    let Some((number, fact)) = intake.find(name) else {
        return;
    };
    match (value, fact.home) {
        (FactValue::Records(records), Home::List(list)) => {
            if intake.begin_list(fact, list, records.len()) {
                for record in records {
                    give_record(intake, list, record);
                }
            }
        }
        _ => give_one(intake, number, fact, Spot::Case, value),
    }
}

fn give_record(intake: &mut Intake<'_>, list: ListId, record: &FactRecord) {
    let Some(number) = intake.begin_record(list) else {
        return;
    };
    let mut seen = Seen::default();
    if record.days.is_reversed() {
        return intake.report_record(list, number, REVERSED);
    }
    intake.give_days(list, number, record.days);
    for (name, value) in &record.facts {
        if let Some((fact, declared)) = intake.find_field(list, number, name, &mut seen) {
            give_one(intake, fact, declared, Spot::Record(number), value);
        }
    }
}

/// Gives a fact of the case or of a record.
fn give_one(intake: &mut Intake<'_>, number: FactId, fact: &Fact, spot: Spot, value: &FactValue) {
    if let FactValue::Dated(values) = value {
        return give_dated(intake, (number, fact), spot, values);
    }
    match read(fact, value) {
        Ok(taken) => intake.put(number, fact, spot, taken),
        Err(wrong) => intake.wrong(fact, spot, wrong, &shown(value)),
    }
}

/// Gives the values that a fact has over time.
fn give_dated(
    intake: &mut Intake<'_>,
    (number, fact): (FactId, &Fact),
    spot: Spot,
    values: &[DatedValue],
) {
    let mut read_values = Vec::with_capacity(values.len());
    for DatedValue { days, value } in values {
        if days.is_reversed() {
            let must = format!("given with its days: one value {REVERSED}");
            return intake.wrong(fact, spot, Mismatch::must(must), &days.to_string());
        }
        match read(fact, value) {
            Ok(taken) => read_values.push((*days, taken)),
            Err(wrong) => return intake.wrong(fact, spot, wrong, &shown(value)),
        }
    }
    intake.put_dated(number, fact, spot, read_values);
}

/// A typed value as the fact it is given for.
fn read<'t>(fact: &Fact, value: &'t FactValue) -> Result<Parsed<'t>, Mismatch> {
    let value = match (value, &fact.ty) {
        (FactValue::Text(text), _) => return parse_value::parse(fact, text),
        (FactValue::YesNo(yes), Type::YesNo) => Value::YesNo(*yes),
        (FactValue::Whole(whole), Type::Whole) => Value::Whole(*whole),
        (FactValue::Whole(whole), _) => return read_number(fact, Decimal::from(*whole)),
        (FactValue::Number(number), _) => return read_number(fact, *number),
        (FactValue::Money(money), Type::Money) if !money.is_range() => {
            Value::Money(Money::exact(money.min().normalize()))
        }
        (FactValue::Date(day), Type::Date) => Value::Date(*day),
        (FactValue::Time(time), Type::Time) => Value::Time(*time),
        (FactValue::Options(names), Type::Choices(options)) => {
            let mut chosen = 0;
            for name in names {
                chosen |= 1u64 << parse_value::option(fact, options, name)?;
            }
            Value::Choices(chosen)
        }
        _ => return Err(Mismatch::must(fact.ty.to_string())),
    };
    parse_value::within(fact, value).map(Parsed::Value)
}

/// A number as a value of the fact's type; money is in pounds, a percentage in
/// per cent.
fn read_number<'t>(fact: &Fact, number: Decimal) -> Result<Parsed<'t>, Mismatch> {
    let wrong = || Mismatch::must(fact.ty.to_string());
    let value = match fact.ty {
        Type::Whole => {
            let whole = number.is_integer().then(|| i64::try_from(number).ok());
            Value::Whole(whole.flatten().ok_or_else(wrong)?)
        }
        Type::Number => Value::Number(number.normalize().into()),
        Type::Money => Value::Money(Money::exact(number.normalize())),
        Type::Percent => {
            let mut fraction = number.normalize();
            fraction
                .set_scale(fraction.scale() + 2)
                .map_err(|_| wrong())?;
            Value::Percent(fraction.normalize().into())
        }
        _ => return Err(wrong()),
    };
    parse_value::within(fact, value).map(Parsed::Value)
}

/// What was given, to be repeated in a message.
fn shown(value: &FactValue) -> String {
    match value {
        FactValue::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        FactValue::Whole(whole) => whole.to_string(),
        FactValue::Number(number) => number.to_string(),
        FactValue::Money(money) => money.to_string(),
        FactValue::Date(day) => day.to_string(),
        FactValue::Time(time) => time.to_string(),
        FactValue::Text(text) => text.clone(),
        FactValue::Options(names) => names.join(", "),
        FactValue::Records(records) => format!("{} records", records.len()),
        FactValue::Dated(values) => format!("{} values with days", values.len()),
    }
}
