//! The order of several applicants, by the rules of priority alone. The
//! order in which applicants were written down is never among the reasons:
//! those no rule separates are tied, and where a fact is missing it
//! stays open who comes first.

use std::cmp::Ordering;

use super::{evaluator::Evaluator, facts::Facts, fault::Fault, screen::Outcome, trace::Silent};
use crate::{
    base::value::Value,
    check::model::{Priority, PriorityOrder},
    program::model::Ruling,
};

/// What the rules of priority find for one applicant, one value a rule.
///
/// # Errors
/// When arithmetic cannot be done.
pub fn priority_values(ruling: &Ruling<'_>, facts: &Facts) -> Result<Vec<Value>, Fault> {
    let mut it = Evaluator::new(ruling, facts, Silent);
    let rules = ruling.version.selection.priority.iter();
    rules.map(|rule| it.evaluate(&rule.by, None)).collect()
}

/// An applicant as far as the order goes.
#[derive(Clone, Debug)]
pub struct Applicant {
    /// What came of the screening.
    pub outcome: Outcome,
    /// One value per priority rule, in rule order.
    pub weights: Vec<Value>,
}

/// How an applicant is placed relative to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precedence {
    /// Comes before the other.
    Before,
    /// Comes after the other.
    After,
    /// No rule separates them.
    Alike,
    /// A fact that is not known decides.
    Open,
}

/// How one applicant is placed relative to another.
#[must_use]
pub fn precedence(rules: &[Priority], one: &Applicant, other: &Applicant) -> Precedence {
    let weights = one.weights.iter().zip(&other.weights);
    for (rule, (left, right)) in rules.iter().zip(weights) {
        if matches!(left, Value::Unknown(_)) || matches!(right, Value::Unknown(_)) {
            return Precedence::Open;
        }
        match compare_known(rule.first, *left, *right) {
            Some(Ordering::Less) => return Precedence::Before,
            Some(Ordering::Greater) => return Precedence::After,
            Some(Ordering::Equal) => {}
            None => return Precedence::Open,
        }
    }
    Precedence::Alike
}

/// The order in which applicants are listed. One whose fact is missing is
/// listed between a yes and a no. Only the list depends on this, never
/// who comes first.
#[must_use]
pub fn compare_for_display(rules: &[Priority], one: &Applicant, other: &Applicant) -> Ordering {
    let weights = one.weights.iter().zip(&other.weights);
    rules
        .iter()
        .zip(weights)
        .fold(Ordering::Equal, |order, (rule, (left, right))| {
            order
                .then_with(|| display_rank(*left).cmp(&display_rank(*right)))
                .then_with(|| compare_shown(rule.first, *left, *right))
        })
}

/// A yes, then a value, then what is not known, then a no, then what does not
/// apply.
fn display_rank(value: Value) -> u8 {
    match value {
        Value::YesNo(true) => 0,
        Value::Unknown(_) => 2,
        Value::YesNo(false) => 3,
        Value::DoesNotApply(_) => 4,
        _ => 1,
    }
}

/// The order in which two values are listed. Amounts that are ranges go by their lower
/// ends, so that the list is in one order whichever of them overlap.
fn compare_shown(first: PriorityOrder, left: Value, right: Value) -> Ordering {
    let (Value::Money(left), Value::Money(right)) = (left, right) else {
        return compare_known(first, left, right).unwrap_or(Ordering::Equal);
    };
    let order = (left.low(), left.high()).cmp(&(right.low(), right.high()));
    match first {
        PriorityOrder::Least => order,
        PriorityOrder::Most => order.reverse(),
    }
}

