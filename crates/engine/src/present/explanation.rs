//! What would change an answer, in words.

use super::{
    context::Context,
    screening::outcome_words,
    value_words::{self, listed},
};
use crate::{
    answer::{
        Answer, Outcome,
        changed_facts::{NewValue, Spot},
    },
    base::{
        date::{self, LongDate},
        ids::{FactId, RecordId},
        money::Money,
        types::Type,
        value::Value,
    },
    check::model::Home,
    eval::screen,
    explain::{
        Cheaper, Explanation, Limit, NamedChange, Nearest, Present, Saving, Timeline, TimelineEnd,
        Way,
    },
};

/// The most ways that are shown.
const MAX_WAYS: usize = 6;

/// The most conditions that are named for a day: of more, none says why.
const MAX_CRITERIA: usize = 3;

/// What would change an answer, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplanationView {
    /// Each with its heading.
    pub sections: Vec<ExplanationSection>,
}

/// A heading and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplanationSection {
    /// The heading.
    pub heading: &'static str,
    /// A sentence that leads to the entries; none where they stand alone.
    pub lead: Option<String>,
    /// An entry each.
    pub entries: Vec<String>,
    /// Sentences after them.
    pub notes: Vec<String>,
}

/// What would change an answer, in words.
#[must_use]
pub fn explanation(answer: &Answer<'_>, explanation: &Explanation) -> ExplanationView {
    let context = Context::new(answer.asked(), None);
    let nearest = explanation.nearest.as_ref();
    let nearest = nearest.and_then(|it| self::nearest(&context, it, answer.outcome()));
    let timeline = explanation.timeline.as_ref();
    let cheaper = explanation.cheaper.as_ref().zip(answer.total());
    let sections = [
        nearest,
        timeline.map(|it| self::timeline(&context, it)),
        cheaper.and_then(|(it, total)| self::cheaper(&context, it, total)),
    ];
    ExplanationView {
        sections: sections.into_iter().flatten().collect(),
    }
}

fn nearest(
    context: &Context<'_>,
    nearest: &Nearest,
    outcome: Outcome,
) -> Option<ExplanationSection> {
    let mut notes = Vec::new();
    let shown = merged(
        nearest
            .ways
            .iter()
            .map(|way| words_of(context, way))
            .collect(),
    );
    let size = nearest.ways.first().map_or(0, |way| way.changes.len());
    let stopped = nearest.stopped_after.map(|size| match size {
        0 => "We could not try every change.".to_owned(),
        1 => "We tried every single change. None gives a yes.".to_owned(),
        size => format!("We tried every change of up to {size} facts. None gives a yes."),
    });
    let none = || match &stopped {
        Some(stopped) => stopped.clone(),
        None => "No change that can be made gives a yes.".to_owned(),
    };
    let lead = match (nearest.goal, shown.len()) {
        // What is not known may still make it a yes.
        (_, 0) if outcome == Outcome::Undetermined => return None,
        (_, 0) => Some(none()),
        (Outcome::Eligible, ways) => Some(format!("It would be a yes {}:", if_changed(ways, size))),
        (Outcome::Refer, ways) => Some(format!(
            "{} It would go to a person to decide {}:",
            none(),
            if_changed(ways, size)
        )),
        (_, ways) => Some(format!(
            "{} It would be open and no longer a no {}:",
            none(),
            if_changed(ways, size)
        )),
    };
    if shown.len() > MAX_WAYS {
        notes.push(format!("These are {MAX_WAYS} of {} ways.", shown.len()));
    }
    match size {
        0 | 1 => {}
        2 => notes.push("No single change would do.".to_owned()),
        size => notes.push(format!("No change of fewer than {size} facts would do.")),
    }
    let entries = match shown.as_slice() {
        // The changes of the only way stand one under the other.
        [only] => only.iter().map(Change::words).collect(),
        ways => ways
            .iter()
            .take(MAX_WAYS)
            .map(|way| together(way))
            .collect(),
    };
    Some(ExplanationSection {
        heading: "What would make it a yes",
        lead,
        entries,
        notes,
    })
}

fn if_changed(ways: usize, size: usize) -> &'static str {
    match (ways, size) {
        (1, 1) => "if this changed",
        (1, 2) => "if both of these changed",
        (1, _) => "if all of these changed",
        (_, 1) => "if any one of these changed",
        _ => "in any one of these ways",
    }
}

/// A change in words, what changes, to what, and what is there now.
#[derive(Clone, Debug, PartialEq)]
struct Change {
    what: String,
    to: Vec<String>,
    now: String,
}

