//! The percentages of a plan in words.

use rust_decimal::Decimal;

use almoner_engine::{
    base::rounding_bands::RoundingBands,
    check::model::{PlanRule, PlannedPrice},
};

/// A percentage and rounding, with the charges that they are stated for.
#[derive(Clone, Debug)]
pub(super) struct Raise<'r> {
    by: Decimal,
    steps: &'r RoundingBands,
    reason: &'r str,
    /// What the rules are about, as written.
    pub(super) charges: Vec<&'r str>,
    /// Whether the rules were typed, and are in no file.
    pub(super) is_typed: bool,
}

impl<'r> Raise<'r> {
    /// Those of the rules, each with the rules that state the same.
    pub(super) fn all(rules: &'r [PlanRule]) -> Vec<Raise<'r>> {
        let mut all: Vec<Raise<'r>> = Vec::new();
        for rule in rules {
            let PlannedPrice::Raise(by, steps) = &rule.price else {
                continue;
            };
            match all.iter_mut().find(|it| it.is_of(rule)) {
                Some(same) => same.charges.push(rule.charges.as_str()),
                None => all.push(Raise {
                    by: *by,
                    steps,
                    reason: &rule.reason,
                    charges: vec![rule.charges.as_str()],
                    is_typed: rule.place.is_none(),
                }),
            }
        }
        all
    }

    /// Whether a rule states this.
    pub(super) fn is_of(&self, rule: &PlanRule) -> bool {
        let PlannedPrice::Raise(by, steps) = &rule.price else {
            return false;
        };
        *by == self.by && steps == self.steps && *rule.reason == *self.reason
    }

    /// What the rules are about, for the reader.
    pub(super) fn about(&self) -> String {
        match self.charges.as_slice() {
            ["*"] => "All others".to_owned(),
            charges => charges.join(", "),
        }
    }

    /// The percentage: `5` for 5%.
    pub(super) fn percent(&self) -> Decimal {
        self.by.saturating_mul(Decimal::ONE_HUNDRED).normalize()
    }

    /// `5%, rounded half up to 5p under £10, £1`.
    pub(super) fn words(&self) -> String {
        format!("{}%, rounded half up to {}", self.percent(), self.steps)
    }

    /// The reason behind a colon, where there is one.
    pub(super) fn because(&self) -> String {
        if self.reason.is_empty() {
            String::new()
        } else {
            format!(": {}", self.reason.trim_end_matches('.'))
        }
    }
}

/// How a year's prices follow from another's, in a sentence: `It is 2018/19 in
/// nursery by 3%, rounded half up to 5p: inflation.`
#[must_use]
pub fn made_from(year: &str, rules: &[PlanRule]) -> String {
    let parts = Raise::all(rules).into_iter().map(|it| {
        let of = match it.charges.as_slice() {
            ["*"] => String::new(),
            charges => format!(" in {}", charges.join(", ")),
        };
        format!("{of} by {}{}", it.words(), it.because())
    });
    let parts: Vec<String> = parts.collect();
    match parts.as_slice() {
        [] => format!("It is {year}."),
        _ => format!("It is {year}{}.", parts.join(";")),
    }
}
