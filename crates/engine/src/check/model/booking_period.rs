//! The days of a booking.

use crate::base::ids::FactId;

/// The facts, by number, that say over which days a quote goes. A quote over
/// days with several prices is quoted in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BookingPeriod {
    /// The first day.
    pub from: FactId,
    /// The last day, included.
    pub to: FactId,
}
