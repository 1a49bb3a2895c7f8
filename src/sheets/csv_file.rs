//! A CSV or TSV file that is in memory.

use csv::{ReaderBuilder, StringRecord, Terminator};

use super::model::{Line, MAX_COLUMNS, MAX_ROWS, Unreadable, too_long};

pub(super) fn read(bytes: &[u8], each: &mut dyn FnMut(Line<'_>)) -> Result<(), Unreadable> {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes);
    let delimiter = if first.contains(&b'\t') { b'\t' } else { b',' };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        // A line ends in `\n`, so that lines are counted; a `\r` before it is blank.
        .terminator(Terminator::Any(b'\n'))
        .from_reader(bytes);
    let mut record = StringRecord::new();
    let mut cells: Vec<String> = Vec::new();
    let (mut rows, mut row) = (0, 0);
    loop {
        let lines = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(why) => return Err(unreadable(&why)),
        }
        rows += 1;
        if rows > MAX_ROWS {
            return Err(too_long());
        }
        // Empty lines are rows to a spreadsheet; lines within a cell are not.
        let within = record.as_slice().matches('\n').count() as u64;
        let lines = reader.position().line().saturating_sub(lines);
        let ended = u64::from(!reader.is_done() || bytes.ends_with(b"\n"));
        row += 1 + lines.saturating_sub(within).saturating_sub(ended);
        let written = record.iter().take(MAX_COLUMNS);
        cells.resize_with(record.len().min(MAX_COLUMNS), String::new);
        for (cell, text) in cells.iter_mut().zip(written) {
            cell.clear();
            push_words(cell, unguarded(text));
        }
        each(Line {
            sheet: "",
            row,
            cells: &cells,
        });
    }
}

/// The words of a cell, spaces and line ends between them made one space.
fn push_words(cell: &mut String, text: &str) {
    for word in text.split_whitespace() {
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(word);
    }
}

/// Words without the apostrophe that kept a spreadsheet from taking them for a
/// formula: what `tables` puts before them is taken off again.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
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
