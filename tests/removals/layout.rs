//! The places of the brackets, strings and entries of a rule file, so that one
//! of them can be removed.

use std::ops::Range;

/// The places of brackets and strings in the text of a file.
pub(super) struct Layout<'t> {
    text: &'t str,
    /// Pairs of brackets, each with its opening one.
    pairs: Vec<(char, Range<usize>)>,
    /// Strings, without their quotation marks.
    strings: Vec<Range<usize>>,
}

impl<'t> Layout<'t> {
    pub(super) fn of(text: &'t str) -> Layout<'t> {
        let mut layout = Layout {
            text,
            pairs: Vec::new(),
            strings: Vec::new(),
        };
        let mut open: Vec<(char, usize)> = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let length = match c {
                '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
                '"' => {
                    let length = string_length(rest);
                    layout.strings.push(at + 1..at + length - 1);
                    length
                }
                '(' | '[' | '{' => {
                    open.push((c, at));
                    1
                }
                ')' | ']' | '}' => {
                    let (opening, start) = open.pop().unwrap();
                    layout.pairs.push((opening, start..at + 1));
                    1
                }
                _ => c.len_utf8(),
            };
            at += length;
        }
        layout
    }

    /// The innermost pair of such brackets around a place.
    pub(super) fn around(&self, opening: char, at: usize) -> Range<usize> {
        let mut around = self
            .pairs
            .iter()
            .filter(|(of, range)| *of == opening && range.contains(&at));
        // Pairs are kept as they close: the innermost first.
        around.next().unwrap().1.clone()
    }

    /// An entry with the comma after it.
    pub(super) fn entry(&self, at: usize) -> Range<usize> {
        self.with_comma(self.around('(', at))
    }

    /// A field's name, its string and the comma after them.
    pub(super) fn field(&self, string: usize) -> Range<usize> {
        let string = self.string(string);
        let before = self.text[..string.start - 1].trim_end();
        let before = before.strip_suffix(':').unwrap().trim_end();
        let name = before.rfind(|c: char| !c.is_alphanumeric() && c != '_');
        self.with_comma(name.unwrap() + 1..string.end + 1)
    }

    /// A string of a list and the comma after it.
    pub(super) fn element(&self, string: usize) -> Range<usize> {
        let string = self.string(string);
        self.with_comma(string.start - 1..string.end + 1)
    }

    /// The string around a place.
    pub(super) fn string(&self, at: usize) -> Range<usize> {
        let around = |range: &&Range<usize>| range.start <= at && at <= range.end;
        self.strings.iter().find(around).unwrap().clone()
    }

    /// The strings within a range of bytes.
    pub(super) fn strings_in(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let inside = |it: &&Range<usize>| range.start <= it.start && it.end <= range.end;
        self.strings.iter().filter(inside).cloned().collect()
    }

    fn with_comma(&self, range: Range<usize>) -> Range<usize> {
        let comma = self.text[range.end..].starts_with(',');
        range.start..range.end + usize::from(comma)
    }
}

/// How long a string is, its quotation marks included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
