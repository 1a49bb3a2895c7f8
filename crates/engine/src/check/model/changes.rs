//! Whether a fact can be changed.

/// Whether a fact can be changed, by anyone, so that an explanation may name
/// the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Someone can change it.
    Can,
    /// Only time changes it.
    Time,
    /// Nothing that can be advised changes it, such as a birth, a status or a
    /// benefit: it is in no change that is named.
    Never,
}
