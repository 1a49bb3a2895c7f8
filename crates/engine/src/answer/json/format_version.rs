//! The number of the format, and what distinguishes earlier formats.

use super::exact_json::Tree;

/// The format of the answers that are written.
pub const FORMAT: u32 = 2;

/// Takes from an answer what an earlier format did not have. Format 0 is that
/// of answers saved before formats were numbered.
pub(in crate::answer) fn as_in_format(answer: &mut Tree, format: u64) {
    if format >= 2 {
        return;
    }
    if let Some(Tree::Array(parts)) = answer.get_mut("parts") {
        for part in parts {
            part.remove(&["begins"]);
        }
    }
    if format >= 1 {
        if let (Some(number), Ok(own)) = (answer.get_mut("format"), Tree::read(&format.to_string()))
        {
            *number = own;
        }
        return;
    }
    let is_fault = matches!(answer.get("outcome"), Some(Tree::Text(outcome)) if outcome == "fault");
    answer.remove(&["format", "at_most", "subtotals"]);
    if is_fault {
        answer.remove(&["status"]);
    }
    if let Some(Tree::Array(parts)) = answer.get_mut("parts") {
        for part in parts {
            part.remove(&["at_most", "subtotals"]);
        }
    }
}
