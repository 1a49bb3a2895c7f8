//! The entries that a field belongs to, for a field that stands in another one.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
    forward_to_deserialize_any,
};

use super::model::{
    AlternativeEntry, ColumnEntry, CriterionEntry, FactEntry, LetterEntry, LimitEntry, LineEntry,
    OptionEntry, PackageEntry, PackagesEntry, PriorityEntry, ProvisionEntry, RecurrenceEntry,
    ReductionEntry, ScheduleEntry, TableEntry, TotalEntry, UseEntry, VacancyEntry, ValueEntry,
};

/// In how many kinds of entry a field can be at home and still be named.
const MAX_HOMES: usize = 3;

/// Where a field belongs: `a line`. `None` where no entry of a rule file has it,
/// or where many have.
pub(super) fn home_of(field: &str) -> Option<String> {
    let homes: Vec<&str> = entries()
        .into_iter()
        .filter(|(_, fields)| fields.contains(&field))
        .map(|(entry, _)| entry)
        .collect();
    let (last, others) = homes.split_last().filter(|_| homes.len() <= MAX_HOMES)?;
    Some(match others {
        [] => (*last).to_owned(),
        _ => format!("{} or {last}", others.join(", ")),
    })
}

fn entries() -> [(&'static str, &'static [&'static str]); 20] {
    [
        ("a fact", fields::<FactEntry<'_>>()),
        ("a use", fields::<UseEntry<'_>>()),
        ("a table", fields::<TableEntry<'_>>()),
        ("a column", fields::<ColumnEntry<'_>>()),
        ("a set of packages", fields::<PackagesEntry<'_>>()),
        ("a package", fields::<PackageEntry<'_>>()),
        ("a value", fields::<ValueEntry<'_>>()),
        ("a criterion", fields::<CriterionEntry<'_>>()),
        ("a schedule", fields::<ScheduleEntry<'_>>()),
        ("a stretch of a schedule", fields::<RecurrenceEntry<'_>>()),
        ("a rule of priority", fields::<PriorityEntry<'_>>()),
        ("a kind of place", fields::<VacancyEntry<'_>>()),
        ("a letter", fields::<LetterEntry<'_>>()),
        ("a line", fields::<LineEntry<'_>>()),
        ("a way to price a line", fields::<OptionEntry<'_>>()),
        ("one of several readings", fields::<AlternativeEntry<'_>>()),
        ("a reduction", fields::<ReductionEntry<'_>>()),
        ("a total", fields::<TotalEntry<'_>>()),
        ("a limit", fields::<LimitEntry<'_>>()),
        ("a provision", fields::<ProvisionEntry<'_>>()),
    ]
}

/// The fields of an entry, as it asks for them when it is read.
fn fields<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    // Reading stops as soon as the fields are known.
    T::deserialize(FieldNames(&mut names)).map_or(names, |_| &[])
}

struct FieldNames<'n>(&'n mut &'static [&'static str]);

/// That there is nothing to read.
#[derive(Debug)]
struct Nothing;

impl fmt::Display for Nothing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is nothing to read")
    }
}

impl std::error::Error for Nothing {}

impl Error for Nothing {
    fn custom<T: fmt::Display>(_: T) -> Nothing {
        Nothing
    }
}

impl<'de> Deserializer<'de> for FieldNames<'_> {
    type Error = Nothing;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Nothing> {
        Err(Nothing)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Nothing> {
        *self.0 = fields;
        Err(Nothing)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier
        ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_is_at_home_where_an_entry_has_it() {
        assert_eq!(home_of("reductions").as_deref(), Some("a line"));
        let holds = "a package, a criterion or a kind of place";
        assert_eq!(home_of("holds").as_deref(), Some(holds));
        assert_eq!(
            home_of("quantity").as_deref(),
            Some("a line, a way to price a line or one of several readings")
        );
        assert_eq!(home_of("assume").as_deref(), Some("a fact"));
        for field in ["id", "when", "reduction", ""] {
            assert_eq!(home_of(field), None, "{field}");
        }
    }

    #[test]
    fn every_entry_has_its_fields() {
        for (entry, fields) in entries() {
            assert!(!fields.is_empty(), "{entry}");
        }
    }
}
