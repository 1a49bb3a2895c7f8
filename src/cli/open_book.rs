//! The book a command works on: the one built in, or `--book DIR`.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use anstream::ColorChoice;

use super::{
    exit::{Exit, Failure},
    stdout,
};
use crate::text::diagnostics;
use almoner_engine::{
    answer::{Cases, LeftOut},
    base::{
        date::{Date, LongDate},
        name,
    },
    book::{self, Book, Opened},
    check::model::RuleSet,
    facts::ProblemCode,
    load::BookFrom,
    present::value_words,
    program::model::Program,
};

/// The variable that names a book's directory.
const VARIABLE: &str = "ALMONER_BOOK";

/// Opens the book that was named before the command line could be read in
/// full: the facts of its rule sets are flags.
pub(super) fn open(args: &[OsString]) -> Result<Opened, Failure> {
    let directory = directory(args);
    let from = match &directory {
        Some(directory) => BookFrom::Directory(directory),
        None => BookFrom::Files(almoner_built_in::files()),
    };
    let open = if asks(args) {
        book::open_without_cases
    } else {
        book::open
    };
    let opened = open(from).map_err(|error| {
        Failure::new(Exit::Io, error).help(format!(
            "--book and {VARIABLE} name a directory with `rules` and `tariffs` in it"
        ))
    })?;
    Ok(if asks(args) {
        whole_part(opened, Cases::Skipped)
    } else {
        opened
    })
}

/// The book, or what is whole of it: a draft for next year that has mistakes does
/// not keep a customer waiting.
pub(super) fn whole_part(mut opened: Opened, cases: Cases) -> Opened {
    if opened.book.is_none()
        && let Some((book, left_out)) = opened.whole_part(cases)
    {
        opened.book = Some(book);
        opened.left_out = Some(left_out);
    }
    opened
}

/// Warns of what was left out of the book.
fn warn(left_out: &LeftOut) -> Result<(), Failure> {
    let files: Vec<String> = left_out.files.iter().map(|it| format!("`{it}`")).collect();
    let have = if files.len() == 1 { "has" } else { "have" };
    let from = |day: Date| match day {
        Date::MIN => String::new(),
        _ => format!(" from {} ({day})", LongDate(day)),
    };
    let rule_sets = left_out.lacks.rule_sets.iter();
    let mut lacking: Vec<String> = rule_sets
        .map(|(id, day)| format!("the rules of `{id}`{}", from(*day)))
        .collect();
    let prices = left_out.lacks.prices_from;
    lacking.extend(prices.map(|day| format!("charges{}", from(day))));
    let so = match lacking.as_slice() {
        [] => "no answer rests on it".to_owned(),
        _ => format!(
            "questions that need {} are not answered",
            value_words::listed(&lacking, "or")
        ),
    };
    let files = value_words::listed(&files, "and");
    stdout::remark(&format!(
        "warning: {files} {have} mistakes: {so}. `almoner check` says what is wrong.\n"
    ))
}

/// The directory that was named; none for the built-in book.
pub(super) fn directory(args: &[OsString]) -> Option<PathBuf> {
    let named = named(args).or_else(|| std::env::var_os(VARIABLE).filter(|it| !it.is_empty()));
    named.map(PathBuf::from)
}

/// What follows `--book`.
fn named(args: &[OsString]) -> Option<OsString> {
    let mut args = args.iter().skip(1).take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        if arg == "--book" {
            return args.next().cloned();
        }
        let text = arg.to_str().and_then(|text| text.strip_prefix("--book="));
        if let Some(directory) = text {
            return Some(OsStr::new(directory).to_owned());
        }
    }
    None
}

/// Whether the verb is one that asks a question.
pub(super) fn asks(args: &[OsString]) -> bool {
    let mut args = args.iter().skip(1);
    while let Some(arg) = args.next() {
        let joined = arg.to_str().is_some_and(|it| it.starts_with("--book="));
        match (arg == "--book", joined) {
            (true, _) => args.next(),
            (_, true) => continue,
            _ => {
                return ["quote", "screen", "ask", "answer", "batch"]
                    .iter()
                    .any(|verb| arg == *verb);
            }
        };
    }
    false
}

/// The book; or, where the rule files are rejected, every remark drawn and
/// the exit code that says so.
pub(super) fn book(opened: &Opened) -> Result<&Book, Failure> {
    match &opened.book {
        Some(book) => {
            opened.left_out.as_ref().map_or(Ok(()), warn)?;
            Ok(book)
        }
        None => {
            draw(opened)?;
            Err(Failure::Quiet(Exit::Rules))
        }
    }
}

/// A second book, to compare with.
pub(super) struct OtherBook(Opened);

impl OtherBook {
    /// Opens the book in a directory.
    pub(super) fn open(directory: &Path) -> Result<OtherBook, Failure> {
        let opened = book::open_without_cases(BookFrom::Directory(directory));
        let opened = opened.map_err(|error| Failure::new(Exit::Io, error))?;
        Ok(OtherBook(opened))
    }

    /// The book; or every remark drawn, where its rule files are rejected.
    pub(super) fn book(&self) -> Result<&Book, Failure> {
        book(&self.0)
    }
}

/// Draws every remark on the book to standard error.
pub(super) fn draw(opened: &Opened) -> Result<(), Failure> {
    if opened.diagnostics.is_empty() {
        return Ok(());
    }
    let colour = !matches!(
        anstream::AutoStream::choice(&std::io::stderr()),
        ColorChoice::Never
    );
    stdout::remark(&diagnostics::draw(
        &opened.sources,
        &opened.diagnostics,
        colour,
    ))
}

/// A rule set by its id, or the nearest name.
pub(super) fn rule_set<'p>(program: &'p Program, id: &str) -> Result<&'p RuleSet, Failure> {
    program.rule_set(id).ok_or_else(|| {
        if program.lacks().rule_sets.contains_key(id) {
            let says = format!("the rules of `{id}` have mistakes");
            return Failure::new(Exit::Rules, says)
                .help("`almoner check` says what is wrong in them");
        }
        let ids = program.contents().rule_sets.iter().map(|set| &*set.id);
        let near = name::nearest(id, ids.clone()).map(str::to_owned);
        let failure = Failure::new(Exit::Usage, format!("there is no rule set `{id}`"))
            .code(ProblemCode::UnknownRuleSet);
        match near {
            Some(near) => failure.nearest(Some(&near)),
            None => {
                let all: Vec<&str> = ids.collect();
                failure.help(format!("there are: {}", all.join(", ")))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn book_option_is_found_at_any_position() {
        let args = |text: &str| -> Vec<OsString> { text.split(' ').map(OsString::from).collect() };
        assert_eq!(named(&args("almoner --book a list")), Some("a".into()));
        assert_eq!(named(&args("almoner list --book=b")), Some("b".into()));
        assert_eq!(named(&args("almoner list -- --book c")), None);
    }

    #[test]
    fn question_commands_are_recognised() {
        let asks = |text: &str| -> bool {
            let args: Vec<OsString> = text.split(' ').map(OsString::from).collect();
            asks(&args)
        };
        assert!(asks("almoner quote music --minutes 20"));
        assert!(asks("almoner --book quote --book=b screen head-start"));
        assert!(!asks("almoner --book quote check"));
        assert!(!asks("almoner show quote"));
        assert!(!asks("almoner"));
    }
}
