//! Additional totals: sums of lines, multiplied by a number of weeks (term,
//! year). They decide nothing: a quote is settled without them.

pub use super::quote_model::{QuotedTotal, TotalState};
use super::{
    evaluator::Evaluator,
    fault::{Fault, Impossible},
    quote_model::{Alternative, LineState, Quote, QuotedLine},
    records::Records,
    three_valued::Ternary,
    trace::Recorder,
};
use crate::{
    base::{
        ids::{RecordId, TotalId},
        value::Value,
    },
    check::model::Total,
};

/// How often the lines of a record are counted, or why there is no such total.
type Times = (Option<u16>, Result<Value, TotalState>);

/// Evaluates the additional totals of a quote whose lines are priced, and those
/// of each of its alternatives.
pub(super) fn totals<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    quote: &mut Quote,
) -> Result<(), Fault> {
    let version = it.ruling.version;
    for (number, total) in version.totals.iter_ids() {
        let mut all: Vec<Times> = Vec::new();
        match total.for_each {
            None => all.push((None, times(it, total, quote, None)?)),
            Some(list) => {
                let records = it.records_of(list);
                for record in records.into_iter().flat_map(Records::present) {
                    let of = RecordId {
                        list,
                        number: record,
                    };
                    all.push((Some(record), times(it, total, quote, Some(of))?));
                }
            }
        }
        add(it, number, &all, quote)?;
        let is_open = quote.missing_list;
        for alternative in &mut quote.alternatives {
            alternative.quote.missing_list = is_open;
            add(it, number, &all, &mut alternative.quote)?;
        }
    }
    settle(quote);
    Ok(())
}

/// How often the lines are counted.
fn times<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    total: &Total,
    quote: &Quote,
    record: Option<RecordId>,
) -> Result<Result<Value, TotalState>, Fault> {
    let mut withheld = false;
    if let Some(when) = &total.when {
        match it.decide(when, record)? {
            Ternary::Yes => {}
            Ternary::Unknown => return Ok(Err(TotalState::Unknown(it.gathered))),
            Ternary::No if total.otherwise.is_some() => withheld = true,
            Ternary::No | Ternary::DoesNotApply(_) => return Ok(Err(TotalState::DoesNotApply)),
        }
    }
    let once = once(it, total, quote, record.map(|record| record.number))?;
    if once == TotalState::DoesNotApply {
        return Ok(Err(once));
    }
    if withheld {
        return Ok(Err(TotalState::Withheld));
    }
    it.evaluate(&total.times, record).map(Ok)
}

/// Adds the total of each record, and that of all.
fn add<R: Recorder>(
    it: &Evaluator<'_, R>,
    number: TotalId,
    all: &[Times],
    quote: &mut Quote,
) -> Result<(), Fault> {
    let total = &it.ruling.version.totals[number];
    let mut whole = TotalState::DoesNotApply;
    for (record, times) in all {
        let (times, state) = match *times {
            Ok(times) => one(it, total, quote, *record, times)?,
            Err(state) => (None, state),
        };
        whole =
            with(whole, state).ok_or_else(|| it.fault_in(Impossible::Overflow, &total.times))?;
        quote.totals.push(QuotedTotal {
            total: number,
            record: *record,
            times,
            state,
        });
    }
    if let Some(list) = total.for_each {
        let is_open = it.facts.records(list).is_none() || quote.missing_list;
        quote.totals.push(QuotedTotal {
            total: number,
            record: None,
            times: None,
            state: match whole {
                TotalState::DoesNotApply => whole,
                _ if is_open => TotalState::Unknown(quote.missing),
                _ => whole,
            },
        });
    }
    Ok(())
}

/// Takes the amounts to which every alternative comes.
fn settle(quote: &mut Quote) {
    let alternatives = &quote.alternatives;
    for (index, total) in quote.totals.iter_mut().enumerate() {
        let of_alternative = |it: &Alternative| it.quote.totals.get(index).map(|it| it.state);
        let mut states = alternatives.iter().map(of_alternative);
        if let Some(Some(first)) = states.next()
            && states.all(|state| state == Some(first))
        {
            total.state = first;
        }
    }
}

/// Two totals together; `None` where the sum is too large.
fn with(so_far: TotalState, next: TotalState) -> Option<TotalState> {
    Some(match (so_far, next) {
        (TotalState::Unknown(a), TotalState::Unknown(b)) => TotalState::Unknown(a.union(b)),
        (TotalState::Unknown(_), _) | (_, TotalState::DoesNotApply) => so_far,
        (_, TotalState::Unknown(_)) | (TotalState::DoesNotApply, _) => next,
        (TotalState::Withheld, _) | (_, TotalState::Withheld) => TotalState::Withheld,
        (TotalState::Refer, _) | (_, TotalState::Refer) => TotalState::Refer,
        (TotalState::Alternatives, _) | (_, TotalState::Alternatives) => TotalState::Alternatives,
        (TotalState::Comes(a), TotalState::Comes(b)) => TotalState::Comes(a.checked_add(b)?),
    })
}

/// What the lines come to once.
fn once<R: Recorder>(
    it: &Evaluator<'_, R>,
    total: &Total,
    quote: &Quote,
    record: Option<u16>,
) -> Result<TotalState, Fault> {
    let own = |line: &&QuotedLine| {
        let of_record = record.is_none() || line.record == record;
        of_record && total.of.contains(&line.line)
    };
    let mut states = quote
        .lines
        .iter()
        .filter(own)
        .map(|line| match &line.state {
            LineState::DoesNotApply(_) => TotalState::DoesNotApply,
            LineState::Unknown(missing) => TotalState::Unknown(*missing),
            LineState::Refer(_) => TotalState::Refer,
            LineState::Alternatives(_) => TotalState::Alternatives,
            LineState::Applies(priced) => priced
                .net
                .map_or(TotalState::Unknown(priced.missing), TotalState::Comes),
        });
    states
        .try_fold(TotalState::DoesNotApply, with)
        .ok_or_else(|| it.fault_in(Impossible::Overflow, &total.times))
}

/// The total of a record, or of the case.
fn one<R: Recorder>(
    it: &Evaluator<'_, R>,
    total: &Total,
    quote: &Quote,
    record: Option<u16>,
    times: Value,
) -> Result<(Option<Value>, TotalState), Fault> {
    let once = once(it, total, quote, record)?;
    if once == TotalState::DoesNotApply {
        return Ok((None, once));
    }
    let state = match (once, times.number(), times) {
        (TotalState::Comes(money), Some(number), _) => {
            let money = money
                .checked_mul(number)
                .ok_or_else(|| it.fault_in(Impossible::Overflow, &total.times))?;
            TotalState::Comes(it.rounded(money, &total.times)?)
        }
        (unsettled, Some(_), _) | (unsettled @ TotalState::Unknown(_), ..) => unsettled,
        (_, None, Value::Unknown(missing)) => TotalState::Unknown(missing),
        (_, None, _) => TotalState::DoesNotApply,
    };
    Ok((Some(times).filter(|times| times.is_settled()), state))
}
