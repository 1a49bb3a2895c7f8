//! A second opinion: a small, slow and plain evaluator, which reads rule files
//! as they are parsed and shares no code with the engine's checks, program or
//! evaluation, is held against the engine on random books and random facts.
//!
//! Its rules are those of `docs/rules.md`. Where that says nothing, the rule was
//! settled by reading the engine, and the place has a comment that begins with
//! "As the engine". There this is no second opinion: the comparison shows that
//! the engine does what it did, not that this is right. It also shares with the
//! engine the parsers of files and of formulas, and a mistake in them is not
//! found.
//!
//! It covers every operator and function of formulas, amounts by a unit of time and their
//! conversion, values and values of records, tables, parameters, packages, calendars,
//! aggregates, ranks, lines with `for_each`, `cheapest_of`, `alternatives` and `refer`,
//! reductions and increases with their limits and rounding in all three orders, totals,
//! limits on lines together, VAT of prices that are charges alone, criteria, also about a
//! day of their own, what follows, schedules, the order of several applicants, values of
//! other rule sets, versions that are based on another, tariffs and variations, bookings
//! and screenings over a period, and facts that are missing, assumed, or given with days.
//!
//! Where a period is split is taken from the answer; that nothing changes within a part is
//! compared for a day in its midst and for its last.
//!
//! `cargo test -p almoner-engine --test reference` compares a bounded number.
//! `ALMONER_PAIRS=1000000 cargo test --release -p almoner-engine --test
//! reference -- --ignored --nocapture` compares as many as it is asked to.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    reason = "a test fails where what it needs is missing"
)]
#![expect(
    clippy::large_enum_variant,
    clippy::result_large_err,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::type_complexity,
    reason = "plain before fast"
)]

mod book;
mod case;
mod compare;
mod completions;
mod days;
mod formula;
mod fraction;
mod functions;
mod generate;
mod limits;
mod lists;
mod lookup;
mod operators;
mod periods;
mod priority;
mod quote;
mod quotes;
mod schedules;
mod screening;
mod small;
mod totals;
mod uses;
mod value;
mod versions;

use std::{
    env,
    sync::atomic::{AtomicU64, Ordering},
};

use proptest::{
    collection::vec,
    prelude::any,
    test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner},
};

use almoner_engine::source;

use crate::{
    book::Written,
    case::Case,
    generate::{Choices, facts, rules},
};

/// Questions to each book.
const QUESTIONS: usize = 20;

/// Books and questions for `cargo test`.
const BOOKS: u32 = 100;

/// What one run compared.
#[derive(Default)]
struct Counts {
    pairs: AtomicU64,
    refused: AtomicU64,
}

/// Compares books made of these seeds; panics with the smallest that differs.
fn compare(is_pricing: bool, books: u32, seed: u64) -> Counts {
    let counts = Counts::default();
    let config = Config {
        cases: books,
        max_shrink_iters: 300,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..Config::default()
    };
    let sequences = (
        vec(any::<u16>(), 20..400),
        vec(vec(any::<u16>(), 0..90), QUESTIONS),
    );
    let run = TestRunner::new(config).run(&sequences, |(of_book, of_questions)| {
        let files = rules::files(&mut Choices::new(&of_book), is_pricing);
        let Some(book) = compare::open(&files) else {
            counts.refused.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        };
        let sources = compare::sources(&files);
        let parsed = source::parse(&sources);
        let written = Written::new(&parsed);
        let rules = &files.last().expect("files").1;
        let mut cases = Vec::new();
        for numbers in &of_questions {
            let mut choices = Choices::new(numbers);
            let mut case = facts::case(&mut choices, rules);
            if files.iter().any(|(_, text)| text.contains("complete:")) {
                facts::completeness(&mut choices, &mut case);
            }
            counts.pairs.fetch_add(1, Ordering::Relaxed);
            compare::disagreement((&book, &written), &files, &case, is_pricing).map_err(|why| {
                let on = days::print(case.on);
                let later = files
                    .iter()
                    .filter(|(path, _)| path.ends_with("one/2019-03-01.ron"));
                let later: String = later.map(|(_, text)| text.as_str()).collect();
                TestCaseError::fail(format!("{why}\non {on}: {}\n{rules}\n{later}", case.json()))
            })?;
            cases.push(case);
        }
        if rules.contains("priority: [") {
            let few = &cases[..6.min(cases.len())];
            compare::ranking_disagreement(&book, &files, few).map_err(|why| {
                let facts: Vec<String> = few.iter().map(Case::json).collect();
                let on = days::print(few[0].on);
                TestCaseError::fail(format!("{why}\non {on}: {}\n{rules}", facts.join("\n")))
            })?;
        }
        Ok(())
    });
    match run {
        Ok(()) => counts,
        Err(TestError::Fail(why, _) | TestError::Abort(why)) => panic!("{}", why.message()),
    }
}

fn compare_some(is_pricing: bool) {
    let counts = compare(is_pricing, BOOKS, 20_261_127);
    let refused = counts.refused.into_inner();
    assert!(
        refused * 3 < u64::from(BOOKS),
        "{refused} of {BOOKS} books were refused"
    );
}

#[test]
fn quotes_agree_with_the_reference() {
    compare_some(true);
}

#[test]
fn screenings_agree_with_the_reference() {
    compare_some(false);
}

#[test]
fn outcome_is_settled_where_all_completions_have_it() {
    let (asked, settled) = small::compare(0..small::BOOKS);
    assert!(asked > 300, "{asked} questions");
    assert!(settled > 50, "{settled} settled with facts missing");
}

#[test]
#[ignore = "takes minutes: 10,000 books"]
fn many_outcomes_are_settled_where_all_completions_have_them() {
    let (asked, settled) = small::compare(0..10_000);
    println!("{asked} questions agree, {settled} of them settled with facts missing");
}

#[test]
#[ignore = "takes hours: ALMONER_PAIRS pairs, from the seed ALMONER_SEED on"]
fn many_answers_agree_with_the_reference() {
    let number =
        |name, otherwise| env::var(name).map_or(otherwise, |text| text.parse().expect("a number"));
    let (pairs, mut seed) = (
        number("ALMONER_PAIRS", 1_000_000),
        number("ALMONER_SEED", 1),
    );
    let (mut compared, mut refused) = (0, 0);
    while compared < pairs {
        for is_pricing in [true, false] {
            let counts = compare(is_pricing, 500, seed);
            compared += counts.pairs.into_inner();
            refused += counts.refused.into_inner();
        }
        println!("seed {seed}: {compared} pairs agree, {refused} books refused");
        seed += 1;
    }
}
