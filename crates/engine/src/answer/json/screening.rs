//! A screening: every criterion with its standing, and what follows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    envelope::{Answer, Head, Tail},
    explanation::Explanation,
    facts::{AssumedFact, MissingFact},
    fragments::{StepFragments, VersionFragments},
    issued::Issued,
    screening_part::{ScreeningOutcome, ScreeningPart},
    values::{self, Value},
    writer,
};
use crate::{
    answer::Asked,
    base::{ids::ValueId, value},
    check::model::{self, NamedDay},
    eval::{
        general_readings,
        recurrence::RecurringDays,
        screen::{self, Outcome},
        trace::Trace,
    },
};

/// The answer to a question of eligibility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Screening {
    /// What it rests on.
    #[serde(flatten)]
    pub head: Head,
    /// The outcome of the screening.
    pub outcome: ScreeningOutcome,
    /// Whether it is of a list that others may see: nothing in it rests on a
    /// confidential fact, and criteria that do are left out. Of a case that a
    /// person decides it says nothing else. `almoner verify` cannot prove it. Left
    /// out if not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub listed: bool,
    /// The outcome on the day asked about; only of a period that the day is
    /// within.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome_on_day: Option<ScreeningOutcome>,
    /// The parts of a period, in the order of their days; only of a period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<ScreeningPart>,
    /// Every criterion, in the order of the rule file; of a period those of each
    /// part.
    pub criteria: Vec<Criterion>,
    /// Criteria that cannot all be met, whatever the missing facts are, by their
    /// names; only where the answer is no and none of them is known to be not met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cannot_all_be_met: Vec<String>,
    /// What somebody who meets the criteria gets; nothing if the answer is no.
    pub follows: Vec<Consequence>,
    /// Days on which something falls due.
    pub schedules: Vec<Schedule>,
    /// The facts that are needed and were not given.
    pub missing: Vec<MissingFact>,
    /// The facts that were not given and for which a value was assumed.
    pub assumed: Vec<AssumedFact>,
    /// The facts, the trace and the fingerprints.
    #[serde(flatten)]
    pub tail: Tail,
    /// What would change the answer; only if the question asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
    /// That it was issued, with the council's seal; only if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Issued>,
}

/// A criterion and whether it is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Criterion {
    /// Its name in the rule set.
    pub id: String,
    /// Its words.
    pub says: String,
    /// Whether it is met.
    pub standing: Standing,
    /// The day that it is about; null if that is not known.
    pub on: Option<String>,
    /// What day that is, where it is not the day asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// What a person must decide; only if the standing is `refer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refer: Option<String>,
    /// What would help; only if the criterion is not met and the rules say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// Where it comes from.
    pub cite: String,
    /// How an open point of the source is read.
    pub reading: Option<String>,
    /// The number of the part, counted from 1; only of a period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
}

/// Whether a criterion is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is met.
    Met,
    /// It is not met.
    NotMet,
    /// A person must decide.
    Refer,
    /// Facts are missing.
    Undetermined,
    /// It does not apply to the case.
    DoesNotApply,
}

/// What follows from meeting the criteria.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Consequence {
    /// Its name in the rule set.
    pub id: String,
    /// Its words.
    pub says: String,
    /// Its value; null if that is not known.
    pub value: Option<Value>,
    /// Where it comes from.
    pub cite: Option<String>,
    /// How an open point of the source is read.
    pub reading: Option<String>,
    /// The number of the part, counted from 1; only of a period, and
    /// not of what follows for all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
}

/// Days on which something falls due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Schedule {
    /// Its name in the rule set.
    pub id: String,
    /// Its words.
    pub says: String,
    /// The days; null if they are not known.
    pub dates: Option<Value>,
    /// Where it comes from.
    pub cite: String,
    /// How an open point of the source is read.
    pub reading: Option<String>,
    /// The number of the part, counted from 1; only of a period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
}

