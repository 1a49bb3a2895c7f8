//! Over which days the same rules and prices are selected.

use std::ops::RangeInclusive;

use super::dates;
use crate::{
    base::{
        date::{self, Date},
        ids::{TariffId, VersionId},
    },
    program::model::{Program, Ruling},
};

/// The rules and prices of a day, and those of the rule sets that they use; none where a
/// rule set has none.
type RulesOfDay = Vec<Option<(VersionId, Option<TariffId>)>>;

/// Selects rules as they were known on a day.
#[derive(Clone, Copy)]
pub(super) struct Selects<'p> {
    pub(super) program: &'p Program,
    pub(super) known: Option<Date>,
}

impl<'p> Selects<'p> {
    fn select(&self, rule_set: &str, day: Date) -> Option<Ruling<'p>> {
        self.program.select(rule_set, day, self.known).ok()
    }

    /// The rules of a rule set on all these days; none if they change between them.
    pub(super) fn one_of_all(
        &self,
        rule_set: &str,
        days: RangeInclusive<Date>,
    ) -> Option<Ruling<'p>> {
        let ruling = self.select(rule_set, *days.start())?;
        let next = |day: &Date| self.program.next_change(rule_set, *day);
        let changes = std::iter::successors(next(days.start()), next);
        let mut within = changes.take_while(|day| day <= days.end());
        let is_same = |day: Date| {
            let other = self.select(rule_set, day);
            other.is_some_and(|it| ids(&it) == ids(&ruling))
        };
        within.all(is_same).then_some(ruling)
    }

    /// What is selected on a day.
    fn on(&self, ruling: &Ruling<'_>, day: Date) -> RulesOfDay {
        let sets = rule_sets(ruling).into_iter();
        sets.map(|set| self.select(set, day).map(|it| ids(&it)))
            .collect()
    }

    /// The days around these, on which the ruling is in force, that have the same rules
    /// and prices.
    pub(super) fn unchanged(
        &self,
        ruling: &Ruling<'_>,
        days: &RangeInclusive<Date>,
    ) -> RangeInclusive<Date> {
        let sets = rule_sets(ruling);
        let next = |day: Date| {
            let changes = sets.iter();
            changes
                .filter_map(|set| self.program.next_change(set, day))
                .min()
        };
        let mut first = ruling.version.in_force;
        let mut day = first;
        while let Some(change) = next(day).filter(|it| it <= days.start()) {
            if self.on(ruling, change) != self.on(ruling, day) {
                first = change;
            }
            day = change;
        }
        let own = self.on(ruling, *days.start());
        while let Some(change) = next(day) {
            if self.on(ruling, change) != own {
                return first..=date::add_days(change, -1).unwrap_or(day);
            }
            day = change;
        }
        first..=dates::unpacked(dates::LAST).unwrap_or(day)
    }
}

/// The rule set, and those that it uses.
fn rule_sets<'r>(ruling: &Ruling<'r>) -> Vec<&'r str> {
    let version = ruling.version;
    std::iter::once(&*version.id)
        .chain(version.uses())
        .collect()
}

fn ids(ruling: &Ruling<'_>) -> (VersionId, Option<TariffId>) {
    (ruling.version_id, ruling.tariff_id)
}
