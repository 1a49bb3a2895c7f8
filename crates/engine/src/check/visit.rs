//! Visits every formula of a version, and numbers them in file order. The two
//! lists of fields, for reading and for numbering, are in one file so that a
//! new formula is added to both.

use super::{
    formula::Formula,
    model::{
        Criterion, FormulaSite, Line, NamedValue, PriceLimit, Role, Selection, Step, Version,
        Wording, Words,
    },
};
use crate::base::ids::{CriterionId, FormulaId, IdVec, LimitId, LineId, ValueId};

impl Version {
    /// Every formula by its number.
    #[must_use]
    pub fn formulas(&self) -> IdVec<FormulaId, &Formula> {
        let mut formulas = Vec::with_capacity(self.formula_sites.len());
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
                criterion.letter.as_ref(),
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
            let wordings = [Some(&total.says), total.otherwise.as_ref()];
            let formulas = wordings.into_iter().flatten().flat_map(Wording::formulas);
            formulas.for_each(&mut visit);
        }
        for limit in &self.limits {
            limit.when.iter().for_each(&mut visit);
            limit.bounds().for_each(&mut visit);
            limit.says.formulas().for_each(&mut visit);
        }
    }
}

impl Selection {
    fn each_formula<'v>(&'v self, mut visit: impl FnMut(&'v Formula)) {
        for schedule in &self.schedules {
            for recurrence in &schedule.recurrences {
                recurrence.from.iter().for_each(&mut visit);
                visit(&recurrence.until);
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
            let bounds = reduction.at_least.iter().chain(&reduction.at_most);
            bounds.for_each(&mut visit);
            reduction.says.formulas().for_each(&mut visit);
        }
    }
}

impl Wording {
    /// The formulas between the words.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.0.iter().filter_map(Words::formula)
    }
}

/// Numbers the formulas and notes where each belongs.
pub(super) fn number(version: &mut Version) {
    let mut numbering = Numbering::default();
    for (index, fact) in version.facts.iter_ids_mut() {
        numbering.optional(&mut fact.when, Step::Fact(index), Role::When);
        numbering.optional(&mut fact.assume, Step::Fact(index), Role::Assume);
    }
    let follows = version.follows.clone();
    for (index, value) in version.values.iter_ids_mut() {
        if !follows.contains(&index) {
            numbering.value(index, value);
        }
    }
    for (index, criterion) in version.criteria.iter_ids_mut() {
        numbering.criterion(index, criterion);
    }
    for (index, value) in version.values.iter_ids_mut() {
        if follows.contains(&index) {
            numbering.value(index, value);
        }
    }
    numbering.selection(&mut version.selection);
    for (index, line) in version.lines.iter_ids_mut() {
        numbering.line(index, line);
    }
    for (index, total) in version.totals.iter_ids_mut() {
        let step = Step::Total(index);
        numbering.optional(&mut total.when, step, Role::When);
        numbering.one(&mut total.times, step, Role::Quantity);
        numbering.wording(&mut total.says, step);
        if let Some(otherwise) = &mut total.otherwise {
            numbering.wording(otherwise, step);
        }
    }
    for (index, limit) in version.limits.iter_ids_mut() {
        numbering.limit(index, limit);
    }
    version.formula_sites = numbering.0;
}

#[derive(Default)]
struct Numbering(IdVec<FormulaId, FormulaSite>);

impl Numbering {
    fn one(&mut self, formula: &mut Formula, step: Step, role: Role) {
        formula.number = self.0.push(FormulaSite { step, role });
    }

    fn optional(&mut self, formula: &mut Option<Formula>, step: Step, role: Role) {
        if let Some(formula) = formula {
            self.one(formula, step, role);
        }
    }

    fn wording(&mut self, wording: &mut Wording, step: Step) {
        for words in &mut wording.0 {
            if let Some(formula) = words.formula_mut() {
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
        let wordings = [
            &mut criterion.refer,
            &mut criterion.remedy,
            &mut criterion.letter,
        ];
        self.wording(&mut criterion.says, step);
        for wording in wordings.into_iter().flatten() {
            self.wording(wording, step);
        }
    }

    fn selection(&mut self, selection: &mut Selection) {
        for (index, schedule) in selection.schedules.iter_ids_mut() {
            let step = Step::Schedule(index);
            for recurrence in &mut schedule.recurrences {
                self.optional(&mut recurrence.from, step, Role::From);
                self.one(&mut recurrence.until, step, Role::Until);
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

    fn limit(&mut self, index: LimitId, limit: &mut PriceLimit) {
        let step = Step::Limit(index);
        self.optional(&mut limit.when, step, Role::When);
        self.optional(&mut limit.nothing_below, step, Role::NothingBelow);
        self.optional(&mut limit.at_least, step, Role::AtLeast);
        self.optional(&mut limit.at_most, step, Role::AtMost);
        self.wording(&mut limit.says, step);
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
            let role = match reduction.is_increase {
                true => Role::Adds,
                false => Role::Take,
            };
            self.one(&mut reduction.take, step, role);
            self.optional(&mut reduction.at_least, step, Role::AtLeast);
            self.optional(&mut reduction.at_most, step, Role::AtMost);
            self.wording(&mut reduction.says, step);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        check::check,
        load::{BookFrom, load},
        source::parse,
    };

    /// A formula that only one of the two lists has would be without a number,
    /// or have another's.
    #[test]
    fn both_lists_hold_every_formula() {
        let book = load(BookFrom::Files(almoner_built_in::files())).unwrap();
        let contents = check(&book.sources, parse(&book.sources)).book.unwrap();
        let mut versions = 0;
        for version in contents
            .rule_sets
            .iter()
            .flat_map(|set| set.versions.iter())
        {
            let mut numbers = Vec::new();
            version.each_formula(|formula| numbers.push(formula.number));
            numbers.sort_unstable();
            let all: Vec<_> = version.formula_sites.ids().collect();
            assert_eq!(numbers, all, "{} from {}", version.id, version.in_force);
            versions += 1;
        }
        assert!(versions > 10, "{versions}");
    }
}
