//! The lines of a quote, each with its price and how it was found.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    envelope::Answer,
    fragments::{LineFragments, NO_PRICE, StepFragments},
    record::Record,
    values::{self, Amount, Value},
    writer,
};
use crate::{
    base::{ids::RecordId, money::Money},
    check::model,
    eval::quote::{self, Compared, Priced, QuotedLine, Reduced},
};

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
    /// What it comes to under each reading; only if that depends on an open point
    /// of the source. Then `amount` is null.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<LineAlternative>,
    /// Where it comes from.
    pub cite: String,
    /// How an open point of the source is read.
    pub reading: Option<String>,
    /// The number of the booking's part it is in, counted from 1; only if the
    /// booking has parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
}

/// What a line comes to under one reading of an open point of the source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineAlternative {
    /// Its name in the rule set.
    pub id: String,
    /// The reading, as a clause that fits after "if".
    pub reading: String,
    /// Whether the line applies and is priced under it.
    pub state: LineState,
    /// The price of one.
    pub each: Option<Amount>,
    /// How many are charged for.
    pub quantity: Option<Value>,
    /// The amount before reductions.
    pub gross: Option<Amount>,
    /// Every reduction, in the order in which they are taken.
    pub reductions: Vec<Reduction>,
    /// The amount after reductions.
    pub amount: Option<Amount>,
}

/// Whether a line applies and is priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// It has an amount.
    Priced,
    /// It has several amounts: an open point of the source decides.
    Alternatives,
    /// Facts are missing.
    Undetermined,
    /// A person must price it.
    Refer,
    /// A total is not given: its `reason` says why.
    Withheld,
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

/// A reduction of a line, or an increase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reduction {
    /// Its name in the rule set.
    pub id: String,
    /// Its words.
    pub says: String,
    /// Whether it is given.
    pub state: ReductionState,
    /// What it takes off, below zero for an increase; null if it is not given
    /// or that is not known.
    pub amount: Option<Amount>,
    /// What a percentage is a percentage of, or an amount is taken off: the
    /// amount before reductions, or what the ones before it leave; null if it is
    /// not given or that is not known.
    #[serde(default)]
    pub base: Option<Amount>,
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
    /// It could be given, and another that takes more is given in its place.
    NotBest,
    /// Facts are missing.
    Undetermined,
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
    let record = RecordId::of(line.for_each, quoted.record);
    open(&mut answer.out, &fragments.step);
    match quoted.record.zip(fragments.record.as_deref()) {
        Some((number, opening)) => {
            answer.out.push_str(",\"record\":");
            answer.out.push_str(opening);
            writer::whole(&mut answer.out, i64::from(number) + 1);
            answer.out.push_str("},\"says\":");
        }
        None => answer.out.push_str(",\"record\":null,\"says\":"),
    }
    answer.prepared(fragments.step.says.as_deref(), &line.says, record);
    match (&quoted.state, &fragments.unmet) {
        (quote::LineState::DoesNotApply(None), Some(unmet)) => answer.out.push_str(unmet),
        (state, _) => {
            write_state(answer, line, fragments, state, record);
            answer.out.push_str(&fragments.step.cite);
        }
    }
    answer.of_part();
    answer.out.push('}');
}

