//! Random facts of one case. They are no `Facts` of the library, so that they
//! can be left out, given in another order, or written as JSON.

use almoner_engine::{
    base::{
        date::{Date, add_days},
        ids::ListId,
        money::Money,
        time::Time,
        types::Type,
        value::{Missing, Value},
    },
    check::model::{Fact, Home, Version},
    eval::facts::Facts,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// What every text says.
const WORDS: &str = "agreed by “the manager”";

/// The most records one list has here.
const MAX_RECORDS: usize = 3;

/// The facts of one case: by number, those not given being `None`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Case {
    /// Facts of the case; the places of lists and of records' facts are empty.
    pub(crate) facts: Vec<Option<Value>>,
    /// By list: its records, each with a place for every column.
    pub(crate) lists: Vec<Option<Vec<Record>>>,
}

/// A record's facts by column.
pub(crate) type Record = Vec<Option<Value>>;

impl Case {
    /// The case as the library takes it, facts given first to last.
    pub(crate) fn facts(&self, version: &Version) -> Facts {
        let mut facts = Facts::none(version);
        for (number, value) in version.facts.ids().zip(&self.facts) {
            if let Some(value) = value {
                let value = match value {
                    Value::Text(_) => facts.keep_text(WORDS).expect("few texts"),
                    value => *value,
                };
                facts.give(version, number, value).expect("a valid fact");
            }
        }
        for (list, records) in version.lists.ids().zip(&self.lists) {
            let Some(records) = records else { continue };
            facts.give_list(version, list);
            for record in records {
                let number = facts.add_record(version, list).expect("few records");
                for ((fact, _), value) in version.fields(list).zip(record) {
                    if let Some(value) = value {
                        facts
                            .give_field(version, fact, number, *value)
                            .expect("a valid fact");
                    }
                }
            }
        }
        facts
    }

    /// Whether everything is known, and every list stated complete.
    pub(crate) fn is_full(&self, version: &Version) -> bool {
        let known = |(number, fact): (usize, &Fact)| match fact.home {
            Home::Case => self.facts[number].is_some(),
            Home::List(list) => self.lists[usize::from(list)].is_some(),
            Home::Completeness(_) => self.facts[number] == Some(Value::YesNo(true)),
            Home::Record(..) => true,
        };
        let records = self.lists.iter().flatten().flatten();
        version.facts.iter().enumerate().all(known) && records.flatten().all(Option::is_some)
    }

    /// What is left of a case when some of it is not yet known: each fact that
    /// `forgets` names, and of a list that may be open the last records.
    pub(crate) fn without(&self, version: &Version, forgets: &[bool]) -> Case {
        let mut forgets = forgets.iter().copied().cycle();
        let mut forget = move || forgets.next().unwrap_or(false);
        let mut left = self.clone();
        for value in &mut left.facts {
            if forget() {
                *value = None;
            }
        }
        for (list, records) in version.lists.iter().zip(&mut left.lists) {
            let complete = list.complete.map(usize::from);
            let is_open = complete.is_some_and(|it| left.facts[it] != Some(Value::YesNo(true)));
            if forget() && forget() {
                *records = None;
            }
            for records in records.iter_mut() {
                for value in records.iter_mut().flatten() {
                    if forget() {
                        *value = None;
                    }
                }
                if is_open && forget() {
                    records.pop();
                }
            }
        }
        left
    }

    /// Takes over from `full` what is missing; a list with its completeness
    /// and all its records.
    pub(crate) fn learn(&mut self, version: &Version, full: &Case, missing: Missing) {
        for number in missing.facts() {
            let index = usize::from(number);
            match version.facts[number].home {
                Home::Case => self.facts[index] = full.facts[index],
                Home::List(list) | Home::Completeness(list) => {
                    let index = usize::from(list);
                    self.lists[index].clone_from(&full.lists[index]);
                    if let Some(complete) = version.lists[list].complete.map(usize::from) {
                        self.facts[complete] = full.facts[complete];
                    }
                }
                Home::Record(list, column) => self.learn_column(full, list, column),
            }
        }
    }

