//! What a trace says of each step, and the names for it.

use crate::{
    base::ids::{FactId, ListId},
    check::model::{Home, Role, Step, Version, Wording},
};

/// What a trace says of the step a formula belongs to.
#[derive(Clone, Copy, Debug)]
pub struct StepLabel<'v> {
    /// `value`, `criterion`, `line`, `option`, `reduction`, `total`, `limit`, `schedule`,
    /// `priority`, `letter` or `fact`.
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
    let selection = &version.selection;
    match step {
        Step::Fact(fact) => StepLabel::without_words("fact", &version.facts[fact].id),
        Step::Value(value) => {
            let it = &version.values[value];
            StepLabel::new("value", &it.id, &it.says)
                .cited(it.cite.as_deref(), it.reading.as_deref())
        }
        Step::Criterion(criterion) => {
            let it = &version.criteria[criterion];
            StepLabel::new("criterion", &it.id, &it.says)
                .cited(Some(&it.cite), it.reading.as_deref())
        }
        Step::Schedule(schedule) => {
            let it = &selection.schedules[schedule];
            StepLabel::new("schedule", &it.id, &it.says)
                .cited(Some(&it.cite), it.reading.as_deref())
        }
        Step::Priority(rule) => {
            let it = &selection.priority[rule];
            StepLabel::new("priority", &it.id, &it.says)
                .cited(Some(&it.cite), it.reading.as_deref())
        }
        Step::Letter(letter) => {
            StepLabel::without_words("letter", &selection.letters[letter].outcome)
        }
        Step::Total(total) => {
            let it = &version.totals[total];
            StepLabel::new("total", &it.id, &it.says)
                .cited(it.cite.as_deref(), it.reading.as_deref())
        }
        Step::Limit(limit) => {
            let it = &version.limits[limit];
            StepLabel::new("limit", &it.id, &it.says).cited(Some(&it.cite), it.reading.as_deref())
        }
        Step::Line(line) => {
            let it = &version.lines[line];
            StepLabel::new("line", &it.id, &it.says).cited(Some(&it.cite), it.reading.as_deref())
        }
        Step::Option(line, option) => {
            let line = &version.lines[line];
            let it = &line.options[option];
            StepLabel::new("option", &it.id, &it.says)
                .cited(Some(&line.cite), line.reading.as_deref())
        }
        Step::Reduction(line, reduction) => {
            let it = &version.lines[line].reductions[reduction];
            StepLabel::new("reduction", &it.id, &it.says)
                .cited(Some(&it.cite), it.reading.as_deref())
        }
    }
}

impl<'v> StepLabel<'v> {
    fn new(kind: &'static str, id: &'v str, says: &'v Wording) -> StepLabel<'v> {
        StepLabel {
            says: Some(says),
            ..StepLabel::without_words(kind, id)
        }
    }

    fn without_words(kind: &'static str, id: &'v str) -> StepLabel<'v> {
        StepLabel {
            kind,
            id,
            says: None,
            cite: None,
            reading: None,
        }
    }

    fn cited(mut self, cite: Option<&'v str>, reading: Option<&'v str>) -> StepLabel<'v> {
        self.cite = cite;
        self.reading = reading;
        self
    }
}

impl Version {
    /// The list of whose records a step is one.
    #[must_use]
    pub fn list_of(&self, step: Step) -> Option<ListId> {
        match step {
            Step::Value(value) => self.values[value].each,
            Step::Line(line) | Step::Option(line, _) | Step::Reduction(line, _) => {
                self.lines[line].for_each
            }
            Step::Total(total) => self.totals[total].for_each,
            Step::Limit(limit) => self.limits[limit].for_each,
            Step::Fact(_)
            | Step::Criterion(_)
            | Step::Schedule(_)
            | Step::Priority(_)
            | Step::Letter(_) => None,
        }
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
        Role::Adds => "adds",
        Role::AtLeast => "at_least",
        Role::From => "from",
        Role::Until => "until",
        Role::AtMost => "at_most",
        Role::NothingBelow => "nothing_below",
        Role::Wording => "wording",
    }
}

/// The name of a fact as it is given: fields after their list and record.
#[must_use]
pub fn fact_path(version: &Version, fact: FactId, record: Option<u16>) -> String {
    let declared = &version.facts[fact];
    let Home::Record(list, _) = declared.home else {
        return match record {
            Some(record) => format!("{}[{record}]", declared.id),
            None => declared.id.to_string(),
        };
    };
    let list = version.list_name(list);
    match record {
        Some(record) => format!("{list}[{record}].{}", declared.id),
        None => format!("{list}[].{}", declared.id),
    }
}
