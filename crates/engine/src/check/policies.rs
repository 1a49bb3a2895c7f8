//! Policies: what a year's prices must keep to. Each names a service that
//! there is, and percentages and steps that can be read.

use rust_decimal::Decimal;

use super::{
    diagnostics::{FileScope, Sink, SourceDocument},
    model::{Policy, PolicyCheck, PolicyRule},
    provenance,
    symbols::BookSymbols,
};
use crate::{
    base::{decimal, diagnostic::Diagnostic, diagnostic_code::Code, rounding_bands::RoundingBands},
    source::{
        model::Document,
        policy::{PolicyCheckEntry, PolicyEntry},
    },
};

/// Checks every policy of the book.
pub(super) fn check(
    documents: &[SourceDocument<'_>],
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Vec<Policy> {
    let mut policies = Vec::new();
    for (id, document) in documents {
        let Document::Policy(written) = document else {
            continue;
        };
        let file = FileScope {
            sources: sink.sources,
            file: *id,
        };
        let mut rules: Vec<PolicyRule> = Vec::new();
        for entry in &written.rules {
            if rules.iter().any(|known| *known.id == *entry.id) {
                let says = format!("the rule `{}` is written twice", entry.id);
                sink.at(Code::DuplicateName, file.place(entry.id), says);
            }
            service(entry, file, shared, sink);
            rules.extend(rule(entry, written.head.source, file, shared, sink));
        }
        policies.push(Policy {
            year: written.head.year.into(),
            title: written.head.title.into(),
            source: written.head.source.into(),
            rules,
            file: *id,
        });
    }
    policies
}

fn rule(
    entry: &PolicyEntry<'_>,
    source: &str,
    file: FileScope<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Option<PolicyRule> {
    let check = match entry.check {
        PolicyCheckEntry::RisesAtMost(by) => PolicyCheck::RisesAtMost(percent(by, file, sink)?),
        PolicyCheckEntry::RisesBy(by, round) => {
            let by = percent(by, file, sink)?;
            PolicyCheck::RisesBy(by, steps(round, file, sink)?)
        }
        PolicyCheckEntry::StatutoryStays => PolicyCheck::StatutoryStays,
        PolicyCheckEntry::WeekWithinDays(days) => PolicyCheck::WeekWithinDays(days),
        PolicyCheckEntry::WeekAndDayTogether => PolicyCheck::WeekAndDayTogether,
        PolicyCheckEntry::TwinsAgree(one, other) => {
            for opening in [one, other] {
                twins(opening, file, shared, sink);
            }
            PolicyCheck::TwinsAgree(one.into(), other.into())
        }
        PolicyCheckEntry::VatAddsUp => PolicyCheck::VatAddsUp,
        PolicyCheckEntry::HasUnit => PolicyCheck::HasUnit,
        PolicyCheckEntry::IncomeWithinCost(years) => PolicyCheck::IncomeWithinCost(years),
        PolicyCheckEntry::RecoversAtLeast(share) => {
            PolicyCheck::RecoversAtLeast(percent(share, file, sink)?)
        }
        PolicyCheckEntry::StreamsHaveCharges => PolicyCheck::StreamsHaveCharges,
    };
    Some(PolicyRule {
        id: entry.id.into(),
        says: entry.says.into(),
        cite: provenance::citation(source, entry.cite),
        service: entry.service.map(Box::from),
        check,
        reading: entry.reading.map(Box::from),
    })
}

/// Reports a service that has no charges.
fn service(
    entry: &PolicyEntry<'_>,
    file: FileScope<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) {
    let Some(named) = entry.service.filter(|_| !entry.if_any) else {
        return;
    };
    let services = || {
        let ids = shared.charges().iter().map(|charge| &*charge.id);
        ids.filter_map(|id| id.split_once('.'))
            .map(|(service, _)| service)
    };
    if !services().any(|service| service == named) {
        let says = format!("there is no service `{named}`");
        let diagnostic = Diagnostic::new(Code::UnknownName, file.place(named), says);
        let help = "where it may have no charges yet, add `if_any: true`";
        sink.add(diagnostic.help(help).nearest(named, services()));
    }
}

/// Reports an opening that no charge's id has.
fn twins(opening: &str, file: FileScope<'_>, shared: &BookSymbols, sink: &mut Sink<'_>) {
    let within = format!("{opening}.");
    let mut charges = shared.charges().iter();
    if !charges.any(|charge| charge.id.starts_with(&within)) {
        let says = format!("no charge begins with `{opening}`");
        let help = "write the ids up to where they part, such as grangewaters.residential.up_to_18";
        let diagnostic = Diagnostic::new(Code::UnknownName, file.place(opening), says);
        sink.add(diagnostic.help(help));
    }
}

pub(super) fn percent(text: &str, file: FileScope<'_>, sink: &mut Sink<'_>) -> Option<Decimal> {
    let is_percent = text.trim_end().ends_with('%');
    let fraction = decimal::parse_percent(text).filter(|_| is_percent);
    if fraction.is_none() {
        let says = format!("`{text}` is not a percentage");
        let diagnostic = Diagnostic::new(Code::Shape, file.place(text), says);
        sink.add(diagnostic.help("write `3%` or `2.5%`"));
    }
    fraction
}

pub(super) fn steps(text: &str, file: FileScope<'_>, sink: &mut Sink<'_>) -> Option<RoundingBands> {
    let read = RoundingBands::parse(text);
    read.map_err(|why| {
        let diagnostic = Diagnostic::new(Code::Shape, file.place(text), why);
        sink.add(diagnostic.help("write them as `5p under £10, 50p under £100, £1`"));
    })
    .ok()
}
