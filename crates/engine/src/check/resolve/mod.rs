//! Formulas: text to tree, names to numbers, types agreed.

use std::ops::Range;

use super::{
    diagnostics::Sink,
    formula::{Expr, Formula, Node},
    model::NamedDay,
    symbols::{Scope, Symbol},
    type_rules::{self, TypeConflict},
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{ChargeId, FormulaId, ListId},
        operators::{Comparison, Operator},
        source_text::Place,
        types::Type,
    },
    source::formula::model::{Formula as Written, FormulaError, FormulaKind},
};

mod aggregate;
mod calendar;
mod call;
mod compare;
mod literal;
mod names;
mod operators;
mod per;
mod rank;
mod records;
mod rounding;
mod same;

pub(super) use calendar::CALENDAR_FUNCTIONS;
pub(super) use literal::literal;
pub(super) use names::unknown_charge;
pub(super) use rounding::rounding;

/// What to do instead of comparing text.
const TEXT_HELP: &str = "to distinguish cases use a fact that is one of several options";

/// Whether what cannot be read is compared with a fact that is text: to write
/// it in another way would not help.
fn compares_text(text: &str, error: &FormulaError, scope: &Scope<'_>) -> bool {
    let start = usize::try_from(error.span.start).unwrap_or(0);
    let before = text.get(..start).unwrap_or("").trim_end();
    let left = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
    let compares = before.ends_with('=') || left.ends_with(" in");
    let left = left.strip_suffix(" in").unwrap_or(left);
    let name = left
        .rsplit(|c: char| !c.is_alphanumeric() && c != '_')
        .next();
    let symbol = name.and_then(|name| scope.get(name));
    compares && matches!(symbol, Some(Symbol::Fact(_, Type::Text, _)))
}

/// A formula's text and its place.
#[derive(Clone, Copy)]
pub(super) struct FormulaText<'t> {
    /// The text.
    pub(super) text: &'t str,
    /// Its place.
    pub(super) place: Place,
    /// The list whose record it speaks of.
    pub(super) each: Option<ListId>,
    /// What `charge` alone means there, if anything.
    pub(super) charge: LineCharge,
    /// The day that `on` stands for there, if not the day asked about.
    pub(super) on: Option<NamedDay>,
}

/// What `charge` alone stands for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum LineCharge {
    /// Nothing: no charge is named.
    None,
    /// A charge that the catalogue does not have, which was reported.
    Unknown,
    /// A charge by number, and where it is named.
    Known(ChargeId, Place),
}

