//! A period cut where its rules or prices change: between two cuts the same
//! version and the same tariff answer for every day.

use super::{
    model::{Program, Ruling},
    select::Unavailable,
};
use crate::base::date::{self, Date};

/// Days in a row for which the same rules and prices are in force.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PeriodPart<'p> {
    /// The rules and prices, asked about its first day.
    pub ruling: Ruling<'p>,
    /// Its last day.
    pub last: Date,
}

impl Program {
    /// The parts from `first` to `last`, both included.
    ///
    /// # Errors
    /// When some day between them is outside every version or tariff: the
    /// first such day.
    pub fn split_period(
        &self,
        rule_set: &str,
        first: Date,
        last: Date,
        known: Option<Date>,
    ) -> Result<Vec<PeriodPart<'_>>, Unavailable> {
        let mut parts: Vec<PeriodPart<'_>> = Vec::new();
        for day in self.changes(rule_set, first, last) {
            let ruling = self.select(rule_set, day, known)?;
            match parts.last_mut() {
                Some(before) if are_same(&before.ruling, &ruling) => {}
                Some(before) => {
                    before.last = date::add_days(day, -1).unwrap_or(day);
                    parts.push(PeriodPart { ruling, last });
                }
                None => parts.push(PeriodPart { ruling, last }),
            }
        }
        Ok(parts)
    }

    /// The first day, and every later one on which a version or a tariff
    /// begins or one has ended.
    fn changes(&self, rule_set: &str, first: Date, last: Date) -> Vec<Date> {
        let after = |until: Date| date::add_days(until, 1);
        let versions = self
            .rule_set(rule_set)
            .into_iter()
            .flat_map(|it| &it.versions);
        let of_versions = versions.flat_map(|version| {
            let ended = version.until.and_then(after);
            [Some(version.in_force), ended]
        });
        let tariffs = self.book.tariffs.iter();
        let of_tariffs = tariffs.flat_map(|it| [Some(it.in_force), after(it.until)]);
        let changes = of_versions.chain(of_tariffs).flatten();
        let mut days: Vec<Date> = changes
            .filter(|day| first < *day && *day <= last)
            .chain([first])
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

fn are_same(before: &Ruling<'_>, after: &Ruling<'_>) -> bool {
    let same_tariff = match (before.tariff, after.tariff) {
        (Some(before), Some(after)) => std::ptr::eq(before, after),
        (None, None) => true,
        _ => false,
    };
    same_tariff && std::ptr::eq(before.version, after.version)
}
