//! Completions: what an answer comes to for every way in which the facts that
//! were not given can be given. The values of an unknown fact are divided until
//! each part gives one answer, so that nothing is left out.
//!
//! A completion that contradicts itself, and one of which arithmetic cannot be
//! done, is none. While a fact is missing that was read before arithmetic could not
//! be done, its values are divided too: with some of them the formula may stop before.
//! The search stops after a number of evaluations, never by a clock.

mod divide;
pub(crate) mod found;
pub(crate) mod needed;
pub(crate) mod outcome;
mod total_ends;
pub(crate) mod totals;
mod unknown_reads;

use std::{collections::BTreeSet, ops::ControlFlow};

use super::Evaluation;
use crate::{
    base::{types::Type, value::Missing},
    check::model::{Home, Kind},
    eval::{
        defaults::with_defaults,
        facts::Facts,
        next_questions::{NextQuestion, next_questions},
        quote, screen,
        screen::Screening,
        trace::{Recorder, Silent},
    },
    facts::contradictions,
    program::model::Ruling,
};
pub use divide::Cell;
use divide::Part;
use unknown_reads::UnknownReads;

/// The most evaluations of one search.
pub(crate) const MAX_EVALUATIONS: u32 = 600;

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Every completion was looked at.
    All,
    /// The visitor asked for no more.
    Early,
    /// Some completions were not looked at: there are too many, or they cannot
    /// be divided.
    Partly,
}

/// What is found for some of the completions.
pub(crate) struct Leaf<'f> {
    /// The facts, without what is assumed.
    pub(crate) given: &'f Facts,
    /// The facts as evaluated.
    pub(crate) facts: &'f Facts,
    pub(crate) evaluation: &'f Evaluation,
}

/// Looks at the completions of facts.
pub(crate) struct Completions<'r, 'p> {
    ruling: &'r Ruling<'p>,
    left: u32,
    /// The facts that are given, where it is not all of them.
    only: Option<Vec<Cell>>,
    /// The fact that stays missing, if one does.
    except: Option<Cell>,
    /// The facts that were asked for.
    seen: BTreeSet<Cell>,
    /// Whether texts count as given.
    has_texts: bool,
    /// Settles what stays open while some facts stay missing.
    settle: Option<Settle>,
    /// Whether the ends of the values of a fact are looked at first.
    by_ends: bool,
}

/// What is found for some completions together.
#[expect(
    clippy::large_enum_variant,
    reason = "a step is used up where it is made"
)]
enum Step {
    /// There are none.
    None,
    /// Those are settled, or stay open though every fact is given that may be. With the
    /// facts as evaluated.
    Leaf(Facts, Evaluation),
    /// They cannot be divided, and with some of them arithmetic cannot be done.
    Stuck,
    /// They are to be looked at apart.
    Parts(Vec<Part>),
}

