//! Values that are taken from another rule set.

use std::collections::BTreeMap;

use almoner_engine::source::model::FactEntry;

use crate::{
    book::literal,
    case::Case,
    formula::{Evaluator, Scope, own_record},
    operators::order,
    value::{Computed, Evaluated, Value},
};

impl<'s> Evaluator<'s> {
    /// `pass.valid_until`: a value of the other rule set, or what is passed to it.
    pub(crate) fn used(&self, entry: &str, name: &str, scope: &Scope<'s>) -> Evaluated {
        let uses = &self.book.rules.uses;
        let entry = uses.iter().find(|it| it.id == entry).expect("a use");
        let scope = Scope {
            on: self.case.on,
            records: own_record(entry.for_each, scope),
            charge: None,
        };
        if let Some((_, passed)) = entry.facts.0.iter().find(|(fact, _)| *fact == name) {
            return self.text(passed, &scope);
        }
        let day = match self.text(entry.on.unwrap_or("on"), &scope)? {
            Computed::Known(Value::Day(day)) => day,
            Computed::Known(other) => panic!("no day: {other:?}"),
            open => return Ok(open),
        };
        if name == "on" {
            return Ok(Computed::Known(Value::Day(day)));
        }
        // A value does not apply where no version covers the day.
        let Some(other) = self.book.written.at(entry.rule_set, day) else {
            return Ok(Computed::NotApplicable);
        };
        let mut passed = BTreeMap::new();
        let mut may_be_outside = false;
        for (fact, formula) in &entry.facts.0 {
            let Some(fact) = other.fact(fact) else {
                continue;
            };
            let computed = self.text(formula, &scope)?;
            if is_outside(fact, &computed) {
                return Ok(Computed::NotApplicable);
            }
            // Once it is known it may lie outside; what the generator passes has no limits.
            may_be_outside |= computed == Computed::Unknown && fact.within.is_some();
            passed.insert(fact.id, computed);
        }
        let case = Case {
            on: day,
            facts: BTreeMap::new(),
            lists: BTreeMap::new(),
        };
        if may_be_outside {
            return Ok(Computed::Unknown);
        }
        let there = Evaluator {
            passed: Some(&passed),
            has_all_faults: self.has_all_faults,
            ..Evaluator::new(&other, &case)
        };
        there.text(name, &there.scope())
    }
}

/// Whether what is passed is known and lies outside what the fact may be.
fn is_outside(fact: &FactEntry<'_>, passed: &Computed) -> bool {
    let (Computed::Known(value), Some(limits)) = (passed, fact.within) else {
        return false;
    };
    let (low, high) = limits.split_once("..").expect("limits");
    let is_below = !low.is_empty() && order(value, &literal(low, &fact.is)).is_lt();
    let is_above = !high.is_empty() && order(value, &literal(high, &fact.is)).is_gt();
    is_below || is_above
}
