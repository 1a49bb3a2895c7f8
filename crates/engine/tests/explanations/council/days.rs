//! When time changes a screening.

use almoner_engine::{
    Date, Outcome,
    base::date::{add_days, birthday},
    check::model::RuleSet,
    explain::TimelineEnd,
};

use super::{
    Facts, answered,
    columns::{Columns, Row},
    facts_in,
};

/// The timeline against every day scanned; how many changes there are, unless it
/// reached the most evaluations.
pub(super) fn check_timeline(
    columns: &mut Columns<'_>,
    set: &RuleSet,
    (on, facts): (Date, &Facts),
    about: &str,
) -> Option<usize> {
    let book = columns.book();
    let timeline = answered(book, &set.id, on, facts, |question, answer| {
        book.explain(question, answer).timeline
    });
    let Some(timeline) = timeline.unwrap() else {
        return Some(0);
    };
    if timeline.ends == TimelineEnd::Spent {
        return None;
    }
    let scanned = scanned(columns, set, (on, facts));
    let mut spans: Vec<(Date, Outcome)> = scanned.clone();
    spans.dedup_by_key(|it| it.1);
    let found: Vec<(Date, Outcome)> = timeline
        .spans
        .iter()
        .map(|it| (it.from, it.outcome))
        .collect();
    assert_eq!(found, spans, "{about}");
    let until = scanned.last().map(|it| it.0);
    assert_eq!(Some(timeline.until), until, "{about}");
    Some(spans.len() - 1)
}

/// The outcome of each day of ten years, or until there is none.
fn scanned(
    columns: &mut Columns<'_>,
    set: &RuleSet,
    (on, facts): (Date, &Facts),
) -> Vec<(Date, Outcome)> {
    let cases = set.versions.iter().map(|it| facts_in(it, facts));
    let cases: Vec<Facts> = cases.collect();
    let last = birthday(on, 10).unwrap();
    let days = std::iter::successors(Some(on), |day| add_days(*day, 1));
    let rows = days.take_while(|day| *day <= last).map_while(|on| {
        let mut versions = set.versions.iter();
        let case = versions.rposition(|it| it.in_force <= on)?;
        let changes = Vec::new();
        Some(Row { on, case, changes })
    });
    let rows: Vec<Row> = rows.collect();
    let outcomes = columns.answer(&cases, &[], &rows).into_iter();
    let each = rows.iter().zip(outcomes);
    each.map_while(|(row, outcome)| Some((row.on, outcome?)))
        .collect()
}
