//! Values written out.

use crate::{
    base::{money::Money, types::Type, value::Value},
    check::formula::Node,
    source::formula::model::Shape,
};

/// The value and type of a literal.
pub(in crate::check) fn literal(shape: &Shape) -> Option<(Value, Type)> {
    Some(match shape {
        Shape::YesNo(yes) => (Value::YesNo(*yes), Type::YesNo),
        Shape::Number(number) => match i64::try_from(*number) {
            Ok(whole) if number.scale() == 0 => (Value::Whole(whole), Type::Whole),
            _ => (Value::Number(*number), Type::Number),
        },
        Shape::Money(pounds) => (Value::Money(Money::exact(*pounds)), Type::Money),
        Shape::Percent(fraction) => (Value::Percent(*fraction), Type::Percent),
        Shape::Date(day) => (Value::Date(*day), Type::Date),
        Shape::Days(days) => (Value::Days(*days), Type::Days),
        Shape::Months(months) => (Value::Months(*months), Type::Months),
        Shape::Negative(part) => match literal(&part.shape)? {
            (Value::Whole(whole), ty) => (Value::Whole(whole.checked_neg()?), ty),
            (Value::Number(number), ty) => (Value::Number(-number), ty),
            _ => return None,
        },
        _ => return None,
    })
}

pub(super) fn constant(shape: &Shape) -> Option<(Node, Type)> {
    let (value, ty) = literal(shape)?;
    Some((Node::Constant(value), ty))
}
