//! Quoting: every line priced, reduced and added up. A price that is a range
//! stays one to the total.

pub use super::quote_model::{
    Alternative, Amount, Compared, LineState, Outcome, Priced, Quote, QuotedLine, Reading, Reduced,
};
use super::{
    alternatives::{self, Limiting},
    evaluator::Evaluator,
    facts::Facts,
    fault::{Fault, Impossible},
    open_provisions::open_provisions,
    price_limits,
    reduction::Reductions,
    three_valued::Ternary,
    totals,
    trace::Recorder,
};
use crate::{
    base::{
        ids::{ListId, OptionId, ReasonId, RecordId},
        money::Money,
        value::{Missing, Value},
    },
    check::model::{Line, PriceOption},
    program::model::Ruling,
};

/// Prices every line; the recorder receives what was read.
///
/// # Errors
/// When arithmetic cannot be done.
pub fn quote<R: Recorder>(ruling: &Ruling<'_>, facts: &Facts, recorder: R) -> Result<Quote, Fault> {
    add_up(
        &mut Evaluator::new(ruling, facts, recorder),
        Limiting::OfQuote,
    )
}

/// Prices every line of a part of a period, without its limits: they act on all
/// parts together. `has_limits` says whether there are any.
///
/// # Errors
/// When arithmetic cannot be done.
pub(crate) fn quote_of_part<R: Recorder>(
    ruling: &Ruling<'_>,
    facts: &Facts,
    has_limits: bool,
    recorder: R,
) -> Result<Quote, Fault> {
    let limiting = match has_limits {
        true => Limiting::OfParts,
        false => Limiting::None,
    };
    add_up(&mut Evaluator::new(ruling, facts, recorder), limiting)
}

fn add_up<R: Recorder>(it: &mut Evaluator<'_, R>, limiting: Limiting) -> Result<Quote, Fault> {
    let version = it.ruling.version;
    let mut quote = Quote {
        lines: Vec::with_capacity(version.lines.len()),
        ..Quote::default()
    };
    for (number, line) in version.lines.iter_ids() {
        let Some(list) = line.for_each else {
            let state = state(it, line, None)?;
            quote.lines.push(QuotedLine {
                line: number,
                record: None,
                state,
            });
            continue;
        };
        let records = it.records_of(list);
        let Some(records) = records else {
            quote.missing = quote.missing.union(missing_list(it, list));
            quote.missing_list = true;
            continue;
        };
        let open = open_list(it, list);
        quote.missing_list |= !open.is_empty();
        quote.missing = quote.missing.union(open);
        for record in records.present() {
            let of = RecordId {
                list,
                number: record,
            };
            let state = state(it, line, Some(of))?;
            quote.lines.push(QuotedLine {
                line: number,
                record: Some(record),
                state,
            });
        }
    }
    quote
        .add_up()
        .ok_or_else(|| it.fault_without_place(Impossible::Overflow))?;
    let mut bounds = Vec::new();
    if limiting == Limiting::OfQuote && !version.limits.is_empty() {
        bounds = price_limits::bounds_of_quote(it, &quote)?;
        price_limits::hold(&mut quote, &bounds, version)
            .ok_or_else(|| it.fault_without_place(Impossible::Overflow))?;
    }
    alternatives::alternatives(it, &mut quote, &bounds, limiting)?;
    if !version.totals.is_empty() {
        totals::totals(it, &mut quote)?;
    }
    quote.open_provisions = open_provisions(it);
    quote.leap_birthday = it.leap_birthday;
    quote.assumed = it.assumed;
    quote.read = std::mem::take(&mut it.read);
    quote.prices = std::mem::take(&mut it.prices);
    quote.rates = std::mem::take(&mut it.rates);
    Ok(quote)
}

fn missing_list<R: Recorder>(it: &Evaluator<'_, R>, list: ListId) -> Missing {
    Missing::fact(it.ruling.version.lists[list].fact)
}

/// What is missing when more records may come.
fn open_list<R: Recorder>(it: &mut Evaluator<'_, R>, list: ListId) -> Missing {
    let Some(complete) = it.ruling.version.lists[list].complete else {
        return Missing::NONE;
    };
    it.read.note(complete);
    match it.facts.value(complete) {
        Value::YesNo(false) => missing_list(it, list),
        Value::Unknown(missing) => missing,
        _ => Missing::NONE,
    }
}

