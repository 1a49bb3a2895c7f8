//! What would change an answer, in words.

use super::{
    assumed_ranges::assumed_ranges,
    change_words::{Change, check_words, merged, spot_words, together},
    context::Context,
    explanation_section::ExplanationSection,
    outcome_words,
    value_words::{self, listed},
};
use crate::{
    answer::{Answer, Outcome, changed_facts::Spot},
    base::{
        date::{self, Date, LongDate},
        money::Money,
        sequence,
        types::Type,
        value::Value,
    },
    eval::screen::Standing,
    explain::{
        Cheaper, Check, Explanation, Later, NamedChange, Nearest, NextPrice, Saving, Timeline,
        TimelineEnd, Way,
    },
};

/// The most ways that are shown.
const MAX_WAYS: usize = 6;

/// The most conditions that are named for a day: of more, none says why.
const MAX_CRITERIA: usize = 3;

/// Over the days on which time changes an answer.
const TIME: &str = "When time changes it";

/// What would change an answer, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplanationView {
    /// Each with its heading.
    pub sections: Vec<ExplanationSection>,
}

/// What would change an answer, in words.
#[must_use]
pub fn explanation(answer: &Answer<'_>, explanation: &Explanation) -> ExplanationView {
    let context = Context::new(answer.asked(), None);
    let nearest = explanation.nearest.as_ref();
    let nearest = nearest.and_then(|it| self::nearest(&context, it, answer));
    let timeline = explanation.timeline.as_ref();
    let cheaper = explanation.cheaper.as_ref().zip(answer.total());
    let sections = [
        nearest,
        checks(&context, &explanation.checks),
        timeline.map(|it| self::timeline(&context, it)),
        explanation.later.as_ref().map(|it| later(&context, it)),
        cheaper.and_then(|(it, total)| self::cheaper(&context, it, total)),
        explanation.next_price.map(next_price),
        assumed_ranges(&context, &explanation.assumed),
    ];
    ExplanationView {
        sections: sections.into_iter().flatten().collect(),
    }
}

fn nearest(
    context: &Context<'_>,
    nearest: &Nearest,
    answer: &Answer<'_>,
) -> Option<ExplanationSection> {
    let ways = Ways::of(context, &nearest.ways);
    let stopped = nearest.stopped_after.map(|size| match size {
        0 => "We could not try every change.".to_owned(),
        1 => "We tried every single change. None gives a yes.".to_owned(),
        size => format!("We tried every change of up to {size} facts. None gives a yes."),
    });
    let none = || match &stopped {
        Some(stopped) => stopped.clone(),
        None if is_open(answer) => "No change is certain to give a yes.".to_owned(),
        None => "No change that can be made gives a yes.".to_owned(),
    };
    let lead = match nearest.goal {
        // What is not known may still make it a yes.
        _ if ways.entries.is_empty() && answer.outcome() == Outcome::Undetermined => return None,
        _ if ways.entries.is_empty() => none(),
        Outcome::Eligible => format!("It would be a yes {}:", ways.if_changed),
        Outcome::Refer => format!(
            "{} It would go to a person to decide {}:",
            none(),
            ways.if_changed
        ),
        _ => format!(
            "We do not know everything yet. It would no longer be a no {}:",
            ways.if_changed
        ),
    };
    Some(ExplanationSection {
        heading: "What would make it a yes",
        lead: Some(lead),
        entries: ways.entries,
        notes: ways.notes,
    })
}

/// Whether some condition depends on facts that are not known.
fn is_open(answer: &Answer<'_>) -> bool {
    let screenings = answer.parts().filter_map(|part| part.screening());
    let mut standings = screenings.flat_map(|it| &it.standings);
    standings.any(|it| matches!(it, Standing::Unknown(_)))
}

/// The smallest changes in words.
pub(super) struct Ways {
    /// A way each; of the only way a change each.
    pub(super) entries: Vec<String>,
    /// What is said after them.
    pub(super) notes: Vec<String>,
    /// `if both of these changed`.
    pub(super) if_changed: &'static str,
}

impl Ways {
    pub(super) fn of(context: &Context<'_>, ways: &[Way]) -> Ways {
        let shown = ways.iter().map(|way| changes(context, &way.changes));
        let shown = merged(shown.collect());
        let size = ways.first().map_or(0, |way| way.changes.len());
        let mut notes = Vec::new();
        if shown.len() > MAX_WAYS {
            notes.push(format!("These are {MAX_WAYS} of {} ways.", shown.len()));
        }
        match size {
            0 | 1 => {}
            2 => notes.push("No single change would do.".to_owned()),
            size => notes.push(format!("No change of fewer than {size} facts would do.")),
        }
        let entries: Vec<String> = match shown.as_slice() {
            // The changes of the only way stand one under the other.
            [only] => only.iter().map(Change::words).collect(),
            ways => ways
                .iter()
                .take(MAX_WAYS)
                .map(|way| together(way))
                .collect(),
        };
        Ways {
            entries: entries.iter().map(|it| value_words::capital(it)).collect(),
            notes,
            if_changed: if_changed(shown.len(), size),
        }
    }
}

