//! What an answer says of each step, and the words for it.

use crate::{
    base::ids::{FactId, LineId, TotalId},
    check::model::{Home, Role, Step, Version, Wording},
};

/// What a trace says of the step a formula belongs to.
#[derive(Clone, Copy, Debug)]
pub struct About<'v> {
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
pub fn about(version: &Version, step: Step) -> About<'_> {
    let nothing = About {
        kind: "fact",
        id: "",
        says: None,
        cite: None,
        reading: None,
    };
    let selection = &version.selection;
    let found = match step {
        Step::Fact(number) => version.facts.get(usize::from(number)).map(|fact| About {
            id: &fact.id,
            ..nothing
        }),
        Step::Value(number) => version.values.get(usize::from(number)).map(|value| About {
            kind: "value",
            id: &value.id,
            says: Some(&value.says),
            cite: value.cite.as_deref(),
            reading: value.reading.as_deref(),
        }),
        Step::Criterion(number) => version.criteria.get(usize::from(number)).map(|it| About {
            kind: "criterion",
            id: &it.id,
            says: Some(&it.says),
            cite: Some(&it.cite),
            reading: it.reading.as_deref(),
        }),
        Step::Schedule(number) => selection
            .schedules
            .get(usize::from(number))
            .map(|it| About {
                kind: "schedule",
                id: &it.id,
                says: Some(&it.says),
                cite: Some(&it.cite),
                reading: it.reading.as_deref(),
            }),
        Step::Priority(number) => selection.priority.get(usize::from(number)).map(|it| About {
            kind: "priority",
            id: &it.id,
            says: Some(&it.says),
            cite: Some(&it.cite),
            reading: it.reading.as_deref(),
        }),
        Step::Letter(number) => selection.letters.get(usize::from(number)).map(|it| About {
            kind: "letter",
            id: &it.outcome,
            ..nothing
        }),
        Step::Total(number) => about_total(version, number),
        Step::Line(line) | Step::Option(line, _) | Step::Reduction(line, _) => {
            about_line(version, step, line)
        }
    };
    found.unwrap_or(nothing)
}

fn about_total(version: &Version, number: TotalId) -> Option<About<'_>> {
    let total = version.totals.get(usize::from(number))?;
    Some(About {
        kind: "total",
        id: &total.id,
        says: Some(&total.says),
        cite: total.cite.as_deref(),
        reading: total.reading.as_deref(),
    })
}

fn about_line(version: &Version, step: Step, line: LineId) -> Option<About<'_>> {
    let line = version.lines.get(usize::from(line))?;
    match step {
        Step::Option(_, option) => line.options.get(usize::from(option)).map(|option| About {
            kind: "option",
            id: &option.id,
            says: Some(&option.says),
            cite: Some(&line.cite),
            reading: line.reading.as_deref(),
        }),
        Step::Reduction(_, number) => line.reductions.get(usize::from(number)).map(|it| About {
            kind: "reduction",
            id: &it.id,
            says: Some(&it.says),
            cite: Some(&it.cite),
            reading: it.reading.as_deref(),
        }),
        _ => Some(About {
            kind: "line",
            id: &line.id,
            says: Some(&line.says),
            cite: Some(&line.cite),
            reading: line.reading.as_deref(),
        }),
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
    let Some(declared) = version.facts.get(usize::from(fact)) else {
        return String::new();
    };
    let Home::Record(list, _) = declared.home else {
        return declared.id.to_string();
    };
    let list = version.list_name(list);
    match record {
        Some(record) => format!("{list}[{record}].{}", declared.id),
        None => format!("{list}[].{}", declared.id),
    }
}
