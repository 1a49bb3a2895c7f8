//! The outcome of a quote, and its additional totals: for each record and for
//! all.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    alternatives::{self, AmountUnderReading},
    envelope::Answer,
    line::LineState,
    record::{self, Record},
    values::{self, Amount, Value},
    writer,
};
use crate::{
    answer::completions::totals::PossibleTotals,
    base::ids::RecordId,
    eval::{quote, subtotals, totals::TotalState},
};

/// The outcome of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteOutcome {
    /// There is a total.
    Quoted,
    /// There are several totals: an open point of the source decides.
    Alternatives,
    /// Facts are missing without which there is no total.
    Undetermined,
    /// A person must price some line.
    Refer,
    /// No line applies.
    DoesNotApply,
}

/// An additional total, of one record or of all of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Total {
    /// Its name in the rule set.
    pub id: String,
    /// The record it is of; null if it is of all.
    pub record: Option<Record>,
    /// Its words; null of the sum over the records.
    pub says: Option<String>,
    /// How often the lines are counted; null if that is not known or differs
    /// between the records.
    pub times: Option<Value>,
    /// Whether it applies and is priced.
    pub state: LineState,
    /// Why it is withheld; only of one that is, of a record or of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it comes to.
    pub amount: Option<Amount>,
    /// What it comes to under each reading; only if it depends on an open point
    /// of the source. Then `amount` is null.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<AmountUnderReading>,
    /// Where it comes from.
    pub cite: Option<String>,
    /// How an open point of the source is read.
    pub reading: Option<String>,
}

/// The sum of the lines of one record, or of those for the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Subtotal {
    /// The record; null of the lines for the case.
    pub record: Option<Record>,
    /// What they come to; null if that is not known or a person must price
    /// some of them.
    pub amount: Option<Amount>,
    /// What they come to under each reading; only if that depends on an open
    /// point of the source. Then `amount` is null.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<AmountUnderReading>,
}

/// Writes what a quote without a total can come to, the sum of the lines that no person
/// has to price, and the sums by record.
pub(super) fn write_sums(answer: &mut Answer<'_>, quote: &quote::Quote) {
    if quote.outcome() == quote::Outcome::Undetermined {
        let (ruling, facts) = (answer.asked.ruling, answer.asked.facts);
        write_possible(answer, &PossibleTotals::of(ruling, facts, quote));
    }
    if quote.refers() {
        answer.amount(",\"without_referred\":", quote.without_referred);
    }
    write_subtotals(answer, quote);
}

/// Writes what a quote without a total can come to, as far as it is known.
pub(super) fn write_possible(answer: &mut Answer<'_>, possible: &PossibleTotals) {
    if possible.at_least.is_some() {
        answer.amount(",\"at_least\":", possible.at_least);
    }
    if possible.at_most.is_some() {
        answer.amount(",\"at_most\":", possible.at_most);
    }
    if possible.at_least.is_some() || possible.at_most.is_some() {
        let narrowest = match possible.are_narrowest {
            true => ",\"narrowest\":true",
            false => ",\"narrowest\":false",
        };
        answer.out.push_str(narrowest);
    }
    if !possible.amounts.is_empty() {
        answer.out.push_str(",\"possible_totals\":[");
        let mut first = true;
        for amount in &possible.amounts {
            values::separate(&mut answer.out, &mut first);
            answer.amount("", Some(*amount));
        }
        answer.out.push(']');
    }
}

/// Writes `"subtotals"`, where some line is for each record of a list.
fn write_subtotals(answer: &mut Answer<'_>, quote: &quote::Quote) {
    let version = answer.asked.ruling.version;
    if version.lines.iter().all(|line| line.for_each.is_none()) {
        return;
    }
    answer.out.push_str(",\"subtotals\":[");
    let mut first = true;
    let subtotals = quote.subtotals(version);
    for subtotal in &subtotals {
        values::separate(&mut answer.out, &mut first);
        answer.out.push_str("{\"record\":");
        record::write(&mut answer.out, version, subtotal.record);
        answer.amount(",\"amount\":", subtotal.amount);
        if subtotal.is_open {
            alternatives::write_amounts(answer, quote, |quote| {
                let same = |it: &&subtotals::Subtotal| it.record == subtotal.record;
                quote.subtotals(version).iter().find(same)?.amount
            });
        }
        answer.out.push('}');
    }
    answer.out.push(']');
}

/// Writes `"totals"`, where the rule set has any.
pub(super) fn write(answer: &mut Answer<'_>, quote: &quote::Quote) {
    let ruling = answer.asked.ruling;
    if ruling.version.totals.is_empty() {
        return;
    }
    answer.out.push_str(",\"totals\":[");
    let mut first = true;
    for (number, it) in quote.totals.iter().enumerate() {
        let total = &ruling.version.totals[it.total];
        let fragments = &answer.asked.fragments.version.totals[it.total];
        values::separate(&mut answer.out, &mut first);
        answer.out.push_str("{\"id\":");
        answer.out.push_str(&fragments.step.id);
        answer.out.push_str(",\"record\":");
        match it.record.zip(fragments.record.as_deref()) {
            Some((record, opening)) => {
                answer.out.push_str(opening);
                writer::whole(&mut answer.out, i64::from(record) + 1);
                answer.out.push('}');
            }
            None => answer.out.push_str("null"),
        }
        answer.out.push_str(",\"says\":");
        if it.record.is_none() && total.for_each.is_some() {
            answer.out.push_str("null");
        } else {
            answer.prepared(
                fragments.step.says.as_deref(),
                &total.says,
                RecordId::of(total.for_each, it.record),
            );
        }
        answer.out.push_str(",\"times\":");
        match it.times {
            Some(times) => values::value(&mut answer.out, answer.asked, times, None),
            None => answer.out.push_str("null"),
        }
        answer.out.push_str(",\"state\":\"");
        answer.out.push_str(word(it.state));
        answer.out.push('"');
        if it.state == TotalState::Withheld && it.record.is_some() == total.for_each.is_some() {
            answer.out.push_str(",\"reason\":");
            let record = RecordId::of(total.for_each, it.record);
            answer.say_or_null(total.otherwise.as_ref(), record);
        }
        answer.amount(",\"amount\":", it.state.amount());
        if it.state == TotalState::Alternatives {
            alternatives::write_amounts(answer, quote, |quote| {
                quote.totals.get(number)?.state.amount()
            });
        }
        answer.out.push_str(&fragments.step.cite);
        answer.out.push('}');
    }
    answer.out.push(']');
}

/// How JSON names the state of a total.
fn word(state: TotalState) -> &'static str {
    match state {
        TotalState::Comes(_) => "priced",
        TotalState::Alternatives => "alternatives",
        TotalState::Unknown(_) => "undetermined",
        TotalState::Refer => "refer",
        TotalState::Withheld => "withheld",
        TotalState::DoesNotApply => "does_not_apply",
    }
}
