//! When time changes a screening.

use almoner_engine::{
    Book, Date, Outcome,
    base::date::{add_days, birthday},
    explain::TimelineEnd,
};

use super::{Facts, answered, ask, facts_in, rule_set};

/// The timeline against every day scanned; how many changes there are, unless it
/// reached the most evaluations.
pub(super) fn check_timeline(
    book: &Book,
    name: &str,
    (on, facts): (Date, &Facts),
    about: &str,
) -> Option<usize> {
    let timeline = answered(book, name, on, facts, |question, answer| {
        book.explain(question, answer).timeline
    });
    let Some(timeline) = timeline.unwrap() else {
        return Some(0);
    };
    if timeline.ends == TimelineEnd::Spent {
        return None;
    }
    let set = rule_set(book, name);
    let last = birthday(on, 10).unwrap();
    let mut spans: Vec<(Date, Outcome)> = Vec::new();
    let mut day = on;
    while day <= last {
        let version = set.versions.iter().rfind(|it| it.in_force <= day);
        let asked = version.map(|version| facts_in(version, facts));
        let Some((outcome, _)) = asked.and_then(|facts| ask(book, name, day, &facts)) else {
            break;
        };
        if spans.last().is_none_or(|(_, before)| *before != outcome) {
            spans.push((day, outcome));
        }
        day = add_days(day, 1).unwrap();
    }
    let found: Vec<(Date, Outcome)> = timeline
        .spans
        .iter()
        .map(|it| (it.from, it.outcome))
        .collect();
    assert_eq!(found, spans, "{about}");
    assert_eq!(timeline.until, add_days(day, -1).unwrap(), "{about}");
    Some(spans.len() - 1)
}
