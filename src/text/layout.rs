//! A page of plain text: paragraphs wrapped, amounts in a column.

use anstyle::{Effects, Style};

use crate::tables::pages::AmountRow;

/// The widest a line may be, in characters.
pub(super) const WIDTH: usize = 80;

const BOLD: Style = Style::new().effects(Effects::BOLD);
const DIM: Style = Style::new().effects(Effects::DIMMED);

/// A page being written.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    /// The widest that a line of words may be, in characters.
    width: usize,
}

impl Default for Page {
    fn default() -> Page {
        Page {
            text: String::new(),
            width: WIDTH,
        }
    }
}

impl AmountRow {
    /// A bold row without an amount.
    pub(super) fn title(words: &str) -> AmountRow {
        AmountRow {
            label: words.to_owned(),
            bold: true,
            ..AmountRow::default()
        }
    }

    /// Set in further.
    pub(super) fn set_in(mut self, columns: usize) -> AmountRow {
        self.indent += columns;
        self
    }
}

impl Page {
    /// A page whose paragraphs are one line each, for a text that is edited and
    /// wrapped elsewhere.
    pub(super) fn unwrapped() -> Page {
        Page {
            width: usize::MAX,
            ..Page::default()
        }
    }

    /// A heading in bold, wrapped at the width of the page.
    pub(super) fn heading(&mut self, words: &str) {
        for line in wrapped(words, self.width) {
            self.styled(BOLD, "", &line);
        }
    }

    /// An empty line, unless the page is empty or already ends with one.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Words, wrapped and set in.
    pub(super) fn paragraph(&mut self, indent: usize, words: &str) {
        self.hanging(indent, "", words);
    }

    /// Words behind an opening, wrapped under their own first letter.
    pub(super) fn hanging(&mut self, indent: usize, opening: &str, words: &str) {
        let margin = indent + width(opening);
        let mut lead = format!("{:indent$}{opening}", "");
        let mut lines = wrapped(words, self.width.saturating_sub(margin).max(20));
        if lines.is_empty() {
            lines.push(String::new());
        }
        for line in lines {
            self.line(&format!("{lead}{line}"));
            lead = " ".repeat(margin);
        }
    }

    /// A hanging paragraph with its opening in bold.
    pub(super) fn marked(&mut self, indent: usize, opening: &str, words: &str) {
        let before = self.text.len();
        self.hanging(indent, opening, words);
        let bold = format!("{BOLD}{}{BOLD:#}", opening.trim_end());
        let at = before + indent;
        let end = at + opening.trim_end().len();
        if self.text.get(at..end) == Some(opening.trim_end()) {
            self.text.replace_range(at..end, &bold);
        }
    }

    /// A name in bold and words about it; further lines are indented.
    pub(super) fn titled(&mut self, name: &str, words: &str) {
        let lines = wrapped(&format!("{name} {words}"), WIDTH - 4);
        let mut lines = lines.into_iter();
        let first = lines.next().unwrap_or_default();
        match first.strip_prefix(name) {
            Some(rest) => self.line(&format!("{BOLD}{name}{BOLD:#}{rest}")),
            None => self.line(&first),
        }
        for line in lines {
            self.line(&format!("    {line}"));
        }
    }

    /// A paragraph that stays in the background.
    pub(super) fn dim(&mut self, indent: usize, words: &str) {
        let margin = " ".repeat(indent);
        for line in wrapped(words, WIDTH.saturating_sub(indent)) {
            self.styled(DIM, &margin, &line);
        }
    }

    /// One line, not wrapped.
    pub(super) fn line(&mut self, words: &str) {
        self.text.push_str(words.trim_end());
        self.text.push('\n');
    }

    /// Several lines, indented but not wrapped, such as a drawn table.
    pub(super) fn block(&mut self, indent: usize, lines: &str) {
        for line in lines.lines() {
            self.line(&format!("{:indent$}{line}", ""));
        }
    }

    /// Rows with aligned amounts. Only rows with a working share its column, so
    /// that long words in place of an amount do not narrow the labels of others.
    pub(super) fn rows(&mut self, rows: &[AmountRow]) {
        let worked = || rows.iter().filter(|row| !row.working.is_empty());
        let amounts = widest(worked().map(|row| &row.amount));
        let workings = widest(worked().map(|row| &row.working));
        for row in rows {
            self.row(row, [workings, amounts]);
        }
    }

    fn row(&mut self, row: &AmountRow, [workings, amounts]: [usize; 2]) {
        let end = if row.working.is_empty() {
            row.amount.clone()
        } else {
            let amount = " ".repeat(amounts.saturating_sub(width(&row.amount)));
            format!("{}  {amount}{}", padded(&row.working, workings), row.amount)
        };
        let room = match end.as_str() {
            "" => WIDTH,
            end => WIDTH.saturating_sub(width(end) + 2).max(24),
        };
        let lines = wrapped(&row.label, room.saturating_sub(row.indent).max(16));
        for (number, line) in lines.iter().enumerate() {
            let label = format!("{:indent$}{line}", "", indent = row.indent);
            let full = if number > 0 || end.is_empty() {
                label
            } else {
                format!("{}  {end}", padded(&label, room))
            };
            if row.bold {
                self.styled(BOLD, "", full.trim_end());
            } else {
                self.line(&full);
            }
        }
    }

    fn styled(&mut self, style: Style, margin: &str, words: &str) {
        let set_in = words.len() - words.trim_start().len();
        let (spaces, words) = words.split_at(set_in);
        self.text
            .push_str(&format!("{margin}{spaces}{style}{words}{style:#}\n"));
    }

    /// Aligned cells: the first of each row to the left, the others to the right.
    pub(super) fn grid(&mut self, rows: &[Vec<String>]) {
        let count = rows.iter().map(Vec::len).max().unwrap_or(0);
        let column = |number: usize| widest(rows.iter().filter_map(move |row| row.get(number)));
        let widths: Vec<usize> = (0..count).map(column).collect();
        for row in rows {
            let mut line = String::new();
            for (number, (cell, columns)) in row.iter().zip(&widths).enumerate() {
                let missing = columns.saturating_sub(width(cell));
                match number {
                    0 => line.push_str(&padded(cell, *columns)),
                    _ => line.push_str(&format!("   {:missing$}{cell}", "")),
                }
            }
            self.line(&line);
        }
    }

    /// The page, with one line end at its foot.
    pub(super) fn finish(self) -> String {
        let mut text = self.text.trim_end().to_owned();
        text.push('\n');
        text
    }
}

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

fn widest<'t>(texts: impl Iterator<Item = &'t String>) -> usize {
    texts.map(|text| width(text)).max().unwrap_or(0)
}

fn padded(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{:missing$}", "")
}

/// Words on lines of at most `columns` characters; a longer word gets a line
/// to itself and is not broken.
fn wrapped(words: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_align() {
        let row = |label: &str, working: &str, amount: &str| AmountRow {
            indent: 2,
            label: label.to_owned(),
            working: working.to_owned(),
            amount: amount.to_owned(),
            bold: false,
        };
        let mut page = Page::default();
        page.rows(&[
            row("Lessons", "10 × £5.00", "£50.00"),
            row("Reduction", "", "−£25.00"),
        ]);
        let text = page.finish();
        let ends: Vec<usize> = text.lines().map(width).collect();
        assert_eq!(ends, [WIDTH, WIDTH]);
    }

    #[test]
    fn wrapped_words_keep_the_hanging_indent() {
        let mut page = Page::default();
        page.hanging(2, "- ", &"word ".repeat(20));
        let text = page.finish();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with("    word") && width(lines[0]) <= WIDTH);
    }
}
