//! A price in words, as a council prints it: `£ 6,180.00`, `25.00 £`, `20p`,
//! `£230-£240`, `£30 (variable)`, `£5.00 per hour`.

use rust_decimal::Decimal;

use super::{
    diagnostic::Code,
    printed::{CORRECT, Printed, TYPE_AGAIN, checked, foreign, spreadsheet_error, wrong},
};
use crate::sheets::{self, NumberUnit, STRUCK};
use almoner_engine::base::money::Money;

/// Words for a charge of £0.00.
const FREE: [&str; 7] = [
    "free",
    "free of charge",
    "no charge",
    "nil",
    "nil charge",
    "foc",
    "no fee",
];

const ERRORS: [&str; 7] = [
    "#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!",
];

/// What stands before or after an amount in pounds.
const POUNDS: [&str; 6] = ["£", "￡", "₤", "GBP", "pounds", "pound"];

/// What stands after an amount in pence.
const PENCE: [&str; 2] = ["pence", "p"];

/// Marks of footnotes.
const SMALL_DIGITS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/// How many digits of a binary fraction a spreadsheet shows.
const MAX_DIGITS: usize = 15;

/// A minus sign that is no hyphen.
const MINUS: char = '\u{2212}';

/// Whether words say that a charge is £0.00.
pub(super) fn is_free(words: &str) -> bool {
    FREE.iter().any(|it| words.trim().eq_ignore_ascii_case(it))
}

/// Reads words.
pub(super) fn read(cell: &str) -> Printed {
    let text = cell.trim();
    if let Some(money) = plain(text) {
        return checked(text, money, false);
    }
    if text.trim_matches(['£', ' ', '-', '–', '—']).is_empty() {
        return Printed::Nothing;
    }
    if is_free(text) {
        return Printed::Free;
    }
    if ERRORS.contains(&text) || text.starts_with("Err:") {
        return spreadsheet_error(text);
    }
    if is_share(text) {
        let says = format!("{text} is a percentage, not a price");
        return wrong(Code::Kind, says, TYPE_AGAIN);
    }
    let (amount, _) = parts(text);
    let rate = amount
        .strip_suffix("(variable)")
        .or_else(|| amount.strip_suffix("variable"));
    let rate = rate.map(str::trim_end);
    if let Some(money) = money(rate.unwrap_or(amount)) {
        return match money {
            Ok(money) => checked(text, money, rate.is_some()),
            Err(()) => wrong(Code::Price, format!("`{text}` runs backwards"), CORRECT),
        };
    }
    not_an_amount(text).unwrap_or_else(|| Printed::Words(text.to_owned()))
}

/// Pounds in figures alone, `£1,005.00`, as most cells have them.
fn plain(text: &str) -> Option<Money> {
    let figures = text.strip_prefix('£').unwrap_or(text);
    let is_plain = figures.len() <= MAX_DIGITS && are_figures(figures);
    is_plain.then(|| Money::parse(figures).ok())?
}

fn are_figures(text: &str) -> bool {
    let is_figure = |it: u8| it.is_ascii_digit() || matches!(it, b',' | b'.');
    text.bytes().all(is_figure)
}

/// What is printed with an amount, such as a footnote's mark or `per hour`;
/// none for an amount alone and for anything that is no amount.
pub(super) fn aside(cell: &str) -> Option<&str> {
    let text = cell.trim();
    if are_figures(text.strip_prefix('£').unwrap_or(text)) {
        return None;
    }
    let (amount, aside) = parts(text);
    (!aside.is_empty() && money(amount).is_some_and(|it| it.is_ok())).then_some(aside)
}

