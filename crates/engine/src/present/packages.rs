//! The packages that a price was made of, and what each kind alone would have
//! cost.

use super::{
    context::Context,
    operand::{self, Operand},
    value_words::listed,
};
use crate::{
    base::{
        ids::{PackagesId, RecordId},
        name::to_words,
        value::Value,
    },
    check::{
        formula::Formula,
        model::{Package, Packages, TableResult},
    },
    eval::trace::{Bought, Source},
};

/// A sentence for each set of packages behind a formula, whether the formula
/// asks for it or a value that it reads does.
pub(super) fn behind(
    context: &Context<'_>,
    formula: &Formula,
    record: Option<RecordId>,
) -> Vec<String> {
    let mut read = Vec::new();
    let number = record.map(|record| record.number);
    gather(context, formula, number, &mut read);
    let mut said: Vec<String> = Vec::new();
    for reading in &read {
        let (Source::Packages(number, bought), Value::Money(_)) = (reading.source, reading.value)
        else {
            continue;
        };
        let sentence = sentence(context, number, bought, &read);
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    said
}

/// Everything a formula read, and the values it read in their turn.
fn gather(context: &Context<'_>, formula: &Formula, record: Option<u16>, read: &mut Vec<Operand>) {
    if context.secrets().result(formula.number) {
        return;
    }
    let Some(worked) = context.work_of(formula, record) else {
        return;
    };
    for reading in operand::operands(worked) {
        if let Source::Value(value, record) = reading.source {
            gather(context, &context.version().values[value].is, record, read);
        }
        read.push(reading);
    }
}

/// `Family packages for a single session: 1 × family of …; 2 × family of …
/// alone would be £189.00`.
fn sentence(context: &Context<'_>, number: PackagesId, bought: Bought, read: &[Operand]) -> String {
    let set = &context.version().packages[number];
    let name = if set.says.is_empty() {
        to_words(&set.id)
    } else {
        set.says.to_string()
    };
    let priced = |offer: &Package| price_in(context, offer, read);
    let mut parts = vec![format!("{name}: {}", counted(set, bought, priced))];
    for reading in read {
        let Source::Offer(of, offer, count) = reading.source else {
            continue;
        };
        let same = bought.0.get(usize::from(offer)) == Some(&count) && bought.kinds() == 1;
        if of != number || same {
            continue;
        }
        let offer = &set.offers[offer];
        let amount = reading.words(context);
        let part = format!("{} alone would be {amount}", times(count, offer));
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join("; ")
}

/// What one of a kind costs, as it was read: ` at £110.00`.
fn price_in(context: &Context<'_>, offer: &Package, read: &[Operand]) -> String {
    let TableResult::Charge(charge) = offer.gives else {
        return String::new();
    };
    let mut read = read.iter();
    let found = read.find(|reading| reading.source == Source::Charge(charge));
    found.map_or_else(String::new, |reading| {
        let amount = reading.words(context);
        format!(" at {amount}")
    })
}

/// `1 × family of up to 2 adults and 4 children`, and any others, each with
/// the words that `price` has for it.
pub(super) fn counted(
    set: &Packages,
    bought: Bought,
    price: impl Fn(&Package) -> String,
) -> String {
    let chosen = set.offers.iter().zip(bought.0);
    let chosen: Vec<String> = chosen
        .filter(|(_, count)| *count > 0)
        .map(|(offer, count)| times(count, offer) + &price(offer))
        .collect();
    if chosen.is_empty() {
        "none".to_owned()
    } else {
        listed(&chosen, "and")
    }
}

fn times(count: u16, offer: &Package) -> String {
    format!("{count} × {}", offer.says)
}
