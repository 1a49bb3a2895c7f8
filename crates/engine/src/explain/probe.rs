//! Asking again: a question with changed facts, what it gives, and what stands in
//! the way of a better outcome. No question is asked twice.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    criterion_reads::FormulaReads,
    dependence::Dependence,
    recorder::{Noted, ReadRecorder},
};
use crate::{
    answer::{
        Evaluated, EvaluatedPart, Evaluation, Needed, Outcome, Question,
        changed_facts::{FactChange, NewValue, Spot},
        evaluate,
    },
    base::{
        ids::{CriterionId, FactId, FormulaId},
        money::Money,
        value::{Missing, Value},
    },
    check::model::{Home, PeriodOutcome, RelationKind, Version},
    eval::{facts::Facts, quote::LineState, screen::Standing},
    program::model::{Program, Ruling},
};

/// The most evaluations of one explanation. It stops there and says how far it
/// came; a clock would make two runs differ.
pub const MAX_EVALUATIONS: usize = 2_000;

/// A comparison that an evaluation made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compared {
    pub(super) formula: FormulaId,
    pub(super) bound: u32,
    pub(super) left: Value,
    pub(super) right: Value,
}

/// A criterion that stands in the way.
#[derive(Debug)]
pub(super) struct Blocking {
    pub(super) standing: Standing,
    /// What it read.
    pub(super) reads: BTreeSet<Spot>,
    /// The facts that it can depend on, for records that could be added.
    pub(super) depends_on: Missing,
}

/// What a changed question gives.
#[derive(Debug)]
pub(super) struct Probe {
    /// None where the facts contradict each other or arithmetic cannot be done.
    pub(super) outcome: Option<Outcome>,
    /// What stands in the way, by part: of each part that is no yes, its criteria
    /// that are not met, not settled or referred.
    pub(super) blocking: Vec<Vec<Blocking>>,
    pub(super) compared: Vec<Compared>,
    /// The facts of the first part that stands in the way, with what is assumed.
    pub(super) facts: Option<Facts>,
    /// The facts that are missing; none of a period that is answered in parts.
    pub(super) missing: Missing,
    /// Of a quote: its total, where it has one.
    pub(super) total: Option<Money>,
    /// Of a quote: how many lines apply.
    pub(super) priced_lines: usize,
    /// Of a quote: everything that was read.
    pub(super) reads: BTreeSet<Spot>,
    /// How every criterion stands, part by part.
    pub(super) standings: Vec<Standing>,
    /// Whether all parts are answered by the version asked.
    pub(super) is_followed: bool,
}

/// Asks one question with changes, again and again.
pub(super) struct Prober<'a> {
    program: &'a Program,
    question: &'a Question<'a>,
    pub(super) version: &'a Version,
    pub(super) dependence: &'a Dependence,
    known: BTreeMap<String, Rc<Probe>>,
    evaluations: usize,
}

