//! What goes to a terminal: words from outside are shown and not obeyed. Every
//! message passes here last, so only the styles of our own are left as escape
//! sequences.

use almoner_engine::base::hidden_char;

/// The styles that messages and help have: bold, dim, underlined and bright
/// colours. None of them can make a text unreadable.
const STYLES: [&str; 19] = [
    "", "0", "1", "2", "4", "22", "24", "31", "32", "33", "34", "35", "36", "91", "92", "93", "94",
    "95", "96",
];

/// A text with control and bidirectional characters written out, but for styles.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        let (before, escape) = rest.split_at(at);
        shown.push_str(&lines_shown(before));
        let style = style_at(escape).unwrap_or_default();
        if style.is_empty() {
            shown.push_str(&hidden_char::escaped('\u{1b}'));
        }
        shown.push_str(style);
        rest = escape.get(style.len().max(1)..).unwrap_or_default();
    }
    shown.push_str(&lines_shown(rest));
    shown
}

/// The lines of CSV end in `\r\n`, which stays.
fn lines_shown(text: &str) -> String {
    let lines = text.split("\r\n").map(hidden_char::visible);
    lines.collect::<Vec<_>>().join("\r\n")
}

/// The sequence that a text begins with, if it is one of the styles (ECMA-48,
/// SGR): `ESC [ 1 m`, or `ESC [ 38;5;12 m` of the bright colours.
fn style_at(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("\u{1b}[")?;
    let end = inside.find('m').filter(|end| *end <= 8)?;
    let numbers = inside.get(..end)?;
    let is_bright = |number: &str| number.parse().is_ok_and(|it: u8| (9..=14).contains(&it));
    let known = STYLES.contains(&numbers) || numbers.strip_prefix("38;5;").is_some_and(is_bright);
    known.then(|| text.get(..end + 3)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_styles_stay_and_other_sequences_are_written_out() {
        let own = "\u{1b}[1mTotal\u{1b}[0m\t\u{1b}[38;5;12m1\u{1b}[m\r\n£2 – ½\n";
        assert_eq!(shown(own), own);
        for (hostile, expected) in [
            ("\u{1b}[2J", "\\u001b[2J"),
            ("\u{1b}]0;own\u{7}", "\\u001b]0;own\\u0007"),
            ("\u{1b}[8mhidden", "\\u001b[8mhidden"),
            ("\u{1b}[30m", "\\u001b[30m"),
            ("\u{1b}[38;5;0m", "\\u001b[38;5;0m"),
            ("a\u{202e}b\u{9b}2J", "a\\u202eb\\u009b2J"),
            ("over\rwritten", "over\\u000dwritten"),
            ("\u{1b}", "\\u001b"),
            ("\u{1b}\u{1b}[1m", "\\u001b\u{1b}[1m"),
        ] {
            assert_eq!(shown(hostile), expected);
        }
    }
}
