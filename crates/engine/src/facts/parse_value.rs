//! Parses the text of one fact, the same way wherever it comes from.

use crate::{
    base::{
        date::{self, Date},
        decimal,
        money::Money,
        name,
        types::{Options, Type},
        value::Value,
    },
    check::model::Fact,
};

/// A fact read from its text: a value, or the text itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Parsed<'t> {
    /// A value.
    Value(Value),
    /// A text, which the facts keep.
    Text(&'t str),
}

/// Why a text is not the fact it was given for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What it must be: `a whole number`, `from 1 to 10`.
    pub must: String,
    /// What to do.
    pub help: Option<String>,
    /// Whether the help repeats something of what was given, and so must not
    /// be shown of a confidential fact.
    pub help_repeats: bool,
}

impl Mismatch {
    pub(super) fn must(must: impl Into<String>) -> Mismatch {
        Mismatch {
            must: must.into(),
            help: None,
            help_repeats: false,
        }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Mismatch {
        Mismatch {
            help: Some(help.into()),
            ..self
        }
    }

    /// Help that repeats something of what was given.
    fn hint(self, help: impl Into<String>) -> Mismatch {
        Mismatch {
            help: Some(help.into()),
            help_repeats: true,
            ..self
        }
    }
}

/// Reads the text given for a declared fact. Blanks around it do not matter,
/// nor do capitals.
///
/// # Errors
/// What the text must be, when it is not: a value of the fact's type, within
/// what the fact accepts.
pub fn parse<'t>(fact: &Fact, text: &'t str) -> Result<Parsed<'t>, Mismatch> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Mismatch::must(fact.ty.to_string()).help("leave it out where it is not known"));
    }
    let value = match &fact.ty {
        Type::YesNo => yes_no(text),
        Type::Whole => whole(text),
        Type::Number => number(text),
        Type::Money => money(text),
        Type::Percent => percent(text),
        Type::Date => day(text),
        Type::Choice(options) => option(options, text).map(Value::Choice),
        Type::Choices(options) => several(options, text),
        Type::Text => return Ok(Parsed::Text(text)),
        Type::List => Err(Mismatch::must("a list of records")),
        Type::Days | Type::Months => Err(Mismatch::must("left to the rules")),
    }?;
    within(fact, value).map(Parsed::Value)
}

/// Checks that a value lies within what the fact accepts.
pub(super) fn within(fact: &Fact, value: Value) -> Result<Value, Mismatch> {
    if fact.within.contains(value) {
        Ok(value)
    } else {
        Err(Mismatch::must(fact.within.to_string()))
    }
}

fn yes_no(text: &str) -> Result<Value, Mismatch> {
    let is_any = |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_any(["yes", "true", "y"]) {
        Ok(Value::YesNo(true))
    } else if is_any(["no", "false", "n"]) {
        Ok(Value::YesNo(false))
    } else {
        Err(Mismatch::must("yes or no"))
    }
}

fn whole(text: &str) -> Result<Value, Mismatch> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let wrong = || Mismatch::must("a whole number");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong().help("write it in digits alone, such as 12"));
    }
    let whole = text.parse().map(Value::Whole);
    whole.map_err(|_| wrong().help("it can have 18 digits at most"))
}

fn number(text: &str) -> Result<Value, Mismatch> {
    let wrong = || Mismatch::must("a number").help("write it in digits, such as 12 or 1.5");
    decimal::parse(text).map(Value::Number).ok_or_else(wrong)
}

fn money(text: &str) -> Result<Value, Mismatch> {
    let wrong = || {
        Mismatch::must("an amount of money")
            .help("write it in pounds, such as 25, 25.10 or £1,234.50")
    };
    let money = Money::parse(text).map_err(|_| wrong())?;
    if text.contains("..") {
        return Err(Mismatch::must("one amount of money").help("a range cannot be a fact"));
    }
    Ok(Value::Money(Money::exact(money.min().normalize())))
}

/// `50%` or `50`: kept as its fraction, 0.5.
fn percent(text: &str) -> Result<Value, Mismatch> {
    let wrong = || Mismatch::must("a percentage").help("write it such as 50% or 12.5%");
    decimal::parse_percent(text)
        .map(Value::Percent)
        .ok_or_else(wrong)
}

fn day(text: &str) -> Result<Value, Mismatch> {
    if let Some(day) = date::parse_spoken(text) {
        return Ok(Value::Date(day));
    }
    let Some([year, month, _]) = date_parts(text) else {
        return Err(Mismatch::must("a date").help("write it such as 2018-05-01 or 1/5/2018"));
    };
    let wrong = Mismatch::must("a date that exists");
    let first = Date::new(year, i8::try_from(month).unwrap_or(0), 1);
    Err(match first {
        Ok(first) => {
            let spoken = date::Spoken(first).to_string();
            let month = spoken.strip_prefix("1 ").unwrap_or(&spoken);
            wrong.hint(format!("{month} has {} days", first.days_in_month()))
        }
        Err(_) if text.contains('/') => {
            wrong.hint("the day comes first, then the month: 31/12/2018")
        }
        Err(_) => wrong.hint("the year comes first, then the month: 2018-12-31"),
    })
}

/// Year, month and day of a text that looks like a date, whether or not there
/// is such a day.
fn date_parts(text: &str) -> Option<[i16; 3]> {
    let all = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'-' || b == b'/');
    let slashes = text.contains('/');
    let mut parts = text.split(if slashes { '/' } else { '-' });
    let first = parts.next()?;
    let second = parts.next()?;
    let third = parts.next()?;
    let (year, day) = if slashes {
        (third, first)
    } else {
        (first, third)
    };
    if !all || parts.next().is_some() || year.len() != 4 || second.len() > 2 || day.len() > 2 {
        return None;
    }
    Some([year.parse().ok()?, second.parse().ok()?, day.parse().ok()?])
}

/// The number of an option, however its words are joined.
pub(super) fn option(options: &Options, text: &str) -> Result<u8, Mismatch> {
    let text = text.trim();
    if let Some(number) = options.position(text) {
        return Ok(number);
    }
    let joined = text.to_lowercase().replace([' ', '-'], "_");
    options.position(&joined).ok_or_else(|| {
        let names: Vec<&str> = options.iter().collect();
        let wrong = Mismatch::must(format!("one of {}", names.join(", ")));
        match name::nearest(&joined, options.iter()) {
            Some(near) => wrong.hint(format!("did you mean `{near}`?")),
            None => wrong,
        }
    })
}

/// Several options with commas between them; `none` or `[]` for none of them.
fn several(options: &Options, text: &str) -> Result<Value, Mismatch> {
    let none = text == "[]" || text.eq_ignore_ascii_case("none");
    if none && options.position("none").is_none() {
        return Ok(Value::Choices(0));
    }
    let mut chosen = 0;
    for part in text.split(',') {
        chosen |= 1u64 << option(options, part)?;
    }
    Ok(Value::Choices(chosen))
}