/// Waiting and changing.
fn later(context: &Context<'_>, later: &Later) -> ExplanationSection {
    let ways = Ways::of(context, &later.ways);
    let day = LongDate(later.on);
    ExplanationSection {
        heading: "What would make it a yes later",
        lead: Some(format!("On {day} it would be a yes {}:", ways.if_changed)),
        entries: ways.entries,
        notes: ways.notes,
    }
}

/// The given facts that nobody can change and that decide.
fn checks(context: &Context<'_>, checks: &[Check]) -> Option<ExplanationSection> {
    let entries = checks.iter().map(|it| check_words(context, it));
    (!checks.is_empty()).then(|| ExplanationSection {
        heading: "What to check",
        lead: Some(
            "These cannot be changed, and the answer depends on them. If one of them was \
             entered wrongly, the answer may be different:"
                .to_owned(),
        ),
        entries: entries.collect(),
        notes: Vec::new(),
    })
}

fn changes(context: &Context<'_>, changes: &[NamedChange]) -> Vec<Change> {
    changes.iter().map(|it| Change::of(context, it)).collect()
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

fn timeline(context: &Context<'_>, timeline: &Timeline) -> ExplanationSection {
    let mut entries = Vec::new();
    for (number, span) in timeline.spans.iter().enumerate() {
        let outcome = outcome_words::in_sentence(span.outcome);
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
        heading: TIME,
        lead,
        entries,
        notes: vec![looked_ahead(timeline.until, timeline.ends)],
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

/// How far time was looked at.
fn looked_ahead(until: Date, ends: TimelineEnd) -> String {
    let until = LongDate(until);
    match ends {
        TimelineEnd::Horizon => format!("We looked ahead until {until}."),
        TimelineEnd::Rules => format!("The rules, prices and rates that we know go to {until}."),
        TimelineEnd::Spent => format!("We looked ahead until {until} and had to stop there."),
    }
}

/// When the same costs something else.
fn next_price(next: NextPrice) -> ExplanationSection {
    let words = match (next.on, next.total) {
        (Some(on), Some(total)) => {
            let total = value_words::amount(total);
            format!("From {} the same costs {total}.", LongDate(on))
        }
        (Some(on), None) => format!("From {} the same has another price.", LongDate(on)),
        (None, _) => "Time alone does not change the price.".to_owned(),
    };
    ExplanationSection {
        heading: TIME,
        lead: Some(words),
        entries: Vec::new(),
        notes: (next.on.is_none())
            .then(|| looked_ahead(next.until, next.ends))
            .into_iter()
            .collect(),
    }
}

fn cheaper(context: &Context<'_>, cheaper: &Cheaper, total: Money) -> Option<ExplanationSection> {
    let compared = compared(context, &cheaper.compared)?;
    let lead = match cheaper.savings.is_empty() {
        true => Some("We found no other choice that costs less.".to_owned()),
        false => None,
    };
    let tried = match cheaper.is_whole {
        true => format!("We tried, alone and in pairs: {compared}."),
        false => format!("We tried some of: {compared}. We had to stop before the end."),
    };
    let not_tried: Vec<String> = cheaper
        .not_tried
        .iter()
        .map(|it| format!("\u{201c}{}\u{201d}", spot_words(context, *it)))
        .collect();
    let not_tried = (!not_tried.is_empty()).then(|| {
        let names = listed(&sequence::each_once(not_tried.into_iter()), "and");
        format!("We did not try other days or amounts: {names}.")
    });
    let savings = cheaper.savings.iter().map(|it| saving(context, it, total));
    Some(ExplanationSection {
        heading: "What would cost less",
        lead,
        entries: savings.collect(),
        notes: std::iter::once(tried).chain(not_tried).collect(),
    })
}

/// What was compared: `up to 2 more or fewer of “adults”; every answer to “board”`; none
/// where nothing was.
fn compared(context: &Context<'_>, compared: &[Spot]) -> Option<String> {
    let version = context.version();
    let (mut numbers, mut options, mut lists) = (Vec::new(), Vec::new(), Vec::new());
    for spot in compared {
        match spot {
            Spot::Case(fact) | Spot::Record(fact, _) => {
                let fact = &version.facts[*fact];
                let kind = match fact.ty {
                    Type::Whole | Type::Number => &mut numbers,
                    _ => &mut options,
                };
                kind.push(fact.quoted());
            }
            Spot::List(list) => {
                let name = version.one_of(*list);
                lists.push(format!("one {name} more or less"));
            }
        }
    }
    let named = |names: Vec<String>| listed(&sequence::each_once(names.into_iter()), "and");
    let of = |what: &str, names: Vec<String>| {
        (!names.is_empty()).then(|| format!("{what} {}", named(names)))
    };
    let kinds = [
        of("up to 2 more or fewer of", numbers),
        of("every answer to", options),
        (!lists.is_empty()).then(|| named(lists)),
    ];
    let kinds: Vec<String> = kinds.into_iter().flatten().collect();
    (!kinds.is_empty()).then(|| kinds.join("; "))
}

fn saving(context: &Context<'_>, saving: &Saving, total: Money) -> String {
    let changes = changes(context, &saving.changes);
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
