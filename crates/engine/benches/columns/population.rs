//! People who do not exist, with facts that a rule set may be asked about.

use almoner_engine::{
    Book, Date, FactRecord, FactValue,
    base::{date, types::Type, value::Value},
    columns::{Bits, Column, ColumnValues, ListColumn, RowsQuestion, Table, answer_rows},
    facts::GivenFacts,
    model::{Fact, Home, RuleSet, Version},
};
use rust_decimal::Decimal;

/// Lessons of one pupil.
pub(crate) struct Lessons {
    pub(crate) lessons: i64,
    pub(crate) minutes: i64,
    pub(crate) pupils: i64,
    pub(crate) free_school_meals: bool,
    pub(crate) key_stage: i64,
    pub(crate) pupil_premium: bool,
}

pub(crate) fn lessons(rows: usize) -> Vec<Lessons> {
    let mut random = fastrand::Rng::with_seed(1);
    let one = || Lessons {
        lessons: random.i64(1..=40),
        minutes: random.i64(2..=18) * 5,
        pupils: random.i64(1..=8),
        free_school_meals: random.u8(0..10) < 3,
        key_stage: random.i64(0..=5),
        pupil_premium: random.u8(0..10) < 2,
    };
    std::iter::repeat_with(one).take(rows).collect()
}

pub(crate) fn lessons_table(rows: &[Lessons]) -> Table {
    let whole = |name: &str, of: fn(&Lessons) -> i64| Column {
        name: name.to_owned(),
        values: ColumnValues::Whole(rows.iter().map(of).collect()),
        given: Bits::all(true, rows.len()),
    };
    let yes_no = |name: &str, of: fn(&Lessons) -> bool| Column {
        name: name.to_owned(),
        values: ColumnValues::YesNo(Bits::of(rows.iter().map(of))),
        given: Bits::all(true, rows.len()),
    };
    Table {
        rows: rows.len(),
        columns: vec![
            whole("lessons", |it| it.lessons),
            whole("minutes", |it| it.minutes),
            whole("pupils", |it| it.pupils),
            yes_no("free_school_meals", |it| it.free_school_meals),
            whole("key_stage", |it| it.key_stage),
            yes_no("pupil_premium", |it| it.pupil_premium),
        ],
        lists: Vec::new(),
    }
}

/// Of this many rows, one is about a period, where its ends are facts.
const ROWS_OF_A_PERIOD: usize = 10;

/// A population of a rule set: every fact that has no usual answer is known. Few are about a
/// period, of up to 30 days.
pub(crate) fn population(book: &Book, set: &RuleSet, rows: usize) -> (Table, Date) {
    let version = set.newest();
    let tariffs = book.contents().tariffs.iter();
    let priced = tariffs.map(|it| it.in_force).max();
    let on = version.in_force.max(priced.unwrap_or(version.in_force));
    let mut random = fastrand::Rng::with_seed(7);
    let mut table = Table {
        rows,
        ..Table::default()
    };
    for fact in &version.facts {
        let is_case = matches!(fact.home, Home::Case | Home::Completeness(_));
        if is_case && is_asked(fact) {
            table.columns.extend(column(fact, on, rows, &mut random));
        }
    }
    periods(version, on, &mut table, &mut random);
    for list in version.lists.ids() {
        let mut offsets = vec![0];
        for _ in 0..rows {
            offsets.push(offsets.last().unwrap_or(&0) + random.usize(1..=2));
        }
        let records = offsets.last().copied().unwrap_or(0);
        let fields = version.fields(list).filter(|(_, fact)| is_asked(fact));
        table.lists.push(ListColumn {
            name: version.list_name(list).to_owned(),
            columns: fields
                .filter_map(|(_, fact)| column(fact, on, records, &mut random))
                .collect(),
            given: Bits::all(true, rows),
            offsets,
        });
    }
    (table, on)
}

/// Gives few rows the ends of a period, where they are facts.
fn periods(version: &Version, on: Date, table: &mut Table, random: &mut fastrand::Rng) {
    let Some(period) = version.period else { return };
    let rows = table.rows;
    for (end, days) in [(period.from, 0), (period.to, 30)] {
        let Some(fact) = end.fact() else { continue };
        let day = |_| {
            let day = date::add_days(on, random.i64(0..=days)).unwrap_or(on);
            i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
        };
        let column = Column {
            name: version.facts[fact].id.to_string(),
            values: ColumnValues::Date((0..rows).map(day).collect()),
            given: Bits::of((0..rows).map(|row| row % ROWS_OF_A_PERIOD == 0)),
        };
        table.columns.retain(|it| it.name != column.name);
        table.columns.push(column);
    }
}

fn is_asked(fact: &Fact) -> bool {
    fact.assume.is_none()
}

