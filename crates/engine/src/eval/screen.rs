//! Screening: every criterion judged, and an outcome that a fact not yet
//! known could not contradict.

use smallvec::SmallVec;

use super::{
    evaluator::Evaluator,
    facts::Facts,
    facts_read::FactsRead,
    fault::Fault,
    open_provisions::{OpenProvisions, open_provisions},
    recurrence::{self, RecurringDays},
    three_valued::Ternary,
    trace::{Recorder, Silent},
};
use crate::{
    base::{
        ids::{ChargeId, CriterionId},
        value::{Missing, Value},
    },
    check::model::{Criterion, NamedDay, RatePeriod, Version},
    program::model::Ruling,
};

/// The outcome of a screening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every criterion is met.
    Eligible,
    /// A criterion is not met.
    NotEligible,
    /// It depends on facts that are not known.
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

/// Whether one criterion is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Met,
    /// It does not hold.
    NotMet,
    /// It does not hold, and only a person may decide what that means.
    Refer,
    /// It depends on these facts.
    Unknown(Missing),
    /// It has no place in this case.
    DoesNotApply,
}

/// The answer to a screening.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Screening {
    /// Follows from the standings: not met decides before unknown, unknown
    /// before referred.
    pub outcome: Outcome,
    /// Every criterion's standing, in file order.
    pub standings: Vec<Standing>,
    /// Criteria that cannot all be met, whatever the missing facts are; only where
    /// the answer is no and none is settled alone.
    pub cannot_all_be_met: Vec<CriterionId>,
    /// The day that each criterion is about, in file order: not a date where it
    /// is not known.
    pub days: Vec<Value>,
    /// What follows, in file order.
    pub follows: Vec<Value>,
    /// The days of every schedule, in file order; nothing where the answer is no.
    pub schedules: Vec<RecurringDays>,
    /// The missing facts that the outcome depends on.
    pub missing: Missing,
    /// The facts that were read.
    pub read: FactsRead,
    /// Whether a 29 February birthday met a common year, in which it falls on
    /// 1 March.
    pub leap_birthday: bool,
    /// The facts that were assumed and read.
    pub assumed: Missing,
    /// The charges whose prices were read, each once, in the order of reading.
    pub prices: SmallVec<[ChargeId; 8]>,
    /// The rates that were read, each once, in the order of reading.
    pub rates: SmallVec<[RatePeriod; 2]>,
    /// What the source says about this case and no rule encodes.
    pub open_provisions: OpenProvisions,
}

impl Screening {
    /// That a person decides, and nothing else.
    pub(crate) fn referred(version: &Version) -> Screening {
        let unknown = Value::Unknown(Missing::NONE);
        Screening {
            outcome: Outcome::Refer,
            standings: vec![Standing::DoesNotApply; version.criteria.len()],
            cannot_all_be_met: Vec::new(),
            days: vec![unknown; version.criteria.len()],
            follows: vec![unknown; version.follows.len()],
            schedules: Vec::new(),
            missing: Missing::NONE,
            read: FactsRead::default(),
            leap_birthday: false,
            assumed: Missing::NONE,
            prices: SmallVec::new(),
            rates: SmallVec::new(),
            open_provisions: (0u16..)
                .zip(&version.provisions)
                .filter(|(_, it)| it.why_not_encoded().is_some())
                .map(|(number, _)| number)
                .collect(),
        }
    }

    /// Makes it depend on facts that are not known, on which it depends which
    /// days it is for.
    pub(crate) fn depends_on(&mut self, facts: Missing) {
        self.missing = self.missing.union(facts);
        self.outcome = Outcome::Undetermined;
    }
}

/// Decides every criterion; the recorder receives what was read.
///
/// # Errors
/// When arithmetic cannot be done.
pub fn screen<R: Recorder>(
    ruling: &Ruling<'_>,
    facts: &Facts,
    recorder: R,
) -> Result<Screening, Fault> {
    judge(&mut Evaluator::new(ruling, facts, recorder))
}

/// How the criteria stand for which this is asked, by their numbers: none of others.
///
/// # Errors
/// When arithmetic cannot be done.
pub(crate) fn standings(
    ruling: &Ruling<'_>,
    facts: &Facts,
    is_asked: impl Fn(usize) -> bool,
) -> Result<Vec<Option<Standing>>, Fault> {
    let mut it = Evaluator::new(ruling, facts, Silent);
    let criteria = ruling.version.criteria.iter().enumerate();
    let standings = criteria.map(|(number, criterion)| match is_asked(number) {
        true => stand(&mut it, criterion).map(Some),
        false => Ok(None),
    });
    standings.collect()
}

fn judge<R: Recorder>(it: &mut Evaluator<'_, R>) -> Result<Screening, Fault> {
    let version = it.ruling.version;
    let mut standings = Vec::with_capacity(version.criteria.len());
    let mut days = Vec::with_capacity(version.criteria.len());
    for criterion in &version.criteria {
        days.push(day_of(it, criterion)?);
        standings.push(stand(it, criterion)?);
    }
    let (outcome, missing) = outcome_of(&standings);
    let mut follows = Vec::with_capacity(version.follows.len());
    let is_part = it.facts.is_of_part();
    for number in &version.follows {
        follows.push(match is_part && version.of_whole.contains(number) {
            true => Value::Unknown(Missing::NONE),
            false => it.named_value(*number)?,
        });
    }
    let open_provisions = open_provisions(it);
    let mut schedules = Vec::new();
    if outcome != Outcome::NotEligible {
        for schedule in &version.selection.schedules {
            schedules.push(recurrence::days(it, schedule)?);
        }
    }
    Ok(Screening {
        outcome,
        standings,
        cannot_all_be_met: Vec::new(),
        days,
        follows,
        schedules,
        missing,
        read: std::mem::take(&mut it.read),
        leap_birthday: it.leap_birthday,
        assumed: it.assumed,
        prices: std::mem::take(&mut it.prices),
        rates: std::mem::take(&mut it.rates),
        open_provisions,
    })
}

/// The day that a criterion is about.
fn day_of<R: Recorder>(it: &mut Evaluator<'_, R>, criterion: &Criterion) -> Result<Value, Fault> {
    match criterion.on {
        None => Ok(Value::Date(it.ruling.on)),
        Some(NamedDay::Fact(fact)) => {
            it.read.note(fact);
            Ok(it.facts.value(fact))
        }
        Some(NamedDay::Value(value)) => it.named_value(value),
    }
}

fn stand<R: Recorder>(it: &mut Evaluator<'_, R>, criterion: &Criterion) -> Result<Standing, Fault> {
    if let Some(when) = &criterion.when {
        match it.decide(when, None)? {
            Ternary::Yes => {}
            Ternary::Unknown => return Ok(Standing::Unknown(it.gathered)),
            Ternary::No | Ternary::DoesNotApply(_) => return Ok(Standing::DoesNotApply),
        }
    }
    Ok(match it.decide(&criterion.holds, None)? {
        Ternary::Yes => Standing::Met,
        Ternary::Unknown => Standing::Unknown(it.gathered),
        Ternary::DoesNotApply(_) => Standing::DoesNotApply,
        Ternary::No if criterion.refer.is_some() => Standing::Refer,
        Ternary::No => Standing::NotMet,
    })
}

/// A criterion not met decides; then whatever is unknown, since it might not
/// be met; then what only a person may decide.
pub(crate) fn outcome_of(standings: &[Standing]) -> (Outcome, Missing) {
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
