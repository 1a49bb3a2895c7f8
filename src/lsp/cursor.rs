//! What stands at the cursor: the name, and what is expected there.

/// What is expected at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// A name that a formula can have.
    Name,
    /// A charge.
    Charge,
    /// Nothing that has a name: a comment, or what is not in quotation marks.
    Nothing,
}

fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.')
}

/// The first byte of the name that ends at `at`.
fn name_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or("");
    before.trim_end_matches(is_name_letter).len()
}

/// The bytes of the name at a byte; none where there is no name.
pub(super) fn name_at(text: &str, at: usize) -> Option<(usize, usize)> {
    let start = name_start(text, at);
    let after = text.get(at..).unwrap_or("");
    let length = after.len() - after.trim_start_matches(is_name_letter).len();
    let name = text.get(start..at + length)?;
    let start = start + name.len() - name.trim_start_matches('.').len();
    let end = at + length - (name.len() - name.trim_end_matches('.').len());
    (start < end).then_some((start, end))
}

/// What is expected at a byte of a file.
pub(super) fn expected(text: &str, at: usize, is_tariff: bool) -> Expected {
    if !is_in_quotes(text.get(..at).unwrap_or("")) {
        return Expected::Nothing;
    }
    let before = text.get(..name_start(text, at)).unwrap_or("").trim_end();
    let field = before.strip_suffix('"').map(str::trim_end);
    let is_charge = before.ends_with("charge")
        || field.is_some_and(|it| it.ends_with("charge:"))
        || (is_tariff && field.is_some_and(|it| it.ends_with("id:")));
    match is_charge {
        true => Expected::Charge,
        false => Expected::Name,
    }
}

/// Whether a text ends within quotation marks, comments left out.
fn is_in_quotes(text: &str) -> bool {
    let mut letters = text.chars().peekable();
    let mut is_within = false;
    while let Some(letter) = letters.next() {
        match (is_within, letter) {
            (_, '"') => is_within = !is_within,
            (true, '\\') => drop(letters.next()),
            (false, '/') if letters.peek() == Some(&'/') => {
                let _ = letters.find(|it| *it == '\n');
            }
            _ => {}
        }
    }
    is_within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_reaches_to_both_sides() {
        let text = "when: \"charge music.tuition > 0.\"";
        let name = |at: usize| name_at(text, at).map(|(start, end)| &text[start..end]);
        assert_eq!(name(text.find("tuition").unwrap()), Some("music.tuition"));
        assert_eq!(name(text.find(" >").unwrap()), Some("music.tuition"));
        assert_eq!(name(text.find("> ").unwrap()), None);
        assert_eq!(name(text.len() - 1), Some("0"));
    }

    #[test]
    fn charges_are_expected_after_charge() {
        let at_end = |text: &str, is_tariff| expected(text, text.len(), is_tariff);
        assert_eq!(at_end("each: \"charge mus", false), Expected::Charge);
        assert_eq!(at_end("charge: \"hall.pro", false), Expected::Charge);
        assert_eq!(at_end("charges: [(id: \"mus", true), Expected::Charge);
        assert_eq!(at_end("facts: [(id: \"mus", false), Expected::Name);
        assert_eq!(
            at_end("// it's \"quoted\nwhen: \"less", false),
            Expected::Name
        );
        assert_eq!(at_end("// when: \"less", false), Expected::Nothing);
        assert_eq!(at_end("when: \"a \\\" b\", un", false), Expected::Nothing);
    }
}
