//! The words before a kind of note, and over a part of an answer.

/// Before why an answer does not bind yet.
pub const INDICATIVE: &str = "Indicative";

/// Before what the answers to open questions would make of it.
pub const SETTLES: &str = "What it depends on";

/// Before the questions that some answers make worth asking.
pub const LATER: &str = "We may ask later";

/// Before something that would settle the answer.
pub const MISSING: &str = "We need to know";

/// Before what was taken where nothing was given.
pub const ASSUMED: &str = "Assumed";

/// Before the facts that were given and not used.
pub const NOT_USED: &str = "Not used";

/// The same, while more facts are needed.
pub const NOT_USED_YET: &str = "Not used so far";

/// Before what the source says and no rule checks.
pub const NOT_CHECKED: &str = "Not checked here";

/// Before how an open point of the source is read.
pub const READ_AS: &str = "How we read the policy";

/// Before a reading in the calculation.
pub const READING: &str = "Reading";

/// Before what only a person can price.
pub const REFER: &str = "To be agreed";

/// Before a reduction that is not given.
pub const CHEAPER: &str = "It could be cheaper";

/// Before what is not charged, and why.
pub const DOES_NOT_APPLY: &str = "Not charged";

/// Before the lines that other totals leave out.
pub const NOT_INCLUDED: &str = "Not in these totals";

/// Over the working.
pub const WORKING: &str = "How this was calculated";
