//! Facts of many cases, a column each.

use std::ops::Range;

use super::bits::Bits;
use crate::{
    base::types::{Options, Type},
    check::model::{Fact, Home, Version},
};

/// The values of a column, one for each row: what stands for a row whose fact
/// was not given does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnValues {
    /// Yes or no.
    YesNo(Bits),
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Numbers, amounts or percentages with this many decimals, each times ten
    /// to their power: with two, £1.50 is 150 and 25% is 2500.
    Decimal(Vec<i64>, u32),
    /// Days, each as year × 10,000 + month × 100 + day.
    Date(Vec<i64>),
    /// Minutes since midnight.
    Time(Vec<i64>),
    /// The number of a text among these: an option of a choice, or free text.
    Text(Vec<i64>, Vec<String>),
    /// Any number of these options, a bit each, the first one's the lowest.
    Options(Vec<i64>, Vec<String>),
}

impl ColumnValues {
    /// Values of the same type: these numbers stand for them, of yes or no 1 and 0.
    pub(super) fn with_numbers(&self, numbers: Vec<i64>) -> ColumnValues {
        match self {
            ColumnValues::YesNo(_) => ColumnValues::YesNo(Bits::of_each(&numbers, |it| it != 0)),
            ColumnValues::Whole(_) => ColumnValues::Whole(numbers),
            ColumnValues::Decimal(_, scale) => ColumnValues::Decimal(numbers, *scale),
            ColumnValues::Date(_) => ColumnValues::Date(numbers),
            ColumnValues::Time(_) => ColumnValues::Time(numbers),
            ColumnValues::Text(_, texts) => ColumnValues::Text(numbers, texts.clone()),
            ColumnValues::Options(_, texts) => ColumnValues::Options(numbers, texts.clone()),
        }
    }

    /// The number that stands for a row's value.
    pub(super) fn number(&self, row: usize) -> i64 {
        match self {
            ColumnValues::YesNo(yes) => i64::from(yes.get(row)),
            values => {
                let numbers = values.numbers().unwrap_or_default();
                numbers.get(row).copied().unwrap_or(0)
            }
        }
    }

    /// The numbers that stand for the values; none of yes or no.
    pub(super) fn numbers(&self) -> Option<&[i64]> {
        match self {
            ColumnValues::YesNo(_) => None,
            ColumnValues::Whole(values)
            | ColumnValues::Decimal(values, _)
            | ColumnValues::Date(values)
            | ColumnValues::Time(values)
            | ColumnValues::Text(values, _)
            | ColumnValues::Options(values, _) => Some(values),
        }
    }
}

/// A fact of many cases, or of many records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The fact's name.
    pub name: String,
    /// Its values.
    pub values: ColumnValues,
    /// The rows for which it was given.
    pub given: Bits,
}

/// A list of many cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListColumn {
    /// The list's name.
    pub name: String,
    /// The number of each row's first record, then the number of all records.
    pub offsets: Vec<usize>,
    /// The rows for which the list was given.
    pub given: Bits,
    /// The facts of all records, one row's after the other's.
    pub columns: Vec<Column>,
}

/// Facts of many cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// How many cases.
    pub rows: usize,
    /// Their facts.
    pub columns: Vec<Column>,
    /// Their lists.
    pub lists: Vec<ListColumn>,
}

impl Table {
    /// A table without rows that has a column for each fact of a version.
    #[must_use]
    pub fn empty(version: &Version) -> Table {
        let is_case = |fact: &&Fact| matches!(fact.home, Home::Case | Home::Completeness(_));
        let cases = version.facts.iter().filter(is_case);
        let lists = version.lists.ids().map(|list| ListColumn {
            name: version.list_name(list).to_owned(),
            offsets: vec![0],
            given: Bits::NONE,
            columns: version
                .fields(list)
                .filter_map(|(_, fact)| Column::empty(fact))
                .collect(),
        });
        Table {
            rows: 0,
            columns: cases.filter_map(Column::empty).collect(),
            lists: lists.collect(),
        }
    }

