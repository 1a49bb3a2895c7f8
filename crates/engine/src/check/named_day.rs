//! The day that a criterion or value is about: a date of the case, and one day
//! for all that its formulas read.

use super::{
    diagnostics::{FileScope, Sink},
    formula::{Expr, Formula, Function, Node},
    model::{Home, NamedDay, TableResult, Version},
    symbols::{Scope, Symbol},
};
use crate::base::{
    diagnostic::Diagnostic,
    diagnostic_code::Code,
    ids::{IdVec, ValueId},
    types::Type,
};

/// The fact or value that is named as the day, or a diagnostic.
pub(super) fn resolve(
    name: Option<&str>,
    file: FileScope<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<NamedDay> {
    let name = name?;
    let place = file.place(name);
    let wrong = match scope.look_up(name) {
        Some(Symbol::Fact(fact, Type::Date, Home::Case)) => return Some(NamedDay::Fact(*fact)),
        Some(Symbol::Value(value, Some(Type::Date), None)) => {
            return Some(NamedDay::Value(*value));
        }
        // A value in error has had its diagnostic.
        Some(Symbol::Value(_, None, _)) => return None,
        Some(Symbol::Fact(_, Type::Date, _) | Symbol::Value(_, Some(Type::Date), Some(_))) => {
            format!("`{name}` is a date of each record, not of the case")
        }
        Some(Symbol::Fact(_, ty, _) | Symbol::Value(_, Some(ty), _)) => {
            format!("`on` names a date, but `{name}` is {ty}")
        }
        Some(_) => format!("`on` names a fact or a value, and `{name}` is neither"),
        None => {
            if !scope.may_be_unread(name) {
                let says = format!("there is no fact or value `{name}`");
                let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
                sink.add(diagnostic.nearest(name, scope.candidates()));
            }
            return None;
        }
    };
    let help = "give the day as a value, and name that: `on: \"moves_in\"`";
    sink.add(Diagnostic::new(Code::TypeMismatch, place, wrong).help(help));
    None
}

/// Reports criteria and values about a day of their own that read something of
/// the day asked about.
pub(super) fn check(version: &Version, sink: &mut Sink<'_>) {
    let dependence = DayDependence::of(version);
    let criteria = version.criteria.iter();
    let criteria = criteria.map(|it| (it.on, it.when.as_ref(), &it.holds));
    let values = version.values.iter();
    let values = values.map(|it| (it.on, it.when.as_ref(), &it.is));
    for (day, when, is) in criteria.chain(values) {
        let Some(day) = day else { continue };
        for formula in when.into_iter().chain([is]) {
            report(version, &dependence, day, formula, sink);
        }
    }
}

fn report(
    version: &Version,
    dependence: &DayDependence<'_>,
    day: NamedDay,
    formula: &Formula,
    sink: &mut Sink<'_>,
) {
    formula.expr.each(&mut |part| {
        let is_day = matches!(part.node, Node::Value(value, _) if day == NamedDay::Value(value));
        if is_day || !dependence.reads_itself(part) {
            return;
        }
        let read = formula.written(part);
        let named = match day {
            NamedDay::Fact(fact) => &version.facts[fact].id,
            NamedDay::Value(value) => &version.values[value].id,
        };
        let says = format!("`{read}` is of the day asked about, not of `{named}`");
        let place = formula.place.within(part.start..part.end);
        let help = match part.node {
            Node::Value(..) => {
                format!("give `{read}` an `on` of its own, or write its formula here")
            }
            _ => "leave it out: prices are those of the day asked about".to_owned(),
        };
        sink.add(Diagnostic::new(Code::MixedDays, place, says).help(help));
    });
}

/// Which values depend on the day asked about.
struct DayDependence<'v> {
    version: &'v Version,
    values: IdVec<ValueId, bool>,
}

impl<'v> DayDependence<'v> {
    fn of(version: &'v Version) -> DayDependence<'v> {
        let mut found = DayDependence {
            version,
            values: version.values.map(|_| false),
        };
        while found.spread() {}
        found
    }

    /// Marks the values that read a marked one; whether there was any.
    fn spread(&mut self) -> bool {
        let mut more = false;
        for (number, value) in self.version.values.iter_ids() {
            let depends = |it: &Self| {
                let formulas = value.when.iter().chain([&value.is]);
                formulas.into_iter().any(|formula| it.reads(formula))
            };
            if !self.values[number] && depends(self) {
                self.values[number] = true;
                more = true;
            }
        }
        more
    }

    fn reads(&self, formula: &Formula) -> bool {
        formula.expr.any(&|part| self.reads_itself(part))
    }

    /// Whether a part depends on the day asked about, apart from the parts
    /// inside it.
    fn reads_itself(&self, part: &Expr) -> bool {
        match &part.node {
            Node::On | Node::Charge(_) | Node::Packages(..) => true,
            Node::Call(Function::Age, arguments) => arguments.len() == 1,
            Node::Value(value, _) => self.values[*value],
            Node::Table(table, _) => {
                let mut rows = self.version.tables[*table].rows.iter();
                rows.any(|row| matches!(row.gives, TableResult::Charge(_)))
            }
            _ => false,
        }
    }
}