impl Change {
    fn words(&self) -> String {
        let to = listed(&self.to, "or");
        format!("{}{to}{}", self.what, self.now)
    }
}

fn together(way: &[Change]) -> String {
    let changes: Vec<String> = way.iter().map(Change::words).collect();
    changes.join("; and ")
}

/// Ways that differ in the new value of one change only, as one.
fn merged(ways: Vec<Vec<Change>>) -> Vec<Vec<Change>> {
    let mut merged: Vec<Vec<Change>> = Vec::new();
    for way in ways {
        let alike = merged.iter_mut().find_map(|other| {
            let pairs = || other.iter().zip(&way);
            let differ = pairs().filter(|(a, b)| a != b).count();
            let is_alike = other.len() == way.len()
                && differ == 1
                && pairs().all(|(a, b)| a.what == b.what && a.now == b.now);
            is_alike.then_some(other)
        });
        match alike {
            Some(other) => {
                for (own, new) in other.iter_mut().zip(way) {
                    if own.to != new.to {
                        own.to.extend(new.to);
                    }
                }
            }
            None => merged.push(way),
        }
    }
    merged
}

fn words_of(context: &Context<'_>, way: &Way) -> Vec<Change> {
    way.changes.iter().map(|it| change(context, it)).collect()
}

#[expect(
    clippy::too_many_lines,
    reason = "each kind of change has its words here"
)]
fn change(context: &Context<'_>, named: &NamedChange) -> Change {
    let version = context.version();
    match (named.change.spot, &named.change.to) {
        (Spot::Case(fact), NewValue::Value(to)) => valued(
            context,
            named,
            fact,
            *to,
            version.facts[fact].words().into_owned(),
        ),
        (Spot::Record(fact, record), NewValue::Value(to)) => {
            let whose = match version.facts[fact].home {
                Home::Record(list, _) => {
                    let record = RecordId {
                        list,
                        number: record,
                    };
                    format!("{}: ", value_words::record(version, record))
                }
                _ => String::new(),
            };
            let what = format!("{whose}{}", version.facts[fact].words());
            valued(context, named, fact, *to, what)
        }
        (Spot::List(list), NewValue::Without(record)) => {
            let record = RecordId {
                list,
                number: *record,
            };
            Change {
                what: "without ".to_owned(),
                to: vec![value_words::record(version, record)],
                now: String::new(),
            }
        }
        (Spot::List(list), NewValue::With(fields)) => {
            let one = value_words::singular(version.list_name(list));
            let value = |(fact, value): &(FactId, Value)| {
                let fact = &version.facts[*fact];
                (fact.words(), context.value_words(*value, &fact.ty))
            };
            let (what, to) = match fields.as_slice() {
                [] => (format!("one more {one}"), Vec::new()),
                [only] => {
                    let (name, value) = value(only);
                    (format!("one more {one} with {name}: "), vec![value])
                }
                fields => {
                    let fields = fields.iter().map(value);
                    let fields: Vec<String> = fields
                        .map(|(name, value)| format!("{name}: {value}"))
                        .collect();
                    (
                        format!("one more {one} with "),
                        vec![listed(&fields, "and")],
                    )
                }
            };
            Change {
                what,
                to,
                now: String::new(),
            }
        }
        _ => Change {
            what: String::new(),
            to: Vec::new(),
            now: String::new(),
        },
    }
}

fn valued(
    context: &Context<'_>,
    named: &NamedChange,
    fact: FactId,
    to: Value,
    what: String,
) -> Change {
    let ty = &context.version().facts[fact].ty;
    let now = match named.present {
        Present::Value(now) => {
            let apart = difference(now, to).map_or(String::new(), |it| format!(", {it}"));
            format!(" (now {}{apart})", context.value_words(now, ty))
        }
        Present::Unknown | Present::List => " (not known yet)".to_owned(),
    };
    let words = context.value_words(to, ty);
    let to = match (named.limit, ty) {
        (Limit::Exactly, _) => words,
        (Limit::AtLeast, Type::Date) => format!("{words} or later"),
        (Limit::AtMost, Type::Date) => format!("{words} or earlier"),
        (Limit::AtLeast, _) => format!("at least {words}"),
        (Limit::AtMost, _) => format!("at most {words}"),
    };
    Change {
        what: format!("{what}: "),
        to: vec![to],
        now,
    }
}