/// Which of two known values comes first; `None` if they have no order, as ranges that
/// overlap.
fn compare_known(first: PriorityOrder, left: Value, right: Value) -> Option<Ordering> {
    let order = match (left, right) {
        (Value::YesNo(left), Value::YesNo(right)) => return Some(right.cmp(&left)),
        (Value::DoesNotApply(_), Value::DoesNotApply(_)) => Ordering::Equal,
        (Value::DoesNotApply(_), _) => return Some(Ordering::Greater),
        (_, Value::DoesNotApply(_)) => return Some(Ordering::Less),
        (Value::Date(left), Value::Date(right)) => left.cmp(&right),
        (Value::Time(left), Value::Time(right)) => left.cmp(&right),
        (Value::Days(left), Value::Days(right)) | (Value::Months(left), Value::Months(right)) => {
            left.cmp(&right)
        }
        (Value::Percent(left), Value::Percent(right)) => left.cmp(&right),
        (Value::Money(left), Value::Money(right)) if !left.is_range() && !right.is_range() => {
            left.low().cmp(&right.low())
        }
        (Value::Money(left), Value::Money(right)) if left.high() < right.low() => Ordering::Less,
        (Value::Money(left), Value::Money(right)) if right.high() < left.low() => Ordering::Greater,
        _ => left.number()?.cmp(&right.number()?),
    };
    Some(match first {
        PriorityOrder::Least => order,
        PriorityOrder::Most => order.reverse(),
    })
}

/// An applicant's position among the eligible ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// How many eligible applicants come before.
    pub before: usize,
    /// The eligible applicants whom no priority puts before or after this one.
    pub alike: Vec<usize>,
    /// The eligible applicants for whom it is open which of the two comes first.
    pub open: Vec<usize>,
    /// Those not decided yet who, if found eligible, may not come after.
    pub undecided: Vec<usize>,
}

/// Whether there is a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placing {
    /// A place is certain.
    Place,
    /// A place depends on facts not yet known.
    Open,
    /// There is none left.
    NoPlace,
}

impl Position {
    /// The best and worst possible position among the eligible.
    #[must_use]
    pub fn positions(&self) -> (usize, usize) {
        let first = self.before + 1;
        (first, first + self.alike.len() + self.open.len())
    }

    /// Whether there is a place, with this number of vacancies.
    #[must_use]
    pub fn placing(&self, vacancies: usize) -> Placing {
        let (first, last) = self.positions();
        if last + self.undecided.len() <= vacancies {
            Placing::Place
        } else if first > vacancies {
            Placing::NoPlace
        } else {
            Placing::Open
        }
    }
}

