//! The number of the format, and what distinguishes earlier formats.

use serde_json::Value;

/// The format of the answers that are written.
pub const FORMAT: u32 = 1;

/// Takes from an answer what an earlier format did not have. Format 0 is that
/// of answers saved before formats were numbered.
pub(in crate::answer) fn as_in_format(answer: &mut Value, format: u64) {
    if format >= 1 {
        return;
    }
    let is_fault = answer.get("outcome").and_then(Value::as_str) == Some("fault");
    remove(answer, &["format", "at_most", "subtotals"]);
    if is_fault {
        remove(answer, &["status"]);
    }
    let parts = answer.get_mut("parts").and_then(Value::as_array_mut);
    for part in parts.into_iter().flatten() {
        remove(part, &["at_most", "subtotals"]);
    }
}

fn remove(object: &mut Value, keys: &[&str]) {
    if let Value::Object(members) = object {
        members.retain(|key, _| !keys.contains(&key.as_str()));
    }
}
