//! What the amounts of a quote rest on, and what would change them.

use super::{
    context::Context,
    missing::{self, MissingFact},
    needed,
    notes::{self, Assumption},
    value_words::listed,
};
use crate::{
    base::{
        ids::{ListId, RecordId},
        money::Money,
        value::Value,
    },
    check::{
        formula::{Formula, Node},
        model::{Reduction, ReductionsApply},
    },
    eval::{
        general_readings,
        quote::{LineState, Priced, Quote, QuotedLine, Reduced},
    },
};

/// What the amounts rest on, and what would change them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuoteNotes {
    /// What to do about each line that only a person can price, a sentence each.
    pub refer: Vec<String>,
    /// The lines that do not apply and why, with their records.
    pub does_not_apply: Vec<String>,
    /// What is missing.
    pub missing: Vec<MissingFact>,
    /// What would settle it, a sentence or two each.
    pub settles: Vec<String>,
    /// The questions that some answers make worth asking.
    pub later: Vec<String>,
    /// What was assumed.
    pub assumed: Vec<Assumption>,
    /// The reductions that are not given, and where they are written: a sentence
    /// each.
    pub cheaper: Vec<String>,
    /// How open points were read, a sentence each.
    pub readings: Vec<String>,
}

impl QuoteNotes {
    /// The notes of a quote, or of one part.
    pub(super) fn of(context: &Context<'_>, quote: &Quote) -> QuoteNotes {
        let needed = needed::needed(context, quote.missing);
        QuoteNotes {
            refer: referred(context, quote),
            does_not_apply: does_not_apply(context, quote),
            missing: missing::missing(context, quote.missing),
            settles: needed.settles,
            later: needed.later,
            assumed: notes::assumptions(context, quote.assumed),
            cheaper: cheaper(context, quote),
            readings: notes::readings(
                context,
                general_readings::of_quote(context.version(), quote),
            ),
        }
    }

    /// Without the notes that earlier parts have. What was assumed is read as a
    /// whole, so it stays unless all of it is the same.
    pub(super) fn without(mut self, earlier: &[QuoteNotes]) -> QuoteNotes {
        for earlier in earlier {
            self.refer.retain(|it| !earlier.refer.contains(it));
            self.missing.retain(|it| !earlier.missing.contains(it));
            self.cheaper.retain(|it| !earlier.cheaper.contains(it));
            self.readings.retain(|it| !earlier.readings.contains(it));
            self.does_not_apply
                .retain(|it| !earlier.does_not_apply.contains(it));
            if earlier.assumed == self.assumed {
                self.assumed.clear();
            }
        }
        self
    }
}

/// What to do about each line that only a person can price: each once.
fn referred(context: &Context<'_>, quote: &Quote) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for quoted in &quote.lines {
        let line = context.line(quoted);
        let (LineState::Refer(_), Some(refer)) = (&quoted.state, &line.refer) else {
            continue;
        };
        let words = context.say(refer, context.record_of(quoted));
        let words = format!("{}.", context.cited(words, Some(&line.cite)));
        if !found.contains(&words) {
            found.push(words);
        }
    }
    found
}

/// Lines that do not apply where the rules say why: each reason once, with the
/// records it holds for unless it holds for all. Lines that nobody asked for
/// are left to the assumptions.
fn does_not_apply(context: &Context<'_>, quote: &Quote) -> Vec<String> {
    let mut found: Vec<(String, Option<ListId>, Vec<u16>)> = Vec::new();
    for quoted in &quote.lines {
        let LineState::DoesNotApply(reason) = &quoted.state else {
            continue;
        };
        let line = context.line(quoted);
        let record = context.record_of(quoted);
        let was_not_asked_for = |when: &Formula| {
            let worked = context.work_of(when, quoted.record);
            worked.is_some_and(|it| it.result == Some(Value::YesNo(false)))
                && context.rests_on_nothing_given(when, quoted.record)
        };
        if line.when.as_ref().is_some_and(was_not_asked_for) {
            continue;
        }
        let why = match (reason, &line.otherwise) {
            (Some(reason), _) => context.reason(*reason).to_owned(),
            (None, Some(otherwise)) => context.say(otherwise, record),
            (None, None) => continue,
        };
        match found.iter_mut().find(|(same, ..)| *same == why) {
            Some((.., records)) => records.extend(quoted.record),
            None => found.push((why, line.for_each, quoted.record.into_iter().collect())),
        }
    }
    let found = found.into_iter();
    let words = found.map(|(words, list, records)| match list {
        Some(list) => of_records(context, words, list, &records),
        None => words,
    });
    words.collect()
}

