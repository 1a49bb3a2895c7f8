//! What facts and records are called in a problem: by their words, since not
//! everyone who reads it knows their names in files. Where it was given is the
//! problem's `at`.

use crate::{base::name::singular, check::model::Fact};

/// `“number of lessons”`.
pub(super) fn quoted(fact: &Fact) -> String {
    format!("\u{201c}{}\u{201d}", fact.words())
}

/// A record of a list, counted from 0: `child 2`.
pub(super) fn record(list: &str, number: u16) -> String {
    format!("{} {}", singular(list), usize::from(number) + 1)
}
