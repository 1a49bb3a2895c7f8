//! The totals of a quote besides its own, for each record and for all.

use super::{answer::Answer, text, values};
use crate::eval::{quote::Quote, totals::TotalState};

/// Writes `"totals"`, where the rule set has any.
pub(super) fn write(answer: &mut Answer<'_>, quote: &Quote) {
    let ruling = answer.asked.ruling;
    if ruling.version.totals.is_empty() {
        return;
    }
    answer.out.push_str(",\"totals\":[");
    let mut first = true;
    for it in &quote.totals {
        let number = usize::from(it.total);
        let total = ruling.version.totals.get(number);
        let (Some(total), Some(wire)) = (total, ruling.wire.totals.get(number)) else {
            continue;
        };
        values::separate(&mut answer.out, &mut first);
        answer.out.push_str("{\"id\":");
        answer.out.push_str(&wire.step.id);
        answer.out.push_str(",\"record\":");
        match it.record {
            Some(number) => {
                answer.out.push_str(&wire.record);
                text::whole(&mut answer.out, i64::from(number) + 1);
                answer.out.push('}');
            }
            None => answer.out.push_str("null"),
        }
        answer.out.push_str(",\"says\":");
        if it.record.is_none() && total.for_each.is_some() {
            answer.out.push_str("null");
        } else {
            answer.prepared(
                wire.step.says.as_deref(),
                &total.says,
                total.for_each.zip(it.record),
            );
        }
        answer.out.push_str(",\"times\":");
        match it.times {
            Some(times) => values::value(&mut answer.out, answer.asked, times, None),
            None => answer.out.push_str("null"),
        }
        let (state, amount) = match it.state {
            TotalState::Comes(money) => ("priced", Some(money)),
            TotalState::Unknown(_) => ("undetermined", None),
            TotalState::Refer => ("refer", None),
            TotalState::DoesNotApply => ("does_not_apply", None),
        };
        answer.out.push_str(",\"state\":\"");
        answer.out.push_str(state);
        answer.amount("\",\"amount\":", amount);
        answer.out.push_str(&wire.step.cite);
        answer.out.push('}');
    }
    answer.out.push(']');
}
