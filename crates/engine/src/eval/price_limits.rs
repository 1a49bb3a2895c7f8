//! Limits on what lines come to together: the amounts of a limit, evaluated
//! once for the days over which it adds up. What they change is found in
//! `eval/limit_ledger.rs`.

use smallvec::SmallVec;

pub(crate) use super::limited::Bound;
pub use super::limited::{Bearer, Changed, LimitState, Limited};
use super::{
    ends::Ends,
    evaluator::Evaluator,
    facts::Facts,
    facts_read::FactsRead,
    fault::{Fault, Impossible},
    limit_ledger::{self, QuotedPart},
    limited::Amounts,
    quote_model::{LineState, Quote},
    three_valued::Ternary,
    trace::{Recorder, Silent},
};
use crate::{
    base::{
        ids::{ChargeId, RecordId},
        money::Money,
        value::{Missing, Value},
    },
    check::{
        formula::Formula,
        model::{LimitOver, PriceLimit, RatePeriod, Version},
    },
    program::model::Ruling,
};

/// The limits over a quote that stands alone.
pub(super) fn bounds_of_quote<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    quote: &Quote,
) -> Result<Vec<Bound>, Fault> {
    let version = it.ruling.version;
    let mut bounds = Vec::new();
    for over in LimitOver::ALL {
        bounds.extend(self::bounds(it, over, (0, 0), &[(quote, version)])?);
    }
    Ok(bounds)
}

/// The limits of a span, and what their amounts were calculated from.
#[derive(Debug)]
pub(crate) struct SpanBounds {
    /// The limits.
    pub(crate) bounds: Vec<Bound>,
    /// The facts that were read.
    pub(crate) read: FactsRead,
    /// The facts that were assumed and read.
    pub(crate) assumed: Missing,
    /// The charges whose prices were read.
    pub(crate) prices: SmallVec<[ChargeId; 8]>,
    /// The rates that were read.
    pub(crate) rates: SmallVec<[RatePeriod; 2]>,
}

/// The limits over a span of parts, by the rules of the first of them and with
/// the facts of the whole span.
///
/// # Errors
/// When arithmetic cannot be done.
pub(crate) fn bounds_of_span<R: Recorder>(
    (ruling, facts): (&Ruling<'_>, &Facts),
    (over, span): (LimitOver, (usize, usize)),
    parts: &[QuotedPart<'_>],
    recorder: R,
) -> Result<SpanBounds, Fault> {
    let mut it = Evaluator::new(ruling, facts, recorder);
    Ok(SpanBounds {
        bounds: bounds(&mut it, over, span, parts)?,
        read: it.read,
        assumed: it.assumed,
        prices: it.prices,
        rates: it.rates,
    })
}

/// The amounts on another day of the limit that `version` has; none where the version
/// of that day has no such limit.
pub(crate) fn amounts_then(
    (ruling, facts): (&Ruling<'_>, &Facts),
    version: &Version,
    bound: &Bound,
) -> Result<Option<Amounts>, Fault> {
    let id = &version.limits[bound.limit].id;
    let limits = &ruling.version.limits;
    let Some(number) = limits.id_where(|limit| limit.id == *id) else {
        return Ok(None);
    };
    let limit = &limits[number];
    let record = RecordId::of(limit.for_each, bound.record);
    let mut it = Evaluator::new(ruling, facts, Silent);
    amounts(&mut it, limit, record).map(Some)
}

/// The limits over a span, each with its amounts where any of its lines may be
/// charged.
fn bounds<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    over: LimitOver,
    span: (usize, usize),
    parts: &[QuotedPart<'_>],
) -> Result<Vec<Bound>, Fault> {
    let version = it.ruling.version;
    let mut bounds = Vec::new();
    for (number, limit) in version.limits.iter_ids() {
        if limit.over != over {
            continue;
        }
        let records: Vec<Option<u16>> = match limit.for_each {
            None => vec![None],
            Some(list) => {
                let given = it.facts.records(list).map_or(0, |records| records.given());
                (0..given).map(Some).collect()
            }
        };
        for record in records {
            let mut bound = Bound {
                limit: number,
                record,
                parts: span,
                amounts: Amounts::DoesNotApply,
            };
            let mut lines = limit_ledger::lines(&bound, parts);
            if lines.any(|(_, _, line)| !matches!(line.state, LineState::DoesNotApply(_))) {
                bound.amounts = amounts(it, limit, RecordId::of(limit.for_each, record))?;
            }
            bounds.push(bound);
        }
    }
    Ok(bounds)
}

fn amounts<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    limit: &PriceLimit,
    record: Option<RecordId>,
) -> Result<Amounts, Fault> {
    if let Some(when) = &limit.when {
        match it.decide(when, record)? {
            Ternary::Yes => {}
            Ternary::Unknown => return Ok(Amounts::Unknown(it.gathered)),
            Ternary::No | Ternary::DoesNotApply(_) => return Ok(Amounts::DoesNotApply),
        }
    }
    let mut missing = Missing::NONE;
    let mut amount = |formula: &Option<Formula>| {
        let Some(formula) = formula else {
            return Ok(None);
        };
        match it.evaluate(formula, record)? {
            Value::Money(money) => rounded(it, limit, money, formula).map(Some),
            Value::Unknown(facts) => {
                missing = missing.union(facts);
                Ok(None)
            }
            _ => Ok(None),
        }
    };
    let nothing_below = amount(&limit.nothing_below)?;
    let at_least = amount(&limit.at_least)?;
    let at_most = amount(&limit.at_most)?;
    Ok(match missing.is_empty() {
        true => Amounts::Known {
            nothing_below,
            at_least,
            at_most,
        },
        false => Amounts::Unknown(missing),
    })
}

fn rounded<R: Recorder>(
    it: &Evaluator<'_, R>,
    limit: &PriceLimit,
    money: Money,
    formula: &Formula,
) -> Result<Money, Fault> {
    match limit.rounding {
        Some(rounding) => money
            .round(rounding)
            .ok_or_else(|| it.fault_in(Impossible::Overflow, formula)),
        None => it.rounded(money, formula),
    }
}

/// Holds a quote that stands alone to its limits; `None` where a sum is too
/// large.
pub(super) fn hold(quote: &mut Quote, bounds: &[Bound], version: &Version) -> Option<()> {
    let limits = limit_ledger::hold(bounds, &[(quote, version)])?;
    for total in [&mut quote.total, &mut quote.without_referred] {
        if let Some(before) = *total {
            *total = Some(with_limits(before, &limits)?);
        }
    }
    let open = limits
        .iter()
        .fold(Missing::NONE, |open, it| match it.state {
            LimitState::Unknown(missing) => open.union(missing),
            _ => open,
        });
    if !open.is_empty() {
        quote.depends_on(open);
    }
    quote.limits = limits;
    Some(())
}

/// What a sum comes to with what limits change; `None` where it is too large.
pub(crate) fn with_limits(sum: Money, limits: &[Limited]) -> Option<Money> {
    let ends = limits.iter().try_fold(Ends::of(sum), |sum, limited| {
        let LimitState::Changed(changed) = &limited.state else {
            return Some(sum);
        };
        sum.add(changed.moves)
    });
    ends.map(Ends::money)
}

impl Version {
    /// Whether the months of its period are answered apart, because it has
    /// limits over each of them.
    pub(crate) fn limits_months(&self) -> bool {
        self.limits.iter().any(|it| it.over == LimitOver::Month)
    }
}
