//! Additional totals: sums of lines, multiplied by a number of weeks (term,
//! year). They decide nothing: a quote is settled without them.

pub use super::quote_model::{QuotedTotal, TotalState};
use super::{
    evaluator::Evaluator,
    facts::Records,
    fault::{Fault, Impossible},
    quote_model::{LineState, Quote, QuotedLine},
    three_valued::Ternary,
    trace::Recorder,
};
use crate::{
    base::{ids::RecordId, value::Value},
    check::model::Total,
};

/// Evaluates the additional totals of a quote whose lines are priced.
pub(super) fn totals<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    quote: &Quote,
) -> Result<Vec<QuotedTotal>, Fault> {
    let version = it.ruling.version;
    let mut totals = Vec::with_capacity(version.totals.len());
    for (number, total) in version.totals.iter_ids() {
        let Some(list) = total.for_each else {
            let (times, state) = one(it, total, quote, None)?;
            totals.push(QuotedTotal {
                total: number,
                record: None,
                times,
                state,
            });
            continue;
        };
        let records = it.facts.records(list);
        it.recorder.goes_through(list, records);
        let mut whole = TotalState::DoesNotApply;
        for record in records.into_iter().flat_map(Records::present) {
            let of = RecordId {
                list,
                number: record,
            };
            let (times, state) = one(it, total, quote, Some(of))?;
            whole = with(whole, state)
                .ok_or_else(|| it.fault_in(Impossible::Overflow, &total.times))?;
            totals.push(QuotedTotal {
                total: number,
                record: Some(record),
                times,
                state,
            });
        }
        let open = it.facts.records(list).is_none() || quote.missing_list;
        totals.push(QuotedTotal {
            total: number,
            record: None,
            times: None,
            state: match whole {
                TotalState::DoesNotApply => whole,
                _ if open => TotalState::Unknown(quote.missing),
                _ => whole,
            },
        });
    }
    Ok(totals)
}

/// Two totals together; `None` where the sum is too large.
fn with(so_far: TotalState, next: TotalState) -> Option<TotalState> {
    Some(match (so_far, next) {
        (TotalState::Unknown(a), TotalState::Unknown(b)) => TotalState::Unknown(a.union(b)),
        (TotalState::Unknown(_), _) | (_, TotalState::DoesNotApply) => so_far,
        (_, TotalState::Unknown(_)) | (TotalState::DoesNotApply, _) => next,
        (TotalState::Refer, _) | (_, TotalState::Refer) => TotalState::Refer,
        (TotalState::Comes(a), TotalState::Comes(b)) => TotalState::Comes(a.checked_add(b)?),
    })
}

fn one<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    total: &Total,
    quote: &Quote,
    record: Option<RecordId>,
) -> Result<(Option<Value>, TotalState), Fault> {
    if let Some(when) = &total.when {
        match it.decide(when, record)? {
            Ternary::Yes => {}
            Ternary::Unknown => return Ok((None, TotalState::Unknown(it.gathered))),
            Ternary::No | Ternary::DoesNotApply(_) => return Ok((None, TotalState::DoesNotApply)),
        }
    }
    let mut once = TotalState::DoesNotApply;
    let own = |line: &QuotedLine| {
        let of_record = record.is_none_or(|record| line.record == Some(record.number));
        of_record && total.of.contains(&line.line)
    };
    for line in quote.lines.iter().filter(|line| own(line)) {
        let state = match &line.state {
            LineState::DoesNotApply(_) => TotalState::DoesNotApply,
            LineState::Unknown(missing) => TotalState::Unknown(*missing),
            LineState::Refer(_) => TotalState::Refer,
            LineState::Applies(priced) => priced
                .net
                .map_or(TotalState::Unknown(priced.missing), TotalState::Comes),
        };
        once = with(once, state).ok_or_else(|| it.fault_in(Impossible::Overflow, &total.times))?;
    }
    if once == TotalState::DoesNotApply {
        return Ok((None, once));
    }
    let times = it.evaluate(&total.times, record)?;
    let state = match (once, times.number()) {
        (TotalState::Comes(money), Some(number)) => {
            let money = money
                .checked_mul(number)
                .ok_or_else(|| it.fault_in(Impossible::Overflow, &total.times))?;
            TotalState::Comes(it.rounded(money, &total.times)?)
        }
        (TotalState::Comes(_), None) => match times {
            Value::Unknown(missing) => TotalState::Unknown(missing),
            _ => TotalState::DoesNotApply,
        },
        (unsettled, _) => unsettled,
    };
    Ok((Some(times).filter(|times| times.is_settled()), state))
}
