//! When a fact is asked for, and what is assumed where it is not given, in words.

use crate::{
    base::types::Type,
    check::{
        formula::Node,
        model::{Fact, Version},
    },
    eval::{condition_words::condition_words, template},
};

/// When it is asked for, as a clause that fits after "if"; none where it always
/// is. A condition on more than facts is not said: it is in the rules.
#[must_use]
pub fn asked_if(version: &Version, fact: &Fact) -> Option<String> {
    let when = fact.when.as_ref()?;
    let words = condition_words(version, &when.expr);
    Some(words.unwrap_or_else(|| "other answers need it".to_owned()))
}

/// What is assumed where it is not given.
#[must_use]
pub fn assumed(version: &Version, fact: &Fact) -> Option<String> {
    let assume = fact.assume.as_ref()?;
    let words = match (&assume.expr.node, &fact.ty) {
        (Node::On, _) => "the day asked about".to_owned(),
        (Node::Constant(value), ty) => template::constant_words(*value, ty),
        (Node::Value(value, _), _) => match version.values[*value].says.plain() {
            Some(says) if !says.is_empty() => format!("“{says}”"),
            _ => "what follows from other answers".to_owned(),
        },
        (_, Type::YesNo) => match condition_words(version, &assume.expr) {
            Some(condition) => format!("yes if {condition}, otherwise no"),
            None => "what follows from other answers".to_owned(),
        },
        _ => "what follows from other answers".to_owned(),
    };
    Some(words)
}
