//! Lookups with a value that the table or parameter has no row for. That every
//! case meets a row is checked of the values a column is `within`; here it is
//! checked of the values that formulas pass.

use super::{
    diagnostics::Sink,
    formula::{Expr, Formula, Node},
    model::{Column, Parameter, Role, Row, Step, Version},
    table_coverage,
    value_range::{Condition, ValueRanges},
};
use crate::base::{
    bounds::{Bounds, DisplayValue, order},
    diagnostic::Diagnostic,
    diagnostic_code::Code,
    ids::{IdVec, ParameterId},
    types::Type,
    value::Value,
};

/// Warns of each lookup in a version that can be asked for what no row covers.
pub(super) fn check(
    version: &Version,
    parameters: &IdVec<ParameterId, Parameter>,
    sink: &mut Sink<'_>,
) {
    let on = Bounds {
        low: Some(Value::Date(version.in_force)),
        high: version.until.map(Value::Date),
    };
    let lookups = Lookups {
        ranges: ValueRanges::new(version, on),
        parameters,
    };
    version.each_formula(|formula| {
        let mut conditions = Vec::new();
        for when in applies_when(version, formula) {
            lookups.ranges.holding(&when.expr, &mut conditions);
        }
        lookups.walk(formula, &formula.expr, &mut conditions, sink);
    });
}

/// The conditions under which a formula is evaluated.
fn applies_when<'v>(
    version: &'v Version,
    formula: &Formula,
) -> impl Iterator<Item = &'v Formula> + use<'v> {
    let site = version.formula_sites[formula.number];
    let is_when = site.role == Role::When;
    let [outer, own] = match site.step {
        Step::Value(id) => [None, version.values[id].when.as_ref()],
        Step::Criterion(id) => [None, version.criteria[id].when.as_ref()],
        Step::Total(id) => [None, version.totals[id].when.as_ref()],
        Step::Limit(id) => [None, version.limits[id].when.as_ref()],
        Step::Line(id) => [None, version.lines[id].when.as_ref()],
        Step::Option(line, id) => {
            let line = &version.lines[line];
            [line.when.as_ref(), line.options[id].when.as_ref()]
        }
        Step::Reduction(line, id) => {
            let line = &version.lines[line];
            [line.when.as_ref(), Some(&line.reductions[id].when)]
        }
        Step::Fact(_) | Step::Schedule(_) | Step::Priority(_) | Step::Letter(_) => [None, None],
    };
    outer.into_iter().chain(own.filter(|_| !is_when))
}

struct Lookups<'v> {
    ranges: ValueRanges<'v>,
    parameters: &'v IdVec<ParameterId, Parameter>,
}

