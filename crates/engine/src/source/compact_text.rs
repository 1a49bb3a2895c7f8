//! The text of a rule file without comments and layout, which change nothing
//! that it says.

/// A RON text without comments and white space, except in what is quoted.
#[must_use]
pub fn compact_text(text: &str) -> String {
    let mut compact = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, is_kept) = match first {
            '"' => (quoted_length(rest), true),
            'r' if raw_hashes(rest).is_some() && !ends_in_name(&compact) => {
                (raw_length(rest), true)
            }
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), false),
            '/' if rest.starts_with("/*") => (block_comment_length(rest), false),
            _ => (first.len_utf8(), !first.is_whitespace()),
        };
        let (token, after) = rest.split_at(length);
        if is_kept {
            compact.push_str(token);
        }
        rest = after;
    }
    compact
}

/// Whether a text ends within a name, so that an `r` after it belongs to the name.
fn ends_in_name(text: &str) -> bool {
    text.ends_with(|last: char| last.is_alphanumeric() || last == '_')
}

/// The length of the text in quotation marks that a text begins with.
fn quoted_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The number of `#` with which a raw text begins, if the text begins with one.
fn raw_hashes(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let inner = after.trim_start_matches('#');
    inner.starts_with('"').then_some(after.len() - inner.len())
}

/// The length of the raw text, `r#"…"#`, that a text begins with.
fn raw_length(text: &str) -> usize {
    let hashes = raw_hashes(text).unwrap_or_default();
    let end = format!("\"{}", "#".repeat(hashes));
    let opening = hashes + 2;
    let inner = text.get(opening..).unwrap_or_default();
    inner
        .find(&end)
        .map_or(text.len(), |at| opening + at + end.len())
}

/// The length of the comment, `/* … */`, that a text begins with. Such comments
/// can hold others.
fn block_comment_length(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth.saturating_sub(1), at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_layout_are_left_out_and_quoted_texts_kept() {
        let text = r##"
            // A comment with "one mark.
            (id: "a // b /* c */ \" d", /* one /* in */ another "x */ for: r#"a "b"  c"#,
                per: Unit("lunch") ,)
        "##;
        let compact = r##"(id:"a // b /* c */ \" d",for:r#"a "b"  c"#,per:Unit("lunch"),)"##;
        assert_eq!(compact_text(text), compact);
    }

    #[test]
    fn broken_texts_end_where_they_end() {
        for text in [
            "\"open", "r#\"open", "/* open", "/*/", "// é", "\"\\", "r#", "é/",
        ] {
            let _ = compact_text(text);
        }
        assert_eq!(compact_text("\"é"), "\"é");
    }
}
