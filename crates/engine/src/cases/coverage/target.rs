//! What cases are expected to reach: one thing each, with its place and the
//! words for it.

use rust_decimal::Decimal;

use crate::base::step::Side;
use crate::base::{
    date::Date,
    source_text::{Place, SourceId},
};

/// What kind of thing a target is, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A criterion met, or not met or referred.
    Criterion,
    /// A `when` that is yes, or no.
    When,
    /// A line that applies, does not apply, or is referred.
    Line,
    /// A reduction given, or not given.
    Reduction,
    /// A limit on lines together that changes them, or does not.
    Limit,
    /// A way to price a line taken, or a kind of package bought.
    Way,
    /// A row of a table or parameter met.
    Row,
    /// A value exactly at a bound, just below it, or just above it.
    Boundary,
    /// A version's or a parameter's first day, or the day before it.
    FirstDay,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 9] = [
        Kind::Criterion,
        Kind::When,
        Kind::Line,
        Kind::Reduction,
        Kind::Limit,
        Kind::Way,
        Kind::Row,
        Kind::Boundary,
        Kind::FirstDay,
    ];

    /// What things of this kind are called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Criterion => "criteria",
            Kind::When => "conditions",
            Kind::Line => "lines",
            Kind::Reduction => "reductions",
            Kind::Limit => "limits",
            Kind::Way => "ways",
            Kind::Row => "rows",
            Kind::Boundary => "boundaries",
            Kind::FirstDay => "first days",
        }
    }
}

/// One thing for cases to reach.
#[derive(Clone, Debug)]
pub struct Target {
    /// What kind of thing.
    pub kind: Kind,
    /// Where it is written.
    pub place: Place,
    /// What there should be a case for, as read aloud.
    pub says: String,
    /// Why there can be no such case, if there cannot.
    pub cannot: Option<String>,
    /// What a case must do to reach it.
    pub(super) requires: Requirement,
}

/// What a case must do to reach a target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Requirement {
    /// Come by this.
    Mark(Mark),
    /// Come to this side of a bound, no further away than this.
    Side(Spot, Side, Option<Decimal>),
}

/// Something an answer comes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Criterion(Place, bool),
    When(Place, bool),
    Line(Place, Applied),
    Way(Place),
    /// A limit that changes what lines come to, or does not.
    Limit(Place, bool),
    /// The reduction that takes most.
    Best(Place),
    Offer(Place),
    Row(Place),
    FirstDay(SourceId),
    DayBefore(SourceId),
    FirstRates(SourceId, Date),
    RatesBefore(SourceId, Date),
}

/// Whether a line applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Applied {
    Yes,
    No,
    Refer,
}

/// Where a bound is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    /// On the right of a comparison.
    Bound(Place),
    /// In a row: its column, and which end of which range.
    Cell(Place, u16, u16),
}
