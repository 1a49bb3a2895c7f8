//! Choosing between two ways, and asking whether something is known.

use super::{
    evaluator::{Evaluator, Worked},
    trace::Recorder,
    truth::Truth,
};
use crate::{base::value::Value, check::formula::Expr};

/// If, then, else. An unknown condition does not matter where both ways lead
/// to the same value; and while it is unknown, what cannot be done on a way
/// that may not be taken is no fault yet.
pub(super) fn choose<R: Recorder>(it: &mut Evaluator<'_, R>, parts: &(Expr, Expr, Expr)) -> Worked {
    let before = std::mem::take(&mut it.gathered);
    let chosen = match it.truth_of(&parts.0)? {
        Truth::Yes => it.value_of(&parts.1)?,
        Truth::No => it.value_of(&parts.2)?,
        Truth::OutOfPlace(reason) => Value::DoesNotApply(reason),
        Truth::Unknown => {
            let open = Value::Unknown(it.gathered);
            let first = it.attempted(&parts.1).unwrap_or(open);
            let second = it.attempted(&parts.2).unwrap_or(open);
            if first == second && first.is_settled() {
                first
            } else {
                for way in [first, second].into_iter().filter(|way| !way.is_settled()) {
                    it.truth(&way);
                }
                Value::Unknown(it.gathered)
            }
        }
    };
    it.gathered = before;
    Ok(chosen)
}

pub(super) fn known<R: Recorder>(it: &mut Evaluator<'_, R>, part: &Expr) -> Worked {
    let value = it.value_of(part)?;
    Ok(Value::YesNo(!matches!(value, Value::Unknown(_))))
}
