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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;

    /// Each criterion's formula in words, written from `docs/rules.md`.
    #[test]
    fn conditions_on_facts_alone_have_words() {
        let expected = [
            (
                "visit includes [day_visit, camping]",
                Some("Visit includes day visit or camping"),
            ),
            ("member", Some("“Is a member” is yes")),
            ("not member", Some("“Is a member” is no")),
            ("adults >= 2", Some("Adults is at least 2")),
            (
                "adults = 2 and member",
                Some("Adults is 2 and “Is a member” is yes"),
            ),
            (
                "kind in [day_visit, camping]",
                Some("Kind is day visit or camping"),
            ),
            ("kind != day_visit", Some("Kind is not day visit")),
            ("adults is known", Some("Adults is given")),
            ("adults > seats", None),
        ];
        let criterion = |(number, (formula, _)): (usize, &(&str, Option<&str>))| {
            format!(r#"(id: "c{number}", says: "C", cite: "1", holds: "{formula}")"#)
        };
        let criteria: Vec<String> = expected.iter().enumerate().map(criterion).collect();
        let rules = format!(
            r#"Eligibility(
                id: "one", title: "One", in_force: "2017-04-01",
                decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
                facts: [
                    (id: "visit", label: "Visit", is: AnyOf(["day_visit", "camping", "evening"])),
                    (id: "kind", label: "Kind", is: OneOf(["day_visit", "camping", "evening"])),
                    (id: "member", label: "Is a member", is: YesNo),
                    (id: "adults", label: "Adults", is: Whole),
                    (id: "seats", label: "Seats", is: Whole),
                ],
                criteria: [{}],
            )"#,
            criteria.join(", ")
        );
        let bytes: &'static [u8] = rules.into_bytes().leak();
        let files = [("rules/one/2017-04-01.ron".to_owned(), bytes)];
        let book = Book::from_files(&files).unwrap_or_else(|it| panic!("{it}"));
        let rule_set = book.program().contents().rule_sets.first().unwrap();
        let version = rule_set.versions.first().unwrap();
        for (criterion, (formula, words)) in version.criteria.iter().zip(expected) {
            let found = condition_words(version, &criterion.holds.expr);
            assert_eq!(found.as_deref(), words, "{formula}");
        }
    }
}
