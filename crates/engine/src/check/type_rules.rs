//! Which types go together: money × number is money, money ÷ money is a
//! number, money + number is a mistake.

use crate::base::{diagnostic_code::Code, operators::Operator, types::Type};

/// Why two types do not go together.
pub(super) struct TypeConflict {
    pub(super) code: Code,
    left: Type,
    right: Type,
    /// What cannot be done with them.
    cannot: &'static str,
    pub(super) help: Option<&'static str>,
}

impl TypeConflict {
    /// The sentence, with both sides as they are written.
    pub(super) fn says(&self, left: &str, right: &str) -> String {
        format!(
            "`{left}` is {} and `{right}` is {}: {}",
            self.left, self.right, self.cannot
        )
    }
}

/// The type of `left operator right`.
pub(super) fn arithmetic(
    operator: Operator,
    left: &Type,
    right: &Type,
) -> Result<Type, TypeConflict> {
    let result = match operator {
        Operator::Add => sum(left, right).or_else(|| sum(right, left)),
        Operator::Subtract => difference(left, right),
        Operator::Multiply => product(left, right).or_else(|| product(right, left)),
        Operator::Divide => quotient(left, right),
    };
    result.ok_or_else(|| clash(operator, left, right))
}

fn sum(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::Whole, Type::Whole) => Some(Type::Whole),
        (Type::Date, Type::Days | Type::Months) => Some(Type::Date),
        _ if left.is_number() && right.is_number() => Some(Type::Number),
        _ if left == right && adds_up(left) => Some(left.clone()),
        _ => None,
    }
}

fn adds_up(ty: &Type) -> bool {
    matches!(ty, Type::Percent | Type::Days | Type::Months) || ty.is_money()
}

fn difference(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::Date, Type::Date) => Some(Type::Days),
        (Type::Days | Type::Months, Type::Date) => None,
        _ => sum(left, right),
    }
}

fn product(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::Whole, Type::Whole) => Some(Type::Whole),
        (money, Type::Percent) if money.is_money() => Some(money.clone()),
        (Type::Percent, Type::Percent) => Some(Type::Percent),
        (Type::Days | Type::Months, Type::Whole) => Some(left.clone()),
        (money, _) if money.is_money() && right.is_number() => Some(money.clone()),
        (Type::Percent, _) if right.is_number() => Some(Type::Number),
        _ if left.is_number() && right.is_number() => Some(Type::Number),
        _ => None,
    }
}

fn quotient(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::Percent, Type::Percent) => Some(Type::Number),
        (money, other) if money.is_money() && money == other => Some(Type::Number),
        (Type::Percent, _) if right.is_number() => Some(left.clone()),
        (money, _) if money.is_money() && right.is_number() => Some(left.clone()),
        _ if left.is_number() && right.is_number() => Some(Type::Number),
        _ => None,
    }
}

fn clash(operator: Operator, left: &Type, right: &Type) -> TypeConflict {
    let (code, help) = if is_span(left) && is_span(right) {
        (Code::UnitMismatch, Some(ONE_UNIT))
    } else if units_differ(left, right) && operator != Operator::Multiply {
        (Code::UnitMismatch, Some(ONE_STRETCH))
    } else {
        (Code::TypeMismatch, help_with(operator, left, right))
    };
    TypeConflict {
        code,
        left: left.clone(),
        right: right.clone(),
        cannot: match operator {
            Operator::Add => "they cannot be added",
            Operator::Subtract => "one cannot be taken from the other",
            Operator::Multiply => "they cannot be multiplied",
            Operator::Divide => "one cannot be divided by the other",
        },
        help,
    }
}

const ONE_UNIT: &str = "count both in days (and weeks), or both in months (and years): a month has no fixed number of days";
const AMOUNT: &str = "write an amount with its sign, such as £5.00";
const SPAN: &str = "say what is counted: `10 days`, `6 months`";

const ONE_STRETCH: &str = "say what both are by, as in `£5.00 per week`; `per` converts by the factor of a value with `converts`";

/// Whether both are amounts, and not by the same stretch of time.
fn units_differ(one: &Type, other: &Type) -> bool {
    one.is_money() && other.is_money() && one != other
}

fn is_span(ty: &Type) -> bool {
    matches!(ty, Type::Days | Type::Months)
}

