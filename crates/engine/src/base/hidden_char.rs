//! Characters that act on a terminal or a reader's eye in the place of being
//! seen: control characters, and those that turn the direction of writing.

use std::borrow::Cow;

/// Whether a character is one of these. A tab and the end of a line are not.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    match letter {
        '\t' | '\n' => false,
        // C0, DEL and C1.
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        // Bidirectional controls (Unicode Standard Annex 9, section 2).
        '\u{61c}' | '\u{200e}' | '\u{200f}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        // Line and paragraph separators, and what XML cannot hold.
        '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => true,
        _ => false,
    }
}

/// The first of these characters in a text.
#[must_use]
pub fn first(text: &str) -> Option<char> {
    text.chars().find(|letter| is_hidden(*letter))
}

/// A text with each of these characters written out, `\\u202e`: as JSON does, so
/// that a JSON text stays the same JSON.
///
/// ```
/// use almoner_engine::base::hidden_char;
/// assert_eq!(hidden_char::visible("a\u{202e}b"), "a\\u202eb");
/// assert_eq!(hidden_char::visible("\u{1b}[2J"), "\\u001b[2J");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if first(text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_hidden(letter) {
            shown.push_str(&escaped(letter));
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// `\\u202e`.
#[must_use]
pub fn escaped(letter: char) -> String {
    format!("\\u{:04x}", u32::from(letter))
}
