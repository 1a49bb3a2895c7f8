//! Why parts of formulas may have no place in a case, by their form alone.

use std::collections::BTreeSet;

use crate::{
    base::{
        ids::{ReasonId, ValueId},
        value::Value,
    },
    check::{
        formula::{CalendarQuestion, Expr, Node},
        model::{Row, TableResult},
    },
    program::model::Ruling,
};

/// The reasons for which a part may have no place; none where it has one in every case.
pub(super) fn reasons(ruling: &Ruling<'_>, expr: &Expr) -> BTreeSet<ReasonId> {
    let mut found = Reasons {
        ruling,
        visited: BTreeSet::new(),
        reasons: BTreeSet::new(),
    };
    found.add(expr);
    found.reasons
}

struct Reasons<'r, 'p> {
    ruling: &'r Ruling<'p>,
    visited: BTreeSet<ValueId>,
    reasons: BTreeSet<ReasonId>,
}

impl Reasons<'_, '_> {
    fn add(&mut self, expr: &Expr) {
        let version = self.ruling.version;
        match &expr.node {
            Node::Known(_) => return,
            // A record without a place decides nothing.
            Node::Aggregate(aggregate) if aggregate.take.is_none() => return,
            Node::Value(value, _) if self.visited.insert(*value) => {
                let named = &version.values[*value];
                self.reasons.extend(named.reason);
                for formula in named.when.iter().chain([&named.is]) {
                    self.add(&formula.expr);
                }
            }
            Node::Table(table, _) => {
                let table = &version.tables[*table];
                self.reasons.extend(table.otherwise);
                self.add_of_rows(&table.rows);
            }
            Node::Parameter(parameter, _) => {
                let parameter = &self.ruling.parameters[*parameter];
                for period in parameter.periods_known(self.ruling.known) {
                    self.add_of_rows(&period.rows);
                }
            }
            Node::Calendar(
                CalendarQuestion::FirstDay(_, reason) | CalendarQuestion::LastDay(_, reason),
                _,
            ) => {
                self.reasons.insert(*reason);
            }
            Node::Used(used) => {
                self.reasons.insert(used.reason);
            }
            _ => {}
        }
        for part in expr.parts() {
            self.add(part);
        }
    }

    fn add_of_rows(&mut self, rows: &[Row]) {
        let reason = |row: &Row| match row.gives {
            TableResult::Value(Value::DoesNotApply(reason)) => Some(reason),
            _ => None,
        };
        self.reasons.extend(rows.iter().filter_map(reason));
    }
}