    fn learn_column(&mut self, full: &Case, list: ListId, column: u16) {
        let (list, column) = (usize::from(list), usize::from(column));
        let known = full.lists[list].iter().flatten();
        for (record, full) in self.lists[list].iter_mut().flatten().zip(known) {
            record[column] = full[column];
        }
    }

    /// The case as a JSON object. `turn` says where to begin with the members,
    /// of the object and of each record.
    pub(crate) fn json(&self, version: &Version, turn: usize) -> String {
        let of_case = version
            .facts
            .iter()
            .enumerate()
            .filter_map(|(number, fact)| {
                let written = match fact.home {
                    Home::List(list) => self.list(version, list, turn)?,
                    _ => written(fact, (*self.facts.get(number)?)?),
                };
                Some(format!("\"{}\": {written}", fact.id))
            });
        object(of_case.collect(), turn)
    }

    fn list(&self, version: &Version, list: ListId, turn: usize) -> Option<String> {
        let records = self.lists[usize::from(list)].as_ref()?;
        let object = |record: &Record| {
            let fields = version.fields(list).zip(record);
            let given = fields.filter_map(|((_, fact), value)| {
                Some(format!("\"{}\": {}", fact.id, written(fact, (*value)?)))
            });
            object(given.collect(), turn)
        };
        let records: Vec<String> = records.iter().map(object).collect();
        Some(format!("[{}]", records.join(", ")))
    }
}

fn object(mut members: Vec<String>, turn: usize) -> String {
    if !members.is_empty() {
        let turn = turn % members.len();
        members.rotate_left(turn);
    }
    if turn % 2 == 1 {
        members.reverse();
    }
    format!("{{{}}}", members.join(", "))
}

fn written(fact: &Fact, value: Value) -> String {
    match value {
        Value::YesNo(yes) => yes.to_string(),
        Value::Whole(whole) => whole.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Percent(fraction) => format!("\"{}%\"", fraction.hundredfold()),
        Value::Money(money) => format!("\"{}\"", money.min()),
        Value::Date(day) => format!("\"{day}\""),
        Value::Time(time) => format!("\"{time}\""),
        Value::Choice(option) => format!("\"{}\"", name(fact, option)),
        Value::Choices(chosen) => {
            let options = (0u8..64).filter(|option| chosen & (1 << option) != 0);
            let names: Vec<String> = options
                .map(|it| format!("\"{}\"", name(fact, it)))
                .collect();
            format!("[{}]", names.join(", "))
        }
        Value::Text(_) => format!("\"{WORDS}\""),
        other => panic!("no fact is {other:?} here"),
    }
}

fn name(fact: &Fact, option: u8) -> &str {
    let options = fact.ty.options().expect("a choice has options");
    options.name(option)
}

/// Cases in which everything is known and every list is complete.
pub(crate) fn full(version: &Version, on: Date) -> BoxedStrategy<Case> {
    cases(version, on, false)
}

/// Cases in which anything may be unknown, and any list open.
pub(crate) fn any(version: &Version, on: Date) -> BoxedStrategy<Case> {
    cases(version, on, true)
}

fn cases(version: &Version, on: Date, unknown: bool) -> BoxedStrategy<Case> {
    let text = Facts::none(version).keep_text(WORDS).expect("one text");
    let maybe = |value: BoxedStrategy<Value>| match unknown {
        true => prop::option::weighted(0.8, value).boxed(),
        false => value.prop_map(Some).boxed(),
    };
    let fact = |fact: &Fact| match fact.home {
        Home::Case => maybe(values(fact, on, text)),
        Home::Completeness(_) if unknown => maybe(values(fact, on, text)),
        Home::Completeness(_) => Just(Some(Value::YesNo(true))).boxed(),
        Home::List(_) | Home::Record(..) => Just(None).boxed(),
    };
    let list = |list| {
        let record: Vec<_> = version
            .fields(list)
            .map(|(_, it)| maybe(values(it, on, text)))
            .collect();
        let records = prop::collection::vec(record, 0..=MAX_RECORDS);
        match unknown {
            true => prop::option::weighted(0.9, records).boxed(),
            false => records.prop_map(Some).boxed(),
        }
    };
    let facts: Vec<_> = version.facts.iter().map(fact).collect();
    let lists: Vec<_> = version.lists.ids().map(list).collect();
    (facts, lists)
        .prop_map(|(facts, lists)| Case { facts, lists })
        .boxed()
}

