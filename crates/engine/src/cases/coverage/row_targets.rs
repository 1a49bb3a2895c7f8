//! The rows of tables and parameters, the ends of their cells, and the days on
//! which a parameter's rates change.

use rust_decimal::Decimal;

use super::{
    boundary_targets::reason,
    collect_targets::Targets,
    target::{Kind, Mark, Requirement, Spot, Target},
};
use crate::{
    base::{
        bounds::{Bounds, DisplayValue, order},
        date::{self, Date, LongDate},
        source_text::Place,
        step::{Side, step, stepped},
        value::Value,
    },
    check::{
        formula::{Expr, Node},
        model::{Cell, Column, Parameter, Period, Row},
        value_range::{ValueRanges, either},
    },
};

/// Adds the rows that a version's formulas look up.
pub(super) fn add(targets: &mut Targets<'_>, ranges: &ValueRanges<'_>) {
    let version = ranges.version;
    for (number, table) in version.tables.iter_ids() {
        let asked = asked(ranges, |node| match node {
            Node::Table(of, arguments) if *of == number => Some(arguments),
            _ => None,
        });
        let Some(asked) = asked else { continue };
        for row in &table.rows {
            targets.row(&table.id, &table.columns, row, &asked);
        }
    }
    for number in &version.parameters {
        let asked = asked(ranges, |node| match node {
            Node::Parameter(of, arguments) if of == number => Some(arguments),
            _ => None,
        });
        if let Some((day, bands)) = asked.as_deref().and_then(<[_]>::split_last) {
            targets.periods(&targets.book.parameters[*number], *day, bands);
        }
    }
}

/// What the arguments of a lookup can be, taken over every place where it is
/// asked; none where it is not.
fn asked<'v>(
    ranges: &ValueRanges<'v>,
    arguments: impl Fn(&'v Node) -> Option<&'v [Expr]>,
) -> Option<Vec<Bounds>> {
    let mut all: Option<Vec<Bounds>> = None;
    ranges.version.each_formula(|formula| {
        formula.expr.each(&mut |expr| {
            let Some(arguments) = arguments(&expr.node) else {
                return;
            };
            let here = arguments.iter().map(|it| ranges.range(it));
            all = Some(match all.take() {
                None => here.collect(),
                Some(before) => before
                    .into_iter()
                    .zip(here)
                    .map(|(a, b)| either(a, b))
                    .collect(),
            });
        });
    });
    all
}

/// An end of a cell's range.
struct End {
    spot: Spot,
    bound: Value,
    /// The side that lies outside the range; none where it is one value.
    outside: Option<Side>,
    step: Decimal,
}

/// The two ends of a range; one where it is a single value.
fn ends_of(span: &Bounds) -> [(Option<Value>, Option<Side>); 2] {
    match span.low == span.high {
        true => [(span.low, None), (None, None)],
        false => [
            (span.low, Some(Side::Below)),
            (span.high, Some(Side::Above)),
        ],
    }
}

impl Targets<'_> {
    fn row(&mut self, of: &str, columns: &[Column], row: &Row, asked: &[Bounds]) {
        let words = self.row_words(row);
        let says = format!("a case that meets the row {words} of `{of}`");
        self.mark(Kind::Row, row.place, Mark::Row(row.place), says);
        for (number, ((column, cell), asked)) in
            (0u16..).zip(columns.iter().zip(&row.cells).zip(asked))
        {
            let (Cell::Spans(spans), Some(step)) = (cell, step(&column.ty)) else {
                continue;
            };
            let ends = spans.iter().flat_map(ends_of);
            for (end, (bound, outside)) in (0u16..).zip(ends) {
                let Some(bound) = bound else { continue };
                let end = End {
                    spot: Spot::Cell(row.place, number, end),
                    bound,
                    outside,
                    step,
                };
                self.end(&end, row.place, column, asked, &words);
            }
        }
    }

    /// An end of a cell. Where nothing can lie outside it, it is the edge of
    /// what there can be, and no boundary.
    fn end(&mut self, end: &End, place: Place, column: &Column, asked: &Bounds, row: &str) {
        let id = &column.id;
        let never = |value: Value| {
            let mut limits = [&column.within, asked].into_iter();
            limits
                .find(|it| !it.contains(value))
                .map(|it| reason(id, *it))
        };
        let at = |side: Side| stepped(end.bound, side, end.step);
        let edge = end
            .outside
            .and_then(at)
            .is_some_and(|it| never(it).is_some());
        for side in Side::ALL {
            let Some(value) = at(side).filter(|_| !edge || Some(side) == end.outside) else {
                continue;
            };
            let position = match side {
                Side::At => "exactly at",
                Side::Below => "just below",
                Side::Above => "just above",
            };
            self.add(Target {
                kind: Kind::Boundary,
                place,
                says: format!(
                    "a case in which `{id}` is {}, {position} an end of the row {row}",
                    DisplayValue(value)
                ),
                cannot: never(value),
                requires: Requirement::Side(end.spot, side, Some(end.step)),
            });
        }
    }

    /// The periods of a parameter that can be asked for.
    fn periods(&mut self, parameter: &Parameter, day: Bounds, bands: &[Bounds]) {
        for period in &parameter.periods {
            if !overlaps(day, period.from, parameter.last_day_of(period)) {
                continue;
            }
            self.first_day(parameter, period, day);
            for row in &period.rows {
                self.row(&parameter.id, &parameter.columns, row, bands);
            }
        }
    }

    fn first_day(&mut self, parameter: &Parameter, period: &Period, day: Bounds) {
        let place = period
            .rows
            .first()
            .map_or(Place::head_of(parameter.file), |row| row.place);
        let id = &parameter.id;
        if day.contains(Value::Date(period.from)) {
            let says = format!(
                "a case that asks `{id}` on {}, the first day of its rates",
                LongDate(period.from)
            );
            let mark = Mark::FirstRates(parameter.file, period.from);
            self.mark(Kind::FirstDay, place, mark, says);
        }
        let before = date::add_days(period.from, -1).filter(|it| day.contains(Value::Date(*it)));
        let earlier = parameter.periods.iter().any(|it| it.from < period.from);
        if let Some(before) = before.filter(|_| earlier) {
            let says = format!(
                "a case that asks `{id}` on {}, the day before its rates change",
                LongDate(before)
            );
            let mark = Mark::RatesBefore(parameter.file, period.from);
            self.mark(Kind::FirstDay, place, mark, says);
        }
    }

    /// A row as written, without its punctuation.
    fn row_words(&self, row: &Row) -> String {
        let whole = Place {
            end: row.gives_place.end,
            ..row.place
        };
        let text = self.sources.text_at(whole);
        let (cells, gives) = text.split_once(']').unwrap_or((text, ""));
        let plain = |part: &str| part.replace('"', "").trim_matches([',', ' ']).to_owned();
        format!("`{} → {}`", plain(cells), plain(gives))
    }
}

fn overlaps(day: Bounds, first: Date, last: Date) -> bool {
    let before = |a: Option<Value>, b: Option<Value>| {
        a.zip(b)
            .and_then(|(a, b)| order(a, b))
            .is_some_and(|it| it.is_lt())
    };
    let (first, last) = (Some(Value::Date(first)), Some(Value::Date(last)));
    !before(last, day.low) && !before(day.high, first)
}