/// Words, with the records they hold for unless they hold for all.
fn of_records(context: &Context<'_>, words: String, list: ListId, records: &[u16]) -> String {
    let all = context.facts.records(list).map_or(0, |it| it.count());
    if records.len() == usize::from(all) {
        return words;
    }
    let named: Vec<String> = records
        .iter()
        .map(|number| RecordId {
            list,
            number: *number,
        })
        .map(|record| context.version().record_words(record))
        .collect();
    format!("{words} for {}", listed(&named, "and"))
}

/// The reductions that are not given. One that is not settled is shown with its
/// line.
fn cheaper(context: &Context<'_>, quote: &Quote) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for quoted in &quote.lines {
        let LineState::Applies(priced) = &quoted.state else {
            continue;
        };
        if priced.net == Some(Money::ZERO) {
            continue;
        }
        let record = context.record_of(quoted);
        let reductions = &context.line(quoted).reductions;
        for (reduction, state) in reductions.iter().zip(&priced.reductions) {
            let is_not_given = matches!(state, Reduced::NotGiven);
            if !is_not_given || reduction.is_increase || takes_nothing(context, reduction, record) {
                continue;
            }
            let is_best = context.line(quoted).reductions_apply == ReductionsApply::Best;
            if is_best && !is_better(context, quoted, priced, reduction) {
                continue;
            }
            let words = condition(context, reduction, record);
            if !found.contains(&words) {
                found.push(words);
            }
        }
    }
    found
}

/// Whether a reduction takes more than the one that is given where a line has
/// only the best: the larger of two percentages, or of two amounts, without
/// limits or rounding of their own.
fn is_better(
    context: &Context<'_>,
    quoted: &QuotedLine,
    priced: &Priced,
    reduction: &Reduction,
) -> bool {
    let record = context.record_of(quoted);
    let states = context
        .line(quoted)
        .reductions
        .iter()
        .zip(&priced.reductions);
    let mut given = states.filter(|(_, state)| matches!(state, Reduced::Given(_)));
    let Some((given, _)) = given.next() else {
        return true;
    };
    let is_plain =
        |it: &Reduction| it.at_least.is_none() && it.at_most.is_none() && it.rounding.is_none();
    let value = |it: &Reduction| context.value_of(&it.take, record);
    match (value(given), value(reduction)) {
        _ if !is_plain(given) || !is_plain(reduction) => false,
        (Some(Value::Percent(given)), Some(Value::Percent(other))) => other > given,
        (Some(Value::Money(given)), Some(Value::Money(other))) => other.low() > given.high(),
        _ => false,
    }
}

/// Whether a reduction would take nothing off with the given facts, such as one
/// that an officer has not entered.
fn takes_nothing(context: &Context<'_>, reduction: &Reduction, record: Option<RecordId>) -> bool {
    match context.value_of(&reduction.take, record) {
        Some(Value::Percent(share)) => share.is_zero(),
        Some(Value::Money(money)) => money == Money::ZERO,
        Some(Value::DoesNotApply(_)) => true,
        _ => false,
    }
}

/// A reduction, the rule by which it is given unless its words say so already,
/// and where it is written. A formula is not shown.
fn condition(context: &Context<'_>, reduction: &Reduction, record: Option<RecordId>) -> String {
    let version = context.version();
    let says = context.say(&reduction.says, record);
    let when = match reduction.when.expr.node {
        Node::Value(value, _) => context.say(&version.values[value].says, record),
        _ => String::new(),
    };
    let words = match says.to_lowercase().contains(&when.to_lowercase()) {
        true => says,
        false => format!("{says}. It is given for: {when}"),
    };
    format!("{}.", context.cited(words, Some(&reduction.cite)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(readings: &[&str], assumed: &[&str]) -> QuoteNotes {
        let assumption = |words: &&str| Assumption {
            fact: "f".to_owned(),
            words: (*words).to_owned(),
        };
        QuoteNotes {
            readings: readings.iter().map(ToString::to_string).collect(),
            assumed: assumed.iter().map(assumption).collect(),
            ..QuoteNotes::default()
        }
    }

    #[test]
    fn later_part_repeats_no_note() {
        let earlier = [notes(&["A.", "B."], &["x: 1"]), notes(&["C."], &[])];
        let later = notes(&["B.", "C.", "D."], &["x: 1"]).without(&earlier);
        assert_eq!(later, notes(&["D."], &[]));
    }

    #[test]
    fn assumptions_are_kept_whole_where_any_is_new() {
        let earlier = [notes(&[], &["x: 1"])];
        let later = notes(&[], &["x: 1", "y: 2"]);
        assert_eq!(later.clone().without(&earlier), later);
    }
}
