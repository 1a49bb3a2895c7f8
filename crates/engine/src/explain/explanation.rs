//! What an explanation says.

use super::timeline::{NextPrice, Timeline};
use crate::{
    answer::{
        Needed, Outcome,
        changed_facts::{FactChange, Spot},
    },
    base::{bounds::Bounds, date::Date, ids::FactId, money::Money, value::Value},
};

/// What would change an answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// What would settle an answer that depends on missing facts; none of a period
    /// that is answered in parts.
    pub needed: Option<Needed>,
    /// The nearest better outcome of a screening; none where it is a yes already,
    /// and of a quote.
    pub nearest: Option<Nearest>,
    /// Given facts that cannot be changed, of which another value alone gives a better
    /// outcome: they may have been entered wrongly.
    pub checks: Vec<Check>,
    /// When time alone changes a screening; none of a question about days that its
    /// facts name.
    pub timeline: Option<Timeline>,
    /// A later day on which a change gives a yes; only where neither a change nor time
    /// alone gives one.
    pub later: Option<Later>,
    /// What a quote could be instead for less; none where it has no single total.
    pub cheaper: Option<Cheaper>,
    /// The next day on which a quote comes to something else while no fact changes;
    /// none of a question about days that its facts name.
    pub next_price: Option<NextPrice>,
    /// For each assumption that the answer rests on, the values with which it is the
    /// same; none of a period that is answered in parts.
    pub assumed: Vec<AssumedRange>,
    /// How often facts were evaluated for it; each part of a period counts.
    pub evaluations: usize,
}

/// A given fact that decides and that nobody can change.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Check {
    /// The fact.
    pub spot: Spot,
    /// What was given.
    pub present: Present,
}

/// An assumption, and the values with which the answer is the same.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AssumedRange {
    /// The fact.
    pub spot: Spot,
    /// What is assumed.
    pub value: Value,
    /// The values with which the answer is the same, other facts being as they are.
    pub same: SameValues,
}

/// Values with which an answer is the same.
#[derive(Clone, Debug, PartialEq)]
pub enum SameValues {
    /// Those between two ends; all of them where there is none.
    Between(Bounds),
    /// These.
    Listed(Vec<Value>),
}

impl AssumedRange {
    /// Whether the answer is the same whatever the value is.
    #[must_use]
    pub fn is_every(&self) -> bool {
        self.same == SameValues::Between(Bounds::default())
    }
}

/// The smallest changes that give a better outcome.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Nearest {
    /// The best outcome that some change gives: a yes, otherwise that it is open,
    /// otherwise that a person decides. The present one where no change gives
    /// a better one. A criterion that is met is not opened.
    pub goal: Outcome,
    /// Every smallest change that gives it, in the order of the declarations; all
    /// have as many facts.
    pub ways: Vec<Way>,
    /// Where the search was not finished: no change of up to this many facts gives a
    /// yes.
    pub stopped_after: Option<usize>,
}

impl Nearest {
    /// Whether no change that can be made gives a yes, and that is certain.
    #[must_use]
    pub fn is_certainly_none(&self) -> bool {
        self.goal != Outcome::Eligible && self.stopped_after.is_none()
    }
}

/// A later day, and the changes that give a yes on it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Later {
    /// The day.
    pub on: Date,
    /// Every smallest change that gives a yes on that day.
    pub ways: Vec<Way>,
}

/// Changes that together give an outcome, and none of which can be left out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Way {
    /// The changes, in the order of the declarations.
    pub changes: Vec<NamedChange>,
}

/// One change, with what is there now.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NamedChange {
    /// The change.
    pub change: FactChange,
    /// What is there now.
    pub present: Present,
    /// Whether values beyond the one named are as good.
    pub limit: Limit,
}

impl NamedChange {
    /// The fact that is changed; of a list none.
    #[must_use]
    pub fn fact(&self) -> Option<FactId> {
        match self.change.spot {
            Spot::Case(fact) | Spot::Record(fact, _) => Some(fact),
            Spot::List(_) => None,
        }
    }
}

/// What a change finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Present {
    /// A value, given or assumed.
    Value(Value),
    /// The fact is not known.
    Unknown,
    /// A list.
    List,
}

/// How the value of a change bounds the values that are as good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// It is this value.
    Exactly,
    /// This value or any above, or later.
    AtLeast,
    /// This value or any below, or earlier.
    AtMost,
}

/// Other ways to the same thing at a lower price, or more for no more.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Cheaper {
    /// The largest savings first; three at most.
    pub savings: Vec<Saving>,
    /// What was compared, in the order of the declarations: every option of these facts,
    /// up to two more or fewer and the next numbers at which a price turns, and a record
    /// more or less of these lists, alone and in pairs.
    pub compared: Vec<Spot>,
    /// Days and amounts that were read and can be changed: no other was tried.
    pub not_tried: Vec<Spot>,
    /// Whether all of that was tried: if so and there are no savings, none of it is
    /// cheaper.
    pub is_whole: bool,
}

/// A booking that costs less, or no more for more.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Saving {
    /// What is different.
    pub changes: Vec<NamedChange>,
    /// The new total.
    pub total: Money,
    /// The highest number up to which it costs no more than that.
    pub up_to: Option<Value>,
}
