//! Formulas over the records of a list.

use std::ops::Range;

use super::Resolver;
use crate::{
    base::{
        code::Code,
        diagnostic::Diagnostic,
        money::Money,
        operators::Quantifier,
        types::Type,
        value::{Missing, Value},
    },
    check::{
        formula::{Node, Over},
        model::Home,
        names::Named,
    },
    source::formula::model::Over as Written,
};

impl Resolver<'_, '_, '_> {
    pub(super) fn over(&mut self, over: &Written, span: &Range<u32>) -> Option<(Node, Type)> {
        let list = match self.scope.look_up(&over.list) {
            Some(Named::Fact(_, Type::List, Home::List(list))) => *list,
            Some(_) => {
                let says = format!("`{}` is not a list", over.list);
                self.remark(Code::TypeMismatch, &over.list_span, says, None);
                return None;
            }
            None => {
                if !self.scope.may_be_unread(&over.list) {
                    let place = self.place(&over.list_span);
                    let says = format!("there is no list `{}`", over.list);
                    let remark = Diagnostic::new(Code::UnknownName, place, says);
                    self.remarks
                        .add(remark.nearest(&over.list, self.scope.lists()));
                }
                return None;
            }
        };
        self.lists.push(list);
        let filter = over.filter.as_ref().map(|filter| self.yes_no(filter));
        let take = over.take.as_ref().map(|take| self.typed(take, None));
        self.lists.pop();
        let filter = match filter {
            Some(filter) => Some(filter?),
            None => None,
        };
        let (take, ty) = match take {
            Some(take) => {
                let (expr, ty) = take?;
                (Some(expr), ty)
            }
            None if over.quantifier == Quantifier::Count => (None, Type::Whole),
            None => (None, Type::YesNo),
        };
        let Some(nothing) = zero_of(&ty, over.quantifier) else {
            let (part, asked) = match (&over.take, over.quantifier) {
                (Some(take), Quantifier::Sum) => (&take.span, "added up"),
                (Some(take), _) => (&take.span, "put in order"),
                (None, _) => (span, "added up"),
            };
            let what = over
                .take
                .as_ref()
                .map_or(String::new(), |it| self.shown(it));
            let says = format!("`{what}` is {ty}, which cannot be {asked}");
            self.remark(Code::TypeMismatch, part, says, None);
            return None;
        };
        let resolved = Over {
            quantifier: over.quantifier,
            list,
            take,
            nothing,
            filter,
        };
        Some((Node::Over(resolved.into()), ty))
    }
}

/// What a sum over no records is.
fn zero_of(ty: &Type, quantifier: Quantifier) -> Option<Value> {
    Some(match (quantifier, ty) {
        (Quantifier::Any | Quantifier::Every, _) => Value::Unknown(Missing::NONE),
        (_, Type::Whole) => Value::Whole(0),
        (_, Type::Number) => Value::Number(rust_decimal::Decimal::ZERO),
        (_, Type::Money) => Value::Money(Money::ZERO),
        (_, Type::Percent) => Value::Percent(rust_decimal::Decimal::ZERO),
        (_, Type::Days) => Value::Days(0),
        (_, Type::Months) => Value::Months(0),
        (Quantifier::Least | Quantifier::Most, Type::Date) => Value::Unknown(Missing::NONE),
        _ => return None,
    })
}
