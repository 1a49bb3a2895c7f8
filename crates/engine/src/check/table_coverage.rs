//! Gaps and overlaps: whether every case meets exactly one row of a table.
//!
//! Each column is cut where some cell begins or ends; within a piece all cells
//! agree, so one value of each piece stands for all. Two rows overlap where
//! their cells share a piece of every column; a gap is a choice of pieces that
//! no row meets.

use super::model::{Cell, Column, Row};
use crate::base::{
    bounds::{DisplayValue, order},
    date::{self, Date},
    money::Money,
    time::Time,
    types::Type,
    value::Value,
};
use rust_decimal::Decimal;

/// The most steps of the search for a gap.
const MAX_STEPS: usize = 1_000_000;

/// What is wrong with a table's rows.
pub(super) enum CoverageProblem {
    /// No row is met by this case.
    Gap(String),
    /// Two rows, by number, are met by this case.
    Overlap(usize, usize, String),
    /// There are too many cases to look for a gap.
    TooMany,
}

/// The first gap, and for each row the first before it that it overlaps.
pub(super) fn faults(columns: &[Column], rows: &[Row], gaps_matter: bool) -> Vec<CoverageProblem> {
    let pieces: Vec<Vec<Value>> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| pieces(column, index, rows))
        .collect();
    let mut found = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let mut before = rows.iter().take(number).enumerate();
        let overlap = before.find_map(|(first, other)| Some((first, both(&pieces, row, other)?)));
        if let Some((first, case)) = overlap {
            found.push(CoverageProblem::Overlap(
                first,
                number,
                in_words(columns, &case),
            ));
        }
    }
    if gaps_matter {
        let mut search = Search {
            pieces: &pieces,
            steps: 0,
        };
        match search.gap(rows.iter().collect(), 0) {
            Some(case) => found.push(CoverageProblem::Gap(in_words(columns, &case))),
            None if search.steps > MAX_STEPS => found.push(CoverageProblem::TooMany),
            None => {}
        }
    }
    found
}

/// A case that no row meets; none also where there are too many to look.
pub(super) fn gap(columns: &[Column], rows: &[Row]) -> Option<Vec<Value>> {
    let pieces: Vec<Vec<Value>> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| pieces(column, index, rows))
        .collect();
    let mut search = Search {
        pieces: &pieces,
        steps: 0,
    };
    search.gap(rows.iter().collect(), 0)
}

/// A case that two rows meet.
fn both(pieces: &[Vec<Value>], one: &Row, other: &Row) -> Option<Vec<Value>> {
    let cells = one.cells.iter().zip(&other.cells);
    if cells.clone().any(|(one, other)| are_apart(one, other)) {
        return None;
    }
    let shared = cells.zip(pieces).map(|((one, other), pieces)| {
        let mut pieces = pieces.iter().copied();
        pieces.find(|value| one.meets(*value) && other.meets(*value))
    });
    shared.collect()
}

/// Whether two cells share no value whatever; a quick look, so that a piece
/// is sought only where there may be one.
fn are_apart(one: &Cell, other: &Cell) -> bool {
    let above = |low: Option<Value>, high: Option<Value>| {
        let order = low.zip(high).and_then(|(low, high)| order(low, high));
        order.is_some_and(|order| order.is_gt())
    };
    match (one, other) {
        (Cell::Options(one), Cell::Options(other)) => one & other == 0,
        (Cell::Spans(one), Cell::Spans(other)) => one.iter().all(|one| {
            let mut others = other.iter();
            others.all(|other| above(one.low, other.high) || above(other.low, one.high))
        }),
        _ => false,
    }
}

/// A search for a case that no row meets, column by column: rows that a piece
/// rules out are left behind, and where none is left there is a gap.
struct Search<'p> {
    pieces: &'p [Vec<Value>],
    steps: usize,
}

