//! The reductions and increases of a line, and how they act together.

use rust_decimal::Decimal;

use super::{
    catalogue,
    formula::{Formula, Node},
    line_checker::{self, LineChecker},
    model::{Reduction, ReductionsApply},
    rounding,
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{IdVec, ReductionId},
        types::Type,
        value::Value,
    },
    source::model::{LineEntry, ReductionEntry},
};

/// Checks the reductions of a line.
pub(super) fn check(
    it: &mut LineChecker<'_, '_, '_>,
    entry: &LineEntry<'_>,
) -> (IdVec<ReductionId, Reduction>, ReductionsApply) {
    let ids = entry.reductions.iter().map(|entry| entry.id);
    catalogue::names("reductions of this line", ids, it.around.file, it.sink);
    let written = entry.reductions_apply;
    let apply = written.map_or(ReductionsApply::ToGross, |word| apply(it, entry, word));
    let reductions = entry.reductions.iter();
    let reductions: Vec<Reduction> = reductions
        .filter_map(|entry| reduction(it, entry, apply))
        .collect();
    if written.is_none() {
        reach_everything(it, entry, &reductions);
    }
    (IdVec::numbered(reductions), apply)
}

/// How they act together; `to_gross` where the word is not one of those for it.
fn apply(it: &mut LineChecker<'_, '_, '_>, entry: &LineEntry<'_>, word: &str) -> ReductionsApply {
    let place = it.around.file.place(word);
    if entry.reductions.is_empty() {
        let says = format!("the line `{}` has no reductions to apply", entry.id);
        let diagnostic = Diagnostic::new(Code::Shape, place, says);
        it.sink.add(diagnostic.help("leave `reductions_apply` out"));
    }
    let mut all = ReductionsApply::ALL.into_iter();
    if let Some(found) = all.find(|it| it.name() == word) {
        return found;
    }
    let words = ReductionsApply::ALL.map(ReductionsApply::name);
    let says = format!("`{word}` is no way for reductions to act together");
    let diagnostic = Diagnostic::new(Code::UnknownName, place, says)
        .help(format!("write one of {}", words.join(", ")));
    it.sink.add(diagnostic.nearest(word, words.iter().copied()));
    ReductionsApply::ToGross
}

fn reduction(
    it: &mut LineChecker<'_, '_, '_>,
    entry: &ReductionEntry<'_>,
    apply: ReductionsApply,
) -> Option<Reduction> {
    let when = it.formula(entry.when, Some(&Type::YesNo));
    let take = how_much(it, entry, apply);
    let bound = |it: &mut LineChecker<'_, '_, '_>, text: Option<&str>| match text {
        Some(text) => it.formula(text, Some(&Type::Money)).map(Some),
        None => Some(None),
    };
    let (at_least, at_most) = (bound(it, entry.at_least), bound(it, entry.at_most));
    let rounding = entry.rounding.as_ref();
    let rounding = rounding.map(|entry| rounding::rounding(entry, it.around.file, it.sink));
    let says = it.words(entry.says);
    let cite = it.around.cite(entry.cite).unwrap_or_default();
    if cite.is_empty() {
        let place = it.around.file.place(entry.id);
        line_checker::no_citation("reduction", entry.id, place, it.sink);
    }
    Some(Reduction {
        id: entry.id.into(),
        says,
        when: when?,
        take: take?,
        is_increase: entry.adds.is_some(),
        at_least: at_least?,
        at_most: at_most?,
        rounding: rounding.flatten().map(|rule| rule.rounding),
        cite,
        reading: entry.reading.map(Box::from),
    })
}

/// What is taken off or added: exactly one of the two is written.
fn how_much(
    it: &mut LineChecker<'_, '_, '_>,
    entry: &ReductionEntry<'_>,
    apply: ReductionsApply,
) -> Option<Formula> {
    let says = match (entry.take, entry.adds, apply) {
        (Some(_), Some(_), _) => format!("`{}` has both `take` and `adds`", entry.id),
        (None, None, _) => format!("`{}` does not say how much it takes off", entry.id),
        (None, Some(_), ReductionsApply::Best) => {
            format!(
                "`{}` adds, so it cannot be the one that takes most",
                entry.id
            )
        }
        _ => String::new(),
    };
    if !says.is_empty() {
        let place = it.around.file.place(entry.adds.unwrap_or(entry.id));
        let help = match entry.adds {
            Some(_) if apply == ReductionsApply::Best && entry.take.is_none() => {
                "with `reductions_apply: \"best\"` every entry has `take`"
            }
            _ => "write `take` for a reduction, `adds` for an increase",
        };
        it.sink
            .add(Diagnostic::new(Code::Shape, place, says).help(help));
    }
    let take = it.formula(entry.take.or(entry.adds)?, None)?;
    if !matches!(take.ty, Type::Percent | Type::Money) {
        let does = match entry.take {
            Some(_) => "a reduction takes",
            None => "an increase adds",
        };
        let says = format!("{does} a percentage or an amount, not {}", take.ty);
        let help = "write it as in `50%` or `£5.00`";
        it.sink
            .add(Diagnostic::new(Code::TypeMismatch, take.place, says).help(help));
    }
    Some(take)
}

/// Warns where several percentages of the gross amount add up to all of it. A
/// reduction that takes off everything by itself is taken as meant.
fn reach_everything(
    it: &mut LineChecker<'_, '_, '_>,
    entry: &LineEntry<'_>,
    reductions: &[Reduction],
) {
    let shares = reductions.iter().filter_map(constant_share);
    let shares: Vec<Decimal> = shares.filter(|share| *share < Decimal::ONE).collect();
    let sum = shares
        .iter()
        .try_fold(Decimal::ZERO, |sum, share| sum.checked_add(*share));
    if sum.is_none_or(|sum| sum < Decimal::ONE) {
        return;
    }
    let says = format!(
        "the reductions of the line `{}` can take everything off together",
        entry.id
    );
    let help = "each is a percentage of the gross price: say with `reductions_apply` whether \
                that is meant (`to_gross`), or `one_after_other` or `best`";
    let place = it.around.file.place(entry.id);
    it.sink
        .add(Diagnostic::new(Code::ReductionsReachEverything, place, says).help(help));
}

/// The percentage that a reduction takes in every case.
fn constant_share(reduction: &Reduction) -> Option<Decimal> {
    match reduction.take.expr.node {
        Node::Constant(Value::Percent(share))
            if !reduction.is_increase && reduction.at_most.is_none() =>
        {
            share.as_decimal()
        }
        _ => None,
    }
}
