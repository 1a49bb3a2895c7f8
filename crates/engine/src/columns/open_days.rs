//! Periods of rows that lack facts: the row evaluator splits them where what is missing
//! changes, which columns do not follow.

use super::{
    lowered::LoweredCriterion,
    lowering::Lowering,
    number::Part,
    operations::{Bit, Space},
};
use crate::{
    base::ids::ValueId,
    check::{
        formula::{Expr, Function, Node},
        model::{Criterion, Version},
    },
};

impl Lowering<'_> {
    /// A named value that the row evaluator evaluates on each day of a period.
    pub(super) fn value_of_each_day(&mut self, value: ValueId, part: Part) {
        let depends = value_depends_on_day(self.ruling.version, value);
        self.evaluated_each_day(part, depends);
    }

    /// What the row evaluator evaluates on each day of a period, though nothing may read it.
    pub(super) fn evaluated_each_day(&mut self, part: Part, depends_on_day: bool) {
        self.of_each_day.push(part);
        if depends_on_day {
            let (settled, _) = self.settled(part);
            self.mark_open_on_days(part.space(), settled);
        }
    }

    /// A criterion, which is evaluated on each day of a period.
    pub(super) fn criterion_of_each_day(
        &mut self,
        criterion: &Criterion,
        lowered: &LoweredCriterion,
    ) {
        let when = criterion.when.iter();
        let mut formulas = when.chain([&criterion.holds]);
        if formulas.any(|it| depends_on_day(self.ruling.version, &it.expr)) {
            let settled = self.settled_criterion(lowered);
            self.mark_open_on_days(Space::Cases, settled);
        }
    }

    fn mark_open_on_days(&mut self, space: Space, settled: Bit) {
        let Some(about) = self.period.as_ref().map(|it| it.about) else {
            return;
        };
        let open = self.registers.not(space, settled);
        let open = match space {
            Space::Cases => open,
            Space::Records(list) => self.registers.any(list, open),
        };
        let marked = self.registers.and(Space::Cases, about, open);
        self.marked = self.registers.or(Space::Cases, self.marked, marked);
    }
}

fn value_depends_on_day(version: &Version, value: ValueId) -> bool {
    let named = &version.values[value];
    let mut formulas = named.when.iter().chain([&named.is]);
    formulas.any(|it| depends_on_day(version, &it.expr))
}

/// Whether the value of a part may be another on another day, by its form.
pub(super) fn depends_on_day(version: &Version, expr: &Expr) -> bool {
    match &expr.node {
        Node::On | Node::Used(_) => true,
        Node::Call(Function::Age, born) if born.len() == 1 => true,
        Node::Fact(fact) | Node::Field(_, _, fact) => {
            let assume = version.facts[*fact].assume.as_ref();
            assume.is_some_and(|it| depends_on_day(version, &it.expr))
        }
        Node::Value(value, _) => value_depends_on_day(version, *value),
        _ => expr
            .parts()
            .into_iter()
            .any(|it| depends_on_day(version, it)),
    }
}
