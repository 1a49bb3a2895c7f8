//! JSON taken apart without reading its values: the members of an object and
//! the elements of an array, each still text.

use std::{borrow::Cow, fmt};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::intake::MAX_RECORDS;

/// The facts of one JSON object, each value still text.
#[derive(Clone, Debug)]
pub struct Members<'t>(pub(super) Vec<Member<'t>>);

impl<'t> Members<'t> {
    /// The names of the members.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|member| &*member.name)
    }

    /// The members whose name is asked for.
    pub(super) fn only(&self, is_asked: impl Fn(&str) -> bool) -> Members<'t> {
        let members = self.0.iter().filter(|member| is_asked(&member.name));
        Members(members.cloned().collect())
    }

    /// The text of the member of that name, given last.
    pub(super) fn raw(&self, name: &str) -> Option<&'t str> {
        let mut named = self.0.iter().rev().filter(|member| member.name == name);
        named.next().map(|member| member.raw)
    }

    /// The texts given under a name, as far as they are JSON strings.
    pub(super) fn texts_of(&self, name: &str) -> impl Iterator<Item = Cow<'_, str>> {
        let named = self.0.iter().filter(move |member| member.name == name);
        named.filter_map(|member| unescaped(member.raw))
    }
}

#[derive(Clone, Debug)]
pub(super) struct Member<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) raw: &'t str,
}

/// The members of one object.
pub(super) fn members(text: &str) -> Result<Members<'_>, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let members = Members::deserialize(&mut reader)?;
    reader.end()?;
    Ok(members)
}

impl<'text: 't, 't> Deserialize<'text> for Members<'t> {
    fn deserialize<D: Deserializer<'text>>(reader: D) -> Result<Members<'t>, D::Error> {
        reader.deserialize_map(EachMember)
    }
}

/// The members of one object, each value still text; `None` if it is no object.
#[must_use]
pub fn raw_members(text: &str) -> Option<Vec<(String, String)>> {
    let members = members(text).ok()?.0.into_iter();
    Some(
        members
            .map(|member| (member.name.into_owned(), member.raw.to_owned()))
            .collect(),
    )
}

/// The elements of one array, each still text.
///
/// # Errors
/// When the text is no JSON array.
pub fn raw_elements(text: &str) -> Result<Vec<String>, serde_json::Error> {
    let elements: Vec<&RawValue> = serde_json::from_str(text)?;
    Ok(elements.iter().map(|it| it.get().to_owned()).collect())
}

struct EachMember;

impl<'t> Visitor<'t> for EachMember {
    type Value = Members<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'t>>(self, mut map: M) -> Result<Members<'t>, M::Error> {
        let mut members = Vec::with_capacity(8);
        while let Some((Name(name), raw)) = map.next_entry::<Name<'t>, &'t RawValue>()? {
            members.push(Member {
                name,
                raw: raw.get(),
            });
        }
        Ok(Members(members))
    }
}

/// A member's name, borrowed where it holds no escapes.
struct Name<'t>(Cow<'t, str>);

impl<'t> Deserialize<'t> for Name<'t> {
    fn deserialize<D: Deserializer<'t>>(reader: D) -> Result<Name<'t>, D::Error> {
        reader.deserialize_str(OneName)
    }
}

struct OneName;

impl<'t> Visitor<'t> for OneName {
    type Value = Name<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'t str) -> Result<Name<'t>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'t>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}

/// The elements of an array, still text: as many as a list may have, and how
/// many there are.
pub(super) struct Elements<'t> {
    pub(super) first: Vec<&'t RawValue>,
    pub(super) count: usize,
}

impl<'t> Deserialize<'t> for Elements<'t> {
    fn deserialize<D: Deserializer<'t>>(reader: D) -> Result<Elements<'t>, D::Error> {
        reader.deserialize_seq(EachElement)
    }
}

struct EachElement;

impl<'t> Visitor<'t> for EachElement {
    type Value = Elements<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<S: SeqAccess<'t>>(self, mut seq: S) -> Result<Elements<'t>, S::Error> {
        let mut elements = Elements {
            first: Vec::new(),
            count: 0,
        };
        while let Some(raw) = seq.next_element::<&'t RawValue>()? {
            elements.count += 1;
            if elements.first.len() < MAX_RECORDS {
                elements.first.push(raw);
            }
        }
        Ok(elements)
    }
}

/// The text of a JSON string; `None` when it is none, or names a character
/// that does not exist.
pub(super) fn unescaped(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str(raw).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}
