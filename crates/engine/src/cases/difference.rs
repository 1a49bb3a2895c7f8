//! What of a case did not come out as expected.

/// Something that did not come out as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What: `total`, or the name of a criterion.
    pub what: Box<str>,
    /// What the case says.
    pub expected: Box<str>,
    /// What came out.
    pub actual: String,
}
