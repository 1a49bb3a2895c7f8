//! What the source says and no rule encodes, as far as it bears on the case.

use smallvec::SmallVec;

use super::{evaluator::Evaluator, trace::Recorder};
use crate::{base::value::Value, check::model::Bearing};

/// The provisions that no rule encodes and that bear on a case, by their place
/// in the version.
pub type OpenProvisions = SmallVec<[u16; 8]>;

/// Those that may bear on the case: all but those whose fact or value is a no or
/// has no place. What must not be shown takes none out.
pub(super) fn open_provisions<R: Recorder>(it: &mut Evaluator<'_, R>) -> OpenProvisions {
    let ruling = it.ruling;
    let mut open = OpenProvisions::new();
    for (number, provision) in (0u16..).zip(&ruling.version.provisions) {
        if provision.why_not_encoded().is_none() {
            continue;
        }
        let value = match provision.when {
            Some(Bearing::Fact(fact)) if !ruling.secrets.fact(fact) => {
                it.read.note(fact);
                it.facts.value(fact)
            }
            Some(Bearing::Value(value)) if !ruling.secrets.value(value) => {
                // Where it cannot be evaluated, it may bear on the case.
                it.named_value(value).unwrap_or(Value::YesNo(true))
            }
            _ => Value::YesNo(true),
        };
        if !matches!(value, Value::YesNo(false) | Value::DoesNotApply(_)) {
            open.push(number);
        }
    }
    open
}
