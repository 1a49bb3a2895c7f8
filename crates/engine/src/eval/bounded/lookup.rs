//! Decision tables and dated parameters, of ranges: every row that can be met.

use std::cmp::Ordering;

use super::{
    Bounded, compare,
    range::{Range, Values},
};
use crate::{
    base::{
        bounds::order,
        date::Date,
        ids::{ParameterId, TableId},
        value::Value,
    },
    check::{
        formula::Expr,
        model::{RatePeriod, Row, TableResult},
    },
    eval::trace::Recorder,
};

/// The most combinations of arguments that are looked at one by one.
const MAX_ARGUMENTS: usize = 64;

impl<B: Recorder> Bounded<'_, B> {
    pub(super) fn table(&mut self, number: TableId, arguments: &[Expr]) -> Range {
        let ruling = self.exact.ruling;
        let table = &ruling.version.tables[number];
        let ranges: Vec<Range> = arguments.iter().map(|it| self.range(it)).collect();
        let mut range = self.rows(&table.rows, &ranges);
        range.may_not_apply |= table.otherwise.is_some() && !always_met(&table.rows, &ranges);
        range
    }

    /// The rates of every period in which the day, given last, can lie.
    pub(super) fn parameter(&mut self, parameter_id: ParameterId, arguments: &[Expr]) -> Range {
        let ruling = self.exact.ruling;
        let parameter = &ruling.parameters[parameter_id];
        let ranges: Vec<Range> = arguments.iter().map(|it| self.range(it)).collect();
        let Some((day, bands)) = ranges.split_last() else {
            return Range::ANY;
        };
        let days = day.values.bounds();
        let starts = parameter.periods.iter().map(|period| period.from);
        let starts = starts.filter(|from| {
            !compared(days.low, *from, Ordering::is_gt)
                && !compared(days.high, *from, Ordering::is_lt)
        });
        let first = match days.low {
            Some(Value::Date(low)) => Some(low),
            _ => None,
        };
        let mut range = Range {
            values: Values::None,
            may_not_apply: day.may_not_apply,
        };
        let mut tried: Vec<u16> = Vec::new();
        for day in starts.chain(first) {
            let Some(number) = parameter.period_on(day, ruling.known) else {
                continue;
            };
            if let Some(period) = parameter
                .period(number)
                .filter(|_| !tried.contains(&number))
            {
                tried.push(number);
                self.exact.note_rates(RatePeriod {
                    parameter: parameter_id,
                    period: number,
                });
                range = range.or(self.rows(&period.rows, bands));
            }
        }
        range
    }

    fn rows(&mut self, rows: &[Row], ranges: &[Range]) -> Range {
        let mut range = Range {
            values: Values::None,
            may_not_apply: ranges.iter().any(|it| it.may_not_apply),
        };
        for row in rows {
            let mut cells = row.cells.iter().zip(ranges);
            if !cells.all(|(cell, range)| compare::may_meet(cell, &range.values)) {
                continue;
            }
            range = range.or(self.result(row.gives));
        }
        range
    }

    /// What a row or a package gives.
    pub(super) fn result(&mut self, gives: TableResult) -> Range {
        match gives {
            TableResult::Value(value) => Range::exactly(value),
            TableResult::Charge(charge) => {
                let prices = self.exact.ruling.prices;
                let price = prices.and_then(|prices| prices.price(charge));
                if price.is_some() {
                    self.exact.note_price(charge);
                }
                price.map_or(Range::ANY, Range::exactly)
            }
        }
    }
}

/// Whether some row is met whatever the arguments are, as far as each has few values.
fn always_met(rows: &[Row], ranges: &[Range]) -> bool {
    let mut all: Vec<Vec<Value>> = vec![Vec::new()];
    for range in ranges {
        let Some(values) = range.values.each() else {
            return false;
        };
        if all.len() * values.len() > MAX_ARGUMENTS {
            return false;
        }
        let longer = all.iter().flat_map(|before| {
            let own = values.iter();
            own.map(|value| before.iter().copied().chain([*value]).collect())
        });
        all = longer.collect();
    }
    let meets = |row: &Row, values: &[Value]| {
        let mut cells = row.cells.iter().zip(values);
        cells.all(|(cell, value)| cell.meets(*value))
    };
    all.iter()
        .all(|values| rows.iter().any(|row| meets(row, values)))
}

/// Whether an end that is known stands so to a day.
fn compared(end: Option<Value>, day: Date, how: fn(Ordering) -> bool) -> bool {
    end.and_then(|end| order(end, Value::Date(day)))
        .is_some_and(how)
}
