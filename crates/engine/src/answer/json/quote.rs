//! A quote: every line with its price and how it was found.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    answer::{Answer, Head, Tail},
    facts::{AssumedFact, MissingFact},
    fragments::{LineFragments, NO_PRICE, StepFragments},
    parts::Part,
    text,
    totals::{self, Subtotal, Total},
    values::{self, Amount, Value},
};
use crate::{
    answer::Asked,
    base::{ids::ListId, money::Money},
    check::model,
    eval::{
        quote::{self, Compared, Priced, QuotedLine, Reduced},
        trace::Trace,
    },
};

/// The answer to a question of price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// What it rests on.
    #[serde(flatten)]
    pub head: Head,
    /// What comes of the question.
    pub outcome: QuoteOutcome,
    /// Every line, in the order of the rule file and within it of the records.
    pub lines: Vec<Line>,
    /// What is to be paid; null if it is not known, if only a person can price
    /// a line, or if no line applies.
    pub total: Option<Amount>,
    /// What the total cannot be above; only if all that is missing is whether
    /// reductions are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Amount>,
    /// The sum of the other lines; only if a person must price some line.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::present"
    )]
    pub without_referred: Option<Option<Amount>>,
    /// The sums of the lines of each record, then of those for the case; only
    /// if some line is for each record of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtotals: Option<Vec<Subtotal>>,
    /// Further totals; only if the rule set has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Vec<Total>>,
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
}

/// What comes of a question of price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteOutcome {
    /// There is a total.
    Quoted,
    /// Facts are missing without which there is no total.
    Undetermined,
    /// A person must price some line.
    Refer,
    /// No line applies.
    DoesNotApply,
}

/// A line of a quote, for the case or for one record of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// Its name in the rule set.
    pub id: String,
    /// The record it is for; null if it is for the case.
    pub record: Option<Record>,
    /// Its words.
    pub says: String,
    /// Whether it applies and is priced.
    pub state: LineState,
    /// Why it does not apply or a person must price it, where the rules say so.
    pub reason: Option<String>,
    /// The price of one, of the option that was chosen.
    pub each: Option<Amount>,
    /// How many are charged for; null if that is not known.
    pub quantity: Option<Value>,
    /// The amount before reductions.
    pub gross: Option<Amount>,
    /// The name of the option that was chosen, where there are several.
    pub chosen: Option<String>,
    /// Every option with its amount, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Vec<PricedOption>>,
    /// Every reduction, in the order in which they are taken.
    pub reductions: Vec<Reduction>,
    /// The amount after reductions.
    pub amount: Option<Amount>,
    /// Where it comes from.
    pub cite: String,
    /// How an open point of the source is read.
    pub reading: Option<String>,
    /// The number of the booking's part it is in, counted from 1; only if the
    /// booking has parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
}

/// A record of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The name of the list among the facts.
    pub list: String,
    /// The number of the record, counted from 1.
    pub number: u32,
}

/// Whether a line applies and is priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// It has an amount.
    Priced,
    /// Facts are missing.
    Undetermined,
    /// A person must price it.
    Refer,
    /// It is not charged.
    DoesNotApply,
}

/// One of the ways to price a line, of which the cheapest is chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PricedOption {
    /// Its name in the rule set.
    pub id: String,
    /// Its words.
    pub says: String,
    /// Whether it applies and is priced.
    pub state: OptionState,
    /// The price of one.
    pub each: Option<Amount>,
    /// How many are charged for.
    pub quantity: Option<Value>,
    /// What it comes to.
    pub amount: Option<Amount>,
}

/// Whether a way to price a line applies and is priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OptionState {
    /// It has an amount.
    Priced,
    /// Facts are missing.
    Undetermined,
    /// It cannot be chosen.
    DoesNotApply,
}

/// A reduction of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reduction {
    /// Its name in the rule set.
    pub id: String,
    /// Its words.
    pub says: String,
    /// Whether it is given.
    pub state: ReductionState,
    /// What it takes off; null if it is not given or that is not known.
    pub amount: Option<Amount>,
    /// Where it comes from.
    pub cite: String,
    /// How an open point of the source is read.
    pub reading: Option<String>,
}

