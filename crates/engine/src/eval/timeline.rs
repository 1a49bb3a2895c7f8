//! What facts are over time: values, and records of lists, that hold for some
//! days only.

use std::{collections::BTreeMap, fmt};

use crate::base::{
    date::{self, Date, LongDate},
    ids::{FactId, ListId, TextId},
    value::{Missing, Value},
};

/// Days in a row, both ends included; an end that is not given is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DaySpan {
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
}

impl DaySpan {
    /// Every day.
    pub const ALWAYS: DaySpan = DaySpan {
        first: None,
        last: None,
    };

    /// Whether a day is among them.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }

    /// Whether it shares a day with those from `first` to `last`.
    pub(super) fn meets(self, first: Date, last: Date) -> bool {
        self.first.is_none_or(|begins| begins <= last) && self.last.is_none_or(|ends| first <= ends)
    }

    /// Whether the last day comes before the first.
    #[must_use]
    pub fn is_reversed(self) -> bool {
        matches!((self.first, self.last), (Some(first), Some(last)) if last < first)
    }

    /// The next day, after this one, on which it begins or no longer holds.
    fn next_change(self, day: Date) -> Option<Date> {
        let ended = self.last.and_then(|last| date::add_days(last, 1));
        let changes = self.first.into_iter().chain(ended);
        changes.filter(|change| *change > day).min()
    }
}

impl fmt::Display for DaySpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => LongDate(first).fmt(f),
            (Some(first), Some(last)) => write!(f, "{} to {}", LongDate(first), LongDate(last)),
            (Some(first), None) => write!(f, "{} on", LongDate(first)),
            (None, Some(last)) => write!(f, "the beginning to {}", LongDate(last)),
            (None, None) => f.write_str("the beginning on"),
        }
    }
}

/// A value for some days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dated {
    /// The days.
    pub days: DaySpan,
    /// The value.
    pub value: Value,
}

/// The values of one fact, in the order of their days, which never overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline(Vec<Dated>);

impl Timeline {
    /// Puts values in the order of their days. Neighbours with the same value
    /// become one.
    ///
    /// # Errors
    /// The first two whose days overlap.
    pub fn new(mut values: Vec<Dated>) -> Result<Timeline, (DaySpan, DaySpan)> {
        values.sort_by_key(|dated| dated.days.first);
        let mut kept: Vec<Dated> = Vec::with_capacity(values.len());
        for dated in values {
            let Some(before) = kept.last_mut() else {
                kept.push(dated);
                continue;
            };
            let next = before.days.last.map(|last| date::add_days(last, 1));
            match (next, dated.days.first) {
                (Some(Some(next)), Some(first)) if next <= first => {
                    if next == first && before.value == dated.value {
                        before.days.last = dated.days.last;
                    } else {
                        kept.push(dated);
                    }
                }
                _ => return Err((before.days, dated.days)),
            }
        }
        Ok(Timeline(kept))
    }

    /// The value, where it is the same on every day.
    #[must_use]
    pub fn always(&self) -> Option<Value> {
        match self.0.as_slice() {
            [only] if only.days == DaySpan::ALWAYS => Some(only.value),
            _ => None,
        }
    }

    /// The values in the order of their days.
    #[must_use]
    pub fn values(&self) -> &[Dated] {
        &self.0
    }

    /// The value on a day; `None` where no value covers it.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<Value> {
        let mut values = self.0.iter();
        values
            .find(|dated| dated.days.contains(day))
            .map(|dated| dated.value)
    }

    /// The days from `first` to `last` that no value covers.
    #[must_use]
    pub fn gaps(&self, first: Date, last: Date) -> Vec<DaySpan> {
        let mut gaps = Vec::new();
        let mut open = Some(first);
        for Dated { days, .. } in &self.0 {
            let Some(from) = open.filter(|from| *from <= last) else {
                return gaps;
            };
            if let Some(begins) = days.first.filter(|begins| *begins > from) {
                let ends = date::add_days(begins, -1).map_or(last, |day| day.min(last));
                gaps.push(DaySpan {
                    first: Some(from),
                    last: Some(ends),
                });
            }
            let Some(ends) = days.last else { return gaps };
            open = date::add_days(ends.max(date::add_days(from, -1).unwrap_or(from)), 1);
        }
        if let Some(from) = open.filter(|from| *from <= last) {
            gaps.push(DaySpan {
                first: Some(from),
                last: Some(last),
            });
        }
        gaps
    }

    /// The next day after this one on which the value may be another.
    fn next_change(&self, day: Date) -> Option<Date> {
        let spans = self.0.iter().map(|dated| dated.days);
        spans.filter_map(|span| span.next_change(day)).min()
    }
}

/// What was given with days: facts of the case, fields of records, and the
/// records themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DatedFacts {
    pub(super) case: BTreeMap<FactId, Timeline>,
    /// By list, record, column; with the number of the fact.
    pub(super) fields: BTreeMap<(ListId, u16, u16), (FactId, Timeline)>,
    pub(super) records: BTreeMap<(ListId, u16), DaySpan>,
}

impl DatedFacts {
    pub(super) fn is_empty(&self) -> bool {
        self.case.is_empty() && self.fields.is_empty() && self.records.is_empty()
    }

    /// Takes away all that was given of a list.
    pub(super) fn forget_list(&mut self, list: ListId) {
        self.fields.retain(|(of, ..), _| *of != list);
        self.records.retain(|(of, _), _| *of != list);
    }

    /// The texts among the values.
    pub(super) fn texts(&mut self) -> impl Iterator<Item = &mut TextId> {
        let fields = self.fields.values_mut().map(|(_, timeline)| timeline);
        let timelines = self.case.values_mut().chain(fields);
        let values = timelines.flat_map(|timeline| timeline.0.iter_mut());
        values.filter_map(|dated| match &mut dated.value {
            Value::Text(text) => Some(text),
            _ => None,
        })
    }

