//! Calls: functions, rounding, tables and parameters.

use std::ops::Range;

use super::{Resolver, Typed, calendar::CALENDAR_FUNCTIONS, literal, rounding};
use crate::{
    base::{
        date,
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        types::{Options, Type},
        value::Value,
    },
    check::{
        formula::{Expr, FUNCTIONS, Function, Node},
        symbols::{Signature, Symbol},
        table_coverage,
    },
    source::formula::model::{Formula as Written, FormulaKind},
};

impl Resolver<'_, '_, '_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        arguments: &[Written],
        span: &Range<u32>,
    ) -> Option<(Node, Type)> {
        if matches!(name, "days_on" | "whole_weeks") && arguments.len() > 3 {
            return self.days_on_calendars(name, arguments, span);
        }
        if CALENDAR_FUNCTIONS.contains(&name) {
            return self.calendar_function(name, arguments, span);
        }
        if let Some(function) = function_named(name) {
            return self.function(name, function, arguments, span);
        }
        if name == "round" {
            return self.round(arguments, span);
        }
        if name == "over" {
            return self.over(arguments, span);
        }
        if let Some(Symbol::Table(signature)) = self.scope.look_up(name) {
            let signature = signature.clone();
            let resolved = self.signature_arguments(name, &signature, arguments, span)?;
            return Some((Node::Table(signature.number, resolved), signature.gives?));
        }
        if let Some(Symbol::Packages(signature)) = self.scope.look_up(name) {
            let signature = signature.clone();
            let resolved = self.signature_arguments(name, &signature, arguments, span)?;
            return Some((Node::Packages(signature.number, resolved), Type::Money));
        }
        if let Some(signature) = self.scope.parameter(name) {
            let signature = signature.clone();
            let resolved = self.signature_arguments(name, &signature, arguments, span)?;
            return Some((
                Node::Parameter(signature.number, resolved),
                signature.gives?,
            ));
        }
        if self.scope.may_be_unread(name) || self.sink.may_hold_unread("Parameter(", name) {
            return None;
        }
        self.not_callable(name, span);
        None
    }

    /// Says that nothing that can be called has that name.
    fn not_callable(&mut self, name: &str, span: &Range<u32>) {
        let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
        let place = self.place(&(span.start..span.start.saturating_add(length)));
        if self.scope.get(name).is_some() {
            let says = format!("`{name}` is neither a function nor a table");
            let help = format!("to multiply, write `{name} * (…)`");
            self.sink
                .add(Diagnostic::new(Code::TypeMismatch, place, says).help(help));
            return;
        }
        if name == "rank" {
            let says = "`rank` does not say how the records are ordered".to_owned();
            let help = "write `rank(children by born latest first where placed, ties in order)`";
            self.sink
                .add(Diagnostic::new(Code::FormulaSyntax, place, says).help(help));
            return;
        }
        let says = format!("there is no function, table or parameter `{name}`");
        let functions = FUNCTIONS
            .iter()
            .map(|(word, _)| *word)
            .chain(["round", "over"])
            .chain(CALENDAR_FUNCTIONS);
        let candidates: Vec<&str> = functions.chain(self.scope.callable()).collect();
        self.sink
            .add(Diagnostic::new(Code::UnknownName, place, says).nearest(name, candidates));
    }

    fn signature_arguments<I>(
        &mut self,
        name: &str,
        signature: &Signature<I>,
        arguments: &[Written],
        span: &Range<u32>,
    ) -> Option<Box<[Expr]>> {
        if arguments.len() != signature.columns.len() {
            let (takes, given) = (signature.columns.len(), arguments.len());
            let says = format!(
                "`{name}` takes {takes} value{}, but {given} {} given",
                if takes == 1 { "" } else { "s" },
                if given == 1 { "is" } else { "are" },
            );
            let help = format!("write `{}`", signature.usage(name));
            self.diagnostic(Code::TypeMismatch, span, says, Some(&help));
            return None;
        }
        let mut resolved = Vec::with_capacity(arguments.len());
        for (argument, (column, ty)) in arguments.iter().zip(&signature.columns) {
            let found = self.typed(argument, Some(ty));
            match found {
                // A column that cannot be one has had its diagnostic.
                Some((expr, found))
                    if found == *ty || !table_coverage::can_be_column(&ty.plain()) =>
                {
                    resolved.push(Some(expr))
                }
                Some((_, found)) => {
                    let given = self.excerpt(argument);
                    let says = format!("`{column}` of `{name}` is {ty}, but `{given}` is {found}");
                    self.diagnostic(Code::TypeMismatch, &argument.span, says, None);
                    resolved.push(None);
                }
                None => resolved.push(None),
            }
        }
        resolved.into_iter().collect()
    }

    fn function(
        &mut self,
        name: &str,
        function: Function,
        arguments: &[Written],
        span: &Range<u32>,
    ) -> Option<(Node, Type)> {
        let resolved: Vec<Option<Typed>> =
            arguments.iter().map(|it| self.typed(it, None)).collect();
        let resolved: Option<Vec<Typed>> = resolved.into_iter().collect();
        let (mut exprs, types): (Vec<Expr>, Vec<Type>) = resolved?.into_iter().unzip();
        if let Some(ty) = result(function, &types) {
            if matches!(function, Function::Min | Function::Max) {
                self.all_apart(&exprs, arguments, span)?;
            }
            if let (Function::Age, [_], Some(day)) = (function, &*types, self.site.on) {
                // Without width, for it is not written.
                let end = span.end.saturating_sub(1);
                exprs.push(Expr {
                    node: day.node(),
                    start: end,
                    end,
                });
            }
            return Some((Node::Call(function, exprs.into()), ty));
        }
        let given: Vec<String> = types.iter().map(ToString::to_string).collect();
        let given = if given.is_empty() {
            "nothing".to_owned()
        } else {
            given.join(" and ")
        };
        let says = format!("`{name}` cannot be asked of {given}");
        let help = format!("write {}", usage(function));
        self.diagnostic(Code::TypeMismatch, span, says, Some(&help));
        None
    }

    /// `round(value, mode, unit)`.
    fn round(&mut self, arguments: &[Written], span: &Range<u32>) -> Option<(Node, Type)> {
        let [value, mode, unit] = arguments else {
            let help = "write `round(value, half_up, £0.01)`";
            let says = "`round` takes a value, a mode and a unit".to_owned();
            self.diagnostic(Code::TypeMismatch, span, says, Some(help));
            return None;
        };
        let resolved = self.typed(value, None);
        let word = match &mode.kind {
            FormulaKind::Name(word) => word.as_str(),
            _ => "",
        };
        let unit_value = literal(&unit.kind);
        let amount = match &unit_value {
            Some((Value::Money(money), _)) => money.min(),
            Some((value, _)) => value.number().unwrap_or_default().approximate(),
            None => rust_decimal::Decimal::ZERO,
        };
        let mode_place = self.place(&mode.span);
        let unit_place = self.place(&unit.span);
        let rounding = rounding(word, mode_place, amount, unit_place, self.sink);
        let (expr, ty) = resolved?;
        let agrees = match (&ty, unit_value.map(|(_, unit)| unit)) {
            (amount, Some(Type::Money)) if amount.is_money() => true,
            (number, Some(unit)) => number.is_number() && unit.is_number(),
            (_, None) => true,
        };
        if !agrees {
            let says = format!(
                "`{}` is {ty}, which is not rounded to `{}`",
                self.excerpt(value),
                self.excerpt(unit)
            );
            let help = "round money to an amount (£0.01) and numbers to a number (1)";
            self.diagnostic(Code::UnitMismatch, &unit.span, says, Some(help));
            return None;
        }
        let ty = if ty == Type::Whole { Type::Number } else { ty };
        Some((Node::Round(expr.into(), rounding?), ty))
    }
}

