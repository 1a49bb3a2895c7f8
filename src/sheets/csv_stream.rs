//! A CSV or TSV file of any length, one row at a time. However long the file
//! is, no more of it is kept than one row, and no row may be longer than
//! [`MAX_BYTES`].

use std::io::{self, BufRead, Read};

use csv::{Reader, ReaderBuilder, StringRecord};

use super::model::Unreadable;

/// The most bytes one row may have.
pub const MAX_BYTES: usize = 1024 * 1024;

/// Why a file cannot be read on.
#[derive(Debug)]
pub enum Broken {
    /// The disk or pipe failed.
    World(io::Error),
    /// The file is not as a table must be.
    Text(Unreadable),
    /// The headings that cannot be read.
    Headings(Vec<WrongHeading>),
}

/// A heading that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongHeading {
    /// The heading.
    pub name: String,
    /// Whether a column before it has the same; otherwise it is no fact.
    pub is_repeated: bool,
    /// What is wrong, for those who know the names of facts.
    pub says: String,
}

/// The rows of a file, behind its row of headings.
#[derive(Debug)]
pub struct Records<R> {
    reader: Reader<RowWise<R>>,
    headings: Vec<String>,
    record: StringRecord,
}

impl<R: BufRead> Records<R> {
    /// Opens a file and reads its headings.
    ///
    /// ```
    /// # use almoner::sheets::Records;
    /// let mut records = Records::open("a,b\n1,\"2\n3\"\n\n4,5\n".as_bytes())?;
    /// assert_eq!(records.headings(), ["a", "b"]);
    /// let (line, cells) = records.read_next()?.unwrap();
    /// assert_eq!((line, &cells[1]), (2, "2\n3"));
    /// assert_eq!(records.read_next()?.unwrap().0, 5);
    /// assert!(records.read_next()?.is_none());
    /// # Ok::<(), almoner::sheets::Broken>(())
    /// ```
    ///
    /// # Errors
    /// When there are no headings, or they cannot be read.
    pub fn open(from: R) -> Result<Records<R>, Broken> {
        let mut rows = RowWise {
            from,
            row: Vec::new(),
            given: 0,
            first_line: 0,
            lines: 0,
            after_return: false,
            delimiter: None,
            broken: None,
        };
        if let Err(error) = rows.advance() {
            return Err(rows.broken.map_or(Broken::World(error), Broken::Text));
        }
        let delimiter = match named_delimiter(&rows.row) {
            Some(named) => {
                if let Err(error) = rows.advance() {
                    return Err(rows.broken.map_or(Broken::World(error), Broken::Text));
                }
                named
            }
            None => delimiter_of(&rows.row),
        };
        rows.delimiter = Some(delimiter);
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(rows);
        let mut records = Records {
            reader,
            headings: Vec::new(),
            record: StringRecord::new(),
        };
        let headings = match records.read_next()? {
            Some((_, cells)) => cells.iter().map(|cell| cell.trim().to_owned()).collect(),
            None => {
                return Err(Broken::Text(Unreadable {
                    says: "the file is empty".to_owned(),
                    help: "its first row holds the names of the columns",
                }));
            }
        };
        records.headings = headings;
        Ok(records)
    }

    /// The names of the columns, trimmed.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The next row that is not empty, with the number of its first line.
    ///
    /// # Errors
    /// When it cannot be read; nothing after it can then be.
    pub fn read_next(&mut self) -> Result<Option<(u64, &StringRecord)>, Broken> {
        match self.reader.read_record(&mut self.record) {
            Ok(true) => Ok(Some((self.reader.get_ref().first_line, &self.record))),
            Ok(false) => Ok(None),
            Err(error) => Err(self.broken(error)),
        }
    }

    fn broken(&mut self, error: csv::Error) -> Broken {
        if let Some(broken) = self.reader.get_mut().broken.take() {
            return Broken::Text(broken);
        }
        let line = self.reader.get_ref().first_line;
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Broken::World(error),
            csv::ErrorKind::Utf8 { .. } => Broken::Text(Unreadable {
                says: format!("row {line} is not UTF-8 text"),
                help: "save the table as CSV in UTF-8",
            }),
            _ => Broken::Text(Unreadable {
                says: format!("row {line} cannot be read"),
                help: "save the table again, as CSV in UTF-8",
            }),
        }
    }
}

