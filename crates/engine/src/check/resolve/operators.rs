//! Yes and no, negation, and choosing between two.

use super::{Resolver, fits};
use crate::{
    base::{diagnostic_code::Code, types::Type},
    check::{
        formula::{Expr, Node},
        type_rules,
    },
    source::formula::model::Formula as Written,
};

impl Resolver<'_, '_, '_> {
    pub(super) fn yes_no(&mut self, written: &Written) -> Option<Expr> {
        self.expected(written, &Type::YesNo).map(|(expr, _)| expr)
    }

    pub(super) fn all_yes_no(&mut self, parts: &[Written]) -> Option<Box<[Expr]>> {
        let resolved: Vec<Option<Expr>> = parts.iter().map(|part| self.yes_no(part)).collect();
        resolved.into_iter().collect()
    }

    pub(super) fn negative(&mut self, part: &Written, whole: &Written) -> Option<(Node, Type)> {
        let (expr, ty) = self.typed(part, None)?;
        if ty.is_ordered() && !matches!(ty, Type::Date | Type::Time) {
            return Some((Node::Negative(expr.into()), ty));
        }
        let says = format!("`{}` is {ty}, which cannot be negative", self.excerpt(part));
        let help = (ty == Type::YesNo).then_some("write `not` for the opposite of yes or no");
        self.diagnostic(Code::TypeMismatch, &whole.span, says, help);
        None
    }

    pub(super) fn choose(
        &mut self,
        condition: &Written,
        then: &Written,
        otherwise: &Written,
        hint: Option<&Type>,
    ) -> Option<(Node, Type)> {
        let condition = self.yes_no(condition);
        let first = self.typed(then, hint);
        let hint = hint.or(first.as_ref().map(|(_, ty)| ty)).cloned();
        let second = self.typed(otherwise, hint.as_ref());
        let (condition, (first, lt), (second, rt)) = (condition?, first?, second?);
        let ty = if fits(&lt, &rt) {
            rt
        } else if fits(&rt, &lt) {
            lt
        } else {
            let says = format!("after `then` stands {lt}, but after `else` {rt}");
            let help = "give both the same kind of value";
            self.diagnostic(
                type_rules::code(&lt, &rt),
                &otherwise.span,
                says,
                Some(help),
            );
            return None;
        };
        let parts = (condition, first, second);
        Some((Node::If(parts.into()), ty))
    }
}
