//! What each criterion, and each line of a quote, read, through the named values and assumptions that it
//! rests on. A value is evaluated once and read often: what was read for it
//! belongs to every formula that reads it.

use std::collections::{BTreeMap, BTreeSet};

use super::recorder::Noted;
use crate::{
    answer::changed_facts::Spot,
    base::ids::{CriterionId, FactId, FormulaId, LineId, ValueId},
    check::model::{Home, NamedDay, Role, Step, Version},
};

/// One evaluation of a formula.
#[derive(Default)]
struct Frame {
    spots: Vec<Spot>,
    values: Vec<(ValueId, Option<u16>)>,
    inner: Vec<usize>,
}

/// What the formulas of one evaluation read.
pub(super) struct FormulaReads<'v> {
    version: &'v Version,
    frames: Vec<Frame>,
    of_values: BTreeMap<(ValueId, Option<u16>), Vec<usize>>,
    of_criteria: BTreeMap<CriterionId, Vec<usize>>,
    /// The criteria of which not only whether they apply was asked.
    asked: BTreeSet<CriterionId>,
    of_lines: BTreeMap<(LineId, Option<u16>), Vec<usize>>,
    of_assumptions: BTreeMap<FactId, Vec<usize>>,
}

impl<'v> FormulaReads<'v> {
    pub(super) fn of<'n>(
        version: &'v Version,
        noted: impl Iterator<Item = &'n Noted>,
    ) -> FormulaReads<'v> {
        let mut reads = FormulaReads {
            version,
            frames: Vec::new(),
            of_values: BTreeMap::new(),
            of_criteria: BTreeMap::new(),
            asked: BTreeSet::new(),
            of_lines: BTreeMap::new(),
            of_assumptions: BTreeMap::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        for noted in noted {
            match *noted {
                Noted::Begin(formula, record) => reads.begin(formula, record, &mut open),
                Noted::End => {
                    open.pop();
                }
                Noted::Fact(fact, record) => {
                    let spot = reads.spot(fact, record);
                    reads.top(&open, |frame| frame.spots.push(spot));
                }
                Noted::List(list) => reads.top(&open, |frame| frame.spots.push(Spot::List(list))),
                Noted::Value(value, record) => {
                    reads.top(&open, |frame| frame.values.push((value, record)));
                }
                Noted::Compared(..) => {}
            }
        }
        reads
    }

    fn begin(&mut self, formula: FormulaId, record: Option<u16>, open: &mut Vec<usize>) {
        let number = self.frames.len();
        self.frames.push(Frame::default());
        self.top(open, |frame| frame.inner.push(number));
        open.push(number);
        let site = self.version.formula_sites[formula];
        if let (Step::Criterion(criterion), Role::Is) = (site.step, site.role) {
            self.asked.insert(criterion);
        }
        let own = match (site.step, site.role) {
            (Step::Value(value), _) => self.of_values.entry((value, record)).or_default(),
            (Step::Criterion(criterion), Role::Is | Role::When) => {
                self.of_criteria.entry(criterion).or_default()
            }
            (Step::Line(line) | Step::Option(line, _) | Step::Reduction(line, _), _) => {
                self.of_lines.entry((line, record)).or_default()
            }
            (Step::Fact(fact), Role::Assume) => self.of_assumptions.entry(fact).or_default(),
            _ => return,
        };
        own.push(number);
    }

    fn top(&mut self, open: &[usize], add: impl FnOnce(&mut Frame)) {
        if let Some(frame) = open.last().and_then(|it| self.frames.get_mut(*it)) {
            add(frame);
        }
    }

    fn spot(&self, fact: FactId, record: Option<u16>) -> Spot {
        match (self.version.facts[fact].home, record) {
            (Home::List(list), _) => Spot::List(list),
            (_, Some(record)) => Spot::Record(fact, record),
            (_, None) => Spot::Case(fact),
        }
    }

    /// Whether it was asked whether a criterion holds, and not only whether it applies.
    pub(super) fn asked_whether_it_holds(&self, criterion: CriterionId) -> bool {
        self.asked.contains(&criterion)
    }

    /// What a criterion read.
    pub(super) fn criterion(&self, criterion: CriterionId) -> BTreeSet<Spot> {
        let frames = self.of_criteria.get(&criterion);
        let mut walk = self.walk(frames.into_iter().flatten());
        match self.version.criteria[criterion].on {
            Some(NamedDay::Fact(fact)) => walk.spot(Spot::Case(fact)),
            Some(NamedDay::Value(value)) => walk.value((value, None)),
            None => {}
        }
        walk.spots
    }

    /// What each line read, of each record.
    pub(super) fn lines(&self) -> impl Iterator<Item = BTreeSet<Spot>> {
        self.of_lines
            .values()
            .map(|frames| self.walk(frames.iter()).spots)
    }

    fn walk<'f>(&self, frames: impl Iterator<Item = &'f usize>) -> Walk<'_, 'v> {
        let mut walk = Walk {
            reads: self,
            seen: vec![false; self.frames.len()],
            spots: BTreeSet::new(),
        };
        frames.for_each(|frame| walk.frame(*frame));
        walk
    }

    /// Everything that was read.
    pub(super) fn all(&self) -> BTreeSet<Spot> {
        let spots = self.frames.iter().flat_map(|frame| frame.spots.iter());
        spots.copied().collect()
    }
}

/// Gathers what frames read, each once.
struct Walk<'r, 'v> {
    reads: &'r FormulaReads<'v>,
    seen: Vec<bool>,
    spots: BTreeSet<Spot>,
}

impl Walk<'_, '_> {
    fn frame(&mut self, number: usize) {
        match self.seen.get_mut(number) {
            Some(seen) if !*seen => *seen = true,
            _ => return,
        }
        let Some(frame) = self.reads.frames.get(number) else {
            return;
        };
        for spot in &frame.spots {
            self.spot(*spot);
        }
        for value in &frame.values {
            self.value(*value);
        }
        for inner in &frame.inner {
            self.frame(*inner);
        }
    }

    fn value(&mut self, value: (ValueId, Option<u16>)) {
        for frame in self.reads.of_values.get(&value).into_iter().flatten() {
            self.frame(*frame);
        }
    }

    /// A fact, with what its assumption rests on.
    fn spot(&mut self, spot: Spot) {
        self.spots.insert(spot);
        let (Spot::Case(fact) | Spot::Record(fact, _)) = spot else {
            return;
        };
        let assumed = self.reads.of_assumptions.get(&fact);
        for frame in assumed.into_iter().flatten() {
            self.frame(*frame);
        }
    }
}
