//! The VAT that a total contains.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{envelope::Answer, values::Amount};
use crate::eval::vat::VatContained;

/// The VAT that a total contains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Vat")]
pub struct ContainedVat {
    /// The VAT: at the standard rate a sixth of the price, half a penny rounded
    /// up.
    pub amount: Amount,
    /// The rest of the total.
    pub net: Amount,
}

/// Writes `"vat"`, where a total is known to contain any.
pub(super) fn write(answer: &mut Answer<'_>, contained: Option<VatContained>) {
    if let Some(VatContained { vat, net }) = contained {
        answer.amount(",\"vat\":{\"amount\":", Some(vat));
        answer.amount(",\"net\":", Some(net));
        answer.out.push('}');
    }
}
