//! The lines of a quote, its reductions and its total.

use std::cmp::Ordering;

use almoner_engine::source::model::{
    AlternativeEntry, LineEntry, OptionEntry, ReductionEntry, RoundingEntry, TypeEntry,
};
use num_traits::{Signed, Zero};

use crate::{
    book::literal,
    formula::{Evaluator, Scope},
    fraction::{self, Fraction},
    functions::extreme,
    limits,
    value::{Computed, Fault, Truth, Value},
};

/// An amount: its lower and its upper end.
pub(crate) type Amount = (Fraction, Fraction);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Line {
    NotCharged,
    Unknown,
    Referred,
    Priced {
        gross: Amount,
        given: Option<Vec<(String, Amount)>>,
        amount: Amount,
    },
}

/// A line, the part and the number of the record that it is of.
#[derive(Clone, Debug)]
pub(crate) struct Charged {
    /// Counted from 0.
    pub(crate) part: usize,
    pub(crate) id: String,
    pub(crate) record: Option<usize>,
    pub(crate) line: Line,
}

impl<'s> Evaluator<'s> {
    /// The lines of one part, and whether there may be more for records not given.
    pub(crate) fn lines(&self, part: usize) -> Result<(Vec<Charged>, bool), Fault> {
        let mut lines = Vec::new();
        let mut is_open = false;
        for line in &self.book.rules.lines {
            let subjects: Vec<Option<usize>> = match line.for_each {
                None => vec![None],
                Some(list) => {
                    let records = self.records(list);
                    is_open |= records.may_be_more;
                    records.numbers.into_iter().map(Some).collect()
                }
            };
            for record in subjects {
                let scope = Scope {
                    records: line.for_each.zip(record).into_iter().collect(),
                    charge: line.charge,
                    ..self.scope()
                };
                lines.push(Charged {
                    part,
                    id: line.id.to_owned(),
                    record,
                    line: self.line(line, &scope)?,
                });
            }
        }
        Ok((lines, is_open))
    }

    fn line(&self, line: &'s LineEntry<'s>, scope: &Scope<'s>) -> Result<Line, Fault> {
        match self.condition(line.when, scope)? {
            Truth::Yes => {}
            Truth::Unknown => return Ok(Line::Unknown),
            Truth::No | Truth::NotApplicable => return Ok(Line::NotCharged),
        }
        let no_price = || {
            if line.refer.is_some() {
                Line::Referred
            } else {
                Line::NotCharged
            }
        };
        let ways = &line.cheapest_of;
        let has_price = line.charge.is_some() || line.each.is_some();
        let gross = if let Some(reading) = self.taken_reading(line) {
            self.price(reading.charge, reading.each, reading.quantity, scope)?
        } else if !ways.is_empty() {
            self.cheapest_way(ways, scope)?
        } else if has_price {
            self.price(line.charge, line.each, line.quantity, scope)?
        } else {
            return Ok(Line::Referred);
        };
        match gross {
            Computed::Known(Value::Money(low, high)) => self.reduced(line, (low, high), scope),
            Computed::Known(other) => panic!("no money: {other:?}"),
            Computed::Unknown => {
                // As the engine: a fault in a reduction counts even so.
                self.reduced(line, (fraction::whole(0), fraction::whole(0)), scope)?;
                Ok(Line::Unknown)
            }
            Computed::NotApplicable => Ok(no_price()),
        }
    }

    /// The reading of the line's price that is taken.
    fn taken_reading(&self, line: &'s LineEntry<'s>) -> Option<&'s AlternativeEntry<'s>> {
        let ids: Vec<String> = line
            .alternatives
            .iter()
            .map(|it| it.id.to_owned())
            .collect();
        let taken = self.reading.and_then(|reading| reading.get(&ids));
        line.alternatives.get(taken.copied().unwrap_or(0))
    }