/// The delimiter that the first line names for a spreadsheet: `sep=;`.
fn named_delimiter(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    match line.trim_ascii_end() {
        [
            b's' | b'S',
            b'e' | b'E',
            b'p' | b'P',
            b'=',
            delimiter @ (b';' | b','),
        ] => Some(*delimiter),
        _ => None,
    }
}

/// The delimiter of a row of headings. Excel writes semicolons where a comma
/// is the decimal mark.
fn delimiter_of(headings: &[u8]) -> u8 {
    match headings {
        row if row.contains(&b'\t') => b'\t',
        row if row.contains(&b';') && !row.contains(&b',') => b';',
        _ => b',',
    }
}

/// Hands a file on row by row, so that the reader of cells never holds more
/// than one. It knows as much of cells as a row's end needs: a quotation mark
/// counts only at the beginning of a cell, and a line ends in `\n`, `\r\n` or
/// `\r`, as the reader has it.
#[derive(Debug)]
struct RowWise<R> {
    from: R,
    row: Vec<u8>,
    given: usize,
    first_line: u64,
    lines: u64,
    /// Whether the last byte was `\r`: a `\n` after it ends no other line.
    after_return: bool,
    /// None until the headings have been seen.
    delimiter: Option<u8>,
    broken: Option<Unreadable>,
}

/// Where in a cell a byte is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Before its first byte.
    Start,
    /// In one without quotation marks, or after its closing mark.
    Plain,
    Quoted,
    /// After a mark in a quoted cell, which closes it unless another follows.
    Mark,
}

impl<R: BufRead> RowWise<R> {
    /// Takes the next row in; an empty one at the end of the file.
    fn advance(&mut self) -> io::Result<()> {
        self.row.clear();
        self.given = 0;
        self.first_line = self.lines + 1;
        let mut at = At::Start;
        loop {
            let buffer = self.from.fill_buf()?;
            if buffer.is_empty() {
                return match at {
                    At::Quoted => Err(self.stop("does not end")),
                    _ => Ok(()),
                };
            }
            let (mut read, mut is_whole) = (0, false);
            for byte in buffer {
                read += 1;
                let ends_return = std::mem::take(&mut self.after_return) && *byte == b'\n';
                if ends_return && self.row.is_empty() {
                    continue;
                }
                self.row.push(*byte);
                let is_end = matches!(byte, b'\n' | b'\r');
                self.after_return = *byte == b'\r';
                if is_end && !ends_return {
                    self.lines += 1;
                }
                if is_end && at != At::Quoted {
                    is_whole = true;
                    break;
                }
                at = next(at, *byte, self.delimiter);
                if self.row.len() > MAX_BYTES {
                    break;
                }
                if self.lines == 0 && self.row == "\u{feff}".as_bytes() {
                    at = At::Start;
                }
            }
            self.from.consume(read);
            if self.row.len() > MAX_BYTES {
                return Err(self.stop("is longer than 1 MiB"));
            }
            if is_whole {
                return Ok(());
            }
        }
    }

    fn stop(&mut self, why: &str) -> io::Error {
        self.broken = Some(Unreadable {
            says: format!("row {} {why}", self.first_line),
            help: "a quotation mark there may not be closed; one within a cell is written twice",
        });
        io::Error::other("the row is broken")
    }
}

/// Where the byte after this one is.
fn next(at: At, byte: u8, delimiter: Option<u8>) -> At {
    let is_delimiter = match delimiter {
        Some(delimiter) => byte == delimiter,
        None => matches!(byte, b',' | b';' | b'\t'),
    };
    match (at, byte) {
        (At::Start | At::Mark, b'"') => At::Quoted,
        (At::Quoted, b'"') => At::Mark,
        (At::Quoted, _) => At::Quoted,
        _ if is_delimiter => At::Start,
        _ => At::Plain,
    }
}