/// The type of a function's result; `None` if it cannot be asked of these.
fn result(function: Function, types: &[Type]) -> Option<Type> {
    let number = |ty: &Type| ty.is_number();
    match (function, types) {
        (Function::Age, [Type::Date] | [Type::Date, Type::Date])
        | (Function::Year | Function::Month | Function::Day | Function::Weekday, [Type::Date])
        | (Function::CountDays, [Type::Days]) => Some(Type::Whole),
        (Function::Birthday, [Type::Date, Type::Whole])
        | (Function::Date, [Type::Whole, Type::Whole, Type::Whole]) => Some(Type::Date),
        (Function::Floor | Function::Ceiling, [only]) if number(only) => Some(Type::Whole),
        (Function::Lowest | Function::Highest, [price]) if price.is_money() => Some(price.clone()),
        (Function::Stated, [Type::Text]) => Some(Type::YesNo),
        (Function::HowMany, [Type::Choices(_)]) => Some(Type::Whole),
        (
            Function::DaysOn | Function::WholeWeeks,
            [Type::Choices(options), Type::Date, Type::Date],
        ) if are_weekdays(options) => Some(Type::Whole),
        (Function::HoursBetween, [Type::Time, Type::Time]) => Some(Type::Number),
        (Function::MinutesBetween, [Type::Time, Type::Time]) => Some(Type::Whole),
        (Function::Days, [Type::Whole]) => Some(Type::Days),
        (Function::Months, [Type::Whole]) => Some(Type::Months),
        (Function::Min | Function::Max, [first, _, ..]) if first.is_ordered() => {
            if types.iter().all(|ty| ty == first) {
                Some(first.clone())
            } else {
                types.iter().all(number).then_some(Type::Number)
            }
        }
        _ => None,
    }
}

