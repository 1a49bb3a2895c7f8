//! Where each file says what it is and from when, for diagnostics on whole files.

use std::collections::BTreeMap;

use super::diagnostics::SourceDocument;
use crate::{
    base::source_text::{Place, SourceId, SourceSet},
    source::model::Document,
};

/// The places of a file's own words, for diagnostics about the whole file.
#[derive(Clone, Copy)]
pub(super) struct FileHeader {
    /// Its id, or a tariff's year.
    pub(super) id: Place,
    /// Its first day in force.
    pub(super) from: Place,
    /// Its last day in force.
    pub(super) until: Place,
}

/// The heads of all rule and tariff files.
pub(super) struct HeaderIndex(BTreeMap<SourceId, FileHeader>);

impl HeaderIndex {
    pub(super) fn of(documents: &[SourceDocument<'_>], sources: &SourceSet) -> HeaderIndex {
        let head = |(file, document): &SourceDocument<'_>| {
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
            let head = FileHeader {
                id: place(id),
                from: place(from),
                until: place(until),
            };
            Some((*file, head))
        };
        HeaderIndex(documents.iter().filter_map(head).collect())
    }

    pub(super) fn get(&self, file: SourceId) -> FileHeader {
        let nowhere = FileHeader {
            id: Place::head_of(file),
            from: Place::head_of(file),
            until: Place::head_of(file),
        };
        self.0.get(&file).copied().unwrap_or(nowhere)
    }
}
