//! How many answers there are of each outcome, and what is wrong with rows.

use std::collections::BTreeMap;

use crate::cli::{
    exit::{Exit, Failure},
    stdout,
};

/// The most rows whose problems are shown on standard error.
const MAX_REMARKS: usize = 10;

/// The outcomes of a run over a file.
#[derive(Default)]
pub(super) struct Tally {
    outcomes: BTreeMap<String, u64>,
    rejected: u64,
    remarks: Vec<String>,
}

impl Tally {
    /// Counts a row that has an answer.
    pub(super) fn count(&mut self, outcome: &str) {
        match self.outcomes.get_mut(outcome) {
            Some(count) => *count += 1,
            None => {
                self.outcomes.insert(outcome.to_owned(), 1);
            }
        }
    }

    /// Adds what others counted, of later rows.
    pub(super) fn add(&mut self, other: Tally) {
        for (outcome, count) in other.outcomes {
            *self.outcomes.entry(outcome).or_default() += count;
        }
        self.rejected += other.rejected;
        let room = MAX_REMARKS.saturating_sub(self.remarks.len());
        self.remarks.extend(other.remarks.into_iter().take(room));
    }

    /// Counts a row that has none.
    pub(super) fn reject(&mut self, row: u64, says: &str) {
        self.rejected += 1;
        if self.remarks.len() < MAX_REMARKS {
            self.remarks.push(format!("row {row}: {says}"));
        }
    }

    /// Says how many there are of each.
    pub(super) fn end(self, fail_if_not_eligible: bool) -> Result<Exit, Failure> {
        let answered: u64 = self.outcomes.values().sum();
        let says: Vec<String> = self
            .outcomes
            .iter()
            .map(|(outcome, count)| format!("{count} {}", outcome.replace('_', " ")))
            .collect();
        let rows = |count: u64| {
            if count == 1 {
                "1 row".to_owned()
            } else {
                format!("{count} rows")
            }
        };
        let mut remark = format!("{} answered", rows(answered));
        if !says.is_empty() {
            remark.push_str(&format!(": {}", says.join(", ")));
        }
        if self.rejected > 0 {
            remark.push_str(&format!("; {} could not be answered", rows(self.rejected)));
        }
        let more = usize::try_from(self.rejected)
            .unwrap_or(usize::MAX)
            .saturating_sub(self.remarks.len());
        let mut lines = vec![remark];
        lines.extend(self.remarks.iter().map(|it| format!("  - {it}")));
        if more > 0 {
            lines.push(format!("  - and {more} more"));
        }
        stdout::remark(&lines.join("\n"))?;
        if self.rejected > 0 {
            return Err(Failure::Quiet(Exit::Facts));
        }
        let settled = ["eligible", "quoted"];
        let unsettled = self
            .outcomes
            .keys()
            .any(|outcome| !settled.contains(&outcome.as_str()));
        Ok(if fail_if_not_eligible && unsettled {
            Exit::NotEligible
        } else {
            Exit::Done
        })
    }
}
