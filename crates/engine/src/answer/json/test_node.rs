//! Answers as JSON, for tests that read or alter them.

use serde::{Deserialize, Serialize};

use super::OrderedObject;

/// JSON in which keys keep their order and may be repeated.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub(in crate::answer) enum Node {
    Null,
    YesNo(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Node>),
    Object(OrderedObject<Node>),
}
