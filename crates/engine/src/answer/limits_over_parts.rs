//! Limits over all parts of a period: the amounts of each are evaluated once, by
//! the rules of the first day of its span and with the facts as of that day; the
//! first and the last day are those of the span.

use super::{
    Evaluation,
    evaluated_part::{EvaluatedPart, SpanRecord},
};
use crate::{
    base::value::Missing,
    check::model::{LimitOver, Version},
    eval::{
        facts::Facts,
        fault::{Fault, Impossible},
        parts_total::{self, Totals},
        price_limits::{self, Bound, SpanBounds},
        quote::Quote,
        trace::Recorder,
    },
};

/// What the quotes of parts come to together, held to the limits over them.
pub(super) fn totals<R: Recorder>(
    parts: &mut [&mut EvaluatedPart<'_, R>],
    recorder: impl Fn() -> R,
) -> (Result<Totals, Fault>, Vec<SpanRecord<R>>) {
    let mut bounds: Vec<Bound> = Vec::new();
    let mut records = Vec::new();
    for (over, span) in spans(parts) {
        let mut recorder = recorder();
        match bounds_of(parts, over, span, &mut recorder) {
            Ok(found) => bounds.extend(found),
            Err(fault) => {
                if let Some(part) = parts.get_mut(span.0) {
                    part.evaluation = Err(fault);
                }
            }
        }
        records.push((span.0, recorder));
    }
    let quotes = parts.iter().filter_map(|part| quoted(part));
    let totals = parts_total::totals(quotes, &bounds);
    let totals = totals.ok_or(Fault::without_place(Impossible::Overflow));
    (totals, records)
}

/// The spans that limits are over: those of months first.
fn spans<R>(parts: &[&mut EvaluatedPart<'_, R>]) -> Vec<(LimitOver, (usize, usize))> {
    let has = |part: usize, over: LimitOver| {
        let part = parts.get(part);
        part.is_some_and(|it| it.ruling.version.limits.iter().any(|it| it.over == over))
    };
    let month =
        |part: &EvaluatedPart<'_, R>| part.days.as_ref().map(|days| days.first.first_of_month());
    let mut months: Vec<(usize, usize)> = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        match months.last_mut() {
            Some((first, last)) if parts.get(*first).map(|it| month(it)) == Some(month(part)) => {
                *last = number;
            }
            _ => months.push((number, number)),
        }
    }
    let all = (0, parts.len().saturating_sub(1));
    let of_months = months.into_iter().map(|span| (LimitOver::Month, span));
    let spans = of_months.chain([(LimitOver::Quote, all)]);
    spans.filter(|(over, span)| has(span.0, *over)).collect()
}

/// The limits of one span, evaluated. What they read belongs to its first part.
fn bounds_of<R: Recorder>(
    parts: &mut [&mut EvaluatedPart<'_, R>],
    over: LimitOver,
    span: (usize, usize),
    recorder: &mut R,
) -> Result<Vec<Bound>, Fault> {
    let quotes: Option<Vec<(&Quote, &Version)>> = parts.iter().map(|it| quoted(it)).collect();
    let (Some(quotes), Some(part)) = (quotes, parts.get(span.0)) else {
        return Ok(Vec::new());
    };
    let (ruling, facts) = (part.ruling, of_span(part, span, parts));
    let asked = (over, span);
    let mut found = price_limits::bounds_of_span((&ruling, &facts), asked, &quotes, recorder)?;
    let version = ruling.version;
    for bound in &mut found.bounds {
        if !bound.is_if_same(version) {
            continue;
        }
        for part in parts.iter().take(span.1 + 1).skip(span.0 + 1) {
            // A later version may have the limit too, with the same amounts or others.
            let asked_then = (&part.ruling, &of_span(part, span, parts));
            bound.hold_if_same(price_limits::amounts_then(asked_then, version, bound)?);
        }
    }
    if let Some(part) = parts.get_mut(span.0) {
        add_reads(part, &found);
    }
    Ok(found.bounds)
}

/// The facts of a part, with the ends of a whole span.
fn of_span<R>(
    part: &EvaluatedPart<'_, R>,
    span: (usize, usize),
    parts: &[&mut EvaluatedPart<'_, R>],
) -> Facts {
    let mut facts = part.facts.clone();
    let days = |number: usize| parts.get(number).and_then(|part| part.days.as_ref());
    if let (Some(first), Some(last)) = (days(span.0), days(span.1)) {
        facts.set_period(part.ruling.version, first.first, last.last);
    }
    facts
}

/// Adds what limits read to what the first part of their span did.
fn add_reads<R>(part: &mut EvaluatedPart<'_, R>, found: &SpanBounds) {
    let Ok(Evaluation::Quote(quote)) = &mut part.evaluation else {
        return;
    };
    let bounds = found.bounds.iter();
    let open = bounds.fold(Missing::NONE, |all, it| all.union(it.missing()));
    if !open.is_empty() {
        quote.depends_on(open);
    }
    quote.assumed = quote.assumed.union(found.assumed);
    quote.read.add(&found.read, |facts| facts);
    for charge in &found.prices {
        if !quote.prices.contains(charge) {
            quote.prices.push(*charge);
        }
    }
    for rates in &found.rates {
        if !quote.rates.contains(rates) {
            quote.rates.push(*rates);
        }
    }
    if !found.prices.is_empty() {
        part.ruling.prices_status = part.ruling.status_of(&quote.prices);
    }
    part.ruling.rates_status = part.ruling.status_of_rates(quote.rates.iter().copied());
}

fn quoted<'a, R>(part: &'a EvaluatedPart<'_, R>) -> Option<(&'a Quote, &'a Version)> {
    match &part.evaluation {
        Ok(Evaluation::Quote(quote)) => Some((quote, part.ruling.version)),
        _ => None,
    }
}
