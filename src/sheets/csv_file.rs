//! A CSV or TSV file that is in memory.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord, Terminator};

use super::model::{Cell, Line, MAX_COLUMNS, Size, Unreadable};

pub(super) fn read(bytes: &[u8], each: &mut dyn FnMut(Line<'_>)) -> Result<(), Unreadable> {
    let bytes = in_utf8(bytes);
    let bytes = with_line_feeds(&bytes);
    let (delimiter, skipped) = delimiter(&bytes);
    let bytes = bytes.get(skipped..).unwrap_or_default();
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        // A line ends in `\n`, so that lines are counted; a `\r` before it is blank.
        .terminator(Terminator::Any(b'\n'))
        .from_reader(bytes);
    let mut record = StringRecord::new();
    let mut cells: Vec<Cell> = Vec::new();
    let (mut size, mut row) = (Size::default(), u64::from(skipped > 0));
    loop {
        let lines = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(why) => return Err(unreadable(&why)),
        }
        // Empty lines are rows to a spreadsheet; lines within a cell are not.
        let within = record.as_slice().matches('\n').count() as u64;
        let lines = reader.position().line().saturating_sub(lines);
        let ended = u64::from(!reader.is_done() || bytes.ends_with(b"\n"));
        row += 1 + lines.saturating_sub(within).saturating_sub(ended);
        let written = record.iter().take(MAX_COLUMNS);
        cells.resize_with(record.len().min(MAX_COLUMNS), Cell::default);
        for (cell, text) in cells.iter_mut().zip(written) {
            cell.set_words(unguarded(text));
        }
        size.add(&cells)?;
        each(Line {
            sheet: "",
            row,
            cells: &cells,
        });
    }
}

/// Text in the encodings that Excel saves, in UTF-8: UTF-16 with its mark
/// ("Unicode text") and Windows-1252 ("CSV"), which is recognised by its `£`.
fn in_utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let encoding = match bytes {
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE,
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE,
        _ if bytes.contains(&0xa3) && std::str::from_utf8(bytes).is_err() => {
            encoding_rs::WINDOWS_1252
        }
        _ => return Cow::Borrowed(bytes),
    };
    let (text, _, has_errors) = encoding.decode(bytes);
    if has_errors {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(text.into_owned().into_bytes())
}

/// Lines that end in a carriage return alone, as old Macs wrote them, with line
/// feeds.
fn with_line_feeds(bytes: &[u8]) -> Cow<'_, [u8]> {
    if bytes.contains(&b'\n') || !bytes.contains(&b'\r') {
        return Cow::Borrowed(bytes);
    }
    let feeds = bytes
        .iter()
        .map(|it| if *it == b'\r' { b'\n' } else { *it });
    Cow::Owned(feeds.collect())
}

/// What separates cells, and how many bytes of a first line `sep=;` say so.
/// Without such a line it is what most of the first lines have several of.
fn delimiter(bytes: &[u8]) -> (u8, usize) {
    let bare = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if let Some([delimiter, rest @ ..]) = bare.strip_prefix(b"sep=") {
        let end = rest.iter().position(|it| *it == b'\n');
        let is_alone = rest
            .iter()
            .take_while(|it| **it != b'\n')
            .all(|it| *it == b'\r');
        if is_alone {
            let used = bytes.len() - rest.len() + end.map_or(rest.len(), |it| it + 1);
            return (*delimiter, used);
        }
    }
    let most = |delimiter: &u8| {
        let (mut lines, mut all, mut of_line, mut is_quoted) = (0, 0, 0, false);
        for byte in bare.iter().take(16 * 1024).chain(b"\n") {
            match byte {
                b'"' => is_quoted = !is_quoted,
                b'\n' if !is_quoted => {
                    lines += usize::from(of_line > 1);
                    all += of_line;
                    of_line = 0;
                }
                it if it == delimiter && !is_quoted => of_line += 1,
                _ => {}
            }
        }
        (lines, all)
    };
    let found = [b'\t', b';', b','].into_iter().max_by_key(most);
    (found.unwrap_or(b','), 0)
}

/// What a text begins with that a spreadsheet takes for a formula: in some locales
/// also in full width.
pub(crate) const FORMULA_STARTS: [char; 10] =
    ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Words without the apostrophe that kept a spreadsheet from taking them for a
/// formula: what `tables` puts before them is taken off again.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA_STARTS) => rest,
        _ => text,
    }
}

fn unreadable(why: &csv::Error) -> Unreadable {
    let line = why.position().map(csv::Position::line);
    let at = line.map_or_else(String::new, |line| format!("row {line} "));
    match why.kind() {
        csv::ErrorKind::Utf8 { .. } => Unreadable {
            says: format!("{at}is not UTF-8 text"),
            help: "save the table as CSV in UTF-8, or as .xlsx",
        },
        _ => Unreadable {
            says: format!("{at}cannot be read: {why}"),
            help: "save the table again, as CSV in UTF-8 or as .xlsx",
        },
    }
}
