//! Sums of values: exact, end by end for ranges, a fault beyond what can be
//! written.

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::{
    base::{
        ids::{FactId, ReasonId},
        money::Money,
        value::{Missing, Value},
    },
    check::formula::Operator::{self, Add, Divide, Multiply, Subtract},
    eval::{
        arithmetic::{apply, least, most, negative},
        fault::Impossible,
    },
};

fn money(text: &str) -> Value {
    Value::Money(Money::parse(text).unwrap())
}

fn percent(of_hundred: i64) -> Value {
    Value::Percent(Decimal::new(of_hundred, 2).into())
}

fn number(text: &str) -> Value {
    Value::Number(Decimal::from_str_exact(text).unwrap().into())
}

fn worked(left: Value, operator: Operator, right: Value) -> Result<Value, Impossible> {
    apply(operator, &left, &right)
}

#[test]
fn ranges_keep_both_ends() {
    let week = money("230..=240");
    for (operator, right, expected) in [
        (Add, money("10"), "240..=250"),
        (Add, money("1..=2"), "231..=242"),
        (Subtract, money("10"), "220..=230"),
        // Any price within one less any price within the other.
        (Subtract, money("1..=2"), "228..=239"),
        (Multiply, Value::Whole(2), "460..=480"),
        (Multiply, Value::Whole(-1), "-240..=-230"),
        (Multiply, percent(50), "115..=120"),
        (Divide, Value::Whole(10), "23..=24"),
    ] {
        let expected = match expected {
            "-240..=-230" => Value::Money(Money::range((-240).into(), (-230).into()).unwrap()),
            text => money(text),
        };
        assert_eq!(
            worked(week, operator, right),
            Ok(expected),
            "{operator:?} {right:?}"
        );
    }
    assert_eq!(
        worked(Value::Whole(2), Multiply, week),
        Ok(money("460..=480"))
    );
    let ratio = worked(week, Divide, money("10"));
    assert_eq!(ratio, Ok(Value::Unknown(Missing::PRICE_IS_A_RANGE)));
}

#[test]
fn least_and_most_of_price_ranges_compare_each_end() {
    let (week, other) = (money("230..=240"), money("235"));
    assert_eq!(least(week, other), money("230..=235"));
    assert_eq!(most(week, other), money("235..=240"));
    assert_eq!(least(money("1"), money("2")), money("1"));
    assert_eq!(most(Value::Whole(1), Value::Whole(2)), Value::Whole(2));
}

#[test]
fn percentage_multiplies_as_fraction() {
    assert_eq!(
        worked(money("10.10"), Multiply, percent(50)),
        Ok(money("5.05"))
    );
    assert_eq!(worked(percent(10), Add, percent(15)), Ok(percent(25)));
    assert_eq!(worked(percent(100), Subtract, percent(15)), Ok(percent(85)));
    assert_eq!(worked(percent(50), Multiply, percent(50)), Ok(percent(25)));
    assert_eq!(
        worked(percent(50), Multiply, Value::Whole(3)),
        Ok(number("1.50"))
    );
    assert_eq!(
        worked(percent(50), Divide, Value::Whole(2)),
        Ok(percent(25))
    );
    assert_eq!(worked(percent(50), Divide, percent(25)), Ok(number("2")));
}

#[test]
fn overflow_is_a_fault() {
    let max_whole = Value::Whole(i64::MAX);
    let max_pounds = Value::Money(Money::exact(Decimal::MAX));
    for (left, operator, right) in [
        (max_whole, Add, Value::Whole(1)),
        (Value::Whole(i64::MIN), Subtract, Value::Whole(1)),
        (max_whole, Multiply, Value::Whole(2)),
        (max_pounds, Add, max_pounds),
        (max_pounds, Multiply, Value::Whole(2)),
        (
            Value::Number(Decimal::MAX.into()),
            Add,
            Value::Number(Decimal::MAX.into()),
        ),
        (Value::Days(i64::MAX), Add, Value::Days(1)),
        (Value::Months(i64::MIN), Subtract, Value::Months(1)),
        (max_whole, Divide, number("0.0000000000000000000000000001")),
    ] {
        let fault = worked(left, operator, right);
        assert_eq!(
            fault,
            Err(Impossible::Overflow),
            "{left:?} {operator:?} {right:?}"
        );
    }
    assert_eq!(negative(Value::Whole(i64::MIN)), Err(Impossible::Overflow));
}

