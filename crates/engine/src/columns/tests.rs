//! Columns give what the row evaluator gives, for every version of every rule
//! set of the council, facts missing and refused included.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{
    Bits, Column, ColumnValues, Days, ListColumn, RowsAnswered, RowsQuestion, Standing, Table,
    answer_rows::{answer_rows, by_columns_alone, by_rows_alone},
    dates, lower,
};
use crate::{
    base::{
        date::{self, Date},
        types::Type,
        value::Value,
    },
    book::Book,
    check::model::{Fact, Home, Version},
};

fn council() -> &'static Book {
    static BOOK: LazyLock<Book> =
        LazyLock::new(|| Book::from_files(almoner_built_in::files()).unwrap());
    &BOOK
}

/// Numbers that follow from a seed.
struct Random(u64);

impl Random {
    fn next(&mut self, below: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 >> 33).unwrap() % below.max(1)
    }

    fn one_in(&mut self, count: i64) -> bool {
        self.next(count) == 0
    }

    fn day(&mut self, from: Date, days: i64) -> i64 {
        dates::packed(date::add_days(from, self.next(days)).unwrap())
    }
}

fn whole_bounds(fact: &Fact) -> (i64, i64) {
    let end = |end: Option<Value>, open: i64| match end {
        Some(Value::Whole(whole)) => whole,
        Some(Value::Money(money)) => i64::try_from(money.min().trunc().mantissa()).unwrap_or(open),
        _ => open,
    };
    let low = end(fact.within.low, 0);
    (low, end(fact.within.high, low + 60))
}

/// Values of a fact: mostly those it may have.
fn values(fact: &Fact, on: Date, rows: usize, random: &mut Random) -> Option<ColumnValues> {
    let (low, high) = whole_bounds(fact);
    let span = (high - low).min(400) + 1;
    let number = |random: &mut Random| match random.one_in(40) {
        true => high + random.next(3),
        false => low + random.next(span),
    };
    Some(match &fact.ty {
        Type::YesNo => ColumnValues::YesNo(Bits::of((0..rows).map(|_| random.one_in(2)))),
        Type::Whole => ColumnValues::Whole((0..rows).map(|_| number(random)).collect()),
        Type::Number | Type::Money | Type::MoneyPer(_) | Type::Percent => {
            let values = (0..rows).map(|_| number(random) * 100 + random.next(100));
            ColumnValues::Decimal(values.collect(), 2)
        }
        Type::Date => {
            let first = date::add_days(on, -366 * 30).unwrap();
            let recent = date::add_days(on, -1000).unwrap();
            let days = (0..rows).map(|_| match random.one_in(3) {
                true => random.day(first, 366 * 31),
                false => random.day(recent, 1400),
            });
            ColumnValues::Date(days.collect())
        }
        Type::Time => ColumnValues::Time((0..rows).map(|_| random.next(24 * 60)).collect()),
        Type::Choice(options) => {
            let mut texts: Vec<String> = options.iter().map(str::to_owned).collect();
            texts.reverse();
            texts.push("no such option".to_owned());
            let count = i64::try_from(texts.len()).unwrap();
            let option = |random: &mut Random| match random.one_in(40) {
                true => count - 1,
                false => random.next(count - 1),
            };
            ColumnValues::Text((0..rows).map(|_| option(random)).collect(), texts)
        }
        Type::Choices(options) => {
            let texts: Vec<String> = options.iter().map(str::to_owned).collect();
            let sets = 1 << texts.len().min(20);
            let sparse = |random: &mut Random| random.next(sets) & random.next(sets);
            ColumnValues::Options((0..rows).map(|_| sparse(random)).collect(), texts)
        }
        Type::Text => {
            let texts = vec!["a text".to_owned(), "  ".to_owned()];
            let blank = (0..rows).map(|_| i64::from(random.one_in(30)));
            ColumnValues::Text(blank.collect(), texts)
        }
        Type::Days | Type::Months | Type::List => return None,
    })
}