/// The amount in a price, and what is printed after it.
fn parts(text: &str) -> (&str, &str) {
    let lower = text.to_ascii_lowercase();
    let begins = [
        "*", "†", "‡", " per ", " each", "(per ", "(each", "/", " inc", "(inc",
    ];
    let places = begins.iter().filter_map(|it| lower.find(it));
    let small = lower.find(|it| SMALL_DIGITS.contains(it));
    let places = places.chain(small).filter(|at| {
        let rest = text.get(*at..).unwrap_or_default();
        is_aside(rest.trim())
    });
    let Some(at) = places.min() else {
        return (text, "");
    };
    let (amount, aside) = text.split_at_checked(at).unwrap_or((text, ""));
    (amount.trim_end(), aside.trim())
}

/// Whether words after an amount leave it the amount that is paid.
fn is_aside(words: &str) -> bool {
    let lower = words.to_lowercase();
    let bare = lower.trim_matches(['(', ')', ' ', '.']);
    if let Some(unit) = bare.strip_prefix('/') {
        return unit.starts_with(char::is_alphabetic);
    }
    let is_sign = |it| matches!(it, '*' | '†' | '‡') || SMALL_DIGITS.contains(it);
    let is_mark = !bare.is_empty() && bare.chars().all(is_sign);
    let vat = bare
        .strip_suffix("vat")
        .map(|it| it.trim_end_matches([' ', '.']));
    let has_vat = vat.is_some_and(|it| ["inc", "incl", "including"].contains(&it));
    let has_no_digit = !bare.contains(|it: char| it.is_ascii_digit() || it == '£' || it == '%');
    let is_unit = bare == "each" || bare.starts_with("per ");
    is_mark || has_vat || is_unit && has_no_digit && !bare.contains(" or ") && !bare.contains("vat")
}

/// What is wrong with words that hold a figure and are not an amount of pounds;
/// none for words that are kept as they are printed.
fn not_an_amount(text: &str) -> Option<Printed> {
    if text.chars().all(|it| it == '#') {
        let says = format!("`{text}` is shown where a column is too narrow");
        return Some(wrong(Code::Kind, says, TYPE_AGAIN));
    }
    if !text.contains(|it: char| it.is_numeric()) {
        return None;
    }
    if text.contains(STRUCK) {
        let says = format!("`{}` is partly struck out", text.replace(STRUCK, ""));
        return Some(wrong(Code::Shown, says, TYPE_AGAIN));
    }
    let no_price = |what: &str| {
        let says = format!("{text} is {what}, not a price");
        Some(wrong(Code::Kind, says, TYPE_AGAIN))
    };
    if is_date(text) {
        return no_price("a date");
    }
    if is_time(text) {
        return no_price("a time");
    }
    let lower = text.to_lowercase();
    if let Some(currency) = currency(&lower) {
        return Some(foreign(text, currency));
    }
    let in_brackets = text.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    if in_brackets.is_some_and(|it| one(it).is_some()) {
        let says = format!("`{text}` is below zero");
        return Some(wrong(Code::Price, says, CORRECT));
    }
    let without = [
        "+ vat",
        "+vat",
        "plus vat",
        "ex vat",
        "exc vat",
        "excl vat",
        "ex. vat",
        "exc. vat",
        "excl. vat",
    ];
    let bare = lower.trim_end_matches([')', ' ']);
    if without.iter().any(|it| bare.ends_with(it)) {
        let says = format!("`{text}` is without VAT");
        return Some(wrong(Code::Kind, says, "write what is paid, with VAT"));
    }
    // Figures and signs alone, such as `5,50`, `5/10` or `1e3`.
    let is_sign = |it: char| it.is_numeric() || " .,+-–—/£:'".contains(it);
    if text.chars().all(is_sign) || text.parse::<f64>().is_ok() || is_decimal_pence(&lower) {
        let says = format!("`{text}` is not plainly an amount");
        return Some(wrong(Code::Kind, says, TYPE_AGAIN));
    }
    None
}

/// `5%` or `5 per cent`, and no more words.
fn is_share(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_number = |it: &str| it.trim().parse::<Decimal>().is_ok();
    let share = ["%", "per cent", "percent", "pc"];
    share
        .iter()
        .any(|it| lower.strip_suffix(it).is_some_and(is_number))
}

