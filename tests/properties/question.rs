//! The questions: every rule set of the books, on days that matter.

use std::{path::Path, sync::LazyLock};

use almoner::text::diagnostics::draw;
use almoner_engine::{
    base::date::{self, Date},
    book::open,
    load::BookFrom,
    program::model::{Program, Ruling},
};
use proptest::{
    strategy::Strategy,
    test_runner::{Config, RngAlgorithm, TestCaseResult, TestError, TestRng, TestRunner},
};

static COUNCIL: LazyLock<Program> =
    LazyLock::new(|| program(BookFrom::Files(almoner_built_in::files())));
static EVERY_PART: LazyLock<Program> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/properties/every-part");
    program(BookFrom::Directory(&path))
});

/// Days on which one answer could part from the next: the ends of the years,
/// leap days, and some day within.
const DAYS: [&str; 8] = [
    "2016-06-01",
    "2017-04-01",
    "2018-02-28",
    "2018-03-31",
    "2018-04-01",
    "2018-09-17",
    "2019-03-31",
    "2024-02-29",
];

fn program(from: BookFrom<'_>) -> Program {
    let opened = open(from).expect("the book is there");
    let remarks = draw(&opened.sources, &opened.diagnostics, false);
    opened
        .book
        .unwrap_or_else(|| panic!("the book has errors:\n{remarks}"))
        .into_program()
}

/// Every rule set of both books on every day it answers for, with its name.
pub(crate) fn questions() -> Vec<(Ruling<'static>, String)> {
    let mut questions = Vec::new();
    for program in [&*COUNCIL, &*EVERY_PART] {
        for set in &program.contents().rule_sets {
            let days = DAYS.iter().filter_map(|day| date::parse(day));
            let rulings = days.filter_map(|on: Date| program.select(&set.id, on, None).ok());
            questions.extend(rulings.map(|it| (it, format!("{} on {}", set.id, it.on))));
        }
    }
    questions
}

/// Runs a property on cases at random, the same ones every time.
pub(crate) fn run<S: Strategy>(
    share: u32,
    name: &str,
    strategy: S,
    test: impl Fn(S::Value) -> TestCaseResult,
) {
    let mut config = Config::default();
    config.cases = (config.cases / share).max(1);
    config.failure_persistence = None;
    let same = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, same);
    match runner.run(&strategy, test) {
        Ok(()) => {}
        Err(TestError::Fail(why, case)) => panic!("{name}: {why}\n{case:?}"),
        Err(TestError::Abort(why)) => panic!("{name}: {why}"),
    }
}
