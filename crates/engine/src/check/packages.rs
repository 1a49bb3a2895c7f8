//! Packages that cover a party: what each holds, and its price.

use super::{
    catalogue::names,
    cells,
    diagnostics::{FileScope, Sink},
    facts,
    model::{MAX_OFFERS, Package, Packages},
    symbols::{BookSymbols, Scope, Signature, Symbol},
    values::EntryContext,
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{IdVec, PackagesId},
        types::Type,
    },
    source::model::{PackageEntry, PackagesEntry, RuleFile},
};

/// The most sorts of people, or of other things, that one set counts.
const MAX_COVERED: usize = 4;

/// Checks every set, and makes its name known.
pub(super) fn declare(
    written: &RuleFile<'_>,
    around: &EntryContext<'_>,
    scope: &mut Scope<'_>,
    sink: &mut Sink<'_>,
) -> IdVec<PackagesId, Packages> {
    let mut declared = IdVec::new();
    for entry in &written.packages {
        let cite = around.cite(entry.cite);
        let set = check(entry, cite, around.file, scope.shared, sink);
        let signature = Signature {
            number: declared.next_id(),
            columns: set
                .covers
                .iter()
                .map(|name| (name.clone(), Type::Whole))
                .collect(),
            gives: Some(Type::Money),
        };
        let named = Symbol::Packages(signature);
        facts::add_name(entry.id, named, set.place, scope, sink);
        declared.push(set);
    }
    declared
}

/// Checks one set of packages.
fn check(
    written: &PackagesEntry<'_>,
    cite: Option<Box<str>>,
    file: FileScope<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Packages {
    let place = file.place(written.id);
    names("counts", written.covers.iter().copied(), file, sink);
    let ids = written.offers.iter().map(|offer| offer.id);
    names("packages of this set", ids, file, sink);
    if let Some(beyond) = written.offers.get(MAX_OFFERS) {
        let says = format!("a set can have {MAX_OFFERS} kinds of package at most");
        let diagnostic = Diagnostic::new(Code::TooMany, file.place(beyond.id), says);
        sink.add(diagnostic.label("this is one too many"));
    }
    if let Some(beyond) = written.covers.get(MAX_COVERED) {
        let says = format!("a set can count {MAX_COVERED} kinds at most");
        let diagnostic = Diagnostic::new(Code::TooMany, file.place(beyond), says);
        sink.add(diagnostic.label("this is one too many"));
    }
    let offers = written.offers.iter();
    let offers = offers.map(|entry| offer(entry, written, file, shared, sink));
    let offers: Vec<Option<Package>> = offers.collect();
    covered(written, file, sink);
    Packages {
        id: written.id.into(),
        says: written.says.into(),
        covers: written.covers.iter().map(|it| (*it).into()).collect(),
        offers: IdVec::numbered(offers.into_iter().flatten()),
        cite,
        reading: written.reading.map(Box::from),
        place,
    }
}

/// Checks one kind of package.
fn offer(
    entry: &PackageEntry<'_>,
    set: &PackagesEntry<'_>,
    file: FileScope<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Option<Package> {
    let place = file.place(entry.id);
    let mut counts = |field: &str, counts: &[u16]| {
        if counts.len() != set.covers.len() {
            let says = format!(
                "`{}` has {} number{} in `{field}`, but the packages cover {}",
                entry.id,
                counts.len(),
                if counts.len() == 1 { "" } else { "s" },
                set.covers.join(", ")
            );
            let help = "say for each of them how many; 0 for none";
            sink.add(Diagnostic::new(Code::CellCount, place, says).help(help));
        }
    };
    counts("holds", &entry.holds);
    if !entry.at_least.is_empty() {
        counts("at_least", &entry.at_least);
    }
    let least: u32 = entry.at_least.iter().map(|it| u32::from(*it)).sum();
    let most: u32 = entry.holds.iter().map(|it| u32::from(*it)).sum();
    let in_all = entry.in_all.map_or(most, u32::from).min(most);
    let mut each = entry.at_least.iter().zip(&entry.holds);
    if least > in_all || each.any(|(least, most)| least > most) {
        let says = format!("`{}` must have more in it than it holds", entry.id);
        let help = "`at_least` says how many there must be, `holds` and `in_all` the most";
        sink.add(Diagnostic::new(Code::BackwardsRange, place, says).help(help));
    }
    let gives = cells::result(entry.price, &Type::Money, file, shared, sink)?;
    Some(Package {
        id: entry.id.into(),
        says: entry.says.into(),
        holds: entry.holds.clone(),
        at_least: entry.at_least.clone(),
        in_all: u16::try_from(in_all).unwrap_or(u16::MAX),
        gives,
        place: file.place(entry.price),
    })
}

/// Everyone must fit into some package, regardless of who else comes.
fn covered(written: &PackagesEntry<'_>, file: FileScope<'_>, sink: &mut Sink<'_>) {
    for (index, name) in written.covers.iter().enumerate() {
        let holds = |offer: &&PackageEntry<'_>| {
            let held = offer.holds.get(index).is_some_and(|holds| *holds > 0);
            held && offer.in_all != Some(0)
        };
        let by_themselves = |offer: &PackageEntry<'_>| {
            let mut least = offer.at_least.iter().enumerate();
            least.all(|(other, least)| *least <= u16::from(other == index))
        };
        let mut holding = written.offers.iter().filter(holds).peekable();
        if holding.peek().is_none() {
            let says = format!("no package holds any {name}");
            sink.at(Code::TableGap, file.place(name), says);
        } else if !holding.any(by_themselves) {
            let says = format!("no package holds one of the {name} without others");
            let diagnostic = Diagnostic::new(Code::TableGap, file.place(name), says);
            let help = "add the package that is taken then, or lower an `at_least`";
            sink.add(diagnostic.help(help));
        }
    }
}
