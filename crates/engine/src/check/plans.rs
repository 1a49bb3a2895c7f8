//! Plans: how next year's prices follow from this year's. Each rule is about
//! charges that there are, and no charge has two rules of one precision.

use super::{
    diagnostics::{FileScope, Sink, SourceDocument},
    model::{ChargePattern, Plan, PlanRule, PlannedPrice},
    policies::{percent, steps},
    symbols::BookSymbols,
};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code, money::Money},
    source::{
        model::Document,
        plan::{PlanEntry, PlannedPriceEntry},
    },
};

/// Checks every plan of the book.
pub(super) fn check(
    documents: &[SourceDocument<'_>],
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Vec<Plan> {
    let mut plans = Vec::new();
    for (id, document) in documents {
        let Document::Plan(written) = document else {
            continue;
        };
        let file = FileScope {
            sources: sink.sources,
            file: *id,
        };
        let rules = written.rules.iter();
        let rules: Vec<PlanRule> = rules
            .filter_map(|entry| rule(entry, file, shared, sink))
            .collect();
        conflicts(&rules, shared, sink);
        plans.push(Plan {
            year: written.head.year.into(),
            place: file.place(written.head.year),
            rules,
            file: *id,
        });
    }
    plans
}

fn rule(
    entry: &PlanEntry<'_>,
    file: FileScope<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Option<PlanRule> {
    let charges = ChargePattern::new(entry.charges);
    let is_known = known(entry.charges, &charges, file, shared, sink);
    if entry.reason.trim().is_empty() {
        let says = "the reason is missing";
        let diagnostic = Diagnostic::new(Code::Shape, file.place(entry.reason), says);
        sink.add(diagnostic.help("say why in a few words: the report repeats them"));
    }
    let price = match entry.price {
        PlannedPriceEntry::Raise(by, round) => {
            let by = percent(by, file, sink);
            let steps = steps(round, file, sink);
            PlannedPrice::Raise(by?, steps?)
        }
        PlannedPriceEntry::Keep => PlannedPrice::Keep,
        PlannedPriceEntry::Set(price) => PlannedPrice::Set(money(price, file, sink)?),
        PlannedPriceEntry::New(price) => PlannedPrice::New(money(price, file, sink)?),
        PlannedPriceEntry::End => PlannedPrice::End,
    };
    is_known.then(|| PlanRule {
        charges,
        price,
        reason: entry.reason.trim().into(),
        place: Some(file.place(entry.charges)),
    })
}

/// Whether a rule is about any charge; reports one that is not.
fn known(
    written: &str,
    charges: &ChargePattern,
    file: FileScope<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> bool {
    let ids = || shared.charges().iter().map(|charge| &*charge.id);
    if ids().any(|id| charges.precision(id).is_some()) {
        return true;
    }
    let services = ids().map(|id| id.split_once('.').map_or(id, |(service, _)| service));
    let says = match (written.contains('*'), written.contains('.')) {
        (true, _) => format!("no charge is called like `{written}`"),
        (false, true) => format!("there is no charge `{written}`"),
        (false, false) => format!("there is no service `{written}`"),
    };
    let diagnostic = Diagnostic::new(Code::UnknownName, file.place(written), says);
    let help = "write a service, a charge, or a pattern such as `music.*`";
    sink.add(
        diagnostic
            .help(help)
            .nearest(written, services.chain(ids())),
    );
    false
}

/// Reports each two rules that decide the same charge, once.
fn conflicts(rules: &[PlanRule], shared: &BookSymbols, sink: &mut Sink<'_>) {
    let mut reported = Vec::new();
    for charge in shared.charges().iter() {
        let deciding = PlanRule::deciding(rules, &charge.id);
        let [first, second, ..] = deciding.as_slice() else {
            continue;
        };
        let (Some(first), Some(second)) = (first.place, second.place) else {
            continue;
        };
        if reported.contains(&(first, second)) {
            continue;
        }
        reported.push((first, second));
        let says = format!("two rules are equally precise for `{}`", charge.id);
        let help = "leave one out, or write a rule for the charge itself";
        let diagnostic = Diagnostic::new(Code::DuplicateName, second, says);
        sink.add(diagnostic.related(first, "the other rule").help(help));
    }
}

fn money(text: &str, file: FileScope<'_>, sink: &mut Sink<'_>) -> Option<Money> {
    let price = Money::parse(text).ok();
    let price = price.filter(|it| it.is_whole_pennies() && !it.min().is_sign_negative());
    if price.is_none() {
        let says = format!("`{text}` is not a price");
        let diagnostic = Diagnostic::new(Code::BadPrice, file.place(text), says);
        sink.add(diagnostic.help("write `25.00` or `230.00..=240.00`"));
    }
    price
}
