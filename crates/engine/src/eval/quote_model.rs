//! A quote with its lines, reductions and totals.

use smallvec::SmallVec;

use super::facts_read::FactsRead;
use super::limited::Limited;
use super::open_provisions::OpenProvisions;
use crate::{
    base::{
        ids::{ChargeId, LineId, OptionId, ReasonId, TotalId},
        money::Money,
        value::{Missing, Value},
    },
    check::model::{Line, RatePeriod},
};

/// The answer to a question of price.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Quote {
    /// Every line, in file order and within it in the records' order.
    pub lines: Vec<QuotedLine>,
    /// The sum of the lines that apply; `None` while any of them is unknown or
    /// referred, if it depends on how the source is read, or if none applies.
    pub total: Option<Money>,
    /// Where a person prices some lines: the sum of the others that apply.
    pub without_referred: Option<Money>,
    /// What it comes to under each combination of readings, where some line
    /// depends on an open point of the source.
    pub alternatives: Vec<Alternative>,
    /// Whether the total depends on an open point: limits, or lines together, may
    /// come to the same under all readings.
    pub is_open: bool,
    /// The additional totals, in file order and within it in the records' order.
    pub totals: Vec<QuotedTotal>,
    /// What limits on lines together change, in the order in which they act; in a
    /// part of a period nothing, for they act over all of its parts.
    pub limits: Vec<Limited>,
    /// The missing facts that the total depends on.
    pub missing: Missing,
    /// Whether a list is missing or more of its records may come.
    pub missing_list: bool,
    /// The facts that were read.
    pub read: FactsRead,
    /// Whether a 29 February birthday met a common year, in which it falls on
    /// 1 March.
    pub leap_birthday: bool,
    /// The facts that were assumed and read.
    pub assumed: Missing,
    /// The charges whose prices were read, each once, in the order of reading.
    pub prices: SmallVec<[ChargeId; 8]>,
    /// The rates that were read, each once, in the order of reading.
    pub rates: SmallVec<[RatePeriod; 2]>,
    /// What the source says about this case and no rule encodes.
    pub open_provisions: OpenProvisions,
}

/// A quote under one reading of each open point that it depends on.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Alternative {
    /// The readings, in the order of the lines that depend on them.
    pub readings: Vec<Reading>,
    /// The quote: each line as the readings price it.
    pub quote: Quote,
}

/// A reading of an open point: a way to price a line that depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reading {
    /// The line.
    pub line: LineId,
    /// The record that the line is for.
    pub record: Option<u16>,
    /// The number of the reading.
    pub option: OptionId,
}

/// The outcome of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is a total.
    Quoted,
    /// There are several totals: an open point of the source decides.
    Alternatives,
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
            Outcome::Alternatives => "alternatives",
            Outcome::Undetermined => "undetermined",
            Outcome::Refer => "refer",
            Outcome::DoesNotApply => "does_not_apply",
        }
    }
}

impl Quote {
    /// Makes it depend on facts that are not known, on which it depends which
    /// days it is for.
    pub(crate) fn depends_on(&mut self, facts: Missing) {
        self.missing = self.missing.union(facts);
        self.total = None;
        self.without_referred = None;
        self.alternatives.clear();
        self.is_open = false;
    }

    /// What it comes to under each combination of readings, where the total depends
    /// on it.
    #[must_use]
    pub fn open_alternatives(&self) -> &[Alternative] {
        match self.is_open {
            true => &self.alternatives,
            false => &[],
        }
    }

    /// Whether rounding changed a figure of a line that applies.
    #[must_use]
    pub fn is_rounded(&self) -> bool {
        fn is_rounded(state: &LineState) -> bool {
            match state {
                LineState::Applies(priced) => priced.is_rounded(),
                LineState::Alternatives(states) => states.iter().any(is_rounded),
                _ => false,
            }
        }
        self.lines.iter().any(|line| is_rounded(&line.state))
    }

