//! What the screenings of a period's parts come to together.

use super::{
    arithmetic,
    evaluator::Evaluator,
    facts::Facts,
    fault::{Fault, Impossible},
    screen::{Outcome, Screening},
    trace::Recorder,
};
use crate::{
    base::{
        date::Date,
        ids::ValueId,
        money::Money,
        ratio::Ratio,
        types::Type,
        value::{Missing, Value},
    },
    check::{
        formula::Operator,
        model::{PeriodOutcome, SumOver, Version},
    },
    program::model::Ruling,
};

/// A screening of one part of a period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScreenedPart<'a> {
    /// The version that answers for it.
    pub(crate) version: &'a Version,
    /// Its first and last day.
    pub(crate) days: (Date, Date),
    /// Its screening.
    pub(crate) screening: &'a Screening,
}

/// The screening of a whole period.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PeriodScreening {
    /// What the outcomes of the parts come to, as the rule set says.
    pub outcome: Outcome,
    /// The outcome on the day asked about, where that is within the period.
    pub on_day: Option<Outcome>,
    /// What follows for the whole period, in file order: sums over the parts, and
    /// what reads them. Nothing is known of a sum while a part of which something
    /// is missing may add to it.
    pub follows: Vec<(ValueId, Value)>,
}

impl PeriodScreening {
    /// Whether something is missing on which the outcome or what follows depends.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let is_unknown = |(_, value): &(ValueId, Value)| matches!(value, Value::Unknown(_));
        self.outcome == Outcome::Undetermined || self.follows.iter().any(is_unknown)
    }
}

/// The parts of a screening together. The facts get the sums; the recorder
/// receives what reads them.
///
/// # Errors
/// When arithmetic cannot be done.
pub(crate) fn together<R: Recorder>(
    ruling: &Ruling<'_>,
    facts: &mut Facts,
    parts: &[ScreenedPart<'_>],
    recorder: R,
) -> Result<PeriodScreening, Fault> {
    let (version, on) = (ruling.version, ruling.on);
    let rule = version.period.map(|period| period.outcome);
    let is_of = |part: &&ScreenedPart<'_>| part.days.0 <= on && on <= part.days.1;
    let on_day = parts.iter().find(is_of).map(|it| it.screening.outcome);
    let mut sums = Vec::new();
    for (value, over) in &version.sums {
        let sum = sum(version, *value, *over, parts).map_err(Fault::without_place)?;
        sums.extend(sum.map(|sum| (*value, sum)));
    }
    facts.set_sums(sums.clone());
    let mut evaluator = Evaluator::new(ruling, facts, recorder);
    let mut follows = Vec::new();
    for number in &version.follows {
        if let Some(sum) = sums.iter().find(|(sum, _)| sum == number) {
            follows.push(*sum);
        } else if version.of_whole.contains(number) && sums.len() == version.sums.len() {
            follows.push((*number, evaluator.named_value(*number)?));
        }
    }
    let read = std::mem::take(&mut evaluator.read);
    facts.set_read(read);
    Ok(PeriodScreening {
        outcome: outcome_of(
            rule.unwrap_or_default(),
            parts.iter().map(|part| part.screening.outcome),
        ),
        on_day,
        follows,
    })
}

/// What is unknown decides before what a person decides, as in each part.
pub(crate) fn outcome_of(
    rule: PeriodOutcome,
    parts: impl Iterator<Item = Outcome> + Clone,
) -> Outcome {
    let order = match rule {
        PeriodOutcome::EveryPart => [
            Outcome::NotEligible,
            Outcome::Undetermined,
            Outcome::Refer,
            Outcome::Eligible,
        ],
        PeriodOutcome::AnyPart => [
            Outcome::Eligible,
            Outcome::Undetermined,
            Outcome::Refer,
            Outcome::NotEligible,
        ],
    };
    let any = |outcome| parts.clone().any(|part| part == outcome);
    let decides = order.into_iter().find(|outcome| any(*outcome));
    decides.unwrap_or(Outcome::Undetermined)
}

/// How a part counts in a sum.
#[derive(Clone, Copy, PartialEq)]
enum Counts {
    Yes,
    No,
    /// Something is missing on which it depends.
    Open,
}

impl Counts {
    fn of(outcome: Outcome, over: SumOver) -> Counts {
        match (over, outcome) {
            (SumOver::Parts, _)
            | (SumOver::EligibleParts, Outcome::Eligible)
            | (SumOver::ReferredParts, Outcome::Refer) => Counts::Yes,
            (_, Outcome::Undetermined) => Counts::Open,
            _ => Counts::No,
        }
    }
}

/// The sum over the parts that count, 0 where none does; it does not apply where
/// its value applies to none of them. `None` where another version is the reason
/// for that.
fn sum(
    version: &Version,
    value: ValueId,
    over: SumOver,
    parts: &[ScreenedPart<'_>],
) -> Result<Option<Value>, Impossible> {
    let named = &version.values[value];
    let mut sum: Option<Value> = None;
    let mut is_open = false;
    let mut is_empty = true;
    let mut may_be_absent = false;
    let mut absent = None;
    for part in parts {
        let counts = Counts::of(part.screening.outcome, over);
        let follows = part.version.follows.iter().zip(&part.screening.follows);
        let mut own = follows.filter(|(number, _)| part.version.values[**number].id == named.id);
        let Some((_, own)) = own.next().filter(|_| counts != Counts::No) else {
            continue;
        };
        if let (Counts::Open, Value::DoesNotApply(_)) = (counts, own) {
            may_be_absent = true;
            continue;
        }
        is_empty = false;
        match own {
            Value::DoesNotApply(_) if std::ptr::eq(part.version, version) => absent = Some(*own),
            Value::DoesNotApply(_) => {}
            Value::Unknown(_) => is_open = true,
            _ if counts == Counts::Open => is_open = true,
            own => {
                sum = Some(match sum {
                    Some(so_far) => arithmetic::apply(Operator::Add, &so_far, own)?,
                    None => *own,
                });
            }
        }
    }
    // Where only a part that is not settled has no such value, it may be of no part.
    let is_open = is_open || is_empty && may_be_absent;
    Ok(match (is_open, is_empty) {
        (true, _) => Some(Value::Unknown(Missing::NONE)),
        (false, true) => Some(nothing(&named.is.ty)),
        (false, false) => sum.or(absent),
    })
}

/// The sum over no parts.
fn nothing(ty: &Type) -> Value {
    match ty {
        Type::Money => Value::Money(Money::ZERO),
        Type::Days => Value::Days(0),
        Type::Whole => Value::Whole(0),
        _ => Value::Number(Ratio::ZERO),
    }
}
