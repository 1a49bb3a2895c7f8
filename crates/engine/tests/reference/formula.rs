//! Formulas, read from their syntax tree with nothing resolved beforehand.

use std::collections::BTreeMap;

use crate::{
    book::{self, Book},
    case::Case,
    days,
    fraction::{self, Fraction},
    operators::{arithmetic, compare, negative},
    value::{Computed, Evaluated, Fault, Truth, Value},
};
use almoner_engine::{
    base::{
        operators::{Comparison, Operator},
        time_unit::TimeUnit,
    },
    source::{
        formula::model::{Formula, FormulaKind, Whose},
        model::{FactEntry, TypeEntry, ValueEntry},
    },
};

/// Where a formula stands: the day it is about, the records it can read, the
/// outermost first, and the charge of its line.
#[derive(Clone, Debug)]
pub(crate) struct Scope<'s> {
    pub(crate) on: i64,
    pub(crate) records: Vec<(&'s str, usize)>,
    pub(crate) charge: Option<&'s str>,
}

/// Which reading of each open point is taken: by the ids of its readings.
pub(crate) type Reading = BTreeMap<Vec<String>, usize>;

/// Answers one question about one day.
#[derive(Clone, Copy)]
pub(crate) struct Evaluator<'s> {
    pub(crate) book: &'s Book<'s>,
    pub(crate) case: &'s Case,
    /// First and last day of the part of a period that is asked about.
    pub(crate) part: Option<(i64, i64)>,
    /// The facts that another rule set passes.
    pub(crate) passed: Option<&'s BTreeMap<&'s str, Computed>>,
    pub(crate) reading: Option<&'s Reading>,
    /// Whether a fault counts also in a value of an `if` whose test is unknown, and where a
    /// condition is: the engine may know both from what the missing facts can be.
    pub(crate) has_all_faults: bool,
}

fn number_of(value: &Value) -> Option<Fraction> {
    match value {
        Value::Number(number) => Some(number.clone()),
        _ => None,
    }
}

/// A whole number that fits the machine; the generator keeps the others out.
pub(crate) fn small(value: &Value) -> Result<i64, Fault> {
    let number = number_of(value).expect("a number");
    i64::try_from(number.to_integer()).map_err(|_| Fault("too large"))
}