    /// The outcome: unknown facts decide before lines that only a person may
    /// price, as in a screening.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if !self.missing.is_empty() {
            Outcome::Undetermined
        } else if self.refers() {
            Outcome::Refer
        } else if self.is_open {
            Outcome::Alternatives
        } else if self.total.is_some() {
            Outcome::Quoted
        } else {
            Outcome::DoesNotApply
        }
    }

    /// Adds up the lines; `None` where the sum is too large.
    pub(super) fn add_up(&mut self) -> Option<()> {
        let mut sum: Option<Money> = None;
        let (mut refers, mut is_open) = (false, false);
        for line in &self.lines {
            match &line.state {
                LineState::DoesNotApply(_) => {}
                LineState::Refer(_) => refers = true,
                LineState::Alternatives(_) => is_open = true,
                LineState::Unknown(missing) => self.missing = self.missing.union(*missing),
                LineState::Applies(priced) => {
                    self.missing = self.missing.union(priced.missing);
                    if let Some(net) = priced.net {
                        sum = Some(match sum {
                            Some(so_far) => so_far.checked_add(net)?,
                            None => net,
                        });
                    }
                }
            }
        }
        let sum = sum.filter(|_| self.missing.is_empty() && !is_open);
        match refers {
            true => self.without_referred = sum,
            false => self.total = sum,
        }
        Some(())
    }

    /// Whether a person prices some line, under each reading if it depends on one.
    #[must_use]
    pub fn refers(&self) -> bool {
        let mut lines = self.lines.iter();
        let under_each = &self.alternatives;
        lines.any(|line| matches!(line.state, LineState::Refer(_)))
            || !under_each.is_empty() && under_each.iter().all(|it| it.quote.refers())
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
    /// There is such a line, and what it comes to depends on how an open point
    /// of the source is read: its state under each reading, in file order.
    Alternatives(Box<[LineState]>),
    /// Whether there is such a line depends on these facts.
    Unknown(Missing),
    /// There is such a line, and only a person can price it: no way to price
    /// it applies; a reason where the rules give one.
    Refer(Option<ReasonId>),
    /// There is no such line; a reason where the rules give one.
    DoesNotApply(Option<ReasonId>),
}

impl LineState {
    /// Of a line to which no price applies: a person sets one, or there is no such
    /// line.
    pub(super) fn without_price(line: &Line, reason: Option<ReasonId>) -> LineState {
        match line.refer {
            Some(_) => LineState::Refer(reason),
            None => LineState::DoesNotApply(reason),
        }
    }
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
    /// What each of them leaves, where they act in their order; `None` while that
    /// is not known.
    pub left: SmallVec<[Option<Money>; 1]>,
    /// After reductions.
    pub net: Option<Money>,
    /// What it cannot be above while reductions are unknown; `None` where the
    /// gross amount or an increase is unknown.
    pub at_most: Option<Money>,
    /// Whether rounding changed what a reduction leaves.
    pub reductions_rounded: bool,
    /// The missing facts that the price depends on.
    pub missing: Missing,
}

impl Priced {
    /// Whether rounding changed a figure of the way that was taken, or what its
    /// reductions leave.
    #[must_use]
    pub fn is_rounded(&self) -> bool {
        let chosen = self
            .chosen
            .and_then(|number| self.compared.get(usize::from(number)));
        let is_chosen_rounded = match chosen {
            Some(Compared::Priced(amount)) => amount.is_rounded(),
            _ => false,
        };
        is_chosen_rounded || self.reductions_rounded
    }

    /// A line that is priced in this way, without reductions.
    pub(super) fn of(chosen: OptionId, gross: Money) -> Priced {
        Priced {
            chosen: Some(chosen),
            gross: Some(gross),
            net: Some(gross),
            at_most: Some(gross),
            ..Priced::default()
        }
    }
}

/// One way to price a line.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every way has an amount, which a box would only move away"
)]
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

impl Amount {
    fn is_rounded(&self) -> bool {
        let exact = self.quantity.number();
        let exact = exact.and_then(|quantity| self.each.checked_mul(quantity));
        self.worked != self.each || exact.is_some_and(|exact| exact != self.amount)
    }
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
    /// It depends on how an open point of the source is read.
    Alternatives,
    /// It depends on these facts.
    Unknown(Missing),
    /// A person prices some of it.
    Refer,
    /// It is not given: `otherwise` says why.
    Withheld,
    /// There is no such total.
    DoesNotApply,
}

impl TotalState {
    /// The amount, where it is one.
    #[must_use]
    pub fn amount(self) -> Option<Money> {
        match self {
            TotalState::Comes(money) => Some(money),
            _ => None,
        }
    }
}
