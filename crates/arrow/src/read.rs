//! A record batch as a table of facts.

use std::collections::HashMap;

use almoner_engine::{
    base::{
        name,
        types::{Options, Type},
    },
    columns::{Bits, Column, ColumnValues, Days, ListColumn, Table, number_of_day},
    model::{Fact, Home, RuleSet, Version},
};
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, RecordBatch,
    cast::AsArray as _,
    types::{
        ArrowDictionaryKeyType, Date32Type, Decimal128Type, Int8Type, Int16Type, Int32Type,
        Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType, UInt8Type,
        UInt16Type, UInt32Type,
    },
};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::{DataType, TimeUnit};

use crate::BatchError;

/// The most decimals that a column of amounts may have.
const MAX_SCALE: i8 = 6;

/// The table of a batch, and the days that its rows are about.
pub(crate) fn table(set: &RuleSet, batch: &RecordBatch) -> Result<(Table, Days), BatchError> {
    let mut table = Table {
        rows: batch.num_rows(),
        ..Table::default()
    };
    let mut days = Days::Unnamed;
    for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
        match field.name().as_str() {
            "ref" => {}
            "on" => days = days_of(array)?,
            _ if *array.data_type() == DataType::Null => {}
            column => match fact(set, column)? {
                (version, fact) if fact.ty == Type::List => {
                    table.lists.push(list(version, fact, array)?);
                }
                (_, fact) => table.columns.push(self::column(column, fact, array)?),
            },
        }
    }
    Ok((table, days))
}

/// The fact of a column, in the newest version that has it.
fn fact<'s>(set: &'s RuleSet, column: &str) -> Result<(&'s Version, &'s Fact), BatchError> {
    let versions = set.versions.as_slice().iter().rev();
    let found = versions
        .clone()
        .find_map(|version| Some((version, version.fact(column)?.1)));
    found.ok_or_else(|| {
        let facts = versions.flat_map(|version| version.facts.iter());
        let cases = facts.filter(|fact| !matches!(fact.home, Home::Record(..)));
        BatchError::NoFact {
            column: column.to_owned(),
            nearest: name::nearest(column, cases.map(|fact| &*fact.id)).map(str::to_owned),
        }
    })
}

fn wrong(column: &str, array: &ArrayRef, must_be: &'static str) -> BatchError {
    BatchError::WrongType {
        column: column.to_owned(),
        found: array.data_type().to_string(),
        must_be,
    }
}

fn given(array: &ArrayRef) -> Bits {
    not_null(array.logical_nulls(), array.len())
}

fn not_null(nulls: Option<NullBuffer>, len: usize) -> Bits {
    match nulls {
        None => Bits::all(true, len),
        Some(nulls) => bits(nulls.inner()),
    }
}

fn bits(buffer: &BooleanBuffer) -> Bits {
    let words = buffer.bit_chunks().iter_padded().collect();
    Bits::from_words(words, buffer.len())
}

fn days_of(array: &ArrayRef) -> Result<Days, BatchError> {
    if *array.data_type() != DataType::Date32 {
        return Err(wrong("on", array, "a date (date32)"));
    }
    let days = array.as_primitive::<Date32Type>();
    let day = |day: Option<i32>| day.map_or(0, number_of_day);
    Ok(Days::Each(days.iter().map(day).collect()))
}

