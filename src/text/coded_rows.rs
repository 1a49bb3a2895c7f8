//! Many answers as rows of codes: amounts in pounds, and how each criterion stands,
//! by name. What was given is not repeated, so that nothing confidential can be.

use almoner_engine::{
    answer::json,
    check::model::{Kind, RuleSet},
    columns::{self, RowsAnswered},
    facts::Problem,
};

use super::batch::Owner;
use crate::tables;

/// The columns of a rule set's answers as codes: those of all its versions.
#[derive(Clone, Debug)]
pub struct CodedRows {
    kind: Kind,
    /// The lines or criteria.
    entries: Vec<Box<str>>,
    is_csv: bool,
}

impl CodedRows {
    /// The rows of a rule set's answers, as CSV or as lines of JSON.
    #[must_use]
    pub fn of(set: &RuleSet, is_csv: bool) -> CodedRows {
        CodedRows {
            kind: set.kind(),
            entries: columns::entries(set),
            is_csv,
        }
    }

    /// The lines or criteria, in the order of their columns.
    #[must_use]
    pub fn entries(&self) -> &[Box<str>] {
        &self.entries
    }

    /// What lines or criteria are called together.
    fn group(&self) -> &'static str {
        match self.kind {
            Kind::Pricing => "lines",
            Kind::Eligibility => "criteria",
        }
    }

    /// The names of the columns of a table.
    #[must_use]
    pub fn headings(&self) -> Vec<String> {
        let totals: &[&str] = match self.kind {
            Kind::Pricing => &["total", "total_min", "total_max"],
            Kind::Eligibility => &[],
        };
        let first = ["row", "ref", "on", "outcome"].iter().chain(totals);
        let group = self.group();
        let entries = self.entries.iter().map(|id| format!("{group}.{id}"));
        let last = ["missing", "problem_column", "problem"];
        first
            .map(|it| (*it).to_owned())
            .chain(entries)
            .chain(last.map(str::to_owned))
            .collect()
    }

    /// Writes the answer to a row.
    pub fn write(&self, to: &mut String, owner: Owner<'_>, answered: &RowsAnswered, row: usize) {
        match self.is_csv {
            true => self.write_csv(to, owner, answered, row),
            false => self.write_json(to, owner, answered, row),
        }
    }

    fn write_csv(&self, to: &mut String, owner: Owner<'_>, answered: &RowsAnswered, row: usize) {
        begin(to, owner);
        let outcome = answered.outcomes.get(row).copied().flatten();
        to.push_str(outcome.map_or("", |it| it.name()));
        if self.kind == Kind::Pricing {
            let (one, low, high) = match answered.totals.get(row) {
                Some((low, high)) => ((low == high).then_some(low), Some(low), Some(high)),
                None => (None, None, None),
            };
            for amount in [one, low, high] {
                to.push(',');
                if let Some(amount) = amount {
                    push_pounds(to, amount);
                }
            }
        }
        for line in &answered.lines {
            to.push(',');
            if let Some((low, high)) = line.get(row) {
                push_pounds(to, low);
                if low != high {
                    to.push_str("..");
                    push_pounds(to, high);
                }
            }
        }
        for criterion in &answered.criteria {
            to.push(',');
            let standing = criterion.get(row).copied().flatten();
            to.push_str(standing.map_or("", |it| it.name()));
        }
        self.push_empty(to, answered);
        to.push(',');
        for (number, name) in answered.missing_of(row).iter().enumerate() {
            if number > 0 {
                to.push(' ');
            }
            to.push_str(name);
        }
        to.push_str(",,\r\n");
    }

    /// Columns of reasons where an answer has none.
    fn push_empty(&self, to: &mut String, answered: &RowsAnswered) {
        let own = answered.lines.len().max(answered.criteria.len());
        to.extend(std::iter::repeat_n(
            ',',
            self.entries.len().saturating_sub(own),
        ));
    }

    fn write_json(&self, to: &mut String, owner: Owner<'_>, answered: &RowsAnswered, row: usize) {
        begin_json(to, owner);
        let outcome = answered.outcomes.get(row).copied().flatten();
        to.push_str(",\"on\":\"");
        to.push_str(owner.on);
        to.push_str("\",\"outcome\":\"");
        to.push_str(outcome.map_or("", |it| it.name()));
        to.push('"');
        if let Some((low, high)) = answered.totals.get(row) {
            for (name, amount) in [("total_min", low), ("total_max", high)] {
                to.push_str(",\"");
                to.push_str(name);
                to.push_str("\":\"");
                push_pounds(to, amount);
                to.push('"');
            }
        }
        to.push_str(",\"");
        to.push_str(self.group());
        to.push_str("\":{");
        let mut is_first = true;
        let mut name = |to: &mut String, id: &str| {
            if !std::mem::take(&mut is_first) {
                to.push(',');
            }
            to.push('"');
            to.push_str(id);
            to.push_str("\":\"");
        };
        for (id, line) in self.entries.iter().zip(&answered.lines) {
            if let Some((low, high)) = line.get(row) {
                name(to, id);
                push_pounds(to, low);
                if low != high {
                    to.push_str("..");
                    push_pounds(to, high);
                }
                to.push('"');
            }
        }
        for (id, criterion) in self.entries.iter().zip(&answered.criteria) {
            if let Some(standing) = criterion.get(row).copied().flatten() {
                name(to, id);
                to.push_str(standing.name());
                to.push('"');
            }
        }
        to.push_str("},\"missing\":[");
        for (number, name) in answered.missing_of(row).iter().enumerate() {
            if number > 0 {
                to.push(',');
            }
            to.push_str(&json::quoted(name));
        }
        to.push_str("]}\n");
    }

    /// Writes what is wrong with a row.
    pub fn write_rejected(&self, to: &mut String, owner: Owner<'_>, problems: &[Problem]) {
        if !self.is_csv {
            begin_json(to, owner);
            to.push_str(",\"rejected\":");
            to.push_str(json::problems(problems).trim_end());
            to.push_str("}\n");
            return;
        }
        begin(to, owner);
        let empty = self.headings().len() - 6;
        to.extend(std::iter::repeat_n(',', empty));
        let places: Vec<&str> = problems
            .iter()
            .map(|it| it.at.strip_prefix('/').unwrap_or(&it.at))
            .collect();
        let says: Vec<String> = problems.iter().map(ToString::to_string).collect();
        for words in [places.join(" "), says.join("; ")] {
            to.push(',');
            tables::csv::push_words(to, &words);
        }
        to.push_str("\r\n");
    }
}

/// A row of a table up to its outcome.
fn begin(to: &mut String, owner: Owner<'_>) {
    to.push_str(itoa::Buffer::new().format(owner.number));
    to.push(',');
    tables::csv::push_words(to, owner.reference.unwrap_or_default());
    to.push(',');
    to.push_str(owner.on);
    to.push(',');
}

fn begin_json(to: &mut String, owner: Owner<'_>) {
    to.push_str("{\"row\":");
    to.push_str(itoa::Buffer::new().format(owner.number));
    to.push_str(",\"ref\":");
    match owner.reference {
        Some(reference) => to.push_str(&json::quoted(reference)),
        None => to.push_str("null"),
    }
}

/// Pennies as pounds: `25.10`.
fn push_pounds(to: &mut String, pennies: i64) {
    if pennies < 0 {
        to.push('-');
    }
    let pennies = pennies.unsigned_abs();
    to.push_str(itoa::Buffer::new().format(pennies / 100));
    to.push('.');
    for digit in [pennies / 10 % 10, pennies % 10] {
        to.push_str(itoa::Buffer::new().format(digit));
    }
}