/// Valid values of a fact, its bounds more often than chance would have them.
fn values(fact: &Fact, on: Date, text: Value) -> BoxedStrategy<Value> {
    match &fact.ty {
        Type::YesNo => any_bool().prop_map(Value::YesNo).boxed(),
        Type::Whole => {
            let (low, high) = ends(fact, |value| match value {
                Value::Whole(whole) => Some(whole),
                _ => None,
            });
            wholes(low.unwrap_or(-1_000), high.unwrap_or(1_000))
                .prop_map(Value::Whole)
                .boxed()
        }
        Type::Number => {
            let (low, high) = ends(fact, |it| it.number()?.as_decimal());
            let (low, high) = (low.unwrap_or(-Decimal::TEN), high.unwrap_or(Decimal::TEN));
            decimals(low, high)
                .prop_map(|it| Value::Number(it.into()))
                .boxed()
        }
        Type::Percent => decimals(Decimal::ZERO, Decimal::ONE)
            .prop_map(|it| Value::Percent(it.into()))
            .boxed(),
        Type::Money => wholes(0, 100_000)
            .prop_map(|pennies| Value::Money(Money::exact(Decimal::new(pennies, 2))))
            .boxed(),
        Type::Date => dates(fact, on).prop_map(Value::Date).boxed(),
        Type::Time => (0i64..=1_440)
            .prop_map(|minutes| Value::Time(Time::from_minutes(minutes).expect("in a day")))
            .boxed(),
        Type::Choice(options) => {
            let count = u8::try_from(options.count()).expect("at most 64 options");
            (0..count).prop_map(Value::Choice).boxed()
        }
        Type::Choices(options) => {
            let none = (1u64 << options.count()) - 1;
            prop_oneof![Just(0), 0..=none]
                .prop_map(Value::Choices)
                .boxed()
        }
        Type::Text => Just(text).boxed(),
        other => panic!("no fact is {other} here"),
    }
}

fn any_bool() -> impl Strategy<Value = bool> {
    prop::bool::ANY
}

/// A fact's bounds as some type.
fn ends<T>(fact: &Fact, read: impl Fn(Value) -> Option<T>) -> (Option<T>, Option<T>) {
    (
        fact.within.low.and_then(&read),
        fact.within.high.and_then(&read),
    )
}

fn wholes(low: i64, high: i64) -> BoxedStrategy<i64> {
    let near = high.min(low.saturating_add(6));
    prop_oneof![low..=high, low..=near, Just(high)].boxed()
}

/// Decimals of few digits and of many: of more, a product may not fit, which is a
/// fault.
fn decimals(low: Decimal, high: Decimal) -> BoxedStrategy<Decimal> {
    let share = prop_oneof![
        (0i64..=4).prop_map(|it| Decimal::new(it * 25, 2)),
        (0i64..=1_000_000_007).prop_map(|it| Decimal::from(it) / Decimal::from(1_000_000_007)),
    ];
    share
        .prop_map(move |share| (low + (high - low) * share).round_dp(12).normalize())
        .boxed()
}

/// Dates around the day asked about, and the first and last there can be.
fn dates(fact: &Fact, on: Date) -> BoxedStrategy<Date> {
    let day = |value| match value {
        Value::Date(day) => Some(day),
        _ => None,
    };
    let (low, high) = ends(fact, day);
    let low = low.unwrap_or(Date::constant(0, 1, 1));
    let high = high.unwrap_or(Date::constant(9999, 12, 31));
    let around = move |days| add_days(on, days).unwrap_or(on).clamp(low, high);
    let leap = Date::constant(2000, 2, 29).clamp(low, high);
    prop_oneof![
        4 => (-3_000i64..=400).prop_map(around),
        4 => (-12_000i64..=-2_000).prop_map(around),
        1 => Just(leap),
        1 => Just(low),
        1 => Just(high),
    ]
    .boxed()
}