impl<'s> Evaluator<'s> {
    pub(crate) fn new(book: &'s Book<'s>, case: &'s Case) -> Evaluator<'s> {
        Evaluator {
            book,
            case,
            part: None,
            passed: None,
            reading: None,
            has_all_faults: false,
        }
    }

    /// The same with a reading of every open point.
    pub(crate) fn reading(self, reading: &'s Reading) -> Evaluator<'s> {
        Evaluator {
            reading: Some(reading),
            ..self
        }
    }

    /// Where a formula of the case stands.
    pub(crate) fn scope(&self) -> Scope<'s> {
        Scope {
            on: self.case.on,
            records: Vec::new(),
            charge: None,
        }
    }

    pub(crate) fn text(&self, text: &str, scope: &Scope<'s>) -> Evaluated {
        self.formula(&book::formula(text), scope)
    }

    pub(crate) fn truth(&self, text: &str, scope: &Scope<'s>) -> Result<Truth, Fault> {
        Ok(self.text(text, scope)?.truth())
    }

    /// A condition that may be left out.
    pub(crate) fn condition(&self, text: Option<&str>, scope: &Scope<'s>) -> Result<Truth, Fault> {
        let truth = text.map_or(Ok(Truth::Yes), |text| self.truth(text, scope))?;
        Ok(match truth {
            // To find the faults in what it is a condition of.
            Truth::Unknown if self.has_all_faults => Truth::Yes,
            truth => truth,
        })
    }

    pub(crate) fn formula(&self, formula: &Formula, scope: &Scope<'s>) -> Evaluated {
        let known = |value| Ok(Computed::Known(value));
        let read = |number: &dyn std::fmt::Display| {
            fraction::parse(&number.to_string()).expect("a number")
        };
        match &formula.kind {
            FormulaKind::YesNo(yes) => Ok(Computed::yes(*yes)),
            FormulaKind::Number(number) => known(Value::Number(read(number))),
            FormulaKind::Money(amount) => known(Value::Money(read(amount), read(amount))),
            FormulaKind::Percent(share) => known(Value::Percent(read(share))),
            FormulaKind::Date(day) => {
                known(Value::Day(days::parse(&day.to_string()).expect("a day")))
            }
            FormulaKind::Time(time) => known(Value::Time(book::minutes(&time.to_string()))),
            FormulaKind::Days(days) => known(Value::Days(*days)),
            FormulaKind::Months(months) => known(Value::Months(*months)),
            FormulaKind::Text(text) => panic!("a text: {text}"),
            FormulaKind::Name(name) => self.name(name, scope),
            FormulaKind::Qualified(whose, name) => {
                let record = match whose {
                    Whose::This => scope.records.first(),
                    Whose::Other => scope.records.last(),
                };
                let records = record.into_iter().copied().collect();
                self.name(
                    name,
                    &Scope {
                        records,
                        ..scope.clone()
                    },
                )
            }
            FormulaKind::Charge(id) => {
                let id = id.as_deref().or(scope.charge).expect("a charge");
                let price = self.book.charges.get(id).expect("a price");
                known(Value::Money(price.low.clone(), price.high.clone()))
            }
            FormulaKind::Call(name, arguments) => self.call(name, arguments, scope),
            FormulaKind::Negative(part) => self.over(&[part], scope, |values| negative(&values[0])),
            FormulaKind::Arithmetic(operator, left, right) => {
                self.over(&[left, right], scope, |values| {
                    arithmetic(*operator, &values[0], &values[1])
                })
            }
            FormulaKind::Per(part, unit) => {
                let amount = self.formula(part, scope)?;
                self.converted(amount, *unit, scope)
            }
            FormulaKind::If(test, then, otherwise) => self.either(test, then, otherwise, scope),
            FormulaKind::Aggregate(aggregate) => self.aggregate(aggregate, scope),
            FormulaKind::Rank(rank) => self.rank(rank, scope),
            FormulaKind::ExceptCalendar(_) => panic!("`except` stands in a call"),
            _ => Ok(self.test(formula, scope)?.computed()),
        }
    }

    /// Formulas that are yes or no by their form.
    fn test(&self, formula: &Formula, scope: &Scope<'s>) -> Result<Truth, Fault> {
        match &formula.kind {
            FormulaKind::Not(part) => Ok(match self.formula(part, scope)?.truth() {
                Truth::Yes => Truth::No,
                Truth::No => Truth::Yes,
                other => other,
            }),
            FormulaKind::And(parts) => self.joined(Truth::No, parts, scope),
            FormulaKind::Or(parts) => self.joined(Truth::Yes, parts, scope),
            FormulaKind::Compare(comparison, left, right) => {
                self.compared(*comparison, left, right, scope)
            }
            FormulaKind::Within(value, low, high) => {
                let mut ends = Vec::new();
                if let Some(low) = low {
                    ends.push(self.compared(Comparison::AtLeast, value, low, scope)?);
                }
                if let Some(high) = high {
                    ends.push(self.compared(Comparison::AtMost, value, high, scope)?);
                }
                Ok(Truth::join(Truth::No, &ends))
            }
            FormulaKind::OneOf(value, options) => {
                let equal = options
                    .iter()
                    .map(|it| self.compared(Comparison::Equal, value, it, scope));
                Ok(Truth::join(
                    Truth::Yes,
                    &equal.collect::<Result<Vec<_>, _>>()?,
                ))
            }
            FormulaKind::Includes(value, options) => Ok(match self.formula(value, scope)? {
                Computed::Known(Value::Options(taken)) => {
                    let mut names = options.iter().map(option_name);
                    let has = names.any(|name| taken.contains(name));
                    if has { Truth::Yes } else { Truth::No }
                }
                other => other.truth(),
            }),
            FormulaKind::Known(part) => Ok(match self.formula(part, scope)? {
                Computed::Unknown => Truth::No,
                _ => Truth::Yes,
            }),
            FormulaKind::InCalendar(Some(day), calendar) => {
                let calendar = &self.book.calendars[&*calendar.name];
                let inside = self.over(&[day], scope, |values| {
                    let Value::Day(day) = values[0] else {
                        panic!("a day")
                    };
                    Ok(Computed::yes(calendar.span_of(day)?.is_some()))
                });
                Ok(inside?.truth())
            }
            other => panic!("no test: {other:?}"),
        }
    }

    fn joined(&self, decides: Truth, parts: &[Formula], scope: &Scope<'s>) -> Result<Truth, Fault> {
        let mut truths = Vec::new();
        for part in parts {
            truths.push(self.formula(part, scope)?.truth());
            // What follows is not read, so a fault in it does not count.
            if truths.last() == Some(&decides) {
                break;
            }
        }
        Ok(Truth::join(decides, &truths))
    }

    /// Applies a rule to the values of all parts.
    pub(crate) fn over(
        &self,
        parts: &[&Formula],
        scope: &Scope<'s>,
        rule: impl FnOnce(&[Value]) -> Evaluated,
    ) -> Evaluated {
        let computed = parts.iter().map(|part| self.formula(part, scope));
        match Computed::all(computed.collect::<Result<Vec<_>, _>>()?) {
            Ok(values) => rule(&values),
            Err(computed) => Ok(computed),
        }
    }

    fn either(
        &self,
        test: &Formula,
        then: &Formula,
        otherwise: &Formula,
        scope: &Scope<'s>,
    ) -> Evaluated {
        match self.formula(test, scope)?.truth() {
            Truth::Yes => self.formula(then, scope),
            Truth::No => self.formula(otherwise, scope),
            // A test that does not apply chooses neither value.
            Truth::NotApplicable => Ok(Computed::NotApplicable),
            Truth::Unknown => {
                // A fault in one of the two does not count, because the
                // other one may be taken.
                let (then, otherwise) = (self.formula(then, scope), self.formula(otherwise, scope));
                if self.has_all_faults {
                    let _ = (then?, otherwise?);
                    return Ok(Computed::Unknown);
                }
                let is_same = then.is_ok() && then == otherwise;
                match is_same && self.surely_applies(test) {
                    true => then,
                    // Once its test is known it may not apply.
                    false => Ok(Computed::Unknown),
                }
            }
        }
    }

    /// Whether a test is of facts and constants alone, so that it applies whatever the
    /// missing facts are.
    fn surely_applies(&self, test: &Formula) -> bool {
        let all = |parts: &[Formula]| parts.iter().all(|part| self.surely_applies(part));
        match &test.kind {
            FormulaKind::YesNo(_)
            | FormulaKind::Number(_)
            | FormulaKind::Money(_)
            | FormulaKind::Percent(_)
            | FormulaKind::Date(_)
            | FormulaKind::Time(_)
            | FormulaKind::Days(_)
            | FormulaKind::Months(_)
            | FormulaKind::Known(_) => true,
            FormulaKind::Name(name) => self.value_entry(name).is_none() && !name.contains('.'),
            FormulaKind::Not(part) | FormulaKind::InCalendar(Some(part), _) => {
                self.surely_applies(part)
            }
            FormulaKind::If(test, then, otherwise) => {
                let parts = [test, then, otherwise];
                parts.into_iter().all(|part| self.surely_applies(part))
            }
            FormulaKind::And(parts) | FormulaKind::Or(parts) => all(parts),
            FormulaKind::Compare(_, left, right) => {
                self.surely_applies(left) && self.surely_applies(right)
            }
            FormulaKind::OneOf(part, _) | FormulaKind::Includes(part, _) => {
                self.surely_applies(part)
            }
            _ => false,
        }
    }

    fn compared(
        &self,
        comparison: Comparison,
        left: &Formula,
        right: &Formula,
        scope: &Scope<'s>,
    ) -> Result<Truth, Fault> {
        let left = self.formula(left, scope)?;
        let right = match (&left, &right.kind) {
            // An option, unless a fact or value has the name.
            (_, FormulaKind::Name(name)) if !self.is_name(name) => {
                Computed::Known(Value::Option(name.clone()))
            }
            _ => self.formula(right, scope)?,
        };
        Ok(match Computed::all(vec![left, right]) {
            Ok(values) => compare(comparison, &values[0], &values[1]),
            Err(computed) => computed.truth(),
        })
    }

    fn is_name(&self, name: &str) -> bool {
        let rules = self.book.rules;
        let is_field = |fact: &FactEntry<'_>| match &fact.is {
            TypeEntry::List(fields) => fields.iter().any(|field| field.id == name),
            _ => false,
        };
        name == "on"
            || name.contains('.')
            || rules
                .facts
                .iter()
                .any(|fact| fact.id == name || is_field(fact))
            || self.value_entry(name).is_some()
    }

