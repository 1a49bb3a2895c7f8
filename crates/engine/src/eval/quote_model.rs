//! A quote with its lines, reductions and totals.

use smallvec::SmallVec;

use crate::base::{
    ids::{LineId, OptionId, ReasonId, TotalId},
    money::Money,
    value::{Missing, Value},
};

/// The answer to a question of price.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Quote {
    /// Every line, in file order and within it in the records' order.
    pub lines: Vec<QuotedLine>,
    /// The sum of the lines that apply; `None` while any of them is unknown or
    /// referred, or if none applies.
    pub total: Option<Money>,
    /// Where a person prices some lines: the sum of the others that apply.
    pub without_referred: Option<Money>,
    /// The additional totals, in file order and within it in the records' order.
    pub totals: Vec<QuotedTotal>,
    /// The missing facts that the total depends on.
    pub missing: Missing,
    /// Whether a list is missing or more of its records may come.
    pub missing_list: bool,
    /// The facts that were assumed and read.
    pub assumed: Missing,
}

/// The outcome of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is a total.
    Quoted,
    /// It depends on facts that are not known.
    Undetermined,
    /// All that can be known is; a person prices the rest.
    Refer,
    /// No line applies.
    DoesNotApply,
}

impl Outcome {
    /// What answers for machines call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Quoted => "quoted",
            Outcome::Undetermined => "undetermined",
            Outcome::Refer => "refer",
            Outcome::DoesNotApply => "does_not_apply",
        }
    }
}

impl Quote {
    /// The outcome: unknown facts decide before lines that only a person may
    /// price, as in a screening.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if !self.missing.is_empty() {
            Outcome::Undetermined
        } else if self.refers() {
            Outcome::Refer
        } else if self.total.is_some() {
            Outcome::Quoted
        } else {
            Outcome::DoesNotApply
        }
    }

    /// Whether a person prices some line.
    #[must_use]
    pub fn refers(&self) -> bool {
        self.lines
            .iter()
            .any(|line| matches!(line.state, LineState::Refer(_)))
    }
}

/// One line, for the case or for one record.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct QuotedLine {
    /// Its number in the version.
    pub line: LineId,
    /// The record it is for.
    pub record: Option<u16>,
    /// Whether it applies, and its price.
    pub state: LineState,
}

/// Whether a line applies, and its price.
#[derive(Clone, Debug, PartialEq)]
pub enum LineState {
    /// There is such a line, and this is known of its price.
    Applies(Box<Priced>),
    /// Whether there is such a line depends on these facts.
    Unknown(Missing),
    /// There is such a line, and only a person can price it: no way to price
    /// it applies; a reason where the rules give one.
    Refer(Option<ReasonId>),
    /// There is no such line; a reason where the rules give one.
    DoesNotApply(Option<ReasonId>),
}

/// What is known of a line's price.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Priced {
    /// Every way to price it, in file order, with what it comes to.
    pub compared: SmallVec<[Compared; 1]>,
    /// The number of the way that was taken; `None` while that is unknown.
    pub chosen: Option<OptionId>,
    /// Before reductions.
    pub gross: Option<Money>,
    /// Every reduction and increase, in file order.
    pub reductions: SmallVec<[Reduced; 1]>,
    /// After reductions.
    pub net: Option<Money>,
    /// What it cannot be above while reductions are unknown; `None` where the
    /// gross amount or an increase is unknown.
    pub at_most: Option<Money>,
    /// The missing facts that the price depends on.
    pub missing: Missing,
}

/// One way to price a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Compared {
    /// The amount.
    Priced(Amount),
    /// It depends on these facts.
    Unknown(Missing),
    /// It cannot be chosen.
    DoesNotApply(Option<ReasonId>),
}

/// A price times a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Amount {
    /// The price of one before rounding.
    pub worked: Money,
    /// The price of one, rounded as the rule set says.
    pub each: Money,
    /// How many.
    pub quantity: Value,
    /// Price times quantity, rounded as the rule set says.
    pub amount: Money,
}

/// Whether a reduction is given, and what it takes off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reduced {
    /// It is given, with the amount it takes off; `None` while that is not known.
    /// It never takes off more than the reductions before it leave.
    Given(Option<Money>),
    /// It is an increase and given, with the amount it adds; `None` while that is
    /// not known.
    Added(Option<Money>),
    /// It is not given.
    NotGiven,
    /// It is given, and another takes more, of which the line takes only the
    /// best; with the amount that it would take off.
    NotBest(Option<Money>),
    /// It depends on these facts.
    Unknown(Missing),
}

/// One total: of a record, or of all.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct QuotedTotal {
    /// Its number in the version.
    pub total: TotalId,
    /// The record it is of; `None` for the whole.
    pub record: Option<u16>,
    /// How many times; `None` for the whole of several records.
    pub times: Option<Value>,
    /// Its amount, or why there is none.
    pub state: TotalState,
}

/// The amount of a total, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TotalState {
    /// The amount.
    Comes(Money),
    /// It depends on these facts.
    Unknown(Missing),
    /// A person prices some of it.
    Refer,
    /// There is no such total.
    DoesNotApply,
}
