//! Who comes first among several.

use std::cmp::Ordering;

use almoner_engine::base::terms::PriorityOrder;

use crate::{
    formula::Evaluator,
    operators::order,
    value::{Computed, Fault, Value},
};

/// How one applicant stands to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Relation {
    Before,
    After,
    Alike,
    /// That depends on what is not known.
    Open,
}

impl Evaluator<'_> {
    /// What each rule of priority finds.
    pub(crate) fn priority(&self) -> Result<Vec<Computed>, Fault> {
        let rules = self.book.rules.selection.priority.iter();
        rules
            .map(|rule| self.text(rule.by, &self.scope()))
            .collect()
    }

    /// How the one of whom the rules find `one` stands to the one of whom they find `other`.
    pub(crate) fn relation(&self, one: &[Computed], other: &[Computed]) -> Relation {
        let rules = self.book.rules.selection.priority.iter();
        for (rule, (one, other)) in rules.zip(one.iter().zip(other)) {
            let order = match (one, other) {
                (Computed::Unknown, _) | (_, Computed::Unknown) => return Relation::Open,
                // As the engine: those to whom a rule does not apply come last.
                (Computed::NotApplicable, Computed::NotApplicable) => Ordering::Equal,
                (Computed::NotApplicable, _) => return Relation::After,
                (_, Computed::NotApplicable) => return Relation::Before,
                (Computed::Known(one), Computed::Known(other)) => match (one, other) {
                    // Yes comes before no.
                    (Value::YesNo(one), Value::YesNo(other)) => other.cmp(one),
                    (Value::Money(low, high), Value::Money(other_low, other_high))
                        if low != high || other_low != other_high =>
                    {
                        // Ranges that touch can come in either order.
                        if high < other_low {
                            Ordering::Less
                        } else if other_high < low {
                            Ordering::Greater
                        } else {
                            return Relation::Open;
                        }
                    }
                    _ => order(one, other),
                },
            };
            let is_most = rule.first == Some(PriorityOrder::Most);
            match if is_most { order.reverse() } else { order } {
                Ordering::Less => return Relation::Before,
                Ordering::Greater => return Relation::After,
                Ordering::Equal => {}
            }
        }
        Relation::Alike
    }
}
