//! The criteria of a screening, its outcome and what follows.

use crate::{
    formula::{Evaluator, Scope},
    value::{Computed, Fault, Truth, Value},
};

#[derive(Clone, Debug)]
pub(crate) struct Screening {
    pub(crate) outcome: &'static str,
    pub(crate) criteria: Vec<(String, &'static str)>,
    pub(crate) follows: Vec<(String, Computed)>,
}

impl<'s> Evaluator<'s> {
    pub(crate) fn screening(&self) -> Result<Screening, Fault> {
        let scope = Scope {
            on: self.case.on,
            records: Vec::new(),
            charge: None,
        };
        let mut criteria = Vec::new();
        for criterion in &self.book.rules.criteria {
            let scope = match criterion.on {
                None => scope.clone(),
                Some(day) => match self.text(day, &scope)? {
                    Computed::Known(Value::Day(on)) => Scope {
                        on,
                        ..scope.clone()
                    },
                    // What of it does not depend on the day may be settled even so.
                    Computed::Unknown => {
                        criteria.push((criterion.id.to_owned(), "undetermined"));
                        continue;
                    }
                    other => panic!("no day: {other:?}"),
                },
            };
            let standing = match self.condition(criterion.when, &scope)? {
                Truth::Yes => match self.truth(criterion.holds, &scope)? {
                    Truth::Yes => "met",
                    Truth::No if criterion.refer.is_some() => "refer",
                    Truth::No => "not_met",
                    Truth::Unknown => "undetermined",
                    Truth::NotApplicable => "does_not_apply",
                },
                Truth::Unknown => "undetermined",
                Truth::No | Truth::NotApplicable => "does_not_apply",
            };
            criteria.push((criterion.id.to_owned(), standing));
        }
        let has = |wanted| criteria.iter().any(|(_, standing)| *standing == wanted);
        let outcome = match () {
            () if has("not_met") => "not_eligible",
            () if has("undetermined") => "undetermined",
            () if has("refer") => "refer",
            () => "eligible",
        };
        let mut follows = Vec::new();
        for value in &self.book.rules.follows {
            follows.push((value.id.to_owned(), self.value(value, &scope)?));
        }
        Ok(Screening {
            outcome,
            criteria,
            follows,
        })
    }
}
