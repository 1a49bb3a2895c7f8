//! How a run ends: its exit code, and the message of a failure.

use std::{
    fmt::Display,
    io::{self, Write as _},
    process::ExitCode,
};

use crate::text::terminal;
use almoner_engine::facts::ProblemCode;
use anstyle::{AnsiColor, Style};
use clap::{
    builder::StyledStr,
    error::{ContextKind, ContextValue, ErrorKind},
};

/// The exit codes. Scripts may rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The command did what was asked.
    Done = 0,
    /// A file or the network could not be read or written.
    Io = 1,
    /// The command line cannot be understood.
    Usage = 2,
    /// Rule files rejected, or their cases failing.
    Rules = 3,
    /// Facts rejected, the day among them.
    Facts = 4,
    /// The answer is no or not settled and `--fail-if-not-eligible` was given;
    /// or `verify` found a difference.
    NotEligible = 5,
}

impl Exit {
    /// Every exit code, by its number.
    pub const ALL: [Exit; 6] = [
        Exit::Done,
        Exit::Io,
        Exit::Usage,
        Exit::Rules,
        Exit::Facts,
        Exit::NotEligible,
    ];

    /// What it means, as the help and the documents say it.
    #[must_use]
    pub fn means(self) -> &'static str {
        match self {
            Exit::Done => "done",
            Exit::Io => "I/O error",
            Exit::Usage => "wrong usage",
            Exit::Rules => "rule files rejected, or cases failed",
            Exit::Facts => "facts, the day or rows of a file rejected",
            Exit::NotEligible => {
                "the answer is no or not settled (with --fail-if-not-eligible), \
                 or verify found a difference"
            }
        }
    }

    /// The code of a problem that ends a run with this exit code, where nothing
    /// more is known of it.
    fn problem_code(self) -> ProblemCode {
        match self {
            Exit::Io => ProblemCode::Io,
            Exit::Rules => ProblemCode::RulesRejected,
            Exit::Facts | Exit::NotEligible => ProblemCode::Facts,
            Exit::Usage | Exit::Done => ProblemCode::Usage,
        }
    }
}

/// All exit codes on one line, as the help and the documents show them.
///
/// ```
/// let all = almoner::cli::exit_codes();
/// assert!(all.starts_with("Exit codes: 0 done · 1 I/O error · 2 wrong usage · "));
/// ```
#[must_use]
pub fn exit_codes() -> String {
    let each = Exit::ALL.map(|exit| format!("{} {}", exit as u8, exit.means()));
    format!("Exit codes: {}", each.join(" · "))
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
        /// The stable code of the problem.
        code: ProblemCode,
        /// What went wrong.
        says: String,
        /// What to do.
        help: Option<String>,
        /// Whether it has been written to standard output as JSON already.
        is_in_json: bool,
    },
    /// The messages have been written already.
    Quiet(Exit),
    /// The reader of a pipe has closed it: not an error.
    ClosedPipe,
}

impl Failure {
    /// A failure in words.
    pub(super) fn new(exit: Exit, says: impl Display) -> Failure {
        Failure::Said {
            exit,
            code: exit.problem_code(),
            says: says.to_string(),
            help: None,
            is_in_json: false,
        }
    }

    /// With what to do.
    pub(super) fn help(mut self, advice: impl Display) -> Failure {
        if let Failure::Said { help, .. } = &mut self {
            *help = Some(advice.to_string());
        }
        self
    }

    /// A failure whose JSON document has been written.
    pub(super) fn in_json(mut self) -> Failure {
        if let Failure::Said { is_in_json, .. } = &mut self {
            *is_in_json = true;
        }
        self
    }

    /// With a stable code of its own.
    pub(super) fn code(mut self, new: ProblemCode) -> Failure {
        if let Failure::Said { code, .. } = &mut self {
            *code = new;
        }
        self
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
            Failure::Typed(_) | Failure::ClosedPipe => Exit::Done,
        }
    }

    /// Says what went wrong on standard error; help that was asked for goes to
    /// standard output.
    pub fn print(&self) {
        // An error of standard error itself cannot be reported anywhere.
        match self {
            Failure::Typed(error) => drop(print_typed(error)),
            Failure::Said {
                code, says, help, ..
            } => drop(print_error(*code, says, help.as_deref())),
            Failure::Quiet(_) | Failure::ClosedPipe => {}
        }
    }
}

/// Prints what the parser of the command line says, with a stable code.
fn print_typed(error: &clap::Error) -> io::Result<()> {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return error.print();
    }
    let text = error.render().ansi().to_string();
    let code = typed_code(error.kind()).name();
    let mut to = anstream::stderr().lock();
    let text = text.replacen("error:", &format!("error[{code}]:"), 1);
    to.write_all(terminal::shown(&text).as_bytes())?;
    to.flush()
}

fn typed_code(kind: ErrorKind) -> ProblemCode {
    match kind {
        ErrorKind::UnknownArgument => ProblemCode::UnknownOption,
        ErrorKind::InvalidSubcommand => ProblemCode::UnknownCommand,
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::InvalidUtf8 => {
            ProblemCode::InvalidValue
        }
        ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand => ProblemCode::Missing,
        _ => ProblemCode::Usage,
    }
}

fn print_error(code: ProblemCode, says: &str, help: Option<&str>) -> io::Result<()> {
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let bold = Style::new().bold();
    let mut to = anstream::stderr().lock();
    let says = terminal::shown(says);
    writeln!(to, "{red}error[{}]{red:#}: {says}", code.name())?;
    if let Some(help) = help {
        writeln!(to, "  {bold}help{bold:#}: {}", terminal::shown(help))?;
    }
    to.flush()
}

impl From<clap::Error> for Failure {
    fn from(mut error: clap::Error) -> Failure {
        // Nobody means an unknown option as the value of an argument.
        if let Some(ContextValue::StyledStrs(tips)) = error.get(ContextKind::Suggested) {
            let is_meant = |tip: &&StyledStr| !tip.to_string().contains("as a value");
            let kept = tips.iter().filter(is_meant).cloned().collect();
            error.insert(ContextKind::Suggested, ContextValue::StyledStrs(kept));
        }
        Failure::Typed(Box::new(error))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::ClosedPipe;
        }
        Failure::new(Exit::Io, format!("the answer cannot be written: {error}"))
    }
}
