//! What a quote can come to while facts are missing: the lowest and the highest
//! total of all completions, and each of them where they are few.

use std::ops::ControlFlow;

pub use super::found::PossibleTotals;
use super::{Completions, Ended, found::Found, total_ends};
use crate::{
    answer::Evaluation,
    base::{money::Money, value::Value},
    check::model::NamedDay,
    eval::{
        bounded::{
            span::Span,
            total::{may_apply, total_range},
        },
        evaluator::Evaluator,
        facts::Facts,
        quote::{Outcome, Quote},
        subtotals::at_most_of_parts,
        trace::Silent,
    },
    program::model::Ruling,
};

/// The most evaluations for looking at every completion.
const MAX_EVALUATIONS: u32 = 200;

impl PossibleTotals {
    /// Of a quote that depends on missing facts. `facts` are those that it was
    /// evaluated with.
    #[must_use]
    pub fn of(ruling: &Ruling<'_>, facts: &Facts, quote: &Quote) -> PossibleTotals {
        if quote.outcome() != Outcome::Undetermined {
            return PossibleTotals::default();
        }
        if facts.is_of_part() {
            return PossibleTotals::of_parts(&[(ruling, facts, quote)]);
        }
        if has_open_days(ruling, facts) {
            return PossibleTotals::up_to(quote.at_most(ruling.version));
        }
        let given = facts.clone().without_assumed(ruling.version);
        let found = match each(ruling, &given) {
            Each::All(found) => Some(found),
            Each::Some => total_ends::search(ruling, given),
            Each::Refers => None,
        };
        found.unwrap_or_default()
    }

    fn up_to(at_most: Option<Money>) -> PossibleTotals {
        PossibleTotals {
            at_most,
            ..PossibleTotals::default()
        }
    }

    /// Of the parts of a period together: each end is the sum of theirs.
    pub(crate) fn of_parts(parts: &[QuotedPart<'_>]) -> PossibleTotals {
        let has_limits = |(ruling, ..): &QuotedPart<'_>| !ruling.version.limits.is_empty();
        let ranges = parts.iter().map(range_of_part);
        let sum = match parts.len() > 1 && parts.iter().any(has_limits) {
            true => None,
            false => ranges.reduce(|one, other| Some(one?.add(other?))).flatten(),
        };
        let sum = sum.map_or(Span::OPEN, |sum| sum.in_pennies().said());
        let quotes = parts
            .iter()
            .map(|(ruling, _, quote)| (*quote, ruling.version));
        let at_most = at_most_of_parts(quotes);
        PossibleTotals {
            at_least: sum.low.map(Money::one),
            ..PossibleTotals::up_to(sum.high.map(Money::one).or(at_most))
        }
    }
}

/// A part of a period: its rules, the facts as evaluated, and what came out.
pub(crate) type QuotedPart<'q> = (&'q Ruling<'q>, &'q Facts, &'q Quote);

/// The totals of a part; none where a person may price some line of it.
fn range_of_part((ruling, facts, quote): &QuotedPart<'_>) -> Option<Span> {
    if quote.outcome() == Outcome::DoesNotApply {
        return Some(Span::NOTHING);
    }
    if let Some(total) = quote.total {
        return Some(Span::exactly(total));
    }
    let range = total_range(ruling, facts);
    (!range.may_refer).then_some(range.span)
}

/// Whether facts are missing on which it depends which days a quote is for: with some
/// it is in parts, of other prices.
fn has_open_days(ruling: &Ruling<'_>, facts: &Facts) -> bool {
    let Some(period) = ruling.version.period else {
        return false;
    };
    [period.from, period.to].into_iter().any(|end| match end {
        NamedDay::Fact(fact) => !facts.value(fact).is_settled() && may_apply(ruling, facts, fact),
        NamedDay::Value(value) => {
            let value = Evaluator::new(ruling, facts, Silent).named_value(value);
            !matches!(value, Ok(Value::DoesNotApply(_)))
        }
    })
}

/// What is found by looking at every completion.
enum Each {
    /// The totals of all.
    All(PossibleTotals),
    /// They are too many, or cannot all be looked at.
    Some,
    /// A person prices some.
    Refers,
}

fn each(ruling: &Ruling<'_>, given: &Facts) -> Each {
    let mut found = Found::default();
    let mut refers = false;
    let mut is_open = false;
    let mut completions = Completions::new(ruling, MAX_EVALUATIONS).with_texts();
    let ended = completions.visit(given, |leaf| {
        match leaf.evaluation {
            Evaluation::Quote(quote) if quote.missing.is_empty() => {
                refers |= found.add(quote).is_none();
            }
            _ => is_open = true,
        }
        match refers || is_open || found.are_many {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    match (ended, refers) {
        (_, true) => Each::Refers,
        (Ended::All, _) => found.possible().map_or(Each::Refers, Each::All),
        _ => Each::Some,
    }
}
