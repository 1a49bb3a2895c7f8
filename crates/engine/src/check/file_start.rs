//! The day on which a rule file begins to count, as far as its text says it: the file
//! may have mistakes.

use crate::{
    base::date::{self, Date},
    source::compact_text::compact_text,
};

/// Kinds of files that no answer rests on.
const WITHOUT_ANSWERS: [&str; 4] = ["Cases(", "Policy(", "Plan(", "Budget("];

/// Kinds of files that begin on a day.
const DATED: [&str; 4] = ["Eligibility(", "Pricing(", "Tariff(", "Variation("];

/// The day on which a file begins to count, `Some(None)` for one that never does;
/// `None` where it is not known.
pub(crate) fn start(path: &str, text: &str) -> Option<Option<Date>> {
    let text = compact_text(text);
    let is = |kinds: &[&str]| kinds.iter().any(|kind| text.starts_with(kind));
    if is(&WITHOUT_ANSWERS) {
        return Some(None);
    }
    if !is(&DATED) {
        return None;
    }
    let (_, after) = text.split_once("in_force:\"")?;
    let written = date::parse(after.split('"').next()?)?;
    // The file of a version has the name of its first day.
    let name = path.rsplit('/').next().unwrap_or(path);
    let named = name.strip_suffix(".ron").and_then(date::parse);
    Some(Some(named.map_or(written, |named| named.min(written))))
}
