//! What a trace says of each step, and the names for it.

use crate::{
    base::ids::FactId,
    check::model::{Home, Line, Role, Step, Version, Wording},
};

/// What a trace says of the step a formula belongs to.
#[derive(Clone, Copy, Debug)]
pub struct StepLabel<'v> {
    /// `value`, `criterion`, `line`, `option`, `reduction`, `schedule`, `priority`, `letter`
    /// or `fact`.
    pub kind: &'static str,
    /// Its name.
    pub id: &'v str,
    /// Its words.
    pub says: Option<&'v Wording>,
    /// Where it comes from.
    pub cite: Option<&'v str>,
    /// How an open point of the source is read.
    pub reading: Option<&'v str>,
}

/// The step in words.
#[must_use]
pub fn step_label(version: &Version, step: Step) -> StepLabel<'_> {
    let nothing = StepLabel {
        kind: "fact",
        id: "",
        says: None,
        cite: None,
        reading: None,
    };
    let selection = &version.selection;
    match step {
        Step::Fact(fact) => StepLabel {
            id: &version.facts[fact].id,
            ..nothing
        },
        Step::Value(value) => {
            let value = &version.values[value];
            StepLabel {
                kind: "value",
                id: &value.id,
                says: Some(&value.says),
                cite: value.cite.as_deref(),
                reading: value.reading.as_deref(),
            }
        }
        Step::Criterion(criterion) => {
            let criterion = &version.criteria[criterion];
            StepLabel {
                kind: "criterion",
                id: &criterion.id,
                says: Some(&criterion.says),
                cite: Some(&criterion.cite),
                reading: criterion.reading.as_deref(),
            }
        }
        Step::Schedule(schedule) => {
            let schedule = &selection.schedules[schedule];
            StepLabel {
                kind: "schedule",
                id: &schedule.id,
                says: Some(&schedule.says),
                cite: Some(&schedule.cite),
                reading: schedule.reading.as_deref(),
            }
        }
        Step::Priority(rule) => {
            let rule = &selection.priority[rule];
            StepLabel {
                kind: "priority",
                id: &rule.id,
                says: Some(&rule.says),
                cite: Some(&rule.cite),
                reading: rule.reading.as_deref(),
            }
        }
        Step::Letter(letter) => StepLabel {
            kind: "letter",
            id: &selection.letters[letter].outcome,
            ..nothing
        },
        Step::Total(total) => {
            let total = &version.totals[total];
            StepLabel {
                kind: "total",
                id: &total.id,
                says: Some(&total.says),
                cite: total.cite.as_deref(),
                reading: total.reading.as_deref(),
            }
        }
        Step::Line(line) | Step::Option(line, _) | Step::Reduction(line, _) => {
            line_label(&version.lines[line], step)
        }
    }
}

fn line_label(line: &Line, step: Step) -> StepLabel<'_> {
    let of_line = StepLabel {
        kind: "line",
        id: &line.id,
        says: Some(&line.says),
        cite: Some(&line.cite),
        reading: line.reading.as_deref(),
    };
    match step {
        Step::Option(_, option) => {
            let option = &line.options[option];
            StepLabel {
                kind: "option",
                id: &option.id,
                says: Some(&option.says),
                ..of_line
            }
        }
        Step::Reduction(_, reduction) => {
            let reduction = &line.reductions[reduction];
            StepLabel {
                kind: "reduction",
                id: &reduction.id,
                says: Some(&reduction.says),
                cite: Some(&reduction.cite),
                reading: reduction.reading.as_deref(),
            }
        }
        _ => of_line,
    }
}

/// The word for a formula's role in JSON.
#[must_use]
pub fn role_word(role: Role) -> &'static str {
    match role {
        Role::Is => "is",
        Role::When => "when",
        Role::Assume => "assume",
        Role::Each => "each",
        Role::Quantity => "quantity",
        Role::Take => "take",
        Role::From => "from",
        Role::Until => "until",
        Role::AtMost => "at_most",
        Role::Wording => "wording",
    }
}

/// The name of a fact as it is given: fields after their list and record.
#[must_use]
pub fn fact_path(version: &Version, fact: FactId, record: Option<u16>) -> String {
    let declared = &version.facts[fact];
    let Home::Record(list, _) = declared.home else {
        return declared.id.to_string();
    };
    let list = version.list_name(list);
    match record {
        Some(record) => format!("{list}[{record}].{}", declared.id),
        None => format!("{list}[].{}", declared.id),
    }
}
