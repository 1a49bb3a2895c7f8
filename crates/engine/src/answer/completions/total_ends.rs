//! The lowest and the highest total of all completions, where they are too many to be
//! looked at one by one.
//!
//! Branch and bound: of some completions the range of their totals is known
//! (`eval/bounded`), and only those are divided that can be lower or higher than every
//! total found so far. Each end is then a total that some completion has, and no other
//! completion is beyond it. Where the search stops before, or completions cannot be
//! divided, the ends are those of their ranges: no total is beyond them, and there need
//! be none that is as low or as high.

use super::{
    Completions, Part, Step,
    found::{Found, PossibleTotals},
};
use crate::{
    answer::Evaluation,
    base::{money::Money, ratio::Ratio},
    eval::{
        bounded::{
            span::Span,
            total::{TotalRange, total_range},
        },
        facts::Facts,
    },
    program::model::Ruling,
};

/// The most evaluations for both ends.
const MAX_EVALUATIONS: u32 = 400;

/// Completions that were not looked at, between whose totals and those found so far the
/// ends lie.
struct Open {
    given: Facts,
    range: TotalRange,
    can_divide: bool,
}

/// One of the two ends.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Low,
    High,
}

struct Search<'s, 'r, 'p> {
    ruling: &'r Ruling<'p>,
    completions: &'s mut Completions<'r, 'p>,
    open: Vec<Open>,
    found: Found,
}

/// The ends of all totals; none where a person may price some completion, or there is
/// no completion.
pub(super) fn search(ruling: &Ruling<'_>, given: Facts) -> Option<PossibleTotals> {
    let mut completions = Completions::new(ruling, MAX_EVALUATIONS)
        .with_texts()
        .by_ends();
    let mut search = Search {
        ruling,
        completions: &mut completions,
        open: Vec::new(),
        found: Found::default(),
    };
    let all = TotalRange {
        span: Span::OPEN,
        may_refer: true,
    };
    search.add(given, all);
    while let Some(number) = search.next() {
        if search.completions.left() == 0 {
            break;
        }
        search.divide(number)?;
    }
    search.possible()
}

impl Search<'_, '_, '_> {
    /// Adds completions, of which the range of some more is known.
    fn add(&mut self, given: Facts, of_more: TotalRange) {
        let Some(facts) = self.completions.completed(&given) else {
            return;
        };
        let own = total_range(self.ruling, &facts);
        self.open.push(Open {
            given,
            range: TotalRange {
                span: own.span.and(of_more.span),
                may_refer: own.may_refer && of_more.may_refer,
            },
            can_divide: true,
        });
    }

    /// The completions to divide next, by their number; none where both ends are found
    /// as far as they can be.
    fn next(&self) -> Option<usize> {
        let mut open = self.open.iter();
        let refers = open.rposition(|it| it.can_divide && it.range.may_refer);
        refers
            .or_else(|| self.beyond(End::Low))
            .or_else(|| self.beyond(End::High))
    }

    /// Those that can be farthest beyond what is found, of equal ones the last; none where
    /// some that cannot be divided are farther.
    fn beyond(&self, end: End) -> Option<usize> {
        let mut farthest: Option<(usize, Option<Ratio>)> = None;
        let mut blocked: Option<Option<Ratio>> = None;
        for (number, open) in self.open.iter().enumerate() {
            let own = end.of(&open.range);
            if !self.is_beyond_found(end, own) {
                continue;
            }
            if !open.can_divide {
                let is_farther = blocked.is_none_or(|other| end.is_beyond(own, other));
                blocked = if is_farther { Some(own) } else { blocked };
            } else if farthest.is_none_or(|(_, other)| !end.is_beyond(other, own)) {
                farthest = Some((number, own));
            }
        }
        let (number, own) = farthest?;
        let can_matter = blocked.is_none_or(|it| it.is_some() && !end.is_beyond(it, own));
        can_matter.then_some(number)
    }

    fn is_beyond_found(&self, end: End, own: Option<Ratio>) -> bool {
        match self.found_end(end) {
            Some(found) => end.is_beyond(own, Some(found)),
            None => true,
        }
    }

    fn found_end(&self, end: End) -> Option<Ratio> {
        match end {
            End::Low => self.found.lowest.map(Money::low),
            End::High => self.found.highest.map(Money::high),
        }
    }

    /// Divides completions; none where a person prices one.
    fn divide(&mut self, number: usize) -> Option<()> {
        let part = self.open.remove(number);
        match self.completions.step(&part.given) {
            Step::None => {}
            Step::Leaf(_, Evaluation::Quote(quote)) if quote.missing.is_empty() => {
                self.found.add(&quote)?;
            }
            Step::Leaf(..) | Step::Stuck => self.keep(part),
            Step::Parts(parts) => {
                for of_part in parts {
                    match of_part {
                        Part::Facts(given) => self.add(given, part.range),
                        Part::Others => self.keep(Open {
                            given: part.given.clone(),
                            ..part
                        }),
                    }
                }
            }
        }
        Some(())
    }

    fn keep(&mut self, part: Open) {
        self.open.push(Open {
            can_divide: false,
            ..part
        });
    }

    fn possible(self) -> Option<PossibleTotals> {
        if self.open.iter().any(|it| it.range.may_refer) {
            return None;
        }
        let (low, is_lowest) = self.end(End::Low)?;
        let (high, is_highest) = self.end(End::High)?;
        Some(PossibleTotals {
            at_least: low.map(Money::one),
            at_most: high.map(Money::one),
            amounts: match low == high && is_lowest {
                true => low.map(Money::one).into_iter().collect(),
                false => Vec::new(),
            },
            are_narrowest: is_lowest && (is_highest || high.is_none()),
        })
    }

    /// An end, and whether some completion has it; none where there is no completion.
    fn end(&self, end: End) -> Option<(Option<Ratio>, bool)> {
        let open = self.open.iter().map(|it| end.of(&it.range));
        let farthest = open.reduce(|one, other| match end.is_beyond(one, other) {
            true => one,
            false => other,
        });
        match (farthest, self.found_end(end)) {
            (None, None) => None,
            (Some(own), Some(found)) if !end.is_beyond(own, Some(found)) => {
                Some((Some(found), true))
            }
            (Some(own), _) => Some((end.in_pennies(own), false)),
            (None, Some(found)) => Some((Some(found), true)),
        }
    }
}

impl End {
    fn of(self, range: &TotalRange) -> Option<Ratio> {
        match self {
            End::Low => range.span.low,
            End::High => range.span.high,
        }
    }

    /// In whole pennies that no total is beyond.
    fn in_pennies(self, own: Option<Ratio>) -> Option<Ratio> {
        let span = Span {
            low: own,
            high: own,
        };
        match self {
            End::Low => span.in_pennies().said().low,
            End::High => span.in_pennies().high,
        }
    }

    /// Whether one end is beyond another; an open one is beyond every other.
    fn is_beyond(self, one: Option<Ratio>, other: Option<Ratio>) -> bool {
        match (one, other) {
            (None, other) => other.is_some(),
            (Some(_), None) => false,
            (Some(one), Some(other)) => match self {
                End::Low => one < other,
                End::High => one > other,
            },
        }
    }
}
