//! Comparisons that are written in words, and the symbol to write instead.

use super::{cursor::Cursor, lexer::Token, model::FormulaError};

/// Phrases after a value, longer ones first where one starts with the other. A
/// phrase is only meant where a value follows it.
const PHRASES: [(&str, &str); 46] = [
    ("greater than or equal to", ">="),
    ("more than or equal to", ">="),
    ("less than or equal to", "<="),
    ("fewer than or equal to", "<="),
    ("greater or equal to", ">="),
    ("greater or equal", ">="),
    ("less or equal to", "<="),
    ("less or equal", "<="),
    ("not greater than", "<="),
    ("not more than", "<="),
    ("not less than", ">="),
    ("not fewer than", ">="),
    ("no greater than", "<="),
    ("no more than", "<="),
    ("no less than", ">="),
    ("no fewer than", ">="),
    ("not equal to", "!="),
    ("not equal", "!="),
    ("not at least", "<"),
    ("not at most", ">"),
    ("not before", ">="),
    ("not after", "<="),
    ("greater than", ">"),
    ("larger than", ">"),
    ("higher than", ">"),
    ("bigger than", ">"),
    ("older than", ">"),
    ("more than", ">"),
    ("later than", ">"),
    ("fewer than", "<"),
    ("less than", "<"),
    ("lower than", "<"),
    ("smaller than", "<"),
    ("younger than", "<"),
    ("earlier than", "<"),
    ("on or after", ">="),
    ("on or before", "<="),
    ("at least", ">="),
    ("at most", "<="),
    ("equal to", "="),
    ("between", RANGE),
    ("before", "<"),
    ("after", ">"),
    ("under", "<"),
    ("below", "<"),
    ("over", ">"),
];

/// Stands for `in low..high`.
const RANGE: &str = "..";

/// Phrases after `is`, where the symbol needs none.
const LISTS: [(&str, &str); 4] = [
    ("not one of", "not in"),
    ("not in", "not in"),
    ("one of", "in"),
    ("in", "in"),
];

/// Phrases that are complete without `is`.
const VERBS: [(&str, &str); 4] = [
    ("does not equal", "!="),
    ("equals", "="),
    ("exceeds", ">"),
    ("contains", "includes"),
];

/// A comparison in words at the cursor.
pub(super) struct Phrase {
    /// How many tokens it takes up.
    pub(super) length: usize,
    symbol: &'static str,
}

/// The comparison in words that starts at the next token, if one does: with
/// `is` or `are` before it, or without.
pub(super) fn phrase_at(cursor: &Cursor<'_>) -> Option<Phrase> {
    let verb = cursor
        .peek()
        .is_some_and(|next| matches!(next.text, "is" | "are"));
    let others = if verb { LISTS } else { VERBS };
    PHRASES.iter().chain(&others).find_map(|(words, symbol)| {
        let mut length = usize::from(verb);
        for word in words.split(' ') {
            cursor.peek_at(length).filter(|next| next.text == word)?;
            length += 1;
        }
        let list = |next: &Token<'_>| next.is("[") || next.is("..");
        let is_meant = cursor.value_follows_at(length) || cursor.peek_at(length).is_some_and(list);
        is_meant.then_some(Phrase { length, symbol })
    })
}

impl Phrase {
    /// Whether two values joined by `and` follow.
    pub(super) fn is_range(&self) -> bool {
        self.symbol == RANGE
    }

    /// The error about it, between the texts of the two sides; of a range with
    /// both of its ends.
    pub(super) fn error(
        &self,
        cursor: &Cursor<'_>,
        left: &str,
        (right, high): (&str, Option<&str>),
    ) -> FormulaError {
        let tokens: Vec<&Token<'_>> = (0..self.length)
            .filter_map(|ahead| cursor.peek_at(ahead))
            .collect();
        let written: Vec<&str> = tokens.iter().map(|token| token.text).collect();
        let start = tokens.first().map_or(0, |token| token.span.start);
        let end = tokens.last().map_or(start, |token| token.span.end);
        let says = format!(
            "formulas compare with symbols, not with `{}`",
            written.join(" ")
        );
        let help = match (self.is_range(), high) {
            (true, high) => format!("write `{left} in {right}..{}`", high.unwrap_or("")),
            (false, _) => format!("write `{left} {} {right}`", self.symbol),
        };
        FormulaError::new(start..end, says).help(help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::formula::parse;

    fn help(text: &str) -> Option<String> {
        parse(text).unwrap_err().help
    }

    #[test]
    fn comparisons_in_words_get_their_symbol() {
        let written = [
            ("hours is greater than 3", "write `hours > 3`"),
            ("hours is more than 3 and x", "write `hours > 3`"),
            ("hours greater than 3", "write `hours > 3`"),
            ("hours is less than a + 1", "write `hours < a + 1`"),
            ("a + b is at least 3", "write `a + b >= 3`"),
            ("hours at most £3.50", "write `hours <= £3.50`"),
            ("hours is greater than or equal to 3", "write `hours >= 3`"),
            ("hours is not more than 3", "write `hours <= 3`"),
            ("hours is no more than 3", "write `hours <= 3`"),
            ("hours equals 3", "write `hours = 3`"),
            ("hours is equal to 3", "write `hours = 3`"),
            ("hours is not equal to 3", "write `hours != 3`"),
            ("hours exceeds 3", "write `hours > 3`"),
            ("day is on or after 2018-04-01", "write `day >= 2018-04-01`"),
            ("day is before 2018-04-01", "write `day < 2018-04-01`"),
            ("age(born) is over 18", "write `age(born) > 18`"),
            ("days contains monday", "write `days includes monday`"),
            ("hours is 3", "write `hours = 3`"),
            ("hours is not 3", "write `hours != 3`"),
            ("kind is in [a, b]", "write `kind in …`"),
            ("kind is not in [a, b]", "write `kind not in …`"),
            ("hours is between 3 and 5", "write `hours in 3..5`"),
            ("hours between 3 and 5", "write `hours in 3..5`"),
        ];
        for (text, expected) in written {
            assert_eq!(help(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn longer_phrases_come_before_those_they_start_with() {
        for (at, (phrase, _)) in PHRASES.iter().enumerate() {
            let shorter = PHRASES.iter().take(at).find(|(before, _)| {
                phrase
                    .strip_prefix(before)
                    .is_some_and(|rest| rest.starts_with(' '))
            });
            assert_eq!(shorter, None, "{phrase} is never reached");
        }
    }

    #[test]
    fn names_made_of_comparison_words_stay_names() {
        assert!(parse("over = 3").is_ok());
        assert!(parse("band = over").is_ok());
        assert!(parse("kind is not known").is_ok());
    }
}
