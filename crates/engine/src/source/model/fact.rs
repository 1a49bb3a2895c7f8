//! Facts and their types, as declared.

use serde::Deserialize;

use super::choice_option::ChoiceEntry;
use crate::base::time_unit::TimeUnit;

/// A fact as declared.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// Its type.
    #[serde(borrow)]
    pub is: TypeEntry<'s>,
    /// The question that asks for it.
    #[serde(borrow, default)]
    pub ask: &'s str,
    /// A short noun that fits into a sentence, for use where there is no room
    /// for the question.
    #[serde(borrow, default)]
    pub label: Option<&'s str>,
    /// More about the question, for help texts.
    #[serde(borrow, default)]
    pub hint: Option<&'s str>,
    /// The values it may have, `1..10` or `0..`.
    #[serde(borrow, default)]
    pub within: Option<&'s str>,
    /// When it is worth asking: a yes/no formula over other facts.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// What is taken, and said to be taken, when it is not given: a formula.
    #[serde(borrow, default)]
    pub assume: Option<&'s str>,
    /// For a list: what one record is called.
    #[serde(borrow, default)]
    pub one: Option<&'s str>,
    /// For a list: the question whether it is complete. Without it, a list
    /// that is given is complete.
    #[serde(borrow, default)]
    pub complete: Option<&'s str>,
    /// A date that it may not be before.
    #[serde(borrow, default)]
    pub not_before: Option<&'s str>,
    /// A fact than which it may not be more.
    #[serde(borrow, default)]
    pub no_more_than: Option<&'s str>,
    /// Facts that cannot be given with it.
    #[serde(borrow, default)]
    pub excludes: Vec<&'s str>,
    /// Facts without which it cannot be given.
    #[serde(borrow, default)]
    pub needs: Vec<&'s str>,
    /// Who supplies it.
    #[serde(borrow, default)]
    pub from: Option<&'s str>,
    /// The question as a letter puts it to the person it is about.
    #[serde(borrow, default)]
    pub letter: Option<&'s str>,
    /// Never shown, stored or logged.
    #[serde(default)]
    pub confidential: bool,
    /// Whether it can be changed.
    #[serde(default)]
    pub changes: Option<ChangesEntry>,
    /// Whether it is about a person.
    #[serde(default)]
    pub personal: Option<bool>,
}

/// Whether a fact can be changed, as written.
#[derive(Clone, Copy, Debug, Deserialize)]
pub enum ChangesEntry {
    /// Someone can change it.
    Can,
    /// Only time changes it.
    Time,
    /// Nothing that can be advised changes it.
    Never,
}

/// A fact's type as declared.
#[derive(Clone, Debug, Deserialize)]
pub enum TypeEntry<'s> {
    /// Yes or no.
    YesNo,
    /// A whole number.
    Whole,
    /// A decimal number.
    Number,
    /// Pounds.
    Money,
    /// Pounds by a stretch of time.
    MoneyPer(TimeUnit),
    /// A percentage.
    Percentage,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// One of these.
    #[serde(borrow)]
    OneOf(Vec<ChoiceEntry<'s>>),
    /// Any number of these.
    #[serde(borrow)]
    AnyOf(Vec<ChoiceEntry<'s>>),
    /// Free text.
    Text,
    /// Records, each with these facts.
    #[serde(borrow)]
    List(Vec<FactEntry<'s>>),
    /// The records of the version this one is based on, each with these facts
    /// too, or with these in the place of those of the same name.
    #[serde(borrow)]
    Also(Vec<FactEntry<'s>>),
}
