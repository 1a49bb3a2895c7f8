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

/// The most work of one search, counted in cells that are looked at.
const MAX_WORK: usize = 4_000_000;

/// The most overlaps of one table that are reported.
const MAX_OVERLAPS: usize = 20;

/// What is wrong with a table's rows.
pub(super) enum CoverageProblem {
    /// No row is met by this case.
    Gap(String),
    /// Two rows, by number, are met by this case.
    Overlap(usize, usize, String),
    /// There are too many cases to look for a gap.
    TooManyCases,
    /// There are too many rows that nearly overlap to compare them all.
    TooManyRows,
}

/// The first gap, and for each row the first before it that it overlaps.
pub(super) fn faults(columns: &[Column], rows: &[Row], gaps_matter: bool) -> Vec<CoverageProblem> {
    let pieces = pieces_of(columns, rows);
    let Overlaps {
        problems: mut found,
        work,
    } = overlaps(columns, rows, &pieces);
    if work > MAX_WORK && found.is_empty() {
        found.push(CoverageProblem::TooManyRows);
    }
    if gaps_matter {
        let mut search = Search::new(&pieces);
        match search.gap(rows.iter().collect(), 0) {
            Some(case) => found.push(CoverageProblem::Gap(in_words(columns, &case))),
            None if search.is_over() => found.push(CoverageProblem::TooManyCases),
            None => {}
        }
    }
    found
}

/// A case that no row meets; none also where there are too many to look.
pub(super) fn gap(columns: &[Column], rows: &[Row]) -> Option<Vec<Value>> {
    Search::new(&pieces_of(columns, rows)).gap(rows.iter().collect(), 0)
}

fn pieces_of(columns: &[Column], rows: &[Row]) -> Vec<Vec<Value>> {
    let columns = columns.iter().enumerate();
    columns
        .map(|(index, column)| pieces(column, index, rows))
        .collect()
}

/// The overlaps of a table.
struct Overlaps {
    problems: Vec<CoverageProblem>,
    /// How many cells were looked at.
    work: usize,
}

/// Goes through the rows by where they begin in the column that tells most of them
/// apart, and compares each with those that have not ended there: work that grows with
/// the number of rows where that column alone keeps them apart.
fn overlaps(columns: &[Column], rows: &[Row], pieces: &[Vec<Value>]) -> Overlaps {
    let hulls = hulls(columns.len(), rows);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|row| hulls.get(*row));
    let mut open: Vec<usize> = Vec::new();
    let mut found: Vec<(usize, usize, Vec<Value>)> = Vec::new();
    let mut work = 0_usize;
    'rows: for number in order {
        let begins = hulls.get(number).map(|(low, _)| *low);
        open.retain(|other| hulls.get(*other).map(|(_, high)| *high) >= begins);
        for other in &open {
            work += columns.len().max(1);
            if work > MAX_WORK || found.len() >= MAX_OVERLAPS {
                break 'rows;
            }
            let (first, second) = (number.min(*other), number.max(*other));
            let pair = rows.get(first).zip(rows.get(second));
            let case = pair.and_then(|(first, second)| both(pieces, second, first));
            found.extend(case.map(|case| (second, first, case)));
        }
        open.push(number);
    }
    found.sort_by_key(|(second, first, _)| (*second, *first));
    found.dedup_by_key(|(second, ..)| *second);
    let problem = |(second, first, case): (usize, usize, Vec<Value>)| {
        CoverageProblem::Overlap(first, second, in_words(columns, &case))
    };
    Overlaps {
        problems: found.into_iter().map(problem).collect(),
        work,
    }
}

