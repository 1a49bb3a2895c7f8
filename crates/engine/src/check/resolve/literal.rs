//! Values written out.

use crate::{
    base::{money::Money, types::Type, value::Value},
    check::formula::Node,
    source::formula::model::FormulaKind,
};

/// The value and type of a literal.
pub(in crate::check) fn literal(shape: &FormulaKind) -> Option<(Value, Type)> {
    Some(match shape {
        FormulaKind::YesNo(yes) => (Value::YesNo(*yes), Type::YesNo),
        FormulaKind::Number(number) => match i64::try_from(*number) {
            Ok(whole) if number.scale() == 0 => (Value::Whole(whole), Type::Whole),
            _ => (Value::Number((*number).into()), Type::Number),
        },
        FormulaKind::Money(pounds) => (Value::Money(Money::exact(*pounds)), Type::Money),
        FormulaKind::Percent(fraction) => (Value::Percent((*fraction).into()), Type::Percent),
        FormulaKind::Date(day) => (Value::Date(*day), Type::Date),
        FormulaKind::Time(time) => (Value::Time(*time), Type::Time),
        FormulaKind::Days(days) => (Value::Days(*days), Type::Days),
        FormulaKind::Months(months) => (Value::Months(*months), Type::Months),
        FormulaKind::Negative(part) => match literal(&part.kind)? {
            (Value::Whole(whole), ty) => (Value::Whole(whole.checked_neg()?), ty),
            (Value::Number(number), ty) => (Value::Number(-number), ty),
            _ => return None,
        },
        _ => return None,
    })
}

pub(super) fn constant(shape: &FormulaKind) -> Option<(Node, Type)> {
    let (value, ty) = literal(shape)?;
    Some((Node::Constant(value), ty))
}
