//! Checks a year's prices against policy: for each rule the rows that break it,
//! the paragraph and the amount.

mod finding;

mod report;

mod streams;

pub use self::{
    finding::Finding,
    report::{ReportOptions, report},
};

use rust_decimal::Decimal;

use super::{
    allowed_price::highest,
    compare::{Compared, compare},
    price_change::{Change, RangeDelta},
    tariff_ref::{TariffRef, service},
    uprate::Uprating,
    vat,
};
use almoner_engine::{
    base::{
        money::Money,
        rounding::{Mode, Rounding},
    },
    check::model::{Budget, Category, Policy, PolicyCheck, PolicyRule, Price, Unit},
};

/// A rule with what was found.
#[derive(Debug)]
pub struct Judged<'b> {
    /// The rule.
    pub rule: &'b PolicyRule,
    /// How many rows were checked.
    pub rows: usize,
    /// The rows that break it.
    pub findings: Vec<Finding>,
    /// How the rows that were looked at lie, where the rule is about how much
    /// they rise.
    pub tally: Option<Tally>,
}

/// How many rows rise by how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// By more than the rule says.
    pub more: usize,
    /// By just what it says.
    pub just: usize,
    /// By less, and not at all.
    pub less: usize,
    /// Those that fall.
    pub fall: usize,
}

impl Tally {
    fn of(rows: &[&Compared<'_>], by: Decimal) -> Tally {
        let mut tally = Tally::default();
        for rise in rows.iter().filter_map(|row| row.change.fraction()) {
            let count = match rise.most() {
                it if it > by => &mut tally.more,
                it if it == by => &mut tally.just,
                it if it < Decimal::ZERO => &mut tally.fall,
                _ => &mut tally.less,
            };
            *count = count.saturating_add(1);
        }
        tally
    }
}

/// Checks every rule of the policy on the second tariff.
#[must_use]
pub fn judge<'b>(
    policy: &'b Policy,
    budget: Option<&Budget>,
    old: TariffRef<'b>,
    new: TariffRef<'b>,
) -> Vec<Judged<'b>> {
    let compared = compare(old, new);
    let judged = policy.rules.iter().map(|rule| {
        let of = |row: &&Compared<'_>| {
            rule.service
                .as_deref()
                .is_none_or(|it| service(&row.charge.id) == it)
        };
        let rows: Vec<&Compared<'_>> = compared.iter().filter(of).collect();
        let years = [&old, &new].map(|tariff_ref| &*tariff_ref.tariff.year);
        let tally = match rule.check {
            PolicyCheck::RisesAtMost(by) => Some(Tally::of(&rows, by)),
            _ => None,
        };
        let (rows, findings) = match &rule.check {
            PolicyCheck::RisesAtMost(by) => each(&rows, |row| above(row, *by)),
            PolicyCheck::RisesBy(by, steps) => {
                let how = Uprating {
                    by: *by,
                    steps: steps.clone(),
                };
                each(&rows, |row| otherwise(row, &how))
            }
            PolicyCheck::StatutoryStays => each(&rows, statutory),
            PolicyCheck::WeekWithinDays(days) => weeks(&rows, *days, years),
            PolicyCheck::WeekAndDayTogether => opposite_moves(&rows),
            PolicyCheck::TwinsAgree(one, other) => twins(&rows, one, other),
            PolicyCheck::VatAddsUp => each(&rows, |row| vat_of(row, new)),
            PolicyCheck::HasUnit => each(&rows, without_unit),
            PolicyCheck::IncomeWithinCost(years) => streams::above_cost(budget, rule, *years),
            PolicyCheck::RecoversAtLeast(share) => streams::below_share(budget, rule, *share),
            PolicyCheck::StreamsHaveCharges => streams::without_charge(budget, rule, new),
        };
        Judged {
            rule,
            rows,
            findings,
            tally,
        }
    });
    judged.collect()
}

/// The number of rows checked, and the findings.
type Checked = (usize, Vec<Finding>);

/// One row after another; those with a new price are looked at.
fn each(rows: &[&Compared<'_>], look: impl Fn(&Compared<'_>) -> Option<Finding>) -> Checked {
    let priced = rows.iter().filter(|row| amount(row.new).is_some());
    (
        priced.clone().count(),
        priced.filter_map(|row| look(row)).collect(),
    )
}

fn amount(price: Option<&Price>) -> Option<Money> {
    price?.form.amount()
}

fn finding(row: &Compared<'_>, says: String, pounds: Option<RangeDelta>) -> Option<Finding> {
    Some(Finding {
        rows: vec![row.charge.id.clone()],
        says,
        pounds,
    })
}

/// Rises by more than it may: the pounds above the highest price in whole
/// pennies that it may have.
fn above(row: &Compared<'_>, by: Decimal) -> Option<Finding> {
    let (old, new) = (amount(row.old)?, amount(row.new)?);
    let fraction = row.change.fraction().filter(|it| it.most() > by)?;
    let most = highest(old, by)?;
    let percent = fraction
        .most()
        .saturating_mul(Decimal::ONE_HUNDRED)
        .round_dp(2)
        .normalize();
    finding(
        row,
        format!("rises by {percent}%, from {old} to {new}; at most {most}"),
        RangeDelta::pounds(most, new),
    )
}

/// Is not what the method gives.
fn otherwise(row: &Compared<'_>, how: &Uprating) -> Option<Finding> {
    let (old, new) = (amount(row.old)?, amount(row.new)?);
    let (exact, given) = how.raise(old)?;
    if given == new {
        return None;
    }
    finding(
        row,
        format!("is {new}; {old} gives {exact}, rounded {given}"),
        RangeDelta::pounds(given, new),
    )
}

