//! Which facts may be part of a link.

use almoner_engine::check::model::Fact;

/// Whether a fact is about a person, and so is never part of an address. Every
/// fact is, unless its rule set says otherwise.
pub(super) fn is_personal(fact: &Fact) -> bool {
    fact.personal || fact.confidential
}
