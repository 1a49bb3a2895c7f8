//! JSON read exactly: numbers keep their digits, and a key written twice in
//! one object is an error. `serde_json::Value` does neither.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Number, Value, value::RawValue};

use super::OrderedObject;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::answer) enum Tree {
    Null,
    YesNo(bool),
    /// Its digits as written, and the number that a program with doubles reads.
    Number(String, Number),
    Text(String),
    Array(Vec<Tree>),
    Object(BTreeMap<String, Tree>),
}

/// Why a text is not read.
#[derive(Debug)]
pub(in crate::answer) enum TreeError {
    /// It is not JSON.
    Syntax(serde_json::Error),
    /// An object has this key twice.
    RepeatedKey(String),
}

impl From<serde_json::Error> for TreeError {
    fn from(error: serde_json::Error) -> TreeError {
        TreeError::Syntax(error)
    }
}

impl Tree {
    /// Reads a JSON text.
    pub(in crate::answer) fn read(text: &str) -> Result<Tree, TreeError> {
        // Reading it as a `Value` first limits the depth of what follows.
        serde_json::from_str::<Value>(text)?;
        Tree::read_raw(serde_json::from_str(text)?)
    }

    fn read_raw(raw: &RawValue) -> Result<Tree, TreeError> {
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'{') => Tree::object(parse::<OrderedObject<&RawValue>>(text)?)?,
            Some(b'[') => {
                let entries = parse::<Vec<&RawValue>>(text)?.into_iter();
                Tree::Array(entries.map(Tree::read_raw).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Tree::Text(parse(text)?),
            Some(b't' | b'f') => Tree::YesNo(parse(text)?),
            Some(b'n') => Tree::Null,
            _ => Tree::Number(text.to_owned(), parse(text)?),
        })
    }

    fn object(members: OrderedObject<&RawValue>) -> Result<Tree, TreeError> {
        let mut object = BTreeMap::new();
        for (key, raw) in members.0 {
            let value = Tree::read_raw(raw)?;
            if object.insert(key.clone(), value).is_some() {
                return Err(TreeError::RepeatedKey(key));
            }
        }
        Ok(Tree::Object(object))
    }

    /// The value of a key, if this is an object that has it.
    pub(in crate::answer) fn get(&self, key: &str) -> Option<&Tree> {
        match self {
            Tree::Object(members) => members.get(key),
            _ => None,
        }
    }

    /// The value of a key, to be changed.
    pub(in crate::answer) fn get_mut(&mut self, key: &str) -> Option<&mut Tree> {
        match self {
            Tree::Object(members) => members.get_mut(key),
            _ => None,
        }
    }

    /// Takes keys out of an object.
    pub(super) fn remove(&mut self, keys: &[&str]) {
        if let Tree::Object(members) = self {
            members.retain(|key, _| !keys.contains(&key.as_str()));
        }
    }

    /// Whether `self` says what `written` says. The order of an object's keys
    /// says nothing. A number may have been stored as a double in between; its
    /// digits are then those that a double has.
    pub(in crate::answer) fn says_the_same_as(&self, written: &Tree) -> bool {
        match (self, written) {
            (Tree::Number(own, _), Tree::Number(digits, double)) => {
                own == digits || *own == double.to_string() || *own == nearest_double(digits)
            }
            (Tree::Array(own), Tree::Array(others)) => {
                let mut pairs = own.iter().zip(others);
                own.len() == others.len() && pairs.all(|(it, other)| it.says_the_same_as(other))
            }
            (Tree::Object(own), Tree::Object(others)) => {
                let mut pairs = own.iter().zip(others);
                own.len() == others.len()
                    && pairs.all(|((key, it), (other_key, other))| {
                        key == other_key && it.says_the_same_as(other)
                    })
            }
            _ => self == written,
        }
    }

    /// The same value with numbers as doubles.
    pub(in crate::answer) fn to_value(&self) -> Value {
        match self {
            Tree::Null => Value::Null,
            Tree::YesNo(yes) => Value::Bool(*yes),
            Tree::Number(_, number) => Value::Number(number.clone()),
            Tree::Text(text) => Value::String(text.clone()),
            Tree::Array(entries) => entries.iter().map(Tree::to_value).collect(),
            Tree::Object(members) => {
                let members = members.iter();
                Value::Object(
                    members
                        .map(|(key, it)| (key.clone(), it.to_value()))
                        .collect(),
                )
            }
        }
    }
}

/// The digits of the double nearest to a number, as JavaScript writes them;
/// `serde_json` may give the double next to it.
fn nearest_double(digits: &str) -> String {
    let double: Result<f64, _> = digits.parse();
    double.map_or_else(|_| digits.to_owned(), |it| it.to_string())
}

fn parse<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, TreeError> {
    Ok(serde_json::from_str(text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_same(saved: &str, written: &str) -> bool {
        let read = |text: &str| Tree::read(text).unwrap();
        read(saved).says_the_same_as(&read(written))
    }

    #[test]
    fn trees_differ_in_all_but_layout_and_key_order() {
        let written = r#"{"a":[1,{"b":null}],"c":"é"}"#;
        assert!(is_same(
            r#" {"c": "\u00e9", "a": [1, {"b": null}]} "#,
            written
        ));
        for altered in [
            r#"{"a":[{"b":null},1],"c":"é"}"#,
            r#"{"a":[1,1,{"b":null}],"c":"é"}"#,
            r#"{"a":[1,{}],"c":"é"}"#,
            r#"{"a":["1",{"b":null}],"c":"é"}"#,
            r#"{"a":[1,{"b":null}],"c":"é","d":null}"#,
        ] {
            assert!(!is_same(altered, written), "{altered}");
        }
    }

    #[test]
    fn numbers_are_compared_by_digits() {
        let third = "0.3333333333333333333333333333";
        let rewritten = serde_json::from_str::<Value>(third).unwrap().to_string();
        for double in ["0.3333333333333333", &rewritten] {
            assert!(is_same(double, third), "{double}");
        }
        assert!(!is_same("0.3333333333333333333333333334", third));
        assert!(!is_same("0.333", third) && !is_same("1.0", "1"));
    }

    #[test]
    fn repeated_key_is_refused_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":1,"\u0061":1}}]"#] {
            let read = Tree::read(text);
            assert!(matches!(read, Err(TreeError::RepeatedKey(key)) if key == "a"));
        }
        let deep = "[".repeat(100_000);
        assert!(matches!(Tree::read(&deep), Err(TreeError::Syntax(_))));
    }
}