fn column(fact: &Fact, on: Date, rows: usize, random: &mut Random) -> Option<Column> {
    let values = values(fact, on, rows, random)?;
    let absent = [2, 6, 50][usize::try_from(random.next(3)).unwrap()];
    Some(Column {
        name: fact.id.to_string(),
        values,
        given: Bits::of((0..rows).map(|_| !random.one_in(absent))),
    })
}

/// Random facts of a version; some of them are not among the columns.
fn table(version: &Version, on: Date, rows: usize, random: &mut Random) -> Table {
    let mut table = Table {
        rows,
        ..Table::default()
    };
    for fact in &version.facts {
        let is_case = matches!(fact.home, Home::Case | Home::Completeness(_));
        let is_rare = fact.assume.is_some() || !fact.relations.is_empty();
        if is_case && !random.one_in(if is_rare { 2 } else { 12 }) {
            table.columns.extend(column(fact, on, rows, random));
        }
    }
    for list in version.lists.ids() {
        let mut offsets = vec![0];
        for row in 0..rows {
            offsets.push(offsets[row] + usize::try_from(random.next(4)).unwrap());
        }
        let records = *offsets.last().unwrap();
        let fields = version.fields(list);
        table.lists.push(ListColumn {
            name: version.list_name(list).to_owned(),
            columns: fields
                .filter_map(|(_, fact)| column(fact, on, records, random))
                .collect(),
            given: Bits::of(
                offsets
                    .windows(2)
                    .map(|it| it[0] < it[1] || !random.one_in(3)),
            ),
            offsets,
        });
    }
    table
}

/// Gives the rows periods of a few weeks, where their ends are facts: random days are mostly
/// years apart.
fn shorten_periods(version: &Version, on: Date, table: &mut Table, random: &mut Random) {
    let Some(period) = version.period else { return };
    let (Some(first), Some(last)) = (period.from.fact(), period.to.fact()) else {
        return;
    };
    let rows = table.rows;
    let begins: Vec<i64> = (0..rows).map(|_| random.day(on, 500)).collect();
    let ends = begins.iter().map(|begins| {
        let from = dates::unpacked(*begins).unwrap();
        dates::packed(date::add_days(from, random.next(60) - 3).unwrap())
    });
    let ends = ends.collect();
    for (fact, days) in [(first, begins), (last, ends)] {
        let name = &version.facts[fact].id;
        table.columns.retain(|it| it.name != **name);
        table.columns.push(Column {
            name: name.to_string(),
            values: ColumnValues::Date(days),
            given: Bits::of((0..rows).map(|_| !random.one_in(20))),
        });
    }
}

/// The days on which a version and a tariff are in force, from the first on.
fn first_day(book: &Book, version: &Version) -> Date {
    let tariffs = book.contents().tariffs.iter();
    let first = tariffs.map(|tariff| tariff.in_force).min().unwrap();
    match version.charges.is_empty() {
        true => version.in_force,
        false => version.in_force.max(first),
    }
}

