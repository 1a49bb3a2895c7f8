//! Screening: every criterion judged, and an outcome that a fact not yet
//! known could not contradict.

use super::{
    evaluator::Evaluator,
    facts::Facts,
    fault::Fault,
    schedule::{self, Days},
    trace::{Recorder, Trace},
    truth::Truth,
};
use crate::{
    base::value::{Missing, Value},
    check::model::Criterion,
    program::model::Ruling,
};

/// What comes of screening someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every criterion is met.
    Eligible,
    /// A criterion is not met.
    NotEligible,
    /// It hangs on facts that are not known.
    Undetermined,
    /// Everything else is met; a person decides the rest.
    Refer,
}

impl Outcome {
    /// What answers for machines, letters and cases call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Eligible => "eligible",
            Outcome::NotEligible => "not_eligible",
            Outcome::Undetermined => "undetermined",
            Outcome::Refer => "refer",
        }
    }
}

/// How one criterion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Met,
    /// It does not hold.
    NotMet,
    /// It does not hold, and only a person may decide what that means.
    Refer,
    /// It hangs on these facts.
    Unknown(Missing),
    /// It has no place in this case.
    DoesNotApply,
}

/// The decision of a screening: what comes of it and how each criterion stands.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decision {
    /// What comes of it.
    pub outcome: Outcome,
    /// Every criterion's standing, in file order.
    pub standings: Vec<Standing>,
    /// The facts on which the outcome hangs.
    pub missing: Missing,
}

/// The answer to a screening.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Screening {
    /// What comes of it.
    pub outcome: Outcome,
    /// Every criterion's standing, in file order.
    pub standings: Vec<Standing>,
    /// What follows, in file order.
    pub follows: Vec<Value>,
    /// The days of every schedule, in file order; nothing where the answer is no.
    pub schedules: Vec<Days>,
    /// The facts on which the outcome hangs.
    pub missing: Missing,
    /// The facts that were assumed and read.
    pub assumed: Missing,
}

/// An answer that could not be finished, with the trace so far.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Unfinished {
    /// What could not be done.
    pub fault: Fault,
    /// What had been done by then.
    pub trace: Trace,
}

/// Decides without a trace, and without working out what follows: the whole
/// of what counts when many people are screened at once.
///
/// # Errors
/// When arithmetic cannot be done.
pub fn decide(ruling: &Ruling<'_>, facts: &Facts) -> Result<Decision, Fault> {
    let mut it = Evaluator::new(ruling, facts, super::trace::Silent);
    decided(&mut it)
}

/// Screens without a trace.
///
/// # Errors
/// When arithmetic cannot be done.
pub fn screen(ruling: &Ruling<'_>, facts: &Facts) -> Result<Screening, Fault> {
    let mut it = Evaluator::new(ruling, facts, super::trace::Silent);
    judge(&mut it)
}

/// Screens and keeps the trace.
///
/// # Errors
/// When arithmetic cannot be done; the trace so far comes with the fault.
pub fn screen_traced(
    ruling: &Ruling<'_>,
    facts: &Facts,
) -> Result<(Screening, Trace), Box<Unfinished>> {
    let mut trace = Trace::new();
    match screen_recorded(ruling, facts, &mut trace) {
        Ok(screening) => Ok((screening, trace)),
        Err(fault) => Err(Box::new(Unfinished { fault, trace })),
    }
}

/// Screens, and tells a recorder of one's own.
///
/// # Errors
/// When arithmetic cannot be done.
pub fn screen_recorded<R: Recorder>(
    ruling: &Ruling<'_>,
    facts: &Facts,
    recorder: R,
) -> Result<Screening, Fault> {
    judge(&mut Evaluator::new(ruling, facts, recorder))
}

fn judge<R: Recorder>(it: &mut Evaluator<'_, R>) -> Result<Screening, Fault> {
    let decision = decided(it)?;
    let version = it.ruling.version;
    let mut follows = Vec::with_capacity(version.follows.len());
    for number in &version.follows {
        follows.push(it.named_value(*number)?);
    }
    let schedules = match decision.outcome {
        Outcome::NotEligible => &[],
        _ => version.selection.schedules.as_slice(),
    };
    let schedules = schedules
        .iter()
        .map(|schedule| schedule::days(it, schedule));
    let schedules = schedules.collect::<Result<Vec<Days>, Fault>>()?;
    Ok(Screening {
        outcome: decision.outcome,
        standings: decision.standings,
        follows,
        schedules,
        missing: decision.missing,
        assumed: it.assumed,
    })
}

fn decided<R: Recorder>(it: &mut Evaluator<'_, R>) -> Result<Decision, Fault> {
    let version = it.ruling.version;
    let mut standings = Vec::with_capacity(version.criteria.len());
    for criterion in &version.criteria {
        standings.push(stand(it, criterion)?);
    }
    let (outcome, missing) = outcome(&standings);
    Ok(Decision {
        outcome,
        standings,
        missing,
    })
}

fn stand<R: Recorder>(it: &mut Evaluator<'_, R>, criterion: &Criterion) -> Result<Standing, Fault> {
    if let Some(when) = &criterion.when {
        match it.judge(when, None)? {
            Truth::Yes => {}
            Truth::Unknown => return Ok(Standing::Unknown(it.gathered)),
            Truth::No | Truth::OutOfPlace(_) => return Ok(Standing::DoesNotApply),
        }
    }
    Ok(match it.judge(&criterion.holds, None)? {
        Truth::Yes => Standing::Met,
        Truth::Unknown => Standing::Unknown(it.gathered),
        Truth::OutOfPlace(_) => Standing::DoesNotApply,
        Truth::No if criterion.refer.is_some() => Standing::Refer,
        Truth::No => Standing::NotMet,
    })
}

/// A criterion not met decides; then whatever is unknown, since it might not
/// be met; then what only a person may decide.
fn outcome(standings: &[Standing]) -> (Outcome, Missing) {
    let mut missing = Missing::NONE;
    let mut unknown = false;
    let mut refer = false;
    for standing in standings {
        match standing {
            Standing::NotMet => return (Outcome::NotEligible, Missing::NONE),
            Standing::Unknown(facts) => {
                unknown = true;
                missing = missing.union(*facts);
            }
            Standing::Refer => refer = true,
            Standing::Met | Standing::DoesNotApply => {}
        }
    }
    let outcome = match (unknown, refer) {
        (true, _) => Outcome::Undetermined,
        (false, true) => Outcome::Refer,
        (false, false) => Outcome::Eligible,
    };
    (outcome, missing)
}
