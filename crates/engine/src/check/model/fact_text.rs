//! Facts as a case gives them, still text.

use std::fmt;

/// A fact as a case gives it, still text.
#[derive(Clone, Debug, PartialEq)]
pub enum FactText {
    /// One value (several options with commas between them).
    One(Box<str>),
    /// The values that it has over time.
    Dated(Vec<DatedText>),
    /// The records of a list.
    List(Vec<RecordText>),
}

/// A value that holds for some days.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedText {
    /// The days.
    pub days: DaysText,
    /// The value.
    pub value: Box<str>,
}

/// A record of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordText {
    /// The days on which it is there.
    pub days: DaysText,
    /// Each of its facts with its name.
    pub facts: Vec<(Box<str>, FactText)>,
}

/// Days in a row, both ends included; an end that is not given is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaysText {
    /// The first day.
    pub from: Option<Box<str>>,
    /// The last day.
    pub until: Option<Box<str>>,
}

/// As it is written: `2023-03-01..2023-03-15`.
impl fmt::Display for DaysText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |end: &Option<Box<str>>| end.as_deref().unwrap_or_default().to_owned();
        write!(f, "{}..{}", end(&self.from), end(&self.until))
    }
}