/// `5.00p`: pence, or pounds with a `p` too many.
fn is_decimal_pence(lower: &str) -> bool {
    let number = lower.strip_suffix('p').map(|it| it.trim_start_matches('£'));
    number.is_some_and(|it| it.contains('.') && it.parse::<Decimal>().is_ok())
}

/// The currency of an amount that is not in pounds.
fn currency(lower: &str) -> Option<&'static str> {
    let words: Vec<&str> = lower
        .split(|it: char| !it.is_alphabetic())
        .filter(|it| !it.is_empty())
        .collect();
    // More words than an amount and its currency are no amount.
    if words.len() > 1 {
        return None;
    }
    Some(match sheets::unit_in(lower)? {
        NumberUnit::Euros => "euros",
        NumberUnit::Dollars => "dollars",
        NumberUnit::OtherCurrency => "another currency",
        NumberUnit::Plain | NumberUnit::Pounds | NumberUnit::Pence => return None,
    })
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// `5-Oct`, `Oct-18`, `5th October 2018`, `05/10/2018 00:00` or `2018-10-05`:
/// what a spreadsheet makes of `5-10`.
fn is_date(text: &str) -> bool {
    let lower = text.to_lowercase();
    let day = match lower.rsplit_once([' ', 't']) {
        Some((day, time)) if is_time(time) => day,
        _ => &lower,
    };
    let parts: Vec<&str> = day
        .split(['-', '/', ' ', '.', ','])
        .filter(|it| !it.is_empty())
        .collect();
    let is_number = |it: &&str| {
        let ordinal = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|end| it.strip_suffix(end));
        ordinal.unwrap_or(it).parse::<u32>().is_ok()
    };
    let is_month = |it: &&str| {
        it.get(..3).is_some_and(|it| MONTHS.contains(&it)) && it.chars().all(char::is_alphabetic)
    };
    let months = parts.iter().filter(|it| is_month(it)).count();
    let numbers = parts.iter().filter(|it| is_number(it)).count();
    let is_year = |it: &&str| it.len() == 4 && is_number(it);
    months + numbers == parts.len()
        && (months == 1 && numbers > 0
            || numbers == 3
                && parts.iter().any(is_year)
                && (!text.contains(['.', ' ', ',']) || parts.last().is_some_and(is_year)))
}

/// `18:30` or `00:00:00`.
fn is_time(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    parts.len() > 1
        && parts
            .iter()
            .all(|it| it.len() <= 2 && it.parse::<u8>().is_ok())
}

/// An amount or a range; an error for one that runs backwards.
fn money(text: &str) -> Option<Result<Money, ()>> {
    if let Some(money) = one(text) {
        return Some(Ok(money));
    }
    let (low, high) = text
        .split_once(['-', '–', '—', MINUS])
        .or_else(|| text.split_once(" to "))?;
    let of_pence = |it: &str| PENCE.iter().any(|end| it.ends_with(end));
    let is_bare = low.trim().chars().all(|it| it.is_ascii_digit());
    let low = match is_bare && of_pence(high) {
        true => one(&format!("{}p", low.trim())),
        false => one(low),
    };
    let (low, high) = (low?, one(high)?);
    Some(Money::range(low.min(), high.min()).ok_or(()))
}

/// One amount: its pound sign before or after it, thousands separated by commas
/// or spaces; or pence, `20p`.
fn one(text: &str) -> Option<Money> {
    if let Some(pence) = PENCE.iter().find_map(|it| text.trim().strip_suffix(it)) {
        let pence = pence.trim_end();
        let pence = pence.parse::<Decimal>().ok().filter(|it| it.scale() == 0)?;
        return Some(Money::exact(pence.checked_div(Decimal::ONE_HUNDRED)?));
    }
    let (negative, text) = match text.trim().strip_prefix(['-', MINUS]) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text.trim()),
    };
    let sign = |it: &&str| text.strip_prefix(it).or_else(|| text.strip_suffix(it));
    let bare = POUNDS.iter().find_map(sign).unwrap_or(text).trim();
    if bare.starts_with(['£', '-']) {
        return None;
    }
    let commas = bare.replace(' ', ",");
    let commas = match commas.strip_prefix('.') {
        Some(pence) => format!("0.{pence}"),
        None => commas,
    };
    Money::parse(&format!("{negative}{}", without_noise(commas))).ok()
}

