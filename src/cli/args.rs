//! Arguments that several verbs share, and how their values are read.

use std::path::PathBuf;

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use rust_decimal::Decimal;

use crate::tables::Format;
use almoner_engine::base::{
    date::Date,
    date_text::{self, DateText},
    decimal,
};

// No doc comment: it would become the help of the command. `book` is read before
// the rest, because the facts of its rule sets are flags.
#[derive(Args)]
pub(super) struct Global {
    /// A directory with `rules` and `tariffs` [default: the built-in book; or ALMONER_BOOK]
    #[arg(long, value_name = "DIR", global = true, display_order = 101)]
    book: Option<PathBuf>,
    /// What to write
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = format(&["text", "json"]),
        default_value = "text",
        global = true,
        display_order = 100,
    )]
    pub(super) format: Format,
}

/// Reads one of the formats of these names. All arguments called `format`
/// have one type, because clap gives a global argument to every verb.
pub(super) fn format(names: &[&'static str]) -> impl TypedValueParser<Value = Format> + use<> {
    PossibleValuesParser::new(names.iter().copied())
        .try_map(|name| Format::named(&name).ok_or("there is no such format"))
}

/// A day as people write it.
pub(super) fn day(text: &str) -> Result<Date, String> {
    let why = match date_text::read(text) {
        DateText::Day(day) => return Ok(day),
        DateText::ShortYear { .. } => "the year needs all four digits, such as 1/5/2018",
        DateText::AfterMonthEnd(_) => "that month has no such day",
        DateText::NoSuchMonth => "the day comes first, then the month: 31/12/2018",
        DateText::NoSuchMonthAfterYear => "the year comes first, then the month: 2018-12-31",
        DateText::Unreadable => "write a date such as 2018-05-01, 1/5/2018 or 1 May 2018",
    };
    Err(why.to_owned())
}

/// `5%` or `5` as a fraction.
pub(super) fn percent(text: &str) -> Result<Decimal, String> {
    decimal::parse_percent(text)
        .ok_or_else(|| "a percentage is wanted, such as 5% or 2.5%".to_owned())
}
