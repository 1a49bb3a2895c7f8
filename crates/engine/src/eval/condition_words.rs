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
        Node::Not(part) => {
            let fact = named(part)?;
            is_yes_or_no(version, fact).then(|| format!("“{}” is no", called(version, fact)))
        }
        Node::Fact(fact) | Node::Field(_, _, fact) => {
            is_yes_or_no(version, *fact).then(|| format!("“{}” is yes", called(version, *fact)))
        }
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

fn is_yes_or_no(version: &Version, fact: FactId) -> bool {
    version.facts[fact].ty == Type::YesNo
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
