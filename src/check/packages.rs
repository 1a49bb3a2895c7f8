//! Packages that cover a party: what each holds, and its price.

use super::{
    catalogue::bad_name,
    cells, facts,
    model::{Package, Packages},
    names::{Named, Scope, Shared, Signature},
    remarks::{In, Remarks},
    values::Surroundings,
};
use crate::{
    base::{code::Code, diagnostic::Diagnostic, name, types::Type},
    source::model::{PackagesEntry, RuleFile},
};

/// The most kinds of package in one set, so that trying all of them stays quick.
pub const MOST_OFFERS: usize = 3;

/// Checks every set, and makes its name known.
pub(super) fn declare(
    written: &RuleFile<'_>,
    around: &Surroundings<'_>,
    scope: &mut Scope<'_>,
    remarks: &mut Remarks<'_>,
) -> Vec<Packages> {
    let mut declared = Vec::with_capacity(written.packages.len());
    for (number, entry) in (0u16..).zip(&written.packages) {
        let cite = around.cite(entry.cite);
        let set = check(entry, cite, (around.file, scope.shared), remarks);
        let signature = Signature {
            number,
            columns: set
                .covers
                .iter()
                .map(|name| (name.clone(), Type::Whole))
                .collect(),
            gives: Some(Type::Money),
        };
        let named = Named::Packages(signature);
        facts::add_name(entry.id, named, set.place, scope, remarks);
        declared.push(set);
    }
    declared
}

/// Checks one set of packages.
fn check(
    written: &PackagesEntry<'_>,
    cite: Option<Box<str>>,
    (file, shared): (In<'_>, &Shared),
    remarks: &mut Remarks<'_>,
) -> Packages {
    let place = file.place(written.id);
    names("counts", &written.covers, file, remarks);
    let ids: Vec<&str> = written.offers.iter().map(|offer| offer.id).collect();
    names("packages of this set", &ids, file, remarks);
    if let Some(beyond) = written.offers.get(MOST_OFFERS) {
        let says = format!("a set can have {MOST_OFFERS} kinds of package at most");
        let remark = Diagnostic::new(Code::TooMany, file.place(beyond.id), says);
        remarks.add(remark.label("this is one too many"));
    }
    let mut offers = Vec::with_capacity(written.offers.len());
    for entry in &written.offers {
        let offer_place = file.place(entry.id);
        if entry.holds.len() != written.covers.len() {
            let count = entry.holds.len();
            let says = format!(
                "`{}` has {count} number{} in `holds`, but the packages cover {}",
                entry.id,
                if count == 1 { "" } else { "s" },
                written.covers.join(", ")
            );
            let help = "say for each of them how many it holds; 0 for none";
            remarks.add(Diagnostic::new(Code::CellCount, offer_place, says).help(help));
        }
        let gives = cells::result(entry.price, &Type::Money, file, shared, remarks);
        offers.extend(gives.map(|gives| Package {
            id: entry.id.into(),
            says: entry.says.into(),
            holds: entry.holds.clone(),
            gives,
            place: file.place(entry.price),
        }));
    }
    covered(written, file, remarks);
    Packages {
        id: written.id.into(),
        says: written.says.into(),
        covers: written.covers.iter().map(|it| (*it).into()).collect(),
        offers,
        cite,
        reading: written.reading.map(Box::from),
        place,
    }
}

/// Remarks on names that are none, or that stand twice.
fn names(kind: &str, ids: &[&str], file: In<'_>, remarks: &mut Remarks<'_>) {
    for (index, id) in ids.iter().enumerate() {
        let place = file.place(id);
        if !name::is_name(id) {
            bad_name(id, place, remarks);
        }
        let first = ids.iter().take(index).find(|first| *first == id);
        if let Some(first) = first {
            let says = format!("two {kind} are called `{id}`");
            let remark = Diagnostic::new(Code::DuplicateName, place, says);
            remarks.add(remark.related(file.place(first), "the other one"));
        }
    }
}

/// Everyone must fit into some package.
fn covered(written: &PackagesEntry<'_>, file: In<'_>, remarks: &mut Remarks<'_>) {
    for (index, name) in written.covers.iter().enumerate() {
        let held = |holds: &Vec<u16>| holds.get(index).is_some_and(|holds| *holds > 0);
        if !written.offers.iter().any(|offer| held(&offer.holds)) {
            let says = format!("no package holds any {name}");
            remarks.at(Code::TableGap, file.place(name), says);
        }
    }
}
