//! What would settle an answer that depends on missing facts, a sentence each.

use super::{
    context::Context,
    missing,
    outcome_words::outcome_words,
    value_words::{capital, listed},
};
use crate::{
    answer::{Becomes, Cell, Ladder, Needed, Rung},
    base::{
        bounds::Bounds,
        sequence,
        types::Type,
        value::{Missing, Value},
    },
};

/// The most sets of facts that are named.
const MAX_SETS: usize = 3;

/// What would settle an answer, in words.
#[derive(Clone, Debug, Default)]
pub(super) struct NeededWords {
    /// What would settle it, a sentence or two each.
    pub(super) settles: Vec<String>,
    /// The questions that some answers make worth asking.
    pub(super) later: Vec<String>,
}

/// What would settle it; nothing where nothing is missing.
pub(super) fn needed(context: &Context<'_>, missing: Missing) -> NeededWords {
    let Some(needed) = Needed::of(context.ruling, context.facts, missing) else {
        return NeededWords::default();
    };
    let mut words = Vec::new();
    let (whole, partial): (Vec<&Ladder>, Vec<&Ladder>) =
        needed.ladders.iter().partition(|ladder| ladder.is_whole());
    words.extend(whole.iter().map(|ladder| of_whole(context, ladder)));
    words.extend(of_partial(context, &partial));
    words.extend(sets(context, &needed));
    let later = needed.perhaps_later.iter().filter_map(|cell| {
        let ask = &context.version().facts[cell.0].ask;
        (!ask.is_empty()).then(|| ask.to_string())
    });
    NeededWords {
        settles: words,
        later: sequence::each_once(later),
    }
}

/// `It is £50.00 if key stage is 1. It is £25.00 if key stage is from 2 to 4.`
fn of_whole(context: &Context<'_>, ladder: &Ladder) -> String {
    let rungs = ladder.rungs.iter().filter_map(|rung| {
        let becomes = becomes_words(rung.becomes?);
        let values = values(context, ladder.cell, rung);
        Some(format!("It is {becomes} if {values}."))
    });
    rungs.collect::<Vec<_>>().join(" ")
}

/// `It is £25.00 if Pupil Premium is yes. Then no other answer matters.`
fn of_partial(context: &Context<'_>, ladders: &[&Ladder]) -> Vec<String> {
    let mut results: Vec<(String, Vec<String>)> = Vec::new();
    for ladder in ladders {
        for rung in &ladder.rungs {
            let Some(becomes) = rung.becomes else {
                continue;
            };
            let (becomes, words) = (becomes_words(becomes), values(context, ladder.cell, rung));
            match results.iter_mut().find(|(it, _)| *it == becomes) {
                Some((_, conditions)) => conditions.push(words),
                None => results.push((becomes, vec![words])),
            }
        }
    }
    let said = results.into_iter().map(|(becomes, conditions)| {
        let conditions = listed(&conditions, "or");
        format!("It is {becomes} if {conditions}. Then no other answer matters.")
    });
    said.collect()
}

fn becomes_words(becomes: Becomes) -> String {
    match becomes {
        Becomes::Total(total) => total.to_string(),
        Becomes::Outcome(outcome) => outcome_words(outcome).becomes.to_owned(),
    }
}

/// `key stage is from 2 to 4`.
fn values(context: &Context<'_>, cell: Cell, rung: &Rung) -> String {
    let fact = &context.version().facts[cell.0];
    let ty = &fact.ty;
    let name = missing::cell_name(context, cell);
    let words = match (rung.value(), rung.options(), ty) {
        (Some(value), ..) => context.words_by(value, ty, fact.per),
        (None, Some(mask), Type::Choice(options)) => {
            let options = options
                .chosen(mask)
                .map(|it| options.words(it).into_owned());
            listed(&options.collect::<Vec<_>>(), "or")
        }
        (None, Some(_), _) => "yes or no".to_owned(),
        (None, None, _) => between(rung.bounds()),
    };
    format!("{name} is {words}")
}

/// `from 2 to 5`; of two numbers `0 or 1`.
fn between(bounds: Bounds) -> String {
    match (bounds.low, bounds.high) {
        (Some(Value::Whole(low)), Some(Value::Whole(high))) if low + 1 == high => {
            format!("{low} or {high}")
        }
        _ => bounds.to_string(),
    }
}

/// The sets that are smaller than all that is asked for.
fn sets(context: &Context<'_>, needed: &Needed) -> Vec<String> {
    let smaller = needed
        .settling
        .iter()
        .filter(|set| set.len() < needed.now.len());
    let names = |set: &Vec<Cell>| {
        let names = set.iter().map(|cell| missing::cell_name(context, *cell));
        listed(&names.collect::<Vec<_>>(), "and")
    };
    let said = smaller.take(MAX_SETS).map(|set| match set.len() {
        1 => format!("One answer is enough: {}.", names(set)),
        _ => format!("These answers are enough: {}.", names(set)),
    });
    said.map(|words| capital(&words)).collect()
}