impl Search<'_> {
    fn gap(&mut self, rows: Vec<&Row>, column: usize) -> Option<Vec<Value>> {
        self.steps += 1;
        if rows.is_empty() {
            let rest = self.pieces.iter().skip(column);
            return rest.map(|pieces| pieces.first().copied()).collect();
        }
        let any_from = |row: &&Row| {
            let mut rest = row.cells.iter().skip(column);
            rest.all(|cell| *cell == Cell::Any)
        };
        if rows.iter().any(any_from) {
            return None;
        }
        let is_any = |row: &&Row| row.cells.get(column) == Some(&Cell::Any);
        let tried = if rows.iter().all(is_any) {
            1
        } else {
            usize::MAX
        };
        let pieces = self.pieces.get(column)?.iter().take(tried);
        for value in pieces {
            if self.steps > MAX_STEPS {
                return None;
            }
            let meets = |row: &&Row| row.cells.get(column).is_some_and(|cell| cell.meets(*value));
            let left: Vec<&Row> = rows.iter().copied().filter(meets).collect();
            if let Some(mut case) = self.gap(left, column + 1) {
                case.insert(0, *value);
                return Some(case);
            }
        }
        None
    }
}

/// One value of each piece of a column.
fn pieces(column: &Column, index: usize, rows: &[Row]) -> Vec<Value> {
    match &column.ty {
        Type::YesNo => return vec![Value::YesNo(false), Value::YesNo(true)],
        Type::Choice(options) => {
            let count = u8::try_from(options.count()).unwrap_or(u8::MAX);
            return (0..count).map(Value::Choice).collect();
        }
        _ => {}
    }
    let cells = rows.iter().filter_map(|row| row.cells.get(index));
    let spans = cells.flat_map(|cell| match cell {
        Cell::Spans(spans) => spans.as_slice(),
        _ => &[],
    });
    let mut starts: Vec<i128> = Vec::new();
    for span in spans {
        starts.extend(span.low.and_then(key));
        starts.extend(span.high.and_then(key).map(|high| high + 1));
    }
    let low = column.within.low.and_then(key);
    let high = column.within.high.and_then(key);
    let lowest = starts.iter().min().copied().unwrap_or(0);
    starts.push(low.unwrap_or(lowest - 1));
    starts.retain(|start| {
        low.is_none_or(|low| low <= *start) && high.is_none_or(|high| *start <= high)
    });
    starts.sort_unstable();
    starts.dedup();
    starts
        .into_iter()
        .filter_map(|start| value(start, &column.ty))
        .collect()
}

/// A value as a count of its smallest steps: ones, pennies, days.
fn key(value: Value) -> Option<i128> {
    match value {
        Value::Whole(whole) => Some(i128::from(whole)),
        Value::Money(money) => {
            let pennies = money.min().checked_mul(Decimal::ONE_HUNDRED)?;
            i128::try_from(pennies.ceil()).ok()
        }
        Value::Date(day) => Some(i128::from(date::days_between(Date::ZERO, day))),
        Value::Time(time) => Some(i128::from(time.minutes())),
        _ => None,
    }
}

fn value(key: i128, ty: &Type) -> Option<Value> {
    let key = i64::try_from(key).ok()?;
    match ty {
        Type::Whole => Some(Value::Whole(key)),
        Type::Money => Some(Value::Money(Money::exact(Decimal::new(key, 2)))),
        Type::Date => date::add_days(Date::ZERO, key).map(Value::Date),
        Type::Time => Time::from_minutes(key).map(Value::Time),
        _ => None,
    }
}

/// The case in words: `age 6, pattern full`.
fn in_words(columns: &[Column], case: &[Value]) -> String {
    let words: Vec<String> = columns
        .iter()
        .zip(case)
        .map(|(column, value)| match (&column.ty, value) {
            (Type::Choice(options), Value::Choice(option)) => {
                format!("{} {}", column.id, options.name(*option))
            }
            _ => format!("{} {}", column.id, DisplayValue(*value)),
        })
        .collect();
    words.join(", ")
}