/// A number without what is behind the fifteen digits that a spreadsheet shows
/// of a binary fraction.
fn without_noise(text: String) -> String {
    let digits = text.trim_start_matches(['0', '.']);
    let count = digits.chars().filter(char::is_ascii_digit).count();
    if count <= MAX_DIGITS || !text.contains('.') {
        return text;
    }
    let number = text.parse::<Decimal>().ok().and_then(|it| it.round_sf(15));
    number.map_or(text, |it| it.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        match read(text) {
            Printed::Amount(form) => crate::finance::print_format::filed(form),
            Printed::Wrong(why) => why.says,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn units_and_marks_leave_the_amount() {
        for (text, amount, more) in [
            ("£5.00*", "5.00", Some("*")),
            ("£5.00 per hour", "5.00", Some("per hour")),
            ("£5/hr", "5.00", Some("/hr")),
            ("5.00 each", "5.00", Some("each")),
            ("£6.00 (inc. VAT)", "6.00", Some("(inc. VAT)")),
            ("£30 (variable) per lesson", "Variable(30.00)", None),
        ] {
            assert_eq!(said(text), amount, "{text}");
            assert_eq!(aside(text), more, "{text}");
        }
        for words in [
            "£5 or £10",
            "From £5",
            "£5 per hour or £20 per day",
            "13.5% of works value",
        ] {
            assert_eq!(said(words), format!("Words({words:?})"));
            assert_eq!(aside(words), None);
        }
        assert_eq!(aside("£5.00"), None);
        for (text, amount) in [
            ("₤5.00", "5.00"),
            ("5 pounds", "5.00"),
            ("20-50p", "0.20..=0.50"),
            ("£5 — £10", "5.00..=10.00"),
            ("£5.00¹", "5.00"),
        ] {
            assert_eq!(said(text), amount, "{text}");
        }
        assert_eq!(aside("£5.00¹"), Some("¹"));
        assert_eq!(said("£.50"), "0.50");
        assert_eq!(said("5.00 GBP"), "5.00");
        assert_eq!(said("13.530000000000001"), "13.53");
    }

    #[test]
    fn figures_that_are_no_amount_are_named() {
        for (text, says) in [
            ("\u{2212}5.00", "`\u{2212}5.00` is below zero"),
            ("₿5", "`₿5` is in another currency"),
            ("£5\u{336}.\u{336}50", "`£5.50` is partly struck out"),
            ("5,50", "`5,50` is not plainly an amount"),
            ("5/10", "`5/10` is not plainly an amount"),
            ("5.", "`5.` is not plainly an amount"),
            ("1e3", "`1e3` is not plainly an amount"),
            ("5.00p", "`5.00p` is not plainly an amount"),
            ("5.10.2018", "5.10.2018 is a date, not a price"),
            ("5th October", "5th October is a date, not a price"),
            (
                "01/04/2018 00:00:00",
                "01/04/2018 00:00:00 is a date, not a price",
            ),
            ("12:30", "12:30 is a time, not a price"),
            ("5 per cent", "5 per cent is a percentage, not a price"),
            ("EUR 5", "`EUR 5` is in euros"),
            ("10 zł", "`10 zł` is in another currency"),
            ("£5 + VAT", "`£5 + VAT` is without VAT"),
            ("£5 (excl. VAT)", "`£5 (excl. VAT)` is without VAT"),
            ("#####", "`#####` is shown where a column is too narrow"),
        ] {
            assert_eq!(said(text), says);
        }
    }
}