/// Whether a reduction is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReductionState {
    /// It is given.
    Given,
    /// It is not given.
    NotGiven,
    /// Facts are missing.
    Undetermined,
}

/// The numbers of a list and of a record in it.
type RecordNumbers = Option<(ListId, u16)>;

/// Writes a quote, with its trace where there is one.
pub(super) fn write(asked: Asked<'_>, quote: &quote::Quote, trace: Option<&Trace>) -> String {
    let mut answer = Answer::begin(asked, trace, quote.outcome().name());
    answer.out.push_str(",\"lines\":[");
    write_lines(&mut answer, quote, &mut true);
    answer.amount("],\"total\":", quote.total);
    write_sums(&mut answer, quote);
    totals::write(&mut answer, quote);
    answer.end((quote.missing, quote.assumed), trace)
}

/// Writes what a quote without a total cannot be above, the sum of what is not
/// a person's to price, and the sums by record.
pub(super) fn write_sums(answer: &mut Answer<'_>, quote: &quote::Quote) {
    let version = answer.asked.ruling.version;
    if quote.outcome() == quote::Outcome::Undetermined {
        write_at_most(answer, quote.at_most(version));
    }
    if quote.refers() {
        answer.amount(",\"without_referred\":", quote.without_referred);
    }
    totals::write_subtotals(answer, quote);
}

/// Writes what a total cannot be above, where that is known.
pub(super) fn write_at_most(answer: &mut Answer<'_>, at_most: Option<Money>) {
    if at_most.is_some() {
        answer.amount(",\"at_most\":", at_most);
    }
}

/// Writes the lines of a quote, or of one part of it.
pub(super) fn write_lines(answer: &mut Answer<'_>, quote: &quote::Quote, first: &mut bool) {
    let ruling = answer.asked.ruling;
    for quoted in &quote.lines {
        let line = &ruling.version.lines[quoted.line];
        let fragments = &answer.asked.fragments.version.lines[quoted.line];
        values::separate(&mut answer.out, first);
        write_line(answer, line, fragments, quoted);
    }
}

fn write_line(
    answer: &mut Answer<'_>,
    line: &model::Line,
    fragments: &LineFragments,
    quoted: &QuotedLine,
) {
    let record = line.for_each.zip(quoted.record);
    open(&mut answer.out, &fragments.step);
    match quoted.record {
        Some(number) => {
            answer.out.push_str(",\"record\":");
            answer.out.push_str(&fragments.record);
            text::whole(&mut answer.out, i64::from(number) + 1);
            answer.out.push_str("},\"says\":");
        }
        None => answer.out.push_str(",\"record\":null,\"says\":"),
    }
    answer.prepared(fragments.step.says.as_deref(), &line.says, record);
    match (&quoted.state, &fragments.unmet) {
        (quote::LineState::DoesNotApply(None), Some(unmet)) => answer.out.push_str(unmet),
        (state, _) => {
            write_state(answer, (line, fragments), state, record);
            answer.out.push_str(&fragments.step.cite);
        }
    }
    answer.of_part();
    answer.out.push('}');
}

/// Writes whether a line applies, why not, and its price.
fn write_state(
    answer: &mut Answer<'_>,
    (line, fragments): (&model::Line, &LineFragments),
    state: &quote::LineState,
    record: RecordNumbers,
) {
    match state {
        quote::LineState::Applies(priced) => {
            answer.out.push_str(match priced.net {
                Some(_) => ",\"state\":\"priced\",\"reason\":null",
                None => ",\"state\":\"undetermined\",\"reason\":null",
            });
            write_price(answer, (line, fragments), priced, record);
        }
        quote::LineState::Unknown(_) => {
            let undetermined = ",\"state\":\"undetermined\",\"reason\":null";
            answer.out.push_str(undetermined);
            answer.out.push_str(NO_PRICE);
        }
        quote::LineState::Refer(_) => {
            answer.out.push_str(",\"state\":\"refer\",\"reason\":");
            answer.say_or_null(line.refer.as_ref(), record);
            answer.out.push_str(NO_PRICE);
        }
        quote::LineState::DoesNotApply(reason) => {
            let out_of_place = ",\"state\":\"does_not_apply\",\"reason\":";
            answer.out.push_str(out_of_place);
            match reason {
                None => answer.say_or_null(line.otherwise.as_ref(), record),
                _ => values::reason(&mut answer.out, answer.asked.fragments.version, *reason),
            }
            answer.out.push_str(NO_PRICE);
        }
    }
}