/// The column of a fact.
fn column(name: &str, fact: &Fact, array: &ArrayRef) -> Result<Column, BatchError> {
    let is = |must_be| wrong(name, array, must_be);
    let values = match &fact.ty {
        Type::YesNo => match array.data_type() {
            DataType::Boolean => Some(ColumnValues::YesNo(bits(array.as_boolean().values()))),
            _ => None,
        }
        .ok_or_else(|| is("yes or no (bool)"))?,
        Type::Whole | Type::Days | Type::Months => {
            let values = whole(array).map(ColumnValues::Whole);
            values.ok_or_else(|| is("a whole number (an integer type)"))?
        }
        Type::Number | Type::Money | Type::MoneyPer(_) | Type::Percent => {
            decimal(array).ok_or_else(|| is("exact (a decimal type, or an integer type)"))?
        }
        Type::Date => match array.data_type() {
            DataType::Date32 => {
                let days = array.as_primitive::<Date32Type>().values();
                ColumnValues::Date(days.iter().map(|day| number_of_day(*day)).collect())
            }
            _ => return Err(is("a date (date32)")),
        },
        Type::Time => {
            let minutes = minutes(array).map(ColumnValues::Time);
            minutes.ok_or_else(|| is("a time of day in whole minutes (time32 or time64)"))?
        }
        Type::Choice(_) | Type::Text => {
            let options = fact.ty.options().into_iter().flat_map(Options::iter);
            let (values, texts) = texts(array, Texts::beginning_with(options))
                .ok_or_else(|| is("text (string or dictionary)"))?;
            ColumnValues::Text(values, texts)
        }
        Type::Choices(options) => {
            let (values, texts) = several(
                array,
                Texts::beginning_with(options.iter().take(MAX_OPTIONS)),
            )
            .ok_or_else(|| is("several options (a list of text)"))?;
            ColumnValues::Options(values, texts)
        }
        Type::List => return Err(is("a list of structures")),
    };
    Ok(Column {
        name: name.to_owned(),
        values,
        given: given(array),
    })
}

fn numbers<T: ArrowPrimitiveType>(array: &ArrayRef) -> Vec<i64>
where
    T::Native: Into<i64>,
{
    let values = array.as_primitive::<T>().values();
    values.iter().map(|value| (*value).into()).collect()
}

fn whole(array: &ArrayRef) -> Option<Vec<i64>> {
    Some(match array.data_type() {
        DataType::Int8 => numbers::<Int8Type>(array),
        DataType::Int16 => numbers::<Int16Type>(array),
        DataType::Int32 => numbers::<Int32Type>(array),
        DataType::Int64 => numbers::<Int64Type>(array),
        DataType::UInt8 => numbers::<UInt8Type>(array),
        DataType::UInt16 => numbers::<UInt16Type>(array),
        DataType::UInt32 => numbers::<UInt32Type>(array),
        _ => return None,
    })
}

/// Amounts beyond 64 bits are larger than any fact may be: they are kept at the
/// end, where the fact's bounds refuse them.
fn decimal(array: &ArrayRef) -> Option<ColumnValues> {
    let DataType::Decimal128(_, scale @ 0..=MAX_SCALE) = array.data_type() else {
        return whole(array).map(ColumnValues::Whole);
    };
    let values = array.as_primitive::<Decimal128Type>().values();
    let clamp = |value: &i128| {
        let end = if *value < 0 { i64::MIN } else { i64::MAX };
        i64::try_from(*value).unwrap_or(end)
    };
    let scale = u32::try_from(*scale).ok()?;
    Some(ColumnValues::Decimal(
        values.iter().map(clamp).collect(),
        scale,
    ))
}

/// Minutes since midnight; a time with seconds is no minute, and is refused.
fn minutes(array: &ArrayRef) -> Option<Vec<i64>> {
    let (values, a_minute): (Vec<i64>, i64) = match array.data_type() {
        DataType::Time32(TimeUnit::Second) => (numbers::<Time32SecondType>(array), 60),
        DataType::Time32(TimeUnit::Millisecond) => {
            (numbers::<Time32MillisecondType>(array), 60_000)
        }
        DataType::Time64(TimeUnit::Microsecond) => {
            (numbers::<Time64MicrosecondType>(array), 60_000_000)
        }
        _ => return None,
    };
    let is_whole = |value: &i64| value % a_minute == 0;
    let known = values
        .iter()
        .enumerate()
        .filter(|(row, _)| array.is_valid(*row));
    let all_whole = known.map(|(_, value)| value).all(is_whole);
    all_whole.then(|| values.iter().map(|value| value / a_minute).collect())
}

/// The most different options that fit the bits of a number.
const MAX_OPTIONS: usize = 63;

/// The most texts that are compared one after the other.
const MAX_COMPARED: usize = 12;

/// Texts with the number of each.
#[derive(Default)]
struct Texts {
    numbers: HashMap<String, i64>,
    texts: Vec<String>,
    last: i64,
}

