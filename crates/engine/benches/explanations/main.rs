//! What explanations of the council's rules cost: for 1,000 random cases of each rule
//! set how often facts were evaluated, and how long it took; median and worst.
//!
//! `cargo bench -p almoner-engine --bench explanations`, with another number of cases as
//! an argument; with the argument `compare` each explanation is also tried, as in
//! `tests/long/explanations`.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench stops where its ground is missing, and speaks to nobody"
)]
#[path = "../../tests/explanations/cost.rs"]
mod cost;
#[path = "../../tests/explanations/council/mod.rs"]
mod council;
#[path = "../../tests/explanations/random.rs"]
mod random;

use std::env;

/// The cases of a rule set unless another number is asked for.
const CASES: usize = 1_000;

/// What each explanation is compared with: with as much as in a long run of the tests.
fn is_long() -> bool {
    true
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let cases = arguments.iter().find_map(|it| it.parse().ok());
    let cases = cases.unwrap_or(CASES);
    council::costs(cases);
    if arguments.iter().any(|it| it == "compare") {
        council::screenings(cases);
        council::needed(cases);
        council::quotes(cases);
    }
}
