//! What the completions of changes come to whose answer is open: whether all are a yes,
//! and otherwise what stands in the way in one that is none.

use std::{ops::ControlFlow, rc::Rc};

use super::{
    blocking::blocking,
    open_changes::{Completed, KnownCells},
    probe::Probe,
    prober::{Prober, compared, key, standings},
    recorder::{ReadRecorder, noted},
};
use crate::{
    answer::{
        EvaluatedPart, Evaluation, Outcome,
        changed_facts::FactChange,
        completions::{Completions, Ended, outcome},
    },
    base::{ids::FactId, value::Value},
    check::model::{Home, Version},
    eval::{
        bounded::range::Values, defaults::with_defaults, facts::Facts, screen, screen::Screening,
    },
};

/// The most completions that were no yes and are tried again.
const MAX_NO_YES: usize = 4;

impl Prober<'_> {
    /// Whether changes give an outcome; `None` where it was asked as often as it may be.
    pub(super) fn gives(&mut self, changes: &[FactChange], goal: Outcome) -> Option<bool> {
        let probe = self.ask(changes)?;
        let is_open = probe.outcome == Some(Outcome::Undetermined) && probe.is_one_part;
        match is_open && goal == Outcome::Eligible {
            true => Some(self.completed(changes, &probe)? == Completed::Yes),
            false => Some(self.outcome(changes)? == Some(goal)),
        }
    }

    /// Whether every completion of changes was found to be a yes, and they are no yes.
    pub(super) fn is_open_though_yes(&self, changes: &[FactChange]) -> bool {
        self.open.completed.get(&key(changes)) == Some(&Completed::OpenThoughYes)
    }

    /// What all completions of changes that are open come to; `None` where it was asked
    /// as often as it may be.
    fn completed(&mut self, changes: &[FactChange], probe: &Probe) -> Option<Completed> {
        let key = key(changes);
        if let Some(known) = self.open.completed.get(&key) {
            return Some(*known);
        }
        if self.is_spent() {
            return None;
        }
        let facts = probe.facts.clone()?.without_assumed(self.version);
        let (completed, no_yes) = match self.no_with_known(&facts) {
            Some(given) => (Completed::NotAll, Some(given)),
            None => self.completions(&facts, probe),
        };
        if let Some(given) = no_yes {
            let probe = Rc::new(self.in_a_completion(given, probe));
            self.open.in_a_completion.insert(key.clone(), probe);
        }
        self.open.completed.insert(key, completed);
        Some(completed)
    }

    /// What stands in the way of changes: of those that are open, in a completion that is
    /// no yes, where one was found. What is open only may be met whatever is missing.
    pub(super) fn in_the_way(&mut self, changes: &[FactChange]) -> Option<Rc<Probe>> {
        let probe = self.ask(changes)?;
        let found = self.open.in_a_completion.get(&key(changes));
        Some(found.map_or(probe, Rc::clone))
    }

    fn in_a_completion(&mut self, given: Facts, open: &Probe) -> Probe {
        self.evaluations.add(1);
        let mut assumptions = ReadRecorder::default();
        let mut recorder = ReadRecorder::default();
        let facts = with_defaults(self.ruling, given, &mut assumptions);
        let evaluation = screen(self.ruling, &facts, &mut recorder);
        let part = EvaluatedPart {
            days: None,
            ruling: *self.ruling,
            facts,
            evaluation: evaluation.map(Evaluation::Screening),
            recorder,
            assumptions,
            completions: 0,
        };
        let in_the_way = blocking(self.version, self.dependence, &part);
        let completed = noted(&part).filter_map(compared);
        Probe {
            outcome: open.outcome,
            blocking: in_the_way.into_iter().collect(),
            // One completion does not say where all of them turn.
            compared: completed.chain(open.compared.iter().copied()).collect(),
            // What is missing is missing all the same.
            facts: open.facts.clone(),
            is_one_part: true,
            assumed: open.assumed,
            missing: open.missing,
            total: None,
            priced_lines: 0,
            read_together: Vec::new(),
            standings: standings(&part),
            is_followed: open.is_followed,
        }
    }

    /// Visits completions until one is no yes: that is found sooner than all of them.
    fn completions(&mut self, facts: &Facts, probe: &Probe) -> (Completed, Option<Facts>) {
        let version = self.version;
        let mut no_yes = None;
        let mut found: Vec<Screening> = Vec::new();
        let mut completions = Completions::new(self.ruling, outcome::MAX_EVALUATIONS);
        let ended = completions.visit(facts, |leaf| match leaf.evaluation {
            Evaluation::Screening(it) if it.outcome == screen::Outcome::Eligible => {
                found.push(it.clone());
                ControlFlow::Continue(())
            }
            _ => {
                if is_no_yes(leaf.evaluation) {
                    no_yes = Some(leaf.given.clone());
                }
                ControlFlow::Break(())
            }
        });
        if let Some(given) = &no_yes {
            self.open.no_yes.push_front(known_cells(version, given));
            self.open.no_yes.truncate(MAX_NO_YES);
        }
        let made = outcome::MAX_EVALUATIONS - completions.left();
        self.evaluations.add(made as usize);
        let completed = match ended == Ended::All && !found.is_empty() {
            true if outcome::stays_open(&found, &probe.standings) => Completed::OpenThoughYes,
            true => Completed::Yes,
            false => Completed::NotAll,
        };
        (completed, no_yes)
    }

    /// Facts with values of missing facts with which it was no yes before, and is none
    /// again.
    fn no_with_known(&mut self, facts: &Facts) -> Option<Facts> {
        for known in &self.open.no_yes {
            let mut given = facts.clone();
            for (fact, record, values) in known {
                if cell(self.version, &given, *fact, *record).is_some_and(|it| !it.is_settled()) {
                    given.narrow(self.version, (*fact, *record), *values);
                }
            }
            self.evaluations.add(1);
            let evaluated = Completions::new(self.ruling, 1).evaluate(&given);
            if evaluated.is_some_and(|(_, it)| is_no_yes(&it)) {
                return Some(given);
            }
        }
        None
    }
}

/// Whether a screening is certainly no yes.
fn is_no_yes(evaluation: &Evaluation) -> bool {
    use screen::Outcome::{NotEligible, Refer};
    matches!(evaluation, Evaluation::Screening(it) if matches!(it.outcome, NotEligible | Refer))
}

/// What is known of each fact, of the case and of each record: its value, or those that
/// it is narrowed to.
fn known_cells(version: &Version, facts: &Facts) -> KnownCells {
    let mut cells = Vec::new();
    for (number, fact) in version.facts.iter_ids() {
        let records: Vec<Option<u16>> = match fact.home {
            Home::Record(list, _) => {
                let records = facts.records(list).into_iter();
                records.flat_map(|it| it.present()).map(Some).collect()
            }
            _ => vec![None],
        };
        for record in records {
            let value = cell(version, facts, number, record).filter(|it| it.is_settled());
            let values = value.map(Values::One);
            let values = values.or_else(|| facts.narrowed(number, record));
            cells.extend(values.map(|values| (number, record, values)));
        }
    }
    cells
}

/// The value of a fact; none of a record that is not there.
fn cell(version: &Version, facts: &Facts, number: FactId, record: Option<u16>) -> Option<Value> {
    match (version.facts[number].home, record) {
        (Home::Record(list, column), Some(record)) => {
            let records = facts.records(list)?;
            let is_present = records.present().any(|it| it == record);
            is_present.then(|| records.cell(record, column))
        }
        (Home::Record(..), None) => None,
        _ => Some(facts.value(number)),
    }
}