    /// The facts, those of records included, whose value depends on the day.
    pub(crate) fn facts(&self) -> Missing {
        let fields = self.fields.values().map(|(fact, _)| *fact);
        let facts = self.case.keys().copied().chain(fields);
        facts.fold(Missing::NONE, |all, fact| all.union(Missing::fact(fact)))
    }

    /// Whether a list has records that are there on some days only.
    pub(crate) fn has_records(&self, list: ListId) -> bool {
        self.records.keys().any(|(of, _)| *of == list)
    }

    /// The days on which a record is there, where not on all.
    pub(crate) fn days(&self, list: ListId, record: u16) -> Option<DaySpan> {
        self.records.get(&(list, record)).copied()
    }

    /// The days on which records of a list are next added or left out.
    pub(crate) fn record_changes(
        &self,
        list: ListId,
        day: Date,
    ) -> impl Iterator<Item = (u16, Date)> {
        let records = self.records.iter().filter(move |((of, _), _)| *of == list);
        records.filter_map(move |((_, record), days)| Some((*record, days.next_change(day)?)))
    }

    /// The next day after this one on which a fact may be another.
    pub(crate) fn next_change(&self, fact: FactId, at: Option<u16>, day: Date) -> Option<Date> {
        self.timeline(fact, at)?.next_change(day)
    }

    /// The values of a fact over time, where it was given with days.
    pub(crate) fn timeline(&self, fact: FactId, record: Option<u16>) -> Option<&Timeline> {
        let Some(record) = record else {
            return self.case.get(&fact);
        };
        let mut fields = self.fields.iter();
        fields
            .find(|((_, at, _), (of, _))| *at == record && *of == fact)
            .map(|(_, (_, timeline))| timeline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        date::parse(text).unwrap()
    }

    #[test]
    fn spans_meet_where_they_share_a_day() {
        let april = (day("2018-04-01"), day("2018-04-30"));
        for (first, last, meets) in [
            ("", "", true),
            ("", "2018-03-31", false),
            ("", "2018-04-01", true),
            ("2018-04-30", "", true),
            ("2018-05-01", "", false),
            ("2018-01-01", "2018-02-01", false),
            ("2018-05-01", "2018-06-01", false),
            ("2018-04-10", "2018-04-11", true),
            ("2018-01-01", "2018-12-31", true),
        ] {
            let found = span(first, last).meets(april.0, april.1);
            assert_eq!(found, meets, "{first} to {last}");
        }
    }

    fn span(first: &str, last: &str) -> DaySpan {
        DaySpan {
            first: date::parse(first),
            last: date::parse(last),
        }
    }

    fn dated(first: &str, last: &str, value: i64) -> Dated {
        let days = span(first, last);
        let value = Value::Whole(value);
        Dated { days, value }
    }

    #[test]
    fn value_of_a_day_is_found_and_both_ends_count() {
        let timeline =
            Timeline::new(vec![dated("2023-03-16", "", 3), dated("", "2023-03-15", 4)]).unwrap();
        assert_eq!(timeline.on(day("2000-01-01")), Some(Value::Whole(4)));
        assert_eq!(timeline.on(day("2023-03-15")), Some(Value::Whole(4)));
        assert_eq!(timeline.on(day("2023-03-16")), Some(Value::Whole(3)));
        let next = |from: &str| timeline.next_change(day(from));
        assert_eq!(next("2023-03-01"), Some(day("2023-03-16")));
        assert_eq!(next("2023-03-16"), None);
    }

    #[test]
    fn overlapping_days_are_refused_however_they_are_ordered() {
        for (first, second) in [
            (dated("", "", 1), dated("2023-03-16", "", 2)),
            (
                dated("2023-03-16", "", 1),
                dated("2023-04-01", "2023-04-30", 2),
            ),
            (dated("", "2023-03-16", 1), dated("2023-03-16", "", 2)),
            (dated("", "2023-03-16", 1), dated("", "2023-03-01", 2)),
        ] {
            assert!(Timeline::new(vec![first, second]).is_err());
            assert!(Timeline::new(vec![second, first]).is_err());
        }
    }

    #[test]
    fn neighbours_with_the_same_value_are_one() {
        let parts = vec![dated("2023-03-16", "", 3), dated("", "2023-03-15", 3)];
        let timeline = Timeline::new(parts).unwrap();
        assert_eq!(timeline.always(), Some(Value::Whole(3)));
        let apart = vec![dated("2023-03-17", "", 3), dated("", "2023-03-15", 3)];
        assert_eq!(Timeline::new(apart).unwrap().values().len(), 2);
    }

    #[test]
    fn days_without_a_value_are_found() {
        let timeline = Timeline::new(vec![
            dated("2023-03-05", "2023-03-10", 1),
            dated("2023-03-15", "2023-03-20", 2),
        ])
        .unwrap();
        let gaps = |first: &str, last: &str| timeline.gaps(day(first), day(last));
        assert_eq!(
            gaps("2023-03-01", "2023-03-31"),
            [
                span("2023-03-01", "2023-03-04"),
                span("2023-03-11", "2023-03-14"),
                span("2023-03-21", "2023-03-31"),
            ]
        );
        assert_eq!(gaps("2023-03-05", "2023-03-10"), []);
        let one = "2023-03-12";
        assert_eq!(gaps(one, one), [span(one, one)]);
        assert_eq!(
            gaps("2023-03-25", "2023-03-26"),
            [span("2023-03-25", "2023-03-26")]
        );
        assert_eq!(
            gaps("2023-03-01", "2023-03-02"),
            [span("2023-03-01", "2023-03-02")]
        );
    }
}