#[test]
fn division_by_zero_is_a_fault() {
    for (left, right) in [
        (Value::Whole(1), Value::Whole(0)),
        (number("1"), number("0.00")),
        (money("1"), Value::Whole(0)),
        (money("1"), money("0")),
        (percent(10), percent(0)),
    ] {
        assert_eq!(worked(left, Divide, right), Err(Impossible::DivisionByZero));
    }
}

#[test]
fn unsettled_operand_leaves_the_result_unsettled() {
    let fact = |number: usize| Missing::fact(FactId::new(number));
    let (one, other) = (Value::Unknown(fact(1)), Value::Unknown(fact(2)));
    let reason = Value::DoesNotApply(ReasonId::new(0));
    for operator in [Add, Subtract, Multiply, Divide] {
        assert_eq!(worked(one, operator, Value::Whole(0)), Ok(one));
        assert_eq!(worked(money("1"), operator, one), Ok(one));
        let both = Value::Unknown(fact(1).union(fact(2)));
        assert_eq!(worked(one, operator, other), Ok(both));
        // What is unknown comes before what does not apply.
        assert_eq!(worked(reason, operator, one), Ok(one));
        assert_eq!(worked(one, operator, reason), Ok(one));
        assert_eq!(worked(reason, operator, Value::Whole(1)), Ok(reason));
    }
    for pick in [least, most] {
        assert_eq!(pick(one, Value::Whole(1)), one);
        assert_eq!(pick(Value::Whole(1), reason), reason);
    }
}

proptest! {
    /// Whole numbers against integers wide enough to hold every result.
    #[test]
    fn whole_numbers_agree_with_wider_integers(left: i64, right: i64) {
        for (operator, wide) in [
            (Add, i128::from(left) + i128::from(right)),
            (Subtract, i128::from(left) - i128::from(right)),
            (Multiply, i128::from(left) * i128::from(right)),
        ] {
            let expected = i64::try_from(wide).map(Value::Whole);
            let worked = worked(Value::Whole(left), operator, Value::Whole(right));
            prop_assert_eq!(worked, expected.map_err(|_| Impossible::Overflow));
        }
    }

    /// A price within a range, and one within another, have a result within
    /// the range that stands for both.
    #[test]
    fn range_holds_every_price_within_it(
        ends in [0i64..100_000, 0i64..100_000], others in [0i64..100_000, 0i64..100_000],
        times in -20i64..20,
    ) {
        let price = |pence: i64| Money::exact(Decimal::new(pence, 2));
        let range = |[a, b]: [i64; 2]| {
            Money::range(price(a.min(b)).min(), price(a.max(b)).min()).unwrap()
        };
        let (left, right) = (range(ends), range(others));
        let holds = |range: Value, one: Value| {
            let (Value::Money(range), Value::Money(one)) = (range, one) else { return false };
            range.min() <= one.min() && one.max() <= range.max()
        };
        for (one, other) in ends.into_iter().zip(others) {
            let (one, other) = (Value::Money(price(one)), Value::Money(price(other)));
            for operator in [Add, Subtract] {
                let whole = worked(Value::Money(left), operator, Value::Money(right)).unwrap();
                prop_assert!(holds(whole, worked(one, operator, other).unwrap()));
            }
            let whole = worked(Value::Money(left), Multiply, Value::Whole(times)).unwrap();
            prop_assert!(holds(whole, worked(one, Multiply, Value::Whole(times)).unwrap()));
        }
    }
}