/// Writes whether a line applies, why not, and its price.
fn write_state(
    answer: &mut Answer<'_>,
    line: &model::Line,
    fragments: &LineFragments,
    state: &quote::LineState,
    record: Option<RecordId>,
) {
    match state {
        quote::LineState::Applies(priced) => {
            answer.out.push_str(match priced.net {
                Some(_) => ",\"state\":\"priced\",\"reason\":null",
                None => ",\"state\":\"undetermined\",\"reason\":null",
            });
            write_price(answer, line, fragments, priced, record);
        }
        quote::LineState::Alternatives(states) => {
            answer
                .out
                .push_str(",\"state\":\"alternatives\",\"reason\":null");
            answer.out.push_str(NO_PRICE);
            write_alternatives(answer, line, fragments, states, record);
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
    line: &model::Line,
    fragments: &LineFragments,
    priced: &Priced,
    record: Option<RecordId>,
) {
    each_and_quantity(answer, taken(priced));
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
        for (number, ((option, fragments), compared)) in options.zip(&priced.compared).enumerate() {
            if number > 0 {
                answer.out.push(',');
            }
            write_option(answer, option, fragments, compared, record);
        }
        answer.out.push(']');
    }
    write_reductions(answer, line, fragments, priced, record);
    answer.amount(",\"amount\":", priced.net);
}

/// Writes what a line comes to under each reading.
fn write_alternatives(
    answer: &mut Answer<'_>,
    line: &model::Line,
    fragments: &LineFragments,
    states: &[quote::LineState],
    record: Option<RecordId>,
) {
    answer.out.push_str(",\"alternatives\":[");
    let mut first = true;
    let options = line.options.iter().zip(&fragments.options);
    for ((option, of_option), state) in options.zip(states) {
        values::separate(&mut answer.out, &mut first);
        open(&mut answer.out, of_option);
        answer.out.push_str(",\"reading\":");
        answer.prepared(of_option.says.as_deref(), &option.says, record);
        let (word, priced) = match state {
            quote::LineState::Applies(priced) => ("priced", Some(&**priced)),
            quote::LineState::Refer(_) => ("refer", None),
            _ => ("does_not_apply", None),
        };
        answer.out.push_str(",\"state\":\"");
        answer.out.push_str(word);
        answer.out.push('"');
        each_and_quantity(answer, priced.and_then(taken));
        answer.amount(",\"gross\":", priced.and_then(|priced| priced.gross));
        match priced {
            Some(priced) => write_reductions(answer, line, fragments, priced, record),
            None => answer.out.push_str(",\"reductions\":[]"),
        }
        answer.amount(",\"amount\":", priced.and_then(|priced| priced.net));
        answer.out.push('}');
    }
    answer.out.push(']');
}

/// The amount of the way that was chosen.
fn taken(priced: &Priced) -> Option<quote::Amount> {
    let chosen = priced.chosen.map(usize::from);
    match chosen.and_then(|number| priced.compared.get(number)) {
        Some(Compared::Priced(amount)) => Some(*amount),
        _ => None,
    }
}

fn write_reductions(
    answer: &mut Answer<'_>,
    line: &model::Line,
    fragments: &LineFragments,
    priced: &Priced,
    record: Option<RecordId>,
) {
    answer.out.push_str(",\"reductions\":[");
    let reductions = line.reductions.iter().zip(&fragments.reductions);
    for (number, ((reduction, fragments), reduced)) in
        reductions.zip(&priced.reductions).enumerate()
    {
        if number > 0 {
            answer.out.push(',');
        }
        let base = priced.base(line.reductions_apply, number);
        write_reduction(answer, reduction, fragments, *reduced, base, record);
    }
    answer.out.push(']');
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
    option: &model::PriceOption,
    fragments: &StepFragments,
    compared: &Compared,
    record: Option<RecordId>,
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
    reduction: &model::Reduction,
    fragments: &StepFragments,
    reduced: Reduced,
    base: Option<Money>,
    record: Option<RecordId>,
) {
    open(&mut answer.out, fragments);
    answer.out.push_str(",\"says\":");
    answer.prepared(fragments.says.as_deref(), &reduction.says, record);
    let (state, amount) = match reduced {
        Reduced::Given(amount) => (",\"state\":\"given\"", amount),
        Reduced::Added(amount) => (",\"state\":\"given\"", amount.and_then(as_taken)),
        Reduced::NotGiven => (",\"state\":\"not_given\"", None),
        Reduced::NotBest(_) => (",\"state\":\"not_best\"", None),
        Reduced::Unknown(_) => (",\"state\":\"undetermined\"", None),
    };
    answer.out.push_str(state);
    answer.amount(",\"amount\":", amount);
    answer.amount(",\"base\":", base.filter(|_| amount.is_some()));
    answer.out.push_str(&fragments.cite);
    answer.out.push('}');
}

/// An amount that is added, as one that is taken off.
fn as_taken(added: Money) -> Option<Money> {
    Money::ZERO.difference(added)
}