fn statutory(row: &Compared<'_>) -> Option<Finding> {
    let price = row
        .new
        .filter(|it| it.category == Category::Statutory && it.note.is_none())?;
    let Change::Moved(pounds, _) = row.change else {
        return None;
    };
    let says = format!(
        "is set by law and becomes {}, with no instrument named",
        price.form.amount()?
    );
    finding(row, says, Some(pounds))
}

/// Each charge per week with the charge per day whose id differs only in its
/// last part.
fn pairs<'r, 'b>(rows: &[&'r Compared<'b>]) -> Vec<(&'r Compared<'b>, &'r Compared<'b>)> {
    let stem = |row: &Compared<'_>| {
        row.charge
            .id
            .rsplit_once('.')
            .map(|(stem, _)| stem.to_owned())
    };
    let per = |unit: Unit| {
        rows.iter()
            .filter(move |row| row.charge.per.as_ref() == Some(&unit))
    };
    per(Unit::Week)
        .filter_map(|week| {
            let day = per(Unit::Day).find(|day| stem(day) == stem(week))?;
            Some((*week, *day))
        })
        .collect()
}

/// A week that costs more than a number of days, in either year.
fn weeks(rows: &[&Compared<'_>], days: u8, years: [&str; 2]) -> Checked {
    let pairs = pairs(rows);
    let mut findings = Vec::new();
    for (week, day) in &pairs {
        let prices = [(week.old, day.old), (week.new, day.new)];
        for ((of_week, of_day), year) in prices.into_iter().zip(years) {
            findings.extend(
                amount(of_week)
                    .zip(amount(of_day))
                    .and_then(|(of_week, of_day)| {
                        let all = of_day.checked_mul(Decimal::from(days))?;
                        let pounds = RangeDelta::pounds(all, of_week)
                            .filter(|it| it.most() > Decimal::ZERO)?;
                        let may = if pounds.least() > Decimal::ZERO {
                            "is"
                        } else {
                            "can be"
                        };
                        Some(Finding {
                            rows: vec![week.charge.id.clone(), day.charge.id.clone()],
                            says: format!(
                                "in {year} a week {may} {of_week}, above {days} × {of_day} = {all}"
                            ),
                            pounds: Some(pounds),
                        })
                    }),
            );
        }
    }
    (pairs.len(), findings)
}

/// A week and its day that move in opposite directions.
fn opposite_moves(rows: &[&Compared<'_>]) -> Checked {
    let pairs = pairs(rows);
    let findings = pairs.iter().filter_map(|(week, day)| {
        let (Change::Moved(of_week, _), Change::Moved(of_day, _)) = (week.change, day.change)
        else {
            return None;
        };
        let falls = |ends: RangeDelta| ends.most() < Decimal::ZERO;
        let rises = |ends: RangeDelta| ends.least() > Decimal::ZERO;
        let opposite = falls(of_week) && rises(of_day) || rises(of_week) && falls(of_day);
        let says = format!(
            "a week goes from {} to {}, a day from {} to {}",
            amount(week.old)?,
            amount(week.new)?,
            amount(day.old)?,
            amount(day.new)?
        );
        opposite.then(|| Finding {
            rows: vec![week.charge.id.clone(), day.charge.id.clone()],
            says,
            pounds: Some(of_week),
        })
    });
    (pairs.len(), findings.collect())
}

/// The same thing under two ids, with two prices.
fn twins(rows: &[&Compared<'_>], one: &str, other: &str) -> Checked {
    let mut count = 0;
    let mut findings = Vec::new();
    for row in rows {
        let rest = row
            .charge
            .id
            .strip_prefix(one)
            .filter(|rest| rest.starts_with('.'));
        let twin = rest.and_then(|rest| {
            let id = format!("{other}{rest}");
            rows.iter().find(|row| *row.charge.id == *id)
        });
        let Some(twin) = twin else { continue };
        count += 1;
        let (Some(a), Some(b)) = (amount(row.new), amount(twin.new)) else {
            continue;
        };
        if a != b {
            let before = if amount(row.old) == amount(twin.old) {
                ", the same the year before"
            } else {
                ""
            };
            findings.push(Finding {
                rows: vec![row.charge.id.clone(), twin.charge.id.clone()],
                says: format!("cost {a} and {b}{before}"),
                pounds: RangeDelta::pounds(a, b),
            });
        }
    }
    (count, findings)
}

/// VAT that is not the rate's share of the net, or a status that changed.
fn vat_of(row: &Compared<'_>, new: TariffRef<'_>) -> Option<Finding> {
    let price = row.new?;
    if let Some(before) = row.old.filter(|before| before.vat != price.vat) {
        return finding(
            row,
            format!("its VAT letter goes from {} to {}", before.vat, price.vat),
            None,
        );
    }
    let rate = vat::meaning(new.tariff, &price.vat)?.rate()?;
    let split = vat::split(price, new.tariff)?;
    let tax = split
        .net
        .checked_mul(rate)?
        .round(Rounding::to_the_penny(Mode::HalfUp))?;
    if tax == split.vat {
        return None;
    }
    let says = format!(
        "{} and {} VAT do not make {}",
        split.net,
        tax,
        amount(row.new)?
    );
    finding(row, says, RangeDelta::pounds(tax, split.vat))
}

fn without_unit(row: &Compared<'_>) -> Option<Finding> {
    if row.charge.per.is_some() {
        return None;
    }
    finding(row, "the unit is not stated".to_owned(), None)
}
