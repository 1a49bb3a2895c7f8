//! Ids for printed names: those of the book's catalogue where it has the name,
//! others made of the name's own words.

use std::collections::{BTreeMap, BTreeSet};

use super::row::Entry;
use almoner_engine::check::model::{Charge, Contents, Unit};

/// A charge with its id.
pub(super) struct Named<'e> {
    pub(super) entry: &'e Entry,
    pub(super) service: String,
    pub(super) title: String,
    pub(super) id: String,
    pub(super) per: Option<Unit>,
    /// Whether the book's catalogue has it by this name.
    pub(super) is_known: bool,
    /// Words that stand above it without a price.
    pub(super) above: Vec<&'e Entry>,
}

/// The charges in the order of their rows.
pub(super) fn named<'e>(entries: &'e [Entry], book: &Contents) -> Vec<Named<'e>> {
    let mut known: BTreeMap<String, Vec<&Charge>> = BTreeMap::new();
    for charge in book.charges.iter().rev() {
        known.entry(spaced(&charge.name)).or_default().push(charge);
    }
    let mut taken = BTreeSet::new();
    let mut named: Vec<Named<'e>> = Vec::new();
    let mut above = Vec::new();
    for entry in entries {
        if entry.is_note() {
            above.push(entry);
            continue;
        }
        let charge = known.get_mut(&spaced(&entry.name)).and_then(Vec::pop);
        let mut it = match charge {
            Some(charge) => of_book(entry, charge),
            None => made(entry),
        };
        let plain = it.id.clone();
        let mut number = 2;
        while !taken.insert(format!("{}.{}", it.service, it.id)) {
            it.id = format!("{plain}_{number}");
            it.is_known = false;
            number += 1;
        }
        it.above = std::mem::take(&mut above);
        named.push(it);
    }
    named
}

fn of_book<'e>(entry: &'e Entry, charge: &Charge) -> Named<'e> {
    let (service, id) = charge.id.split_once('.').unwrap_or((&charge.id, "charge"));
    Named {
        entry,
        service: service.to_owned(),
        title: charge.service.to_string(),
        id: id.to_owned(),
        per: charge.per.clone(),
        is_known: true,
        above: Vec::new(),
    }
}

/// `Sports - Hall hire - Per hour` is `sports.hall_hire.per_hour`.
fn made(entry: &Entry) -> Named<'_> {
    let mut parts: Vec<&str> = entry.name.split(" - ").map(str::trim).collect();
    parts.retain(|part| !part.is_empty());
    let title = if parts.len() > 1 {
        parts.remove(0)
    } else {
        "Other"
    };
    let id: Vec<String> = parts.iter().map(|part| word(part)).collect();
    Named {
        entry,
        service: word(title),
        title: title.to_owned(),
        id: id.join("."),
        per: None,
        is_known: false,
        above: Vec::new(),
    }
}

/// Words as one name, of at most forty letters or so.
fn word(text: &str) -> String {
    let mut name = String::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        if word.is_empty() || name.len() > 40 {
            continue;
        }
        if !name.is_empty() {
            name.push('_');
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            name.push_str("of_");
        }
        name.push_str(&word.to_lowercase());
    }
    if name.is_empty() {
        "charge".to_owned()
    } else {
        name
    }
}

fn spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
