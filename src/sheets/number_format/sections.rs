//! One section of a number format, read letter by letter.

use rust_decimal::Decimal;

use crate::sheets::{
    currency,
    model::{NumberUnit, Shown},
};

/// The sections of a code, which semicolons separate. The fourth is that of
/// words.
pub(super) fn split(code: &str) -> Vec<&str> {
    let mut sections = Vec::new();
    let (mut start, mut closing, mut is_escaped) = (0, None, false);
    for (at, letter) in code.char_indices() {
        if is_escaped {
            is_escaped = false;
            continue;
        }
        match (closing, letter) {
            (Some(it), _) if it == letter => closing = None,
            (Some(_), _) => {}
            (None, '"') => closing = Some('"'),
            (None, '[') => closing = Some(']'),
            (None, '\\') => is_escaped = true,
            (None, ';') => {
                sections.push(code.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            (None, _) => {}
        }
    }
    sections.push(code.get(start..).unwrap_or_default());
    sections.truncate(3);
    sections
}

/// `[<100]`: for which numbers a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    is_below: bool,
    is_equal: bool,
    is_above: bool,
    limit: Decimal,
}

impl Condition {
    fn read(inside: &str) -> Option<Condition> {
        let digits = inside.find(|it: char| !"<>=".contains(it))?;
        let (operator, limit) = inside.split_at_checked(digits)?;
        let has = |sign| operator.contains(sign);
        let condition = Condition {
            is_below: has('<'),
            is_equal: has('='),
            is_above: has('>'),
            limit: limit.trim().parse().ok()?,
        };
        (!operator.is_empty()).then_some(condition)
    }

    pub(super) fn is_met_by(self, number: Decimal) -> bool {
        match number.cmp(&self.limit) {
            std::cmp::Ordering::Less => self.is_below,
            std::cmp::Ordering::Equal => self.is_equal,
            std::cmp::Ordering::Greater => self.is_above,
        }
    }
}

/// What a section's code says.
#[derive(Default)]
pub(super) struct Parts {
    literal: String,
    digits: u32,
    places: u32,
    has_general: bool,
    has_zero: bool,
    has_point: bool,
    is_fraction: bool,
    is_scaled: bool,
    is_words: bool,
    pub(super) is_percent: bool,
    pub(super) has_day: bool,
    pub(super) has_month: bool,
    pub(super) has_time: bool,
    pub(super) condition: Option<Condition>,
    /// The sign of a currency in brackets.
    currency: String,
}

impl Parts {
    pub(super) fn read(code: &str) -> Parts {
        let mut parts = Parts::default();
        let mut letters = code.chars().peekable();
        // Whether a comma directly follows the last digit so far.
        let mut has_comma = false;
        while let Some(letter) = letters.next() {
            match letter {
                '"' => {
                    let words = letters.by_ref().take_while(|it| *it != '"');
                    parts.literal.extend(words);
                }
                '\\' => parts.literal.extend(letters.next()),
                // Room for a letter, and a letter that fills the cell.
                '_' | '*' => drop(letters.next()),
                '[' => {
                    let inside: String = letters.by_ref().take_while(|it| *it != ']').collect();
                    parts.bracket(&inside);
                }
                '%' => parts.is_percent = true,
                '0' | '#' | '?' => {
                    has_comma = false;
                    parts.digits += 1;
                    parts.has_zero |= letter == '0';
                    parts.places += u32::from(parts.has_point);
                }
                '.' => parts.has_point = true,
                ',' => has_comma = parts.digits > 0,
                'y' | 'Y' | 'd' | 'D' => parts.has_day = true,
                'm' | 'M' => parts.has_month = true,
                'h' | 'H' | 's' | 'S' => parts.has_time = true,
                'G' | 'g' => {
                    // `General`.
                    letters.by_ref().take(6).for_each(drop);
                    parts.has_general = true;
                }
                '@' => parts.is_words = true,
                '/' => parts.is_fraction = true,
                'E' | 'e' => {}
                other => parts.literal.push(other),
            }
        }
        parts.is_scaled = has_comma;
        parts
    }

    /// `[$€-407]` a currency, `[h]` hours, `[<1]` a condition, `[Red]` a colour.
    fn bracket(&mut self, inside: &str) {
        if let Some(currency) = inside.strip_prefix('$') {
            currency
                .split('-')
                .next()
                .unwrap_or_default()
                .clone_into(&mut self.currency);
        } else if !inside.is_empty() && inside.chars().all(|it| "hHmMsS".contains(it)) {
            self.has_time = true;
        } else if let Some(condition) = Condition::read(inside) {
            self.condition = Some(condition);
        }
    }

    /// Decimal places; none where the section does not say.
    pub(super) fn places(&self) -> Option<u32> {
        let says = self.digits > 0 && !self.has_general;
        says.then_some(if self.is_fraction { 0 } else { self.places })
    }

    /// What is seen of a number, or of a zero.
    pub(super) fn shown(&self, is_zero: bool) -> Shown {
        let has_digits = self.has_general
            || self.is_words
            || if is_zero {
                self.has_zero
            } else {
                self.digits > 0
            };
        let words = self.words();
        let is_dash = |it: &str| it.chars().all(|it| matches!(it, '-' | '–' | '—'));
        if !has_digits && words.is_empty() {
            return if self.literal.contains(['-', '–', '—']) {
                Shown::Dash
            } else {
                Shown::Nothing
            };
        }
        if self.is_scaled {
            Shown::Thousands
        } else if !(words.is_empty() || is_dash(words) || has_digits && is_rate(words)) {
            Shown::Words
        } else {
            Shown::Number
        }
    }

    /// The words of the section without the sign or name of a unit.
    pub(super) fn words(&self) -> &str {
        let literal = self
            .literal
            .trim_matches([' ', '\u{a0}', '(', ')', '-', '–', '—', '+', ':', '£']);
        let lower = literal.to_lowercase();
        if currency::is_unit(&lower) {
            ""
        } else {
            literal
        }
    }

    pub(super) fn unit(&self) -> NumberUnit {
        let unit = |words: &str| currency::named_in(&words.to_lowercase());
        match &*self.currency {
            "" => unit(&self.literal).unwrap_or_default(),
            currency => unit(currency).unwrap_or(NumberUnit::OtherCurrency),
        }
    }
}

/// `per day`, `each` or `/hour`: what one price buys, which is no other number.
fn is_rate(words: &str) -> bool {
    let lower = words.to_lowercase();
    lower == "each" || lower.starts_with("per ") || lower.starts_with('/')
}
