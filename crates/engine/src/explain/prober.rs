//! Asking again: a question with changed facts, what it gives, and what stands in
//! the way of a better outcome. No question is asked twice.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    blocking::{blocking, refused},
    compared::Compared,
    criterion_reads::FormulaReads,
    dependence::Dependence,
    evaluations::Evaluations,
    open_changes::OpenChanges,
    probe::{Price, Probe},
    recorder::{Noted, ReadRecorder, noted},
};
use crate::{
    answer::{
        Evaluated, EvaluatedPart, Evaluation, Needed, Outcome, Question,
        changed_facts::{FactChange, NewValue, Spot},
        evaluate,
    },
    base::{ids::FactId, value::Missing},
    check::model::{Home, Kind, PeriodOutcome, Version},
    eval::{
        facts::Facts,
        quote::LineState,
        screen,
        screen::{Screening, Standing},
        trace::Silent,
    },
    program::model::{Program, Ruling},
};

/// Asks one question with changes, again and again.
pub(super) struct Prober<'a> {
    program: &'a Program,
    question: &'a Question<'a>,
    pub(super) ruling: &'a Ruling<'a>,
    pub(super) version: &'a Version,
    pub(super) dependence: &'a Dependence,
    known: BTreeMap<String, Rc<Probe>>,
    /// What depends on missing facts, settled by completions.
    settled: BTreeMap<String, Rc<Probe>>,
    out_of_reach: BTreeMap<(String, bool), bool>,
    /// What is known of changes whose answer is open.
    pub(super) open: OpenChanges,
    pub(super) evaluations: Evaluations,
}