/// Whether options are the days of a week from Monday on, so that an option's
/// number is its weekday's.
fn are_weekdays(options: &Options) -> bool {
    let same = |(option, weekday): (&str, &str)| option == weekday;
    options.count() <= date::WEEKDAYS.len() && options.iter().zip(date::WEEKDAYS).all(same)
}

fn usage(function: Function) -> &'static str {
    match function {
        Function::Age => "`age(date_of_birth)`, or `age(date_of_birth, day)`",
        Function::Birthday => "`birthday(date_of_birth, 26)`",
        Function::Min => "`min(a, b)` with two or more of one kind",
        Function::Max => "`max(a, b)` with two or more of one kind",
        Function::Year => "`year(day)`",
        Function::Month => "`month(day)`",
        Function::Day => "`day(day)`",
        Function::Weekday => "`weekday(day)`",
        Function::Date => "`date(year, month, day)` with whole numbers",
        Function::Floor => "`floor(number)`",
        Function::Ceiling => "`ceiling(number)`",
        Function::Days => "`days(whole number)`",
        Function::Months => "`months(whole number)`",
        Function::Lowest => "`lowest(charge)`, the lower end of a price that is a range",
        Function::Highest => "`highest(charge)`, the upper end of a price that is a range",
        Function::CountDays => "`count_days(last - first)`",
        Function::Stated => "`stated(reason)` with a fact that is text",
        Function::HowMany => "`how_many(weekdays)` with a fact that is any of several options",
        Function::DaysOn => {
            "`days_on(weekdays, first, last)` with a fact that is any of monday, tuesday and so on, in that order, and two days"
        }
        Function::HoursBetween => "`hours_between(start, end)` with two times of day",
        Function::MinutesBetween => "`minutes_between(start, end)` with two times of day",
        Function::WholeWeeks => {
            "`whole_weeks(weekdays, first, last)` with a fact that is any of monday, tuesday and so on, in that order, and two days"
        }
    }
}

/// The function of that name.
fn function_named(name: &str) -> Option<Function> {
    FUNCTIONS
        .iter()
        .find(|(word, _)| *word == name)
        .map(|(_, function)| *function)
}
