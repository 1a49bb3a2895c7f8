//! Escaping for HTML, XML and Markdown.

/// Words for HTML and XML, as text or between double quotes. What XML 1.0
/// cannot hold becomes a space.
#[must_use]
pub fn markup(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(letter),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}

/// Words for GitHub-flavoured Markdown, on one line.
pub(super) fn markdown(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '|' | '\\' | '`' | '*' | '_' | '<' | '[' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' | '\r' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_words_is_escaped() {
        assert_eq!(
            markup("<a href=\"x\"> & b\u{8}\nc"),
            "&lt;a href=&quot;x&quot;&gt; &amp; b \nc"
        );
        assert_eq!(markdown("a|b\n*c* half_day"), "a\\|b \\*c\\* half\\_day");
    }
}
