//! An option of a choice: `"half_day"`, or `("half_day", "half a day")`.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};

/// An option as declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceEntry<'s> {
    /// Its name.
    pub name: &'s str,
    /// Its words for the reader, such that they fit into a sentence.
    pub label: Option<&'s str>,
}

impl ChoiceEntry<'_> {
    /// How an option is written, as the message about one that is not.
    pub const FORM: &'static str = "text between quotation marks, or (\"name\", \"words\")";
}

impl<'de: 's, 's> Deserialize<'de> for ChoiceEntry<'s> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OptionVisitor)
    }
}

struct OptionVisitor;

impl<'de> Visitor<'de> for OptionVisitor {
    type Value = ChoiceEntry<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(ChoiceEntry::FORM)
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(ChoiceEntry { name, label: None })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
        let missing = |count| A::Error::invalid_length(count, &ChoiceEntry::FORM);
        let name = parts.next_element()?.ok_or_else(|| missing(0))?;
        let label = parts.next_element()?.ok_or_else(|| missing(1))?;
        Ok(ChoiceEntry {
            name,
            label: Some(label),
        })
    }
}
