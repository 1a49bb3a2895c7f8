//! What limits on lines together change, each with what bears the difference.

use super::{
    amount::Amount,
    context::Context,
    value_words::{self, from_to, listed},
};
use crate::{
    base::{date::Date, ids::RecordId, money::Money, ratio::Ratio},
    check::model::LimitOver,
    eval::price_limits::{Bearer, Changed, LimitState, Limited},
};

/// A limit that changes what lines come to together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitView {
    /// The limit's id.
    pub id: String,
    /// What it is, with the month or the record that it is for.
    pub label: String,
    /// What it adds or takes off.
    pub amount: Amount,
    /// What bears the difference, in words: `taken off child 2`.
    pub note: String,
    /// How open points were read.
    pub reading: Option<String>,
}

/// A part with its days; of a quote in one part without.
pub(super) type PartOf<'c, 'a> = (&'c Context<'a>, Option<(Date, Date)>);

/// The limits that change something.
pub(super) fn limits(limits: &[Limited], parts: &[PartOf<'_, '_>]) -> Vec<LimitView> {
    let views = limits.iter().filter_map(|limited| {
        let LimitState::Changed(changed) = &limited.state else {
            return None;
        };
        view(limited, changed, parts)
    });
    views.collect()
}

fn view(limited: &Limited, changed: &Changed, parts: &[PartOf<'_, '_>]) -> Option<LimitView> {
    let (context, days) = parts.get(limited.parts.0)?;
    let version = context.version();
    let limit = &version.limits[limited.limit];
    let record = RecordId::of(limit.for_each, limited.record);
    let mut label = context.say(&limit.says, record);
    if let Some(record) = record {
        label.push_str(&format!(", {}", version.record_words(record)));
    }
    if let (LimitOver::Month, Some((first, _))) = (limit.over, days) {
        label.push_str(&format!(", {}", first.strftime("%B %Y")));
    }
    let (verb, amount) = match (changed.difference.low(), changed.difference.high()) {
        (_, high) if high <= Ratio::ZERO => (
            "taken off",
            Amount::deduction(Some(without_sign(changed.difference))),
        ),
        (low, _) if low >= Ratio::ZERO => ("added to", Amount::added(Some(changed.difference))),
        _ => (
            "added to or taken off",
            Amount::settled(Some(changed.difference)),
        ),
    };
    let bearers: Vec<String> = changed
        .bearers
        .iter()
        .filter_map(|it| bearer(it, parts, changed.bearers.len() > 1))
        .collect();
    Some(LimitView {
        id: limit.id.to_string(),
        label,
        amount,
        note: format!("{verb} {}", listed(&bearers, "and")),
        reading: limit.reading.as_deref().map(value_words::sentence),
    })
}

/// An amount with both ends turned round: `£0.11` of `−£0.11`.
fn without_sign(difference: Money) -> Money {
    Money::of_ends([-difference.low(), -difference.high()])
}

/// `child 2`, `10 May 2023 to 31 May 2023`, `“Lunch” (£1.00)`.
fn bearer(it: &Bearer, parts: &[PartOf<'_, '_>], with_amount: bool) -> Option<String> {
    let (context, days) = parts.get(it.part)?;
    let version = context.version();
    let line = &version.lines[it.line];
    let record = RecordId::of(line.for_each, it.record);
    let record_words = record.map(|record| version.record_words(record));
    let days = days.map(|(first, last)| from_to(first, last));
    let whose: Vec<String> = record_words.into_iter().chain(days).collect();
    let mut words = match whose.is_empty() {
        true => format!("“{}”", context.say(&line.says, record)),
        false => whose.join(", "),
    };
    if with_amount {
        let amount = match it.difference.high() <= Ratio::ZERO {
            true => without_sign(it.difference),
            false => it.difference,
        };
        words.push_str(&format!(" ({amount})"));
    }
    Some(words)
}
