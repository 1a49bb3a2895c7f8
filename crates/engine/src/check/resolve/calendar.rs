//! What formulas ask of calendars.

use std::ops::Range;

use super::Resolver;
use crate::{
    base::{diagnostic_code::Code, ids::CalendarId, name, types::Type},
    check::formula::{CalendarQuestion, Expr, Node},
    source::formula::model::{CalendarName, Formula as Written, FormulaKind},
};

/// The functions that take the name of a calendar first.
pub(in crate::check) const CALENDAR_FUNCTIONS: [&str; 3] =
    ["days_in", "first_day_of", "last_day_of"];

impl Resolver<'_, '_, '_> {
    /// `day in terms`.
    pub(super) fn in_calendar(
        &mut self,
        day: &Written,
        named: &CalendarName,
    ) -> Option<(Node, Type)> {
        let calendar = self.calendar(named);
        let day = self.expected(day, &Type::Date);
        let (calendar, (day, _)) = (calendar?, day?);
        let question = CalendarQuestion::Contains(calendar);
        Some((Node::Calendar(question, [day].into()), Type::YesNo))
    }

    /// `days_in(terms, first, last)`, `first_day_of(terms, day)` and the like.
    pub(super) fn calendar_function(
        &mut self,
        function: &str,
        arguments: &[Written],
        span: &Range<u32>,
    ) -> Option<(Node, Type)> {
        let takes = if function == "days_in" { 2 } else { 1 };
        let days = arguments.get(1..).unwrap_or_default();
        let Some(FormulaKind::Name(calendar)) = arguments.first().map(|first| &first.kind) else {
            self.takes_a_calendar(function, span);
            return None;
        };
        if days.len() != takes {
            self.takes_a_calendar(function, span);
            return None;
        }
        let named = CalendarName {
            name: calendar.clone(),
            span: arguments.first()?.span.clone(),
        };
        let calendar = self.calendar(&named);
        let days = self.days(days);
        let (calendar, days) = (calendar?, days?);
        let reason = || {
            let says = &self.scope.shared.calendar_words(calendar);
            self.scope.reason(format!("the day is none of: {says}"))
        };
        Some(match function {
            "days_in" => {
                let question = CalendarQuestion::DaysIn(calendar);
                (Node::Calendar(question, days), Type::Whole)
            }
            "first_day_of" => {
                let question = CalendarQuestion::FirstDay(calendar, reason());
                (Node::Calendar(question, days), Type::Date)
            }
            _ => {
                let question = CalendarQuestion::LastDay(calendar, reason());
                (Node::Calendar(question, days), Type::Date)
            }
        })
    }

    fn takes_a_calendar(&mut self, function: &str, span: &Range<u32>) {
        let says = format!("`{function}` takes the name of a calendar, and days");
        let help = match function {
            "days_in" => "write `days_in(terms, first, last)`",
            "first_day_of" => "write `first_day_of(terms, day)`",
            _ => "write `last_day_of(terms, day)`",
        };
        self.diagnostic(Code::TypeMismatch, span, says, Some(help));
    }

    /// `days_on(weekdays, first, last, in terms, except bank_holidays)`, and the
    /// same of `whole_weeks`.
    pub(super) fn days_on_calendars(
        &mut self,
        function: &str,
        arguments: &[Written],
        span: &Range<u32>,
    ) -> Option<(Node, Type)> {
        let (plain, rest) = arguments.split_at_checked(3)?;
        let mut within = Vec::new();
        let mut except = Vec::new();
        let mut are_named = true;
        for argument in rest {
            let (named, calendars) = match &argument.kind {
                FormulaKind::InCalendar(None, named) => (named, &mut within),
                FormulaKind::ExceptCalendar(named) => (named, &mut except),
                _ => {
                    let shown = self.excerpt(argument);
                    let says = format!("`{shown}` does not say which days are counted");
                    let help = "write `except` or `in` before the name of a calendar, as in `days_on(weekdays, first, last, except bank_holidays)`";
                    self.diagnostic(Code::TypeMismatch, &argument.span, says, Some(help));
                    are_named = false;
                    continue;
                }
            };
            match self.calendar(named) {
                Some(calendar) => calendars.push(calendar),
                None => are_named = false,
            }
        }
        let (counted, _) = self.call(function, plain, span)?;
        let Node::Call(_, parts) = counted else {
            return None;
        };
        let (within, except) = (within.into(), except.into());
        let question = match function {
            "whole_weeks" => CalendarQuestion::WholeWeeks { within, except },
            _ => CalendarQuestion::DaysOn { within, except },
        };
        are_named.then_some((Node::Calendar(question, parts), Type::Whole))
    }

    /// `in terms` or `except terms` where nothing counts days.
    pub(super) fn calendar_out_of_place(&mut self, span: &Range<u32>) {
        let says = "a calendar is named where no days are counted".to_owned();
        let help = "write `day in terms`, or count days: `days_on(weekdays, first, last, except bank_holidays)`";
        self.diagnostic(Code::FormulaSyntax, span, says, Some(help));
    }

    fn days(&mut self, written: &[Written]) -> Option<Box<[Expr]>> {
        let days: Vec<Option<Expr>> = written
            .iter()
            .map(|day| self.expected(day, &Type::Date).map(|(expr, _)| expr))
            .collect();
        days.into_iter().collect()
    }

    fn calendar(&mut self, named: &CalendarName) -> Option<CalendarId> {
        if let Some(found) = self.scope.calendar(&named.name) {
            return Some(found);
        }
        if self.sink.may_hold_unread("Calendar(", &named.name) {
            return None;
        }
        let says = format!("there is no calendar `{}`", named.name);
        let known: Vec<&str> = self.scope.shared.calendars().collect();
        let help = match name::nearest(&named.name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "a calendar is a file that starts with `Calendar(`; a list of options stands in `[` and `]`, a range has `..`".to_owned(),
        };
        self.diagnostic(Code::UnknownName, &named.span, says, Some(&help));
        None
    }
}