impl Texts {
    /// With these texts first, so that their numbers do not depend on the rows.
    fn beginning_with<'o>(options: impl Iterator<Item = &'o str>) -> Texts {
        let mut texts = Texts::default();
        for option in options {
            texts.number(option);
        }
        texts
    }

    fn number(&mut self, text: &str) -> i64 {
        let last = usize::try_from(self.last).ok();
        if last
            .and_then(|last| self.texts.get(last))
            .is_some_and(|last| last == text)
        {
            return self.last;
        }
        let known = match self.texts.len() {
            // Few texts are compared faster than one is hashed.
            0..=MAX_COMPARED => {
                let place = self.texts.iter().position(|it| it == text);
                place.and_then(|it| i64::try_from(it).ok())
            }
            _ => self.numbers.get(text).copied(),
        };
        self.last = match known {
            Some(number) => number,
            None => {
                let number = i64::try_from(self.texts.len()).unwrap_or(i64::MAX);
                self.numbers.insert(text.to_owned(), number);
                self.texts.push(text.to_owned());
                number
            }
        };
        self.last
    }
}

/// The number of each row's text, and the texts. What stands for a row without a text does
/// not matter.
fn texts(array: &ArrayRef, mut texts: Texts) -> Option<(Vec<i64>, Vec<String>)> {
    let mut number = |text: Option<&str>| text.map_or(0, |text| texts.number(text));
    let values = match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().map(&mut number).collect(),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().map(&mut number).collect(),
        DataType::Utf8View => array.as_string_view().iter().map(&mut number).collect(),
        DataType::Dictionary(key, _) => {
            return match **key {
                DataType::Int8 => dictionary::<Int8Type>(array, texts),
                DataType::Int16 => dictionary::<Int16Type>(array, texts),
                DataType::Int32 => dictionary::<Int32Type>(array, texts),
                DataType::Int64 => dictionary::<Int64Type>(array, texts),
                DataType::UInt8 => dictionary::<UInt8Type>(array, texts),
                DataType::UInt16 => dictionary::<UInt16Type>(array, texts),
                DataType::UInt32 => dictionary::<UInt32Type>(array, texts),
                _ => None,
            };
        }
        _ => return None,
    };
    Some((values, texts.texts))
}

fn dictionary<K: ArrowDictionaryKeyType>(
    array: &ArrayRef,
    texts: Texts,
) -> Option<(Vec<i64>, Vec<String>)>
where
    K::Native: Into<i64>,
{
    let dictionary = array.as_dictionary::<K>();
    let (numbers, texts) = self::texts(dictionary.values(), texts)?;
    let number = |key: &K::Native| {
        let key = usize::try_from((*key).into()).ok();
        key.and_then(|key| numbers.get(key)).copied().unwrap_or(0)
    };
    Some((
        dictionary.keys().values().iter().map(number).collect(),
        texts,
    ))
}

/// The offsets and the elements of a list: those of its rows alone.
fn elements(array: &ArrayRef) -> Option<(Vec<usize>, ArrayRef)> {
    let place = |at: i64| usize::try_from(at).unwrap_or(0);
    let (offsets, values): (Vec<usize>, _) = match array.data_type() {
        DataType::List(_) => {
            let list = array.as_list::<i32>();
            let offsets = list.value_offsets().iter();
            let offsets = offsets.map(|at| place(i64::from(*at)));
            (offsets.collect(), list.values())
        }
        DataType::LargeList(_) => {
            let list = array.as_list::<i64>();
            let offsets = list.value_offsets().iter();
            (offsets.map(|at| place(*at)).collect(), list.values())
        }
        _ => return None,
    };
    let first = offsets.first().copied().unwrap_or(0);
    let last = offsets.last().copied().unwrap_or(first);
    let own = values.slice(first, last - first);
    Some((offsets.into_iter().map(|at| at - first).collect(), own))
}

/// Several options as bits; more than 63 different ones are no options of a fact.
fn several(array: &ArrayRef, texts: Texts) -> Option<(Vec<i64>, Vec<String>)> {
    let (offsets, elements) = elements(array)?;
    let (mut numbers, mut texts) = self::texts(&elements, texts)?;
    let nulls = elements.logical_nulls();
    if let Some(nulls) = nulls.filter(|it| it.null_count() > 0) {
        // No option is called so: a row with an option that is null is refused.
        let none = i64::try_from(texts.len()).ok()?;
        texts.push(String::new());
        let pairs = numbers.iter_mut().zip(nulls.iter());
        pairs
            .filter(|(_, is_given)| !is_given)
            .for_each(|(number, _)| *number = none);
    }
    if texts.len() > MAX_OPTIONS {
        return None;
    }
    let row = |ends: &[usize]| {
        let [from, to] = ends else { return 0 };
        let own = numbers.get(*from..*to).unwrap_or_default();
        own.iter().fold(0i64, |bits, number| bits | 1 << number)
    };
    Some((offsets.windows(2).map(row).collect(), texts))
}

