//! A value of another rule set: its version in force, and known, on a day,
//! evaluated with the facts that are passed.

use super::{
    defaults::with_defaults,
    evaluator::{Evaluator, Interrupted, Worked},
    facts::Facts,
    fault::{Fault, Impossible},
    trace::{Recorder, Source, UsedValue},
};
use crate::{
    base::{
        bounds::Bounds,
        ids::FactId,
        value::{Missing, Value},
    },
    check::{
        formula::{Expr, Node, Used},
        model::Version,
    },
    program::select::Cause,
};

/// The facts that are passed to another rule set.
struct Passed {
    facts: Facts,
    /// Those that are unknown, each with what is missing here.
    open: Vec<(FactId, Missing)>,
    /// What is missing where a fact may be nothing that the other rules take.
    outside: Missing,
}

impl<R: Recorder> Evaluator<'_, R> {
    /// The value; it does not apply where no version covers the day, or where
    /// a fact cannot be one of the other rule set.
    pub(super) fn used(&mut self, used: &Used, expr: &Expr) -> Worked {
        let day = match self.value_of(&used.on)? {
            Value::Date(day) => day,
            open => return Ok(open),
        };
        let outer = self.ruling;
        let program = outer.program;
        self.recorder
            .rules_of(day, program.next_change(&used.rule_set, day));
        let none = Value::DoesNotApply(used.reason);
        let ruling = match program.select(&used.rule_set, day, outer.known) {
            Ok(ruling) => ruling,
            Err(refused) if matches!(refused.why, Cause::Broken(_)) => {
                return Err(self.stop(Impossible::Broken));
            }
            Err(_) => {
                let source = Source::NoRules(program.rule_set_id(&used.rule_set), day);
                return Ok(self.record_read(source, expr, none));
            }
        };
        let version = ruling.version;
        let Some(number) = version.values.id_where(|value| value.id == used.value) else {
            return Ok(none);
        };
        let Some(passed) = self.passed(used, version)? else {
            return Ok(none);
        };
        let mut nested = self.recorder.nested(&ruling);
        let facts = with_defaults(&ruling, passed.facts, &mut nested);
        R::after_assumptions(&mut nested);
        let mut inner = Evaluator::new(&ruling, &facts, &mut nested);
        let found = inner.named_value(number);
        for rates in std::mem::take(&mut inner.rates) {
            self.note_rates(rates);
        }
        let value = self.passed_on(found, none, (&passed.open, passed.outside))?;
        let read = UsedValue {
            ruling: &ruling,
            value: number,
            facts,
        };
        let source = self.recorder.used(read, nested);
        Ok(self.record_read(source, expr, value))
    }

    /// The facts that are passed; none where one does not apply, or cannot be one of
    /// the other rule set.
    fn passed(&mut self, used: &Used, version: &Version) -> Result<Option<Passed>, Interrupted> {
        let outer = self.ruling.version;
        let mut passed = Passed {
            facts: Facts::none(version),
            open: Vec::new(),
            outside: Missing::NONE,
        };
        for (theirs, ours) in &used.facts {
            let Some((fact, _)) = version.fact(theirs) else {
                continue;
            };
            match self.value_of(ours)? {
                Value::Unknown(missing) => {
                    if may_be_outside(outer, ours, &version.facts[fact].within) {
                        passed.outside = passed.outside.union(missing);
                    }
                    passed.open.push((fact, missing));
                }
                Value::DoesNotApply(_) => return Ok(None),
                value => {
                    if passed.facts.give(version, fact, value).is_err() {
                        return Ok(None);
                    }
                }
            }
        }
        Ok(Some(passed))
    }

    /// What was found there, as it is here.
    fn passed_on(
        &mut self,
        found: Result<Value, Fault>,
        none: Value,
        (open, outside): (&[(FactId, Missing)], Missing),
    ) -> Worked {
        match found {
            Ok(Value::Unknown(missing)) => self.unknown(missing, open),
            Ok(Value::DoesNotApply(_)) => Ok(none),
            // What is passed may turn out to be nothing that the other rules take.
            Ok(_) if outside != Missing::NONE => Ok(Value::Unknown(outside)),
            Ok(value) => Ok(value),
            Err(fault) => Err(self.stop(fault.what)),
        }
    }

    /// What is unknown there is unknown here by the facts that were passed.
    fn unknown(&mut self, theirs: Missing, open: &[(FactId, Missing)]) -> Worked {
        let of_theirs = open.iter().filter(|(fact, _)| theirs.contains(*fact));
        let ours = of_theirs.fold(Missing::NONE, |all, (_, missing)| all.union(*missing));
        match ours == Missing::NONE {
            true => Err(self.stop(Impossible::NotPassed)),
            false => Ok(Value::Unknown(ours)),
        }
    }
}

/// Whether what is passed, once it is known, may lie outside the limits of the other
/// rule set's fact.
fn may_be_outside(version: &Version, passed: &Expr, limits: &Bounds) -> bool {
    let mut passed = passed;
    // What is passed is a named value, often no more than a fact.
    while let Node::Value(value, _) = &passed.node {
        passed = &version.values[*value].is.expr;
    }
    match &passed.node {
        Node::Fact(fact) | Node::Field(_, _, fact) => {
            !limits.includes(&version.facts[*fact].within)
        }
        _ => !limits.is_open(),
    }
}