/// The state of a line. Inlined for lines that do not apply, which are most
/// lines of most questions.
#[inline]
fn state<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    line: &Line,
    record: Option<RecordId>,
) -> Result<LineState, Fault> {
    let Some(when) = &line.when else {
        return price(it, line, record);
    };
    match it.decide(when, record)? {
        Ternary::Yes => price(it, line, record),
        Ternary::Unknown => Ok(LineState::Unknown(it.gathered)),
        Ternary::DoesNotApply(reason) => Ok(LineState::DoesNotApply(Some(reason))),
        Ternary::No => Ok(LineState::DoesNotApply(None)),
    }
}

/// Prices a line that there is.
#[inline(never)]
fn price<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    line: &Line,
    record: Option<RecordId>,
) -> Result<LineState, Fault> {
    let mut priced = Box::<Priced>::default();
    for option in &line.options {
        let way = compare(it, option, record)?;
        priced.compared.push(way);
    }
    let has_no_price = |way: &Compared| matches!(way, Compared::DoesNotApply(_));
    if priced.compared.iter().all(has_no_price) {
        // Its reductions are not read, and no fault in them counts.
        return Ok(LineState::without_price(
            line,
            first_reason(&priced.compared),
        ));
    }
    if line.open_point.is_some() {
        return alternatives::price(it, line, record, *priced);
    }
    take_cheapest(&mut priced);
    Reductions::of(it, line, record)?.apply(it, line, &mut priced)?;
    Ok(LineState::Applies(priced))
}

fn first_reason(compared: &[Compared]) -> Option<ReasonId> {
    compared.iter().find_map(|way| match way {
        Compared::DoesNotApply(reason) => *reason,
        _ => None,
    })
}

/// What one way to price a line comes to.
fn compare<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    option: &PriceOption,
    record: Option<RecordId>,
) -> Result<Compared, Fault> {
    if let Some(when) = &option.when {
        match it.decide(when, record)? {
            Ternary::Yes => {}
            Ternary::Unknown => return Ok(Compared::Unknown(it.gathered)),
            Ternary::DoesNotApply(reason) => return Ok(Compared::DoesNotApply(Some(reason))),
            Ternary::No => return Ok(Compared::DoesNotApply(None)),
        }
    }
    let each = it.evaluate(&option.each, record)?;
    let quantity = match &option.quantity {
        Some(quantity) => it.evaluate(quantity, record)?,
        None => Value::Whole(1),
    };
    match (&each, &quantity) {
        (Value::Unknown(a), Value::Unknown(b)) => return Ok(Compared::Unknown(a.union(*b))),
        (Value::Unknown(missing), _) | (_, Value::Unknown(missing)) => {
            return Ok(Compared::Unknown(*missing));
        }
        (Value::DoesNotApply(reason), _) | (_, Value::DoesNotApply(reason)) => {
            return Ok(Compared::DoesNotApply(Some(*reason)));
        }
        _ => {}
    }
    let (Value::Money(worked), Some(times)) = (each, quantity.number()) else {
        return Ok(Compared::DoesNotApply(None));
    };
    let each = it.rounded(worked, &option.each)?;
    let amount = each
        .checked_mul(times)
        .ok_or_else(|| it.fault_in(Impossible::Overflow, &option.each))?;
    let amount = it.rounded(amount, &option.each)?;
    Ok(Compared::Priced(Amount {
        worked,
        each,
        quantity,
        amount,
    }))
}

/// Takes the cheapest. Where prices are ranges that overlap, the line is the
/// lower of them end by end; while any way is unknown, so is the price.
fn take_cheapest(priced: &mut Priced) {
    let mut best: Option<Money> = None;
    for (number, way) in (0..).map(OptionId::new).zip(&priced.compared) {
        match way {
            Compared::Priced(Amount { amount, .. }) => {
                let cheaper = best
                    .is_none_or(|best| (amount.low(), amount.high()) < (best.low(), best.high()));
                if cheaper {
                    priced.chosen = Some(number);
                    best = Some(*amount);
                }
                priced.gross = Some(match priced.gross {
                    Some(gross) => gross.cheaper(*amount),
                    None => *amount,
                });
            }
            Compared::Unknown(facts) => priced.missing = priced.missing.union(*facts),
            Compared::DoesNotApply(_) => {}
        }
    }
    if !priced.missing.is_empty() {
        priced.chosen = None;
        priced.gross = None;
    }
    priced.net = priced.gross;
    priced.at_most = priced.gross;
}