    /// The price of one, rounded, times how many, rounded.
    fn price(
        &self,
        charge: Option<&'s str>,
        each: Option<&str>,
        quantity: Option<&str>,
        scope: &Scope<'s>,
    ) -> Result<Computed, Fault> {
        let scope = Scope {
            charge: charge.or(scope.charge),
            ..scope.clone()
        };
        let each = self.text(each.unwrap_or("charge"), &scope)?;
        let quantity = self.text(quantity.unwrap_or("1"), &scope)?;
        Ok(match Computed::all(vec![each, quantity]) {
            Err(computed) => computed,
            Ok(values) => {
                let each = values[0].without_unit().0;
                let (Value::Money(low, high), Value::Number(times)) = (&each, &values[1]) else {
                    panic!("no price: {values:?}");
                };
                let product = |end: &Fraction| self.rounded(&(self.rounded(end) * times));
                let (low, high) = (product(low), product(high));
                let is_turned = times.is_negative();
                Computed::Known(if is_turned {
                    Value::Money(high, low)
                } else {
                    Value::Money(low, high)
                })
            }
        })
    }

    fn cheapest_way(
        &self,
        ways: &'s [OptionEntry<'s>],
        scope: &Scope<'s>,
    ) -> Result<Computed, Fault> {
        let mut prices = Vec::new();
        for way in ways {
            match self.condition(way.when, scope)? {
                Truth::Yes => prices.push(self.price(way.charge, way.each, way.quantity, scope)?),
                Truth::Unknown => prices.push(Computed::Unknown),
                Truth::No | Truth::NotApplicable => {}
            }
        }
        // A way whose price does not apply cannot be chosen.
        prices.retain(|price| *price != Computed::NotApplicable);
        Ok(match Computed::all(prices) {
            Err(computed) => computed,
            Ok(prices) if prices.is_empty() => Computed::NotApplicable,
            Ok(prices) => Computed::Known(extreme(&prices, Ordering::Less)),
        })
    }

    pub(crate) fn rounded(&self, amount: &Fraction) -> Fraction {
        match &self.book.rules.head.rounding {
            Some(rounding) => rounded_by(rounding, amount),
            None => amount.clone(),
        }
    }

    fn reduced(
        &self,
        line: &LineEntry<'s>,
        gross: Amount,
        scope: &Scope<'s>,
    ) -> Result<Line, Fault> {
        let mut cuts = Vec::new();
        let mut is_open_above = false;
        for reduction in &line.reductions {
            let is_given = self.condition(Some(reduction.when), scope)?;
            if matches!(is_given, Truth::No | Truth::NotApplicable) {
                continue;
            }
            let amount = match is_given {
                Truth::Yes => self.taken(reduction, &gross, scope)?,
                _ => Computed::Unknown,
            };
            if amount == Computed::Unknown {
                is_open_above |= reduction.adds.is_some();
                cuts.push((reduction, false));
            } else if amount != Computed::NotApplicable {
                cuts.push((reduction, true));
            }
        }
        let is_open = cuts.iter().any(|(_, is_known)| !is_known);
        let (most, given) = self.left(line, &gross, &cuts, false, scope)?;
        let (least, _) = self.left(line, &gross, &cuts, true, scope)?;
        // Unknown reductions may take nothing or everything; where both
        // leave the same, the line is known. An unknown increase has no bound.
        Ok(match least == most && !is_open_above {
            true => Line::Priced {
                gross,
                given: (!is_open).then_some(given),
                amount: limits::in_order(most),
            },
            false => Line::Unknown,
        })
    }

    /// What is left, and what each reduction takes, where those that are
    /// unknown take nothing or everything.
    fn left(
        &self,
        line: &LineEntry<'s>,
        gross: &Amount,
        cuts: &[(&ReductionEntry<'s>, bool)],
        takes_all: bool,
        scope: &Scope<'s>,
    ) -> Result<(Amount, Vec<(String, Amount)>), Fault> {
        let apply = line.reductions_apply.unwrap_or("to_gross");
        let nothing = (Fraction::zero(), Fraction::zero());
        let mut given: Vec<(String, Amount)> = Vec::new();
        let (mut exact, mut left) = (gross.clone(), gross.clone());
        let mut lowest = gross.clone();
        for (reduction, is_known) in cuts {
            if !is_known {
                match apply {
                    _ if !takes_all => continue,
                    "one_after_other" => left = nothing.clone(),
                    _ => return Ok((nothing, given)),
                }
                continue;
            }
            let base = if apply == "one_after_other" {
                left.clone()
            } else {
                gross.clone()
            };
            let Computed::Known(Value::Money(low, high)) = self.taken(reduction, &base, scope)?
            else {
                panic!("an amount");
            };
            let start = if apply == "to_gross" { &exact } else { &base };
            exact = (&start.0 - low, &start.1 - high);
            let floor = |end: &Fraction| self.rounded(&end.clone().max(Fraction::zero()));
            let after = (floor(&exact.0), floor(&exact.1));
            let before = if apply == "best" { gross } else { &left };
            given.push((reduction.id.to_owned(), difference(before, &after)));
            lowest = (lowest.0.min(after.0.clone()), lowest.1.min(after.1.clone()));
            left = after;
        }
        if apply != "best" {
            return Ok((left, given));
        }
        // Only the one that takes most, and of equal ones the first:
        // ranges are compared by their upper ends, then by their lower ones, and what
        // is left is the least of all at either end.
        let ends = |taken: &Amount| (taken.1.clone(), taken.0.clone());
        let first = given.iter().map(|(_, taken)| ends(taken)).max();
        let best = given.iter().find(|(_, taken)| Some(ends(taken)) == first);
        let best = best.map(|(id, _)| (id.clone(), difference(gross, &lowest)));
        Ok((lowest, best.into_iter().collect()))
    }

    /// What a reduction takes, or below zero what it adds, within its limits.
    fn taken(
        &self,
        reduction: &ReductionEntry<'s>,
        base: &Amount,
        scope: &Scope<'s>,
    ) -> Result<Computed, Fault> {
        let text = reduction.take.or(reduction.adds).expect("an amount");
        let amount = match self.text(text, scope)? {
            Computed::Known(Value::Percent(share)) => (&base.0 * &share, &base.1 * &share),
            Computed::Known(Value::Money(low, high)) => (low, high),
            other => return Ok(other),
        };
        let (mut low, mut high) = amount;
        if let Some(rounding) = &reduction.rounding {
            (low, high) = (rounded_by(rounding, &low), rounded_by(rounding, &high));
        }
        // `at_least` before `at_most`, which wins where they cross.
        for (limit, is_least) in [(reduction.at_least, true), (reduction.at_most, false)] {
            let Some(limit) = limit else { continue };
            let limit = match self.text(limit, scope)? {
                // The generator writes no limit that is a range.
                Computed::Known(Value::Money(limit, _)) => limit,
                other => return Ok(other),
            };
            let hold = |end: Fraction| {
                if is_least {
                    end.max(limit.clone())
                } else {
                    end.min(limit.clone())
                }
            };
            (low, high) = (hold(low), hold(high));
        }
        if reduction.adds.is_some() {
            (low, high) = (-low, -high);
        }
        Ok(Computed::Known(Value::Money(low, high)))
    }
}

pub(crate) fn rounded_by(rounding: &RoundingEntry<'_>, amount: &Fraction) -> Fraction {
    let Value::Money(unit, _) = literal(rounding.to, &TypeEntry::Money) else {
        panic!("a unit")
    };
    fraction::round(amount, rounding.mode, &unit)
}

/// What a reduction takes or, below zero, adds.
fn difference(before: &Amount, after: &Amount) -> Amount {
    let (one, other) = (&before.0 - &after.0, &before.1 - &after.1);
    if one <= other {
        (one, other)
    } else {
        (other, one)
    }
}
