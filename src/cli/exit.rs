//! How a run ends: its exit code, and what is said when it fails.

use std::{
    fmt::Display,
    io::{self, Write as _},
    process::ExitCode,
};

use anstyle::{AnsiColor, Style};

/// The exit codes. Scripts may rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The world failed: a file, a disk, a terminal.
    World = 1,
    /// Wrong usage.
    Usage = 2,
    /// Rule files rejected, or their cases failing.
    Rules = 3,
    /// Facts rejected, the day among them.
    Facts = 4,
    /// The answer is no or not settled and `--fail-if-not-eligible` was given;
    /// or an answer could not be proved.
    NotEligible = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Why a run failed.
#[derive(Debug)]
pub enum Failure {
    /// What was typed does not fit, or help was asked for.
    Typed(Box<clap::Error>),
    /// Something else, in words.
    Said {
        /// The exit code.
        exit: Exit,
        /// What went wrong.
        says: String,
        /// What to do.
        help: Option<String>,
    },
    /// All was said already.
    Quiet(Exit),
    /// Whoever was reading has stopped: nothing went wrong.
    NobodyReads,
}

impl Failure {
    /// A failure in words.
    pub(super) fn new(exit: Exit, says: impl Display) -> Failure {
        Failure::Said {
            exit,
            says: says.to_string(),
            help: None,
        }
    }

    /// With what to do.
    pub(super) fn help(self, advice: impl Display) -> Failure {
        match self {
            Failure::Said { exit, says, .. } => Failure::Said {
                exit,
                says,
                help: Some(advice.to_string()),
            },
            other => other,
        }
    }

    /// With "did you mean", when something near is known.
    pub(super) fn nearest(self, near: Option<&str>) -> Failure {
        match near {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// The exit code.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Typed(error) if error.use_stderr() => Exit::Usage,
            Failure::Said { exit, .. } | Failure::Quiet(exit) => *exit,
            Failure::Typed(_) | Failure::NobodyReads => Exit::Done,
        }
    }

    /// Says what went wrong on standard error; help that was asked for goes to
    /// standard output.
    pub fn print(&self) {
        // Where even this cannot be written there is nobody left to tell.
        match self {
            Failure::Typed(error) => drop(error.print()),
            Failure::Said { says, help, .. } => drop(print_said(says, help.as_deref())),
            Failure::Quiet(_) | Failure::NobodyReads => {}
        }
    }
}

fn print_said(says: &str, help: Option<&str>) -> io::Result<()> {
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let bold = Style::new().bold();
    let mut to = anstream::stderr().lock();
    writeln!(to, "{red}error{red:#}: {says}")?;
    if let Some(help) = help {
        writeln!(to, "  {bold}help{bold:#}: {help}")?;
    }
    to.flush()
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Failure {
        Failure::Typed(Box::new(error))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::NobodyReads;
        }
        Failure::new(
            Exit::World,
            format!("the answer cannot be written: {error}"),
        )
    }
}