/// From where to where the cell of each row goes, in the column with the most beginnings.
fn hulls(columns: usize, rows: &[Row]) -> Vec<(i128, i128)> {
    let of_column = |column: usize| -> Vec<(i128, i128)> {
        let cells = rows.iter().map(|row| row.cells.get(column));
        cells.map(|cell| cell.map_or(EVERYTHING, hull)).collect()
    };
    let beginnings = |hulls: &Vec<(i128, i128)>| {
        let mut lows: Vec<i128> = hulls.iter().map(|(low, _)| *low).collect();
        lows.sort_unstable();
        lows.dedup();
        lows.len()
    };
    let best = (0..columns).map(of_column).max_by_key(beginnings);
    best.unwrap_or_else(|| vec![EVERYTHING; rows.len()])
}

const EVERYTHING: (i128, i128) = (i128::MIN, i128::MAX);

/// From where to where the values of a cell go.
fn hull(cell: &Cell) -> (i128, i128) {
    match cell {
        Cell::Any => EVERYTHING,
        Cell::Options(mask) => (
            i128::from(mask.trailing_zeros()),
            i128::from(u64::BITS - mask.leading_zeros()),
        ),
        Cell::Spans(spans) => {
            let low = spans.iter().map(|it| it.low.and_then(key));
            let high = spans.iter().map(|it| it.high.and_then(key));
            let low = low.map(|it| it.unwrap_or(i128::MIN)).min();
            let high = high.map(|it| it.unwrap_or(i128::MAX)).max();
            (low.unwrap_or(i128::MIN), high.unwrap_or(i128::MAX))
        }
    }
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
    work: usize,
}

impl<'p> Search<'p> {
    fn new(pieces: &'p [Vec<Value>]) -> Search<'p> {
        Search { pieces, work: 0 }
    }

    fn is_over(&self) -> bool {
        self.work > MAX_WORK
    }

    fn gap(&mut self, rows: Vec<&Row>, column: usize) -> Option<Vec<Value>> {
        self.work += rows.len() + 1;
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
        let pieces = self.pieces.get(column)?;
        let is_any = |row: &&Row| row.cells.get(column) == Some(&Cell::Any);
        if rows.iter().all(is_any) {
            let value = *pieces.first()?;
            return self.gap_at(value, rows, column);
        }
        let by_piece = self.by_piece(pieces, &rows, column)?;
        let mut pieces = pieces.iter().zip(by_piece);
        pieces.find_map(|(value, rows)| self.gap_at(*value, rows, column))
    }

    fn gap_at(&mut self, value: Value, rows: Vec<&Row>, column: usize) -> Option<Vec<Value>> {
        if self.is_over() {
            return None;
        }
        let mut case = self.gap(rows, column + 1)?;
        case.insert(0, value);
        Some(case)
    }

    /// The rows that each piece of a column meets. A span meets pieces one after the
    /// other, whose first is found by halving.
    fn by_piece<'r>(
        &mut self,
        pieces: &[Value],
        rows: &[&'r Row],
        column: usize,
    ) -> Option<Vec<Vec<&'r Row>>> {
        let mut by_piece: Vec<Vec<&Row>> = vec![Vec::new(); pieces.len()];
        for row in rows {
            let cell = row.cells.get(column)?;
            for range in ranges(cell, pieces) {
                let met_by = by_piece.iter_mut().skip(range);
                for (value, met) in pieces.iter().skip(range).zip(met_by) {
                    self.work += 1;
                    if self.is_over() {
                        return None;
                    }
                    if cell.meets(*value) {
                        // Spans of one cell may touch.
                        let is_there = met.last().is_some_and(|last| std::ptr::eq(*last, *row));
                        met.extend((!is_there).then_some(*row));
                    } else if matches!(cell, Cell::Spans(_)) {
                        break;
                    }
                }
            }
        }
        Some(by_piece)
    }
}

