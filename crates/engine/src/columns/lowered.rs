//! Rules that were lowered, and what was left to the row evaluator.

use serde::Serialize;

use super::{
    liveness::Step,
    operations::{Bit, Source},
};
use crate::{
    check::{formula::CalendarQuestion, model::Kind},
    eval::screen,
    program::model::Ruling,
};

/// The rules of one version with one tariff as operations on columns, for
/// tables with the columns that they were lowered for.
#[derive(Clone, Debug)]
pub struct Lowered {
    pub(super) kind: Kind,
    /// Whether its rules ask for confidential facts, so that an answer for a list
    /// leaves out what rests on them.
    pub(super) is_listed: bool,
    pub(super) steps: Vec<Step>,
    pub(super) masks: usize,
    pub(super) numbers: usize,
    /// The rows for the row evaluator.
    pub(super) marked: Bit,
    pub(super) lines: Vec<LoweredLine>,
    pub(super) criteria: Vec<LoweredCriterion>,
    pub(super) falls_back: Vec<FallsBack>,
    /// What operations ask of calendars.
    pub(super) calendar_questions: Vec<CalendarQuestion>,
}

/// A line: whether there is one, whether a person prices it, and its net amount
/// in pennies, in the rows that are not marked.
#[derive(Clone, Copy, Debug)]
pub(super) struct LoweredLine {
    pub(super) applies: Bit,
    pub(super) refers: Bit,
    pub(super) pennies: Source,
}

impl LoweredLine {
    /// A line that no row has.
    pub(super) const NONE: LoweredLine = LoweredLine {
        applies: Bit::No,
        refers: Bit::No,
        pennies: Source::Constant(0),
    };
}

/// A criterion: its standing, in the rows that are not marked.
#[derive(Clone, Copy, Debug)]
pub(super) struct LoweredCriterion {
    pub(super) met: Bit,
    pub(super) not_met: Bit,
    pub(super) refers: Bit,
    pub(super) out: Bit,
    /// Whether it rests on confidential facts.
    pub(super) is_secret: bool,
}

impl LoweredCriterion {
    /// Each standing with the rows that have it. A row has one at most: in all others the
    /// criterion is open.
    pub(super) fn standings(&self) -> [(screen::Standing, Bit); 4] {
        [
            (screen::Standing::Met, self.met),
            (screen::Standing::NotMet, self.not_met),
            (screen::Standing::Refer, self.refers),
            (screen::Standing::DoesNotApply, self.out),
        ]
    }
}

/// A step that is left to the row evaluator in the rows that come to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FallsBack {
    /// The step: the name of a line, criterion, value or fact; of the rule set
    /// for all rows.
    pub step: String,
    /// Why, in a clause.
    pub why: String,
    /// Whether it takes every row along.
    pub every_row: bool,
}

/// Whether a criterion is met, or a line is charged: the code of a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// It holds.
    Met,
    /// It does not hold.
    NotMet,
    /// It depends on facts that are not known.
    Undetermined,
    /// A person decides.
    Refer,
    /// It has no place in this case.
    DoesNotApply,
}

impl Standing {
    /// The name for programs: `met`, `not_met`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Standing::Met => "met",
            Standing::NotMet => "not_met",
            Standing::Undetermined => "undetermined",
            Standing::Refer => "refer",
            Standing::DoesNotApply => "does_not_apply",
        }
    }
}

impl Lowered {
    /// The steps that are left to the row evaluator, each once, in file order.
    #[must_use]
    pub fn falls_back(&self) -> &[FallsBack] {
        &self.falls_back
    }

    /// Whether any row can be answered by columns.
    #[must_use]
    pub fn is_of_use(&self) -> bool {
        self.marked != Bit::Yes
    }

    /// How many operations are done for each row: those that an answer needs.
    #[must_use]
    pub fn operations(&self) -> usize {
        self.steps.len()
    }
}

/// What `show --columns` says, for programs.
#[derive(Serialize)]
struct Page<'a> {
    rule_set: &'a str,
    version: String,
    tariff: Option<&'a str>,
    is_of_use: bool,
    operations: usize,
    falls_back: &'a [FallsBack],
}

impl Lowered {
    /// What is lowered and what is not, as JSON.
    #[must_use]
    pub fn to_json(&self, ruling: &Ruling<'_>) -> String {
        let page = Page {
            rule_set: &ruling.version.id,
            version: ruling.version.in_force.to_string(),
            tariff: ruling.tariff.map(|tariff| &*tariff.year),
            is_of_use: self.is_of_use(),
            operations: self.operations(),
            falls_back: &self.falls_back,
        };
        serde_json::to_string_pretty(&page).unwrap_or_default()
    }
}
