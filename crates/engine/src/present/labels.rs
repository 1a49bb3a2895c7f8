//! The words before a kind of note, and over a part of an answer.

/// Before why an answer does not bind yet.
pub const INDICATIVE: &str = "Indicative";

/// Before something that would settle the answer.
pub const MISSING: &str = "Not settled yet";

/// Before what was taken where nothing was given.
pub const ASSUMED: &str = "Assumed";

/// Before how an open point of the source is read.
pub const READ_AS: &str = "Read as";

/// Before what only a person can price.
pub const REFER: &str = "Refer";

/// Before what is not charged, and why.
pub const DOES_NOT_APPLY: &str = "Does not apply";

/// Before the lines that other totals leave out.
pub const NOT_INCLUDED: &str = "Not in them";

/// Over the working.
pub const WORKING: &str = "How it was worked out";
