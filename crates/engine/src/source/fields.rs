//! An entry as its fields, each still unread: so that every field that is
//! wrong gets its own diagnostic, and the rest of the entry is read all the same.

use std::fmt;

use ron::{Error, Options, error::SpannedError, extensions::Extensions, value::RawValue};
use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, MapAccess, Visitor,
        value::{BorrowedStrDeserializer, MapAccessDeserializer},
    },
};

/// How every file is read: authors need not write `Some(…)`.
pub(super) fn options() -> Options {
    Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_default_extension(Extensions::UNWRAP_NEWTYPES)
        .with_default_extension(Extensions::UNWRAP_VARIANT_NEWTYPES)
}

/// The fields of `( name: value, … )` as written.
#[derive(Debug, Default)]
pub(super) struct Fields<'s>(pub(super) Vec<(&'s str, &'s RawValue)>);

impl<'s> Fields<'s> {
    /// Every value of the fields with this name; more than one is a mistake.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = (&'s str, &'s RawValue)> {
        self.0
            .iter()
            .copied()
            .filter(move |(field, _)| *field == name)
    }

    /// The value of the field with this name, if there is one and no more.
    pub(super) fn only(&self, name: &str) -> Option<&'s RawValue> {
        let mut found = self.named(name);
        let (_, value) = found.next()?;
        found.next().is_none().then_some(value)
    }

    /// Reads an entry without the fields that `leave_out` names or numbers.
    pub(super) fn read<T: Deserialize<'s>>(
        &self,
        leave_out: impl Fn(usize, &str) -> bool,
    ) -> Result<T, FieldError<'s>> {
        let mut access = FieldAccess {
            fields: self
                .0
                .iter()
                .enumerate()
                .filter(|(number, (name, _))| !leave_out(*number, name)),
            current: None,
            failed: None,
        };
        T::deserialize(MapAccessDeserializer::new(&mut access)).map_err(|code| {
            match (access.failed, access.current) {
                (Some(error), Some((number, (_, value)))) => {
                    FieldError::Value(number, value.get_ron(), error)
                }
                (_, current) => {
                    FieldError::Name(current.map(|(number, (name, _))| (number, *name)), code)
                }
            }
        })
    }
}

/// Why an entry cannot be read.
#[derive(Debug)]
pub(super) enum FieldError<'s> {
    /// The value of a field, by number, with its text.
    Value(usize, &'s str, Box<SpannedError>),
    /// A field that there is none of, that is there already (both by number
    /// and name), or that is missing.
    Name(Option<(usize, &'s str)>, Error),
}

impl<'de: 's, 's> Deserialize<'de> for Fields<'s> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("", &[], FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry between ( and )")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry::<&'de str, &'de RawValue>()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}

type NumberedField<'f, 's> = (usize, &'f (&'s str, &'s RawValue));

/// Hands fields over one by one and remembers which one failed.
struct FieldAccess<'f, 's, I> {
    fields: I,
    current: Option<NumberedField<'f, 's>>,
    failed: Option<Box<SpannedError>>,
}

impl<'f, 's: 'f, I: Iterator<Item = NumberedField<'f, 's>>> MapAccess<'s>
    for FieldAccess<'f, 's, I>
{
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'s>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        self.current = self.fields.next();
        match self.current {
            Some((_, (name, _))) => seed
                .deserialize(BorrowedStrDeserializer::new(name))
                .map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'s>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let text = self.current.map_or("", |(_, (_, value))| value.get_ron());
        options().from_str_seed(text, seed).map_err(|error| {
            self.failed = Some(Box::new(error.clone()));
            error.code
        })
    }
}
