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
mod columns;
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
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};

use proptest::{
    collection::vec,
    prelude::any,
    test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner},
};

use almoner_engine::{Book, source};

use crate::{
    book::Written,
    case::Case,
    compare::Files,
    generate::{Choices, facts, numbers, rules},
};

/// Questions to each book.
const QUESTIONS: usize = 20;

/// Books and questions for `cargo test`.
const BOOKS: u32 = 100;

/// What one run compared.
struct Counts {
    pairs: u64,
    refused: u64,
}

/// Asks questions to books made of this seed; panics with the smallest book of which the check
/// fails. The files may be changed before they are opened.
fn for_random_books(
    (is_pricing, books, seed): (bool, u32, u64),
    changed: impl Fn(Files, &mut Choices<'_>) -> Files,
    check: impl Fn(&Files, &Book, &[Case], &mut Choices<'_>) -> Result<(), String>,
) -> u64 {
    let refused = AtomicU64::new(0);
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
        let seed = of_book.iter().map(|it| u64::from(*it)).sum();
        let further = numbers(seed, 13, 40);
        let mut further = Choices::new(&further);
        let files = rules::files(&mut Choices::new(&of_book), is_pricing);
        let files = changed(files, &mut further);
        let Some(book) = compare::open(&files) else {
            refused.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        };
        let rules = &files.last().expect("files").1;
        let has_completeness = files.iter().any(|(_, text)| text.contains("complete:"));
        let cases = of_questions.iter().map(|numbers| {
            let mut choices = Choices::new(numbers);
            let mut case = facts::case(&mut choices, rules);
            if has_completeness {
                facts::completeness(&mut choices, &mut case);
            }
            case
        });
        let cases: Vec<Case> = cases.collect();
        check(&files, &book, &cases, &mut further).map_err(TestCaseError::fail)
    });
    match run {
        Ok(()) => refused.into_inner(),
        Err(TestError::Fail(why, _) | TestError::Abort(why)) => panic!("{}", why.message()),
    }
}

/// Compares books made of these seeds; panics with the smallest that differs.
fn compare(is_pricing: bool, books: u32, seed: u64) -> Counts {
    let pairs = AtomicU64::new(0);
    let unchanged = |files, _: &mut Choices<'_>| files;
    let refused = for_random_books(
        (is_pricing, books, seed),
        unchanged,
        |files, book, cases, _| {
            let sources = compare::sources(files);
            let parsed = source::parse(&sources);
            let written = Written::new(&parsed);
            let rules = &files.last().expect("files").1;
            for case in cases {
                pairs.fetch_add(1, Ordering::Relaxed);
                compare::disagreement((book, &written), files, case, is_pricing).map_err(
                    |why| {
                        let on = days::print(case.on);
                        let later = files
                            .iter()
                            .filter(|(path, _)| path.ends_with("one/2019-03-01.ron"));
                        let later: String = later.map(|(_, text)| text.as_str()).collect();
                        format!("{why}\non {on}: {}\n{rules}\n{later}", case.json())
                    },
                )?;
            }
            if rules.contains("priority: [") {
                let few = &cases[..6.min(cases.len())];
                compare::ranking_disagreement(book, files, few).map_err(|why| {
                    let facts: Vec<String> = few.iter().map(Case::json).collect();
                    let on = days::print(few[0].on);
                    format!("{why}\non {on}: {}\n{rules}", facts.join("\n"))
                })?;
            }
            Ok(())
        },
    );
    Counts {
        pairs: pairs.into_inner(),
        refused,
    }
}

/// Compares what columns answer with the row evaluator, for books made of this seed.
fn compare_columns(is_pricing: bool, books: u32, seed: u64) -> columns::Compared {
    let (rows, by_columns) = (AtomicUsize::new(0), AtomicUsize::new(0));
    for_random_books(
        (is_pricing, books, seed),
        columns::declared,
        |files, book, cases, choices| {
            let compared = columns::disagreement(book, cases, choices).map_err(|why| {
                let own = files
                    .iter()
                    .filter(|(path, _)| path.starts_with("rules/one/"));
                let own: Vec<&str> = own.map(|(_, text)| text.as_str()).collect();
                format!("{why}\n{}", own.join("\n"))
            })?;
            rows.fetch_add(compared.rows, Ordering::Relaxed);
            by_columns.fetch_add(compared.by_columns, Ordering::Relaxed);
            Ok(())
        },
    );
    columns::Compared {
        rows: rows.into_inner(),
        by_columns: by_columns.into_inner(),
    }
}

fn compare_some(is_pricing: bool) {
    let counts = compare(is_pricing, BOOKS, 20_261_127);
    let refused = counts.refused;
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
fn columns_agree_with_the_row_evaluator() {
    for is_pricing in [true, false] {
        let compared = compare_columns(is_pricing, BOOKS, 20_261_128);
        // Many formulas have no columns, and rows that lack a fact are open.
        assert!(compared.by_columns * 20 > compared.rows, "{compared:?}");
    }
}

#[test]
#[ignore = "takes hours: ALMONER_PAIRS rows, from the seed ALMONER_SEED on"]
fn many_columns_agree_with_the_row_evaluator() {
    let (rows, mut seed) = (
        number("ALMONER_PAIRS", 1_000_000),
        number("ALMONER_SEED", 1),
    );
    let (mut compared, mut by_columns) = (0, 0);
    while compared < rows {
        for is_pricing in [true, false] {
            let found = compare_columns(is_pricing, 500, seed);
            compared += u64::try_from(found.rows).expect("a small number");
            by_columns += found.by_columns;
        }
        println!("seed {seed}: {compared} rows agree, {by_columns} by columns");
        seed += 1;
    }
}

/// A number from the environment.
fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
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
    let (pairs, mut seed) = (
        number("ALMONER_PAIRS", 1_000_000),
        number("ALMONER_SEED", 1),
    );
    let (mut compared, mut refused) = (0, 0);
    while compared < pairs {
        for is_pricing in [true, false] {
            let counts = compare(is_pricing, 500, seed);
            compared += counts.pairs;
            refused += counts.refused;
        }
        println!("seed {seed}: {compared} pairs agree, {refused} books refused");
        seed += 1;
    }
}
