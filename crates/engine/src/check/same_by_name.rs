//! Comparisons of a fact with a value that is only that fact, under another name.

use super::{
    diagnostics::Sink,
    formula::{Expr, Formula, Node},
    model::Version,
    same::is_same,
};
use crate::base::{diagnostic::Diagnostic, diagnostic_code::Code, operators::Operator};

/// Reports comparisons, differences and quotients of two names for one thing. Two
/// parts that are the same as they are written are reported where names are resolved.
pub(super) fn check(version: &Version, sink: &mut Sink<'_>) {
    version.each_formula(|formula| {
        formula.expr.each(&mut |part| {
            let sides = match &part.node {
                Node::Compare(_, sides)
                | Node::Arithmetic(Operator::Subtract | Operator::Divide, sides) => sides,
                _ => return,
            };
            let (left, right) = &**sides;
            let (named_left, named_right) = (named(version, left), named(version, right));
            let is_renamed = !is_same(left, right) && is_same(named_left, named_right);
            if is_renamed && matches!(named_left.node, Node::On | Node::Fact(_)) {
                report(formula, part, (left, right), sink);
            }
        });
    });
}

/// What a part is a name for: itself, unless it is a value that is always the
/// same thing of the case.
fn named<'e>(version: &'e Version, part: &'e Expr) -> &'e Expr {
    let Node::Value(number, None) = part.node else {
        return part;
    };
    let value = &version.values[number];
    let is_thing = matches!(
        value.is.expr.node,
        Node::On | Node::Fact(_) | Node::Value(_, None)
    );
    match is_thing && value.when.is_none() && value.on.is_none() {
        // Values do not name each other in a circle.
        true => named(version, &value.is.expr),
        false => part,
    }
}

fn report(formula: &Formula, part: &Expr, (left, right): (&Expr, &Expr), sink: &mut Sink<'_>) {
    let (left, right) = (formula.written(left), formula.written(right));
    let says = format!("`{left}` and `{right}` are two names for one thing");
    let place = formula.place.within(part.start..part.end);
    let diagnostic = Diagnostic::new(Code::WithItself, place, says);
    sink.add(diagnostic.help("name on one side what it is to be compared with"));
}
