//! How far a run over a file is, shown on a terminal.

use std::io::{self, IsTerminal as _, Stderr, Write};

use crate::cli::exit::Failure;

/// How many rows are answered, on a line of its own that is written again.
pub(super) struct Progress<W = Stderr> {
    /// None where nobody sees it.
    terminal: Option<W>,
}

impl Progress {
    /// Shown while the answers go to a file.
    pub(super) fn new(to_file: bool) -> Progress {
        let is_shown = to_file && io::stderr().is_terminal();
        Progress {
            terminal: is_shown.then(io::stderr),
        }
    }
}

impl<W: Write> Progress<W> {
    pub(super) fn show(&mut self, rows: u64) -> Result<(), Failure> {
        if let Some(terminal) = &mut self.terminal {
            write!(terminal, "\r{rows} rows")?;
            terminal.flush()?;
        }
        Ok(())
    }

    /// Clears the line for what is said at the end.
    pub(super) fn end(&mut self) -> Result<(), Failure> {
        if let Some(terminal) = &mut self.terminal {
            write!(terminal, "\r\x1b[K")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_one_line_that_is_cleared() {
        let mut written = Vec::new();
        let mut progress = Progress {
            terminal: Some(&mut written),
        };
        for rows in [500, 1000] {
            assert!(progress.show(rows).is_ok());
        }
        assert!(progress.end().is_ok());
        assert_eq!(written, b"\r500 rows\r1000 rows\r\x1b[K");
    }
}
