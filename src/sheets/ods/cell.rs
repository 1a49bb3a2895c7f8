//! A cell: its value by its type, and the text that is shown for it.

use std::io::Read;

use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;

use super::parts::{day, paragraph, repeats};
use crate::sheets::{
    currency,
    model::{Cell, CellKind, NumberFormat, NumberUnit, Shown, Unreadable},
    xml::{Xml, attribute},
};

/// What a cell's element holds, before it is understood.
#[derive(Default)]
pub(super) struct Raw {
    kind: String,
    value: String,
    currency: String,
    text: String,
    has_formula: bool,
    is_error: bool,
    /// How often it is repeated to the right.
    pub(super) repeated: u64,
    /// How many rows and columns it is merged over.
    pub(super) rows: u64,
    pub(super) columns: u64,
}

impl Raw {
    pub(super) fn open(it: &BytesStart<'_>) -> Raw {
        let of = |name| attribute(it, name);
        let values = [
            "value",
            "date-value",
            "time-value",
            "boolean-value",
            "string-value",
        ];
        let mut attributes = it.attributes().flatten();
        Raw {
            kind: of("value-type").unwrap_or_default(),
            value: values.into_iter().find_map(of).unwrap_or_default(),
            currency: of("currency").unwrap_or_default(),
            text: String::new(),
            has_formula: of("formula").is_some(),
            // LibreOffice writes an error as words of this kind of its own.
            is_error: attributes
                .any(|it| it.key.as_ref() == "calcext:value-type" && it.value.as_ref() == "error"),
            repeated: repeats(it, "number-columns-repeated"),
            rows: repeats(it, "number-rows-spanned"),
            columns: repeats(it, "number-columns-spanned"),
        }
    }

    /// Reads its text, to the end of its element; comments are none of it.
    pub(super) fn read<R: Read>(mut self, xml: &mut Xml<R>, name: &str) -> Result<Raw, Unreadable> {
        let mut depth = 0;
        loop {
            match xml.next()? {
                Event::Start(it) if depth == 0 && it.local_name().as_ref() == "p" => {
                    if !self.text.is_empty() {
                        self.text.push(' ');
                    }
                    paragraph(xml, &mut self.text)?;
                }
                Event::Start(_) => depth += 1,
                Event::End(it) if depth == 0 && it.local_name().as_ref() == name => {
                    return Ok(self);
                }
                Event::End(_) => depth -= 1,
                Event::Eof => return Ok(self),
                _ => {}
            }
        }
    }

    pub(super) fn cell(&self) -> Cell {
        let of_kind = |kind, text: &str| Cell {
            text: text.to_owned(),
            kind,
            ..Cell::default()
        };
        let shown = Cell::words(&self.text);
        if self.is_error {
            return of_kind(CellKind::Error, &shown.text);
        }
        match &*self.kind {
            "float" | "currency" => self.number(&shown.text),
            "percentage" => {
                let value = self.value.parse::<Decimal>().ok();
                let hundred = value.and_then(|it| it.checked_mul(Decimal::ONE_HUNDRED));
                let hundred = hundred.and_then(|it| it.round_sf(15)).unwrap_or_default();
                of_kind(CellKind::Percent, &format!("{}%", hundred.normalize()))
            }
            "date" => {
                let words = day(&self.value).unwrap_or(shown.text);
                of_kind(CellKind::Date, &words)
            }
            "time" => of_kind(CellKind::Time, &shown.text),
            "boolean" => {
                let words = if self.value == "true" { "yes" } else { "no" };
                of_kind(CellKind::YesNo, words)
            }
            "" if self.has_formula && shown.is_empty() => of_kind(CellKind::NotCalculated, ""),
            _ => shown,
        }
    }

    /// A number, with what is shown of it.
    fn number(&self, shown: &str) -> Cell {
        let number = self
            .value
            .parse::<Decimal>()
            .or_else(|_| Decimal::from_scientific(&self.value));
        let Some(number) = number.ok().and_then(|it| it.round_sf(15)) else {
            return Cell::words(shown);
        };
        let (format, words) = self.format(number, shown);
        Cell {
            text: number.normalize().to_string(),
            kind: CellKind::Number(format),
            words_shown: words,
            ..Cell::default()
        }
    }

    /// How a number is shown, and the words that are shown in its place.
    fn format(&self, number: Decimal, shown: &str) -> (NumberFormat, String) {
        let lower = shown.to_lowercase();
        let unit = self.unit(&lower);
        let digits: String = shown
            .chars()
            .filter(|it| it.is_ascii_digit() || *it == '.')
            .collect();
        let seen = digits.parse::<Decimal>().ok();
        let places = seen.map(|it| it.scale());
        let is_same = seen.is_some_and(|seen| {
            let rounded = number.abs().round_dp_with_strategy(
                seen.scale(),
                rust_decimal::RoundingStrategy::MidpointAwayFromZero,
            );
            rounded == seen
        });
        let is_sign = |it: &char| it.is_ascii_digit() || " .,£€$+-–—()\u{a0}".contains(*it);
        let words: String = lower.chars().filter(|it| !is_sign(it)).collect();
        let is_unit = words.is_empty() || words == "each" || currency::is_unit(&words);
        let is_rate = lower.contains(" per ");
        let shown_as = if shown.is_empty() {
            Shown::Nothing
        } else if seen.is_none() && words.is_empty() {
            Shown::Dash
        } else if is_same && (is_unit || is_rate) {
            Shown::Number
        } else {
            Shown::Words
        };
        let format = NumberFormat {
            places,
            unit,
            shown: shown_as,
        };
        let words = if shown_as == Shown::Words { shown } else { "" };
        (format, words.to_owned())
    }

    fn unit(&self, lower: &str) -> NumberUnit {
        match &*self.currency {
            "" => currency::named_in(lower).unwrap_or_default(),
            code => {
                let unit = currency::named_in(&code.to_lowercase());
                unit.unwrap_or(NumberUnit::OtherCurrency)
            }
        }
    }
}
