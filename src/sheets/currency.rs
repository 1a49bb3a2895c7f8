//! Signs and names of currencies and of pence, as formats, cells and files write
//! them.

use super::model::NumberUnit;

const POUNDS: [&str; 3] = ["gbp", "pound", "pounds"];
const PENCE: [&str; 3] = ["p", "pence", "penny"];
const EUROS: [&str; 3] = ["eur", "euro", "euros"];
const DOLLARS: [&str; 3] = ["usd", "dollar", "dollars"];
const OTHERS: [&str; 11] = [
    "chf", "kr", "sek", "nok", "dkk", "zł", "pln", "jpy", "inr", "aud", "cad",
];

/// What a sign stands for.
fn sign(letter: char) -> Option<NumberUnit> {
    match letter {
        // The lira sign and the wide pound sign are typed for it.
        '£' | '₤' | '￡' => Some(NumberUnit::Pounds),
        '€' => Some(NumberUnit::Euros),
        '$' => Some(NumberUnit::Dollars),
        // The block of currency symbols, and those of other blocks.
        '\u{20a0}'..='\u{20cf}' | '¥' | '¢' | '¤' | '฿' | '৳' | '﷼' => {
            Some(NumberUnit::OtherCurrency)
        }
        _ => None,
    }
}

/// The unit that words name, in small letters: a foreign currency before pounds,
/// and pounds before pence.
pub fn named_in(lower: &str) -> Option<NumberUnit> {
    let names = |some: &[&str]| {
        lower
            .split(|it: char| !it.is_alphabetic())
            .any(|it| some.contains(&it))
    };
    let has = |unit| lower.chars().any(|it| sign(it) == Some(unit));
    if has(NumberUnit::Euros) || names(&EUROS) {
        Some(NumberUnit::Euros)
    } else if has(NumberUnit::Dollars) || names(&DOLLARS) {
        Some(NumberUnit::Dollars)
    } else if has(NumberUnit::OtherCurrency) || names(&OTHERS) {
        Some(NumberUnit::OtherCurrency)
    } else if has(NumberUnit::Pounds) || names(&POUNDS) {
        Some(NumberUnit::Pounds)
    } else if names(&PENCE) {
        Some(NumberUnit::Pence)
    } else {
        None
    }
}

/// Whether words are one sign or name of a unit and nothing more.
pub(super) fn is_unit(lower: &str) -> bool {
    let mut letters = lower.chars();
    let is_sign = letters.next().is_some_and(|it| sign(it).is_some()) && letters.next().is_none();
    let known = [&POUNDS[..], &PENCE, &EUROS, &DOLLARS, &OTHERS];
    is_sign || known.into_iter().any(|some| some.contains(&lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_found_among_words() {
        for (words, unit) in [
            ("20 p", Some(NumberUnit::Pence)),
            ("£5 per person", Some(NumberUnit::Pounds)),
            ("5 pounds", Some(NumberUnit::Pounds)),
            ("₤5", Some(NumberUnit::Pounds)),
            ("20 euro", Some(NumberUnit::Euros)),
            ("us$20", Some(NumberUnit::Dollars)),
            ("₿1", Some(NumberUnit::OtherCurrency)),
            ("20 kr", Some(NumberUnit::OtherCurrency)),
            ("per day", None),
        ] {
            assert_eq!(named_in(words), unit, "{words}");
        }
        assert!(is_unit("£") && is_unit("pence") && !is_unit("per p") && !is_unit(""));
    }
}
