//! Formulas over the records of a list.

use std::ops::Range;

use super::{Around, Resolver};
use crate::{
    base::{
        diagnostic_code::Code,
        money::Money,
        operators::Quantifier,
        ratio::Ratio,
        types::Type,
        value::{Missing, Value},
    },
    check::formula::{Aggregate, Node},
    source::formula::model::Aggregate as Written,
};

impl Resolver<'_, '_, '_> {
    pub(super) fn aggregate(
        &mut self,
        aggregate: &Written,
        span: &Range<u32>,
    ) -> Option<(Node, Type)> {
        let list = self.list_named(&aggregate.list, &aggregate.list_span)?;
        let around = std::mem::replace(&mut self.relates, false);
        self.lists.push(Around { list, ranks: false });
        let filter = aggregate.filter.as_ref().map(|filter| self.yes_no(filter));
        let take = aggregate.take.as_ref().map(|take| self.typed(take, None));
        self.lists.pop();
        let relates = std::mem::replace(&mut self.relates, around);
        let filter = match filter {
            Some(filter) => Some(filter?),
            None => None,
        };
        let (take, ty) = match take {
            Some(take) => {
                let (expr, ty) = take?;
                (Some(expr), ty)
            }
            None if aggregate.quantifier == Quantifier::Count => (None, Type::Whole),
            None => (None, Type::YesNo),
        };
        let Some(nothing) = zero_of(&ty, aggregate.quantifier) else {
            let (part, asked) = match (&aggregate.take, aggregate.quantifier) {
                (Some(take), Quantifier::Sum) => (&take.span, "added up"),
                (Some(take), _) => (&take.span, "put in order"),
                (None, _) => (span, "added up"),
            };
            let what = aggregate
                .take
                .as_ref()
                .map_or(String::new(), |it| self.excerpt(it));
            let says = format!("`{what}` is {ty}, which cannot be {asked}");
            self.diagnostic(Code::TypeMismatch, part, says, None);
            return None;
        };
        let resolved = Aggregate {
            quantifier: aggregate.quantifier,
            list,
            take,
            nothing,
            filter,
            relates,
        };
        Some((Node::Aggregate(resolved.into()), ty))
    }
}

/// What a sum over no records is.
fn zero_of(ty: &Type, quantifier: Quantifier) -> Option<Value> {
    Some(match (quantifier, ty) {
        (Quantifier::Any | Quantifier::Every, _) => Value::Unknown(Missing::NONE),
        (_, Type::Whole) => Value::Whole(0),
        (_, Type::Number) => Value::Number(Ratio::ZERO),
        (_, Type::Money | Type::MoneyPer(_)) => Value::Money(Money::ZERO),
        (_, Type::Percent) => Value::Percent(Ratio::ZERO),
        (_, Type::Days) => Value::Days(0),
        (_, Type::Months) => Value::Months(0),
        (Quantifier::Least | Quantifier::Most, Type::Date | Type::Time) => {
            Value::Unknown(Missing::NONE)
        }
        _ => return None,
    })
}
