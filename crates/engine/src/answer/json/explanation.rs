//! What would change an answer, as answers that explain themselves have it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    needed::Needed,
    ordered_object::OrderedObject,
    record::Record,
    values::{Amount, Value},
};

/// What would change an answer. It is part of no fingerprint: it follows from the
/// rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// Of an answer that depends on missing facts: what would settle it; absent of a
    /// period that is answered in parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed: Option<Needed>,
    /// Of a screening that is no yes: the nearest better outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Nearest>,
    /// Of a screening that is a no or for a person to decide: given facts that cannot be
    /// changed and of which another value alone would give a better outcome. They are to
    /// be checked, and no advice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Of a screening: the outcomes to come while no fact changes; absent where the
    /// facts name the days that the question is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Timeline>,
    /// Of a screening for which neither a change nor time alone gives a yes: a later day
    /// on which a change does; absent if none was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later: Option<Later>,
    /// Of a quote with a total: other ways to the same thing for less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cheaper: Option<Cheaper>,
    /// Of a quote with a total: the next day on which the same comes to something else;
    /// absent where the facts name the days that the question is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_price: Option<NextPrice>,
    /// For each assumption that the answer rests on, the values with which it is the same
    /// while no other fact changes. Absent of a period that is answered in parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<AssumedRange>,
    /// How often facts were evaluated for it; each part of a period counts. It is 2,000
    /// at most.
    pub evaluations: u32,
}

/// A given fact that decides and that nobody can change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// The name of the fact.
    pub fact: String,
    /// The record whose fact it is; null of a fact of the case.
    pub record: Option<Record>,
    /// The value that was given.
    pub now: Option<Value>,
}

/// The next day with another price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NextPrice {
    /// The first day on which the same comes to something else; null if there is none
    /// up to the last one known.
    #[schemars(extend("format" = "date"))]
    pub on: Option<String>,
    /// What it comes to on that day; null if it has no total then.
    pub total: Option<Amount>,
    /// The last day that was looked at.
    #[schemars(extend("format" = "date"))]
    pub until: String,
    /// Why it is that day.
    pub ends: TimelineEnd,
}

/// An assumption, and the values with which the answer is the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AssumedRange {
    /// The name of the fact.
    pub fact: String,
    /// The record whose fact it is; null of a fact of the case.
    pub record: Option<Record>,
    /// What is assumed.
    pub value: Option<Value>,
    /// Whether the answer is the same with every value.
    pub every: bool,
    /// The values with which it is the same, where they have no order and are not all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// The lowest value with which it is the same; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Value>,
    /// The highest value with which it is the same; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Value>,
}

/// The smallest changes that give a better outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Nearest {
    /// The best outcome that some change gives: `eligible`, otherwise
    /// `undetermined`, otherwise `refer`; the present one if no change gives a better one.
    pub outcome: NearestOutcome,
    /// Every smallest change that gives it; all are of as many facts.
    pub ways: Vec<Way>,
    /// Null if the search for a yes was finished: with an outcome other than
    /// `eligible` no change that can be made gives a yes. Otherwise the number of
    /// facts up to which it is certain.
    pub stopped_after: Option<u32>,
}

/// The outcome that a change gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NearestOutcome {
    /// Every criterion is met.
    Eligible,
    /// Some criterion is not met.
    NotEligible,
    /// It depends on facts that are not known.
    Undetermined,
    /// A person decides.
    Refer,
}

/// A later day, and the changes that give a yes on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Later {
    /// The day.
    #[schemars(extend("format" = "date"))]
    pub on: String,
    /// Every smallest change that gives a yes on that day.
    pub ways: Vec<Way>,
}

/// Changes that together give an outcome, and none of which can be left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Way {
    /// The changes.
    pub changes: Vec<Change>,
}

/// A change of a fact, or of which records a list has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// The name of the fact; of a list its name.
    pub fact: String,
    /// The record whose fact it is, or that the list loses; null of a fact of the
    /// case and where the list has one record more.
    pub record: Option<Record>,
    /// What is changed.
    pub change: ChangeKind,
    /// The new value; null of a list.
    pub to: Option<Value>,
    /// The value that is there now; null if it is not known, and of a list.
    pub now: Option<Value>,
    /// Whether values beyond the new one are as good.
    pub limit: ChangeLimit,
    /// What must be known of a new record, by the names of its facts; absent of other
    /// changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<OrderedObject<Value>>,
}

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A fact has another value.
    Value,
    /// A list loses a record.
    RecordLess,
    /// A list has one record more.
    RecordMore,
}

/// Whether values beyond the new one are as good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeLimit {
    /// It is this value.
    Exactly,
    /// This value or any above, or later.
    AtLeast,
    /// This value or any below, or earlier.
    AtMost,
}

/// The outcomes to come while no fact changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Timeline {
    /// The outcomes in the order of their days; the first is that of the day asked
    /// about.
    pub spans: Vec<TimeSpan>,
    /// The last day of the last one.
    #[schemars(extend("format" = "date"))]
    pub until: String,
    /// Why it ends there.
    pub ends: TimelineEnd,
}

/// Days in a row with one outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeSpan {
    /// The first day.
    #[schemars(extend("format" = "date"))]
    pub from: String,
    /// The outcome.
    pub outcome: NearestOutcome,
    /// The names of the criteria that stand otherwise than the day before.
    pub criteria: Vec<String>,
}

/// Why a timeline ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimelineEnd {
    /// It is as far as an explanation looks: 10 years.
    Horizon,
    /// No rules, prices or rates of the book cover the next day.
    Rules,
    /// As often was asked as an explanation may.
    Spent,
}

/// Other ways to the same thing at a lower price, or more for no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cheaper {
    /// The largest savings first; three at most.
    pub savings: Vec<Saving>,
    /// The names of the facts and lists that were compared: of a fact every option, up
    /// to two more or fewer and the next numbers at which a price turns; of a list a
    /// record more or less; alone and in pairs.
    pub compared: Vec<String>,
    /// The names of the facts that can be changed and of which no other day or amount
    /// was tried; absent if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_tried: Vec<String>,
    /// Whether all of that was tried: if so and there are no savings, none of it is
    /// cheaper.
    pub complete: bool,
}

/// A booking that costs less, or no more for more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Saving {
    /// What is different.
    pub changes: Vec<Change>,
    /// The new total.
    pub total: Amount,
    /// How much less it is.
    pub saves: Amount,
    /// The highest number of the fact up to which it costs no more than that; null if
    /// one more costs more.
    pub up_to: Option<Value>,
}
