//! One line of a quote: the price, the ways that were compared, the
//! reductions.

use std::fmt;

use super::{
    alternatives, amount::Amount, context::Context, missing, packages, value_words::capital,
};
use crate::{
    base::{
        ids::RecordId,
        money::Money,
        value::{Missing, Value},
    },
    check::{
        formula::Formula,
        model::{Line, PriceOption, Reduction},
    },
    eval::quote::{self, Compared, LineState, Priced, QuotedLine, Reduced},
};

/// One line of a quote that is charged, or may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineView {
    /// The line's id.
    pub id: String,
    /// What is charged for; with what is needed, where that is open.
    pub label: String,
    /// How the amount came about, where the line has a quantity.
    pub times: Option<Times>,
    /// Before reductions.
    pub amount: Amount,
    /// What it comes to under each reading of an open point; empty where it
    /// depends on none.
    pub alternatives: Vec<LineAlternativeView>,
    /// How it is priced: the other ways that were compared, the packages.
    pub notes: Vec<String>,
    /// The reductions that are given or may be, in file order.
    pub reductions: Vec<ReductionView>,
}

/// What a line comes to under one reading of an open point of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineAlternativeView {
    /// The reading, as a clause that fits after "if".
    pub reading: String,
    /// How the amount came about, where there is a quantity.
    pub times: Option<Times>,
    /// Before reductions.
    pub amount: Amount,
    /// The reductions that are given.
    pub reductions: Vec<ReductionView>,
}

/// A quantity and the price of one, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// `10`.
    pub quantity: String,
    /// `£5.00`.
    pub each: String,
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} × {}", self.quantity, self.each)
    }
}

/// A reduction of a line, or an increase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReductionView {
    /// The reduction's id.
    pub id: String,
    /// What it is; with what is needed, where it is open.
    pub label: String,
    /// `50% of £138.00`, where it is a percentage.
    pub share: Option<String>,
    /// What is taken off or added; nothing in words where another reduction that
    /// takes more is given in its place.
    pub amount: Amount,
}

/// A line in words; none if it does not apply.
pub(super) fn line(context: &Context<'_>, quoted: &QuotedLine) -> Option<LineView> {
    let (line, record) = (context.line(quoted), context.record_of(quoted));
    let label = context.say(&line.says, record);
    let mut view = LineView {
        id: line.id.to_string(),
        label,
        times: None,
        amount: Amount::refer(),
        alternatives: Vec::new(),
        notes: Vec::new(),
        reductions: Vec::new(),
    };
    match &quoted.state {
        LineState::DoesNotApply(_) => return None,
        LineState::Refer(_) => {}
        LineState::Unknown(missing) => {
            view.label.push_str(&needs(context, *missing, record));
            view.amount = Amount::settled(None);
        }
        LineState::Alternatives(states) => {
            view.amount = alternatives::amounts(states.iter().map(alternatives::net));
            view.alternatives = under_each_reading(context, line, record, states);
        }
        LineState::Applies(priced) => {
            view.times = times(line, priced);
            view.amount = Amount::settled(priced.gross);
            if line.has_named_ways() && line.open_point.is_none() {
                view.notes = compared(context, line, record, priced);
            }
            for option in &line.options {
                let behind = packages::behind(context, &option.each, record);
                view.notes.extend(behind);
            }
            view.reductions = reductions(context, line, record, priced);
        }
    }
    Some(view)
}

fn under_each_reading(
    context: &Context<'_>,
    line: &Line,
    record: Option<RecordId>,
    states: &[LineState],
) -> Vec<LineAlternativeView> {
    let all = line.options.iter().zip(states).map(|(option, state)| {
        let view = LineAlternativeView {
            reading: context.say(&option.says, record),
            times: None,
            amount: alternatives::net(state),
            reductions: Vec::new(),
        };
        match state {
            LineState::Applies(priced) => LineAlternativeView {
                times: times(line, priced),
                amount: Amount::settled(priced.gross),
                reductions: reductions(context, line, record, priced),
                ..view
            },
            _ => view,
        }
    });
    all.collect()
}

/// ` (depends on key stage)`.
fn needs(context: &Context<'_>, missing: Missing, record: Option<RecordId>) -> String {
    format!(" (depends on {})", missing::names(context, missing, record))
}

fn times(line: &Line, priced: &Priced) -> Option<Times> {
    let (option, amount) = chosen(line, priced)?;
    let is_one_price = option.quantity.is_some() && !is_range_of_ways(priced, &amount);
    is_one_price.then(|| Times::of(&amount))
}

impl Times {
    fn of(amount: &quote::Amount) -> Times {
        let quantity = amount.quantity.number().unwrap_or_default().normalize();
        Times {
            quantity: quantity.to_string(),
            each: amount.each.to_string(),
        }
    }
}

/// The way of pricing that was chosen, and its amount.
fn chosen<'l>(line: &'l Line, priced: &Priced) -> Option<(&'l PriceOption, quote::Amount)> {
    let chosen = priced.chosen?;
    match priced.compared.get(usize::from(chosen))? {
        Compared::Priced(amount) => Some((&line.options[chosen], *amount)),
        _ => None,
    }
}

