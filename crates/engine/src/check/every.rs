//! Every formula of a version, wherever it stands.

use super::{
    formula::Formula,
    model::{Line, Selection, Version, Wording, Words},
};
use crate::base::ids::{FormulaId, IdVec};

impl Version {
    /// Every formula by its number.
    #[must_use]
    pub fn formulas(&self) -> IdVec<FormulaId, &Formula> {
        let mut formulas = Vec::with_capacity(self.parts.len());
        self.each_formula(|formula| formulas.push(formula));
        formulas.sort_unstable_by_key(|formula| formula.number);
        IdVec::numbered(formulas)
    }

    /// Calls `visit` with every formula, in no order to rely on.
    pub fn each_formula<'v>(&'v self, mut visit: impl FnMut(&'v Formula)) {
        for fact in &self.facts {
            fact.when.iter().chain(&fact.assume).for_each(&mut visit);
        }
        for value in &self.values {
            visit(&value.is);
            value.when.iter().for_each(&mut visit);
            value.says.formulas().for_each(&mut visit);
        }
        for criterion in &self.criteria {
            visit(&criterion.holds);
            criterion.when.iter().for_each(&mut visit);
            let wordings = [
                Some(&criterion.says),
                criterion.refer.as_ref(),
                criterion.remedy.as_ref(),
            ];
            wordings
                .into_iter()
                .flatten()
                .flat_map(Wording::formulas)
                .for_each(&mut visit);
        }
        self.selection.each_formula(&mut visit);
        for line in &self.lines {
            line.each_formula(&mut visit);
        }
        for total in &self.totals {
            total.when.iter().for_each(&mut visit);
            visit(&total.times);
            total.says.formulas().for_each(&mut visit);
        }
    }
}

impl Selection {
    fn each_formula<'v>(&'v self, mut visit: impl FnMut(&'v Formula)) {
        for schedule in &self.schedules {
            for stretch in &schedule.stretches {
                stretch.from.iter().for_each(&mut visit);
                visit(&stretch.until);
            }
            schedule.says.formulas().for_each(&mut visit);
        }
        for rule in &self.priority {
            visit(&rule.by);
            rule.says.formulas().for_each(&mut visit);
        }
        for letter in &self.letters {
            let wordings = letter.opening.iter().chain(&letter.closing);
            wordings.flat_map(Wording::formulas).for_each(&mut visit);
        }
    }
}

impl Line {
    fn each_formula<'v>(&'v self, mut visit: impl FnMut(&'v Formula)) {
        self.when.iter().for_each(&mut visit);
        let wordings = [
            Some(&self.says),
            self.otherwise.as_ref(),
            self.refer.as_ref(),
        ];
        wordings
            .into_iter()
            .flatten()
            .flat_map(Wording::formulas)
            .for_each(&mut visit);
        for option in &self.options {
            visit(&option.each);
            option
                .when
                .iter()
                .chain(&option.quantity)
                .for_each(&mut visit);
            option.says.formulas().for_each(&mut visit);
        }
        for reduction in &self.reductions {
            visit(&reduction.when);
            visit(&reduction.take);
            reduction.at_most.iter().for_each(&mut visit);
            reduction.says.formulas().for_each(&mut visit);
        }
    }
}

impl Wording {
    /// The formulas between the words.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.0.iter().filter_map(|part| match part {
            Words::Formula(formula) => Some(formula),
            Words::Plain(_) => None,
        })
    }
}