impl<'t> FormulaText<'t> {
    /// A formula about the whole case.
    pub(super) fn of_case(text: &'t str, place: Place) -> FormulaText<'t> {
        FormulaText {
            text,
            place,
            each: None,
            charge: LineCharge::None,
            on: None,
        }
    }

    /// A formula about the whole case, on a day of its own if one is named.
    pub(super) fn on(day: Option<NamedDay>, text: &'t str, place: Place) -> FormulaText<'t> {
        FormulaText {
            on: day,
            ..FormulaText::of_case(text, place)
        }
    }

    /// The diagnostic on a formula that cannot be read.
    pub(super) fn unread(self, error: FormulaError) -> Diagnostic {
        let place = self.place.within(error.span);
        let diagnostic = Diagnostic::new(Code::FormulaSyntax, place, error.says);
        match error.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

/// An expression with its type.
type Typed = (Expr, Type);

/// Reads and resolves a formula; what it must be can be stated.
pub(super) fn formula(
    site: FormulaText<'_>,
    expected: Option<&Type>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Formula> {
    match &*scope.shared.formulas.read(site.text) {
        Ok(written) => resolved(written, site, expected, scope, sink),
        Err(error) => {
            let mut error = error.clone();
            if compares_text(site.text, &error, scope) {
                error.help = Some(TEXT_HELP.to_owned());
            }
            sink.add(site.unread(error));
            scope.may_use(site.text);
            None
        }
    }
}

/// Reads and resolves the price of one: an amount, or an amount by a stretch of
/// time of which the quantity is a number.
pub(super) fn price(
    site: FormulaText<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Formula> {
    let found = formula(site, None, scope, sink)?;
    match found.ty.is_money() {
        true => Some(found),
        false => formula(site, Some(&Type::Money), scope, sink),
    }
}

/// Resolves a formula that has been read.
pub(super) fn resolved(
    written: &Written,
    site: FormulaText<'_>,
    expected: Option<&Type>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Formula> {
    let mut resolver = Resolver {
        site,
        scope,
        sink,
        lists: Vec::new(),
        relates: false,
    };
    let found = match expected {
        Some(expected) => resolver.expected(written, expected),
        None => resolver.typed(written, None),
    };
    if found.is_none() {
        scope.may_use(site.text);
    }
    let (expr, ty) = found?;
    Some(Formula {
        expr,
        per: ty.per(),
        ty: ty.plain(),
        text: site.text.into(),
        place: site.place,
        number: FormulaId::new(0),
    })
}

/// Whether a result of one type can be used where another is expected.
pub(super) fn fits(ty: &Type, expected: &Type) -> bool {
    ty == expected || (*ty == Type::Whole && *expected == Type::Number)
}

/// A list that is gone through around a part of a formula.
#[derive(Clone, Copy, PartialEq)]
struct Around {
    list: ListId,
    /// Whether its records are ranked: names are those of each in turn.
    ranks: bool,
}

struct Resolver<'r, 'a, 'd> {
    site: FormulaText<'r>,
    scope: &'r Scope<'a>,
    sink: &'r mut Sink<'d>,
    /// The lists that are gone through here, innermost last.
    lists: Vec<Around>,
    /// Whether a qualified name was read since the innermost list began.
    relates: bool,
}

impl Resolver<'_, '_, '_> {
    fn diagnostic(&mut self, code: Code, span: &Range<u32>, says: String, help: Option<&str>) {
        let diagnostic = Diagnostic::new(code, self.place(span), says);
        self.sink.add(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    fn place(&self, span: &Range<u32>) -> Place {
        self.site.place.within(span.clone())
    }

    /// A part of the formula as written, on one line and cut to 40 characters.
    fn excerpt(&self, part: &Written) -> String {
        const MAX_CHARS: usize = 40;
        let range = part.span.start as usize..part.span.end as usize;
        let text = self.site.text.get(range).unwrap_or("");
        let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((end, _)) = words.char_indices().nth(MAX_CHARS) {
            words.truncate(end);
            words.push('…');
        }
        words
    }

    /// Reports two parts that do not go together, and why.
    fn clash(&mut self, span: &Range<u32>, left: &Written, right: &Written, clash: TypeConflict) {
        let says = clash.says(&self.excerpt(left), &self.excerpt(right));
        self.diagnostic(clash.code, span, says, clash.help);
    }

    /// A part that must be of a type.
    fn expected(&mut self, written: &Written, expected: &Type) -> Option<Typed> {
        let (expr, ty) = self.typed(written, Some(expected))?;
        if fits(&ty, expected) {
            return Some((expr, ty));
        }
        let says = format!(
            "`{}` must be {expected} here, but it is {ty}",
            self.excerpt(written)
        );
        let is_literal = matches!(written.kind, FormulaKind::Number(_));
        let help = type_rules::remedy(&ty, expected, is_literal);
        self.diagnostic(type_rules::code(&ty, expected), &written.span, says, help);
        None
    }

    fn typed(&mut self, written: &Written, hint: Option<&Type>) -> Option<Typed> {
        let span = &written.span;
        let (node, ty) = match &written.kind {
            FormulaKind::Name(name) => return self.name(name, written, hint),
            FormulaKind::Qualified(whose, name) => self.qualified(*whose, name, span)?,
            FormulaKind::Charge(id) => self.charge(id.as_deref(), span)?,
            FormulaKind::Call(name, arguments) => self.call(name, arguments, span)?,
            FormulaKind::InCalendar(Some(day), named) => self.in_calendar(day, named)?,
            FormulaKind::InCalendar(None, _) | FormulaKind::ExceptCalendar(_) => {
                self.calendar_out_of_place(span);
                return None;
            }
            FormulaKind::Not(part) => (Node::Not(self.yes_no(part)?.into()), Type::YesNo),
            FormulaKind::Negative(part) => self.negative(part, written)?,
            FormulaKind::And(parts) => (Node::And(self.all_yes_no(parts)?), Type::YesNo),
            FormulaKind::Or(parts) => (Node::Or(self.all_yes_no(parts)?), Type::YesNo),
            FormulaKind::Arithmetic(operator, left, right) => {
                self.arithmetic(*operator, left, right, span)?
            }
            FormulaKind::Compare(comparison, left, right) => {
                let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
                let sides = self.pair(left, right, ordered, span)?;
                (Node::Compare(*comparison, sides.into()), Type::YesNo)
            }
            FormulaKind::Within(value, low, high) => {
                self.within(value, low.as_deref(), high.as_deref())?
            }
            FormulaKind::OneOf(value, options) => self.one_of(value, options)?,
            FormulaKind::Includes(value, options) => self.includes(value, options)?,
            FormulaKind::If(condition, then, otherwise) => {
                self.choose(condition, then, otherwise, hint)?
            }
            FormulaKind::Known(part) => {
                (Node::Known(self.typed(part, None)?.0.into()), Type::YesNo)
            }
            FormulaKind::Per(part, unit) => self.per(part, *unit, span)?,
            FormulaKind::Aggregate(aggregate) => self.aggregate(aggregate, span)?,
            FormulaKind::Rank(rank) => self.rank(rank, span)?,
            FormulaKind::Text(text) => {
                self.text(text, span, hint);
                return None;
            }
            literal => literal::constant(literal)?,
        };
        let expr = Expr {
            node,
            start: span.start,
            end: span.end,
        };
        Some((expr, ty))
    }

    /// Text in a formula: an option with quotation marks it does not need, or
    /// nothing that a formula can work with.
    fn text(&mut self, text: &str, span: &Range<u32>, hint: Option<&Type>) {
        let is_option = hint
            .and_then(Type::options)
            .is_some_and(|options| options.position(text).is_some());
        let help = if is_option {
            format!("write `{text}` without quotation marks")
        } else {
            TEXT_HELP.to_owned()
        };
        let says = format!("a formula cannot work with the text '{text}'");
        self.diagnostic(Code::TypeMismatch, span, says, Some(&help));
    }

    fn arithmetic(
        &mut self,
        operator: Operator,
        left: &Written,
        right: &Written,
        span: &Range<u32>,
    ) -> Option<(Node, Type)> {
        let first = self.typed(left, None);
        let second = self.typed(right, None);
        let ((first, lt), (second, rt)) = (first?, second?);
        match type_rules::arithmetic(operator, &lt, &rt) {
            Ok(ty) => {
                if matches!(operator, Operator::Subtract | Operator::Divide) {
                    self.apart(&first, &second, left, span)?;
                }
                Some((Node::Arithmetic(operator, (first, second).into()), ty))
            }
            Err(clash) => {
                self.clash(span, left, right, clash);
                None
            }
        }
    }
}
