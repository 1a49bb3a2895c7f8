//! The boundaries within formulas: every comparison of things that have an
//! order.
//!
//! Where one side is a fact, or both are plain numbers of something, a case
//! must come within one step of the bound on either side; where both are
//! computed, such as the starts of two terms, there is no smallest step, and
//! anything on that side counts.

use super::{
    collect_targets::Targets,
    target::{Kind, Requirement, Spot, Target},
};
use crate::{
    base::{
        bounds::{Bounds, DisplayValue, order},
        step::{Side, step, stepped},
        types::Type,
        value::Value,
    },
    check::{
        formula::{Expr, Formula, Node},
        model::{Role, Step},
        value_range::ValueRanges,
    },
};

/// Adds the boundaries of a version's formulas, but for those that are no part
/// of its answer: wordings, and when a fact is worth asking for.
pub(super) fn add(targets: &mut Targets<'_>, ranges: &ValueRanges<'_>) {
    let version = ranges.version;
    version.each_formula(|formula| {
        let part = version.formula_sites[formula.number];
        let asking = matches!(part.step, Step::Fact(_)) && part.role == Role::When;
        let counts = part.role != Role::Wording && !asking;
        if counts {
            formula.expr.each(&mut |expr| match &expr.node {
                Node::Compare(_, sides) => bound(targets, ranges, formula, &sides.0, &sides.1),
                Node::Within(parts) => {
                    for end in parts.1.iter().chain(&parts.2) {
                        bound(targets, ranges, formula, &parts.0, end);
                    }
                }
                _ => {}
            });
        }
    });
}

fn bound(
    targets: &mut Targets<'_>,
    ranges: &ValueRanges<'_>,
    formula: &Formula,
    left: &Expr,
    right: &Expr,
) {
    let kinds = (ranges.kind(left), ranges.kind(right));
    let has_order = |kind: &Option<Type>| kind.as_ref().is_none_or(|ty| step(ty).is_some());
    if !has_order(&kinds.0) || !has_order(&kinds.1) {
        return;
    }
    let smallest = match (&kinds.0, &kinds.1) {
        // Where a number meets a whole one, numbers decide.
        (Some(Type::Whole), Some(other)) | (Some(other), _) | (None, Some(other)) => step(other),
        (None, None) => None,
    };
    let fixed = matches!(right.node, Node::Constant(_)) || matches!(left.node, Node::Constant(_));
    let counted = kinds.0 == Some(Type::Whole) && kinds.1 == Some(Type::Whole) && fixed;
    let near = counted || ranges.moves_freely(left) || ranges.moves_freely(right);
    let spot = Spot::Bound(formula.place.within(right.start..right.start));
    let place = formula.place.within(left.start..right.end);
    for side in Side::ALL {
        let value = match &right.node {
            Node::Constant(value) => smallest.and_then(|step| stepped(*value, side, step)),
            _ => None,
        };
        let at = At {
            side,
            near,
            value: value.filter(|_| near),
        };
        targets.add(Target {
            kind: Kind::Boundary,
            place,
            says: words(formula, left, right, at),
            cannot: cannot(ranges, formula, left, right, at),
            requires: Requirement::Side(spot, side, smallest.filter(|_| near && side != Side::At)),
        });
    }
}

/// A place at or next to a bound.
#[derive(Clone, Copy)]
struct At {
    side: Side,
    /// Whether it must be within one step.
    near: bool,
    /// The value there, where it is known beforehand.
    value: Option<Value>,
}

fn written<'f>(formula: &'f Formula, expr: &Expr) -> &'f str {
    let range = expr.start as usize..expr.end as usize;
    formula.text.get(range).unwrap_or(&formula.text)
}

fn words(formula: &Formula, left: &Expr, right: &Expr, at: At) -> String {
    let (left, bound) = (written(formula, left), written(formula, right));
    let just = if at.near { "just " } else { "" };
    let side = match at.side {
        Side::At => "exactly at".to_owned(),
        Side::Below => format!("{just}below"),
        Side::Above => format!("{just}above"),
    };
    match at.value {
        Some(value) if at.side != Side::At => {
            format!(
                "a case in which `{left}` is {}, {side} `{bound}`",
                DisplayValue(value)
            )
        }
        _ => format!("a case in which `{left}` is {side} `{bound}`"),
    }
}

/// Why the left side cannot come to that side of the right one, if what its
/// facts may be forbids it.
fn cannot(
    ranges: &ValueRanges<'_>,
    formula: &Formula,
    left: &Expr,
    right: &Expr,
    at: At,
) -> Option<String> {
    let lies = ranges.range(left);
    let bounds = ranges.range(right);
    let outside = match at.value {
        Some(value) => !lies.contains(value),
        None => {
            let before = |a: Option<Value>, b: Option<Value>| order(a?, b?);
            let lowest = before(lies.low, bounds.high);
            let highest = before(lies.high, bounds.low);
            match at.side {
                Side::Below => lowest.is_some_and(|it| it.is_ge()),
                Side::Above => highest.is_some_and(|it| it.is_le()),
                Side::At => {
                    lowest.is_some_and(|it| it.is_gt()) || highest.is_some_and(|it| it.is_lt())
                }
            }
        }
    };
    outside.then(|| reason(written(formula, left), lies))
}

pub(super) fn reason(what: &str, lies: Bounds) -> String {
    format!("`{what}` is always {lies}")
}
