//! The steps of a trace: what each formula read, the tests it made and its
//! result.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    facts::GivenFact,
    ordered_object::OrderedObject,
    values::{Amount, Value},
};

/// A formula that was evaluated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// What the formula belongs to: `value`, `criterion`, `line`, `option`,
    /// `reduction`, `total`, `schedule`, `priority`, `letter` or `fact`.
    pub step: String,
    /// The name of that in the rule set.
    pub id: String,
    /// Which of its formulas it is: `is`, `when`, `assume`, `each`, `quantity`,
    /// `take`, `adds`, `from`, `until`, `at_least`, `at_most` or `wording`.
    pub part: String,
    /// The words of what it belongs to, where they are the same in every case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// How an open point of the source is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// The formula as it is written in the rule file.
    pub formula: String,
    /// The number of the record it was evaluated for, counted from 1; null if
    /// it is of the case.
    pub record: Option<u32>,
    /// What it read, in order.
    pub read: Vec<Read>,
    /// The comparisons it made.
    pub tests: Vec<Test>,
    /// Its value; null if that is not known or could not be computed.
    pub result: Option<Value>,
    /// True if it could not be computed, absent otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
    /// The number of the booking's part it belongs to, counted from 1; only if
    /// the booking has parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_part: Option<u32>,
}

/// Something that a formula read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Read {
    /// A value of another rule set.
    Used(ReadUsed),
    /// The day asked about.
    Day(ReadDay),
    /// A price of the tariff.
    Charge(ReadCharge),
    /// A fact.
    Fact(ReadFact),
    /// A named value of the rule set.
    Value(ReadValue),
    /// A table of the rule set.
    Table(ReadTable),
    /// The cheapest set of packages.
    Packages(ReadPackages),
    /// What packages of one kind alone would cost.
    Offer(ReadOffer),
    /// A dated rate.
    Parameter(ReadParameter),
    /// A calendar.
    Calendar(ReadCalendar),
    /// A record of a list.
    Counted(ReadCounted),
}

/// A value of another rule set, with how it was evaluated there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadUsed {
    /// The name of the other rule set.
    pub rule_set: String,
    /// The first day in force of the version that answers; null if none covers
    /// the day.
    #[schemars(extend("format" = "date"))]
    pub version: Option<String>,
    /// The day asked about.
    #[schemars(extend("format" = "date"))]
    pub on: String,
    /// The name of the value there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_of: Option<String>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// How an open point of the source is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// The facts that were passed or assumed, by name; absent if they are
    /// withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<OrderedObject<GivenFact>>,
    /// Every formula that was evaluated there; absent if it is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Vec<Step>>,
    /// The value; null if it is not known.
    pub value: Option<Value>,
}

/// Whether a record of a list counts, where that depends on which record it is
/// asked for, as in a rank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadCounted {
    /// The name of the list.
    pub counted_in: String,
    /// The number of the record, counted from 1.
    pub record: u32,
    /// Whether it counts; null if that is not known.
    pub value: Option<Value>,
}

/// The day asked about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadDay {
    /// The day.
    pub on: String,
}

/// A price of the tariff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadCharge {
    /// The name of the charge, or `"withheld"`.
    pub charge: String,
    /// Its price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Amount>,
    /// Where it is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadFact {
    /// Its name.
    pub fact: String,
    /// The number of the record it was read of, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u32>,
    /// Its value; null if it is not known.
    pub value: Option<Value>,
}

/// A named value of the rule set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadValue {
    /// Its name.
    pub value_of: String,
    /// The number of the record it was read of, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u32>,
    /// Its value; null if it is not known.
    pub value: Option<Value>,
}

/// A table of the rule set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadTable {
    /// Its name.
    pub table: String,
    /// The number of the row that was read, counted from 1; null if that is
    /// not known or is withheld.
    pub row: Option<u32>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// How an open point of the source is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// What it gives; null if it is not known.
    pub value: Option<Value>,
}

/// The cheapest set of packages that covers what is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadPackages {
    /// The name of the set.
    pub packages: String,
    /// How many of each kind are bought.
    pub bought: Vec<BoughtPackage>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// How an open point of the source is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// What they cost; null if it is not known.
    pub value: Option<Value>,
}

/// How many packages of one kind are bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BoughtPackage {
    /// The name of the kind.
    pub id: String,
    /// How many.
    pub count: u32,
}

/// What packages of one kind alone would cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadOffer {
    /// The name of the set of packages.
    pub packages: String,
    /// The name of the kind.
    pub only: String,
    /// How many it takes; null if that is withheld.
    pub count: Option<u32>,
    /// What they cost; null if it is not known.
    pub value: Option<Value>,
}

/// A dated rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadParameter {
    /// Its name.
    pub parameter: String,
    /// The number of the row that was read, counted from 1; null if it is
    /// withheld.
    pub row: Option<u32>,
    /// The first day of the period that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub from: Option<String>,
    /// Where that comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// How an open point of that is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// What it gives; null if it is not known.
    pub value: Option<Value>,
}

/// A calendar that was asked about a day, or about how many days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadCalendar {
    /// Its name.
    pub calendar: String,
    /// What the day is called in it; absent where it is none of its days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// What it says; null if that is not known.
    pub value: Option<Value>,
}

/// A comparison that a formula made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Test {
    /// The comparison as it is written in the rule file.
    pub text: String,
    /// The value of its left side; null if it is not known.
    pub left: Option<Value>,
    /// Whether it holds; null if that is not known.
    pub holds: Option<Value>,
}