/// The column of a list of records. Rows without the list have no records.
fn list(version: &Version, fact: &Fact, array: &ArrayRef) -> Result<ListColumn, BatchError> {
    let name = &*fact.id;
    let must_be = "a list of structures, with a field for each fact of a record";
    let (offsets, records) = elements(array).ok_or_else(|| wrong(name, array, must_be))?;
    if !matches!(records.data_type(), DataType::Struct(_)) {
        return Err(wrong(name, array, must_be));
    }
    let records = records.as_struct();
    let given = given(array);
    let mut columns = Vec::new();
    for (field, array) in records.fields().iter().zip(records.columns()) {
        if *array.data_type() == DataType::Null {
            continue;
        }
        let own = version.list_named(name).into_iter();
        let mut facts = own.flat_map(|list| version.fields(list));
        let named = facts.find(|(_, fact)| *fact.id == **field.name());
        let (_, of_record) = named.ok_or_else(|| BatchError::NoFact {
            column: format!("{name}.{}", field.name()),
            nearest: None,
        })?;
        // Nothing is known of a record that is null, whatever stands in its place.
        let nulls = NullBuffer::union(array.logical_nulls().as_ref(), records.nulls());
        columns.push(Column {
            given: not_null(nulls, array.len()),
            ..column(field.name(), of_record, array)?
        });
    }
    Ok(ListColumn {
        name: name.to_owned(),
        offsets,
        given,
        columns,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use almoner_engine::{Book, columns::RowsQuestion};
    use arrow_array::{ListArray, StringArray, StructArray};
    use arrow_buffer::OffsetBuffer;
    use arrow_schema::Field;

    use super::*;

    fn list_of(values: ArrayRef, lengths: [usize; 3], nulls: Option<NullBuffer>) -> ArrayRef {
        let field = Arc::new(Field::new_list_field(values.data_type().clone(), true));
        Arc::new(ListArray::new(
            field,
            OffsetBuffer::from_lengths(lengths),
            values,
            nulls,
        ))
    }

    #[test]
    fn option_that_is_null_is_none_of_the_options() {
        let names = StringArray::from(vec![Some("b"), None, Some("a")]);
        let array = list_of(Arc::new(names), [1, 1, 1], None);
        let (bits, texts) = several(&array, Texts::beginning_with(["a", "b"].into_iter())).unwrap();
        assert_eq!((bits, texts.join("|").as_str()), (vec![2, 4, 1], "a|b|"));
    }

    /// A null may stand for any values.
    #[test]
    fn record_or_list_that_is_null_has_no_facts() {
        let book = Book::from_files(almoner_built_in::files()).unwrap();
        let set = book.program().rule_set("head-start").unwrap();
        let kinds = StringArray::from(vec!["training", "character", "training"]);
        let fields = vec![Arc::new(Field::new("kind", DataType::Utf8, true))];
        let nulls = NullBuffer::from(vec![true, false, true]);
        let records = StructArray::new(fields.into(), vec![Arc::new(kinds)], Some(nulls));
        let nulls = NullBuffer::from(vec![true, false, true]);
        let array = list_of(Arc::new(records), [2, 1, 0], Some(nulls));
        let batch = RecordBatch::try_from_iter([("references", array)]).unwrap();
        let (table, days) = table(set, &batch).unwrap();
        let question = RowsQuestion {
            rule_set: "head-start",
            days: &days,
            default_day: None,
            known: None,
            reasons: false,
        };
        let kind = |row| format!("{:?}", question.of_row(&table, row));
        assert_eq!(kind(0).matches("training").count(), 1);
        assert_eq!(kind(0).matches("character").count(), 0);
        assert!(!kind(1).contains("references"), "{}", kind(1));
    }
}
