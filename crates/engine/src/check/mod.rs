//! Stage 2: turns the source model into [`Contents`], or reports every mistake
//! in it. Warnings come with success too.
//!
//! What versions take over from earlier ones is put into them first. Then the
//! order is that of dependence: the catalogue of charges, the tariffs and
//! parameters that price them, then each version of each rule set, then what
//! only the whole can show (versions that overlap, charges without a price).

mod after_screening;
mod booking_period;
pub mod budgets;
mod calendar_days;
mod calendars;
mod case_names;
mod cases;
mod catalogue;
mod cells;
mod constant_criteria;
mod conversions;
mod criteria;
mod dependency_order;
mod diagnostics;
mod expected_explanations;
mod fact_changes;
mod fact_relations;
mod facts;
pub(crate) mod file_start;
pub mod formula;
mod formula_cache;
mod header_index;
mod inheritance;
mod limits;
mod line_checker;
mod lines;
mod list_names;
mod lookups;
pub mod model;
mod named_day;
pub mod open_points;
pub mod packages;
mod parameters;
mod plans;
pub mod policies;
mod price_limits;
mod prices;
mod provenance;
mod provisions;
mod reductions;
mod resolve;
mod rounding;
mod rules;
mod same;
mod same_by_name;
mod symbols;
mod table_coverage;
mod tables;
mod tariffs;
mod totals;
mod type_rules;
mod typed_prices;
mod unused;
mod unused_charges;
mod use_order;
mod used_facts;
mod uses;
pub(crate) mod value_range;
mod values;
mod variation_powers;
mod variations;
mod versions;
mod visit;

use crate::{
    base::{diagnostic::Diagnostic, ids::IdVec, source_text::SourceSet},
    source::Parsed,
};
use diagnostics::Sink;
use model::Contents;

/// What checking gives: the book if nothing is wrong, and every diagnostic.
#[derive(Debug)]
#[non_exhaustive]
pub struct Checked {
    /// The book; `None` if any diagnostic is an error.
    pub book: Option<Contents>,
    /// Errors and warnings, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks everything that was parsed.
#[must_use]
pub fn check(sources: &SourceSet, parsed: Parsed<'_>) -> Checked {
    let mut sink = Sink::new(sources, parsed.diagnostics, parsed.incomplete);
    let book = build(parsed.documents, &mut sink);
    let mut diagnostics = sink.into_sorted();
    diagnostics.dedup();
    let clean = !diagnostics.iter().any(Diagnostic::is_error);
    Checked {
        book: Some(book).filter(|_| clean),
        diagnostics,
    }
}

/// Builds as much of the book as can be, reporting the rest.
fn build(documents: Vec<diagnostics::SourceDocument<'_>>, sink: &mut Sink<'_>) -> Contents {
    for (file, document) in &documents {
        if let Some(rule_set) = document.rule_set() {
            sink.belongs_to(*file, rule_set);
        }
    }
    let (documents, inheritance) = inheritance::merge(documents, sink);
    let documents = documents.as_slice();
    let mut catalogue = catalogue::check(documents, sink);
    let variation_powers = std::mem::take(&mut catalogue.powers);
    let shared = symbols::BookSymbols::new(catalogue);
    let headers = header_index::HeaderIndex::of(documents, sink.sources);
    let mut tariffs = tariffs::check(documents, &shared, sink);
    versions::check_tariffs(&tariffs.list, &headers, sink);
    variations::check(documents, &variation_powers, &shared, &mut tariffs, sink);
    let parameters = parameters::check(documents, &shared, sink);
    let shared = shared.with_parameters(&parameters);
    let calendars = calendars::check(documents, &shared, sink);
    let shared = shared.with_calendars(&calendars);
    let mut rule_sets = rules::check(documents, &inheritance, &shared, sink);
    for set in &mut rule_sets {
        versions::check_rule_set(set, &headers, sink);
        prices::check(set, &tariffs, &shared, &headers, sink);
        for version in set.versions.as_slice() {
            lookups::check(version, &parameters, sink);
            calendar_days::check(version, &calendars, sink);
        }
    }
    unused_charges::check(shared.charges(), &rule_sets, &tariffs, sink);
    typed_prices::check(documents, shared.charges(), &rule_sets, &tariffs, sink);
    cases::check(documents, &mut rule_sets, &headers, sink);
    let policies = policies::check(documents, &shared, sink);
    let plans = plans::check(documents, &shared, sink);
    let budgets = budgets::check(documents, &shared, sink);
    let mut shared = shared;
    let names = shared.take_names();
    Contents {
        units: names.units,
        council: names.council,
        charges_heading: names.heading,
        catalogue_file: shared.catalogue_file(),
        charges: shared.into_charges(),
        tariffs: IdVec::numbered(tariffs.list),
        variation_powers,
        parameters,
        calendars,
        rule_sets: IdVec::numbered(rule_sets),
        policies,
        plans,
        budgets,
    }
}
