//! The files of a book as the reference evaluator reads them: entries by id,
//! formulas still as written.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use almoner_engine::{
    base::terms::Vat,
    source::{
        Parsed,
        formula::{self, model::Formula},
        model::{Document, FactEntry, ParameterFile, RuleFile, TariffFile, TypeEntry},
    },
};

use crate::{
    days,
    fraction::{self, Fraction},
    value::Value,
    versions,
};

pub(crate) struct Calendar {
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) spans: Vec<(i64, i64)>,
}

/// A price: its ends, and the VAT that it contains.
#[derive(Clone)]
pub(crate) struct Price {
    pub(crate) low: Fraction,
    pub(crate) high: Fraction,
    pub(crate) vat: Vat,
}

/// The prices of a year.
struct Prices {
    from: i64,
    until: i64,
    charges: BTreeMap<String, Price>,
}

/// All files of a book.
pub(crate) struct Written<'s> {
    files: Vec<RuleFile<'s>>,
    years: Vec<Prices>,
    /// The first day, and the prices from then on.
    variations: Vec<(i64, BTreeMap<String, (Fraction, Fraction)>)>,
    parameters: BTreeMap<&'s str, &'s ParameterFile<'s>>,
    calendars: BTreeMap<&'s str, Calendar>,
}

/// What a book says of one rule set on one day.
pub(crate) struct Book<'s> {
    pub(crate) written: &'s Written<'s>,
    pub(crate) rules: &'s RuleFile<'s>,
    pub(crate) charges: BTreeMap<String, Price>,
    pub(crate) parameters: &'s BTreeMap<&'s str, &'s ParameterFile<'s>>,
    pub(crate) calendars: &'s BTreeMap<&'s str, Calendar>,
}

fn read_day(text: &str) -> i64 {
    days::parse(text).expect("a day")
}

impl<'s> Written<'s> {
    pub(crate) fn new(parsed: &'s Parsed<'s>) -> Written<'s> {
        let mut written = Written {
            files: Vec::new(),
            years: Vec::new(),
            variations: Vec::new(),
            parameters: BTreeMap::new(),
            calendars: BTreeMap::new(),
        };
        for (_, document) in &parsed.documents {
            match document {
                Document::Eligibility(rules) | Document::Pricing(rules) => {
                    written.files.push(rules.clone());
                }
                Document::Tariff(tariff) => written.years.push(prices(tariff)),
                Document::Variation(variation) => {
                    let varied = variation.charges.iter();
                    let varied = varied.map(|it| (it.id.to_owned(), price(it.price.get_ron())));
                    let from = read_day(variation.head.in_force);
                    written.variations.push((from, varied.collect()));
                }
                Document::Parameter(parameter) => {
                    written.parameters.insert(parameter.head.id, parameter);
                }
                Document::Calendar(calendar) => {
                    let spans = calendar.days.iter().map(|it| {
                        let from = read_day(it.from);
                        (from, it.until.map_or(from, read_day))
                    });
                    let spans = spans.collect();
                    let (from, until) = (calendar.head.from, calendar.head.until);
                    let (from, until) = (read_day(from), read_day(until));
                    written
                        .calendars
                        .insert(calendar.head.id, Calendar { from, until, spans });
                }
                _ => {}
            }
        }
        written
            .files
            .sort_by_key(|file| read_day(file.head.in_force));
        for at in 0..written.files.len() {
            let file = &written.files[at];
            if let Some(day) = file.head.based_on {
                let is_base =
                    |it: &&RuleFile<'_>| it.head.id == file.head.id && it.head.in_force == day;
                let base = written.files.iter().find(is_base).expect("a version");
                written.files[at] = versions::complete(base, file);
            }
        }
        written
    }

    /// What holds of a rule set on a day; none if no version of it covers the day.
    pub(crate) fn at<'w>(&'w self, rule_set: &str, day: i64) -> Option<Book<'w>> {
        let begun =
            |file: &&RuleFile<'_>| file.head.id == rule_set && read_day(file.head.in_force) <= day;
        let rules = self.files.iter().rfind(begun)?;
        if rules.head.until.is_some_and(|until| read_day(until) < day) {
            return None;
        }
        let year = self
            .years
            .iter()
            .find(|it| it.from <= day && day <= it.until);
        let mut charges = year.map_or_else(BTreeMap::new, |year| year.charges.clone());
        for (from, varied) in &self.variations {
            let is_of_year = year.is_some_and(|year| year.from <= *from && *from <= year.until);
            if !is_of_year || *from > day {
                continue;
            }
            for (id, (low, high)) in varied {
                let charge = charges.get_mut(id).expect("a charge of the tariff");
                (charge.low, charge.high) = (low.clone(), high.clone());
            }
        }
        Some(Book {
            written: self,
            rules,
            charges,
            parameters: &self.parameters,
            calendars: &self.calendars,
        })
    }
}

fn prices(tariff: &TariffFile<'_>) -> Prices {
    let mut charges = BTreeMap::new();
    let vat_of = |code: &str| {
        let codes = &tariff.head.vat_codes.0;
        codes
            .iter()
            .find(|(it, _)| *it == code)
            .expect("a letter")
            .1
    };
    for (service, entries) in &tariff.services {
        for charge in entries {
            let (low, high) = price(charge.price.get_ron());
            let vat = vat_of(charge.vat.unwrap_or(service.vat));
            let id = format!("{}.{}", service.id, charge.id);
            charges.insert(id, Price { low, high, vat });
        }
    }
    Prices {
        from: read_day(tariff.head.in_force),
        until: read_day(tariff.head.until),
        charges,
    }
}

impl<'s> Book<'s> {
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

/// Beyond this many formulas they are read again.
const MAX_FORMULAS: usize = 10_000;

thread_local! {
    static FORMULAS: RefCell<BTreeMap<String, Rc<Formula>>> = const { RefCell::new(BTreeMap::new()) };
}

/// A formula, read once.
pub(crate) fn formula(text: &str) -> Rc<Formula> {
    FORMULAS.with_borrow_mut(|formulas| {
        if let Some(known) = formulas.get(text) {
            return Rc::clone(known);
        }
        let read = formula::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        if formulas.len() > MAX_FORMULAS {
            formulas.clear();
        }
        let read = Rc::new(read);
        formulas.insert(text.to_owned(), Rc::clone(&read));
        read
    })
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
        TypeEntry::MoneyPer(unit) => {
            let amount = number(&text.replace('£', ""));
            Value::Per(amount.clone(), amount, *unit)
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