/// Asks about random rows of a version.
fn ask<T>(
    book: &Book,
    (rule_set, number): (&str, usize),
    (rows, seed): (usize, u64),
    check: impl FnOnce(&RowsQuestion<'_>, &Table) -> T,
) -> T {
    let mut random = Random(seed | 1);
    let set = book.program().rule_set(rule_set).unwrap();
    let version = &set.versions.as_slice()[number];
    let on = first_day(book, version);
    let mut table = table(version, on, rows, &mut random);
    if random.one_in(2) {
        shorten_periods(version, on, &mut table, &mut random);
    }
    let days = match random.next(3) {
        0 => Days::One(on),
        1 => Days::Unnamed,
        _ => Days::Each(
            (0..rows)
                .map(|_| random.day(on, 800) * i64::from(!random.one_in(2)))
                .collect(),
        ),
    };
    // Rates become known before or after the days asked about.
    let known = date::add_days(on, random.next(1000) - 200);
    let question = RowsQuestion {
        rule_set,
        days: &days,
        default_day: Some(on).filter(|_| !random.one_in(4)),
        known: known.filter(|_| random.one_in(2)),
        reasons: !random.one_in(3),
    };
    check(&question, &table)
}

fn assert_same(
    (found, expected): (&RowsAnswered, &RowsAnswered),
    row: usize,
    question: &RowsQuestion<'_>,
    table: &Table,
) {
    let (found, expected) = (found.row(row), expected.row(row));
    assert!(
        found == expected,
        "{question:?} row {row}: {:?}\n by columns {found:?}\n by row {expected:?}",
        super::row_facts::row_facts(table, row)
    );
}

/// Answers random rows of a version by columns, and those that columns answered by the
/// row evaluator too.
fn compare(book: &Book, version: (&str, usize), seed: u64) -> usize {
    ask(book, version, (150, seed), |question, table| {
        let (found, left) = by_columns_alone(book, question, table, 0..table.rows);
        let mut rows: Vec<usize> = (0..table.rows).collect();
        rows.retain(|row| left.binary_search(row).is_err());
        let expected = by_rows_alone(book, question, table, &rows);
        for row in &rows {
            assert_same((&found, &expected), *row, question, table);
        }
        rows.len()
    })
}

fn versions(book: &Book) -> Vec<(String, usize)> {
    let sets = book.rule_sets();
    let each = sets.flat_map(|set| (0..set.versions.len()).map(|at| (set.id.to_string(), at)));
    each.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn columns_give_what_the_row_evaluator_gives(seed in any::<u64>()) {
        let book = council();
        for (rule_set, version) in versions(book) {
            compare(book, (&rule_set, version), seed);
        }
    }
}

/// Rows that columns leave have their answers in their places.
#[test]
fn rows_that_columns_leave_are_answered_in_order() {
    let book = council();
    for (rule_set, version) in versions(book) {
        let rows = 12;
        ask(
            book,
            (&rule_set, version),
            (rows, 4711),
            |question, table| {
                let found = answer_rows(book, question, table, 4..rows);
                let expected = by_rows_alone(book, question, table, &(0..rows).collect::<Vec<_>>());
                for row in 4..rows {
                    let (found, expected) = (found.row(row - 4), expected.row(row));
                    assert_eq!(found, expected, "{question:?} row {row}");
                }
            },
        );
    }
}

/// Which rule sets columns answer, and which not: a change of either is meant.
#[test]
fn columns_answer_the_rule_sets_that_they_can() {
    let book = council();
    let mut answered: Vec<String> = Vec::new();
    for (rule_set, version) in versions(book) {
        let is_answered = |seed: u64| {
            ask(
                book,
                (&rule_set, version),
                (150, seed * 977),
                |question, table| by_columns_alone(book, question, table, 0..150).0.by_columns > 0,
            )
        };
        if !answered.contains(&rule_set) && (1..6).any(is_answered) {
            answered.push(rule_set);
        }
    }
    let meant = [
        "childcare",
        "council-tax",
        "grangewaters",
        "head-start",
        "music",
        "nursery",
        "play-scheme",
        "play-service",
        "private-tuition",
    ];
    for rule_set in meant {
        assert!(
            answered.iter().any(|it| it == rule_set),
            "{rule_set}: {answered:?}"
        );
    }
}

fn yes_no(name: &str, bits: &[bool]) -> Column {
    Column {
        name: name.to_owned(),
        values: ColumnValues::YesNo(Bits::of(bits.iter().copied())),
        given: Bits::all(true, bits.len()),
    }
}

/// Young people who meet every condition but that about convictions: without any,
/// with one that counts, with one and no support, and with one and a fact missing.
fn young_people() -> Table {
    let texts = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect();
    let all = |values: ColumnValues, name: &str| Column {
        name: name.to_owned(),
        values,
        given: Bits::all(true, 4),
    };
    let kinds = texts(&["training", "character"]);
    let mut agrees = yes_no("agrees_to_conditions", &[true; 4]);
    agrees.given = Bits::of([true, true, true, false].into_iter());
    Table {
        rows: 4,
        columns: vec![
            all(ColumnValues::Date(vec![19_980_301; 4]), "date_of_birth"),
            yes_no("in_care_or_care_leaver", &[true; 4]),
            yes_no("supported_by_inspire", &[true, true, false, true]),
            yes_no("in_education_employment_or_training", &[true; 4]),
            yes_no("is_employed", &[false; 4]),
            yes_no("eligible_for_social_housing", &[true; 4]),
            agrees,
            all(
                ColumnValues::Options(vec![0, 1, 1, 1], texts(&["violence"])),
                "unspent_convictions",
            ),
        ],
        lists: vec![ListColumn {
            name: "references".to_owned(),
            offsets: vec![0, 2, 4, 6, 8],
            given: Bits::all(true, 4),
            columns: vec![
                Column {
                    name: "kind".to_owned(),
                    values: ColumnValues::Text(vec![0, 1, 0, 1, 0, 1, 0, 1], kinds),
                    given: Bits::all(true, 8),
                },
                Column {
                    given: Bits::of((0..8).map(|record| record % 2 == 1)),
                    ..yes_no("relative", &[false; 8])
                },
            ],
        }],
    }
}

/// As in any list that others see: a conviction makes it a case for the panel, and
/// the row says no more than that.
#[test]
fn convictions_do_not_show_in_rows() {
    let (book, table) = (council(), young_people());
    let days = Days::One("2018-06-15".parse().unwrap());
    let question = RowsQuestion {
        rule_set: "head-start",
        days: &days,
        default_day: None,
        known: None,
        reasons: true,
    };
    let by_columns = answer_rows(book, &question, &table, 0..4);
    let by_rows = by_rows_alone(book, &question, &table, &[0, 1, 2, 3]);
    assert_eq!(by_columns.by_columns, 3);
    for answered in [by_columns, by_rows] {
        let outcomes = answered.outcomes.iter().flatten().map(|it| it.name());
        let meant = ["eligible", "refer", "not_eligible", "undetermined"];
        assert_eq!(outcomes.collect::<Vec<_>>(), meant);
        let rows: Vec<_> = (0..4).map(|row| answered.row(row)).collect();
        assert!(rows[1].criteria.iter().all(Option::is_none), "{rows:?}");
        assert!(rows[1].missing.is_empty());
        let mut entries = answered.entries.iter();
        let secret = entries.position(|it| **it == *"offences").unwrap();
        for row in [0, 2, 3] {
            assert_eq!(rows[row].criteria[secret], None, "{rows:?}");
            assert!(rows[row].criteria.iter().any(Option::is_some), "{rows:?}");
        }
        assert_eq!(rows[3].missing, ["agrees_to_conditions".into()]);
    }
}

/// An eligible young person, and as many more who each lack one of the facts: of all of them
/// another fact is a no, if `refused`.
fn each_lacks_a_fact(refused: Option<&str>) -> Table {
    let one = young_people();
    let names = one.columns.iter().map(|it| it.name.clone());
    let names: Vec<String> = names.filter(|it| Some(it.as_str()) != refused).collect();
    let rows = names.len() + 1;
    let repeated = |column: &Column| {
        let lacks = |row: usize| row > 0 && names[row - 1] == column.name;
        let is_refused = Some(column.name.as_str()) == refused;
        let values = match &column.values {
            ColumnValues::YesNo(yes) => ColumnValues::YesNo(Bits::of(
                (0..rows).map(|row| yes.get(0) && !(is_refused && row > 0)),
            )),
            ColumnValues::Date(days) => ColumnValues::Date(vec![days[0]; rows]),
            ColumnValues::Options(_, texts) => ColumnValues::Options(vec![0; rows], texts.clone()),
            other => panic!("{other:?}"),
        };
        Column {
            name: column.name.clone(),
            values,
            given: Bits::of((0..rows).map(|row| !lacks(row))),
        }
    };
    let list = &one.lists[0];
    let records = |column: &Column| {
        let first = |given: &Bits| Bits::of((0..2 * rows).map(|record| given.get(record % 2)));
        let values = match &column.values {
            ColumnValues::YesNo(yes) => ColumnValues::YesNo(first(yes)),
            ColumnValues::Text(kinds, texts) => {
                let kinds = (0..2 * rows).map(|record| kinds[record % 2]);
                ColumnValues::Text(kinds.collect(), texts.clone())
            }
            other => panic!("{other:?}"),
        };
        Column {
            name: column.name.clone(),
            values,
            given: first(&column.given),
        }
    };
    Table {
        rows,
        columns: one.columns.iter().map(repeated).collect(),
        lists: vec![ListColumn {
            name: list.name.clone(),
            offsets: (0..=rows).map(|row| 2 * row).collect(),
            given: Bits::all(true, rows),
            columns: list.columns.iter().map(records).collect(),
        }],
    }
}

/// No search of completions is left to the row evaluator, and rows that are refused for
/// another reason are not left to it at all.
#[test]
fn rows_that_lack_a_fact_need_no_search() {
    let book = council();
    let days = Days::One("2018-06-15".parse().unwrap());
    let question = RowsQuestion {
        rule_set: "head-start",
        days: &days,
        default_day: None,
        known: None,
        reasons: true,
    };
    for refused in [None, Some("eligible_for_social_housing")] {
        let table = each_lacks_a_fact(refused);
        let all: Vec<usize> = (0..table.rows).collect();
        let (found, left) = by_columns_alone(book, &question, &table, 0..table.rows);
        assert!(left.is_empty(), "{left:?}");
        let expected = by_rows_alone(book, &question, &table, &all);
        for row in all {
            assert_same((&found, &expected), row, &question, &table);
        }
        let open = |criteria: &Vec<Option<Standing>>| {
            let mut rows = criteria.iter().skip(1);
            rows.any(|it| *it == Some(Standing::Undetermined))
        };
        assert!(found.criteria.iter().filter(|it| open(it)).count() > 5);
        // In training, whether they are employed does not matter.
        let answered = match refused {
            None => 2,
            Some(_) => table.rows,
        };
        assert_eq!(found.by_columns, answered, "{refused:?}");
    }
}

#[test]
fn what_falls_back_is_named_with_the_reason() {
    let book = council();
    let set = book.program().rule_set("grangewaters").unwrap();
    let on = first_day(book, set.newest());
    let ruling = book.program().select("grangewaters", on, None).unwrap();
    let lowered = lower(&ruling, &Table::default(), on..=on);
    for it in lowered.falls_back() {
        assert!(!it.step.is_empty() && !it.why.is_empty(), "{it:?}");
        assert!(!it.why.ends_with('.'), "{it:?}");
    }
}

/// A row in which the test of an `if` may not apply is for the row evaluator, though both
/// branches are the same.
#[test]
fn choice_by_a_test_that_may_not_apply_is_not_settled_in_columns() {
    let rules = r#"Eligibility(
        id: "one", title: "One", in_force: "2018-04-01",
        decided: Adopted(on: "2018-01-01", by: "C"), source: "Paper",
        facts: [
            (id: "either", is: YesNo, ask: "?", changes: Never),
            (id: "n", is: Whole, within: "0..9", ask: "?", changes: Never),
        ],
        values: [(id: "chosen", when: "n < 3", is: "either")],
        criteria: [(id: "tested", says: "T", cite: "1", holds: "(if chosen then 5 else 5) > 6")],
    )"#;
    let book = Book::from_files(&[("rules/one/2018-04-01.ron".to_owned(), rules.as_bytes())]);
    let book = book.unwrap();
    let on = date::parse("2018-05-01");
    let mut either = yes_no("either", &[true; 4]);
    either.given = Bits::of([true, false, true, false].into_iter());
    let table = Table {
        rows: 4,
        columns: vec![
            either,
            Column {
                name: "n".to_owned(),
                values: ColumnValues::Whole(vec![1, 1, 9, 9]),
                given: Bits::of([false, true, true, false].into_iter()),
            },
        ],
        lists: Vec::new(),
    };
    let question = RowsQuestion {
        rule_set: "one",
        days: &Days::Unnamed,
        default_day: on,
        known: None,
        reasons: true,
    };
    let found = answer_rows(&book, &question, &table, 0..4);
    let expected = by_rows_alone(&book, &question, &table, &[0, 1, 2, 3]);
    for row in 0..4 {
        assert_same((&found, &expected), row, &question, &table);
    }
}