/// Writes a screening, with its trace where there is one.
pub(super) fn write(
    asked: Asked<'_>,
    screening: &screen::Screening,
    trace: Option<&Trace>,
    is_listed: bool,
) -> String {
    let trace = trace.filter(|_| !is_listed);
    let mut answer = Answer::begin(asked, trace, screening.outcome.name());
    answer.is_listed = is_listed;
    let says_nothing = is_listed && screening.outcome == Outcome::Refer;
    let mut first = true;
    write_listed(&mut answer);
    answer.out.push_str(",\"criteria\":[");
    write_criteria(&mut answer, screening, &mut first);
    answer.out.push(']');
    if !is_listed {
        write_conflict(&mut answer, screening);
    }
    answer.out.push_str(",\"follows\":[");
    if screening.outcome != Outcome::NotEligible && !says_nothing {
        let follows = asked.ruling.version.follows.iter();
        let mut first = true;
        for (number, value) in follows.zip(&screening.follows) {
            write_consequence(&mut answer, (*number, *value), &mut first);
        }
    }
    answer.out.push_str("],\"schedules\":[");
    let mut first = true;
    write_schedules(&mut answer, screening, &mut first);
    answer.out.push(']');
    let open = (screening.missing, screening.assumed);
    let readings = general_readings::of_screening(screening);
    answer.end(open, (&screening.read, &readings), trace, screening.into())
}

/// Writes that an answer is of a list, where it is.
pub(super) fn write_listed(answer: &mut Answer<'_>) {
    if answer.is_listed {
        answer.out.push_str(",\"listed\":true");
    }
}

/// Writes the names of criteria that cannot all be met, where there are any.
fn write_conflict(answer: &mut Answer<'_>, screening: &screen::Screening) {
    if screening.cannot_all_be_met.is_empty() {
        return;
    }
    let criteria = &answer.asked.ruling.version.criteria;
    answer.out.push_str(",\"cannot_all_be_met\":[");
    let mut first = true;
    for number in &screening.cannot_all_be_met {
        values::separate(&mut answer.out, &mut first);
        writer::text(&mut answer.out, &criteria[*number].id);
    }
    answer.out.push(']');
}

/// Writes every criterion; of a list, those that rest on no confidential fact, and
/// none where a person decides.
pub(super) fn write_criteria(
    answer: &mut Answer<'_>,
    screening: &screen::Screening,
    first: &mut bool,
) {
    let asked = answer.asked;
    let criteria = asked.ruling.version.criteria.iter();
    let judged = screening.standings.iter().zip(&screening.days);
    let criteria = criteria.zip(&asked.fragments.version.criteria).zip(judged);
    for (number, ((criterion, fragments), (standing, day))) in criteria.enumerate() {
        let is_left_out =
            screening.outcome == Outcome::Refer || asked.ruling.secrets.criterion(number);
        if answer.is_listed && is_left_out {
            continue;
        }
        values::separate(&mut answer.out, first);
        write_criterion(answer, criterion, fragments, (*standing, *day));
    }
}

fn write_criterion(
    answer: &mut Answer<'_>,
    criterion: &model::Criterion,
    fragments: &StepFragments,
    (standing, day): (screen::Standing, value::Value),
) {
    answer.out.push_str("{\"id\":");
    answer.out.push_str(&fragments.id);
    answer.out.push_str(",\"says\":");
    answer.prepared(fragments.says.as_deref(), &criterion.says, None);
    answer.out.push_str(match standing {
        screen::Standing::Met => ",\"standing\":\"met\"",
        screen::Standing::NotMet => ",\"standing\":\"not_met\"",
        screen::Standing::Refer => ",\"standing\":\"refer\"",
        screen::Standing::Unknown(_) => ",\"standing\":\"undetermined\"",
        screen::Standing::DoesNotApply => ",\"standing\":\"does_not_apply\"",
    });
    write_day(answer, criterion.on, day);
    if let (screen::Standing::Refer, Some(refer)) = (standing, &criterion.refer) {
        answer.out.push_str(",\"refer\":");
        answer.say(refer, None);
    }
    if let (screen::Standing::NotMet, Some(remedy)) = (standing, &criterion.remedy)
        && answer.templates.is_known(remedy, None)
    {
        answer.out.push_str(",\"remedy\":");
        answer.say(remedy, None);
    }
    answer.out.push_str(&fragments.cite);
    answer.of_part();
    answer.out.push('}');
}

