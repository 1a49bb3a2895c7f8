//! Several applicants screened together: each with an answer of their own and
//! a position among the others.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    Answer, Asked, Detail, Evaluation, Question, Refusal, json::fragments::Fragments,
    listed::answer_for_list,
};
use crate::{
    base::date::{Date, LongDate},
    book::Book,
    check::model::{Priority, Vacancy},
    eval::{
        fault_message::fault_message,
        ranking::{self, Applicant, Position},
        screen::{Outcome, Screening},
        trace::Trace,
    },
    facts::{GivenFacts, Problem, ProblemCode},
    program::model::Ruling,
};

/// The most applicants that one ranking may have.
pub const MAX_APPLICANTS: usize = 1_000;

/// One applicant's answer.
#[derive(Debug)]
pub struct Ranked<'b> {
    reference: String,
    answer: Answer<'b>,
    screening: Screening,
    applicant: Applicant,
}

impl Ranked<'_> {
    /// What the office calls the applicant; never a name.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// The rules and the facts of the case.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        self.answer.deciding_part().asked()
    }

    /// Whether the applicant is eligible, and why.
    #[must_use]
    pub fn screening(&self) -> &Screening {
        &self.screening
    }

    /// The trace, where the question asked for it.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.answer.deciding_part().trace()
    }

    /// The answer.
    #[must_use]
    pub fn answer(&self) -> &Answer<'_> {
        &self.answer
    }

    /// What the order goes by.
    #[must_use]
    pub fn applicant(&self) -> &Applicant {
        &self.applicant
    }
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

/// Applicants who were screened together, in order of priority.
#[derive(Debug)]
pub struct Ranking<'b> {
    ruling: Ruling<'b>,
    fragments: Fragments<'b>,
    vacancies: Option<Vacancies>,
    ranked: Vec<Ranked<'b>>,
    positions: Vec<Position>,
}

impl<'b> Ranking<'b> {
    /// The rules for all of them.
    #[must_use]
    pub fn ruling(&self) -> &Ruling<'b> {
        &self.ruling
    }

    /// What the JSON of answers by these rules repeats.
    pub(super) fn fragments(&self) -> Fragments<'b> {
        self.fragments
    }

    /// How many places are free, where that was said.
    #[must_use]
    pub fn vacancies(&self) -> Option<&Vacancies> {
        self.vacancies.as_ref()
    }

    /// Every applicant with one outcome, in order, each with its position.
    pub fn with(&self, outcome: Outcome) -> impl Iterator<Item = (&Ranked<'b>, &Position)> {
        let all = self.ranked.iter().zip(&self.positions);
        all.filter(move |(it, _)| it.screening.outcome == outcome)
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ranked.len()
    }

    /// The references of applicants by their numbers.
    pub fn references<'n>(&'n self, numbers: &'n [usize]) -> impl Iterator<Item = &'n str> {
        let found = numbers.iter().filter_map(|number| self.ranked.get(*number));
        found.map(|it| it.reference.as_str())
    }
}

/// Screens applicants one after the other and then puts them in order.
#[derive(Debug)]
pub struct Ranker<'b> {
    book: &'b Book,
    ruling: Ruling<'b>,
    detail: Detail,
    ranked: Vec<Ranked<'b>>,
    seen: BTreeMap<String, u64>,
    problems: Vec<Problem>,
}

/// One applicant as given.
#[derive(Clone, Debug, Default)]
pub struct Candidate<'t> {
    /// The number that messages name it by: that of its row or line.
    pub row: u64,
    /// What the office calls the applicant.
    pub reference: Option<String>,
    /// The day asked about, where the row names one.
    pub on: Option<Date>,
    /// The facts.
    pub facts: GivenFacts<'t>,
}

