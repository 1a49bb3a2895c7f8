//! Which facts may be part of a link.

use almoner_engine::check::model::Fact;

/// Whether a fact is about a person, and so is never part of an address. Every
/// fact is, until its rule set says otherwise.
pub(super) fn is_personal(_fact: &Fact) -> bool {
    true
}