impl Lookups<'_> {
    /// Looks at every lookup within a part, with what is known where it stands.
    fn walk<'e>(
        &'e self,
        formula: &Formula,
        expr: &'e Expr,
        conditions: &mut Vec<Condition<'e>>,
        sink: &mut Sink<'_>,
    ) {
        self.lookup(formula, expr, conditions, sink);
        let before = conditions.len();
        match &expr.node {
            Node::If(parts) => {
                self.walk(formula, &parts.0, conditions, sink);
                for (part, holds) in [(&parts.1, true), (&parts.2, false)] {
                    self.ranges.where_test(&parts.0, holds, conditions);
                    self.walk(formula, part, conditions, sink);
                    conditions.truncate(before);
                }
            }
            // Each part is evaluated only while those before it leave it open.
            Node::And(parts) | Node::Or(parts) => {
                let holds = matches!(expr.node, Node::And(_));
                for part in parts {
                    self.walk(formula, part, conditions, sink);
                    self.ranges.where_test(part, holds, conditions);
                }
                conditions.truncate(before);
            }
            Node::Aggregate(aggregate) => {
                // What is known of one record is not known of the others.
                let mut inside = Vec::new();
                if let Some(filter) = &aggregate.filter {
                    self.walk(formula, filter, &mut inside, sink);
                    self.ranges.holding(filter, &mut inside);
                }
                if let Some(take) = &aggregate.take {
                    self.walk(formula, take, &mut inside, sink);
                }
            }
            _ => {
                for part in expr.parts() {
                    self.walk(formula, part, conditions, sink);
                }
            }
        }
    }

    fn lookup(
        &self,
        formula: &Formula,
        expr: &Expr,
        conditions: &[Condition<'_>],
        sink: &mut Sink<'_>,
    ) {
        match &expr.node {
            Node::Table(number, arguments) => {
                let table = self.ranges.version.tables.find(*number);
                let Some(table) = table.filter(|it| it.otherwise.is_none()) else {
                    return;
                };
                let gap = self.gap(&table.columns, &table.rows, arguments, conditions);
                if let Some((number, value)) = gap {
                    let says = not_covered(formula, arguments, number, value, &table.id);
                    let help = help(formula, arguments, &table.columns, number, value);
                    let place = formula.place.within(expr.start..expr.end);
                    let diagnostic = Diagnostic::new(Code::OutsideTable, place, says);
                    sink.add(diagnostic.related(table.place, "the table").help(help));
                }
            }
            Node::Parameter(number, arguments) => {
                let parameter = self.parameters.find(*number);
                // Rows in error are not there to be met.
                let parameter = parameter.filter(|it| !sink.has_error(it.file));
                let (Some(parameter), Some((_, bands))) = (parameter, arguments.split_last())
                else {
                    return;
                };
                let gap = parameter.periods.iter().find_map(|period| {
                    self.gap(&parameter.columns, &period.rows, bands, conditions)
                });
                if let Some((number, value)) = gap {
                    let says = not_covered(formula, bands, number, value, &parameter.id);
                    let help = help(formula, bands, &parameter.columns, number, value);
                    let place = formula.place.within(expr.start..expr.end);
                    sink.add(Diagnostic::new(Code::OutsideTable, place, says).help(help));
                }
            }
            _ => {}
        }
    }

    /// The first column whose `within` a value that no row covers lies outside,
    /// and that value.
    fn gap(
        &self,
        columns: &[Column],
        rows: &[Row],
        arguments: &[Expr],
        conditions: &[Condition<'_>],
    ) -> Option<(usize, Value)> {
        let passed: Vec<Column> = columns
            .iter()
            .zip(arguments)
            .map(|(column, argument)| Column {
                id: column.id.clone(),
                ty: column.ty.clone(),
                per: column.per,
                within: self.passed(column, argument, conditions),
            })
            .collect();
        let leaves = |(passed, column): (&Column, &Column)| {
            let out = |end: Option<Value>| end.is_some_and(|end| !column.within.contains(end));
            out(passed.within.low) || out(passed.within.high)
        };
        let never = |column: &Column| {
            let ends = column.within.low.zip(column.within.high);
            ends.and_then(|(low, high)| order(low, high))
                .is_some_and(|it| it.is_gt())
        };
        if passed.iter().any(never) || !passed.iter().zip(columns).any(leaves) {
            return None;
        }
        let case = table_coverage::gap(&passed, rows)?;
        let mut values = case.into_iter().zip(columns).enumerate();
        values.find_map(|(number, (value, column))| {
            (!column.within.contains(value)).then_some((number, value))
        })
    }

    /// The values passed for a column; at an end that is not known, those that
    /// the column says.
    fn passed(&self, column: &Column, argument: &Expr, conditions: &[Condition<'_>]) -> Bounds {
        let range = self.ranges.range_under(argument, conditions);
        Bounds {
            low: range.low.or(column.within.low),
            high: range.high.or(column.within.high),
        }
    }
}

fn not_covered(
    formula: &Formula,
    arguments: &[Expr],
    number: usize,
    value: Value,
    table: &str,
) -> String {
    let argument = arguments.get(number).map_or("", |it| formula.written(it));
    format!(
        "`{argument}` can be {}, which no row of `{table}` covers",
        DisplayValue(value)
    )
}

fn help(
    formula: &Formula,
    arguments: &[Expr],
    columns: &[Column],
    number: usize,
    value: Value,
) -> String {
    let bound = || {
        let (argument, column) = (arguments.get(number)?, columns.get(number)?);
        let (low, high) = (column.within.low, column.within.high);
        let beyond =
            |end: Value, above: bool| order(value, end).is_some_and(|it| it.is_gt() == above);
        let (function, end) = match (low, high) {
            (Some(low), _) if beyond(low, false) => ("max", low),
            (_, Some(high)) if beyond(high, true) => ("min", high),
            _ => return None,
        };
        let written = formula.written(argument);
        matches!(column.ty, Type::Whole | Type::Money).then(|| {
            format!(
                "add a row for it, or write `{function}({}, {written})`",
                DisplayValue(end)
            )
        })
    };
    bound().unwrap_or_else(|| "add a row for it, or look it up only `when` there is one".to_owned())
}
