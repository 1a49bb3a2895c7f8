//! What a spreadsheet's number format says of a number (ECMA-376, part 1,
//! §18.8.30 and §18.8.31).

use super::model::{CellKind, NumberFormat, NumberUnit};

/// The kind of a built-in format by its number; in a British spreadsheet the
/// currency formats show pounds.
pub(super) fn built_in(id: u32) -> CellKind {
    let number = |places| {
        CellKind::Number(NumberFormat {
            places,
            ..NumberFormat::default()
        })
    };
    match id {
        1 | 3 | 5 | 6 | 37 | 38 | 41 | 42 => number(Some(0)),
        2 | 4 | 7 | 8 | 39 | 40 | 43 | 44 => number(Some(2)),
        9 | 10 => CellKind::Percent,
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => CellKind::Date,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => CellKind::Time,
        _ => number(None),
    }
}

/// The kind of a number that is shown by a format's code.
pub(super) fn of_code(code: &str) -> CellKind {
    let mut parts = Parts::default();
    parts.read(code);
    if code.trim_matches(';').is_empty() {
        return CellKind::Number(NumberFormat {
            is_invisible: !code.is_empty(),
            ..NumberFormat::default()
        });
    }
    if parts.is_percent {
        return CellKind::Percent;
    }
    if parts.has_day {
        return CellKind::Date;
    }
    if parts.has_time {
        return CellKind::Time;
    }
    if parts.has_month {
        return CellKind::Date;
    }
    CellKind::Number(NumberFormat {
        places: parts.has_digits.then_some(parts.places),
        unit: parts.unit(),
        is_scaled: parts.is_scaled,
        is_invisible: false,
    })
}

/// The section of a format code for numbers above zero.
#[derive(Default)]
struct Parts {
    literal: String,
    places: u32,
    has_digits: bool,
    has_point: bool,
    is_percent: bool,
    is_scaled: bool,
    has_day: bool,
    has_month: bool,
    has_time: bool,
}

impl Parts {
    fn read(&mut self, code: &str) {
        let mut letters = code.chars().peekable();
        // Whether a comma directly follows the last digit so far.
        let mut has_comma = false;
        while let Some(letter) = letters.next() {
            match letter {
                '"' => self
                    .literal
                    .extend(letters.by_ref().take_while(|it| *it != '"')),
                '\\' => self.literal.extend(letters.next()),
                // Room for a letter, and a letter that fills the cell.
                '_' | '*' => drop(letters.next()),
                '[' => {
                    let inside: String = letters.by_ref().take_while(|it| *it != ']').collect();
                    self.bracket(&inside);
                }
                ';' => break,
                '%' => self.is_percent = true,
                '0' | '#' | '?' => {
                    has_comma = false;
                    self.has_digits = true;
                    self.places += u32::from(self.has_point);
                }
                '.' => self.has_point = true,
                ',' => has_comma = self.has_digits,
                'y' | 'Y' | 'd' | 'D' => self.has_day = true,
                'm' | 'M' => self.has_month = true,
                'h' | 'H' | 's' | 'S' => self.has_time = true,
                'G' | 'g' => {
                    // `General`.
                    letters.by_ref().take(6).for_each(drop);
                }
                'E' | 'e' | '@' | '/' => {}
                other => self.literal.push(other),
            }
        }
        self.is_scaled = has_comma;
    }

    /// `[$€-407]` a currency, `[h]` hours, `[Red]` a colour.
    fn bracket(&mut self, inside: &str) {
        if let Some(currency) = inside.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or_default();
            self.literal.push_str(sign);
            self.literal.push(' ');
        } else if !inside.is_empty() && inside.chars().all(|it| "hHmMsS".contains(it)) {
            self.has_time = true;
        }
    }

    fn unit(&self) -> NumberUnit {
        let words = self.literal.trim().to_lowercase();
        let has = |word: &str| {
            words
                .split(|it: char| !it.is_alphabetic())
                .any(|it| it == word)
        };
        if words.contains('£') || has("gbp") {
            NumberUnit::Pounds
        } else if words.contains('€') || has("eur") {
            NumberUnit::Euros
        } else if words.contains('$') || has("usd") {
            NumberUnit::Dollars
        } else if words.contains(['¥', '₹', '₽', '₩']) || has("chf") || has("kr") || has("zł")
        {
            NumberUnit::OtherCurrency
        } else if has("p") || has("pence") {
            NumberUnit::Pence
        } else {
            NumberUnit::Plain
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(code: &str) -> NumberFormat {
        match of_code(code) {
            CellKind::Number(format) => format,
            other => panic!("{code}: {other:?}"),
        }
    }

    #[test]
    fn codes_say_what_a_number_is() {
        for (code, places, unit) in [
            ("General", None, NumberUnit::Plain),
            ("0", Some(0), NumberUnit::Plain),
            ("#,##0.00", Some(2), NumberUnit::Plain),
            (
                "\"£\"#,##0.00;[Red]-\"£\"#,##0.00",
                Some(2),
                NumberUnit::Pounds,
            ),
            (
                "_-£* #,##0.00_-;-£* #,##0.00_-;_-£* \"-\"??_-",
                Some(2),
                NumberUnit::Pounds,
            ),
            ("[$£-809]#,##0", Some(0), NumberUnit::Pounds),
            ("#,##0.00\\ [$€-407]", Some(2), NumberUnit::Euros),
            ("[$$-409]#,##0.00", Some(2), NumberUnit::Dollars),
            ("0\"p\"", Some(0), NumberUnit::Pence),
            ("0 \"pence\"", Some(0), NumberUnit::Pence),
            ("0.00\" per day\"", Some(2), NumberUnit::Plain),
        ] {
            let format = number(code);
            assert_eq!((format.places, format.unit), (places, unit), "{code}");
            assert!(!format.is_scaled && !format.is_invisible, "{code}");
        }
        assert!(number("#,##0,").is_scaled);
        assert!(number("0.0,,\" m\"").is_scaled);
        assert!(number(";;;").is_invisible);
    }

    #[test]
    fn days_times_and_percentages_are_not_numbers() {
        for (code, kind) in [
            ("dd/mm/yyyy", CellKind::Date),
            ("mmm-yy", CellKind::Date),
            ("[$-809]d mmmm yyyy;@", CellKind::Date),
            ("hh:mm", CellKind::Time),
            ("[h]:mm:ss", CellKind::Time),
            ("0.0%", CellKind::Percent),
            ("d/m/yy h:mm", CellKind::Date),
        ] {
            assert_eq!(of_code(code), kind, "{code}");
        }
        assert_eq!(built_in(14), CellKind::Date);
        assert_eq!(built_in(9), CellKind::Percent);
        assert_eq!(built_in(20), CellKind::Time);
    }
}
