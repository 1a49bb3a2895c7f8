//! Facts that were given with days.

use std::sync::Arc;

use super::{FactError, Facts, accepts};
use crate::{
    base::{
        date::Date,
        ids::{FactId, ListId},
        value::{Missing, Value},
    },
    check::model::{Fact, Home, Version},
    eval::timeline::{DatedFacts, DaySpan, Timeline},
};

impl Facts {
    /// Gives a fact of the case with days.
    ///
    /// # Errors
    /// When some value's type or size is not what the fact may be.
    pub(crate) fn give_dated(
        &mut self,
        version: &Version,
        fact: FactId,
        timeline: Timeline,
    ) -> Result<(), FactError> {
        if let Some(value) = timeline.always() {
            return self.give(version, fact, value);
        }
        all_accepted(&version.facts[fact], &timeline)?;
        self.values[fact] = Value::Unknown(Missing::fact(fact));
        self.dated_mut().case.insert(fact, timeline);
        Ok(())
    }

    pub(super) fn dated_mut(&mut self) -> &mut DatedFacts {
        Arc::make_mut(self.dated.get_or_insert_default())
    }

    /// What was given with days.
    pub(crate) fn dated(&self) -> Option<&Arc<DatedFacts>> {
        self.dated.as_ref().filter(|dated| !dated.is_empty())
    }

    /// The facts of a day: what was given with days has its value of that day,
    /// and records that are not there then are left out, without a change to
    /// the numbers of the others.
    #[must_use]
    pub(crate) fn on(mut self, day: Date) -> Facts {
        let Some(dated) = self.dated().cloned() else {
            return self;
        };
        for (fact, timeline) in &dated.case {
            let unknown = Value::Unknown(Missing::fact(*fact));
            self.values[*fact] = timeline.on(day).unwrap_or(unknown);
        }
        for ((list, record, column), (fact, timeline)) in &dated.fields {
            let unknown = Value::Unknown(Missing::fact(*fact));
            let records = self.lists[*list].as_mut();
            if let Some(slot) = records.and_then(|records| records.cell_mut(*record, *column)) {
                *slot = timeline.on(day).unwrap_or(unknown);
            }
        }
        for records in self.lists.iter_mut().flatten() {
            records.put_back_all();
        }
        for ((list, record), days) in &dated.records {
            if let (false, Some(records)) = (days.contains(day), &mut self.lists[*list]) {
                records.leave_out(*record);
            }
        }
        self
    }

    /// Says on which days a record is there.
    pub(crate) fn give_days(&mut self, list: ListId, record: u16, days: DaySpan) {
        if days != DaySpan::ALWAYS {
            self.dated_mut().records.insert((list, record), days);
        }
    }

    /// Gives a fact of a record with days.
    ///
    /// # Errors
    /// When some value's type or size is not what the fact may be.
    pub(crate) fn give_dated_field(
        &mut self,
        version: &Version,
        fact: FactId,
        record: u16,
        timeline: Timeline,
    ) -> Result<(), FactError> {
        if let Some(value) = timeline.always() {
            return self.give_field(version, fact, record, value);
        }
        let declared = &version.facts[fact];
        let Home::Record(list, column) = declared.home else {
            return Err(FactError::WrongType);
        };
        all_accepted(declared, &timeline)?;
        let fields = &mut self.dated_mut().fields;
        fields.insert((list, record, column), (fact, timeline));
        Ok(())
    }

    /// The first and the last day that a question asked on a day is about.
    fn days_asked(&self, version: &Version, on: Date) -> (Date, Date) {
        let days = self.period(version);
        days.filter(|(first, last)| first <= last)
            .unwrap_or((on, on))
    }

    /// The days that a question asked on a day is about and for which a fact
    /// that was given with days has no value.
    pub(crate) fn gaps(
        &self,
        version: &Version,
        on: Date,
        fact: FactId,
        record: Option<u16>,
    ) -> Vec<DaySpan> {
        let timeline = self.dated().and_then(|it| it.timeline(fact, record));
        let (first, last) = self.days_asked(version, on);
        timeline.map_or_else(Vec::new, |timeline| timeline.gaps(first, last))
    }

    /// The records of a list that are there on some day that a question asked
    /// on a day is about, and lack a fact on one.
    pub(crate) fn lacking(&self, version: &Version, on: Date, fact: FactId) -> Vec<u16> {
        let Home::Record(list, column) = version.facts[fact].home else {
            return Vec::new();
        };
        let Some(records) = self.records(list) else {
            return Vec::new();
        };
        let (first, last) = self.days_asked(version, on);
        let is_asked_about = |record: u16| {
            let days = self.dated().and_then(|dated| dated.days(list, record));
            days.is_none_or(|days| days.meets(first, last))
        };
        let lacks = |record: u16| {
            let timeline = self.dated().and_then(|it| it.timeline(fact, Some(record)));
            match timeline {
                Some(timeline) => !timeline.gaps(first, last).is_empty(),
                None => !records.cell(record, column).is_settled(),
            }
        };
        (0..records.given())
            .filter(|record| is_asked_about(*record) && lacks(*record))
            .collect()
    }
}

fn all_accepted(fact: &Fact, timeline: &Timeline) -> Result<(), FactError> {
    let mut values = timeline.values().iter();
    values.try_for_each(|dated| accepts(fact, dated.value))
}
