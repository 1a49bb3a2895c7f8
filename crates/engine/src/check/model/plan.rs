//! How next year's prices follow from this year's.

use rust_decimal::Decimal;

use crate::base::{
    money::Money,
    rounding_bands::RoundingBands,
    source_text::{Place, SourceId},
};

/// How next year's prices follow from this year's.
#[derive(Debug)]
#[non_exhaustive]
pub struct Plan {
    /// The year whose prices it makes.
    pub year: Box<str>,
    /// Where that is written.
    pub place: Place,
    /// Its rules, in order.
    pub rules: Vec<PlanRule>,
    /// The file it is written in.
    pub file: SourceId,
}

/// One rule of a plan.
#[derive(Clone, Debug)]
pub struct PlanRule {
    /// The charges it is about.
    pub charges: ChargePattern,
    /// What becomes of their prices.
    pub price: PlannedPrice,
    /// Why; empty only where a rule is typed and not written in a file.
    pub reason: Box<str>,
    /// Where the charges are named, in a file.
    pub place: Option<Place>,
}

/// What becomes of a price; percentages are fractions of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlannedPrice {
    /// It is raised and rounded.
    Raise(Decimal, RoundingBands),
    /// It stays.
    Keep,
    /// It is this.
    Set(Money),
    /// It is the first price of a charge.
    New(Money),
    /// The charge ends.
    End,
}

/// A service, a pattern such as `music.*`, or a charge.
///
/// ```
/// # use almoner_engine::model::ChargePattern;
/// let music = ChargePattern::new("music");
/// let weeks = ChargePattern::new("*.week");
/// assert_eq!(music.precision("music.lesson"), Some(6));
/// assert_eq!(music.precision("musical.lesson"), None);
/// assert_eq!(weeks.precision("nursery.full.week"), Some(5));
/// assert!(ChargePattern::new("music.lesson").precision("music.lesson") > Some(12));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargePattern(Box<str>);

impl ChargePattern {
    /// What is written: the id of a service or a charge, or text in which each
    /// `*` stands for any letters.
    #[must_use]
    pub fn new(written: &str) -> ChargePattern {
        ChargePattern(written.into())
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is this one charge.
    #[must_use]
    pub fn is_charge(&self, id: &str) -> bool {
        *self.0 == *id
    }

    /// How precisely a charge is meant, `None` where it is not: the letters that are
    /// given, those of a service with its dot. A charge itself is above all else.
    #[must_use]
    pub fn precision(&self, id: &str) -> Option<usize> {
        if self.is_charge(id) {
            return Some(usize::MAX);
        }
        if self.0.contains('*') {
            let letters = self.0.chars().filter(|it| *it != '*').count();
            return matches_pattern(&self.0, id).then_some(letters);
        }
        let rest = id.strip_prefix(&*self.0)?;
        let letters = self.0.chars().count().checked_add(1)?;
        (rest.starts_with('.') && !self.0.contains('.')).then_some(letters)
    }
}

impl PlanRule {
    /// The rules that decide a charge: the most precise ones, of which there should
    /// be one at most.
    #[must_use]
    pub fn deciding<'r>(rules: &'r [PlanRule], id: &str) -> Vec<&'r PlanRule> {
        let precise = || {
            let each = rules.iter();
            each.filter_map(|rule| Some((rule.charges.precision(id)?, rule)))
        };
        let most = precise().map(|(precision, _)| precision).max();
        precise()
            .filter(|(precision, _)| Some(*precision) == most)
            .map(|(_, rule)| rule)
            .collect()
    }
}

/// Whether a text is what a pattern says, each `*` being any letters: what is
/// before the first is at its beginning, what is after the last at its end, the
/// rest between them in order.
fn matches_pattern(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_what_they_say() {
        for (pattern, id) in [
            ("*", "a.b"),
            ("a.*", "a.b"),
            ("*.b", "a.b"),
            ("a.*.c*", "a.b.c"),
            ("a*b", "ab"),
        ] {
            assert!(matches_pattern(pattern, id), "{pattern} {id}");
        }
        for (pattern, id) in [
            ("a.*", "b.a"),
            ("aa*a", "aa"),
            ("a*c*b", "a.b"),
            ("*.b", "a.bc"),
        ] {
            assert!(!matches_pattern(pattern, id), "{pattern} {id}");
        }
    }

    #[test]
    fn most_precise_rules_decide() {
        let rule = |charges: &str| PlanRule {
            charges: ChargePattern::new(charges),
            price: PlannedPrice::Keep,
            reason: "x".into(),
            place: None,
        };
        let rules = ["*", "music", "music.*", "music.hire*", "music.hire.term"].map(rule);
        let deciding = |id: &str| -> Vec<String> {
            let rules = PlanRule::deciding(&rules, id);
            rules
                .iter()
                .map(|it| it.charges.as_str().to_owned())
                .collect()
        };
        assert_eq!(deciding("nursery.day"), ["*"]);
        assert_eq!(deciding("music.lesson"), ["music", "music.*"]);
        assert_eq!(deciding("music.hire.year"), ["music.hire*"]);
        assert_eq!(deciding("music.hire.term"), ["music.hire.term"]);
    }
}