impl<'a> Prober<'a> {
    pub(super) fn new(
        program: &'a Program,
        question: &'a Question<'a>,
        version: &'a Version,
        dependence: &'a Dependence,
    ) -> Prober<'a> {
        Prober {
            program,
            question,
            version,
            dependence,
            known: BTreeMap::new(),
            evaluations: 0,
        }
    }

    /// With evaluations that the explanation has made already.
    pub(super) fn after(self, evaluations: usize) -> Prober<'a> {
        Prober {
            evaluations,
            ..self
        }
    }

    pub(super) fn evaluations(&self) -> usize {
        self.evaluations
    }

    /// Whether the question was asked as often as it may be.
    pub(super) fn is_spent(&self) -> bool {
        self.evaluations >= MAX_EVALUATIONS
    }

    /// What the question gives with these changes, which are in order; `None` where
    /// it was asked as often as it may be.
    pub(super) fn ask(&mut self, changes: &[FactChange]) -> Option<Rc<Probe>> {
        let key = key(changes);
        if let Some(known) = self.known.get(&key) {
            return Some(Rc::clone(known));
        }
        if self.is_spent() {
            return None;
        }
        self.evaluations += 1;
        let probe = Rc::new(self.evaluated(changes));
        self.known.insert(key, Rc::clone(&probe));
        Some(probe)
    }

    fn evaluated(&self, changes: &[FactChange]) -> Probe {
        let question = self.question.with_changes(changes.to_vec());
        let Ok(evaluated) = evaluate(self.program, &question, ReadRecorder::default) else {
            return self.refused(changes);
        };
        if evaluated
            .whole
            .as_ref()
            .is_some_and(|it| it.together.is_err())
        {
            return self.refused(changes);
        }
        let parts = evaluated.parts();
        Probe {
            outcome: evaluated.outcome(),
            blocking: parts
                .clone()
                .filter_map(|part| self.blocking(part))
                .collect(),
            compared: parts.clone().flat_map(noted).filter_map(compared).collect(),
            facts: Some(evaluated.first.facts.clone()),
            missing: missing(&evaluated),
            total: evaluated.total(),
            priced_lines: parts.clone().map(priced_lines).sum(),
            reads: parts
                .clone()
                .flat_map(|part| self.quote_reads(part))
                .collect(),
            standings: parts.clone().flat_map(standings).collect(),
            // Another version numbers its facts otherwise: it is followed no further.
            is_followed: parts
                .clone()
                .all(|part| std::ptr::eq(part.ruling.version, self.version)),
        }
    }

    /// What a part of a quote read.
    fn quote_reads(&self, part: &EvaluatedPart<'_, ReadRecorder>) -> BTreeSet<Spot> {
        let is_followed = std::ptr::eq(part.ruling.version, self.version);
        match part.evaluation {
            Ok(Evaluation::Quote(_)) if is_followed => {
                FormulaReads::of(self.version, noted(part)).all()
            }
            _ => BTreeSet::new(),
        }
    }

    /// What stands in the way in a part; none where it is a yes.
    fn blocking(&self, part: &EvaluatedPart<'_, ReadRecorder>) -> Option<Vec<Blocking>> {
        if !std::ptr::eq(part.ruling.version, self.version) {
            return None;
        }
        let reads = FormulaReads::of(self.version, noted(part));
        let screening = match &part.evaluation {
            Ok(Evaluation::Screening(screening)) => screening,
            Ok(Evaluation::Quote(_)) => return None,
            // Anything that was read may have led to what could not be done.
            Err(_) => return Some(vec![not_met(reads.all())]),
        };
        let criteria = self.version.criteria.ids().zip(&screening.standings);
        let mut blocking: Vec<Blocking> = criteria
            .filter(|(_, it)| !matches!(it, Standing::Met | Standing::DoesNotApply))
            .map(|(criterion, standing)| Blocking {
                standing: *standing,
                reads: reads.criterion(criterion),
                depends_on: self.dependence.criterion(criterion),
            })
            .collect();
        if !screening.cannot_all_be_met.is_empty() {
            blocking.push(self.conflict(&screening.cannot_all_be_met, &reads));
        }
        (!blocking.is_empty()).then_some(blocking)
    }

    /// Criteria of which no completion meets all: a change of any fact that one of
    /// them reads may let all be met.
    fn conflict(&self, criteria: &[CriterionId], reads: &FormulaReads) -> Blocking {
        let each = || criteria.iter().copied();
        let depends_on = each().map(|it| self.dependence.criterion(it));
        Blocking {
            standing: Standing::NotMet,
            reads: each().flat_map(|it| reads.criterion(it)).collect(),
            depends_on: depends_on.fold(Missing::NONE, Missing::union),
        }
    }

    /// Facts that cannot go together: others of their relations may have to be
    /// changed too.
    fn refused(&self, changes: &[FactChange]) -> Probe {
        let mut reads = BTreeSet::new();
        for change in changes {
            let (Spot::Case(fact) | Spot::Record(fact, _)) = change.spot else {
                continue;
            };
            let related = |other| match change.spot {
                Spot::Record(_, record)
                    if matches!(self.version.facts[other].home, Home::Record(..)) =>
                {
                    Spot::Record(other, record)
                }
                _ => Spot::Case(other),
            };
            for (number, declared) in self.version.facts.iter_ids() {
                for relation in &declared.relations {
                    if number == fact && relation.kind != RelationKind::Excludes {
                        reads.insert(related(relation.other));
                    } else if relation.other == fact {
                        reads.insert(related(number));
                    }
                }
            }
        }
        Probe {
            outcome: None,
            blocking: vec![vec![not_met(reads)]],
            compared: Vec::new(),
            facts: None,
            missing: Missing::NONE,
            total: None,
            priced_lines: 0,
            reads: BTreeSet::new(),
            standings: Vec::new(),
            is_followed: true,
        }
    }

    /// What would settle the question without a change.
    pub(super) fn needed(&mut self, ruling: &Ruling<'_>) -> Option<Needed> {
        let now = self.ask(&[])?;
        let needed = Needed::of(ruling, now.facts.as_ref()?, now.missing)?;
        self.evaluations += needed.evaluations;
        Some(needed)
    }

    /// The facts without a change.
    pub(super) fn given(&mut self) -> Option<Facts> {
        self.ask(&[])?.facts.clone()
    }

    /// Whether a fact is of a record that was given, and is not one put in.
    pub(super) fn was_given(&self, fact: FactId, record: u16) -> bool {
        let (Home::Record(list, _) | Home::List(list)) = self.version.facts[fact].home else {
            return false;
        };
        let given = self.known.get("").and_then(|it| it.facts.as_ref());
        let records = given.and_then(|facts| facts.records(list));
        records.is_some_and(|records| record < records.given())
    }

    /// Whether all parts of a period must be a yes, rather than any.
    pub(super) fn needs_every_part(&self) -> bool {
        let outcome = self.version.period.map(|period| period.outcome);
        outcome != Some(PeriodOutcome::AnyPart)
    }
}

