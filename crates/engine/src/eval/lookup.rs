//! Charges, decision tables and dated parameters.

use smallvec::SmallVec;

use super::{
    evaluator::{Evaluator, Interrupted, Worked},
    fault::Impossible,
    trace::{Recorder, Source},
};
use crate::{
    base::{
        ids::{ChargeId, ParameterId, TableId},
        value::{Missing, Value},
    },
    check::{
        formula::Expr,
        model::{Cell, RatePeriod, Row, TableResult},
    },
};

/// The price of a charge on the day asked about.
pub(super) fn charge<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    number: ChargeId,
    expr: &Expr,
) -> Worked {
    let price = it.ruling.prices.and_then(|prices| prices.price(number));
    let price = price.ok_or_else(|| it.stop(Impossible::NoPrice(number)))?;
    it.note_price(number);
    Ok(it.record_read(Source::Charge(number), expr, price))
}

/// The result of the one row that the arguments meet.
pub(super) fn table<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    number: TableId,
    arguments: &[Expr],
    expr: &Expr,
) -> Worked {
    let ruling = it.ruling;
    let table = &ruling.version.tables[number];
    let values = worked(it, arguments)?;
    let met = find(&table.rows, &values);
    let source = Source::Table(number, met.map(|(row, _)| row));
    it.recorder.looked_up(source, &values);
    match (met, unsettled(&values), table.otherwise) {
        (Some((_, row)), ..) => {
            let value = cited(it, row.gives, expr)?;
            Ok(it.record_read(source, expr, value))
        }
        (None, Some(open), _) => Ok(open),
        (None, None, Some(reason)) => Ok(it.record_read(source, expr, Value::DoesNotApply(reason))),
        (None, None, None) => Err(it.stop(Impossible::OutsideTable(number))),
    }
}

/// The rate in force on the day given last, in the band the others meet.
pub(super) fn parameter<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    number: ParameterId,
    arguments: &[Expr],
    expr: &Expr,
) -> Worked {
    let ruling = it.ruling;
    let parameter = &ruling.parameters[number];
    let values = worked(it, arguments)?;
    let open = unsettled(&values);
    let (bands, day) = match values.split_last() {
        Some((Value::Date(day), bands)) => (bands, *day),
        _ => return open.ok_or_else(|| it.stop(Impossible::NoRate(number))),
    };
    it.recorder.rate_on(number, day);
    let period = parameter.period_on(day, ruling.known);
    let period = period.ok_or_else(|| it.stop(Impossible::NoRate(number)))?;
    let rows = parameter.period(period).map(|period| &period.rows);
    let Some((row, met)) = rows.and_then(|rows| find(rows, bands)) else {
        return open.ok_or_else(|| it.stop(Impossible::NoRate(number)));
    };
    it.note_rates(RatePeriod {
        parameter: number,
        period,
    });
    let source = Source::Parameter(number, period, row);
    it.recorder.looked_up(source, &values);
    let value = cited(it, met.gives, expr)?;
    Ok(it.record_read(source, expr, value))
}

/// The arguments' values.
pub(super) fn worked<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    arguments: &[Expr],
) -> Result<SmallVec<[Value; 4]>, Interrupted> {
    arguments
        .iter()
        .map(|argument| it.value_of(argument))
        .collect()
}

/// What keeps a result from being settled where no row is met: facts that are
/// missing, and only then what has no place.
pub(super) fn unsettled(values: &[Value]) -> Option<Value> {
    let mut missing: Option<Missing> = None;
    let mut out_of_place = None;
    for value in values {
        match value {
            Value::Unknown(facts) => missing = Some(missing.unwrap_or_default().union(*facts)),
            Value::DoesNotApply(_) => out_of_place = out_of_place.or(Some(*value)),
            _ => {}
        }
    }
    missing.map(Value::Unknown).or(out_of_place)
}

/// The row that is met. A column that a row leaves open cannot matter to it,
/// even where its value is not known or has no place. Since no two rows meet
/// the same case, no other row can turn out to be met then.
fn find<'r>(rows: &'r [Row], values: &[Value]) -> Option<(u16, &'r Row)> {
    let meets = |(cell, value): (&Cell, &Value)| {
        *cell == Cell::Any || (value.is_settled() && cell.meets(*value))
    };
    let met = |row: &&Row| row.cells.iter().zip(values).all(meets);
    let position = rows.iter().position(|row| met(&row))?;
    Some((u16::try_from(position).ok()?, rows.get(position)?))
}

pub(super) fn cited<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    gives: TableResult,
    expr: &Expr,
) -> Worked {
    match gives {
        TableResult::Value(value) => Ok(value),
        TableResult::Charge(number) => charge(it, number, expr),
    }
}
