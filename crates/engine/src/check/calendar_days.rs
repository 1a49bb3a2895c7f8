//! Days that formulas ask of a calendar and that it does not cover.

use super::{
    diagnostics::Sink,
    formula::{CalendarQuestion, Expr, Formula, Node},
    model::{Calendar, Version},
    value_range::ValueRanges,
};
use crate::base::{
    bounds::Bounds,
    date::LongDate,
    diagnostic::Diagnostic,
    diagnostic_code::Code,
    ids::{CalendarId, IdVec},
    value::Value,
};

/// Warns of each day that a formula can ask of a calendar that does not cover
/// it, as far as the ends of its range are known. The first day of a version is
/// such an end, so a calendar that begins after a version does is found.
pub(super) fn check(
    version: &Version,
    calendars: &IdVec<CalendarId, Calendar>,
    sink: &mut Sink<'_>,
) {
    let on = Bounds {
        low: Some(Value::Date(version.in_force)),
        high: version.until.map(Value::Date),
    };
    let ranges = ValueRanges::new(version, on);
    version.each_formula(|formula| {
        formula.expr.each(&mut |part| {
            let Node::Calendar(question, arguments) = &part.node else {
                return;
            };
            let days = match question {
                CalendarQuestion::DaysOn { .. } | CalendarQuestion::WholeWeeks { .. } => {
                    arguments.get(1..).unwrap_or_default()
                }
                _ => arguments,
            };
            for id in question.calendars() {
                if let Some(calendar) = calendars.find(id) {
                    for day in days {
                        asked(calendar, (formula, day), &ranges, sink);
                    }
                }
            }
        });
    });
}

fn asked(
    calendar: &Calendar,
    (formula, day): (&Formula, &Expr),
    ranges: &ValueRanges<'_>,
    sink: &mut Sink<'_>,
) {
    let range = ranges.range(day);
    let outside = [range.low, range.high]
        .into_iter()
        .flatten()
        .find_map(|end| match end {
            Value::Date(end) if !calendar.covers(end) => Some(end),
            _ => None,
        });
    let Some(outside) = outside else {
        return;
    };
    let written = formula.written(day);
    let says = format!(
        "`{written}` can be {}, which the calendar `{}` does not cover",
        LongDate(outside),
        calendar.id
    );
    let place = formula.place.within(day.start..day.end);
    let diagnostic = Diagnostic::new(Code::OutsideCalendar, place, says);
    let diagnostic = diagnostic.related(calendar.place, "the calendar");
    sink.add(
        diagnostic.help("add the days of that year to the calendar, or end the rules before it"),
    );
}
