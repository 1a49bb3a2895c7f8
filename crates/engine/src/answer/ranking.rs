//! Several applicants screened together: each with an answer of their own, and
//! where they stand among the others.

use std::cmp::Ordering;

use super::Asked;
use crate::{
    check::model::Priority,
    eval::{
        facts::Facts,
        order::{self, Applicant, Position},
        screen::{Outcome, Screening},
        trace::Trace,
    },
    program::model::Ruling,
};

/// One applicant's answer.
#[derive(Debug)]
pub struct Screened {
    /// What the office calls the applicant; never a name.
    pub reference: String,
    /// The facts of the case.
    pub facts: Facts,
    /// The answer.
    pub screening: Screening,
    /// How it came about.
    pub trace: Trace,
    /// How the order sees it.
    pub applicant: Applicant,
}

/// How many places of each kind are free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vacancies {
    /// By the number of the kind among the rule set's places; none if only the
    /// sum is known.
    pub of_kind: Vec<(usize, u16)>,
    /// All of them.
    pub total: u16,
}

/// Applicants who were screened together.
#[derive(Debug)]
pub struct Together<'a> {
    /// The rules for all of them.
    pub ruling: &'a Ruling<'a>,
    /// How many places are free, where that was said.
    pub vacancies: Option<Vacancies>,
    screened: Vec<Screened>,
    positions: Vec<Position>,
}

impl<'a> Together<'a> {
    /// Puts applicants in order. The order in which they come makes no
    /// difference.
    #[must_use]
    pub fn new(
        ruling: &'a Ruling<'a>,
        mut screened: Vec<Screened>,
        vacancies: Option<Vacancies>,
    ) -> Together<'a> {
        let rules = &ruling.version.selection.priority;
        screened.sort_by(|one, other| before(rules, one, other));
        let all: Vec<Applicant> = screened.iter().map(|it| it.applicant.clone()).collect();
        let positions = (0..all.len()).map(|number| order::among(rules, &all, number));
        Together {
            ruling,
            vacancies,
            positions: positions.collect(),
            screened,
        }
    }

    /// Every applicant with one outcome, in order, each with a number of its
    /// own and where it stands.
    pub fn with(&self, outcome: Outcome) -> impl Iterator<Item = (&Screened, &Position)> {
        let all = self.screened.iter().zip(&self.positions);
        all.filter(move |(it, _)| it.screening.outcome == outcome)
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.screened.len()
    }

    /// The references of applicants by their numbers.
    pub fn references<'n>(&'n self, numbers: &'n [usize]) -> impl Iterator<Item = &'n str> {
        let found = numbers
            .iter()
            .filter_map(|number| self.screened.get(*number));
        found.map(|it| it.reference.as_str())
    }

    /// An applicant's question.
    #[must_use]
    pub fn asked<'s>(&'s self, screened: &'s Screened) -> Asked<'s> {
        Asked {
            ruling: self.ruling,
            facts: &screened.facts,
        }
    }
}

/// By priority, and those alike by their references.
fn before(rules: &[Priority], one: &Screened, other: &Screened) -> Ordering {
    order::told(rules, &one.applicant, &other.applicant)
        .then_with(|| one.reference.cmp(&other.reference))
}