impl<'t> Candidate<'t> {
    /// An applicant by what the office calls it, with its facts.
    #[must_use]
    pub fn new(row: u64, reference: impl Into<String>, facts: GivenFacts<'t>) -> Candidate<'t> {
        Candidate {
            row,
            reference: Some(reference.into()),
            on: None,
            facts,
        }
    }
}

impl<'b> Ranker<'b> {
    /// Begins a ranking by the rules that are in force on a day.
    ///
    /// # Errors
    /// When no rules cover the day, or the rule set does not say who comes
    /// first.
    pub fn new(
        book: &'b Book,
        rule_set: &str,
        on: Date,
        known: Option<Date>,
        detail: Detail,
    ) -> Result<Ranker<'b>, Refusal> {
        let ruling = book.program().select(rule_set, on, known)?;
        if ruling.version.selection.priority.is_empty() {
            let rule_set = ruling.version.id.clone();
            return Err(Refusal::NoPriority { rule_set });
        }
        Ok(Ranker {
            book,
            ruling,
            detail,
            ranked: Vec::new(),
            seen: BTreeMap::new(),
            problems: Vec::new(),
        })
    }

    /// The rules by which the applicants are put in order.
    #[must_use]
    pub fn ruling(&self) -> &Ruling<'b> {
        &self.ruling
    }

    /// Adds a problem that concerns all applicants.
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Whether as many applicants are there as can be put in order at once.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.ranked.len() >= MAX_APPLICANTS
    }

    /// Screens an applicant. What is wrong with it is reported by
    /// [`Ranker::finish`].
    pub fn add(&mut self, candidate: Candidate<'_>) {
        let row = candidate.row;
        if self.is_full() {
            let says = format!("there are more than {MAX_APPLICANTS} applicants");
            return self.problem(Problem::new(ProblemCode::TooMany, format!("/{row}"), says));
        }
        match self.screen(candidate) {
            Ok(ranked) => self.ranked.push(ranked),
            Err(problems) => {
                let problems = problems.into_iter().map(|problem| in_row(row, problem));
                self.problems.extend(problems);
            }
        }
    }

    fn screen(&mut self, candidate: Candidate<'_>) -> Result<Ranked<'b>, Vec<Problem>> {
        let mut problems = self.about_reference(&candidate);
        if candidate.on.is_some_and(|on| on != self.ruling.on) {
            let says = format!(
                "applicants are put in order for one day, {}",
                self.ruling.on
            );
            problems.push(Problem::new(ProblemCode::DayMismatch, "/on", says));
        }
        let mut question = Question::new(self.ruling.version.id.to_string())
            .on(self.ruling.on)
            .facts(candidate.facts)
            .detail(self.detail);
        question.known = self.ruling.known;
        let fault = |says| vec![Problem::new(ProblemCode::Fault, "", says)];
        let listed = answer_for_list(self.book, &question).map_err(|refusal| match refusal {
            Refusal::Facts(more) => {
                problems.extend(more);
                std::mem::take(&mut problems)
            }
            other => fault(other.to_string()),
        })?;
        let evaluation = listed.answer().deciding_part().evaluation();
        let Evaluation::Screening(screening) = evaluation.clone() else {
            return Err(fault(format!(
                "`{}` quotes a price",
                self.ruling.version.id
            )));
        };
        let part = listed.for_order().deciding_part();
        let weights = ranking::priority_values(part.ruling(), part.facts())
            .map_err(|found| fault(fault_message(&self.ruling, &found)))?;
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Ranked {
            reference: candidate.reference.unwrap_or_default(),
            applicant: Applicant {
                outcome: screening.outcome,
                weights,
            },
            screening,
            answer: listed.into_answer(),
        })
    }

    fn about_reference(&mut self, candidate: &Candidate<'_>) -> Vec<Problem> {
        let Some(reference) = &candidate.reference else {
            let says = "the applicant has no `ref`";
            return vec![Problem::new(ProblemCode::Missing, "/ref", says)];
        };
        match self.seen.insert(reference.clone(), candidate.row) {
            Some(first) => {
                let says = format!("the reference `{reference}` is that of row {first} as well");
                vec![Problem::new(ProblemCode::Duplicate, "/ref", says)]
            }
            None => Vec::new(),
        }
    }

    /// What is wrong with the numbers of places, if anything.
    fn contradiction(&self, vacancies: &Vacancies) -> Option<Problem> {
        if let Some(says) = self.not_open(vacancies) {
            return Some(Problem::new(ProblemCode::InvalidValue, "/vacancies", says));
        }
        let places = self.ruling.version.selection.places.len();
        let kinds: Vec<usize> = vacancies.of_kind.iter().map(|(kind, _)| *kind).collect();
        let mut distinct = kinds.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let counted = vacancies.of_kind.iter().map(|(_, count)| u32::from(*count));
        let is_sum = kinds.is_empty() || counted.sum::<u32>() == u32::from(vacancies.total);
        let says = if kinds.iter().any(|kind| *kind >= places) {
            "there is no such kind of place"
        } else if distinct.len() < kinds.len() {
            "a kind of place is given twice"
        } else if !is_sum {
            "the total is not the sum of the places of each kind"
        } else {
            return None;
        };
        Some(Problem::new(ProblemCode::InvalidValue, "/vacancies", says))
    }

    /// Says so if there are places of a kind that has not opened by the day asked
    /// about, or more than those that have.
    fn not_open(&self, vacancies: &Vacancies) -> Option<String> {
        let (places, on) = (&self.ruling.version.selection.places, self.ruling.on);
        let opens_later = |place: &Vacancy| place.opens.filter(|day| *day > on);
        let wanted = vacancies.of_kind.iter().filter(|(_, count)| *count > 0);
        for place in wanted.filter_map(|(kind, _)| places.get(*kind)) {
            if let Some(day) = opens_later(place) {
                let (says, day) = (&place.says, LongDate(day));
                return Some(format!("{says} opens on {day}: it has no places before"));
            }
        }
        let is_open = |place: &&Vacancy| opens_later(place).is_none();
        let open: Vec<&Vacancy> = places.iter().filter(is_open).collect();
        let most: u32 = open.iter().map(|place| u32::from(place.holds)).sum();
        if open.len() == places.len() || u32::from(vacancies.total) <= most {
            return None;
        }
        let on = LongDate(on);
        Some(format!(
            "on {on} there are {most} places in all, not {}",
            vacancies.total
        ))
    }

    /// Puts the applicants in order. The order in which they were added makes
    /// no difference.
    ///
    /// # Errors
    /// Everything that is wrong with any applicant.
    pub fn finish(mut self, vacancies: Option<Vacancies>) -> Result<Ranking<'b>, Vec<Problem>> {
        if let Some(vacancies) = &vacancies {
            self.problems.extend(self.contradiction(vacancies));
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let rules = self.ruling.version.selection.priority.as_slice();
        self.ranked.sort_by(|one, other| before(rules, one, other));
        let all: Vec<Applicant> = self.ranked.iter().map(|it| it.applicant.clone()).collect();
        let positions = (0..all.len()).map(|number| ranking::position(rules, &all, number));
        Ok(Ranking {
            positions: positions.collect(),
            fragments: self.book.fragments(&self.ruling),
            ruling: self.ruling,
            vacancies,
            ranked: self.ranked,
        })
    }
}

/// By priority, and within one position by reference.
fn before(rules: &[Priority], one: &Ranked<'_>, other: &Ranked<'_>) -> Ordering {
    ranking::compare_for_display(rules, &one.applicant, &other.applicant)
        .then_with(|| one.reference.cmp(&other.reference))
}

/// A problem with its row.
fn in_row(row: u64, problem: Problem) -> Problem {
    Problem {
        at: format!("/{row}{}", problem.at),
        says: format!("row {row}: {}", problem.says),
        ..problem
    }
}
