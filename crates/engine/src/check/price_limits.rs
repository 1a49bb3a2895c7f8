//! Limits on what lines come to together.

use super::{
    catalogue,
    diagnostics::Sink,
    formula::Formula,
    line_checker::{self, LineChecker},
    list_names,
    model::{LimitOver, Line, PriceLimit, Total},
    resolve::LineCharge,
    rounding,
    symbols::Scope,
    totals,
    values::EntryContext,
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{IdVec, LimitId, LineId, TotalId},
        name,
        types::Type,
    },
    source::model::{LimitEntry, RuleFile},
};

/// Checks the limits of a version with these lines and totals.
pub(super) fn check(
    written: &RuleFile<'_>,
    lines: &IdVec<LineId, Line>,
    totals: &IdVec<TotalId, Total>,
    around: &EntryContext<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> IdVec<LimitId, PriceLimit> {
    let mut limits: IdVec<LimitId, PriceLimit> = IdVec::new();
    for entry in &written.limits {
        let place = around.file.place(entry.id);
        if !name::is_name(entry.id) {
            catalogue::bad_name(entry.id, place, sink);
        }
        let lines_named = lines.iter().map(|it| (&it.id, it.place));
        let totals_named = totals.iter().map(|it| (&it.id, it.place));
        let limits_named = limits.iter().map(|it| (&it.id, it.place));
        let mut named = lines_named.chain(totals_named).chain(limits_named);
        if let Some((_, first)) = named.find(|(id, _)| ***id == *entry.id) {
            let says = format!("two lines, totals or limits are called `{}`", entry.id);
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            sink.add(diagnostic.related(first, "the other one"));
        }
        let has_period = written.head.period.is_some();
        limits.extend(limit(entry, lines, has_period, around, scope, sink));
    }
    limits
}

fn limit(
    entry: &LimitEntry<'_>,
    lines: &IdVec<LineId, Line>,
    has_period: bool,
    around: &EntryContext<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<PriceLimit> {
    let file = around.file;
    let for_each = entry
        .for_each
        .and_then(|list| list_names::list_named(list, file, scope, sink));
    let mut it = LineChecker {
        around,
        scope,
        sink,
        each: for_each,
        charge: LineCharge::None,
    };
    let mut formula = |text: Option<&str>, ty: Type| match text {
        Some(text) => it.formula(text, Some(&ty)).map(Some),
        None => Some(None),
    };
    let when = formula(entry.when, Type::YesNo);
    let at_most = formula(entry.at_most, Type::Money);
    let at_least = formula(entry.at_least, Type::Money);
    let nothing_below = formula(entry.nothing_below, Type::Money);
    let says = it.words(entry.says);
    let of = totals::of_lines((entry.id, &entry.lines), lines, around, for_each, sink);
    shape(entry, of.is_empty(), around, sink);
    let over = over(entry, has_period, around, sink);
    let rounding = entry.rounding.as_ref();
    let rounding = rounding.and_then(|entry| rounding::rounding(entry, file, sink));
    let cite = around.cite(entry.cite).unwrap_or_default();
    let place = file.place(entry.id);
    if cite.is_empty() {
        line_checker::no_citation("limit", entry.id, place, sink);
    }
    Some(PriceLimit {
        id: entry.id.into(),
        says,
        for_each,
        over,
        lines: of,
        has_all_lines: entry.lines.is_empty(),
        when: when?,
        at_most: at_most?,
        at_least: at_least?,
        nothing_below: nothing_below?,
        if_same: entry.if_same,
        rounding: rounding.map(|rule| rule.rounding),
        cite,
        reading: entry.reading.map(Box::from),
        place,
    })
}

/// Reports a limit that limits nothing.
fn shape(entry: &LimitEntry<'_>, no_lines: bool, around: &EntryContext<'_>, sink: &mut Sink<'_>) {
    let place = around.file.place(entry.id);
    let bounds = [entry.at_most, entry.at_least, entry.nothing_below];
    if bounds.iter().all(Option::is_none) {
        let says = format!("the limit `{}` has no amount", entry.id);
        let help = "write `at_most`, `at_least` or `nothing_below`";
        sink.add(Diagnostic::new(Code::Shape, place, says).help(help));
    }
    if no_lines && entry.lines.is_empty() {
        let says = format!("the limit `{}` has no lines to add up", entry.id);
        let help = match entry.for_each {
            Some(_) => "write it for a list that has lines for each of its records",
            None => "write `lines` before it",
        };
        sink.add(Diagnostic::new(Code::Shape, place, says).help(help));
    }
}

/// Over which days it adds up; the quote where the word is none of those.
fn over(
    entry: &LimitEntry<'_>,
    has_period: bool,
    around: &EntryContext<'_>,
    sink: &mut Sink<'_>,
) -> LimitOver {
    let Some(word) = entry.over else {
        return LimitOver::default();
    };
    let place = around.file.place(word);
    let mut all = LimitOver::ALL.into_iter();
    let Some(found) = all.find(|it| it.name() == word) else {
        let words = LimitOver::ALL.map(LimitOver::name);
        let says = format!("a limit cannot add up over `{word}`");
        let diagnostic = Diagnostic::new(Code::UnknownName, place, says)
            .help(format!("write `{}`", words.join("` or `")));
        sink.add(diagnostic.nearest(word, words.iter().copied()));
        return LimitOver::default();
    };
    if found == LimitOver::Month && !has_period {
        let says = "the rule set has no period with months".to_owned();
        let help = "give it a `period`, or take `over` out to limit the whole quote";
        sink.add(Diagnostic::new(Code::Shape, place, says).help(help));
    }
    found
}

/// The first amount of a limit that may not be whole pennies.
pub(super) fn may_need_rounding(
    limits: &IdVec<LimitId, PriceLimit>,
    divides: impl Fn(&Formula) -> bool,
) -> Option<&Formula> {
    let unrounded = limits.iter().filter(|limit| limit.rounding.is_none());
    unrounded
        .flat_map(PriceLimit::bounds)
        .find(|it| divides(it))
}
