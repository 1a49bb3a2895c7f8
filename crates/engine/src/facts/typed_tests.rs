//! Facts that programs give with a type.

use rust_decimal::Decimal;

use super::{
    DatedValue, FactValue,
    tests::{facts_from, value},
    typed,
};
use crate::base::{
    date::{self, Date},
    money::Money,
    value::Value,
};

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    date::parse(text).unwrap()
}

#[test]
fn typed_values_are_taken_where_the_fact_is_of_their_type() {
    let money = |low: &str, high: &str| Money::range(number(low), number(high)).unwrap();
    let date = day("2018-05-01");
    let pounds = |text: &str| Value::Money(Money::exact(number(text)));
    let cases: [(&str, FactValue, Option<Value>); 14] = [
        ("free_school_meals", true.into(), Some(Value::YesNo(true))),
        ("free_school_meals", 1.into(), None),
        ("pupils", 2.into(), Some(Value::Whole(2))),
        ("pupils", 9.into(), None),
        ("hours", 2.into(), Some(Value::Number(2.into()))),
        (
            "hours",
            number("1.50").into(),
            Some(Value::Number(number("1.5").into())),
        ),
        ("income", number("10.50").into(), Some(pounds("10.5"))),
        (
            "income",
            Money::exact(number("5.00")).into(),
            Some(pounds("5")),
        ),
        ("income", money("5", "6").into(), None),
        ("hours", Money::exact(number("5")).into(), None),
        ("moved_in", date.into(), Some(Value::Date(date))),
        ("pupils", date.into(), None),
        (
            "needs",
            vec!["training", "character"].into(),
            Some(Value::Choices(0b101)),
        ),
        ("needs", vec!["training", "bread"].into(), None),
    ];
    for (fact, given, expected) in cases {
        let facts = facts_from(|intake| typed::give(intake, fact, &given));
        let taken = facts.ok().map(|facts| value(&facts, fact));
        assert_eq!(taken, expected, "{fact}: {given:?}");
    }
}

#[test]
fn percentage_given_as_a_number_is_in_per_cent() {
    for (per_cent, share) in [
        ("5", "0.05"),
        ("12.5", "0.125"),
        ("0.25", "0.0025"),
        ("120", "1.2"),
    ] {
        let given: FactValue = number(per_cent).into();
        let facts = facts_from(|intake| typed::give(intake, "share", &given)).unwrap();
        let expected = Value::Percent(number(share).into());
        assert_eq!(value(&facts, "share"), expected, "{per_cent}");
    }
}

/// Texts are numbered in a case, and there is a number for 65,536 of them.
#[test]
fn more_texts_than_have_a_number_are_refused() {
    let first = day("2018-05-01");
    let name_of_a_day = |after: i64| {
        let day = date::add_days(first, after).unwrap();
        DatedValue::new("Ann").since(day).until(day)
    };
    for (texts, is_taken) in [(65_536, true), (65_537, false)] {
        let given: FactValue = (0..texts).map(name_of_a_day).collect::<Vec<_>>().into();
        let facts = facts_from(|intake| typed::give(intake, "name", &given));
        let problems = facts.err().unwrap_or_default();
        let says: Vec<_> = problems.iter().map(|it| (&*it.at, &*it.says)).collect();
        let expected = (
            "/name",
            "the case has more texts than one question can hold",
        );
        assert_eq!(says, if is_taken { vec![] } else { vec![expected] });
    }
}