fn standings(part: &EvaluatedPart<'_, ReadRecorder>) -> Vec<Standing> {
    match &part.evaluation {
        Ok(Evaluation::Screening(screening)) => screening.standings.clone(),
        _ => Vec::new(),
    }
}

fn not_met(reads: BTreeSet<Spot>) -> Blocking {
    Blocking {
        standing: Standing::NotMet,
        reads,
        depends_on: Missing::NONE,
    }
}

fn missing(evaluated: &Evaluated<'_, ReadRecorder>) -> Missing {
    match (&evaluated.whole, &evaluated.first.evaluation) {
        (None, Ok(evaluation)) => evaluation.missing(),
        _ => Missing::NONE,
    }
}

fn priced_lines(part: &EvaluatedPart<'_, ReadRecorder>) -> usize {
    let Ok(Evaluation::Quote(quote)) = &part.evaluation else {
        return 0;
    };
    let lines = quote.lines.iter();
    lines
        .filter(|line| !matches!(line.state, LineState::DoesNotApply(_)))
        .count()
}

fn noted<'p>(part: &'p EvaluatedPart<'_, ReadRecorder>) -> impl Iterator<Item = &'p Noted> {
    part.assumptions.noted.iter().chain(&part.recorder.noted)
}

fn compared(noted: &Noted) -> Option<Compared> {
    match *noted {
        Noted::Compared(formula, bound, left, right) => Some(Compared {
            formula,
            bound,
            left,
            right,
        }),
        _ => None,
    }
}

/// What distinguishes changes.
fn key(changes: &[FactChange]) -> String {
    let mut key = String::new();
    for change in changes {
        key += &match (change.spot, &change.to) {
            (Spot::Case(fact), NewValue::Value(value)) => format!("{}={value:?};", fact.number()),
            (Spot::Record(fact, record), NewValue::Value(value)) => {
                format!("{}.{record}={value:?};", fact.number())
            }
            (spot, to) => format!("{spot:?}{to:?};"),
        };
    }
    key
}