/// The position of applicant `number` of `all`.
#[must_use]
pub fn position(rules: &[Priority], all: &[Applicant], number: usize) -> Position {
    let mut position = Position {
        before: 0,
        alike: Vec::new(),
        open: Vec::new(),
        undecided: Vec::new(),
    };
    let Some(one) = all.get(number) else {
        return position;
    };
    for (index, other) in all.iter().enumerate().filter(|(index, _)| *index != number) {
        let precedence = precedence(rules, one, other);
        match (other.outcome, precedence) {
            (Outcome::NotEligible, _) | (_, Precedence::Before) => {}
            (Outcome::Refer | Outcome::Undetermined, _) => position.undecided.push(index),
            (Outcome::Eligible, Precedence::After) => position.before += 1,
            (Outcome::Eligible, Precedence::Alike) => position.alike.push(index),
            (Outcome::Eligible, Precedence::Open) => position.open.push(index),
        }
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{ids::ReasonId, money::Money, ratio::Ratio, time::Time, value::Missing},
        book,
        load::BookFrom,
    };

    const YES: Value = Value::YesNo(true);
    const NO: Value = Value::YesNo(false);
    const UNKNOWN: Value = Value::Unknown(Missing::NONE);

    fn of(outcome: Outcome, weight: Value) -> Applicant {
        Applicant {
            outcome,
            weights: vec![weight],
        }
    }

    /// A smaller and a larger value of each type with an order.
    fn pairs() -> Vec<(Value, Value)> {
        let day = |text: &str| Value::Date(text.parse().unwrap());
        let time = |minutes| Value::Time(Time::from_minutes(minutes).unwrap());
        let money = |pounds: i64| Value::Money(Money::one(Ratio::from(pounds)));
        vec![
            (day("2018-04-30"), day("2018-05-01")),
            (time(599), time(600)),
            (Value::Days(6), Value::Days(7)),
            (Value::Months(11), Value::Months(12)),
            (Value::Whole(-1), Value::Whole(0)),
            (Value::Number(Ratio::from(2)), Value::Whole(3)),
            (
                Value::Percent(Ratio::from(0)),
                Value::Percent(Ratio::from(1)),
            ),
            (money(2), money(3)),
        ]
    }

    #[test]
    fn least_and_most_put_every_type_in_order() {
        use Ordering::{Equal, Greater, Less};
        use PriorityOrder::{Least, Most};
        for (small, large) in pairs() {
            let shown = format!("{small:?} {large:?}");
            assert_eq!(compare_known(Least, small, large), Some(Less), "{shown}");
            assert_eq!(compare_known(Least, large, small), Some(Greater), "{shown}");
            assert_eq!(compare_known(Most, small, large), Some(Greater), "{shown}");
            assert_eq!(compare_known(Most, large, small), Some(Less), "{shown}");
            for first in [Least, Most] {
                assert_eq!(compare_known(first, small, small), Some(Equal), "{shown}");
                let none = Value::DoesNotApply(ReasonId::new(0));
                assert_eq!(compare_known(first, none, small), Some(Greater), "{shown}");
                assert_eq!(compare_known(first, small, none), Some(Less), "{shown}");
                assert_eq!(compare_known(first, none, none), Some(Equal));
            }
        }
        for first in [Least, Most] {
            assert_eq!(compare_known(first, YES, NO), Some(Less));
            assert_eq!(compare_known(first, NO, YES), Some(Greater));
        }
    }

    #[test]
    fn price_that_is_a_range_has_an_order_where_it_does_not_overlap() {
        use Ordering::{Greater, Less};
        use PriorityOrder::{Least, Most};
        let money = |text| Value::Money(Money::parse(text).unwrap());
        let (range, touches, above) = (money("2.00..=4.00"), money("4.00"), money("9.00"));
        for (one, other) in [(range, touches), (touches, range), (range, range)] {
            assert_eq!(compare_known(Least, one, other), None);
        }
        assert_eq!(compare_known(Least, range, above), Some(Less));
        assert_eq!(compare_known(Least, above, range), Some(Greater));
        assert_eq!(compare_known(Most, range, above), Some(Greater));
        // The list has one order all the same.
        assert_eq!(compare_shown(Least, range, touches), Less);
        assert_eq!(compare_shown(Most, range, touches), Greater);
    }

    #[test]
    fn list_shows_a_yes_then_values_then_unknown_then_a_no() {
        let none = Value::DoesNotApply(ReasonId::new(0));
        let shown = [YES, Value::Whole(1), UNKNOWN, NO, none].map(display_rank);
        assert!(shown.is_sorted_by(|one, next| one < next), "{shown:?}");
    }

    #[test]
    fn place_is_certain_only_when_no_open_applicant_can_take_it() {
        let opened = book::open(BookFrom::Files(almoner_built_in::files())).unwrap();
        let program = opened.book.unwrap().into_program();
        let set = program.rule_set("head-start").unwrap();
        let rules = set.newest().selection.priority.as_slice();
        let all = [
            of(Outcome::Eligible, YES),
            of(Outcome::Eligible, NO),
            of(Outcome::Eligible, NO),
            of(Outcome::Eligible, UNKNOWN),
            of(Outcome::Refer, YES),
            of(Outcome::NotEligible, YES),
        ];
        let first = position(rules, &all, 0);
        assert_eq!(first.positions(), (1, 2));
        let places = |it: &Position| [1, 2, 3, 4, 5].map(|free| it.placing(free));
        use Placing::{NoPlace, Open, Place};
        assert_eq!(places(&first), [Open, Open, Place, Place, Place]);
        let second = position(rules, &all, 1);
        assert_eq!((second.before, second.alike.as_slice()), (1, &[2][..]));
        assert_eq!(places(&second), [NoPlace, Open, Open, Open, Place]);
        assert_eq!(compare_for_display(rules, &all[3], &all[1]), Ordering::Less);
        assert_eq!(
            compare_for_display(rules, &all[1], &all[2]),
            Ordering::Equal
        );
    }
}
