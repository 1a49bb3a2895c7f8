//! A table of rows that lack facts, with values in the places of those that were not given.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    bits::Bits,
    dates,
    fillable::Fillable,
    table::{Column, ColumnValues, ListColumn, Table},
};
use crate::{
    base::{
        ids::{FactId, ListId},
        types::Type,
        value::Value,
    },
    check::model::{Fact, Home, Version},
    facts::MAX_RECORDS,
    program::secrets::is_secret,
};

/// A number or an amount without an end is tried up to this one.
const HIGHEST: i64 = 1_000_000;

/// Days without an end are tried from the first to the last of these.
const DAYS: (i64, i64) = (19_000_101, 20_991_231);

/// A time without an end is tried up to the last minute of the day.
const LAST_MINUTE: i64 = 24 * 60 - 1;

/// Which values are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// Those of another row.
    Same,
    /// Other options than those of another row, and the lowest numbers and days.
    Lowest,
    /// Other options than those of another row, and the highest numbers and days.
    Highest,
}

/// Gives values to the facts that rows lack.
pub(super) struct Completing<'a> {
    pub(super) table: &'a Table,
    pub(super) version: &'a Version,
    pub(super) fillable: &'a Fillable,
    /// The row whose values are tried, if there is one.
    pub(super) donor: Option<usize>,
    pub(super) tried: Tried,
}

/// Where the value of a row or record comes from: its own place, and that of another that
/// is tried where it has none.
#[derive(Clone, Copy)]
struct Place {
    own: usize,
    donor: Option<usize>,
}

impl Completing<'_> {
    /// The rows with every fact that they may be given.
    pub(super) fn table(&self, rows: &[usize]) -> Table {
        let table = self.table;
        let places = rows.iter().map(|row| Place {
            own: *row,
            donor: self.donor,
        });
        let places: Vec<Place> = places.collect();
        let columns = table.columns.iter().map(|column| {
            let fact = self.version.fact(&column.name);
            self.column(column, fact, places.iter().copied())
        });
        let mut columns: Vec<Column> = columns.collect();
        for (number, fact) in self.version.facts.iter_ids() {
            let is_case = matches!(fact.home, Home::Case | Home::Completeness(_));
            if is_case && table.column(&fact.id).is_none() {
                columns.extend(self.absent((number, fact), rows.len()));
            }
        }
        let mut lists: Vec<ListColumn> = table.lists.iter().map(|it| self.list(it, rows)).collect();
        for list in self.version.lists.ids() {
            let name = self.version.list_name(list);
            let is_fillable = self.fillable.has(self.version.lists[list].fact);
            if table.list(name).is_none() && is_fillable {
                let fields = self.version.fields(list);
                lists.push(ListColumn {
                    name: name.to_owned(),
                    offsets: vec![0; rows.len() + 1],
                    given: Bits::all(true, rows.len()),
                    columns: fields.filter_map(|fact| self.absent(fact, 0)).collect(),
                });
            }
        }
        Table {
            rows: rows.len(),
            columns,
            lists,
        }
    }

    /// A column that the table does not have.
    fn absent(&self, (number, fact): (FactId, &Fact), len: usize) -> Option<Column> {
        if !self.fillable.has(number) {
            return None;
        }
        let empty = Column::empty(fact)?;
        let value = self.value(fact, &empty.values, None);
        Some(Column {
            name: empty.name,
            values: empty.values.with_numbers(vec![value; len]),
            given: Bits::all(true, len),
        })
    }

    fn list(&self, list: &ListColumn, rows: &[usize]) -> ListColumn {
        let version = self.version;
        let declared = version.list_named(&list.name);
        let is_fillable = declared.is_some_and(|it| self.fillable.has(version.lists[it].fact));
        let fact = declared.map(|it| (version.lists[it].fact, version.list(it)));
        let is_hidden = self.is_hidden(fact);
        let of_donor = self.donor.map_or(0..0, |row| list.records(row));
        let mut offsets = vec![0];
        let mut places = Vec::new();
        let mut given = Vec::new();
        for row in rows {
            let is_given = list.given.get(*row) && !is_hidden;
            let own = if is_given { list.records(*row) } else { 0..0 };
            let is_open = match declared {
                Some(list) if is_given => self.may_have_more(list, *row),
                _ => is_fillable,
            };
            let further = match self.tried {
                Tried::Same if is_open => of_donor.clone(),
                _ => 0..0,
            };
            let donors = of_donor.clone().map(Some).chain(std::iter::repeat(None));
            let both = own.chain(further).take(MAX_RECORDS).zip(donors);
            places.extend(both.map(|(own, donor)| Place { own, donor }));
            offsets.push(places.len());
            given.push(is_given || is_fillable);
        }
        let fact = |name: &str| {
            let mut fields = declared.into_iter().flat_map(|it| version.fields(it));
            fields.find(|(_, fact)| *fact.id == *name)
        };
        let columns = list.columns.iter().map(|column| {
            let is_given = |it: &usize| column.given.get(*it);
            // A record that lacks the fact is given that of some record of the other row.
            let other = of_donor.clone().find(is_given);
            let places = places.iter().map(|place| Place {
                donor: place.donor.filter(is_given).or(other),
                ..*place
            });
            self.column(column, fact(&column.name), places)
        });
        let mut columns: Vec<Column> = columns.collect();
        for fact in declared.into_iter().flat_map(|it| version.fields(it)) {
            if list.column(&fact.1.id).is_none() {
                columns.extend(self.absent(fact, places.len()));
            }
        }
        ListColumn {
            name: list.name.clone(),
            offsets,
            given: Bits::of(given.into_iter()),
            columns,
        }
    }

    /// Whether a fact is as if it was not given: a list says nothing that rests on it.
    fn is_hidden(&self, fact: Option<(FactId, &Fact)>) -> bool {
        fact.is_some_and(|(number, fact)| {
            is_secret(self.version, fact) && !self.fillable.has(number)
        })
    }

    /// Whether a row does not say that the records of a list are all.
    fn may_have_more(&self, list: ListId, row: usize) -> bool {
        let complete = self.version.lists[list].complete;
        let Some(complete) = complete.filter(|it| self.fillable.has(*it)) else {
            return false;
        };
        let column = self.table.column(&self.version.facts[complete].id);
        !column.is_some_and(|(_, it)| it.given.get(row))
    }

    /// The values of a column in these places.
    fn column(
        &self,
        column: &Column,
        fact: Option<(FactId, &Fact)>,
        places: impl ExactSizeIterator<Item = Place>,
    ) -> Column {
        let is_hidden = self.is_hidden(fact);
        if fact.is_some_and(|(_, fact)| fact.ty == Type::Text) {
            return texts(column, places, is_hidden);
        }
        let fact = fact.filter(|(number, _)| self.fillable.has(*number));
        let fact = fact.map(|(_, fact)| fact);
        let mut numbers = Vec::with_capacity(places.len());
        let mut given = Vec::with_capacity(places.len());
        for place in places {
            let is_given = column.given.get(place.own) && !is_hidden;
            numbers.push(match fact {
                Some(fact) if !is_given => self.value(fact, &column.values, {
                    let donor = place.donor.filter(|it| column.given.get(*it));
                    donor.map(|it| column.values.number(it))
                }),
                _ => column.values.number(place.own),
            });
            given.push(is_given || fact.is_some());
        }
        Column {
            name: column.name.clone(),
            values: column.values.with_numbers(numbers),
            given: Bits::of(given.into_iter()),
        }
    }

    /// The value that is tried for a fact.
    fn value(&self, fact: &Fact, values: &ColumnValues, donor: Option<i64>) -> i64 {
        if matches!(fact.home, Home::Completeness(_)) {
            return 1;
        }
        let further = match self.tried {
            Tried::Same => 0,
            Tried::Lowest => 1,
            Tried::Highest => 2,
        };
        match values {
            ColumnValues::YesNo(_) => {
                let yes = donor.unwrap_or(1);
                if further == 0 { yes } else { 1 - yes }
            }
            ColumnValues::Text(_, texts) => {
                let count = i64::try_from(texts.len()).unwrap_or(i64::MAX);
                (donor.unwrap_or(0) + further) % count.max(1)
            }
            ColumnValues::Options(..) => match (donor.unwrap_or(0), further) {
                (own, 0) => own,
                (0, _) => 1,
                _ => 0,
            },
            _ => match (self.tried, donor) {
                (Tried::Same, Some(own)) => own,
                (Tried::Same | Tried::Lowest, _) => lowest(fact, values),
                (Tried::Highest, _) => highest(fact, values),
            },
        }
    }
}

