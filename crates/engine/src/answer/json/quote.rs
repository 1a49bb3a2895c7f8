//! A quote: its lines, its totals and what they rest on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    alternatives::{self, Alternative},
    contained_vat::{self, ContainedVat},
    envelope::{Answer, Head, Tail},
    explanation::Explanation,
    facts::{AssumedFact, MissingFact},
    issued::Issued,
    limit::{self, Limit},
    line::{self, Line},
    price_status::UsedPrice,
    split_quote::Part,
    totals::{self, QuoteOutcome, Subtotal, Total},
    values::Amount,
};
use crate::{
    answer::Asked,
    eval::{general_readings, quote, trace::Trace, vat},
};

/// The answer to a question of price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// What it rests on.
    #[serde(flatten)]
    pub head: Head,
    /// The outcome of the quote.
    pub outcome: QuoteOutcome,
    /// Every line, in the order of the rule file and within it of the records.
    pub lines: Vec<Line>,
    /// What is to be paid; null if it is not known, if only a person can price
    /// a line, if it depends on an open point of the source, or if no line
    /// applies.
    pub total: Option<Amount>,
    /// The VAT that the total contains; only if some line has VAT and it is
    /// known of every line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat: Option<ContainedVat>,
    /// What is to be paid under each reading; only if it depends on an open point
    /// of the source. Then `total` is null.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// What the total cannot be below; only of a quote that is undetermined, where that
    /// is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Amount>,
    /// What the total cannot be above; only of a quote that is undetermined, where that
    /// is known. There may be no highest total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Amount>,
    /// Whether `at_least` and `at_most` are totals that there can be: the lowest and the
    /// highest. Otherwise no total is beyond them, and there may be none as low or as
    /// high. Only with either of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrowest: Option<bool>,
    /// Every total that there can be, rising; only where they are few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possible_totals: Vec<Amount>,
    /// The sum of the other lines; only if a person must price some line.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::values::present"
    )]
    pub without_referred: Option<Option<Amount>>,
    /// The sums of the lines of each record, then of those for the case; only
    /// if some line is for each record of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtotals: Option<Vec<Subtotal>>,
    /// Further totals; only if the rule set has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Vec<Total>>,
    /// What limits on lines together change; only if the rule set has any. The
    /// lines, the parts and their totals are as without them, `total` is with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Vec<Limit>>,
    /// The prices that it used, each with its status; only if the rules use
    /// prices and the quote has no parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<Vec<UsedPrice>>,
    /// The parts of a booking; only if its days have different rules or
    /// prices. Then each line has the number of its `part` and each step of
    /// the trace that of the part it is `in_part`; `version`, `tariff` and
    /// `fingerprints` are those of the first day, and `status` is indicative
    /// if that of any part is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<Part>>,
    /// The facts that are needed and were not given.
    pub missing: Vec<MissingFact>,
    /// The facts that were not given and for which a value was assumed.
    pub assumed: Vec<AssumedFact>,
    /// The facts, the trace and the fingerprints.
    #[serde(flatten)]
    pub tail: Tail,
    /// What would change the answer; only if the question asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
    /// That it was issued, with the council's seal; only if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Issued>,
}

/// Writes a quote, with its trace where there is one.
pub(super) fn write(asked: Asked<'_>, quote: &quote::Quote, trace: Option<&Trace>) -> String {
    let mut answer = Answer::begin(asked, trace, quote.outcome().name());
    answer.out.push_str(",\"lines\":[");
    line::write_lines(&mut answer, quote, &mut true);
    answer.amount("],\"total\":", quote.total);
    contained_vat::write(&mut answer, vat::contained(quote, asked.ruling));
    alternatives::write(&mut answer, quote);
    totals::write_sums(&mut answer, quote);
    totals::write(&mut answer, quote);
    limit::write(&mut answer, &quote.limits, &[asked]);
    answer.prices(&quote.prices);
    let readings = general_readings::of_quote(asked.ruling.version, quote);
    let open = (quote.missing, quote.assumed);
    answer.end(open, (&quote.read, &readings), trace, quote.into())
}