fn help_with(operator: Operator, left: &Type, right: &Type) -> Option<&'static str> {
    let adding = matches!(operator, Operator::Add | Operator::Subtract);
    match (left, right) {
        (Type::Money, number) | (number, Type::Money) if adding && number.is_number() => {
            Some(AMOUNT)
        }
        (Type::Date, number) | (number, Type::Date) if adding && number.is_number() => Some(SPAN),
        (Type::Time, Type::Time) => {
            Some("the hours between two times are `hours_between(start, end)`")
        }
        (Type::Date, Type::Date) => {
            Some("the days between two dates are `count_days(last - first)`")
        }
        (Type::Money, Type::Percent) | (Type::Percent, Type::Money) if adding => {
            Some("take the percentage of an amount, as in `charge * 50%`")
        }
        (Type::Money, Type::Money) => Some("an amount is multiplied by a number or a percentage"),
        _ => None,
    }
}

/// The code of a mistake between two types.
pub(super) fn code(one: &Type, other: &Type) -> Code {
    if is_span(one) && is_span(other) || units_differ(one, other) {
        Code::UnitMismatch
    } else {
        Code::TypeMismatch
    }
}

/// What may turn one type into another that is needed.
pub(super) fn remedy(ty: &Type, needed: &Type, is_literal: bool) -> Option<&'static str> {
    match (needed, ty) {
        (Type::YesNo, Type::Choice(_)) => {
            Some("compare it with one of its options, as in `kind = training`")
        }
        (Type::YesNo, Type::Choices(_)) => {
            Some("ask what it includes, as in `kinds includes training`")
        }
        (Type::YesNo, _) => Some("compare it with something, as in `pupils > 0`"),
        (Type::Money, number) if number.is_number() && is_literal => Some(AMOUNT),
        (Type::Money, Type::MoneyPer(_)) => Some("say over how many, as in `over(rent, 13)`"),
        (Type::MoneyPer(_), money) if money.is_money() => Some(ONE_STRETCH),
        (Type::Money, number) if number.is_number() => {
            Some("multiply an amount by it, as in `charge * hours`")
        }
        (Type::Days | Type::Months, number) if number.is_number() => Some(SPAN),
        (Type::Days | Type::Months, Type::Days | Type::Months) => Some(ONE_UNIT),
        (Type::Whole, Type::Number) => Some("`floor(…)` or `ceiling(…)` make a whole number of it"),
        (Type::Number | Type::Whole, Type::Days) => Some("`count_days(…)` makes a number of it"),
        _ => None,
    }
}

/// Whether two types can be compared, and in order if they must be.
pub(super) fn comparable(left: &Type, right: &Type, ordered: bool) -> Result<(), TypeConflict> {
    let clash = |code, cannot, help| {
        Err(TypeConflict {
            code,
            left: left.clone(),
            right: right.clone(),
            cannot,
            help,
        })
    };
    let compared = "they cannot be compared";
    if left != right && is_span(left) && is_span(right) {
        return clash(Code::UnitMismatch, compared, Some(ONE_UNIT));
    }
    if units_differ(left, right) {
        return clash(Code::UnitMismatch, compared, Some(ONE_STRETCH));
    }
    if matches!(left, Type::Choices(_)) || matches!(right, Type::Choices(_)) {
        let help = "write `includes`, as in `languages includes french`";
        return clash(Code::TypeMismatch, compared, Some(help));
    }
    if !left.compares_with(right) {
        let help = match (left, right) {
            (Type::Money, number) | (number, Type::Money) if number.is_number() => Some(AMOUNT),
            (Type::Days | Type::Months, number) | (number, Type::Days | Type::Months)
                if number.is_number() =>
            {
                Some(SPAN)
            }
            (Type::Time, number) | (number, Type::Time) if number.is_number() => {
                Some("compare a time of day with a time of day, as in `18:00`")
            }
            (Type::Date, number) | (number, Type::Date) if number.is_number() => {
                Some("compare a date with a date, as in `2018-04-01`, or `age(…)` with a number")
            }
            _ => None,
        };
        return clash(Code::TypeMismatch, compared, help);
    }
    if ordered && !left.is_ordered() {
        return clash(
            Code::TypeMismatch,
            "neither is more than the other",
            Some("compare them with `=` or `!=`"),
        );
    }
    Ok(())
}
