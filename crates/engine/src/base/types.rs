//! The types of facts and formulas.

use std::{fmt, sync::Arc};

/// The options of a choice, in the order the rule file lists them. At most 64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options(Arc<[Box<str>]>);

impl Options {
    /// The most options one choice may have.
    pub const MOST: usize = 64;

    /// Options in the order given.
    #[must_use]
    pub fn new<'o>(names: impl IntoIterator<Item = &'o str>) -> Options {
        Options(names.into_iter().map(Box::from).collect())
    }

    /// Every option's name.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// The number of the option named `name`.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<u8> {
        let found = self.iter().position(|option| option == name)?;
        u8::try_from(found).ok()
    }

    /// The name of option `number`; empty if there is none.
    #[must_use]
    pub fn name(&self, number: u8) -> &str {
        self.0.get(usize::from(number)).map_or("", AsRef::as_ref)
    }

    /// How many options there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// What a fact or a formula can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Yes or no.
    YesNo,
    /// A whole number.
    Whole,
    /// A decimal number.
    Number,
    /// Pounds, exact or a range.
    Money,
    /// A percentage, kept as its fraction.
    Percent,
    /// A day.
    Date,
    /// A span of days (weeks are seven).
    Days,
    /// A span of calendar months (years are twelve).
    Months,
    /// One of several options.
    Choice(Options),
    /// Any number of several options.
    Choices(Options),
    /// Free text, never computed with.
    Text,
    /// A list of records.
    List,
}

impl Type {
    /// Whether it is one of the two kinds of plain number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Type::Whole | Type::Number)
    }

    /// Whether two values of these types can stand on both sides of `=`.
    #[must_use]
    pub fn compares_with(&self, other: &Type) -> bool {
        self == other || (self.is_number() && other.is_number())
    }

    /// Whether the values have an order.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        matches!(
            self,
            Type::Whole
                | Type::Number
                | Type::Money
                | Type::Percent
                | Type::Date
                | Type::Days
                | Type::Months
        )
    }

    /// The options, when it is a choice.
    #[must_use]
    pub fn options(&self) -> Option<&Options> {
        match self {
            Type::Choice(options) | Type::Choices(options) => Some(options),
            _ => None,
        }
    }
}

/// The type in an officer's words, with its article.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let several = |f: &mut fmt::Formatter<'_>, options: &Options, lead: &str| {
            let names: Vec<&str> = options.iter().collect();
            write!(f, "{lead} {}", names.join(", "))
        };
        match self {
            Type::YesNo => f.write_str("yes or no"),
            Type::Whole => f.write_str("a whole number"),
            Type::Number => f.write_str("a number"),
            Type::Money => f.write_str("an amount of money"),
            Type::Percent => f.write_str("a percentage"),
            Type::Date => f.write_str("a date"),
            Type::Days => f.write_str("a number of days"),
            Type::Months => f.write_str("a number of months"),
            Type::Choice(options) => several(f, options, "one of"),
            Type::Choices(options) => several(f, options, "any of"),
            Type::Text => f.write_str("text"),
            Type::List => f.write_str("a list"),
        }
    }
}
