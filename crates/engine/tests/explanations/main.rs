//! Explanations held against exhaustion: whatever an explanation says is tried, and
//! whatever it does not say is looked for, on random small books of which every
//! combination of facts can be tried, and on the council's rules.
//!
//! `cargo test -p almoner-engine --test explanations` compares a bounded number;
//! `tests/long/explanations` as many as it is asked to.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails where what it needs is missing"
)]

mod cost;
mod council;
mod random;
mod small_book;
mod small_days;
mod small_needed;
mod small_prices;
mod small_screenings;
mod small_totals;

use std::env;

/// How many cases are compared: of a long run what `ALMONER_CASES` says.
fn count(usual: usize) -> usize {
    number("ALMONER_CASES").unwrap_or(usual)
}

/// The number of the first small book that is compared: of a long run what `ALMONER_FROM`
/// says. Those before it are the same then, and are passed over.
fn first() -> usize {
    number("ALMONER_FROM").unwrap_or_default()
}

fn number(variable: &str) -> Option<usize> {
    let text = env::var(variable).ok()?;
    Some(text.parse().expect("it is a number"))
}

/// Whether a long run was asked for: each case is then compared with more.
fn is_long() -> bool {
    env::var_os("ALMONER_CASES").is_some()
}

#[test]
fn nearest_yes_matches_exhaustion() {
    small_screenings::compare(count(120));
}

#[test]
fn what_is_needed_matches_exhaustion() {
    small_needed::compare(count(120));
}

#[test]
fn timeline_matches_every_day_scanned() {
    small_days::compare(count(400).div_ceil(40));
}

#[test]
fn savings_match_exhaustion() {
    small_prices::compare(count(120));
}

#[test]
fn possible_totals_match_exhaustion() {
    small_totals::compare(count(300));
}

#[test]
fn council_screenings_are_explained_truly() {
    council::screenings(count(40).div_ceil(4));
}

#[test]
fn council_screenings_need_what_they_say() {
    council::needed(count(40).div_ceil(4));
}

#[test]
fn council_quotes_are_explained_truly() {
    council::quotes(count(40).div_ceil(4));
}

#[test]
fn council_explanations_stop_in_time() {
    council::costs(count(40).div_ceil(8));
}