fn open(out: &mut String, fragments: &StepFragments) {
    out.push_str("{\"id\":");
    out.push_str(&fragments.id);
}

fn write_price(
    answer: &mut Answer<'_>,
    (line, fragments): (&model::Line, &LineFragments),
    priced: &Priced,
    record: RecordNumbers,
) {
    let chosen = priced.chosen.map(usize::from);
    let amount = match chosen.and_then(|number| priced.compared.get(number)) {
        Some(Compared::Priced(amount)) => Some(*amount),
        _ => None,
    };
    each_and_quantity(answer, amount);
    answer.amount(",\"gross\":", priced.gross);
    answer.out.push_str(",\"chosen\":");
    let several = line.has_named_ways();
    let option = priced.chosen.filter(|_| several);
    let option = option.map(|option| &fragments.options[option]);
    answer
        .out
        .push_str(option.map_or("null", |option| &option.id));
    if several {
        answer.out.push_str(",\"compared\":[");
        let options = line.options.iter().zip(&fragments.options);
        for (number, (option, compared)) in options.zip(&priced.compared).enumerate() {
            if number > 0 {
                answer.out.push(',');
            }
            write_option(answer, option, compared, record);
        }
        answer.out.push(']');
    }
    answer.out.push_str(",\"reductions\":[");
    let reductions = line.reductions.iter().zip(&fragments.reductions);
    for (number, (reduction, reduced)) in reductions.zip(&priced.reductions).enumerate() {
        if number > 0 {
            answer.out.push(',');
        }
        write_reduction(answer, reduction, *reduced, record);
    }
    answer.amount("],\"amount\":", priced.net);
}

fn each_and_quantity(answer: &mut Answer<'_>, amount: Option<quote::Amount>) {
    answer.amount(",\"each\":", amount.map(|amount| amount.each));
    answer.out.push_str(",\"quantity\":");
    match amount {
        Some(amount) => values::value(&mut answer.out, answer.asked, amount.quantity, None),
        None => answer.out.push_str("null"),
    }
}

fn write_option(
    answer: &mut Answer<'_>,
    (option, fragments): (&model::PriceOption, &StepFragments),
    compared: &Compared,
    record: RecordNumbers,
) {
    open(&mut answer.out, fragments);
    answer.out.push_str(",\"says\":");
    answer.prepared(fragments.says.as_deref(), &option.says, record);
    let (state, amount) = match compared {
        Compared::Priced(amount) => (",\"state\":\"priced\"", Some(*amount)),
        Compared::Unknown(_) => (",\"state\":\"undetermined\"", None),
        Compared::DoesNotApply(_) => (",\"state\":\"does_not_apply\"", None),
    };
    answer.out.push_str(state);
    each_and_quantity(answer, amount);
    answer.amount(",\"amount\":", amount.map(|amount| amount.amount));
    answer.out.push('}');
}

fn write_reduction(
    answer: &mut Answer<'_>,
    (reduction, fragments): (&model::Reduction, &StepFragments),
    reduced: Reduced,
    record: RecordNumbers,
) {
    open(&mut answer.out, fragments);
    answer.out.push_str(",\"says\":");
    answer.prepared(fragments.says.as_deref(), &reduction.says, record);
    let (state, amount) = match reduced {
        Reduced::Given(amount) => (",\"state\":\"given\"", amount),
        Reduced::NotGiven => (",\"state\":\"not_given\"", None),
        Reduced::Unknown(_) => (",\"state\":\"undetermined\"", None),
    };
    answer.out.push_str(state);
    answer.amount(",\"amount\":", amount);
    answer.out.push_str(&fragments.cite);
    answer.out.push('}');
}
