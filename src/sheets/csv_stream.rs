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
/// than one: a row ends at a line end outside quotation marks.
#[derive(Debug)]
struct RowWise<R> {
    from: R,
    row: Vec<u8>,
    given: usize,
    first_line: u64,
    lines: u64,
    broken: Option<Unreadable>,
}

impl<R: BufRead> RowWise<R> {
    /// Takes the next row in; an empty one at the end of the file.
    fn advance(&mut self) -> io::Result<()> {
        self.row.clear();
        self.given = 0;
        self.first_line = self.lines + 1;
        let mut quoted = false;
        loop {
            let before = self.row.len();
            let room = u64::try_from(MAX_BYTES - before + 1).unwrap_or(0);
            let read = (&mut self.from)
                .take(room)
                .read_until(b'\n', &mut self.row)?;
            if self.row.len() > MAX_BYTES {
                return Err(self.stop("is longer than 1 MiB"));
            }
            let part = self.row.get(before..).unwrap_or_default();
            let marks = part.iter().filter(|byte| **byte == b'"').count();
            quoted ^= marks % 2 == 1;
            if part.ends_with(b"\n") {
                self.lines += 1;
            } else if quoted {
                return Err(self.stop("does not end"));
            }
            if read == 0 || !quoted {
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
