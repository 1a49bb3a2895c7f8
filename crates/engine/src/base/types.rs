//! The types of facts and formulas.

use std::{borrow::Cow, fmt, sync::Arc};

use super::{name, time_unit::TimeUnit};

/// The options of a choice, in the order the rule file lists them. At most 64.
///
/// Two choices are the same type if their names are the same: the words for
/// the reader do not count.
#[derive(Clone, Debug)]
pub struct Options(Arc<[ChoiceOption]>);

/// One option of a choice.
#[derive(Debug)]
struct ChoiceOption {
    name: Box<str>,
    label: Option<Box<str>>,
}

impl PartialEq for Options {
    fn eq(&self, other: &Options) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Options {}

impl Options {
    /// The most options one choice may have.
    pub const MAX: usize = 64;

    /// Options in the order given, without words of their own.
    #[must_use]
    pub fn new<'o>(names: impl IntoIterator<Item = &'o str>) -> Options {
        Options::labelled(names.into_iter().map(|name| (name, None)))
    }

    /// Options in the order given, each with its words for the reader if it
    /// has any.
    #[must_use]
    pub fn labelled<'o>(options: impl IntoIterator<Item = (&'o str, Option<&'o str>)>) -> Options {
        let option = |(name, label): (&str, Option<&str>)| ChoiceOption {
            name: name.into(),
            label: label.map(Box::from),
        };
        Options(options.into_iter().map(option).collect())
    }

    /// Every option's name.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|option| &*option.name)
    }

    /// Every option's name, with the words that the rule file has for it.
    pub fn labels(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let options = self.0.iter();
        options.map(|option| (&*option.name, option.label.as_deref()))
    }

    /// The number of the option named `name`.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<u8> {
        let found = self.iter().position(|option| option == name)?;
        u8::try_from(found).ok()
    }

    /// The name of option `number`. There is always one: a number is made only
    /// for an option of the type (`position`, or below `count`), and the types
    /// of two choices that differ do not go together.
    #[must_use]
    pub fn name(&self, number: u8) -> &str {
        self.0
            .get(usize::from(number))
            .map_or("", |option| &*option.name)
    }

    /// Option `number` in words that fit into a sentence: its label in the rule
    /// file, or its name with spaces. There is always one, as of
    /// [`Options::name`].
    #[must_use]
    pub fn words(&self, number: u8) -> Cow<'_, str> {
        match self.0.get(usize::from(number)) {
            Some(option) => match &option.label {
                Some(label) => Cow::Borrowed(label),
                None => Cow::Owned(name::to_words(&option.name)),
            },
            None => Cow::Borrowed(""),
        }
    }

    /// The numbers of the options that are chosen, one bit each, the first one's
    /// the lowest.
    pub fn chosen(&self, options: u64) -> impl Iterator<Item = u8> {
        let numbers = (0u8..).take(self.count().min(Options::MAX));
        numbers.filter(move |number| options & (1 << number) != 0)
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
    /// Pounds by a stretch of time. Only formulas know the unit: the
    /// values are amounts, and what is checked keeps [`Type::plain`] and
    /// [`Type::per`].
    MoneyPer(TimeUnit),
    /// A percentage, kept as its fraction.
    Percent,
    /// A day.
    Date,
    /// A time of day.
    Time,
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

    /// Whether values of these types can be compared with `=`.
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
                | Type::MoneyPer(_)
                | Type::Percent
                | Type::Date
                | Type::Time
                | Type::Days
                | Type::Months
        )
    }

    /// Whether the values are amounts of money.
    #[must_use]
    pub fn is_money(&self) -> bool {
        matches!(self, Type::Money | Type::MoneyPer(_))
    }

    /// The stretch of time that an amount is by.
    #[must_use]
    pub fn per(&self) -> Option<TimeUnit> {
        match self {
            Type::MoneyPer(unit) => Some(*unit),
            _ => None,
        }
    }

    /// The type of the values: an amount by a stretch of time is an amount.
    #[must_use]
    pub fn plain(&self) -> Type {
        match self {
            Type::MoneyPer(_) => Type::Money,
            other => other.clone(),
        }
    }

    /// An amount by that stretch of time, or the type itself without one.
    #[must_use]
    pub fn by(&self, per: Option<TimeUnit>) -> Type {
        per.map_or_else(|| self.clone(), Type::MoneyPer)
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
            Type::MoneyPer(unit) => write!(f, "an amount {}", unit.by()),
            Type::Percent => f.write_str("a percentage"),
            Type::Date => f.write_str("a date"),
            Type::Time => f.write_str("a time of day"),
            Type::Days => f.write_str("a number of days"),
            Type::Months => f.write_str("a number of months"),
            Type::Choice(options) => several(f, options, "one of"),
            Type::Choices(options) => several(f, options, "any of"),
            Type::Text => f.write_str("text"),
            Type::List => f.write_str("a list"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn option_without_a_label_is_its_name_in_words() {
        let options = Options::labelled([("minutes_360", Some("6 hours")), ("half_day", None)]);
        assert_eq!(options.words(0), "6 hours");
        assert_eq!(options.words(1), "half day");
    }

    #[test]
    fn labels_do_not_change_the_type() {
        let labelled = Options::labelled([("a", Some("Letter A"))]);
        assert_eq!(labelled, Options::new(["a"]));
        assert_ne!(labelled, Options::new(["b"]));
    }
}
