//! Versions and tariffs over time: none twice on a day, no day between them.

use super::{
    dates::UNREAD,
    heads::{Head, Heads},
    model::{Decision, RuleSet, Tariff},
    remarks::Remarks,
};
use crate::base::{
    code::Code,
    date::{self, Date, Spoken},
    diagnostic::Diagnostic,
};

/// A stretch of days in force.
struct Stretch<'a> {
    name: String,
    from: Date,
    until: Option<Date>,
    decision: &'a Decision,
    head: Head,
}

/// Checks the tariffs against each other.
pub(super) fn check_tariffs(tariffs: &[Tariff], heads: &Heads, remarks: &mut Remarks<'_>) {
    let stretches: Vec<Stretch<'_>> = tariffs
        .iter()
        .map(|tariff| Stretch {
            name: format!("the tariff for {}", tariff.year),
            from: tariff.in_force,
            until: Some(tariff.until),
            decision: &tariff.decision,
            head: heads.get(tariff.file),
        })
        .collect();
    neighbours(&stretches, remarks);
}

/// Checks the versions of a rule set against each other.
pub(super) fn check_rule_set(set: &RuleSet, heads: &Heads, remarks: &mut Remarks<'_>) {
    let stretches: Vec<Stretch<'_>> = set
        .versions
        .iter()
        .map(|version| Stretch {
            name: format!("this version of `{}`", set.id),
            from: version.in_force,
            until: version.until,
            decision: &version.decision,
            head: heads.get(version.file),
        })
        .collect();
    neighbours(&stretches, remarks);
    let kinds = set.versions.iter().zip(set.versions.iter().skip(1));
    for (before, after) in kinds.filter(|(before, after)| before.kind != after.kind) {
        let says = format!("`{}` screens in one version and quotes in another", set.id);
        let remark = Diagnostic::new(Code::Misplaced, heads.get(after.file).id, says);
        let help = "give one of them a name and folder of its own";
        let before = heads.get(before.file).id;
        remarks.add(remark.related(before, "the version before it").help(help));
    }
}

/// A stretch that ends before it begins covers no day at all.
fn backwards(stretches: &[Stretch<'_>], remarks: &mut Remarks<'_>) {
    for stretch in stretches {
        let ends = stretch.until.filter(|until| *until != UNREAD);
        if ends.is_some_and(|until| until < stretch.from) {
            let says = format!("{} ends before it begins", stretch.name);
            let remark = Diagnostic::new(Code::BackwardsRange, stretch.head.until, says);
            let help = "`until` is the last day in force: correct it or `in_force`";
            remarks.add(
                remark
                    .related(stretch.head.from, "it begins here")
                    .help(help),
            );
        }
    }
}

/// Compares each stretch with the next. Two that begin on one day are states
/// of the same thing, known from different days.
fn neighbours(stretches: &[Stretch<'_>], remarks: &mut Remarks<'_>) {
    backwards(stretches, remarks);
    let read: Vec<&Stretch<'_>> = stretches.iter().filter(|it| it.from != UNREAD).collect();
    for (before, after) in read.iter().zip(read.iter().skip(1)) {
        if before.from == after.from {
            same_day(before, after, remarks);
            continue;
        }
        let ends = before.until.filter(|until| *until >= before.from);
        let Some(until) = ends else { continue };
        let remark = |code, says: String| Diagnostic::new(code, after.head.from, says);
        if until >= after.from {
            let says = format!(
                "{} begins on {}, but the one before it ends only on {}",
                after.name,
                Spoken(after.from),
                Spoken(until)
            );
            let help = "let one begin on the day after the other ends";
            let remark = remark(Code::VersionOverlap, says);
            remarks.add(remark.related(before.head.until, "it ends here").help(help));
        } else if date::add_days(until, 1) != Some(after.from) {
            let says = format!(
                "nothing is in force after {} and before {}",
                Spoken(until),
                Spoken(after.from)
            );
            let help = "let one begin on the day after the other ends";
            let remark = remark(Code::VersionGap, says);
            let words = "the one before it ends here";
            remarks.add(remark.related(before.head.until, words).help(help));
        }
    }
}

fn same_day(before: &Stretch<'_>, after: &Stretch<'_>, remarks: &mut Remarks<'_>) {
    let known = after.decision.known;
    if before.decision.known != known || known == UNREAD {
        return;
    }
    let says = format!("{} is written twice, known from the same day", after.name);
    let help = "take one out, or correct the day on which it was decided or takes over";
    let remark = Diagnostic::new(Code::VersionOverlap, after.head.from, says);
    remarks.add(remark.related(before.head.from, "the other one").help(help));
}