/// How much a value moves; none where that says nothing.
fn difference(now: Value, to: Value) -> Option<String> {
    match (now, to) {
        (Value::Money(now), Value::Money(to)) => {
            let more = to.min() >= now.min();
            let apart = Money::exact((to.min() - now.min()).abs());
            let word = if more { "more" } else { "less" };
            Some(format!("{} {word}", value_words::amount(apart)))
        }
        (Value::Date(now), Value::Date(to)) => {
            let days = date::days_between(now, to);
            let word = if days > 0 { "later" } else { "earlier" };
            let unit = if days.abs() == 1 { "day" } else { "days" };
            Some(format!("{} {unit} {word}", days.abs()))
        }
        (Value::Whole(now), Value::Whole(to)) => {
            let word = if to > now { "more" } else { "fewer" };
            Some(format!("{} {word}", to.abs_diff(now)))
        }
        _ => None,
    }
}

fn timeline(context: &Context<'_>, timeline: &Timeline) -> ExplanationSection {
    let until = LongDate(timeline.until);
    let looked = match timeline.ends {
        TimelineEnd::Horizon => format!("We looked ahead until {until}."),
        TimelineEnd::Rules => format!("The rules, prices and rates that we know go to {until}."),
        TimelineEnd::Spent => format!("We looked ahead until {until} and had to stop there."),
    };
    let mut entries = Vec::new();
    for (number, span) in timeline.spans.iter().enumerate() {
        let outcome = value_words_of(span.outcome);
        let next = timeline.spans.get(number + 1);
        let last = next.and_then(|next| date::add_days(next.from, -1));
        match (number, last) {
            (0, Some(last)) => entries.push(format!("Until {}: {outcome}.", LongDate(last))),
            (0, None) => {}
            _ => {
                let why = criteria(context, &span.criteria);
                entries.push(format!("From {}: {outcome}.{why}", LongDate(span.from)));
            }
        }
    }
    let lead = match entries.is_empty() {
        true => Some("Time alone does not change it.".to_owned()),
        false => Some("If nothing else changes:".to_owned()),
    };
    ExplanationSection {
        heading: "When time changes it",
        lead,
        entries,
        notes: vec![looked],
    }
}

/// The criteria that stand otherwise, by their words in the rules of the day asked
/// about.
fn criteria(context: &Context<'_>, names: &[String]) -> String {
    let criteria = context.version().criteria.iter();
    let criteria = criteria.filter(|it| names.iter().any(|name| **name == *it.id));
    let words: Vec<String> = criteria
        .map(|it| format!("\u{201c}{}\u{201d}", context.say(&it.says, None)))
        .collect();
    match words.as_slice() {
        [] => String::new(),
        words if words.len() > MAX_CRITERIA => String::new(),
        words => format!(" What changes: {}.", listed(words, "and")),
    }
}

fn value_words_of(outcome: Outcome) -> String {
    let outcome = match outcome {
        Outcome::NotEligible => screen::Outcome::NotEligible,
        Outcome::Undetermined => screen::Outcome::Undetermined,
        Outcome::Refer => screen::Outcome::Refer,
        _ => screen::Outcome::Eligible,
    };
    let words = outcome_words(outcome);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

fn cheaper(context: &Context<'_>, cheaper: &Cheaper, total: Money) -> Option<ExplanationSection> {
    let lead = match (cheaper.savings.is_empty(), cheaper.is_whole) {
        (true, true) => Some("No other choice here is cheaper.".to_owned()),
        (true, false) => return None,
        (false, _) => None,
    };
    let savings = cheaper.savings.iter().map(|it| saving(context, it, total));
    Some(ExplanationSection {
        heading: "What would cost less",
        lead,
        entries: savings.collect(),
        notes: Vec::new(),
    })
}

fn saving(context: &Context<'_>, saving: &Saving, total: Money) -> String {
    let changes: Vec<Change> = saving
        .changes
        .iter()
        .map(|it| change(context, it))
        .collect();
    let what = value_words::capital(&together(&changes));
    let less = total
        .checked_sub(saving.total)
        .filter(|it| *it != Money::ZERO);
    let price = match less {
        Some(less) => format!(
            "{} in all, {} less",
            value_words::amount(saving.total),
            value_words::amount(less)
        ),
        None => format!(
            "{} in all, no more than now",
            value_words::amount(saving.total)
        ),
    };
    let up_to = match saving.up_to {
        Some(Value::Whole(most)) => format!(" Up to {most} cost no more than that."),
        _ => String::new(),
    };
    format!("{what}: {price}.{up_to}")
}
