//! What stands above and below every answer: what was asked, whether it is
//! only indicative, what was assumed, how open points were read, on what it
//! rests.

use super::{
    answered::Answered,
    filled,
    page::{Page, listed},
    shown,
};
use almoner_engine::{
    base::{
        date::{Date, Spoken},
        ids::{FactId, ListId},
        name::spoken,
        value::{Missing, Value},
    },
    check::{
        formula::Node,
        model::{Decision, Fact, Home, Role, Status},
    },
    eval::{trace::Source, wording},
    facts::parts,
    program::{model::Ruling, wire},
};

/// Title, day and, where it is so, that the answer is indicative.
pub(super) fn above(page: &mut Page, answered: &Answered<'_>, kind: &str) {
    let ruling = answered.ruling;
    let days = match parts::period(ruling, answered.facts) {
        Some(period) => from_to(period),
        None => Spoken(ruling.on).to_string(),
    };
    title(page, answered, &format!("{kind} for {days}"));
    indicative(page, answered);
    page.blank();
}

/// `26 March 2018 to 6 April 2018`; one day alone where both are the same.
pub(super) fn from_to((first, last): (Date, Date)) -> String {
    if first == last {
        return Spoken(first).to_string();
    }
    format!("{} to {}", Spoken(first), Spoken(last))
}

/// What was asked, and as of when.
pub(super) fn title(page: &mut Page, answered: &Answered<'_>, asked: &str) {
    titled(page, answered.ruling, asked);
}

/// What was asked of several, and as of when.
pub(super) fn titled(page: &mut Page, ruling: &Ruling<'_>, asked: &str) {
    let mut title = format!("{} — {asked}", ruling.version.title);
    if let Some(known) = ruling.known {
        title.push_str(&format!(", as known on {}", Spoken(known)));
    }
    page.heading(&title);
}

/// Where it is so, that the answer is indicative, and why.
pub(super) fn indicative(page: &mut Page, answered: &Answered<'_>) {
    only_proposed(page, answered.ruling);
}

/// Where the rules or prices are only proposed, that they are.
pub(super) fn only_proposed(page: &mut Page, ruling: &Ruling<'_>) {
    let rules = ("these rules were".to_owned(), &ruling.version.decision);
    let charges = ruling.tariff.map(|tariff| {
        (
            format!("the {} charges were", tariff.year),
            &tariff.decision,
        )
    });
    for (what, decision) in std::iter::once(rules).chain(charges) {
        if decision.status == Status::Proposed {
            let words = format!("{what} {}, not adopted.", decided(decision));
            page.marked(0, "INDICATIVE: ", &words);
        }
    }
}

/// `proposed on 12 December 2017 (Committee, item 12)`.
pub(super) fn decided(decision: &Decision) -> String {
    let word = decision.status.word();
    format!("{word} on {} ({})", Spoken(decision.known), decision.by)
}

/// What was taken where nothing was given.
pub(super) fn assumed(page: &mut Page, answered: &Answered<'_>, assumed: Missing) {
    let version = answered.version();
    let said: Vec<String> = assumed
        .facts()
        .filter(|number| !answered.secrets().fact(*number))
        .filter_map(|number| {
            let fact = version.facts.get(usize::from(number))?;
            Some(assumption(answered, number, fact))
        })
        .collect();
    if !said.is_empty() {
        page.hanging(0, "Assumed: ", &format!("{}.", said.join("; ")));
    }
}

fn assumption(answered: &Answered<'_>, number: FactId, fact: &Fact) -> String {
    let name = spoken(&fact.id);
    if let (Home::Record(list, column), Some(assume)) = (fact.home, &fact.assume) {
        let taken = match assume.expr.node {
            Node::Constant(value) => wording::shown(value, &fact.ty, answered.facts),
            _ => assume.text.to_string(),
        };
        return match assumed_for(answered, list, column) {
            None => format!("{name}: {taken}"),
            Some(records) => format!("{name}: {taken} for {records}"),
        };
    }
    let value = answered.facts.value(number);
    format!(
        "{name}: {}",
        wording::shown(value, &fact.ty, answered.facts)
    )
}

/// The records for which a fact was assumed, unless it was for all.
fn assumed_for(answered: &Answered<'_>, list: ListId, column: u16) -> Option<String> {
    let records = answered.facts.records(list)?;
    let version = answered.version();
    let assumed: Vec<String> = (0..records.count())
        .filter(|record| records.is_assumed(*record, column))
        .map(|record| shown::record(version, list, record))
        .collect();
    (assumed.len() < usize::from(records.count())).then(|| listed(&assumed, "and"))
}

/// How open points of the source were read by whatever was worked out.
pub(super) fn readings(page: &mut Page, answered: &Answered<'_>) {
    for reading in read_by(answered) {
        page.hanging(0, "Read as: ", &shown::sentence(reading));
    }
}

/// The readings that whatever was worked out rests on, each once.
pub(super) fn read_by<'a>(answered: &Answered<'a>) -> Vec<&'a str> {
    let mut said: Vec<&str> = Vec::new();
    for worked in &answered.worked {
        let Some((step, role)) = answered.part(worked.formula) else {
            continue;
        };
        let used = match role {
            Role::When => worked.result == Some(Value::YesNo(true)),
            _ => worked.result.is_some_and(Value::is_settled),
        };
        if !used {
            continue;
        }
        let about = wire::about(answered.version(), step);
        let looked_up = filled::readings(worked);
        let looked_up = looked_up.iter().map(|it| of_source(answered, it.source));
        for reading in std::iter::once(about.reading).chain(looked_up).flatten() {
            if !said.contains(&reading) {
                said.push(reading);
            }
        }
    }
    said
}

/// How an open point is read by a table or a set of packages that was used.
fn of_source<'a>(answered: &Answered<'a>, source: Source) -> Option<&'a str> {
    let version = answered.version();
    match source {
        Source::Table(number, Some(_)) => {
            version.tables.get(usize::from(number))?.reading.as_deref()
        }
        Source::Packages(number, _) => {
            let packages = version.packages.get(usize::from(number))?;
            packages.reading.as_deref()
        }
        _ => None,
    }
}

/// Who decides, and the papers the answer rests on.
pub(super) fn below(page: &mut Page, answered: &Answered<'_>) {
    rests_on(page, answered.ruling);
}

/// Who decides, and the papers that answers rest on.
pub(super) fn rests_on(page: &mut Page, ruling: &Ruling<'_>) {
    if let Some(advice) = &ruling.version.advice {
        page.blank();
        page.paragraph(0, advice);
    }
    page.blank();
    for words in papers(ruling) {
        page.dim(0, &words);
    }
}

/// The papers an answer rests on, each a sentence.
pub(super) fn papers(ruling: &Ruling<'_>) -> Vec<String> {
    let from = Spoken(ruling.version.in_force);
    let decision = decided(&ruling.version.decision);
    let source = &ruling.version.source;
    let rules = format!("Rules: {source}; in force from {from}, {decision}.");
    let charges = ruling.tariff.map(|tariff| {
        let decision = decided(&tariff.decision);
        let from = Spoken(tariff.in_force);
        format!(
            "Charges: {}, in force from {from}, {decision}.",
            tariff.year
        )
    });
    std::iter::once(rules).chain(charges).collect()
}
