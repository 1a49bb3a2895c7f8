//! Answers as JSON, written by hand into one text: what does not change from
//! case to case was escaped when the book was compiled.
//!
//! Amounts are texts with two decimals (`"25.00"`), a range is
//! `{"min":"230.00","max":"240.00"}`, what is not known is null. The same
//! facts, in whatever order they were given, make the same bytes.

mod after_screening;
mod alternatives;
mod contained_vat;
mod envelope;
mod errors;
mod exact_json;
mod explanation;
mod fact_shape;
mod facts;
mod fingerprints;
mod format_version;
pub(in crate::answer) mod fragments;
mod issued;
mod limit;
mod line;
mod needed;
mod ordered_object;
mod part_begins;
mod parts;
mod price_status;
mod provision;
mod quote;
mod ranking;
mod record;
mod rule_shape;
mod schemas;
mod screening;
mod screening_part;
mod split_quote;
mod split_screening;
mod step;
mod tariff;
mod together;
mod totals;
mod trace;
mod used_rates;
mod used_value;
mod values;
mod verdict;
mod write_answer;
mod writer;

#[cfg(test)]
mod golden_tests;
#[cfg(test)]
pub(in crate::answer) mod test_node;
#[cfg(test)]
mod tests;

pub mod book;
mod calendar_history;
mod charge_history;
mod rates_history;

pub use alternatives::{Alternative, AmountUnderReading};
pub use calendar_history::calendar_history;
pub use charge_history::charge_history;
pub use envelope::{Fingerprints, Head, Letter, Status, Tail};
pub use errors::{
    DiagnosticSeverity, Diagnostics, FactProblem, Fault, FaultDetail, FaultOutcome, FileDiagnostic,
    NotAnswered, Problems, Refusal, RelatedPlace,
};
pub(in crate::answer) use exact_json::{Tree, TreeError};
pub use explanation::{
    AssumedRange, Change, ChangeKind, ChangeLimit, Cheaper, Check, Explanation, Later, Nearest,
    NearestOutcome, NextPrice, Saving, TimeSpan, Timeline, TimelineEnd, Way,
};
pub use facts::{AssumedFact, GivenFact, MissingFact, UnusedFact};
pub(in crate::answer) use fingerprints::OwnFingerprint;
pub use format_version::FORMAT;
pub(in crate::answer) use format_version::as_in_format;
pub use fragments::{Fragments, Prepared};
pub use issued::Issued;
pub use line::{
    Line, LineAlternative, LineState, OptionState, PricedOption, Reduction, ReductionState,
};
pub use needed::{Ladder, Needed, NeededFact, Rung, RungOutcome, SettlingSet};
pub use ordered_object::OrderedObject;
pub use part_begins::PartBegins;
pub use parts::{PartFingerprints, PartHead};
pub use quote::Quote;
pub use ranking::{Applicant, FreePlaces, HasPlace, PriorityFinding, Ranking, Vacancies};
pub use rates_history::rates_history;
pub use record::Record;
pub use schemas::schemas;
pub use screening::{Consequence, Criterion, Schedule, Screening, Standing};
pub use screening_part::{ScreeningOutcome, ScreeningPart};
pub use split_quote::Part;
pub use step::{
    BoughtPackage, Read, ReadCalendar, ReadCharge, ReadDay, ReadFact, ReadOffer, ReadPackages,
    ReadParameter, ReadTable, ReadValue, Step, Test,
};
pub use tariff::tariff;
pub use totals::{QuoteOutcome, Subtotal, Total};
pub use used_rates::UsedRates;
pub(crate) use values::fact_value;
pub use values::{Amount, AmountRange, NotApplicable, Value};
pub use verdict::{Verdict, VerdictWord};
pub use writer::{compact_array, quoted};

use super::{Asked, FaultedAnswer, ranking as ranked};
use crate::{
    base::{diagnostic::Diagnostic, source_text::SourceSet},
    eval::{quote as quoting, screen, trace::Trace},
    facts::Problem,
    program::select::Unavailable,
};

/// The fewest bytes that an entry of a trace takes.
const MIN_ENTRY_BYTES: usize = 16;

impl super::Answer<'_> {
    /// The answer as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        answer(self)
    }

    /// A number of bytes that [`Answer::to_json`](super::Answer::to_json) has at least,
    /// by the entries of its trace. To write a long answer takes more memory than to
    /// have it.
    #[must_use]
    pub fn min_json_bytes(&self) -> usize {
        let traces = self.parts().filter_map(|part| part.trace());
        let entries: usize = traces.map(|it| it.entries().len()).sum();
        entries.saturating_mul(MIN_ENTRY_BYTES)
    }

    /// What the answer is referred to by: the first ten digits of its own
    /// fingerprint, which its JSON ends with.
    #[must_use]
    pub fn reference(&self) -> String {
        let json = self.to_json();
        let own = envelope::own_fingerprint(&json).unwrap_or_default();
        let digits = own.trim_start_matches("sha256:").chars();
        digits.take(10).collect()
    }
}

impl ranked::Ranking<'_> {
    /// The ranking as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        ranking(self)
    }
}

/// An answer as one JSON object.
#[must_use]
pub fn answer(answer: &super::Answer<'_>) -> String {
    write_answer::write(answer)
}

/// A quote as one JSON object, with its trace where there is one.
#[must_use]
pub fn quote(asked: Asked<'_>, quote: &quoting::Quote, trace: Option<&Trace>) -> String {
    quote::write(asked, quote, trace)
}

/// A screening as one JSON object, with its trace where there is one.
#[must_use]
pub fn screening(asked: Asked<'_>, screening: &screen::Screening, trace: Option<&Trace>) -> String {
    screening::write(asked, screening, trace, false)
}

/// Several applicants screened together, in order of priority, as one JSON
/// object.
#[must_use]
pub fn ranking(ranking: &ranked::Ranking<'_>) -> String {
    self::ranking::write(ranking)
}

/// What is written to an applicant: `{"rule_set",…,"outcome","letter"}`.
#[must_use]
pub fn letter(asked: Asked<'_>, outcome: &str, letter: Option<&str>) -> String {
    envelope::letter(asked, outcome, letter)
}

/// An answer that could not be finished: what could not be done, where, and
/// the trace so far, if there is one. Its outcome is `"fault"`.
#[must_use]
pub fn fault(faulted: &FaultedAnswer<'_>) -> String {
    errors::fault(faulted)
}

/// What is wrong with the facts: `{"problems":[{"at","says","help"}]}`.
#[must_use]
pub fn problems(problems: &[Problem]) -> String {
    errors::problems(problems)
}

/// Remarks on rule files: `{"diagnostics":[{"file","line","column","code",
/// "severity","says","related","help"}]}`.
#[must_use]
pub fn diagnostics(sources: &SourceSet, remarks: &[Diagnostic]) -> String {
    errors::diagnostics(sources, remarks)
}

/// Why no rules or prices answer a question: `{"refused":{"code","on","says"}}`.
#[must_use]
pub fn refused(refused: &Unavailable) -> String {
    errors::refused(refused)
}
