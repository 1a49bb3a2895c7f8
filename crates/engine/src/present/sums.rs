//! What lines come to together, and what a total that is not settled cannot be
//! above.

use super::context::Context;
use crate::{
    base::{money::Money, value::Missing},
    eval::quote::{LineState, Priced, Quote, QuotedLine, Reduced},
};

/// The sum of the lines that apply; none while any of them is not settled.
pub(super) fn of_lines(lines: &[&QuotedLine]) -> Option<Money> {
    let mut sum = Money::ZERO;
    for quoted in lines {
        match &quoted.state {
            LineState::Applies(priced) => sum = sum.checked_add(priced.net?)?,
            LineState::Unknown(_) | LineState::Refer(_) => return None,
            LineState::DoesNotApply(_) => {}
        }
    }
    Some(sum)
}

/// What the total cannot be above, when only reductions are not settled.
pub(super) fn at_most(context: &Context<'_>, quote: &Quote) -> Option<Money> {
    let mut sum = Money::ZERO;
    let mut of_lines = Missing::NONE;
    for quoted in &quote.lines {
        match &quoted.state {
            LineState::Applies(priced) => {
                sum = sum.checked_add(settled_part(priced)?)?;
                of_lines = of_lines.union(priced.missing);
            }
            LineState::Unknown(_) | LineState::Refer(_) => return None,
            LineState::DoesNotApply(_) => {}
        }
    }
    let lists = context.version().lists.iter();
    let open_list = lists
        .flat_map(|list| list.complete.into_iter().chain([list.fact]))
        .any(|fact| quote.missing.contains(fact));
    let only_lines = quote.missing.facts().all(|fact| of_lines.contains(fact));
    (only_lines && !open_list && !quote.lines.is_empty()).then_some(sum)
}

/// A line's price less the reductions that are settled.
fn settled_part(priced: &Priced) -> Option<Money> {
    let given = |left: Money, reduced: &Reduced| match reduced {
        Reduced::Given(Some(money)) => left.difference(*money),
        _ => Some(left),
    };
    priced.reductions.iter().try_fold(priced.gross?, given)
}