    pub(crate) fn value_entry(&self, name: &str) -> Option<&'s ValueEntry<'s>> {
        let rules = self.book.rules;
        rules
            .values
            .iter()
            .chain(&rules.follows)
            .find(|value| value.id == name)
    }

    fn name(&self, name: &str, scope: &Scope<'s>) -> Evaluated {
        if name == "on" {
            return Ok(Computed::Known(Value::Day(scope.on)));
        }
        if let Some((entry, name)) = name.split_once('.') {
            return self.used(entry, name, scope);
        }
        let period = self.book.rules.head.period.as_ref();
        if let Some(((first, last), period)) = self.part.zip(period) {
            // In a part the ends of the period are those of the part.
            for (end, day) in [(period.from, first), (period.to, last)] {
                if name == end {
                    return Ok(Computed::Known(Value::Day(day)));
                }
            }
        }
        for (list, number) in scope.records.iter().rev() {
            let fields = self.book.fields(list).expect("a list");
            if let Some(field) = fields.iter().find(|field| field.id == name) {
                let records = vec![(*list, *number)];
                let given = self.case.lists[list][*number].facts.get(name);
                let value = given.and_then(|given| given.at(self.case.on));
                return self.fact(
                    field,
                    value,
                    &Scope {
                        records,
                        ..scope.clone()
                    },
                );
            }
        }
        if let Some(value) = self.value_entry(name) {
            return self.value(value, scope);
        }
        let facts = &self.book.rules.facts;
        let whole = Scope {
            records: Vec::new(),
            ..scope.clone()
        };
        if let Some(list) = name.strip_suffix("_complete")
            && self.book.fields(list).is_some()
        {
            return Ok(self
                .given(name)
                .map_or(Computed::Unknown, |value| Computed::Known(value.clone())));
        }
        let fact = facts.iter().find(|fact| fact.id == name);
        let fact = fact.unwrap_or_else(|| panic!("no name: {name}"));
        if let Some(passed) = self.passed {
            return match passed.get(name) {
                Some(computed) => Ok(computed.clone()),
                None => self.fact(fact, None, &whole),
            };
        }
        // Whatever day a criterion is about, facts are those of the day asked about.
        let whole = Scope {
            on: self.case.on,
            ..whole
        };
        self.fact(fact, self.given(name), &whole)
    }

