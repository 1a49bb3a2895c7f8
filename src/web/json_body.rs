//! A body that is one JSON object, read in one pass, member by member.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize,
    de::{Deserializer as _, MapAccess, Visitor},
};

use super::problem::Problem;

/// What a body holds.
pub(super) trait Members<'t>: Default {
    /// Reads the value of a member, or skips it.
    fn member<M: MapAccess<'t>>(&mut self, name: &str, map: &mut M) -> Result<(), M::Error>;
}

/// A text of a body, borrowed where it holds no escapes.
#[derive(Deserialize)]
pub(super) struct Text<'t>(#[serde(borrow)] pub(super) Cow<'t, str>);

/// Reads a body.
///
/// # Errors
/// 400 where it is not one JSON object.
pub(super) fn read<'t, B: Members<'t>>(text: &'t str) -> Result<B, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = serde_json::Deserializer::from_str(text);
    let body = reader.deserialize_map(Object(PhantomData));
    body.and_then(|body| reader.end().map(|()| body))
        .map_err(|error| unreadable(text, &error))
}

fn unreadable(text: &str, error: &serde_json::Error) -> Problem {
    let place = format!("line {}, column {}", error.line(), error.column());
    if text.trim().is_empty() {
        Problem::malformed_body("the body is empty")
    } else if error.is_eof() {
        Problem::malformed_body(format!("the body breaks off at {place}"))
    } else if error.is_data() {
        Problem::malformed_body("the body is not one JSON object")
    } else {
        Problem::malformed_body(format!("the body cannot be read as JSON from {place} on"))
    }
}

struct Object<B>(PhantomData<B>);

impl<'t, B: Members<'t>> Visitor<'t> for Object<B> {
    type Value = B;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'t>>(self, mut map: M) -> Result<B, M::Error> {
        let mut body = B::default();
        while let Some(Text(name)) = map.next_key()? {
            body.member(&name, &mut map)?;
        }
        Ok(body)
    }
}
