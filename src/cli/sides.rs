//! The tariffs a verb of finance works on: a year of the book, or a file.

use std::path::Path;

use clap::ArgMatches;

use super::{
    ask,
    exit::{Exit, Failure},
    output,
};
use crate::{
    finance::side::{self, NoSuchTariff, Side},
    text::diagnostics,
};
use almoner_engine::{
    base::{
        diagnostic::Diagnostic,
        source_text::{SourceFile, SourceSet},
    },
    book::Opened,
    check::{self, model::Book},
    load::{self, BookFrom},
    source,
};

/// A tariff of the book, or the book that was made of a file.
pub(super) enum Named<'b> {
    /// A tariff of the book at hand.
    Here(Side<'b>),
    /// A book made of a tariff file and its catalogue.
    File(Box<Book>),
    /// Another book, and the name of the tariff that is meant in it.
    Elsewhere(Box<Book>, String),
}

impl Named<'_> {
    /// The tariff.
    pub(super) fn side(&self) -> Result<Side<'_>, Failure> {
        match self {
            Named::Here(side) => Ok(*side),
            Named::File(book) => match &*book.tariffs {
                [tariff] => Ok(Side { book, tariff }),
                _ => Err(Failure::new(Exit::Rules, "the file holds no tariff")),
            },
            Named::Elsewhere(book, year) => Side::named(book, year).map_err(no_such),
        }
    }
}

/// The two tariffs typed, the year before first.
pub(super) fn both<'b>(
    opened: &'b Opened,
    book: &'b Book,
    matches: &ArgMatches,
) -> Result<[Named<'b>; 2], Failure> {
    let old = named(opened, book, typed(matches, "a")?)?;
    let new = named(opened, book, typed(matches, "b")?)?;
    Ok([old, new])
}

/// The words typed in a place that cannot be empty.
pub(super) fn typed<'m>(matches: &'m ArgMatches, id: &str) -> Result<&'m str, Failure> {
    let typed: Option<&String> = matches.get_one(id);
    typed
        .map(String::as_str)
        .ok_or_else(|| Failure::new(Exit::Usage, "no tariff was named"))
}

/// What was typed as a tariff.
pub(super) fn named<'b>(
    opened: &'b Opened,
    book: &'b Book,
    typed: &str,
) -> Result<Named<'b>, Failure> {
    if typed.ends_with(".ron") {
        return file(opened, book, Path::new(typed));
    }
    if let Some((directory, year)) = typed.rsplit_once(':') {
        let book = elsewhere(Path::new(directory))?;
        return Ok(Named::Elsewhere(Box::new(book), year.to_owned()));
    }
    Side::named(book, typed).map(Named::Here).map_err(no_such)
}

/// The book of another directory, a neighbour's or a draft.
fn elsewhere(directory: &Path) -> Result<Book, Failure> {
    let loaded = load::load(BookFrom::Directory(directory)).map_err(|error| {
        let help = "write a year, or DIR:YEAR with the directory of another book";
        Failure::new(Exit::World, error).help(help)
    })?;
    let parsed = source::parse_without_cases(&loaded.sources);
    let checked = check::check(&loaded.sources, parsed);
    match checked.book {
        Some(book) if loaded.diagnostics.is_empty() => Ok(book),
        _ => {
            let remarks = [loaded.diagnostics, checked.diagnostics].concat();
            Err(rejected(&loaded.sources, &remarks))
        }
    }
}

/// A tariff of the book by its year.
pub(super) fn year<'b>(book: &'b Book, typed: &str) -> Result<Side<'b>, Failure> {
    Side::named(book, typed).map_err(no_such)
}

fn no_such(why: NoSuchTariff) -> Failure {
    let failure = Failure::new(Exit::Usage, &why);
    match &why.nearest {
        Some(near) => failure.nearest(Some(near)),
        None => failure.help(format!("there are: {}", why.years.join(", "))),
    }
}

/// A service of the book by the first part of its charges' ids.
pub(super) fn service(book: &Book, typed: &str) -> Result<String, Failure> {
    side::service_named(book, typed).map_err(|why| {
        let failure = Failure::new(Exit::Usage, &why);
        match &why.nearest {
            Some(near) => failure.nearest(Some(near)),
            None => failure.help(format!("there are: {}", why.services.join(", "))),
        }
    })
}

/// A tariff file, checked with the catalogue beside it or the book's own.
fn file<'b>(opened: &Opened, book: &Book, path: &Path) -> Result<Named<'b>, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = ask::read(path, Exit::Rules)?;
    let beside = path.with_file_name("charges.ron");
    let catalogue = if beside.exists() {
        ask::read(&beside, Exit::Rules)?
    } else {
        let of_book = book.catalogue_file.and_then(|id| opened.sources.get(id));
        of_book.map_or_else(String::new, |file| file.text().to_owned())
    };
    let stored = [
        SourceFile::new("tariffs/charges.ron", catalogue.into_bytes()),
        SourceFile::new(format!("tariffs/{name}"), text.into_bytes()),
    ];
    let sources = SourceSet::new(stored.into_iter().flatten().collect());
    let checked = check::check(&sources, source::parse(&sources));
    match checked.book {
        Some(book) => Ok(Named::File(Box::new(book))),
        None => Err(rejected(&sources, &checked.diagnostics)),
    }
}

fn rejected(sources: &SourceSet, remarks: &[Diagnostic]) -> Failure {
    match output::remark(&diagnostics::draw(sources, remarks, false)) {
        Ok(()) => Failure::Quiet(Exit::Rules),
        Err(failure) => failure,
    }
}
