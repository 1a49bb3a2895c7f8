//! What each record's lines come to, and what a quote cannot be above while
//! reductions are not settled.

use super::quote::{LineState, Quote, QuotedLine};
use crate::{
    base::{ids::RecordId, money::Money, value::Missing},
    check::model::Version,
};

/// The sum of the lines of one record, or of those that are for no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subtotal {
    /// The list and the number of the record; none of the lines for the case.
    pub record: Option<RecordId>,
    /// How many lines apply, or may apply.
    pub lines: usize,
    /// Their sum; `None` while any of them is unknown or only a person can price
    /// it, and where it depends on how the source is read.
    pub amount: Option<Money>,
    /// Whether it depends on how the source is read.
    pub is_open: bool,
}

impl Quote {
    /// The sums of the lines of each record, in the order of the records, and
    /// last of the lines for the case. Left out is a record in which no line
    /// applies.
    #[must_use]
    pub fn subtotals(&self, version: &Version) -> Vec<Subtotal> {
        let mut subtotals: Vec<Subtotal> = Vec::new();
        for quoted in &self.lines {
            let Some(amount) = amount(quoted) else {
                continue;
            };
            let record = RecordId::of(version.lines[quoted.line].for_each, quoted.record);
            let is_open = matches!(quoted.state, LineState::Alternatives(_));
            match subtotals.iter_mut().find(|it| it.record == record) {
                Some(subtotal) => {
                    subtotal.lines += 1;
                    subtotal.is_open |= is_open;
                    let sum = subtotal.amount.zip(amount);
                    subtotal.amount = sum.and_then(|(sum, amount)| sum.checked_add(amount));
                }
                None => subtotals.push(Subtotal {
                    record,
                    lines: 1,
                    amount,
                    is_open,
                }),
            }
        }
        subtotals.sort_by_key(|it| (it.record.is_none(), it.record));
        subtotals
    }

    /// What the total cannot be above; none unless all that is not settled is
    /// whether reductions are given.
    #[must_use]
    pub fn at_most(&self, version: &Version) -> Option<Money> {
        // A least amount may raise what the lines come to.
        if version.limits.iter().any(|it| it.at_least.is_some()) {
            return None;
        }
        let mut sum = Money::ZERO;
        let mut of_lines = Missing::NONE;
        for quoted in &self.lines {
            match &quoted.state {
                LineState::Applies(priced) => {
                    sum = sum.checked_add(priced.at_most?)?;
                    of_lines = of_lines.union(priced.missing);
                }
                LineState::Alternatives(states) => {
                    sum = sum.checked_add(dearest(states)?)?;
                }
                LineState::Unknown(_) | LineState::Refer(_) => return None,
                LineState::DoesNotApply(_) => {}
            }
        }
        let lists = version.lists.iter();
        let open_list = lists
            .flat_map(|list| list.complete.into_iter().chain([list.fact]))
            .any(|fact| self.missing.contains(fact));
        let only_lines = self.missing.facts().all(|fact| of_lines.contains(fact));
        (only_lines && !open_list && !self.lines.is_empty()).then_some(sum)
    }
}

/// What the quotes of several parts cannot be above together.
#[must_use]
pub fn at_most_of_parts<'a>(
    mut quotes: impl Iterator<Item = (&'a Quote, &'a Version)>,
) -> Option<Money> {
    quotes.try_fold(Money::ZERO, |sum, (quote, version)| {
        if version.limits.iter().any(|it| it.at_least.is_some()) {
            return None;
        }
        sum.checked_add(quote.total.or_else(|| quote.at_most(version))?)
    })
}

/// The most that a line comes to under any reading; `None` if a person prices it
/// under some.
fn dearest(states: &[LineState]) -> Option<Money> {
    states
        .iter()
        .try_fold(Money::ZERO, |most, state| match state {
            LineState::Applies(priced) => Some(most.dearer(priced.at_most?)),
            LineState::DoesNotApply(_) => Some(most),
            _ => None,
        })
}

/// What a line comes to, if it applies.
fn amount(quoted: &QuotedLine) -> Option<Option<Money>> {
    match &quoted.state {
        LineState::Applies(priced) => Some(priced.net),
        LineState::Unknown(_) | LineState::Refer(_) | LineState::Alternatives(_) => Some(None),
        LineState::DoesNotApply(_) => None,
    }
}
