//! Stage 2: what was written becomes a [`Contents`], or everything
//! that is wrong with it is said at once. Warnings ride beside success.
//!
//! What versions take over from earlier ones is put into them first. Then the
//! order is that of dependence: the catalogue of charges, the tariffs and
//! parameters that price them, then each version of each rule set, then what
//! only the whole can show (versions that overlap, charges without a price).

mod agree;
mod based;
mod booked;
pub mod budgets;
mod cases;
mod catalogue;
mod cells;
mod cover;
mod criteria;
mod dates;
mod decide;
mod every;
mod facts;
pub mod formula;
mod heads;
mod limits;
mod lines;
pub mod model;
mod names;
mod numbering;
pub mod packages;
mod parameters;
pub mod policies;
mod prices;
mod remarks;
mod resolve;
mod rules;
mod selection;
mod tables;
mod tariffs;
mod totals;
mod unused;
mod values;
mod variations;
mod versions;
mod vocabulary;
mod written;

use crate::{
    base::{diagnostic::Diagnostic, ids::IdVec, source_text::SourceSet},
    source::Parsed,
};
use model::Contents;
use remarks::Remarks;

/// What checking gives: the book if nothing is wrong, and every remark.
#[derive(Debug)]
#[non_exhaustive]
pub struct Checked {
    /// The book; none if any remark is an error.
    pub book: Option<Contents>,
    /// Errors and warnings, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks everything that was parsed.
#[must_use]
pub fn check(sources: &SourceSet, parsed: Parsed<'_>) -> Checked {
    let mut remarks = Remarks::new(sources, parsed.diagnostics, parsed.incomplete);
    let book = build(parsed.documents, &mut remarks);
    let mut diagnostics = remarks.into_sorted();
    diagnostics.dedup();
    let clean = !diagnostics.iter().any(Diagnostic::is_error);
    Checked {
        book: Some(book).filter(|_| clean),
        diagnostics,
    }
}

/// Builds as much of the book as can be, remarking on the rest.
fn build(documents: Vec<remarks::Filed<'_>>, remarks: &mut Remarks<'_>) -> Contents {
    let (documents, bases) = based::merge(documents, remarks);
    let documents = documents.as_slice();
    let catalogue = catalogue::check(documents, remarks);
    let shared = names::Shared::new(catalogue);
    let heads = heads::Heads::of(documents, remarks.sources);
    let mut tariffs = tariffs::check(documents, &shared, remarks);
    versions::check_tariffs(&tariffs.list, &heads, remarks);
    variations::check(documents, &shared, &mut tariffs, remarks);
    let parameters = parameters::check(documents, &shared, remarks);
    let shared = shared.with_parameters(&parameters);
    let mut rule_sets = rules::check(documents, &bases, &shared, remarks);
    for set in &mut rule_sets {
        versions::check_rule_set(set, &heads, remarks);
        prices::check(set, &tariffs, &shared, &heads, remarks);
    }
    cases::check(documents, &mut rule_sets, &heads, remarks);
    let policies = policies::check(documents, &shared, remarks);
    let budgets = budgets::check(documents, &shared, remarks);
    Contents {
        catalogue_file: shared.catalogue_file(),
        charges: shared.into_charges(),
        tariffs: IdVec::numbered(tariffs.list),
        parameters,
        rule_sets: IdVec::numbered(rule_sets),
        policies,
        budgets,
    }
}
