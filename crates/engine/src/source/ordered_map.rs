//! A RON map read as rows, in order, with duplicates kept for the checker.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};

/// The entries of `{ "key": value, … }` as written.
#[derive(Debug)]
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