impl<'a> Prober<'a> {
    pub(super) fn new(
        program: &'a Program,
        question: &'a Question<'a>,
        ruling: &'a Ruling<'a>,
        dependence: &'a Dependence,
    ) -> Prober<'a> {
        Prober {
            program,
            question,
            ruling,
            version: ruling.version,
            dependence,
            known: BTreeMap::new(),
            settled: BTreeMap::new(),
            out_of_reach: BTreeMap::new(),
            open: OpenChanges::default(),
            evaluations: Evaluations::none(ruling.version),
        }
    }

    /// With evaluations that the explanation has made already.
    pub(super) fn after(self, evaluations: Evaluations) -> Prober<'a> {
        Prober {
            evaluations,
            ..self
        }
    }

    pub(super) fn evaluations(&self) -> Evaluations {
        self.evaluations
    }

    /// Whether the question was asked as often as it may be.
    pub(super) fn is_spent(&self) -> bool {
        self.evaluations.are_spent()
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
        let question = self.question.with_changes(changes.to_vec()).unsettled();
        let probe = Rc::new(self.evaluated(&question, changes));
        self.known.insert(key, Rc::clone(&probe));
        Some(probe)
    }

    fn evaluated(&mut self, question: &Question<'_>, changes: &[FactChange]) -> Probe {
        let evaluated = evaluate(self.program, question, ReadRecorder::default);
        self.count(evaluated.as_ref().ok());
        let Ok(evaluated) = evaluated else {
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
                .filter_map(|part| blocking(self.version, self.dependence, part))
                .collect(),
            compared: parts.clone().flat_map(noted).filter_map(compared).collect(),
            facts: Some(evaluated.first.facts.clone()),
            is_one_part: evaluated.whole.is_none(),
            assumed: match &evaluated.first.evaluation {
                Ok(evaluation) => evaluation.assumed(),
                Err(_) => Missing::NONE,
            },
            missing: missing(&evaluated),
            total: evaluated.total(),
            priced_lines: parts.clone().map(priced_lines).sum(),
            read_together: parts
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

    /// Counts an evaluation.
    fn count<R>(&mut self, evaluated: Option<&Evaluated<'_, R>>) {
        match evaluated {
            Some(it) => {
                let facts = &it.first.facts;
                self.evaluations
                    .add_of(it.evaluations(), self.version, facts);
            }
            None => self.evaluations.add(1),
        }
    }

    /// What the lines of a part of a quote read.
    fn quote_reads(&self, part: &EvaluatedPart<'_, ReadRecorder>) -> Vec<BTreeSet<Spot>> {
        let is_followed = std::ptr::eq(part.ruling.version, self.version);
        match part.evaluation {
            Ok(Evaluation::Quote(_)) if is_followed => {
                let reads = FormulaReads::of(self.version, noted(part));
                match self.version.limits.is_empty() {
                    true => reads.lines().collect(),
                    false => vec![reads.all()],
                }
            }
            _ => Vec::new(),
        }
    }

    /// What the question gives with these changes, as an answer has it: what depends on
    /// missing facts is settled where all completions agree. `None` where it was asked as
    /// often as it may be.
    pub(super) fn ask_settled(&mut self, changes: &[FactChange]) -> Option<Rc<Probe>> {
        let probe = self.ask(changes)?;
        if probe.outcome != Some(Outcome::Undetermined) || !probe.is_one_part {
            return Some(probe);
        }
        let key = key(changes);
        if let Some(settled) = self.settled.get(&key) {
            return Some(Rc::clone(settled));
        }
        if self.is_spent() {
            return None;
        }
        let question = self.question.with_changes(changes.to_vec());
        let settled = Rc::new(self.evaluated(&question, changes));
        self.settled.insert(key, Rc::clone(&settled));
        Some(settled)
    }

    /// The outcome with these changes, as an answer has it.
    pub(super) fn outcome(&mut self, changes: &[FactChange]) -> Option<Option<Outcome>> {
        Some(self.ask_settled(changes)?.outcome)
    }

    /// What a quote comes to with these changes; `None` where it was asked as often as
    /// it may be.
    pub(super) fn price(&mut self, changes: &[FactChange]) -> Option<Price> {
        if let Some(known) = self.known.get(&key(changes)) {
            return Some(known.price());
        }
        if self.is_spent() {
            return None;
        }
        let question = self.question.with_changes(changes.to_vec());
        let evaluated = evaluate(self.program, &question, || Silent);
        self.count(evaluated.as_ref().ok());
        Some(evaluated.map_or(Price::default(), |evaluated| Price {
            total: evaluated.total(),
            lines: evaluated.parts().map(priced_lines).sum(),
        }))
    }

    /// Of facts that cannot go together.
    fn refused(&self, changes: &[FactChange]) -> Probe {
        Probe {
            outcome: None,
            blocking: vec![vec![refused(self.version, changes)]],
            compared: Vec::new(),
            facts: None,
            is_one_part: false,
            assumed: Missing::NONE,
            missing: Missing::NONE,
            total: None,
            priced_lines: 0,
            read_together: Vec::new(),
            standings: Vec::new(),
            is_followed: true,
        }
    }

    /// What would settle the question without a change.
    pub(super) fn needed(&mut self) -> Option<Needed> {
        let now = self.ask_settled(&[])?;
        let needed = Needed::of(self.ruling, now.facts.as_ref()?, now.missing)?;
        self.evaluations.made += needed.evaluations;
        Some(needed)
    }

    /// What facts give where some of them may have any value; none of a quote, or where
    /// the question was asked as often as it may be.
    pub(super) fn screened(&mut self, facts: &Facts) -> Option<Screening> {
        if self.is_spent() || self.version.kind != Kind::Eligibility {
            return None;
        }
        self.evaluations.add(1);
        screen(self.ruling, facts, Silent).ok()
    }

    /// Whether changes are out of reach of an outcome, which is found once for a yes and
    /// for any other.
    pub(super) fn out_of_reach(
        &mut self,
        goal: Outcome,
        changes: &[FactChange],
        find: impl FnOnce(&mut Self) -> bool,
    ) -> bool {
        let key = (key(changes), goal == Outcome::Eligible);
        if let Some(known) = self.out_of_reach.get(&key) {
            return *known;
        }
        let found = find(self);
        self.out_of_reach.insert(key, found);
        found
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

pub(super) fn standings(part: &EvaluatedPart<'_, ReadRecorder>) -> Vec<Standing> {
    match &part.evaluation {
        Ok(Evaluation::Screening(screening)) => screening.standings.clone(),
        _ => Vec::new(),
    }
}

fn missing(evaluated: &Evaluated<'_, ReadRecorder>) -> Missing {
    match (&evaluated.whole, &evaluated.first.evaluation) {
        (None, Ok(evaluation)) => evaluation.missing(),
        _ => Missing::NONE,
    }
}

fn priced_lines<R>(part: &EvaluatedPart<'_, R>) -> usize {
    let Ok(Evaluation::Quote(quote)) = &part.evaluation else {
        return 0;
    };
    let lines = quote.lines.iter();
    lines
        .filter(|line| !matches!(line.state, LineState::DoesNotApply(_)))
        .count()
}

pub(super) fn compared(noted: &Noted) -> Option<Compared> {
    match *noted {
        Noted::Compared(compared) => Some(compared),
        _ => None,
    }
}

/// What distinguishes changes.
pub(super) fn key(changes: &[FactChange]) -> String {
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
