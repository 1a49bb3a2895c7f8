//! Comparisons: two sides, ranges, lists of options.

use std::ops::Range;

use super::Resolver;
use crate::{
    base::{bounds::order, diagnostic_code::Code, types::Type},
    check::{
        formula::{Expr, Node},
        type_rules,
    },
    source::formula::model::{Formula as Written, FormulaKind},
};

impl Resolver<'_, '_, '_> {
    /// Two sides that are compared; an option's name takes its meaning from
    /// the other side.
    pub(super) fn pair(
        &mut self,
        left: &Written,
        right: &Written,
        ordered: bool,
        span: &Range<u32>,
    ) -> Option<(Expr, Expr)> {
        let (first, second) = if self.may_be_option(left) && !self.may_be_option(right) {
            let second = self.typed(right, None);
            let hint = second.as_ref().map(|(_, ty)| ty.clone());
            hint.as_ref()?;
            (self.typed(left, hint.as_ref()), second)
        } else {
            let first = self.typed(left, None);
            let hint = first.as_ref().map(|(_, ty)| ty.clone());
            if hint.is_none() && self.may_be_option(right) {
                return None;
            }
            (first, self.typed(right, hint.as_ref()))
        };
        let ((first, lt), (second, rt)) = (first?, second?);
        if let Err(clash) = type_rules::comparable(&lt, &rt, ordered) {
            self.clash(span, left, right, clash);
            return None;
        }
        self.apart(&first, &second, left, span)?;
        Some((first, second))
    }

    /// Whether a part is a name of nothing in the file, or text: it takes its
    /// meaning from what it is compared with.
    fn may_be_option(&self, part: &Written) -> bool {
        match &part.kind {
            FormulaKind::Name(name) => name != "on" && self.scope.get(name).is_none(),
            FormulaKind::Text(_) => true,
            _ => false,
        }
    }

    pub(super) fn within(
        &mut self,
        value: &Written,
        low: Option<&Written>,
        high: Option<&Written>,
    ) -> Option<(Node, Type)> {
        let (expr, ty) = self.typed(value, None)?;
        let mut ends = Vec::with_capacity(2);
        for end in [low, high] {
            let Some(end) = end else {
                ends.push(None);
                continue;
            };
            let (end_expr, end_ty) = self.typed(end, Some(&ty))?;
            if let Err(clash) = type_rules::comparable(&ty, &end_ty, true) {
                self.clash(&end.span, value, end, clash);
                return None;
            }
            self.apart(&expr, &end_expr, value, &(value.span.start..end.span.end))?;
            ends.push(Some(end_expr));
        }
        let high_end = ends.pop().flatten();
        let low_end = ends.pop().flatten();
        if let (Some(Node::Constant(first)), Some(Node::Constant(last))) = (
            low_end.as_ref().map(|it| &it.node),
            high_end.as_ref().map(|it| &it.node),
        ) && order(*first, *last).is_some_and(|order| order.is_gt())
        {
            let start = low.map_or(0, |it| it.span.start);
            let end = high.map_or(0, |it| it.span.end);
            let says = "this range runs backwards, so nothing is in it".to_owned();
            let help = "write the lower end first";
            self.diagnostic(Code::BackwardsRange, &(start..end), says, Some(help));
            return None;
        }
        Some((Node::Within((expr, low_end, high_end).into()), Type::YesNo))
    }

    pub(super) fn one_of(&mut self, value: &Written, options: &[Written]) -> Option<(Node, Type)> {
        let (expr, ty) = self.typed(value, None)?;
        let mut resolved = Vec::with_capacity(options.len());
        for option in options {
            let found = self.typed(option, Some(&ty));
            if let Some((_, option_ty)) = &found
                && let Err(clash) = type_rules::comparable(&ty, option_ty, false)
            {
                self.clash(&option.span, value, option, clash);
                resolved.push(None);
                continue;
            }
            let found = found.filter(|(option_expr, _)| {
                let span = value.span.start..option.span.end;
                self.apart(&expr, option_expr, value, &span).is_some()
            });
            resolved.push(found.map(|(expr, _)| expr));
        }
        let options: Option<Box<[Expr]>> = resolved.into_iter().collect();
        Some((Node::OneOf(expr.into(), options?), Type::YesNo))
    }

    pub(super) fn includes(
        &mut self,
        value: &Written,
        options: &[Written],
    ) -> Option<(Node, Type)> {
        let (expr, ty) = self.typed(value, None)?;
        let Type::Choices(known) = &ty else {
            let says = format!(
                "`includes` asks something of several choices, but `{}` is {ty}",
                self.excerpt(value)
            );
            let help =
                matches!(ty, Type::Choice(_)).then_some("write `in [x, y]` for a single choice");
            self.diagnostic(Code::TypeMismatch, &value.span, says, help);
            return None;
        };
        let mut mask = Some(0u64);
        for option in options {
            let number = match &option.kind {
                FormulaKind::Name(name) => known.position(name),
                _ => None,
            };
            match (number, &option.kind) {
                (Some(number), _) => {
                    let bit = 1u64.checked_shl(u32::from(number)).unwrap_or(0);
                    mask = mask.map(|mask| mask | bit);
                    continue;
                }
                (None, FormulaKind::Name(name)) => self.unknown(name, &option.span, Some(&ty)),
                (None, FormulaKind::Text(text)) => self.text(text, &option.span, Some(&ty)),
                (None, _) => {
                    let says = format!("`{}` is not {ty}", self.excerpt(option));
                    self.diagnostic(Code::TypeMismatch, &option.span, says, None);
                }
            }
            mask = None;
        }
        Some((Node::Includes(expr.into(), mask?), Type::YesNo))
    }
}
