//! The answers of several rule sets to one set of facts: `answers`, a quote or
//! a screening of each in the order in which they were named; `uses`, which of
//! them take values from which; `shared`, the facts that several of them read.

use super::writer;
use crate::answer::Together;

impl Together<'_> {
    /// All of it as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\"answers\":[");
        for (number, answer) in self.answers().iter().enumerate() {
            out.push_str(if number > 0 { "," } else { "" });
            out.push_str(&answer.to_json());
        }
        out.push_str("],\"uses\":[");
        for (number, it) in self.uses().iter().enumerate() {
            out.push_str(if number > 0 { ",{" } else { "{" });
            out.push_str("\"rule_set\":");
            writer::text(&mut out, &it.rule_set);
            out.push_str(",\"uses\":");
            writer::text(&mut out, &it.uses);
            out.push('}');
        }
        out.push_str("],\"shared\":[");
        for (number, it) in self.shared().iter().enumerate() {
            out.push_str(if number > 0 { ",{" } else { "{" });
            out.push_str("\"fact\":");
            writer::text(&mut out, &it.fact);
            out.push_str(",\"rule_sets\":[");
            for (number, rule_set) in it.rule_sets.iter().enumerate() {
                out.push_str(if number > 0 { "," } else { "" });
                writer::text(&mut out, rule_set);
            }
            out.push_str("]}");
        }
        out.push_str("]}");
        out
    }
}