impl<R: BufRead> Read for RowWise<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.given >= self.row.len() {
            self.advance()?;
        }
        let mut rest = self.row.get(self.given..).unwrap_or_default();
        let count = rest.read(to)?;
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;

    fn all(bytes: &[u8]) -> Result<Vec<String>, Broken> {
        let mut records = Records::open(bytes)?;
        let mut rows = Vec::new();
        while let Some((line, cells)) = records.read_next()? {
            rows.push(format!(
                "{line}: {}",
                cells.iter().collect::<Vec<_>>().join("|")
            ));
        }
        Ok(rows)
    }

    fn says(bytes: &[u8]) -> String {
        match all(bytes) {
            Err(Broken::Text(why)) => why.says,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn rows_keep_the_lines_they_begin_on() {
        let text = "\u{feff}ref\tnote\r\na\t\"two\r\nlines\"\r\n\r\nb\t\"a \"\"b\"\"\"";
        let rows = all(text.as_bytes()).unwrap();
        assert_eq!(rows, ["2: a|two\r\nlines", "5: b|a \"b\""]);
    }

    #[test]
    fn marks_inside_cells_and_all_line_ends_keep_the_row_numbers() {
        let marks = "ref,born\nr1,1\n5\" ruler,2\n6\" ruler,3\nr3,4\n";
        let rows = all(marks.as_bytes()).unwrap();
        assert_eq!(
            rows,
            ["2: r1|1", "3: 5\" ruler|2", "4: 6\" ruler|3", "5: r3|4"]
        );
        let odd = all(b"ref,born\n5\" ruler,2\nr3,4\n").unwrap();
        assert_eq!(odd, ["2: 5\" ruler|2", "3: r3|4"]);
        for end in ["\n", "\r\n", "\r"] {
            let text = ["ref,born", "r1,1", "", "\"r\"\"2\",\"a", "b\"", "r3,1", ""].join(end);
            let expected = [
                "2: r1|1".to_owned(),
                format!("4: r\"2|a{end}b"),
                "6: r3|1".to_owned(),
            ];
            assert_eq!(all(text.as_bytes()).unwrap(), expected, "{end:?}");
            // However the bytes arrive.
            let mut records = Records::open(BufReader::with_capacity(1, text.as_bytes())).unwrap();
            let mut lines = Vec::new();
            while let Some((line, _)) = records.read_next().unwrap() {
                lines.push(line);
            }
            assert_eq!(lines, [2, 4, 6], "{end:?}");
        }
        let quoted = all("\u{feff}\"a\nb\",c\n1,2\n".as_bytes()).unwrap();
        assert_eq!(quoted, ["3: 1|2"]);
    }

    #[test]
    fn semicolons_separate_cells_where_the_headings_say_so() {
        for text in ["a;b\n1,5;\"x;y\"\n", "sep=;\r\na;b\r\n1,5;\"x;y\"\r\n"] {
            let rows = all(text.as_bytes()).unwrap();
            assert_eq!(rows.len(), 1);
            assert!(
                rows.iter().all(|row| row.ends_with(": 1,5|x;y")),
                "{rows:?}"
            );
        }
        assert_eq!(all(b"a,b\n1,x;y\n").unwrap(), ["2: 1|x;y"]);
        assert_eq!(says(b"sep=;\n"), "the file is empty");
    }

    #[test]
    fn broken_file_names_the_row() {
        assert_eq!(says(b""), "the file is empty");
        assert_eq!(says(b"a,b\n1,2\n3,\"4\n5,6\n"), "row 3 does not end");
        assert_eq!(says(b"a\n\xff\n"), "row 2 is not UTF-8 text");
        let long = [b"a\n1\n".as_slice(), &vec![b'x'; 10 * 1024 * 1024]].concat();
        assert_eq!(says(&long), "row 3 is longer than 1 MiB");
    }

    proptest! {
        #[test]
        fn any_bytes_give_rows_or_an_error(bytes in any::<Vec<u8>>()) {
            if let Err(Broken::Text(why)) = all(&bytes) {
                prop_assert!(!why.says.is_empty());
            }
        }
    }
}
