//! What an evaluation rests on: the prices and rates that it read, whose status
//! it has, and what the source says that no rule encodes.

use super::{quote_model::Quote, screen::Screening};
use crate::{base::ids::ChargeId, check::model::RatePeriod};

/// What an evaluation rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Basis<'a> {
    /// The charges whose prices were read, each once, in the order of reading.
    pub prices: &'a [ChargeId],
    /// The rates that were read, each once, in the order of reading.
    pub rates: &'a [RatePeriod],
    /// The provisions that no rule encodes and that bear on the case; all of the
    /// version's where nothing was evaluated.
    pub open_provisions: Option<&'a [u16]>,
}

impl<'a> From<&'a Quote> for Basis<'a> {
    fn from(quote: &'a Quote) -> Basis<'a> {
        Basis {
            prices: &quote.prices,
            rates: &quote.rates,
            open_provisions: Some(&quote.open_provisions),
        }
    }
}

impl<'a> From<&'a Screening> for Basis<'a> {
    fn from(screening: &'a Screening) -> Basis<'a> {
        Basis {
            prices: &screening.prices,
            rates: &screening.rates,
            open_provisions: Some(&screening.open_provisions),
        }
    }
}
