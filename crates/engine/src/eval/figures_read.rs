//! The prices and rates of the book that an evaluation read: its status is
//! theirs.

use super::{quote_model::Quote, screen::Screening};
use crate::{base::ids::ChargeId, check::model::RatePeriod};

/// What was read of the tariff and the parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FiguresRead<'a> {
    /// The charges whose prices were read, each once, in the order of reading.
    pub prices: &'a [ChargeId],
    /// The rates that were read, each once, in the order of reading.
    pub rates: &'a [RatePeriod],
}

impl<'a> From<&'a Quote> for FiguresRead<'a> {
    fn from(quote: &'a Quote) -> FiguresRead<'a> {
        FiguresRead {
            prices: &quote.prices,
            rates: &quote.rates,
        }
    }
}

impl<'a> From<&'a Screening> for FiguresRead<'a> {
    fn from(screening: &'a Screening) -> FiguresRead<'a> {
        FiguresRead {
            prices: &screening.prices,
            rates: &screening.rates,
        }
    }
}
