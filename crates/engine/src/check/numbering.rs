//! Every formula of a version numbered in file order, with the part of the
//! version it belongs to.

use super::{
    formula::Formula,
    model::{Criterion, Line, NamedValue, Part, Role, Selection, Step, Version, Wording, Words},
};
use crate::base::ids::{CriterionId, FormulaId, IdVec, LineId, ValueId};

/// Numbers the formulas and takes down where each belongs.
pub(super) fn number(version: &mut Version) {
    let mut parts = Numbering::default();
    for (index, fact) in version.facts.iter_ids_mut() {
        parts.optional(&mut fact.when, Step::Fact(index), Role::When);
        parts.optional(&mut fact.assume, Step::Fact(index), Role::Assume);
    }
    let follows = version.follows.clone();
    for (index, value) in version.values.iter_ids_mut() {
        if !follows.contains(&index) {
            parts.value(index, value);
        }
    }
    for (index, criterion) in version.criteria.iter_ids_mut() {
        parts.criterion(index, criterion);
    }
    for (index, value) in version.values.iter_ids_mut() {
        if follows.contains(&index) {
            parts.value(index, value);
        }
    }
    parts.selection(&mut version.selection);
    for (index, line) in version.lines.iter_ids_mut() {
        parts.line(index, line);
    }
    for (index, total) in version.totals.iter_ids_mut() {
        let step = Step::Total(index);
        parts.optional(&mut total.when, step, Role::When);
        parts.one(&mut total.times, step, Role::Quantity);
        parts.wording(&mut total.says, step);
    }
    version.parts = parts.0;
}

#[derive(Default)]
struct Numbering(IdVec<FormulaId, Part>);

impl Numbering {
    fn one(&mut self, formula: &mut Formula, step: Step, role: Role) {
        formula.number = self.0.push(Part { step, role });
    }

    fn optional(&mut self, formula: &mut Option<Formula>, step: Step, role: Role) {
        if let Some(formula) = formula {
            self.one(formula, step, role);
        }
    }

    fn wording(&mut self, wording: &mut Wording, step: Step) {
        for words in &mut wording.0 {
            if let Words::Formula(formula) = words {
                self.one(formula, step, Role::Wording);
            }
        }
    }

    fn value(&mut self, index: ValueId, value: &mut NamedValue) {
        let step = Step::Value(index);
        self.optional(&mut value.when, step, Role::When);
        self.one(&mut value.is, step, Role::Is);
        self.wording(&mut value.says, step);
    }

    fn criterion(&mut self, index: CriterionId, criterion: &mut Criterion) {
        let step = Step::Criterion(index);
        self.optional(&mut criterion.when, step, Role::When);
        self.one(&mut criterion.holds, step, Role::Is);
        let wordings = [&mut criterion.refer, &mut criterion.remedy];
        self.wording(&mut criterion.says, step);
        for wording in wordings.into_iter().flatten() {
            self.wording(wording, step);
        }
    }

    fn selection(&mut self, selection: &mut Selection) {
        for (index, schedule) in selection.schedules.iter_ids_mut() {
            let step = Step::Schedule(index);
            for stretch in &mut schedule.stretches {
                self.optional(&mut stretch.from, step, Role::From);
                self.one(&mut stretch.until, step, Role::Until);
            }
            self.wording(&mut schedule.says, step);
        }
        for (index, rule) in selection.priority.iter_ids_mut() {
            let step = Step::Priority(index);
            self.one(&mut rule.by, step, Role::Is);
            self.wording(&mut rule.says, step);
        }
        for (index, letter) in selection.letters.iter_ids_mut() {
            for wording in letter.opening.iter_mut().chain(&mut letter.closing) {
                self.wording(wording, Step::Letter(index));
            }
        }
    }

    fn line(&mut self, index: LineId, line: &mut Line) {
        let step = Step::Line(index);
        self.optional(&mut line.when, step, Role::When);
        self.wording(&mut line.says, step);
        let wordings = [&mut line.otherwise, &mut line.refer];
        for wording in wordings.into_iter().flatten() {
            self.wording(wording, step);
        }
        for (number, option) in line.options.iter_ids_mut() {
            let step = Step::Option(index, number);
            self.optional(&mut option.when, step, Role::When);
            self.one(&mut option.each, step, Role::Each);
            self.optional(&mut option.quantity, step, Role::Quantity);
            self.wording(&mut option.says, step);
        }
        for (number, reduction) in line.reductions.iter_ids_mut() {
            let step = Step::Reduction(index, number);
            self.one(&mut reduction.when, step, Role::When);
            self.one(&mut reduction.take, step, Role::Take);
            self.optional(&mut reduction.at_most, step, Role::AtMost);
            self.wording(&mut reduction.says, step);
        }
    }
}
