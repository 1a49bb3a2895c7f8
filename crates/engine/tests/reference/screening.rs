//! The criteria of a screening, its outcome and what follows.

use almoner_engine::source::model::{CriterionEntry, ValueEntry};

use crate::{
    formula::Evaluator,
    schedules::Schedule,
    value::{Computed, Fault, Truth, Value},
};

#[derive(Clone, Debug)]
pub(crate) struct Screening {
    pub(crate) outcome: &'static str,
    pub(crate) criteria: Vec<(String, &'static str)>,
    pub(crate) schedules: Vec<(String, Schedule)>,
    /// A fault in them that counts unless the answer turns out to be no.
    pub(crate) schedule_fault: Option<Fault>,
}

/// How the criteria stand, and what that comes to.
pub(crate) struct Standings {
    pub(crate) outcome: &'static str,
    pub(crate) criteria: Vec<(String, &'static str)>,
    /// The criteria that are about a day of their own.
    pub(crate) with_a_day: Vec<String>,
}

impl<'s> Evaluator<'s> {
    pub(crate) fn screening(&self) -> Result<Screening, Fault> {
        let Standings {
            outcome, criteria, ..
        } = self.standings()?;
        let mut schedules = Vec::new();
        // Days that return are listed unless the answer is no.
        let listed = self.book.rules.selection.schedules.iter();
        let mut schedule_fault = None;
        for schedule in listed.filter(|_| outcome != "not_eligible") {
            match self.schedule(schedule) {
                Ok(days) => schedules.push((schedule.id.to_owned(), days)),
                Err(fault) if outcome == "undetermined" => schedule_fault = Some(fault),
                Err(fault) => return Err(fault),
            }
        }
        Ok(Screening {
            outcome,
            criteria,
            schedules,
            schedule_fault,
        })
    }

    pub(crate) fn standings(&self) -> Result<Standings, Fault> {
        let mut criteria = Vec::new();
        for criterion in &self.book.rules.criteria {
            criteria.push((criterion.id.to_owned(), self.standing(criterion)?));
        }
        let has = |wanted| criteria.iter().any(|(_, standing)| *standing == wanted);
        let outcome = match () {
            () if has("not_met") => "not_eligible",
            () if has("undetermined") => "undetermined",
            () if has("refer") => "refer",
            () => "eligible",
        };
        let entries = self.book.rules.criteria.iter();
        let with_a_day = entries.filter(|it| it.on.is_some());
        Ok(Standings {
            with_a_day: with_a_day.map(|it| it.id.to_owned()).collect(),
            outcome,
            criteria,
        })
    }

    pub(crate) fn standing(&self, criterion: &CriterionEntry<'s>) -> Result<&'static str, Fault> {
        let mut scope = self.scope();
        if let Some(day) = criterion.on {
            scope.on = match self.text(day, &scope)? {
                Computed::Known(Value::Day(on)) => on,
                // What of it does not depend on the day may be settled even so.
                Computed::Unknown => return Ok("undetermined"),
                other => panic!("no day: {other:?}"),
            };
        }
        Ok(match self.condition(criterion.when, &scope)? {
            Truth::Yes => match self.truth(criterion.holds, &scope)? {
                Truth::Yes => "met",
                Truth::No if criterion.refer.is_some() => "refer",
                Truth::No => "not_met",
                Truth::Unknown => "undetermined",
                Truth::NotApplicable => "does_not_apply",
            },
            Truth::Unknown => "undetermined",
            Truth::No | Truth::NotApplicable => "does_not_apply",
        })
    }

    /// What follows, each with its id, but for those that keep `leaves` from being asked.
    pub(crate) fn follows(
        &self,
        leaves: impl Fn(&ValueEntry<'s>) -> bool,
    ) -> Result<Vec<(String, Computed)>, Fault> {
        let entries = self.book.rules.follows.iter();
        let entries = entries.filter(|value| !leaves(value));
        let computed = |value: &'s ValueEntry<'s>| {
            Ok((value.id.to_owned(), self.value(value, &self.scope())?))
        };
        entries.map(computed).collect()
    }
}
