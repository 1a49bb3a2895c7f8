//! A file read field by field and entry by entry, so that everything that is
//! wrong with it has its diagnostic and the rest is read all the same.

use std::convert::Infallible;

use serde::Deserialize;

use super::{
    fields::Fields,
    list_fields::{Charges, FieldSource, ListFields},
    reader::Reader,
};

/// Reads own fields and lists; what is missing is reported at `about`.
pub(super) fn read<'s, H: Deserialize<'s>, L: ListFields<'s>>(
    reader: &mut Reader<'s>,
    about: &'s str,
    fields: &Fields<'s>,
) -> (Option<H>, L) {
    let head = reader.record(about, fields, L::NAMES);
    let mut lists = L::default();
    for name in L::NAMES {
        if L::REQUIRED.contains(name) && fields.named(name).next().is_none() {
            reader.lacks(about, fields, name);
        }
        let Ok(()) = lists.read(name, &mut RecoveringFields { reader, fields });
    }
    (head, lists)
}

/// Fields, each of which is looked at on its own.
struct RecoveringFields<'r, 's> {
    reader: &'r mut Reader<'s>,
    fields: &'r Fields<'s>,
}

impl<'s> FieldSource<'s> for RecoveringFields<'_, 's> {
    type Error = Infallible;

    fn list<T: Deserialize<'s>>(&mut self, name: &str) -> Result<Vec<T>, Infallible> {
        Ok(self.reader.entries(self.fields, name))
    }

    /// The charges of a service whose own fields cannot be read are looked at
    /// for diagnostics all the same.
    fn services<H, C>(&mut self, name: &str) -> Result<Vec<(H, Vec<C>)>, Infallible>
    where
        H: Deserialize<'s>,
        C: Deserialize<'s>,
    {
        let mut services = Vec::new();
        for service in self.reader.list(self.fields, name) {
            let Some(fields) = self.reader.fields_of(service) else {
                continue;
            };
            let (head, Charges(charges)) = read(self.reader, service.get_ron(), &fields);
            services.extend(head.map(|head| (head, charges)));
        }
        Ok(services)
    }
}
