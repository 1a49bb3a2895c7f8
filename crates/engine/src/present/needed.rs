//! What would settle an answer that depends on missing facts, a sentence each.

use super::{
    context::Context,
    missing,
    value_words::{capital, listed},
};
use crate::{
    answer::{Becomes, Cell, Ladder, Needed, Outcome, Rung},
    base::{sequence, types::Type, value::Missing},
};

/// The most sets of facts that are named.
const MAX_SETS: usize = 3;

/// What would settle it; nothing where nothing is missing.
pub(super) fn needed(context: &Context<'_>, missing: Missing) -> Vec<String> {
    let Some(needed) = Needed::of(context.ruling, context.facts, missing) else {
        return Vec::new();
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
    let questions = sequence::each_once(later);
    if !questions.is_empty() {
        words.push(format!("We may ask later: {}", questions.join(" ")));
    }
    words
}

/// `It is £50.00 if key stage is 1, and £25.00 if key stage is from 2 to 4.`
fn of_whole(context: &Context<'_>, ladder: &Ladder) -> String {
    let rungs = ladder.rungs.iter().filter_map(|rung| {
        let becomes = becomes_words(rung.becomes?);
        Some(format!(
            "{becomes} if {}",
            values(context, ladder.cell, rung)
        ))
    });
    format!("It is {}.", listed(&rungs.collect::<Vec<_>>(), "and"))
}

/// `It is £25.00 if Pupil Premium is yes, whatever the other answers are.`
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
        format!("It is {becomes} if {conditions}, whatever the other answers are.")
    });
    said.collect()
}

fn becomes_words(becomes: Becomes) -> String {
    match becomes {
        Becomes::Total(total) => return total.to_string(),
        Becomes::Outcome(outcome) => match outcome {
            Outcome::Eligible => "a yes",
            Outcome::NotEligible => "a no",
            Outcome::Refer => "for a person to decide",
            Outcome::DoesNotApply => "nothing to pay",
            _ => "decided",
        },
    }
    .to_owned()
}

/// `key stage is from 2 to 4`.
fn values(context: &Context<'_>, cell: Cell, rung: &Rung) -> String {
    let ty = &context.version().facts[cell.0].ty;
    let name = missing::cell_name(context, cell);
    let words = match (rung.value(), rung.options(), ty) {
        (Some(value), ..) => context.value_words(value, ty),
        (None, Some(mask), Type::Choice(options)) => {
            let options = options
                .chosen(mask)
                .map(|it| options.words(it).into_owned());
            listed(&options.collect::<Vec<_>>(), "or")
        }
        (None, Some(_), _) => "yes or no".to_owned(),
        (None, None, _) => rung.bounds().to_string(),
    };
    format!("{name} is {words}")
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
