//! Formulas over the records of a list, of ranges. Of a record that may still
//! come, its facts may be anything that they are declared to be.

use super::{
    Bounded, arithmetic,
    range::{Range, Truths, Values},
};
use crate::{
    base::{
        bounds::{Bounds, order},
        ids::ListId,
        value::Value,
    },
    check::formula::{Aggregate, Expr, Operator, Quantifier},
    eval::trace::Recorder,
};

/// What one record adds.
struct Counted {
    /// Whether it counts.
    counts: Truths,
    /// What is taken of it if it does.
    taken: Range,
    /// Whether it is there only if more records come.
    may_come: bool,
}

impl Counted {
    /// Whether it counts whatever the unknown facts are.
    fn is_certain(&self) -> bool {
        !self.counts.no && !self.counts.does_not_apply && !self.may_come
    }
}

impl<B: Recorder> Bounded<'_, B> {
    /// The numbers of the records that there are and, if more may come, one beyond
    /// all that were given, which stands for those; with whether it is that one.
    pub(super) fn numbers(&mut self, list: ListId) -> Vec<(u16, bool)> {
        let declared = &self.exact.ruling.version.lists[list];
        let Some(records) = self.exact.records_of(list) else {
            return vec![(0, true)];
        };
        let is_complete = declared
            .complete
            .is_none_or(|fact| self.exact.facts.value(fact) == Value::YesNo(true));
        let next = (!is_complete).then(|| (records.given(), true));
        let present = records.present().map(|record| (record, false));
        present.chain(next).collect()
    }

    /// What a test comes to for each record, with whether the record is one
    /// that may still come.
    fn tests(&mut self, aggregate: &Aggregate) -> Vec<(Truths, bool)> {
        let numbers = self.numbers(aggregate.list);
        let outer = self.exact.current(aggregate.list);
        let tests = numbers.into_iter().map(|(record, may_come)| {
            self.exact.set_record(aggregate.list, Some(record));
            let truths = self.condition(aggregate.filter.as_ref());
            (truths, may_come)
        });
        let tests = tests.collect();
        self.exact.set_record(aggregate.list, outer);
        tests
    }

    fn condition(&mut self, filter: Option<&Expr>) -> Truths {
        match filter {
            Some(filter) => self.truths(filter),
            None => Truths::YES,
        }
    }

    /// It holds if any record's test does; one that does not apply decides
    /// nothing.
    pub(super) fn any(&mut self, aggregate: &Aggregate) -> Truths {
        let mut any = Truths::NO;
        for (test, may_come) in self.tests(aggregate) {
            any.yes |= test.yes;
            any.no &= test.no || test.does_not_apply || may_come;
        }
        any
    }

    pub(super) fn every(&mut self, aggregate: &Aggregate) -> Truths {
        let mut every = Truths::YES;
        for (test, may_come) in self.tests(aggregate) {
            every.yes &= test.yes || test.does_not_apply || may_come;
            every.no |= test.no;
        }
        every
    }

    /// `count`, `sum`, `least` and `most`.
    pub(super) fn aggregate(&mut self, aggregate: &Aggregate) -> Range {
        let numbers = self.numbers(aggregate.list);
        let outer = self.exact.current(aggregate.list);
        let mut all = Vec::with_capacity(numbers.len());
        for (record, may_come) in numbers {
            self.exact.set_record(aggregate.list, Some(record));
            let counts = self.condition(aggregate.filter.as_ref());
            if counts.yes {
                let taken = match &aggregate.take {
                    Some(take) => self.range(take),
                    None => Range::exactly(Value::Whole(1)),
                };
                all.push(Counted {
                    counts,
                    taken,
                    may_come,
                });
            }
        }
        self.exact.set_record(aggregate.list, outer);
        match aggregate.quantifier {
            Quantifier::Least => extreme(&all, true),
            Quantifier::Most => extreme(&all, false),
            _ => sum(&all, aggregate.nothing),
        }
    }
}

/// The sum over records, of which some may not count; of those that may come
/// there may be any number.
fn sum(all: &[Counted], nothing: Value) -> Range {
    let zero = Range::exactly(nothing);
    let mut sum = zero;
    for one in all {
        let added = match one.is_certain() {
            true => one.taken,
            false => zero.or(one.taken),
        };
        let added = match one.may_come {
            true => arithmetic::map(&added, |bounds| without_end(bounds, nothing)),
            false => added,
        };
        sum = arithmetic::combine(Operator::Add, &sum, &added);
    }
    sum
}

/// Several times any of these values, which include nothing.
fn without_end(bounds: Bounds, nothing: Value) -> Bounds {
    let is_nothing = |end: &Value| order(*end, nothing).is_some_and(|it| it.is_eq());
    Bounds {
        low: bounds.low.filter(is_nothing),
        high: bounds.high.filter(is_nothing),
    }
}

/// The least or the most: of no record, there is none.
fn extreme(all: &[Counted], least: bool) -> Range {
    if all.iter().any(|it| it.taken.values == Values::None) {
        return Range::ANY;
    }
    let ends = |it: &Counted| it.taken.values.bounds();
    let pick = |a: Value, b: Value, lower: bool| match order(a, b) {
        Some(found) if found.is_le() == lower => a,
        _ => b,
    };
    // The far end is that of all that may count, the near one that of those that
    // certainly do.
    let far: Option<Vec<Value>> = all
        .iter()
        .map(|it| if least { ends(it).low } else { ends(it).high })
        .collect();
    let far = far.and_then(|far| far.into_iter().reduce(|a, b| pick(a, b, least)));
    let certain = all.iter().filter(|it| it.is_certain());
    let near = certain.filter_map(|it| if least { ends(it).high } else { ends(it).low });
    let near = near.reduce(|a, b| pick(a, b, least));
    let values = match least {
        true => Values::between(Bounds {
            low: far,
            high: near,
        }),
        false => Values::between(Bounds {
            low: near,
            high: far,
        }),
    };
    Range {
        values,
        may_not_apply: all.iter().any(|it| it.taken.may_not_apply),
    }
}
