//! What one side answers to a case: its outcome and, in words, what would be read
//! aloud first.

use crate::{
    answer::{Answer, Outcome, Part, Refusal},
    base::{money::Money, value::Value},
    eval::{recurrence::RecurringDays, template},
    present,
};

/// What follows is shown up to this many entries.
const MAX_SHOWN: usize = 3;

/// An answer to a case, or that there is none.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SideAnswer {
    /// The outcome; none where there is no answer.
    pub outcome: Option<Outcome>,
    /// The total of a quote, where it is known; nothing where no line applies.
    pub total: Option<Money>,
    /// Other totals: one for each reading of an open point.
    pub readings: Vec<String>,
    /// What follows from a screening that is not a no: the words and the value.
    pub follows: Vec<(String, String)>,
    /// Why there is no answer.
    pub refused: Option<String>,
    /// The facts of the case that this side does not ask for, by name.
    pub left_out: Vec<String>,
}

impl SideAnswer {
    /// The answer that was given.
    pub(super) fn of(answer: &Answer<'_>, left_out: Vec<String>) -> SideAnswer {
        let outcome = answer.outcome();
        let total = match outcome {
            Outcome::DoesNotApply => Some(Money::ZERO),
            _ => answer.total(),
        };
        let readings = present::alternatives(answer).into_iter();
        SideAnswer {
            outcome: Some(outcome),
            total,
            readings: readings
                .map(|it| format!("{} if {}", it.amount, it.reading))
                .collect(),
            follows: follows(answer),
            refused: None,
            left_out,
        }
    }

    /// That there is none.
    pub(super) fn refused(refusal: &Refusal) -> SideAnswer {
        SideAnswer {
            outcome: None,
            total: None,
            readings: Vec::new(),
            follows: Vec::new(),
            refused: Some(refusal.to_string()),
            left_out: Vec::new(),
        }
    }

    /// The answer in a few words, with what follows that is not the same in the
    /// other answer.
    #[must_use]
    pub fn words(&self, other: &SideAnswer) -> String {
        let Some(outcome) = self.outcome else {
            let why = self.refused.as_deref().unwrap_or_default();
            return format!("no answer: {why}");
        };
        let outcome = match (outcome, self.total) {
            (Outcome::DoesNotApply, _) => present::outcome_in_a_cell(outcome).to_owned(),
            (_, Some(total)) => present::Amount::settled(Some(total)).to_string(),
            (Outcome::Alternatives, None) => self.readings.join("; "),
            (outcome, None) => present::outcome_in_a_cell(outcome).to_owned(),
        };
        // Where the outcome differs, that is what is read.
        if self.outcome != other.outcome {
            return outcome;
        }
        let differs = |it: &&(String, String)| !other.follows.contains(it);
        let follows: Vec<_> = self.follows.iter().filter(differs).collect();
        let shown = follows.iter().take(MAX_SHOWN);
        let shown = shown.map(|(says, value)| format!("{says}: {value}"));
        let mut all: Vec<String> = std::iter::once(outcome).chain(shown).collect();
        if follows.len() > MAX_SHOWN {
            all.push(format!("and {} more", follows.len() - MAX_SHOWN));
        }
        all.join("; ")
    }
}

/// What follows, of each part that is not a no, and of a whole period.
fn follows(answer: &Answer<'_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    if answer.outcome() == Outcome::NotEligible {
        return all;
    }
    if let Some(whole) = answer.period_screening() {
        let asked = answer.asked();
        for (number, value) in &whole.follows {
            let named = &asked.ruling.version.values[*number];
            let says = template::render(asked.ruling, asked.facts, &named.says, None);
            let secret = asked.ruling.secrets.value(*number);
            let words = template::format_value(*value, &named.is.ty, asked.facts);
            if !says.is_empty() && !matches!(value, Value::DoesNotApply(_)) {
                all.push((says, shown(*value, secret, words)));
            }
        }
        return all;
    }
    of_part(answer.first(), &mut all);
    all
}

fn of_part(part: &Part<'_>, all: &mut Vec<(String, String)>) {
    let (Some(screening), ruling, facts) = (part.screening(), part.ruling(), part.facts()) else {
        return;
    };
    for (number, value) in ruling.version.follows.iter().zip(&screening.follows) {
        let named = &ruling.version.values[*number];
        if matches!(value, Value::DoesNotApply(_)) {
            continue;
        }
        let says = template::render(ruling, facts, &named.says, None);
        if says.is_empty() {
            continue;
        }
        let words = template::format_value(*value, &named.is.ty, facts);
        all.push((says, shown(*value, ruling.secrets.value(*number), words)));
    }
    let schedules = ruling.version.selection.schedules.iter();
    for (schedule, days) in schedules.zip(&screening.schedules) {
        let says = template::render(ruling, facts, &schedule.says, None);
        let words = match days {
            _ if ruling.secrets.schedule(schedule) => "withheld".to_owned(),
            RecurringDays::Known(_) => {
                let days: Vec<String> = days.all().map(|day| day.to_string()).collect();
                days.join(", ")
            }
            RecurringDays::Unknown(_) => "not known yet".to_owned(),
            RecurringDays::DoesNotApply(_) => continue,
        };
        all.push((says, words));
    }
}

fn shown(value: Value, is_secret: bool, words: String) -> String {
    match value {
        _ if is_secret => "withheld".to_owned(),
        Value::Unknown(_) => "not known yet".to_owned(),
        _ => words,
    }
}