/// A column of texts, which are not completed. Columns read of a text only that it was given:
/// one stands for all, so that they are not copied for each completion.
fn texts(column: &Column, places: impl ExactSizeIterator<Item = Place>, is_hidden: bool) -> Column {
    let numbers = vec![0; places.len()];
    Column {
        name: column.name.clone(),
        values: ColumnValues::Text(numbers, vec!["a text".to_owned()]),
        given: Bits::of(places.map(|place| column.given.get(place.own) && !is_hidden)),
    }
}

fn lowest(fact: &Fact, values: &ColumnValues) -> i64 {
    let end = fact.within.low.and_then(|it| end(it, values));
    end.unwrap_or(match fact.ty {
        Type::Date => DAYS.0,
        _ => 0,
    })
}

fn highest(fact: &Fact, values: &ColumnValues) -> i64 {
    let end = fact.within.high.and_then(|it| end(it, values));
    end.unwrap_or(match (&fact.ty, values) {
        (Type::Date, _) => DAYS.1,
        (Type::Time, _) => LAST_MINUTE,
        (_, ColumnValues::Decimal(_, scale)) => {
            HIGHEST.saturating_mul(10i64.checked_pow(*scale).unwrap_or(1))
        }
        _ => HIGHEST,
    })
}

/// An end of what a fact may be, as a number of its column.
fn end(end: Value, values: &ColumnValues) -> Option<i64> {
    let scale = match values {
        ColumnValues::Decimal(_, scale) => *scale,
        _ => 0,
    };
    let scaled = |number: Decimal| {
        let times = Decimal::from(10i64.checked_pow(scale)?);
        number.checked_mul(times)?.to_i64()
    };
    match end {
        Value::Whole(number) => scaled(number.into()),
        Value::Money(money) => scaled(money.min()),
        Value::Date(day) => Some(dates::packed(day)),
        Value::Time(time) => Some(time.minutes()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::money::Money;

    #[test]
    fn end_that_does_not_fit_its_column_is_none() {
        let pounds = |pounds: i64| Value::Money(Money::exact(pounds.into()));
        let column = |scale| ColumnValues::Decimal(Vec::new(), scale);
        assert_eq!(end(pounds(12), &column(2)), Some(1200));
        assert_eq!(end(pounds(i64::MAX), &column(2)), None);
        assert_eq!(end(pounds(i64::MAX), &column(18)), None);
        assert_eq!(end(pounds(1), &column(30)), None);
    }
}
