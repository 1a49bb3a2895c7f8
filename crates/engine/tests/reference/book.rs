//! The files of a book as the reference evaluator reads them: entries by id,
//! formulas still as written.

use std::collections::BTreeMap;

use almoner_engine::source::{
    Parsed,
    formula::{self, model::Formula},
    model::{Document, FactEntry, ParameterFile, RuleFile, TypeEntry},
};

use crate::{
    days,
    fraction::{self, Fraction},
    value::Value,
};

pub(crate) struct Calendar {
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) spans: Vec<(i64, i64)>,
}

pub(crate) struct Book<'s> {
    pub(crate) rules: &'s RuleFile<'s>,
    pub(crate) charges: BTreeMap<String, (Fraction, Fraction)>,
    pub(crate) parameters: BTreeMap<&'s str, &'s ParameterFile<'s>>,
    pub(crate) calendars: BTreeMap<&'s str, Calendar>,
}

impl<'s> Book<'s> {
    pub(crate) fn new(parsed: &'s Parsed<'s>) -> Book<'s> {
        let documents = || parsed.documents.iter().map(|(_, document)| document);
        let rules = documents().find_map(|document| match document {
            Document::Eligibility(rules) | Document::Pricing(rules) => Some(rules),
            _ => None,
        });
        let mut book = Book {
            rules: rules.expect("a rule set"),
            charges: BTreeMap::new(),
            parameters: BTreeMap::new(),
            calendars: BTreeMap::new(),
        };
        for document in documents() {
            match document {
                Document::Tariff(tariff) => {
                    for (service, charges) in &tariff.services {
                        let named = charges.iter().map(|charge| {
                            let id = format!("{}.{}", service.id, charge.id);
                            (id, price(charge.price.get_ron()))
                        });
                        book.charges.extend(named);
                    }
                }
                Document::Parameter(parameter) => {
                    book.parameters.insert(parameter.head.id, parameter);
                }
                Document::Calendar(calendar) => {
                    let span = |from: &str, until: Option<&str>| {
                        let from = days::parse(from).expect("a day");
                        (
                            from,
                            until.map_or(from, |until| days::parse(until).expect("a day")),
                        )
                    };
                    let (from, until) = span(calendar.head.from, Some(calendar.head.until));
                    let spans = calendar
                        .days
                        .iter()
                        .map(|it| span(it.from, it.until))
                        .collect();
                    book.calendars
                        .insert(calendar.head.id, Calendar { from, until, spans });
                }
                _ => {}
            }
        }
        book
    }

    pub(crate) fn fact(&self, id: &str) -> Option<&'s FactEntry<'s>> {
        self.rules.facts.iter().find(|fact| fact.id == id)
    }

    /// The fields of a list, by its id.
    pub(crate) fn fields(&self, list: &str) -> Option<&'s [FactEntry<'s>]> {
        match &self.fact(list)?.is {
            TypeEntry::List(fields) => Some(fields),
            _ => None,
        }
    }
}

/// `22.50`, `230.00..=240.00` or `Variable(30.00)`.
fn price(written: &str) -> (Fraction, Fraction) {
    let plain = written
        .trim()
        .trim_start_matches("Variable(")
        .trim_end_matches(')');
    let (low, high) = plain.split_once("..=").unwrap_or((plain, plain));
    let read = |text| fraction::parse(text).expect("an amount");
    (read(low), read(high))
}

pub(crate) fn formula(text: &str) -> Formula {
    formula::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// A value as a cell of a table, a case or a limit writes it.
pub(crate) fn literal(text: &str, ty: &TypeEntry<'_>) -> Value {
    let text = text.trim();
    let number = |text: &str| fraction::parse(text).unwrap_or_else(|| panic!("{text}"));
    match ty {
        TypeEntry::YesNo => Value::YesNo(text == "yes"),
        TypeEntry::Whole | TypeEntry::Number => Value::Number(number(text)),
        TypeEntry::Money => {
            let amount = number(&text.replace('£', ""));
            Value::Money(amount.clone(), amount)
        }
        TypeEntry::Percentage => {
            Value::Percent(number(text.trim_end_matches('%')) / fraction::whole(100))
        }
        TypeEntry::Date => Value::Day(days::parse(text).expect("a day")),
        TypeEntry::Time => Value::Time(minutes(text)),
        TypeEntry::OneOf(_) => Value::Option(text.to_owned()),
        other => panic!("no literal of {other:?}"),
    }
}

pub(crate) fn minutes(text: &str) -> i64 {
    let (hours, minutes) = text.split_once(':').expect("a time of day");
    let read = |text: &str| text.parse::<i64>().expect("a number");
    read(hours) * 60 + read(minutes)
}
