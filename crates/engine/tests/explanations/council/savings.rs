//! Cheaper bookings found by trying: every option of the facts that can be changed and
//! were given, numbers up to two steps either way, alone and in pairs.

use almoner_engine::{
    Book, Date, Outcome,
    base::types::Type,
    check::model::{Changes, Home, RuleSet},
    eval::quote::LineState,
};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Facts, answered, version_on};

/// How many steps each way a number is tried.
const STEPS: i64 = 2;

/// A change of one fact.
#[derive(Clone)]
struct Try {
    name: String,
    value: Value,
    is_more: bool,
    /// To what share of it something is made smaller.
    share: Option<Decimal>,
}

/// What a booking comes to, and how many of its lines apply.
#[derive(Clone, Copy)]
struct Priced {
    total: Decimal,
    lines: usize,
}

/// The lowest total below the present one, among changes that are no mere loss, with the
/// facts that give it; and how many changes were tried.
pub(super) fn best(
    book: &Book,
    set: &RuleSet,
    (on, facts): (Date, &Facts),
) -> (Option<(Decimal, Facts)>, usize) {
    let Some(now) = priced(book, set, on, facts) else {
        return (None, 0);
    };
    let tries = tries(set, on, facts);
    let mut tried = 0;
    let mut better = |of: &[&Try]| {
        tried += 1;
        let mut changed = facts.clone();
        for it in of {
            changed.insert(it.name.clone(), it.value.clone());
        }
        let new = priced(book, set, on, &changed)?;
        Some((new.total, changed, is_better(of, now, new)))
    };
    let alone: Vec<Option<(Decimal, Facts, bool)>> = tries.iter().map(|it| better(&[it])).collect();
    let is_alone = |at: usize| alone[at].as_ref().is_some_and(|it| it.2);
    let moved = |at: usize| alone[at].as_ref().map(|it| it.0 - now.total);
    let mut found: Vec<(Decimal, Facts)> = Vec::new();
    found.extend(
        alone
            .iter()
            .flatten()
            .filter(|it| it.2)
            .map(|it| (it.0, it.1.clone())),
    );
    for (number, first) in tries.iter().enumerate() {
        for (other, second) in tries.iter().enumerate().skip(number + 1) {
            // One that has no price by itself is another booking.
            let has_no_price = alone[number].is_none() || alone[other].is_none();
            if first.name == second.name || has_no_price || is_alone(number) || is_alone(other) {
                continue;
            }
            let Some((total, changed, true)) = better(&[first, second]) else {
                continue;
            };
            // Two that only add up are two choices, and no better than each.
            let sum = moved(number)
                .zip(moved(other))
                .map(|(a, b)| now.total + a + b);
            if sum != Some(total) {
                found.push((total, changed));
            }
        }
    }
    found.retain(|it| it.0 < now.total);
    (found.into_iter().min_by_key(|it| it.0), tried)
}

fn is_better(tries: &[&Try], now: Priced, new: Priced) -> bool {
    if new.lines < now.lines {
        return false;
    }
    let share: Decimal = tries.iter().filter_map(|it| it.share).product();
    let is_more = tries.iter().all(|it| it.is_more);
    match tries.iter().any(|it| it.share.is_some()) {
        true => new.total < now.total && new.total < now.total * share,
        false => new.total < now.total || (is_more && new.total == now.total),
    }
}

fn priced(book: &Book, set: &RuleSet, on: Date, facts: &Facts) -> Option<Priced> {
    answered(book, &set.id, on, facts, |_, answer| {
        let total = answer.total().filter(|it| !it.is_range())?;
        let quotes = answer.parts().filter_map(|it| it.quote());
        let lines = quotes.flat_map(|it| &it.lines);
        let lines = lines.filter(|it| !matches!(it.state, LineState::DoesNotApply(_)));
        (answer.outcome() == Outcome::Quoted).then(|| Priced {
            total: total.min(),
            lines: lines.count(),
        })
    })?
}

fn tries(set: &RuleSet, on: Date, facts: &Facts) -> Vec<Try> {
    let mut tries = Vec::new();
    let can = version_on(set, on).facts.iter();
    for fact in can.filter(|it| it.changes == Changes::Can && it.home == Home::Case) {
        let Some(now) = facts.get(&*fact.id) else {
            continue;
        };
        let mut other = |value: Value, is_more, share| {
            tries.push(Try {
                name: fact.id.to_string(),
                value,
                is_more,
                share,
            });
        };
        match &fact.ty {
            Type::Whole => {
                let Some(now) = number(now) else { continue };
                for value in now - STEPS..=now + STEPS {
                    let share =
                        (value < now).then(|| Decimal::from(value) / Decimal::from(now.max(1)));
                    if value >= 0 && value != now {
                        other(json!(value), value > now, share);
                    }
                }
            }
            Type::YesNo => [true, false]
                .into_iter()
                .filter(|it| !is_yes_no(now, *it))
                .for_each(|it| other(json!(it), false, None)),
            Type::Choice(options) => options
                .iter()
                .filter(|it| now != it)
                .for_each(|it| other(json!(it), false, None)),
            Type::Choices(options) => {
                let chosen = chosen(now);
                for option in options.iter() {
                    let mut new: Vec<&str> = chosen
                        .iter()
                        .map(String::as_str)
                        .filter(|it| *it != option)
                        .collect();
                    if new.len() == chosen.len() {
                        new.push(option);
                    }
                    other(json!(new), false, None);
                }
            }
            _ => {}
        }
    }
    tries
}

/// A number as JSON or as cases write it.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn is_yes_no(value: &Value, yes: bool) -> bool {
    *value == json!(yes) || value == if yes { "yes" } else { "no" }
}

fn chosen(value: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match value {
        Value::Array(options) => options.iter().filter_map(text).collect(),
        value => text(value)
            .into_iter()
            .flat_map(|it| it.split(['+', ',']).map(str::to_owned).collect::<Vec<_>>())
            .filter(|it| it != "none")
            .collect(),
    }
}
