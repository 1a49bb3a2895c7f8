//! Ids for printed names: from the book's catalogue where it has the name, or
//! else made from the words of the name.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    rc::Rc,
};

use super::{entry::Entry, heading};
use almoner_engine::check::model::{Charge, Contents, Unit};

/// A charge with its id.
pub(super) struct Named<'e> {
    pub(super) entry: &'e Entry,
    pub(super) service: Rc<str>,
    pub(super) title: Rc<str>,
    pub(super) id: String,
    pub(super) per: Option<Unit>,
    /// Whether the book's catalogue has it by this name.
    pub(super) is_known: bool,
    /// Rows above it that have words and no price.
    pub(super) above: Vec<&'e Entry>,
}

/// The charges in the order of their rows.
pub(super) fn named<'e>(entries: &'e [Entry], book: &Contents) -> Vec<Named<'e>> {
    let mut known: BTreeMap<String, Vec<&Charge>> = BTreeMap::new();
    for charge in book.charges.iter().rev() {
        known.entry(spaced(&charge.name)).or_default().push(charge);
    }
    let sheets: BTreeSet<&str> = entries
        .chunk_by(|one, next| one.place.sheet == next.place.sheet)
        .filter_map(|of_sheet| of_sheet.iter().find(|it| !it.is_note()))
        .map(|it| it.place.sheet.as_str())
        // A sheet for each year names no service.
        .filter(|it| heading::year_in(it).is_none())
        .collect();
    let mut ids = Ids::of(book, entries.len());
    let mut named: Vec<Named<'e>> = Vec::with_capacity(entries.len());
    let (mut above, mut section): (Vec<&Entry>, Option<&Entry>) = (Vec::new(), None);
    for (at, entry) in entries.iter().enumerate() {
        if entry.is_note() {
            above.push(entry);
            if entry.is_section() {
                section = Some(entry);
            }
            continue;
        }
        section = section.filter(|it| it.place.sheet == entry.place.sheet);
        let charge = known.get_mut(&*entry.name).and_then(Vec::pop);
        let mut it = match charge {
            Some(charge) => of_book(entry, charge),
            None => {
                let of_sheet = (sheets.len() > 1)
                    .then_some(entry.place.sheet.as_str())
                    .filter(|it| sheets.contains(it));
                let of_section = section.map(|it| it.name.as_str()).or(of_sheet);
                let title = entry.service.as_deref().or(of_section);
                let below = entries.get(at + 1..).unwrap_or_default();
                let below = below.iter().find(|it| !it.is_note());
                let below = below.and_then(|it| known.get(&*it.name)?.last());
                let neighbours = named.last().filter(|it| it.is_known).zip(below);
                made(entry, title, neighbours, &mut ids)
            }
        };
        it.is_known &= ids.take_charge(&mut it);
        it.above = std::mem::take(&mut above);
        named.push(it);
    }
    named
}

/// The ids that are taken: of services by their titles, and of charges.
struct Ids {
    services: BTreeMap<Rc<str>, Rc<str>>,
    charges: HashSet<String>,
}

impl Ids {
    fn of(book: &Contents, charges: usize) -> Ids {
        let services = book.charges.iter().map(|charge| {
            let id = charge.id.split_once('.').map_or(&*charge.id, |(id, _)| id);
            (id.into(), (*charge.service).into())
        });
        Ids {
            services: services.collect(),
            charges: HashSet::with_capacity(charges),
        }
    }

    /// The id of a service and its title; two titles never share one.
    fn service(&mut self, title: &str) -> (Rc<str>, Rc<str>) {
        let known = self.services.iter().find(|(_, known)| ***known == *title);
        if let Some((id, title)) = known {
            return (Rc::clone(id), Rc::clone(title));
        }
        let plain = word(title);
        let mut id: Rc<str> = plain.as_str().into();
        let mut number = 2;
        while self.services.contains_key(&id) {
            id = format!("{plain}_{number}").into();
            number += 1;
        }
        let title: Rc<str> = title.into();
        self.services.insert(Rc::clone(&id), Rc::clone(&title));
        (id, title)
    }

    /// Takes a charge's id, with a number appended where it was taken; returns
    /// whether it is unchanged.
    fn take_charge(&mut self, it: &mut Named<'_>) -> bool {
        let plain = it.id.clone();
        let mut number = 2;
        while !self.charges.insert(format!("{}.{}", it.service, it.id)) {
            it.id = format!("{plain}_{number}");
            number += 1;
        }
        it.id == plain
    }
}

fn of_book<'e>(entry: &'e Entry, charge: &Charge) -> Named<'e> {
    let (service, id) = charge.id.split_once('.').unwrap_or((&charge.id, "charge"));
    Named {
        entry,
        service: service.into(),
        title: (*charge.service).into(),
        id: id.to_owned(),
        per: charge.per.clone(),
        is_known: true,
        above: Vec::new(),
    }
}

/// `Sports - Hall hire - Per hour` is `sports.hall_hire.per_hour`; a name
/// without a service is in that of its section. A charge between two of the
/// book's own, of one service, is in that service too.
fn made<'e>(
    entry: &'e Entry,
    section: Option<&str>,
    neighbours: Option<(&Named<'e>, &&Charge)>,
    ids: &mut Ids,
) -> Named<'e> {
    let mut parts: Vec<&str> = entry.name.split(" - ").map(str::trim).collect();
    parts.retain(|part| !part.is_empty());
    let between = neighbours.filter(|(above, below)| {
        let service = below.id.split_once('.').map_or(&*below.id, |(it, _)| it);
        *above.service == *service
    });
    let (service, title) = match between {
        Some((above, _)) => {
            // Words that the neighbour's name also begins with name the service.
            let theirs = above.entry.name.split(" - ").map(str::trim);
            let same = parts
                .iter()
                .zip(theirs)
                .take_while(|(a, b)| **a == *b)
                .count();
            parts.drain(..same.min(parts.len().saturating_sub(1)));
            (above.service.clone(), above.title.clone())
        }
        None => {
            let title = if parts.len() > 1 {
                parts.remove(0)
            } else {
                section.unwrap_or("Other")
            };
            ids.service(title)
        }
    };
    let id: Vec<String> = parts.iter().map(|part| word(part)).collect();
    Named {
        entry,
        service,
        title,
        id: id.join("."),
        per: None,
        is_known: false,
        above: Vec::new(),
    }
}

/// Words as one name. No word is added after the fortieth letter.
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