    /// What a fact of the case is on the day asked about.
    pub(crate) fn given(&self, name: &str) -> Option<&'s Value> {
        self.case.facts.get(name)?.at(self.case.on)
    }

    fn fact(&self, fact: &FactEntry<'s>, given: Option<&Value>, scope: &Scope<'s>) -> Evaluated {
        match (given, fact.assume) {
            (Some(value), _) => Ok(Computed::Known(value.clone())),
            (None, None) => Ok(Computed::Unknown),
            (None, Some(assume)) => match fact.is {
                TypeEntry::OneOf(_) => Ok(Computed::Known(Value::Option(assume.to_owned()))),
                _ => self.text(assume, scope),
            },
        }
    }

    pub(crate) fn value(&self, value: &'s ValueEntry<'s>, scope: &Scope<'s>) -> Evaluated {
        let mut scope = Scope {
            on: scope.on,
            records: own_record(value.each, scope),
            charge: None,
        };
        if let Some(day) = value.on {
            scope.on = match self.text(
                day,
                &Scope {
                    on: self.case.on,
                    ..scope.clone()
                },
            )? {
                Computed::Known(Value::Day(day)) => day,
                Computed::Known(other) => panic!("no day: {other:?}"),
                open => return Ok(open),
            };
        }
        match self.condition(value.when, &scope)? {
            Truth::Yes => self.text(value.is, &scope),
            Truth::Unknown => Ok(Computed::Unknown),
            Truth::No | Truth::NotApplicable => Ok(Computed::NotApplicable),
        }
    }

    /// An amount by another unit of time: times the factor that the rules state for the
    /// two units, or divided by it.
    fn converted(&self, amount: Computed, to: TimeUnit, scope: &Scope<'s>) -> Evaluated {
        let from = match &amount {
            Computed::Known(Value::Money(low, high)) => {
                return Ok(Computed::Known(Value::Per(low.clone(), high.clone(), to)));
            }
            Computed::Known(Value::Per(.., unit)) if *unit == to => return Ok(amount),
            Computed::Known(Value::Per(.., unit)) => *unit,
            Computed::Known(other) => panic!("no amount: {other:?}"),
            _ => return Ok(amount),
        };
        let Computed::Known(amount) = amount else {
            unreachable!()
        };
        let factor = self.book.rules.values.iter().find_map(|value| {
            let converts = value.converts?;
            match (converts.from, converts.to) {
                it if it == (from, to) => Some((value, Operator::Multiply)),
                it if it == (to, from) => Some((value, Operator::Divide)),
                _ => None,
            }
        });
        let (factor, operator) = factor.expect("a factor");
        Ok(match self.value(factor, scope)? {
            Computed::Known(factor) => {
                match arithmetic(operator, &amount.without_unit().0, &factor)? {
                    Computed::Known(amount) => Computed::Known(amount.by(Some(to))),
                    open => open,
                }
            }
            open => open,
        })
    }
}

/// As the engine: what is one for each record is that of the innermost record of its list.
pub(crate) fn own_record<'s>(each: Option<&str>, scope: &Scope<'s>) -> Vec<(&'s str, usize)> {
    let own = |(list, _): &&(&str, usize)| each == Some(*list);
    let found = scope.records.iter().rev().find(own);
    found.copied().into_iter().collect()
}

pub(crate) fn option_name(formula: &Formula) -> &str {
    match &formula.kind {
        FormulaKind::Name(name) => name,
        other => panic!("no option: {other:?}"),
    }
}
