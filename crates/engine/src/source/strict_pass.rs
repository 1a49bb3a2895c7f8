//! Fast path: one strict serde pass over a file. On any error
//! `recovering_pass.rs` reads the file again, field by field, for diagnostics.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, Error, MapAccess, Visitor,
        value::{BorrowedStrDeserializer, MapAccessDeserializer},
    },
};

use super::list_fields::{Charges, FieldSource, ListFields};

/// A file's own fields and its lists, where nothing is wrong with any of them.
pub(super) struct StrictEntry<'s, H, L> {
    /// The fields that are no lists.
    pub(super) head: H,
    /// The lists.
    pub(super) lists: L,
    /// Every field's name, in order.
    pub(super) names: Vec<&'s str>,
}

impl<'s, H: Deserialize<'s>, L: ListFields<'s>> Deserialize<'s> for StrictEntry<'s, H, L> {
    fn deserialize<D: Deserializer<'s>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("", &[], StrictEntryVisitor(PhantomData))
    }
}

struct StrictEntryVisitor<H, L>(PhantomData<(H, L)>);

impl<'s, H: Deserialize<'s>, L: ListFields<'s>> Visitor<'s> for StrictEntryVisitor<H, L> {
    type Value = StrictEntry<'s, H, L>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry between ( and )")
    }

    fn visit_map<A: MapAccess<'s>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut passing = ListInterceptor {
            map: &mut map,
            lists: L::default(),
            names: Vec::new(),
        };
        let head = H::deserialize(MapAccessDeserializer::new(&mut passing))?;
        let ListInterceptor { lists, names, .. } = passing;
        match L::REQUIRED.iter().find(|name| !names.contains(name)) {
            Some(name) => Err(A::Error::missing_field(name)),
            None => Ok(StrictEntry { head, lists, names }),
        }
    }
}

/// Hands over the fields that are no lists, and reads the lists in passing.
struct ListInterceptor<'m, 's, A, L> {
    map: &'m mut A,
    lists: L,
    names: Vec<&'s str>,
}

impl<'s, A: MapAccess<'s>, L: ListFields<'s>> MapAccess<'s> for ListInterceptor<'_, 's, A, L> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'s>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(name) = self.map.next_key::<&'s str>()? {
            let again = self.names.contains(&name);
            self.names.push(name);
            if !L::NAMES.contains(&name) {
                let name = BorrowedStrDeserializer::new(name);
                return seed.deserialize(name).map(Some);
            }
            if again {
                return Err(A::Error::custom("a list is given twice"));
            }
            self.lists
                .read(name, &mut NextValue(self.map, PhantomData))?;
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'s>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// The next value of the map, as a [`FieldSource`].
struct NextValue<'m, 's, A>(&'m mut A, PhantomData<&'s str>);

impl<'s, A: MapAccess<'s>> FieldSource<'s> for NextValue<'_, 's, A> {
    type Error = A::Error;

    fn list<T: Deserialize<'s>>(&mut self, _: &str) -> Result<Vec<T>, A::Error> {
        self.0.next_value()
    }

    fn services<H, C>(&mut self, _: &str) -> Result<Vec<(H, Vec<C>)>, A::Error>
    where
        H: Deserialize<'s>,
        C: Deserialize<'s>,
    {
        let services: Vec<StrictEntry<'s, H, Charges<C>>> = self.0.next_value()?;
        let service = |it: StrictEntry<'s, H, Charges<C>>| (it.head, it.lists.0);
        Ok(services.into_iter().map(service).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;
    use crate::base::source_text::SourceId;
    use crate::{
        load::{BookFrom, Loaded, load},
        source::{
            diagnostics::tokenizer::tokens,
            fields::options,
            list_fields::{Periods, RuleLists, Services},
            model::{ChargeEntry, ParameterHead, RuleHead, ServiceHead, TariffHead},
            reader::Reader,
            recovering_pass,
        },
    };

    fn is_read_alike<'s, H, L>((book, file): (&'s Loaded, SourceId), rest: &'s str)
    where
        H: Deserialize<'s> + Debug,
        L: ListFields<'s> + Debug,
    {
        let whole: StrictEntry<'s, H, L> = options().from_str(rest).unwrap();
        let mut reader = Reader::new(&book.sources, file);
        let fields = reader.fields(rest).unwrap();
        let (head, lists) = recovering_pass::read::<H, L>(&mut reader, rest, &fields);
        assert_eq!(reader.diagnostics, []);
        assert_eq!(format!("{:?}", whole.head), format!("{:?}", head.unwrap()));
        assert_eq!(format!("{:?}", whole.lists), format!("{lists:?}"));
    }

    #[test]
    fn strict_and_recovering_readers_agree_on_valid_files() {
        let book = load(BookFrom::Files(almoner_built_in::files())).unwrap();
        let mut read = 0;
        for (id, file) in book.sources.iter() {
            let first = tokens(file.text()).next().unwrap().range;
            let rest = &file.text()[first.end..];
            let here = (&book, id);
            match &file.text()[first] {
                "Eligibility" | "Pricing" => is_read_alike::<RuleHead, RuleLists>(here, rest),
                "Tariff" => {
                    is_read_alike::<TariffHead, Services<ServiceHead, ChargeEntry>>(here, rest);
                }
                "Parameter" => is_read_alike::<ParameterHead, Periods>(here, rest),
                _ => continue,
            }
            read += 1;
        }
        assert!(read >= 15, "{read} files");
    }
}