/// Whether the rows can be decided at all: columns of other types have no
/// smallest step.
pub(super) fn can_be_column(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Whole | Type::Money | Type::Date | Type::Time | Type::YesNo | Type::Choice(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{
            bounds::Bounds,
            source_text::{Place, SourceId},
            types::Options,
        },
        check::model::TableResult,
    };

    fn whole(low: Option<i64>, high: Option<i64>) -> Bounds {
        Bounds {
            low: low.map(Value::Whole),
            high: high.map(Value::Whole),
        }
    }

    fn span(low: Option<i64>, high: Option<i64>) -> Cell {
        Cell::Spans(vec![whole(low, high)])
    }

    fn row(cells: Vec<Cell>) -> Row {
        let place = Place::head_of(SourceId(0));
        Row {
            cells,
            gives: TableResult::Value(Value::YesNo(true)),
            gives_place: place,
            place,
        }
    }

    /// A column from 0 to 9, and one of two kinds.
    fn columns() -> Vec<Column> {
        let column = |id: &str, ty, within| Column {
            id: id.into(),
            ty,
            within,
        };
        vec![
            column("n", Type::Whole, whole(Some(0), Some(9))),
            column(
                "kind",
                Type::Choice(Options::new(["old", "new"])),
                Bounds::default(),
            ),
        ]
    }

    fn shown(rows: &[Row]) -> Vec<String> {
        let problems = faults(&columns(), rows, true).into_iter();
        problems
            .map(|it| match it {
                CoverageProblem::Gap(case) => format!("gap: {case}"),
                CoverageProblem::Overlap(one, other, case) => format!("{one} and {other}: {case}"),
                CoverageProblem::TooMany => "too many".to_owned(),
            })
            .collect()
    }

    #[test]
    fn rows_that_meet_every_case_once_have_no_fault() {
        let rows = [
            row(vec![span(None, Some(4)), Cell::Options(0b01)]),
            row(vec![span(Some(5), None), Cell::Options(0b01)]),
            row(vec![Cell::Any, Cell::Options(0b10)]),
        ];
        assert_eq!(shown(&rows), [""; 0]);
        assert_eq!(gap(&columns(), &rows), None);
    }

    #[test]
    fn gap_is_the_first_case_that_no_row_meets() {
        let rows = [
            row(vec![span(None, Some(4)), Cell::Any]),
            row(vec![span(Some(6), None), Cell::Any]),
        ];
        assert_eq!(shown(&rows), ["gap: n 5, kind old"]);
        let case = vec![Value::Whole(5), Value::Choice(0)];
        assert_eq!(gap(&columns(), &rows), Some(case));
        let only_old = [row(vec![Cell::Any, Cell::Options(0b01)])];
        assert_eq!(shown(&only_old), ["gap: n 0, kind new"]);
        assert_eq!(shown(&[]), ["gap: n 0, kind old"]);
    }

    #[test]
    fn overlap_names_both_rows_and_a_case_of_both() {
        let rows = [
            row(vec![span(None, Some(5)), Cell::Any]),
            row(vec![span(Some(5), None), Cell::Any]),
        ];
        assert_eq!(shown(&rows), ["0 and 1: n 5, kind old"]);
    }

    #[test]
    fn column_without_bounds_is_open_at_both_ends() {
        let columns = [Column {
            id: "n".into(),
            ty: Type::Whole,
            within: Bounds::default(),
        }];
        let from_0 = [row(vec![span(Some(0), None)])];
        assert_eq!(gap(&columns, &from_0), Some(vec![Value::Whole(-1)]));
        let to_9 = [row(vec![span(None, Some(9))])];
        assert_eq!(gap(&columns, &to_9), Some(vec![Value::Whole(10)]));
        assert_eq!(gap(&columns, &[row(vec![Cell::Any])]), None);
    }
}
