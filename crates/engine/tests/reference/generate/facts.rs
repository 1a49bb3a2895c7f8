//! Random facts: given, left out, or given with the days for which they hold.

use std::collections::{BTreeMap, BTreeSet};

use almoner_engine::base::time_unit::TimeUnit;

use super::{
    Choices,
    formulas::Ty,
    rules::{FACTS, FIELDS},
};
use crate::{
    case::{Case, Given, Record},
    days::{self, WEEKDAYS},
    fraction,
    value::Value,
};

pub(crate) const COLOURS: [&str; 3] = ["red", "green", "blue"];

fn day(year: i64, month: i64, day: i64) -> i64 {
    days::day_number(year, month, day).expect("a day")
}

/// A question about a day on which the rules and prices are in force, to a rule set with
/// this text.
pub(crate) fn case(choices: &mut Choices<'_>, rules: &str) -> Case {
    let mut on = day(2018, 4, 1) + choices.number(500);
    let mut facts = BTreeMap::new();
    if rules.contains("from: \"e1\"") {
        let last = on + choices.number(60);
        for (id, day) in [("e1", on), ("e2", last)] {
            let json = format!("\"{}\"", days::print(day));
            facts.insert(id, Given::Always(Value::Day(day), json));
        }
        // A quote is asked about from its first day, a screening about any day.
        if rules.starts_with("Eligibility") {
            on += choices.number(9);
        }
    }
    if !choices.one_in(8) {
        facts.insert("r1", amount_by_the_week(choices));
    }
    for (id, ty) in FACTS {
        if let Some(given) = given(choices, id, ty, on) {
            facts.insert(id, given);
        }
    }
    if !choices.one_in(8) {
        let colour = choices.of(&COLOURS);
        facts.insert(
            "c1",
            Given::Always(Value::Option(colour.to_owned()), format!("\"{colour}\"")),
        );
    }
    if !choices.one_in(8) {
        let taken: BTreeSet<String> = WEEKDAYS
            .iter()
            .filter(|_| choices.one_in(2))
            .map(|weekday| (*weekday).to_owned())
            .collect();
        let names: Vec<String> = taken.iter().map(|name| format!("\"{name}\"")).collect();
        let json = format!("[{}]", names.join(","));
        facts.insert("a1", Given::Always(Value::Options(taken), json));
    }
    if choices.one_in(2) {
        facts.insert("x1", Given::Always(Value::Text, "\"agreed\"".to_owned()));
    }
    let mut lists = BTreeMap::new();
    if !choices.one_in(6) {
        let records = (0..choices.number(3))
            .map(|_| record(choices, on))
            .collect();
        lists.insert("kids", records);
    }
    Case { on, facts, lists }
}

/// Says that no record of `kids` is left out, or that some may be.
pub(crate) fn completeness(choices: &mut Choices<'_>, case: &mut Case) {
    if let Some(complete) = choices.of(&[Some(true), Some(true), Some(false), None]) {
        case.facts.insert(
            "kids_complete",
            Given::Always(Value::YesNo(complete), complete.to_string()),
        );
    }
}

fn record(choices: &mut Choices<'_>, on: i64) -> Record {
    let mut record = Record::default();
    for (id, ty) in FIELDS {
        if let Some(given) = given(choices, id, ty, on) {
            record.facts.insert(id, given);
        }
    }
    if choices.one_in(8) {
        let cut = on - 3 + choices.number(30);
        record.days = Some(choices.of(&[(None, Some(cut)), (Some(cut), None)]));
    }
    record
}

pub(crate) fn amount_by_the_week(choices: &mut Choices<'_>) -> Given {
    let pence = choices.number(2000);
    let amount = fraction::whole(pence) / fraction::whole(100);
    let json = format!("\"{}.{:02}\"", pence / 100, pence % 100);
    Given::Always(Value::Per(amount.clone(), amount, TimeUnit::Week), json)
}

fn given(choices: &mut Choices<'_>, id: &str, ty: Ty, on: i64) -> Option<Given> {
    match choices.below(12) {
        10 => None,
        11 => {
            let cut = on - 3 + choices.number(20);
            let (first, second) = (value(choices, id, ty), value(choices, id, ty));
            let gap = choices.number(2);
            Some(Given::Dated(vec![
                (None, Some(cut), first.0, first.1),
                (Some(cut + 1 + gap), None, second.0, second.1),
            ]))
        }
        _ => {
            let (value, json) = value(choices, id, ty);
            Some(Given::Always(value, json))
        }
    }
}

/// A value, and the same in JSON.
pub(crate) fn value(choices: &mut Choices<'_>, id: &str, ty: Ty) -> (Value, String) {
    match ty {
        Ty::YesNo => {
            let yes = choices.one_in(2);
            (Value::YesNo(yes), yes.to_string())
        }
        Ty::Whole => {
            let number = match id {
                "w3" | "w4" => choices.number(6),
                _ => choices.number(15) - 3,
            };
            (Value::Number(fraction::whole(number)), number.to_string())
        }
        Ty::Number => {
            let hundredths = choices.number(2000) - 200;
            let number = fraction::whole(hundredths) / fraction::whole(100);
            (
                Value::Number(number),
                format!(
                    "{}{}.{:02}",
                    sign(hundredths),
                    hundredths.abs() / 100,
                    hundredths.abs() % 100
                ),
            )
        }
        Ty::Money => {
            let pence = choices.number(5000);
            let amount = fraction::whole(pence) / fraction::whole(100);
            (
                Value::Money(amount.clone(), amount),
                format!("\"{}.{:02}\"", pence / 100, pence % 100),
            )
        }
        Ty::Percent => {
            let share = choices.number(110);
            (
                Value::Percent(fraction::whole(share) / fraction::whole(100)),
                format!("\"{share}%\""),
            )
        }
        Ty::Day => {
            let number = match id {
                "d3" => day(2018, 2, 1) + choices.number(242),
                _ => {
                    choices.of(&[
                        day(2018, 5, 1),
                        day(2000, 2, 29),
                        day(2016, 2, 28),
                        day(1990, 12, 31),
                    ]) + choices.number(400)
                }
            };
            (Value::Day(number), format!("\"{}\"", days::print(number)))
        }
        Ty::Time => {
            let minutes = choices.number(1439);
            (
                Value::Time(minutes),
                format!("\"{:02}:{:02}\"", minutes / 60, minutes % 60),
            )
        }
        Ty::Days | Ty::Months => panic!("no fact is a span"),
    }
}

fn sign(number: i64) -> &'static str {
    if number < 0 { "-" } else { "" }
}
