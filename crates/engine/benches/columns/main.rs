//! `cargo bench --bench columns`: nanoseconds a row by columns, for every rule set,
//! next to the row evaluator, and for music to a loop written by hand. One
//! thread, in processor time; the best of several measurements. `-- music nursery 20000` runs these alone, with as
//! many rows.
#![expect(
    clippy::expect_used,
    clippy::string_slice,
    reason = "a bench stops where its ground is missing, and speaks to nobody"
)]

mod population;

use std::{
    hint::black_box,
    sync::LazyLock,
    time::{Duration, Instant},
};

use almoner_engine::{
    Book, Question,
    answer::Detail,
    columns::{Days, LoweredRules, RowsQuestion, Table, answer_rows_with},
    facts::GivenFacts,
};
use population::{Lessons, facts_of, lessons, population};

/// Rows of each population, unless others are named: more than the cache holds.
const ROWS: usize = 100_000;

/// Rows that the row evaluator answers.
const ROWS_BY_ROW: usize = 1_000;

const MEASUREMENTS: usize = 3;

/// The system counts processor time in ticks of some milliseconds.
const LEAST_MEASURED: Duration = Duration::from_millis(150);

fn main() {
    let book = Book::from_files(almoner_built_in::files()).expect("the book opens");
    println!(
        "rule set         rows by columns   columns ns/row   columns alone ns/row   row by row ns/row"
    );
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rows = arguments.iter().find_map(|it| it.parse().ok());
    let rows: usize = rows.unwrap_or(ROWS);
    let is_name = |it: &&String| !it.starts_with('-') && it.parse::<usize>().is_err();
    let named: Vec<&String> = arguments.iter().filter(is_name).collect();
    for set in book.rule_sets() {
        if !named.is_empty() && !named.iter().any(|it| **it == *set.id) {
            continue;
        }
        let (table, on) = population(&book, set, rows);
        line(&book, &set.id, &table, on);
    }
    by_hand(&book, rows);
}

fn line(book: &Book, rule_set: &str, table: &Table, on: almoner_engine::Date) {
    let days = Days::One(on);
    let question = RowsQuestion {
        rule_set,
        days: &days,
        default_day: None,
        known: None,
        reasons: false,
    };
    // As for all parts of a large table, the rules are lowered once.
    let mut rules = LoweredRules::default();
    let mut answer = |table: &Table| {
        let answered = answer_rows_with(book, &question, table, 0..table.rows, &mut rules);
        black_box(answered).by_columns
    };
    let mut by_columns = 0;
    let all = best(|| {
        by_columns = answer(table);
    });
    // Rows that fall back take most of the time: columns are also timed on a table of
    // which they answer every row.
    let answered = population::answered_by_columns(book, &question, table);
    let alone = (answered.rows > 0).then(|| {
        let time = best(|| {
            answer(&answered);
        });
        per_row(time, answered.rows)
    });
    let rows: Vec<GivenFacts<'_>> = (0..ROWS_BY_ROW.min(table.rows))
        .map(|row| facts_of(table, row))
        .collect();
    let by_row = best(|| {
        for facts in &rows {
            let question = Question::new(rule_set).on(on).facts(facts.clone());
            let _ = black_box(book.answer(&question.detail(Detail::Silent)));
        }
    });
    println!(
        "{rule_set:16} {:>14} % {:>16} {:>22} {:>19}",
        share(by_columns, table.rows),
        per_row(all, table.rows),
        alone.map_or("–".to_owned(), |it| it.to_string()),
        per_row(by_row, rows.len())
    );
}

/// A part of a whole in percent, with one decimal.
fn share(part: usize, whole: usize) -> String {
    let tenths = part * 1000 / whole.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn per_row(time: Duration, rows: usize) -> u128 {
    time.as_nanos() / u128::try_from(rows).unwrap_or(1)
}

/// What one run takes: the best of several measurements, each of as many runs as fill a
/// while.
fn best(mut run: impl FnMut()) -> Duration {
    let time = || {
        let start = processor_time();
        let mut runs = 0;
        loop {
            run();
            runs += 1;
            let taken = processor_time().saturating_sub(start);
            if taken >= LEAST_MEASURED {
                return taken / runs;
            }
        }
    };
    std::iter::repeat_with(time)
        .take(MEASUREMENTS)
        .min()
        .unwrap_or_default()
}

/// How long this thread has run on a processor: other work on the machine does not count.
/// Where the system does not say, the time by the clock.
fn processor_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = stat.and_then(|it| it.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// The tuition of music alone: what a careful person types, in whole pennies.
fn by_hand(book: &Book, count: usize) {
    let rows: Vec<Lessons> = lessons(count);
    let time = best(|| {
        let mut total = 0i64;
        for it in &rows {
            let each = (2 * 3000 * it.minutes + 60 * it.pupils) / (2 * 60 * it.pupils);
            let gross = each * it.lessons;
            let reduced = (it.free_school_meals && it.key_stage >= 2) || it.pupil_premium;
            total += if reduced { (gross + 1) / 2 } else { gross };
        }
        black_box(total);
    });
    let table = population::lessons_table(&rows);
    let on = "2018-05-01".parse().expect("a day");
    let days = Days::One(on);
    let question = RowsQuestion {
        rule_set: "music",
        days: &days,
        default_day: None,
        known: None,
        reasons: false,
    };
    let mut total = 0;
    let mut rules = LoweredRules::default();
    let columns = best(|| {
        let rows = 0..table.rows;
        let answered = answer_rows_with(book, &question, &table, rows, &mut rules);
        let totals = (0..answered.len()).filter_map(|row| answered.totals.get(row));
        total = totals.map(|(low, _)| low).sum::<i64>();
    });
    println!(
        "\nmusic, tuition alone: by hand {} ns/row, columns {} ns/row; £{}.{:02} in all",
        per_row(time, count),
        per_row(columns, count),
        total / 100,
        total % 100
    );
}
