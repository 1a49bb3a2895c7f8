//! Rules about the streams of a budget: what they take, what they cost, and
//! which charges bring them in.

use rust_decimal::Decimal;

use super::finding::Finding;
use crate::finance::{
    price_change::RangeDelta,
    tariff_ref::{TariffRef, service},
};
use almoner_engine::{
    base::money::{Money, booked},
    check::model::{Budget, BudgetFigure, PolicyRule, Stream},
};

/// The number of streams checked, and the findings.
type Checked = (usize, Vec<Finding>);

/// The streams that a rule is about: all, or those of its service.
fn about<'b>(
    budget: Option<&'b Budget>,
    rule: &PolicyRule,
) -> impl Iterator<Item = &'b Stream> + use<'b> {
    let of = rule.service.clone();
    let streams = budget.map_or(&[][..], |it| it.streams.as_slice()).iter();
    streams.filter(move |stream| {
        let mut taken = stream.takes.iter();
        of.as_deref()
            .is_none_or(|of| taken.any(|it| service(it) == of))
    })
}

fn finding(stream: &Stream, says: String, pounds: Decimal) -> Finding {
    Finding {
        rows: vec![stream.name.clone()],
        says,
        pounds: Some(RangeDelta::same(pounds)),
    }
}

/// Streams that take more than they cost, over some years together: one year
/// may be above its cost where another is as far below.
pub(super) fn above_cost(budget: Option<&Budget>, rule: &PolicyRule, years: u8) -> Checked {
    let columns = budget.map_or_else(Vec::new, |it| last_years(it, usize::from(years)));
    let costed: Vec<&Stream> = about(budget, rule)
        .filter(|it| !it.cost.is_empty() && !columns.is_empty())
        .collect();
    let findings = costed.iter().filter_map(|stream| {
        let [income, cost] = [&stream.income, &stream.cost].map(|figures| {
            let figures = columns.iter().filter_map(|at| figures.get(*at));
            figures.fold(Decimal::ZERO, |sum, it| sum.saturating_add(*it))
        });
        let above = income.abs().checked_sub(cost)?;
        let over = match columns.len() {
            1 => "in a year".to_owned(),
            count => format!("over {count} years"),
        };
        let [income, cost] = [income.abs(), cost].map(Money::exact);
        let says = format!("{over} an income of {income} is above the cost of {cost}");
        (above > Decimal::ZERO).then(|| finding(stream, says, above))
    });
    (costed.len(), findings.collect())
}

/// The columns of the last years of a budget, one for each year; none where it
/// has fewer.
fn last_years(budget: &Budget, years: usize) -> Vec<usize> {
    let running = [BudgetFigure::Forecast, BudgetFigure::Budget];
    let each = [
        budget.column(BudgetFigure::Outturn),
        running.into_iter().find_map(|it| budget.column(it)),
        budget.column(BudgetFigure::Proposed),
    ];
    let mut columns: Vec<usize> = each.into_iter().flatten().collect();
    match columns.len().checked_sub(years) {
        Some(others) => columns.drain(others..).collect(),
        None => Vec::new(),
    }
}

/// Streams that are proposed to take less than a share of their cost.
pub(super) fn below_share(budget: Option<&Budget>, rule: &PolicyRule, share: Decimal) -> Checked {
    let proposed = budget.and_then(|it| it.column(BudgetFigure::Proposed));
    let costed = about(budget, rule).filter_map(|stream| {
        let at = proposed?;
        Some((stream, stream.income.get(at)?.abs(), *stream.cost.get(at)?))
    });
    let costed: Vec<(&Stream, Decimal, Decimal)> = costed.collect();
    let findings = costed.iter().filter_map(|(stream, income, cost)| {
        let needed = cost.checked_mul(share)?.round_dp(2);
        let below = income
            .checked_sub(needed)
            .filter(|it| *it < Decimal::ZERO)?;
        let hundred = Decimal::ONE_HUNDRED;
        let percent = income.checked_mul(hundred)?.checked_div(*cost)?.round_dp(1);
        let [income, cost, needed] = [*income, *cost, needed].map(Money::exact);
        let says = format!(
            "{income} is {}% of the cost of {cost}; {}% is {needed}",
            percent.normalize(),
            share.checked_mul(hundred)?.normalize()
        );
        Some(finding(stream, says, below))
    });
    (costed.len(), findings.collect())
}

/// Streams that are proposed to bring something in and that no priced charge
/// brings in.
pub(super) fn without_charge(
    budget: Option<&Budget>,
    rule: &PolicyRule,
    new: TariffRef<'_>,
) -> Checked {
    let proposed = budget.and_then(|it| it.column(BudgetFigure::Proposed));
    let with_income: Vec<(&Stream, Decimal)> = about(budget, rule)
        .filter_map(|stream| Some((stream, *stream.income.get(proposed?)?)))
        .filter(|(stream, income)| !income.is_zero() && stream.rises.is_none())
        .collect();
    let is_priced = |stream: &Stream| {
        let mut charges = new.charges();
        charges.any(|(charge, price)| {
            price.is_some_and(|it| it.form.amount().is_some()) && stream.takes_in(&charge.id)
        })
    };
    let findings = with_income
        .iter()
        .filter(|(stream, _)| !is_priced(stream))
        .map(|(stream, income)| Finding {
            rows: vec![stream.name.clone()],
            says: format!(
                "{} is budgeted, and no charge of {} brings it in",
                booked(*income),
                new.tariff.year
            ),
            pounds: None,
        });
    (with_income.len(), findings.collect())
}
