//! Versions and tariffs over time: none twice on a day, no day between them.

use super::{
    diagnostics::Sink,
    header_index::{FileHeader, HeaderIndex},
    model::{Decision, RuleSet, Tariff},
    provenance::UNREAD,
};
use crate::base::{
    date::{self, Date, LongDate},
    diagnostic::Diagnostic,
    diagnostic_code::Code,
};

/// A period in force.
struct Span<'a> {
    name: String,
    from: Date,
    until: Option<Date>,
    decision: &'a Decision,
    head: FileHeader,
}

/// Checks the tariffs against each other.
pub(super) fn check_tariffs(tariffs: &[Tariff], headers: &HeaderIndex, sink: &mut Sink<'_>) {
    let spans: Vec<Span<'_>> = tariffs
        .iter()
        .map(|tariff| Span {
            name: format!("the tariff for {}", tariff.year),
            from: tariff.in_force,
            until: Some(tariff.until),
            decision: &tariff.decision,
            head: headers.get(tariff.file),
        })
        .collect();
    neighbours(&spans, sink);
}

/// Checks the versions of a rule set against each other.
pub(super) fn check_rule_set(set: &RuleSet, headers: &HeaderIndex, sink: &mut Sink<'_>) {
    let spans: Vec<Span<'_>> = set
        .versions
        .iter()
        .map(|version| Span {
            name: format!("this version of `{}`", set.id),
            from: version.in_force,
            until: version.until,
            decision: &version.decision,
            head: headers.get(version.file),
        })
        .collect();
    neighbours(&spans, sink);
    let kinds = set.versions.iter().zip(set.versions.iter().skip(1));
    for (before, after) in kinds.filter(|(before, after)| before.kind != after.kind) {
        let says = format!("`{}` screens in one version and quotes in another", set.id);
        let diagnostic = Diagnostic::new(Code::Misplaced, headers.get(after.file).id, says);
        let help = "give one of them a name and folder of its own";
        let before = headers.get(before.file).id;
        sink.add(
            diagnostic
                .related(before, "the version before it")
                .help(help),
        );
    }
}

/// A period that ends before it begins covers no day at all.
fn backwards(spans: &[Span<'_>], sink: &mut Sink<'_>) {
    for span in spans {
        let ends = span.until.filter(|until| *until != UNREAD);
        if ends.is_some_and(|until| until < span.from) {
            let says = format!("{} ends before it begins", span.name);
            let diagnostic = Diagnostic::new(Code::BackwardsRange, span.head.until, says);
            let help = "`until` is the last day in force: correct it or `in_force`";
            sink.add(
                diagnostic
                    .related(span.head.from, "it begins here")
                    .help(help),
            );
        }
    }
}

/// Compares each period with the next. Two that begin on one day are states
/// of the same thing, known from different days.
fn neighbours(spans: &[Span<'_>], sink: &mut Sink<'_>) {
    backwards(spans, sink);
    let read: Vec<&Span<'_>> = spans.iter().filter(|it| it.from != UNREAD).collect();
    for (before, after) in read.iter().zip(read.iter().skip(1)) {
        if before.from == after.from {
            same_day(before, after, sink);
            continue;
        }
        let ends = before.until.filter(|until| *until >= before.from);
        let Some(until) = ends else { continue };
        let diagnostic = |code, says: String| Diagnostic::new(code, after.head.from, says);
        if until >= after.from {
            let says = format!(
                "{} begins on {}, but the one before it ends only on {}",
                after.name,
                LongDate(after.from),
                LongDate(until)
            );
            let help = "let one begin on the day after the other ends";
            let diagnostic = diagnostic(Code::VersionOverlap, says);
            sink.add(
                diagnostic
                    .related(before.head.until, "it ends here")
                    .help(help),
            );
        } else if date::add_days(until, 1) != Some(after.from) {
            let says = format!(
                "nothing is in force after {} and before {}",
                LongDate(until),
                LongDate(after.from)
            );
            let help = "let one begin on the day after the other ends";
            let diagnostic = diagnostic(Code::VersionGap, says);
            let words = "the one before it ends here";
            sink.add(diagnostic.related(before.head.until, words).help(help));
        }
    }
}

fn same_day(before: &Span<'_>, after: &Span<'_>, sink: &mut Sink<'_>) {
    let known = after.decision.known;
    if before.decision.known != known || known == UNREAD {
        return;
    }
    let says = format!("{} is written twice, known from the same day", after.name);
    let help = "take one out, or correct the day on which it was decided or takes over";
    let diagnostic = Diagnostic::new(Code::VersionOverlap, after.head.from, says);
    sink.add(
        diagnostic
            .related(before.head.from, "the other one")
            .help(help),
    );
}
