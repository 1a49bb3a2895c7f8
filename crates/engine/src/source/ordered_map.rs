//! A RON map read as rows, in order, with duplicates kept for the checker.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};

/// The entries of `{ "key": value, … }` as written.
#[derive(Clone, Debug)]
pub struct OrderedMap<'s, T>(pub Vec<(&'s str, T)>);

impl<T> Default for OrderedMap<'_, T> {
    fn default() -> Self {
        OrderedMap(Vec::new())
    }
}

impl<'de: 's, 's, T: Deserialize<'de>> Deserialize<'de> for OrderedMap<'s, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OrderedMapVisitor(PhantomData))
    }
}

struct OrderedMapVisitor<'s, T>(PhantomData<(&'s str, T)>);

impl<'de: 's, 's, T: Deserialize<'de>> Visitor<'de> for OrderedMapVisitor<'s, T> {
    type Value = OrderedMap<'s, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("entries such as { \"name\": value }")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key::<&'de str>()? {
            pairs.push((key as &'s str, map.next_value()?));
        }
        Ok(OrderedMap(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::fields::options;

    fn read(text: &str) -> Option<Vec<(&str, u8)>> {
        options()
            .from_str(text)
            .ok()
            .map(|OrderedMap(entries)| entries)
    }

    #[test]
    fn entries_keep_their_order_and_their_duplicates() {
        assert_eq!(
            read(r#"{ "b": 1, "a": 2, "b": 3 }"#),
            Some(vec![("b", 1), ("a", 2), ("b", 3)])
        );
        assert_eq!(read("{}"), Some(Vec::new()));
    }

    #[test]
    fn entries_without_a_name_or_of_another_type_are_not_read() {
        for wrong in [r#"{ "a": "b" }"#, "{ a: 1 }", r#"["a"]"#, r#"{ "a" }"#] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
