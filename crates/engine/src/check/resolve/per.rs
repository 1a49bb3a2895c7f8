//! Amounts by a stretch of time: what one is by, and converting it by a factor
//! that the rules state.

use std::ops::Range;

use super::Resolver;
use crate::{
    base::{diagnostic_code::Code, terms::Unit, time_unit::TimeUnit, types::Type},
    check::formula::{Node, Operator},
    source::formula::model::{Formula as Written, FormulaKind},
};

impl Resolver<'_, '_, '_> {
    /// `amount per unit`: of an amount, what it is by; of one that is by another
    /// unit, converted by the value that is the factor.
    pub(super) fn per(
        &mut self,
        part: &Written,
        unit: TimeUnit,
        span: &Range<u32>,
    ) -> Option<(Node, Type)> {
        let (expr, ty) = self.typed(part, None)?;
        match ty {
            Type::Money => {
                self.agrees_with_catalogue(&expr.node, unit, span)?;
                Some((expr.node, Type::MoneyPer(unit)))
            }
            Type::MoneyPer(from) if from == unit => Some((expr.node, ty)),
            Type::MoneyPer(from) => {
                let (name, operator) = self.conversion(part, from, unit, span)?;
                // Without width, for it is not written.
                let factor = Written::new(span.end..span.end, FormulaKind::Name(name));
                let (factor, _) = self.typed(&factor, None)?;
                let sides = (expr, factor).into();
                Some((Node::Arithmetic(operator, sides), Type::MoneyPer(unit)))
            }
            other => {
                let says = format!("`{}` is {other}, not an amount", self.excerpt(part));
                let help =
                    "`per` stands directly after an amount; put a longer formula in brackets";
                self.diagnostic(Code::TypeMismatch, span, says, Some(help));
                None
            }
        }
    }

    /// The value that converts between two units, and how, or a diagnostic.
    fn conversion(
        &mut self,
        part: &Written,
        from: TimeUnit,
        to: TimeUnit,
        span: &Range<u32>,
    ) -> Option<(String, Operator)> {
        if let Some((name, operator)) = self.scope.conversion(from, to) {
            return Some((name.to_owned(), operator));
        }
        let says = format!(
            "`{}` is an amount {}, and no value says how many {} make one {}",
            self.excerpt(part),
            from.by(),
            from.several(),
            to.name(),
        );
        let help = format!(
            "write the factor as a value with `converts: (from: {from:?}, to: {to:?})` and its `cite`"
        );
        self.diagnostic(Code::UnitMismatch, span, says, Some(&help));
        None
    }

    /// Whether one price of a charge buys that unit, as far as the catalogue says.
    fn agrees_with_catalogue(
        &mut self,
        node: &Node,
        unit: TimeUnit,
        span: &Range<u32>,
    ) -> Option<()> {
        let Node::Charge(number) = node else {
            return Some(());
        };
        let charge = &self.scope.shared.charges()[*number];
        let (buys, is_by) = match charge.per {
            Some(Unit::Hour) => ("an hour", None),
            Some(Unit::Day) => ("a day", Some(TimeUnit::Day)),
            Some(Unit::Week) => ("a week", Some(TimeUnit::Week)),
            Some(Unit::Term) => ("a term", Some(TimeUnit::Term)),
            _ => return Some(()),
        };
        if is_by == Some(unit) {
            return Some(());
        }
        let says = format!("one price of `{}` buys {buys}, not {}", charge.id, unit.a());
        let help = "say with `per` what the catalogue says, and convert that";
        self.diagnostic(Code::UnitMismatch, span, says, Some(help));
        None
    }

    /// `over(rent, 13)`: what an amount by a stretch of time comes to over several.
    pub(super) fn over(
        &mut self,
        arguments: &[Written],
        span: &Range<u32>,
    ) -> Option<(Node, Type)> {
        let [amount, count] = arguments else {
            let says =
                "`over` takes an amount by a stretch of time and a number of them".to_owned();
            self.diagnostic(
                Code::TypeMismatch,
                span,
                says,
                Some("write `over(rent, 13)`"),
            );
            return None;
        };
        let first = self.typed(amount, None);
        let count = self.expected(count, &Type::Number);
        let ((expr, ty), (count, _)) = (first?, count?);
        if ty.per().is_some() {
            let node = Node::Arithmetic(Operator::Multiply, (expr, count).into());
            return Some((node, Type::Money));
        }
        let says = format!(
            "`{}` is {ty}, not an amount by a stretch of time",
            self.excerpt(amount)
        );
        let help = "an amount itself is multiplied by a number, as in `charge * 13`";
        self.diagnostic(Code::TypeMismatch, &amount.span, says, Some(help));
        None
    }
}