/// The number of the first piece of each stretch of a cell.
fn ranges(cell: &Cell, pieces: &[Value]) -> Vec<usize> {
    let Cell::Spans(spans) = cell else {
        return vec![0];
    };
    let below = |value: &Value, low: Value| order(*value, low).is_some_and(|order| order.is_lt());
    let first = |low: Value| pieces.partition_point(|value| below(value, low));
    spans.iter().map(|it| it.low.map_or(0, first)).collect()
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
            per: None,
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
                CoverageProblem::TooManyCases => "too many cases".to_owned(),
                CoverageProblem::TooManyRows => "too many rows".to_owned(),
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
            per: None,
            within: Bounds::default(),
        }];
        let from_0 = [row(vec![span(Some(0), None)])];
        assert_eq!(gap(&columns, &from_0), Some(vec![Value::Whole(-1)]));
        let to_9 = [row(vec![span(None, Some(9))])];
        assert_eq!(gap(&columns, &to_9), Some(vec![Value::Whole(10)]));
        assert_eq!(gap(&columns, &[row(vec![Cell::Any])]), None);
    }

    fn first_column() -> Vec<Column> {
        vec![Column {
            id: "n".into(),
            ty: Type::Whole,
            per: None,
            within: Bounds::default(),
        }]
    }

    /// The work of both searches of a table.
    fn work(columns: &[Column], rows: &[Row]) -> (usize, usize) {
        let pieces = pieces_of(columns, rows);
        let mut search = Search::new(&pieces);
        let _ = search.gap(rows.iter().collect(), 0);
        (overlaps(columns, rows, &pieces).work, search.work)
    }

    #[test]
    fn work_grows_with_the_rows_where_a_column_keeps_them_apart() {
        let table = |count: i64| -> Vec<Row> {
            let rows = (0..count).map(|n| row(vec![span(Some(n), Some(n))]));
            rows.collect()
        };
        // Open at both ends: each search goes on to the last row.
        let from_0 = Bounds {
            low: Some(Value::Whole(0)),
            high: None,
        };
        let columns = [Column {
            within: from_0,
            ..first_column().remove(0)
        }];
        let (overlaps, gaps) = work(&columns, &table(1_000));
        let (more_overlaps, more_gaps) = work(&columns, &table(10_000));
        assert_eq!((overlaps, more_overlaps), (0, 0));
        assert!(more_gaps <= 10 * gaps + 100, "{gaps} {more_gaps}");
        assert_eq!(faults(&first_column(), &table(10_000), false).len(), 0);
    }

    #[test]
    fn rows_that_all_overlap_are_named_up_to_a_limit() {
        let rows: Vec<Row> = (0..3_000)
            .map(|_| row(vec![span(Some(0), None), Cell::Any]))
            .collect();
        let problems = faults(&columns(), &rows, true);
        assert!((1..=MAX_OVERLAPS).contains(&problems.len()));
        let (overlaps, _) = work(&columns(), &rows);
        assert!(overlaps <= 100 * MAX_OVERLAPS, "{overlaps}");
    }

    #[test]
    fn table_beyond_the_work_of_a_search_is_refused() {
        // Nested, so that each row is open while all others begin, and kept apart by
        // no single column.
        let count = 3_000_i64;
        let cells = |n: i64| {
            let bit = |at: i64| 1_u64 << ((n >> at) & 1);
            let mut cells = vec![span(Some(n), Some(2 * count - n))];
            cells.extend((0..13).map(|at| Cell::Options(bit(at))));
            cells
        };
        let rows: Vec<Row> = (0..count).map(|n| row(cells(n))).collect();
        let mut columns = first_column();
        columns.extend((0..13).map(|_| Column {
            id: "bit".into(),
            ty: Type::YesNo,
            per: None,
            within: Bounds::default(),
        }));
        let problems = faults(&columns, &rows, false);
        assert!(matches!(
            problems.as_slice(),
            [CoverageProblem::TooManyRows]
        ));
        let pieces = pieces_of(&columns, &rows);
        let mut search = Search::new(&pieces);
        assert_eq!(search.gap(rows.iter().collect(), 0), None);
        assert!(search.is_over() && search.work <= MAX_WORK + 100);
    }
}
