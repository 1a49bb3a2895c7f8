//! The text of a JSON value that is sealed. It does not depend on how the value is
//! laid out: no white space, keys in order (RFC 8785), one way to write each
//! character. Numbers keep their digits.

use std::collections::BTreeMap;

use almoner_engine::answer::json::{OrderedObject, compact_array, quoted};
use serde_json::{Value, value::RawValue};

/// The canonical text of a JSON text, without a member of a member of it, such as
/// `seal` in `issued`; none if it is not JSON, or has a key twice in one object.
pub(super) fn canonical(text: &str, without: (&str, &str)) -> Option<String> {
    // Reading it as a `Value` first limits the depth of what follows.
    serde_json::from_str::<Value>(text).ok()?;
    let mut out = String::with_capacity(text.len());
    write(&mut out, text, Some(Place::Root(without)))?;
    Some(out)
}

/// Where in the text an object is.
#[derive(Clone, Copy)]
enum Place<'p> {
    /// The whole, and the member of a member that is left out.
    Root((&'p str, &'p str)),
    /// The member whose own member is left out.
    Without(&'p str),
}

fn write(out: &mut String, text: &str, place: Option<Place<'_>>) -> Option<()> {
    match text.as_bytes().first() {
        Some(b'{') => object(out, serde_json::from_str(text).ok()?, place)?,
        Some(b'[') => compact_array(out, text, |out, entry| write(out, entry.get(), None))?,
        Some(b'"') => out.push_str(&quoted(&serde_json::from_str::<String>(text).ok()?)),
        _ => out.push_str(text),
    }
    Some(())
}

fn object(
    out: &mut String,
    members: OrderedObject<&RawValue>,
    place: Option<Place<'_>>,
) -> Option<()> {
    let count = members.0.len();
    let sorted: BTreeMap<String, &RawValue> = members.0.into_iter().collect();
    if sorted.len() != count {
        return None;
    }
    out.push('{');
    let mut separator = "";
    for (key, value) in &sorted {
        let place = match place {
            Some(Place::Without(name)) if name == key => continue,
            Some(Place::Root((member, name))) if member == key => Some(Place::Without(name)),
            _ => None,
        };
        out.push_str(separator);
        separator = ",";
        out.push_str(&quoted(key));
        out.push(':');
        write(out, value.get(), place)?;
    }
    out.push('}');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_says_nothing_and_everything_else_does() {
        let of = |text: &str| canonical(text, ("issued", "seal"));
        let sealed = of(r#"{"b":[1.50,{"d":1,"c":"é"}],"issued":{"seal":"x","on":"y"}}"#);
        let text = r#"{"b":[1.50,{"c":"é","d":1}],"issued":{"on":"y"}}"#;
        assert_eq!(sealed.as_deref(), Some(text));
        let laid_out = "{ \"issued\": {\"on\": \"y\", \"seal\": \"z\"},\n\
            \"b\": [ 1.50, {\"c\": \"\\u00e9\", \"d\": 1 } ] }";
        assert_eq!(of(laid_out), sealed);
        for other in [
            text.replace("1.50", "1.5"),
            text.replace("\"d\":1", "\"d\":2"),
            text.replace('y', "z"),
            text.replace("\"on\"", "\"seal\":{\"on\":1},\"on\""),
        ] {
            assert_eq!(of(&other) == sealed, other.contains("seal"), "{other}");
        }
        assert_eq!(of(r#"{"a":1,"a":1}"#), None);
        assert_eq!(of(r#"{"a":{"b":1,"b":1}}"#), None);
        assert_eq!(of(r#"{"a":1"#), None);
    }
}