/// Writes the day that a criterion is about, and what day it is.
fn write_day(answer: &mut Answer<'_>, named: Option<NamedDay>, day: value::Value) {
    let ruling = answer.asked.ruling;
    let is_secret = match named {
        None => false,
        Some(NamedDay::Fact(fact)) => ruling.secrets.fact(fact),
        Some(NamedDay::Value(value)) => ruling.secrets.value(value),
    };
    answer.out.push_str(",\"on\":");
    match day {
        _ if is_secret => answer.out.push_str(values::WITHHELD),
        value::Value::Date(day) => writer::day(&mut answer.out, day),
        _ => answer.out.push_str("null"),
    }
    match named {
        None => {}
        Some(NamedDay::Fact(fact)) => {
            answer.out.push_str(",\"day\":");
            let words = ruling.version.facts[fact].words();
            writer::text(&mut answer.out, &words);
        }
        Some(NamedDay::Value(value)) => {
            answer.out.push_str(",\"day\":");
            answer.say(&ruling.version.values[value].says, None);
        }
    }
}

/// Writes something that follows.
pub(super) fn write_consequence(
    answer: &mut Answer<'_>,
    (number, found): (ValueId, value::Value),
    first: &mut bool,
) {
    let named = &answer.asked.ruling.version.values[number];
    let fragments = &answer.asked.fragments.version.values[number];
    values::separate(&mut answer.out, first);
    answer.out.push_str("{\"id\":");
    answer.out.push_str(&fragments.id);
    answer.out.push_str(",\"says\":");
    answer.prepared(fragments.says.as_deref(), &named.says, None);
    answer.out.push_str(",\"value\":");
    if answer.asked.ruling.secrets.value(number) {
        answer.out.push_str(values::WITHHELD);
    } else {
        let options = named.is.ty.options();
        values::value(&mut answer.out, answer.asked, found, options);
    }
    answer.out.push_str(&fragments.cite);
    answer.of_part();
    answer.out.push('}');
}

/// Writes the days of every schedule, or null while they are not known.
pub(super) fn write_schedules(
    answer: &mut Answer<'_>,
    screening: &screen::Screening,
    first: &mut bool,
) {
    let ruling = answer.asked.ruling;
    let fragments = answer.asked.fragments.version;
    let schedules = ruling.version.selection.schedules.iter();
    for ((schedule, fragments), days) in schedules
        .zip(&fragments.schedules)
        .zip(&screening.schedules)
    {
        values::separate(&mut answer.out, first);
        answer.out.push_str("{\"id\":");
        answer.out.push_str(&fragments.id);
        answer.out.push_str(",\"says\":");
        answer.prepared(fragments.says.as_deref(), &schedule.says, None);
        answer.out.push_str(",\"dates\":");
        if ruling.secrets.schedule(schedule) {
            answer.out.push_str(values::WITHHELD);
        } else {
            write_days(&mut answer.out, answer.asked.fragments.version, days);
        }
        answer.out.push_str(&fragments.cite);
        answer.of_part();
        answer.out.push('}');
    }
}

fn write_days(out: &mut String, fragments: &VersionFragments, days: &RecurringDays) {
    match days {
        RecurringDays::Unknown(_) => out.push_str("null"),
        RecurringDays::DoesNotApply(reason) => {
            out.push_str("{\"does_not_apply\":");
            values::reason(out, fragments, Some(*reason));
            out.push('}');
        }
        RecurringDays::Known(_) => {
            out.push('[');
            let mut first = true;
            for day in days.all() {
                values::separate(out, &mut first);
                writer::day(out, day);
            }
            out.push(']');
        }
    }
}