/// Whether the price is the lower of several that overlap, and not one way's.
fn is_range_of_ways(priced: &Priced, chosen: &quote::Amount) -> bool {
    priced.gross.is_some_and(|gross| gross != chosen.amount)
}

/// What was compared, a sentence for each other way.
fn compared(
    context: &Context<'_>,
    line: &Line,
    record: Option<RecordId>,
    priced: &Priced,
) -> Vec<String> {
    let way = |option: &PriceOption, amount: &quote::Amount| Way {
        name: context.say(&option.says, record),
        sum: sum_of(option, amount),
        amount: *amount,
    };
    let chosen = chosen(line, priced).map(|(option, amount)| way(option, &amount));
    let mut notes = Vec::new();
    if let (Some(only), 1) = (&chosen, line.options.len()) {
        notes.push(only.name.clone());
    }
    for ((number, option), other) in line.options.iter_ids().zip(&priced.compared) {
        if chosen.is_some() && priced.chosen == Some(number) {
            continue;
        }
        let name = || context.say(&option.says, record);
        notes.push(match other {
            Compared::Priced(amount) => compare(chosen.as_ref(), &way(option, amount)),
            Compared::Unknown(missing) => {
                format!(
                    "{}: not known yet{}",
                    name(),
                    needs(context, *missing, record)
                )
            }
            Compared::DoesNotApply(reason) => {
                match reason.map_or("", |reason| context.reason(reason)) {
                    "" => format!("{}: cannot be chosen here", name()),
                    why => format!("{}: cannot be chosen here: {why}", name()),
                }
            }
        });
    }
    notes
}

/// A way to price a line, in words.
struct Way {
    name: String,
    sum: String,
    amount: quote::Amount,
}

/// A way that was not chosen, compared with the one that was.
fn compare(chosen: Option<&Way>, other: &Way) -> String {
    let Some(chosen) = chosen else {
        return format!("{}: {}", other.name, other.sum);
    };
    let (ours, theirs) = (chosen.amount.amount, other.amount.amount);
    if ours == theirs {
        let other = capital(&other.name);
        format!("Charged {}. ({other} it would be the same.)", chosen.name)
    } else if ours.high() > theirs.low() {
        let (ours, theirs) = (&chosen.sum, &other.sum);
        format!(
            "You pay the lower price: {}, {ours}, or {}, {theirs}.",
            chosen.name, other.name
        )
    } else {
        format!(
            "Charged {}. ({} it would cost {}.)",
            chosen.name,
            capital(&other.name),
            other.sum
        )
    }
}

/// `5 × £47.50 = £237.50`, or the amount alone.
fn sum_of(option: &PriceOption, amount: &quote::Amount) -> String {
    let once = amount.quantity == Value::Whole(1);
    if option.quantity.is_some() && !once {
        format!("{} = {}", Times::of(amount), amount.amount)
    } else {
        amount.amount.to_string()
    }
}

fn reductions(
    context: &Context<'_>,
    line: &Line,
    record: Option<RecordId>,
    priced: &Priced,
) -> Vec<ReductionView> {
    let mut views = Vec::new();
    let states = line.reductions.iter().zip(&priced.reductions);
    for (number, (reduction, state)) in states.enumerate() {
        let (amount, note) = match *state {
            Reduced::Given(money) => (Amount::deduction(money), String::new()),
            Reduced::Added(money) => (Amount::added(money), String::new()),
            Reduced::Unknown(missing) => (Amount::settled(None), needs(context, missing, record)),
            Reduced::NotBest(money) => (Amount::words(""), not_best(money)),
            Reduced::NotGiven => continue,
        };
        let base = priced.base(line.reductions_apply, number).zip(amount.money);
        views.push(ReductionView {
            id: reduction.id.to_string(),
            label: format!("{}{note}", context.say(&reduction.says, record)),
            share: base.and_then(|(base, taken)| share(context, reduction, record, base, taken)),
            amount,
        });
    }
    views
}

/// That another reduction takes more.
fn not_best(money: Option<Money>) -> String {
    match money {
        Some(money) => format!(": less than the reduction given ({money})"),
        None => ": less than the reduction given".to_owned(),
    }
}

/// `50% of £138.00`, where a reduction is a percentage that is not confidential;
/// with its limit where that is what counts.
fn share(
    context: &Context<'_>,
    reduction: &Reduction,
    record: Option<RecordId>,
    base: Money,
    amount: Money,
) -> Option<String> {
    if context.secrets().within(&reduction.take.expr) {
        return None;
    }
    let value = context.value_of(&reduction.take, record)?;
    let Value::Percent(share) = value else {
        return None;
    };
    let percent = context.value_words(value, &reduction.take.ty);
    let is_limit = |limit: &Option<Formula>| {
        let limit = limit.as_ref();
        let limit = limit.filter(|limit| !context.secrets().within(&limit.expr));
        let value = limit.and_then(|limit| context.value_of(limit, record));
        value == Some(Value::Money(amount))
    };
    let exact = base.checked_mul(share)?;
    let mut words = format!("{percent} of {base}");
    if exact.high() < amount.low() && is_limit(&reduction.at_least) {
        words.push_str(&format!(", at least {amount}"));
    } else if exact.low() > amount.high() && is_limit(&reduction.at_most) {
        words.push_str(&format!(", at most {amount}"));
    }
    Some(words)
}
