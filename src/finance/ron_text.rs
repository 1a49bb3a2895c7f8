//! Finds entries, fields and brackets in the text of a tariff file in any
//! layout; strings and comments are skipped.

/// The brackets, colons and commas of a text that are outside strings and
/// comments, each with its place.
fn structure(text: &str) -> Vec<(usize, u8)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        at += match byte {
            b'"' => string_length(rest),
            b'r' if is_raw(bytes, at) => raw_length(rest),
            b'/' if rest.starts_with(b"//") => {
                let end = rest.iter().position(|it| *it == b'\n');
                end.unwrap_or(rest.len())
            }
            b'/' if rest.starts_with(b"/*") => comment_length(rest),
            b'(' | b')' | b'[' | b']' | b'{' | b'}' | b':' | b',' => {
                found.push((at, *byte));
                1
            }
            _ => 1,
        };
    }
    found
}

/// Whether an `r` begins a raw string and is no end of a word.
fn is_raw(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|it| bytes.get(it));
    let is_word = before.is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_');
    let after = bytes.get(at + 1..).unwrap_or_default();
    let marks = after.iter().take_while(|it| **it == b'#').count();
    !is_word && after.get(marks) == Some(&b'"')
}

fn string_length(text: &[u8]) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.iter().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// `r#"…"#` with any number of marks.
fn raw_length(text: &[u8]) -> usize {
    let marks = text.iter().skip(1).take_while(|it| **it == b'#').count();
    let end = [b"\"".as_slice(), &vec![b'#'; marks]].concat();
    let inside = marks + 2;
    let rest = text.get(inside..).unwrap_or_default();
    let found = rest.windows(end.len()).position(|it| it == end);
    found.map_or(text.len(), |at| inside + at + end.len())
}

/// `/* … */`, which may hold others.
fn comment_length(text: &[u8]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|it| !it.is_empty()) {
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The name that ends at a place, before a colon.
fn name_before(text: &str, colon: usize) -> Option<(usize, &str)> {
    let before = text.get(..colon)?.trim_end();
    let name = before.trim_end_matches(|it: char| it.is_alphanumeric() || it == '_');
    Some((name.len(), before.get(name.len()..)?))
}

/// Where a field of the outermost value begins, and the end of its list.
pub(super) fn list_field(text: &str, name: &str) -> Option<(usize, usize)> {
    let mut depth = 0usize;
    let mut start = None;
    for (at, byte) in structure(text) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if let (1, Some(start)) = (depth, start) {
                    return Some((start, at + 1));
                }
            }
            b':' if depth == 1 && start.is_none() => {
                start = name_before(text, at)
                    .filter(|(_, found)| *found == name)
                    .map(|(at, _)| at);
            }
            _ => {}
        }
    }
    None
}

/// Whether nothing but ends and comments follows a place.
pub(super) fn is_last(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    structure(rest)
        .iter()
        .all(|(_, byte)| matches!(byte, b')' | b','))
}

/// The offset of the bracket that closes the list or struct around a text.
pub(super) fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in structure(text) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(at),
            },
            _ => {}
        }
    }
    None
}

/// The offset of the bracket that opens the list or struct at a text's end.
pub(super) fn opening(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, byte) in structure(text) {
        match byte {
            b'(' | b'[' | b'{' => open.push(at),
            b')' | b']' | b'}' => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

/// The start and end of a field's value within the text of an entry's fields.
pub(super) fn value_of(fields: &str, name: &str) -> Option<(usize, usize)> {
    let mut depth = 0usize;
    let mut start = None;
    for (at, byte) in structure(fields) {
        match (byte, start) {
            (b'(' | b'[' | b'{', _) => depth += 1,
            (b')' | b']' | b'}', _) => depth = depth.saturating_sub(1),
            (b',', Some(start)) if depth == 0 => return Some((start, at)),
            (b':', None) if depth == 0 => {
                let is_it = name_before(fields, at).is_some_and(|(_, found)| found == name);
                start = is_it.then_some(at + 1);
            }
            _ => {}
        }
    }
    Some((start?, fields.trim_end().len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_any_layout() {
        for text in [
            "Tariff(\n    year: \"a\",\n    services: [\n (id: \"x)\") ],\n)\n",
            "Tariff(services:[(id:\"x]\")])",
            "// services: none\nTariff(/* services: [ */ note: r#\"services: [\"#,\n\tservices : [ (services: [1]) ] , )",
        ] {
            let (start, end) = list_field(text, "services").unwrap();
            assert!(text[start..end].starts_with("services"), "{text}");
            assert!(text[start..end].ends_with(']'), "{text}");
            assert!(is_last(text, end), "{text}");
        }
        let (_, end) = list_field("T(services: [], year: \"a\")", "services").unwrap();
        assert!(!is_last("T(services: [], year: \"a\")", end));
        assert_eq!(list_field("T(year: \"services: [\")", "services"), None);
    }

    #[test]
    fn values_end_at_their_comma() {
        let fields = ", row: 7, note: \"a, (b)\", vat: \"E\"";
        let (start, end) = value_of(fields, "note").unwrap();
        assert_eq!(&fields[start..end], " \"a, (b)\"");
        assert_eq!(closing(" row: (1), \")\") x"), Some(14));
    }
}
