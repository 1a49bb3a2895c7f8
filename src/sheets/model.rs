//! A row of a table, and why a table cannot be read.

/// The most rows of a file.
pub(super) const MAX_ROWS: u64 = 250_000;

/// The most columns of a row that are kept.
pub(super) const MAX_COLUMNS: usize = 64;

/// One row as it is read.
#[derive(Clone, Copy, Debug)]
pub struct Line<'r> {
    /// The sheet it is on; nothing for a file that has none.
    pub sheet: &'r str,
    /// Its number in the file, from one, as a spreadsheet shows it.
    pub row: u64,
    /// Its cells, trimmed.
    pub cells: &'r [String],
}

/// Why a file cannot be read, or not to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub says: String,
    /// What to do.
    pub help: &'static str,
}

/// More rows than any schedule has.
pub(super) fn too_long() -> Unreadable {
    Unreadable {
        says: format!("there are more than {MAX_ROWS} rows"),
        help: "split the file by service",
    }
}