    /// A table with the same columns and no rows: what the rules of a version are lowered
    /// for, which do not depend on what texts say.
    pub(super) fn shape(&self, version: &Version) -> Table {
        let lists = self.lists.iter().map(|list| {
            let declared = version.list_named(&list.name);
            let named = |name: &str| {
                let mut fields = declared.into_iter().flat_map(|it| version.fields(it));
                let own = fields.find(|(_, fact)| *fact.id == *name);
                own.map(|(_, fact)| fact)
            };
            ListColumn {
                name: list.name.clone(),
                offsets: vec![0],
                given: Bits::NONE,
                columns: list
                    .columns
                    .iter()
                    .map(|it| it.shape(named(&it.name)))
                    .collect(),
            }
        });
        let named = |name: &str| version.fact(name).map(|(_, fact)| fact);
        Table {
            rows: 0,
            columns: self
                .columns
                .iter()
                .map(|it| it.shape(named(&it.name)))
                .collect(),
            lists: lists.collect(),
        }
    }

    /// The number and the column of a fact.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<(usize, &Column)> {
        find(&self.columns, name)
    }

    /// The number and the column of a list.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<(usize, &ListColumn)> {
        let mut lists = self.lists.iter().enumerate();
        lists.find(|(_, list)| list.name == name)
    }
}

impl Column {
    /// A column of these rows, in this order.
    #[must_use]
    pub fn of_rows(&self, rows: &[usize]) -> Column {
        let numbers = rows.iter().map(|row| self.values.number(*row));
        Column {
            name: self.name.clone(),
            values: self.values.with_numbers(numbers.collect()),
            given: Bits::of(rows.iter().map(|row| self.given.get(*row))),
        }
    }

    /// The same column of a fact, without rows, and without texts that are no options.
    fn shape(&self, fact: Option<&Fact>) -> Column {
        let has_options = fact.is_some_and(|fact| fact.ty.options().is_some());
        Column {
            name: self.name.clone(),
            values: match &self.values {
                ColumnValues::Text(..) if !has_options => {
                    ColumnValues::Text(Vec::new(), Vec::new())
                }
                values => values.with_numbers(Vec::new()),
            },
            given: Bits::NONE,
        }
    }

    /// A column of a fact without rows; none for a list.
    pub(super) fn empty(fact: &Fact) -> Option<Column> {
        let names = |options: &Options| options.iter().map(str::to_owned).collect();
        let values = match &fact.ty {
            Type::YesNo => ColumnValues::YesNo(Bits::NONE),
            Type::Whole => ColumnValues::Whole(Vec::new()),
            Type::Number | Type::Money | Type::MoneyPer(_) | Type::Percent => {
                ColumnValues::Decimal(Vec::new(), 2)
            }
            Type::Date => ColumnValues::Date(Vec::new()),
            Type::Time => ColumnValues::Time(Vec::new()),
            Type::Choice(options) => ColumnValues::Text(Vec::new(), names(options)),
            Type::Choices(options) => ColumnValues::Options(Vec::new(), names(options)),
            Type::Text => ColumnValues::Text(Vec::new(), Vec::new()),
            Type::Days | Type::Months | Type::List => return None,
        };
        Some(Column {
            name: fact.id.to_string(),
            values,
            given: Bits::NONE,
        })
    }
}

impl ListColumn {
    /// The number and the column of a record's fact.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<(usize, &Column)> {
        find(&self.columns, name)
    }

    /// The numbers of a row's records: none where the list was not given, whatever its
    /// offsets are.
    #[must_use]
    pub fn records(&self, row: usize) -> Range<usize> {
        let at = |row: usize| self.offsets.get(row).copied().unwrap_or(0);
        match self.given.get(row) {
            true => at(row)..at(row + 1),
            false => 0..0,
        }
    }
}

fn find<'c>(columns: &'c [Column], name: &str) -> Option<(usize, &'c Column)> {
    let mut columns = columns.iter().enumerate();
    columns.find(|(_, column)| column.name == name)
}