fn column(fact: &Fact, on: Date, rows: usize, random: &mut fastrand::Rng) -> Option<Column> {
    let end = |end: Option<Value>, open: i64| match end {
        Some(Value::Whole(whole)) => whole,
        Some(Value::Money(money)) => i64::try_from(money.min().trunc().mantissa()).unwrap_or(open),
        _ => open,
    };
    let low = end(fact.within.low, 0);
    // Of what must agree with other facts, there is as little as can be.
    let most = if fact.relations.is_empty() {
        low + 40
    } else {
        low
    };
    let high = end(fact.within.high, most).min(most);
    let values = match &fact.ty {
        Type::YesNo => ColumnValues::YesNo(Bits::of((0..rows).map(|_| random.u8(0..10) < 8))),
        Type::Whole => ColumnValues::Whole((0..rows).map(|_| random.i64(low..=high)).collect()),
        Type::Number | Type::Money | Type::MoneyPer(_) | Type::Percent => {
            let values = (0..rows).map(|_| random.i64(low..=high) * 100);
            ColumnValues::Decimal(values.collect(), 2)
        }
        Type::Date => {
            let end = |end: Option<Value>, open: Date| match end {
                Some(Value::Date(day)) => day,
                _ => open,
            };
            let last = end(fact.within.high, on).min(on);
            let years = date::add_days(last, -366 * 25).unwrap_or(last);
            let days = date::days_between(end(fact.within.low, years).max(years), last);
            let day = |random: &mut fastrand::Rng| {
                let day = date::add_days(last, -random.i64(0..=days)).unwrap_or(last);
                i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
            };
            ColumnValues::Date((0..rows).map(|_| day(random)).collect())
        }
        Type::Time => ColumnValues::Time((0..rows).map(|_| random.i64(540..1200)).collect()),
        Type::Choice(options) => {
            let texts: Vec<String> = options.iter().map(str::to_owned).collect();
            let count = i64::try_from(texts.len()).unwrap_or(1);
            ColumnValues::Text((0..rows).map(|_| random.i64(0..count)).collect(), texts)
        }
        Type::Choices(options) => {
            let texts: Vec<String> = options.iter().map(str::to_owned).collect();
            let most = if fact.relations.is_empty() { 2 } else { 1 };
            ColumnValues::Options((0..rows).map(|_| random.i64(0..most)).collect(), texts)
        }
        _ => return None,
    };
    Some(Column {
        name: fact.id.to_string(),
        values,
        given: Bits::all(true, rows),
    })
}

/// The rows of a table that columns answer.
pub(crate) fn answered_by_columns(
    book: &Book,
    question: &RowsQuestion<'_>,
    table: &Table,
) -> Table {
    // One row at a time says of each who answered it.
    let is_answered = |row: &usize| {
        let one = row_of(table, &[*row]);
        answer_rows(book, question, &one, 0..1).by_columns == 1
    };
    let rows: Vec<usize> = (0..table.rows.min(300)).filter(is_answered).collect();
    if rows.is_empty() {
        return Table::default();
    }
    let repeated: Vec<usize> = rows.iter().copied().cycle().take(table.rows).collect();
    row_of(table, &repeated)
}

/// A table of some rows of another.
fn row_of(table: &Table, rows: &[usize]) -> Table {
    let lists = table.lists.iter().map(|list| {
        let records: Vec<usize> = rows.iter().flat_map(|row| list.records(*row)).collect();
        let mut offsets = vec![0];
        for row in rows {
            offsets.push(offsets.last().unwrap_or(&0) + list.records(*row).len());
        }
        ListColumn {
            name: list.name.clone(),
            offsets,
            given: Bits::of(rows.iter().map(|row| list.given.get(*row))),
            columns: list.columns.iter().map(|it| it.of_rows(&records)).collect(),
        }
    });
    Table {
        rows: rows.len(),
        columns: table.columns.iter().map(|it| it.of_rows(rows)).collect(),
        lists: lists.collect(),
    }
}

/// One row as the facts of a question.
pub(crate) fn facts_of(table: &Table, row: usize) -> GivenFacts<'static> {
    let mut facts = GivenFacts::default();
    for column in table.columns.iter().filter(|it| it.given.get(row)) {
        facts.fact(column.name.clone(), value(column, row));
    }
    for list in &table.lists {
        let records = list.records(row).map(|record| {
            let columns = list.columns.iter();
            columns.fold(FactRecord::new(), |it, column| {
                it.fact(column.name.clone(), value(column, record))
            })
        });
        facts.fact(list.name.clone(), records.collect::<Vec<_>>());
    }
    facts
}

fn value(column: &Column, row: usize) -> FactValue {
    let at = |values: &[i64]| values.get(row).copied().unwrap_or(0);
    match &column.values {
        ColumnValues::YesNo(yes) => FactValue::YesNo(yes.get(row)),
        ColumnValues::Whole(values) => FactValue::Whole(at(values)),
        ColumnValues::Decimal(values, scale) => {
            FactValue::Number(Decimal::from_i128_with_scale(at(values).into(), *scale))
        }
        ColumnValues::Date(values) => {
            let day = at(values).to_string();
            let day = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
            FactValue::Text(day)
        }
        ColumnValues::Time(values) => {
            FactValue::Text(format!("{:02}:{:02}", at(values) / 60, at(values) % 60))
        }
        ColumnValues::Text(values, texts) => {
            let text = usize::try_from(at(values))
                .ok()
                .and_then(|it| texts.get(it));
            FactValue::Text(text.cloned().unwrap_or_default())
        }
        ColumnValues::Options(values, texts) => {
            let bits = at(values);
            let chosen = texts
                .iter()
                .enumerate()
                .filter(|(bit, _)| bits >> bit & 1 != 0);
            FactValue::Options(chosen.map(|(_, text)| text.clone()).collect())
        }
        _ => FactValue::Text(String::new()),
    }
}
