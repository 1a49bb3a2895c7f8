//! Bytes of a text as the protocol counts: by line and UTF-16 code unit.

use super::protocol::{Position, Range};
use almoner_engine::base::source_text::{Place, SourceSet};

/// Where a place of a source file is.
pub(super) fn range(sources: &SourceSet, place: Place) -> Range {
    let text = sources.text(place.file);
    Range {
        start: position(text, place.start as usize),
        end: position(text, place.end as usize),
    }
}

/// Where a byte is; the end of the text for one beyond it.
pub(super) fn position(text: &str, byte: usize) -> Position {
    let before = text.get(..byte).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let units = before
        .get(line_start..)
        .unwrap_or("")
        .encode_utf16()
        .count();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Position {
        line: number(before.matches('\n').count()),
        character: number(units),
    }
}

/// The byte at a position; the end of its line for one beyond it.
pub(super) fn byte(text: &str, position: Position) -> usize {
    let mut lines = text.split_inclusive('\n');
    let skipped = lines.by_ref().take(position.line as usize);
    let start: usize = skipped.map(str::len).sum();
    let line = lines.next().unwrap_or("").trim_end_matches(['\n', '\r']);
    let mut units = 0;
    for (at, letter) in line.char_indices() {
        if units >= position.character {
            return start + at;
        }
        units += u32::from(letter.len_utf16() == 2) + 1;
    }
    start + line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf_16_units() {
        let text = "a £1\r\n\u{1f600}b\n";
        let b = text.find('b').unwrap();
        let at = Position {
            line: 1,
            character: 2,
        };
        assert_eq!(position(text, b), at);
        assert_eq!(byte(text, at), b);
        let one = Position {
            line: 0,
            character: 3,
        };
        assert_eq!(byte(text, one), text.find('1').unwrap());
        let beyond = Position {
            line: 0,
            character: 99,
        };
        assert_eq!(byte(text, beyond), text.find('\r').unwrap());
        let no_line = Position {
            line: 9,
            character: 0,
        };
        assert_eq!(byte(text, no_line), text.len());
    }
}
