//! The days on which the rules or prices of a question may change.

use super::model::Program;
use crate::base::date::{self, Date};

impl Program {
    /// The first day after `day` on which a version of the rule set or a
    /// tariff begins, or one has ended.
    pub(crate) fn next_change(&self, rule_set: &str, day: Date) -> Option<Date> {
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
        changes.filter(|change| *change > day).min()
    }
}
