//! Where each file says what it is and from when, for remarks on whole files.

use std::collections::BTreeMap;

use super::remarks::Filed;
use crate::{
    base::source_text::{Place, SourceId, SourceSet},
    source::model::Document,
};

/// Where a file's own words stand.
#[derive(Clone, Copy)]
pub(super) struct Head {
    /// Its id, or a tariff's year.
    pub(super) id: Place,
    /// Its first day in force.
    pub(super) from: Place,
    /// Its last day in force.
    pub(super) until: Place,
}

/// The heads of all rule and tariff files.
pub(super) struct Heads(BTreeMap<SourceId, Head>);

impl Heads {
    pub(super) fn of(documents: &[Filed<'_>], sources: &SourceSet) -> Heads {
        let head = |(file, document): &Filed<'_>| {
            let (id, from, until) = match document {
                Document::Eligibility(rules) | Document::Pricing(rules) => {
                    let head = &rules.head;
                    (head.id, head.in_force, head.until.unwrap_or(head.in_force))
                }
                Document::Tariff(tariff) => {
                    let head = &tariff.head;
                    (head.year, head.in_force, head.until)
                }
                Document::Variation(variation) => {
                    let head = &variation.head;
                    (head.year, head.in_force, head.in_force)
                }
                _ => return None,
            };
            let place = |text| sources.place(*file, text);
            let head = Head {
                id: place(id),
                from: place(from),
                until: place(until),
            };
            Some((*file, head))
        };
        Heads(documents.iter().filter_map(head).collect())
    }

    pub(super) fn get(&self, file: SourceId) -> Head {
        let nowhere = Head {
            id: Place::head_of(file),
            from: Place::head_of(file),
            until: Place::head_of(file),
        };
        self.0.get(&file).copied().unwrap_or(nowhere)
    }
}