/// Settles a screening with at most this number of evaluations, and returns how many
/// of them are left.
pub(crate) type Settle = fn(&Ruling<'_>, &Facts, &mut Screening, u32) -> u32;

impl<'r, 'p> Completions<'r, 'p> {
    /// A search of at most this many evaluations.
    pub(crate) fn new(ruling: &'r Ruling<'p>, evaluations: u32) -> Completions<'r, 'p> {
        Completions {
            ruling,
            left: evaluations,
            only: None,
            except: None,
            seen: BTreeSet::new(),
            has_texts: false,
            settle: None,
            by_ends: false,
        }
    }

    /// Looks at the ends of the values of a fact before those between.
    fn by_ends(mut self) -> Self {
        self.by_ends = true;
        self
    }

    /// Gives only these facts, and those of records of lists among them: what
    /// depends on others is not settled.
    pub(crate) fn only(mut self, cells: Vec<Cell>) -> Self {
        self.only = Some(cells);
        self
    }

    /// Gives every fact but this one.
    pub(crate) fn except(mut self, cell: Cell) -> Self {
        self.except = Some(cell);
        self
    }

    /// The facts that were asked for so far.
    pub(crate) fn seen(&self) -> &BTreeSet<Cell> {
        &self.seen
    }

    /// Takes texts as given. Otherwise what depends on a text is not settled: that
    /// a reason is stated is never concluded.
    pub(crate) fn with_texts(mut self) -> Self {
        self.has_texts = true;
        self
    }

    /// Settles what stays open while some facts stay missing, if it is the same whatever
    /// they are.
    pub(crate) fn settling(mut self, settle: Settle) -> Self {
        self.settle = Some(settle);
        self
    }

    /// How many evaluations are left.
    pub(crate) fn left(&self) -> u32 {
        self.left
    }

    /// What the facts give, with what is assumed; nothing if they contradict each
    /// other or arithmetic cannot be done.
    pub(crate) fn evaluate(&mut self, given: &Facts) -> Option<(Facts, Evaluation)> {
        let facts = self.completed(given)?;
        let evaluation = self.evaluation(&facts, Silent)?;
        Some((facts, evaluation))
    }

    /// The facts with what is assumed; nothing if they contradict each other.
    fn completed(&mut self, given: &Facts) -> Option<Facts> {
        self.left = self.left.saturating_sub(1);
        let contradictions = contradictions(self.ruling.version, given);
        let facts = || with_defaults(self.ruling, given.clone(), &mut Silent);
        contradictions.is_empty().then(facts)
    }

    fn evaluation(&self, facts: &Facts, recorder: impl Recorder) -> Option<Evaluation> {
        let evaluation = match self.ruling.version.kind {
            Kind::Pricing => quote(self.ruling, facts, recorder).map(Evaluation::Quote),
            Kind::Eligibility => screen(self.ruling, facts, recorder).map(Evaluation::Screening),
        };
        evaluation.ok()
    }

    /// The missing facts that are read before arithmetic cannot be done.
    #[cold]
    fn read_before_fault(&self, facts: &Facts) -> Missing {
        let mut reads = UnknownReads::new(self.ruling.version, facts);
        self.evaluation(facts, &mut reads);
        reads.missing
    }

    /// Visits what completions give: what is settled, and what stays open though
    /// every fact is given that may be. `given` are facts without what is assumed.
    pub(crate) fn visit(
        &mut self,
        given: &Facts,
        mut visitor: impl FnMut(Leaf<'_>) -> ControlFlow<()>,
    ) -> Ended {
        let mut ended = Ended::All;
        let mut pending: Vec<Part> = vec![Part::Facts(given.clone())];
        while let Some(part) = pending.pop() {
            let Part::Facts(given) = part else {
                ended = Ended::Partly;
                continue;
            };
            if self.left == 0 {
                return Ended::Partly;
            }
            match self.step(&given) {
                Step::None => {}
                Step::Stuck => ended = Ended::Partly,
                Step::Parts(parts) => pending.extend(parts),
                Step::Leaf(facts, mut evaluation) => {
                    self.settle(&facts, &mut evaluation);
                    let leaf = Leaf {
                        given: &given,
                        facts: &facts,
                        evaluation: &evaluation,
                    };
                    if visitor(leaf).is_break() {
                        return Ended::Early;
                    }
                }
            }
        }
        ended
    }

    /// Evaluates facts, and divides the values of those that it depends on.
    fn step(&mut self, given: &Facts) -> Step {
        let Some(facts) = self.completed(given) else {
            return Step::None;
        };
        let Some(evaluation) = self.evaluation(&facts, Silent) else {
            let read = self.read_before_fault(&facts);
            return match self.divide(given, &facts, [Missing::NONE, read]) {
                Some(parts) => Step::Parts(parts),
                None if read.facts().next().is_none() => Step::None,
                None => Step::Stuck,
            };
        };
        let missing = [first_missing(&evaluation), evaluation.missing()];
        let parts = match evaluation.is_settled() {
            true => None,
            false => self.divide(given, &facts, missing),
        };
        match parts {
            Some(parts) => Step::Parts(parts),
            None => Step::Leaf(facts, evaluation),
        }
    }

    fn settle(&mut self, facts: &Facts, evaluation: &mut Evaluation) {
        if let (Evaluation::Screening(screening), Some(settle)) = (evaluation, self.settle) {
            self.left = settle(self.ruling, facts, screening, self.left);
        }
    }

    /// Divides the values of the first missing fact that can be divided.
    fn divide(&mut self, given: &Facts, facts: &Facts, missing: [Missing; 2]) -> Option<Vec<Part>> {
        let version = self.ruling.version;
        let wanted = missing.map(|missing| self.wanted(facts, missing)).concat();
        self.seen.extend(&wanted);
        let mut lists = Vec::new();
        for cell in wanted.into_iter().filter(|cell| self.may_give(*cell)) {
            match version.facts[cell.0].home {
                Home::List(list) | Home::Completeness(list) => lists.push(list),
                _ if version.facts[cell.0].ty == Type::Text && !self.has_texts => {}
                _ => {
                    if let Some(parts) = divide::values(version, given, (cell, self.by_ends)) {
                        return Some(parts);
                    }
                }
            }
        }
        divide::records(version, given, *lists.first()?)
    }

    fn may_give(&self, cell: Cell) -> bool {
        if self.except == Some(cell) {
            return false;
        }
        let Some(only) = &self.only else { return true };
        let version = self.ruling.version;
        only.contains(&cell)
            || match version.facts[cell.0].home {
                Home::Record(list, _) | Home::Completeness(list) => {
                    only.contains(&(version.lists[list].fact, None))
                }
                Home::Case | Home::List(_) => false,
            }
    }

    /// The facts to give next.
    pub(crate) fn wanted(&self, facts: &Facts, missing: Missing) -> Vec<Cell> {
        let cell = |it: NextQuestion| (it.fact, it.record);
        let wanted = next_questions(self.ruling, facts, missing).into_iter();
        wanted.map(cell).collect()
    }
}

/// What the first criterion or line that is open depends on: settling one after
/// the other needs the fewest evaluations.
fn first_missing(evaluation: &Evaluation) -> Missing {
    let first = match evaluation {
        Evaluation::Screening(it) => it.standings.iter().find_map(|standing| match standing {
            screen::Standing::Unknown(missing) => Some(*missing),
            _ => None,
        }),
        Evaluation::Quote(_) => None,
    };
    first.unwrap_or(Missing::NONE)
}
