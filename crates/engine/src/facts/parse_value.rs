//! Parses the text of one fact, the same way wherever it comes from.

use crate::{
    base::{
        date::{Date, LongDate},
        date_text::{self, DateText},
        decimal,
        money::Money,
        name,
        time::{self, ClockTime, Time, TimeText},
        types::{Options, Type},
        value::Value,
    },
    check::model::Fact,
};

/// The middle of the day, before which an hour can be in either half.
const HALF_DAY: i64 = 12 * 60;

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
        Type::Money | Type::MoneyPer(_) => money(text),
        Type::Percent => percent(text),
        Type::Date => day(fact, text),
        Type::Time => time_of_day(text),
        Type::Choice(options) => option(fact, options, text).map(Value::Choice),
        Type::Choices(options) => several(fact, options, text),
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
    let is_any = |words: [&str; 4]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_any(["yes", "true", "y", "1"]) {
        Ok(Value::YesNo(true))
    } else if is_any(["no", "false", "n", "0"]) {
        Ok(Value::YesNo(false))
    } else {
        Err(Mismatch::must("yes or no"))
    }
}

fn whole(text: &str) -> Result<Value, Mismatch> {
    let text = without_zero_fraction(text);
    let digits = text.strip_prefix('-').unwrap_or(text);
    let wrong = || Mismatch::must("a whole number");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong().help("write it in digits alone, such as 12"));
    }
    let whole = text.parse().map(Value::Whole);
    whole.map_err(|_| wrong().help("it can have 18 digits at most"))
}

/// `20` for `20.0`, as spreadsheets and programs with one kind of number write
/// it.
fn without_zero_fraction(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|it| it == b'0') => whole,
        _ => text,
    }
}

fn number(text: &str) -> Result<Value, Mismatch> {
    let wrong = || Mismatch::must("a number").help("write it in digits, such as 12 or 1.5");
    decimal::parse(text)
        .map(|number| Value::Number(number.into()))
        .ok_or_else(wrong)
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
        .map(|share| Value::Percent(share.into()))
        .ok_or_else(wrong)
}

fn day(fact: &Fact, text: &str) -> Result<Value, Mismatch> {
    const WRITE: &str = "write it such as 2018-05-01, 1/5/2018 or 1 May 2018";
    let no_such_day = Mismatch::must("a date that exists");
    Err(match date_text::read(text) {
        DateText::Day(day) => return Ok(Value::Date(day)),
        DateText::ShortYear { day, month, year } => {
            return in_full_year(fact, day, month, year);
        }
        DateText::AfterMonthEnd(first) => {
            let long = LongDate(first).to_string();
            let month = long.strip_prefix("1 ").unwrap_or(&long);
            no_such_day.hint(format!("{month} has {} days", first.days_in_month()))
        }
        DateText::NoSuchMonth => {
            no_such_day.hint("the day comes first, then the month: 31/12/2018")
        }
        DateText::NoSuchMonthAfterYear => {
            no_such_day.hint("the year comes first, then the month: 2018-12-31")
        }
        DateText::Unreadable => Mismatch::must("a date").help(WRITE),
    })
}

fn time_of_day(text: &str) -> Result<Value, Mismatch> {
    const WRITE: &str = "write it such as 18:00 or 6pm";
    Err(match time::read(text) {
        TimeText::Time(time) => return Ok(Value::Time(time)),
        TimeText::NoSuchTime => Mismatch::must("a time of day, from 00:00 to 24:00").help(WRITE),
        TimeText::HalfUnknown { morning } => {
            let afternoon = Time::from_minutes(morning.minutes() + HALF_DAY);
            let hint = match afternoon {
                Some(afternoon) if morning.minutes() < HALF_DAY => {
                    let clock = ClockTime(afternoon);
                    format!(
                        "write {morning} for the morning, {afternoon} or {clock} for the afternoon"
                    )
                }
                _ => format!("write {morning}"),
            };
            Mismatch::must("a time of day that is in the morning or in the afternoon").hint(hint)
        }
        TimeText::Midnight => Mismatch::must("the start or the end of the day")
            .hint("write 00:00 for midnight at the start, 24:00 for midnight at the end"),
        TimeText::Unreadable => Mismatch::must("a time of day").help(WRITE),
    })
}

/// A date whose year has two digits, where the fact accepts it in one century
/// only.
fn in_full_year(fact: &Fact, day: i8, month: i8, year: i16) -> Result<Value, Mismatch> {
    let days: Vec<Date> = date_text::in_each_century(day, month, year).collect();
    let accepted = |day: &&Date| fact.within.contains(Value::Date(**day));
    let accepted: Vec<&Date> = days.iter().filter(accepted).collect();
    match (accepted.as_slice(), days.as_slice()) {
        (_, []) => Err(Mismatch::must("a date that exists")),
        ([], _) => Err(Mismatch::must(fact.within.to_string())),
        ([only], _) => Ok(Value::Date(**only)),
        ([first, second, ..], _) => {
            let (first, second) = (LongDate(**first), LongDate(**second));
            let help = format!("it can mean {first} or {second}");
            Err(Mismatch::must("a date with all four digits of the year").hint(help))
        }
    }
}

/// The number of an option, however its words are joined.
pub(super) fn option(fact: &Fact, options: &Options, text: &str) -> Result<u8, Mismatch> {
    let joined = text.trim().to_lowercase().replace([' ', '-'], "_");
    let found = options.position(text.trim());
    found
        .or_else(|| options.position(&joined))
        .ok_or_else(|| no_option(fact, options, &joined))
}

/// Offers the options that the text may mean, or says more about the question.
fn no_option(fact: &Fact, options: &Options, joined: &str) -> Mismatch {
    let names: Vec<&str> = options.iter().collect();
    let wrong = Mismatch::must(format!("one of {}", names.join(", ")));
    let quoted: Vec<String> = name::near_options(joined, &names)
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    if !quoted.is_empty() {
        return wrong.hint(format!("did you mean {}?", quoted.join(" or ")));
    }
    let other = options.position("other");
    let other = other.map(|_| "use `other` if it is none of these");
    let known = fact.hint.as_deref().into_iter().chain(other);
    let known: Vec<&str> = known.collect();
    match known.as_slice() {
        [] => wrong,
        known => wrong.help(known.join("; ")),
    }
}

/// Several options with commas or `+` between them; `none` or `[]` for none of
/// them.
fn several(fact: &Fact, options: &Options, text: &str) -> Result<Value, Mismatch> {
    let none = text == "[]" || text.eq_ignore_ascii_case("none");
    if none && options.position("none").is_none() {
        return Ok(Value::Choices(0));
    }
    let mut chosen = 0;
    for part in text.split([',', '+', '/', '&', ';']) {
        chosen |= match option(fact, options, part) {
            Ok(number) => 1u64 << number,
            Err(wrong) => each_word(options, part).ok_or_else(|| several_must(wrong, options))?,
        };
    }
    Ok(Value::Choices(chosen))
}

/// Several options with spaces between them.
fn each_word(options: &Options, text: &str) -> Option<u64> {
    let mut chosen = None;
    for word in text.split_whitespace() {
        let number = options.position(&word.to_lowercase())?;
        chosen = Some(chosen.unwrap_or(0) | 1u64 << number);
    }
    chosen
}

/// Says how several options are written, where nothing else is offered.
fn several_must(wrong: Mismatch, options: &Options) -> Mismatch {
    let mut names = options.iter();
    match (&wrong.help, names.next(), names.next()) {
        (None, Some(first), Some(second)) => {
            wrong.help(format!("write several as {first}+{second}"))
        }
        _ => wrong,
    }
}
