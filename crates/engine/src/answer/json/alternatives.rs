//! What a quote comes to under each reading of an open point of the source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    contained_vat::{self, ContainedVat},
    envelope::Answer,
    values::{self, Amount},
    writer,
};
use crate::{
    answer as answered,
    base::money::Money,
    eval::{
        alternatives,
        parts_total::{PartsAlternative, Totals},
        quote::{self, Quote},
        vat,
    },
};

/// What a quote comes to under one reading of each open point of the source that
/// it depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Alternative {
    /// The reading, as a clause that fits after "if".
    pub reading: String,
    /// What is to be paid under it; null if a person must price a line.
    pub total: Option<Amount>,
    /// The VAT that the total contains; only if some line has VAT and it is
    /// known of every line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat: Option<ContainedVat>,
    /// The sum of the other lines; only if a person must price some line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_referred: Option<Amount>,
}

/// What a sum comes to under one reading of each open point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AmountUnderReading {
    /// The reading, as a clause that fits after "if".
    pub reading: String,
    /// The amount; null if there is none under it, or a person must price it.
    pub amount: Option<Amount>,
}

/// Writes `"alternatives"` of a quote, or of one part, where it has any.
pub(super) fn write(answer: &mut Answer<'_>, quote: &Quote) {
    let asked = answer.asked;
    write_each(answer, quote.open_alternatives().iter(), |answer, it| {
        let words = alternatives::words(asked.ruling, asked.facts, &it.readings);
        reading(answer, &words);
        answer.amount(",\"total\":", it.quote.total);
        contained_vat::write(answer, vat::contained(&it.quote, asked.ruling));
        without_referred(answer, it.quote.without_referred);
    });
}

/// Writes `"alternatives"` of several parts together, where there are any.
pub(super) fn write_of_parts(answer: &mut Answer<'_>, whole: &answered::Answer<'_>, sum: &Totals) {
    let write = |answer: &mut Answer<'_>, it: &PartsAlternative| {
        reading(answer, &whole.reading_words(it));
        answer.amount(",\"total\":", it.total);
        let contained = vat::contained_in_parts(it.total, &sum.limits, whole.quotes_under(it));
        contained_vat::write(answer, contained);
        without_referred(answer, it.without_referred);
    };
    write_each(answer, sum.alternatives.iter(), write);
}

/// Writes `"alternatives"` of a sum, where it differs between them.
pub(super) fn write_amounts(
    answer: &mut Answer<'_>,
    quote: &Quote,
    amount: impl Fn(&quote::Quote) -> Option<Money>,
) {
    let asked = answer.asked;
    write_each(answer, quote.alternatives.iter(), |answer, it| {
        let words = alternatives::words(asked.ruling, asked.facts, &it.readings);
        reading(answer, &words);
        answer.amount(",\"amount\":", amount(&it.quote));
    });
}

fn write_each<T>(
    answer: &mut Answer<'_>,
    mut all: impl ExactSizeIterator<Item = T>,
    write: impl Fn(&mut Answer<'_>, T),
) {
    if all.len() == 0 {
        return;
    }
    answer.out.push_str(",\"alternatives\":[");
    let mut first = true;
    for it in all.by_ref() {
        values::separate(&mut answer.out, &mut first);
        write(answer, it);
        answer.out.push('}');
    }
    answer.out.push(']');
}

fn reading(answer: &mut Answer<'_>, words: &str) {
    answer.out.push_str("{\"reading\":");
    writer::text(&mut answer.out, words);
}

fn without_referred(answer: &mut Answer<'_>, sum: Option<Money>) {
    if sum.is_some() {
        answer.amount(",\"without_referred\":", sum);
    }
}
