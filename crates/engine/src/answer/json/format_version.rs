//! The number of the format, and what distinguishes earlier formats.

use super::exact_json::Tree;

/// The format of the answers that are written.
pub const FORMAT: u32 = 4;

/// Takes from an answer what an earlier format did not have. Format 0 is that
/// of answers saved before formats were numbered.
pub(in crate::answer) fn as_in_format(answer: &mut Tree, format: u64) {
    if format >= u64::from(FORMAT) {
        return;
    }
    answer.remove(&["not_used", "rates", "readings"]);
    answer.remove(&[
        "at_least",
        "narrowest",
        "possible_totals",
        "cannot_all_be_met",
    ]);
    for part in entries(answer, "parts") {
        part.remove(&["at_least", "narrowest"]);
    }
    if let Some(fingerprints) = answer.get_mut("fingerprints") {
        fingerprints.remove(&["used", "answer"]);
    }
    if format < 3 {
        without_status_of_prices(answer);
    }
    if format < 2 {
        for part in entries(answer, "parts") {
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
    for part in entries(answer, "parts") {
        part.remove(&["at_most", "subtotals"]);
    }
}

/// Takes from an answer what came with format 3.
fn without_status_of_prices(answer: &mut Tree) {
    answer.remove(&["prices", "vat"]);
    for part in entries(answer, "parts") {
        part.remove(&["prices", "vat"]);
    }
    for criterion in entries(answer, "criteria") {
        criterion.remove(&["on", "day"]);
    }
    for line in entries(answer, "lines") {
        for reduction in entries(line, "reductions") {
            reduction.remove(&["base"]);
        }
    }
}

/// The entries of a list in an object; none where there is no such list.
fn entries<'t>(of: &'t mut Tree, key: &str) -> &'t mut [Tree] {
    match of.get_mut(key) {
        Some(Tree::Array(entries)) => entries,
        _ => &mut [],
    }
}
