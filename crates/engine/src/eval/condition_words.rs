//! Conditions on facts in words, as far as a reader would understand them.

use crate::{
    base::{
        bounds::DisplayValue, ids::FactId, operators::Comparison, sequence::listed, types::Type,
        value::Value,
    },
    check::{
        formula::{Expr, Node},
        model::Version,
    },
};

/// A condition as a clause that fits after "if": `visit includes day visit or
/// camping`. None where it rests on more than facts and what is written in it.
#[must_use]
pub(crate) fn condition_words(version: &Version, condition: &Expr) -> Option<String> {
    let words = |parts: &[Expr], between: &str| {
        let parts: Option<Vec<String>> = parts
            .iter()
            .map(|it| condition_words(version, it))
            .collect();
        parts.map(|parts| parts.join(between))
    };
    match &condition.node {
        Node::And(parts) => words(parts, " and "),
        Node::Or(parts) => words(parts, " or "),
        Node::Not(part) => Some(format!("“{}” is no", yes_or_no(version, part)?)),
        Node::Fact(_) | Node::Field(..) | Node::Value(..) => {
            Some(format!("“{}” is yes", yes_or_no(version, condition)?))
        }
        Node::Known(part) => Some(format!("{} is given", called(version, named(part)?))),
        Node::Compare(comparison, sides) => {
            let fact = named(&sides.0)?;
            let value = constant(version, fact, &sides.1)?;
            Some(format!(
                "{} is {}{value}",
                called(version, fact),
                before(*comparison)
            ))
        }
        Node::OneOf(of, options) => {
            let fact = named(of)?;
            let values = options.iter().map(|it| constant(version, fact, it));
            let values = values.collect::<Option<Vec<String>>>()?;
            Some(format!(
                "{} is {}",
                called(version, fact),
                listed(&values, "or")
            ))
        }
        Node::Includes(of, options) => {
            let fact = named(of)?;
            let all = version.facts[fact].ty.options()?;
            let chosen: Vec<_> = all.chosen(*options).map(|it| all.words(it)).collect();
            let chosen = listed(&chosen, "or");
            Some(format!("{} includes {chosen}", called(version, fact)))
        }
        _ => None,
    }
}

fn named(expr: &Expr) -> Option<FactId> {
    match expr.node {
        Node::Fact(fact) | Node::Field(_, _, fact) => Some(fact),
        _ => None,
    }
}

fn called(version: &Version, fact: FactId) -> String {
    version.facts[fact].words().into_owned()
}

/// What a fact or a value is called that is yes or no.
fn yes_or_no(version: &Version, expr: &Expr) -> Option<String> {
    if let Node::Value(value, _) = expr.node {
        let value = &version.values[value];
        let says = value.says.plain().filter(|says| !says.is_empty())?;
        return (value.is.ty == Type::YesNo).then(|| says.to_owned());
    }
    let fact = named(expr)?;
    (version.facts[fact].ty == Type::YesNo).then(|| called(version, fact))
}

fn constant(version: &Version, fact: FactId, expr: &Expr) -> Option<String> {
    match expr.node {
        Node::Constant(Value::Text(_)) => None,
        Node::Constant(Value::Choice(option)) => {
            Some(version.facts[fact].ty.options()?.words(option).into_owned())
        }
        Node::Constant(value) => Some(DisplayValue(value).to_string()),
        _ => None,
    }
}

fn before(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "",
        Comparison::NotEqual => "not ",
        Comparison::Less => "less than ",
        Comparison::AtMost => "at most ",
        Comparison::Greater => "more than ",
        Comparison::AtLeast => "at least ",
    }
}
