//! Tables of random facts, and questions about them.

use crate::{
    base::{
        date::{self, Date},
        types::Type,
        value::Value,
    },
    book::Book,
    check::model::{Fact, Home, Version},
    columns::{Bits, Column, ColumnValues, Days, ListColumn, RowsQuestion, Table, dates},
};

/// Numbers that follow from a seed.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self, below: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 >> 33).unwrap() % below.max(1)
    }

    pub(super) fn one_in(&mut self, count: i64) -> bool {
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
    let number = |random: &mut Random| match random.next(160) {
        0..4 => high + random.next(3),
        4 => low - 1,
        5 => i64::MIN,
        6 => i64::MAX,
        _ => low + random.next(span),
    };
    Some(match &fact.ty {
        Type::YesNo => ColumnValues::YesNo(Bits::of((0..rows).map(|_| random.one_in(2)))),
        Type::Whole => ColumnValues::Whole((0..rows).map(|_| number(random)).collect()),
        Type::Number | Type::Money | Type::MoneyPer(_) | Type::Percent => {
            let values = (0..rows).map(|_| match number(random).checked_mul(100) {
                Some(number) => number + random.next(100),
                None => i64::MIN,
            });
            ColumnValues::Decimal(values.collect(), 2)
        }
        Type::Date => ColumnValues::Date((0..rows).map(|_| any_day(on, random)).collect()),
        Type::Time => {
            // Up to the end of the day, and beyond.
            let minutes = (0..rows).map(|_| random.next(24 * 60 + 5) - 2);
            ColumnValues::Time(minutes.collect())
        }
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
            let mut texts: Vec<String> = options.iter().map(str::to_owned).collect();
            texts.reverse();
            let sets = 1 << texts.len().min(20);
            let other = 1 << texts.len();
            texts.push("no such option".to_owned());
            let sparse = |random: &mut Random| match random.one_in(60) {
                true => other,
                false => random.next(sets) & random.next(sets),
            };
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

/// A day of the last years, of the last decades, or rarely none.
fn any_day(on: Date, random: &mut Random) -> i64 {
    let no_days = [-1, 0, 58_815_800_711, i64::MIN];
    let before = |days: i64| date::add_days(on, -days).unwrap();
    match random.next(60) {
        0 => no_days[usize::try_from(random.next(4)).unwrap()],
        1..20 => random.day(before(366 * 30), 366 * 31),
        _ => random.day(before(1000), 1400),
    }
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

/// Random facts of a version; some of them are not among the columns, and rarely some of
/// another version are.
fn table(
    (version, other): (&Version, &Version),
    on: Date,
    rows: usize,
    random: &mut Random,
) -> Table {
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
    for fact in &other.facts {
        let is_case = matches!(fact.home, Home::Case | Home::Completeness(_));
        if is_case && version.fact(&fact.id).is_none() && random.one_in(3) {
            let column = column(fact, on, rows, random);
            table.columns.extend(column.map(|column| Column {
                given: Bits::of((0..rows).map(|_| random.one_in(4))),
                ..column
            }));
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
            // Offsets of a list that was not given may say anything.
            given: Bits::of((0..rows).map(|_| !random.one_in(6))),
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
pub(super) fn first_day(book: &Book, version: &Version) -> Date {
    let tariffs = book.contents().tariffs.iter();
    let first = tariffs.map(|tariff| tariff.in_force).min().unwrap();
    match version.charges.is_empty() {
        true => version.in_force,
        false => version.in_force.max(first),
    }
}

/// Asks about random rows of a version.
pub(super) fn ask<T>(
    book: &Book,
    (rule_set, number): (&str, usize),
    (rows, seed): (usize, u64),
    check: impl FnOnce(&RowsQuestion<'_>, &Table) -> T,
) -> T {
    let mut random = Random(seed | 1);
    let set = book.program().rule_set(rule_set).unwrap();
    let version = &set.versions.as_slice()[number];
    let on = first_day(book, version);
    let others = i64::try_from(set.versions.len()).unwrap();
    let other = usize::try_from(random.next(others)).unwrap();
    let other = &set.versions.as_slice()[other];
    let mut table = table((version, other), on, rows, &mut random);
    if random.one_in(2) {
        shorten_periods(version, on, &mut table, &mut random);
    }
    let earlier = date::add_days(on, -400).unwrap();
    let days = match random.next(3) {
        0 => Days::One(on),
        1 => Days::Unnamed,
        _ => Days::Each(
            (0..rows)
                .map(|_| random.day(earlier, 1200) * i64::from(!random.one_in(2)))
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
