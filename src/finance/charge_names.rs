//! Charges by their printed names, without the words that all of a service
//! begin with.

use std::collections::BTreeMap;

use super::{
    print_format,
    tariff_ref::{TariffRef, service},
};

/// The names of the charges of some tariffs' books, by their ids.
pub(super) struct ChargeNames<'b> {
    names: BTreeMap<&'b str, Name<'b>>,
}

/// A charge's name.
struct Name<'b> {
    service: &'b str,
    rest: &'b str,
}

impl<'b> ChargeNames<'b> {
    pub(super) fn of(tariffs: &[TariffRef<'b>]) -> ChargeNames<'b> {
        let mut names = BTreeMap::new();
        for tariff_ref in tariffs {
            let charges = &tariff_ref.book.charges;
            let mut services: BTreeMap<&str, Vec<&'b str>> = BTreeMap::new();
            for charge in charges.iter() {
                let of = services.entry(service(&charge.id)).or_default();
                of.push(&*charge.name);
            }
            for charge in charges.iter() {
                let all = services.get(service(&charge.id));
                let several = all.filter(|it| it.len() > 1);
                let cut =
                    several.map_or(0, |all| print_format::shared_opening(all.iter().copied()));
                names.entry(&*charge.id).or_insert(Name {
                    service: &charge.service,
                    rest: print_format::under_heading(&charge.name, cut, &charge.service),
                });
            }
        }
        ChargeNames { names }
    }

    /// The name under the heading of its service.
    pub(super) fn rest<'n>(&'n self, id: &'n str) -> &'n str {
        self.names.get(id).map_or(id, |it| it.rest)
    }

    /// The name with its service: `Nursery places: Hourly rate`.
    pub(super) fn whole(&self, id: &str) -> String {
        match self.names.get(id) {
            Some(it) => format!("{}: {}", it.service, it.rest),
            None => id.to_owned(),
        }
    }
}
