//! The tariffs that a verb works on: a year of the book, a year of another
//! book, or a file.

use std::path::Path;

use clap::Args;

use super::{
    exit::{Exit, Failure},
    read_file, stdout,
};
use crate::{
    finance::tariff_ref::{self, NoSuchService, NoSuchTariff, TariffRef},
    text::diagnostics,
};
use almoner_engine::{
    base::source_text::{SourceFile, SourceSet},
    book::{self, Opened},
    check::model::{Contents, Policy},
    load::BookFrom,
    program::model::Program,
};

/// How a tariff is named, for the end of a verb's help.
pub(super) const HELP: &str = "\
A tariff is a year, 2018/19 or 2018-19, the state known last; with @proposed, @adopted or
@2018-07-01 the state of that kind or day; or DIR:2018/19 of another book, a neighbour's or a draft;
or the path of a tariff file, with a charges.ron next to it where its charges are not this book's.";

// No doc comment: it would become the help of the verb.
#[derive(Args)]
pub(super) struct ServiceArg {
    /// Only this service's charges, such as grangewaters
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
}

impl ServiceArg {
    /// The service, if one was named.
    pub(super) fn of(&self, book: &Contents) -> Result<Option<String>, Failure> {
        let named = self.service.as_deref();
        named.map(|name| service(book, name)).transpose()
    }
}

/// A service of the book by its name.
pub(super) fn service(book: &Contents, name: &str) -> Result<String, Failure> {
    tariff_ref::service_named(book, name).map_err(|why: NoSuchService| {
        let failure = Failure::new(Exit::Usage, &why);
        match &why.nearest {
            Some(near) => failure.nearest(Some(near)),
            None => failure.help(format!("there are: {}", why.services.join(", "))),
        }
    })
}

/// Where a tariff that was typed is found.
pub(super) enum TariffArg<'b> {
    /// In the book that the command works on.
    Here(TariffRef<'b>),
    /// In a book made of a tariff file and its catalogue.
    File(Box<Program>),
    /// In another book, under this name.
    Elsewhere(Box<Program>, String),
}

impl<'b> TariffArg<'b> {
    /// Opens what was typed as a tariff.
    pub(super) fn open(
        opened: &Opened,
        book: &'b Contents,
        typed: &str,
    ) -> Result<TariffArg<'b>, Failure> {
        if typed.ends_with(".ron") {
            return file(opened, book, Path::new(typed));
        }
        if let Some((directory, year)) = typed.rsplit_once(':') {
            let program = elsewhere(Path::new(directory))?;
            return Ok(TariffArg::Elsewhere(program, year.to_owned()));
        }
        year(book, typed).map(TariffArg::Here)
    }

    /// The tariff.
    pub(super) fn tariff_ref(&self) -> Result<TariffRef<'_>, Failure> {
        match self {
            TariffArg::Here(tariff_ref) => Ok(*tariff_ref),
            TariffArg::File(program) => match program.contents().tariffs.as_slice() {
                [tariff] => Ok(TariffRef {
                    book: program.contents(),
                    tariff,
                }),
                _ => Err(Failure::new(Exit::Rules, "the file holds no tariff")),
            },
            TariffArg::Elsewhere(program, name) => year(program.contents(), name),
        }
    }
}

/// A tariff of the book by its year.
pub(super) fn year<'b>(book: &'b Contents, typed: &str) -> Result<TariffRef<'b>, Failure> {
    TariffRef::named(book, typed).map_err(|why: NoSuchTariff| {
        let failure = Failure::new(Exit::Usage, &why);
        match &why.nearest {
            Some(near) => failure.nearest(Some(near)),
            None => failure.help(format!("there are: {}", why.years.join(", "))),
        }
    })
}

/// The policy of the second tariff's year: in its book, the first's, or the book
/// that the command works on.
pub(super) fn policy<'b>(
    book: &'b Contents,
    old: TariffRef<'b>,
    new: TariffRef<'b>,
) -> Option<&'b Policy> {
    new.policy_with(old)
        .or_else(|| book.policy(&new.tariff.year))
}

/// The policy to use: that of the year that is typed, or else the second tariff's
/// own.
pub(super) fn policy_of<'b>(
    book: &'b Contents,
    typed: Option<&str>,
    old: TariffRef<'b>,
    new: TariffRef<'b>,
) -> Result<&'b Policy, Failure> {
    let Some(typed) = typed else {
        return policy(book, old, new).ok_or_else(|| no_policy(&new.tariff.year));
    };
    let year = typed.replace('-', "/");
    let books = [book, new.book, old.book];
    let found = books.into_iter().find_map(|book| book.policy(&year));
    found.ok_or_else(|| {
        let years: Vec<&str> = book.policies.iter().map(|it| &*it.year).collect();
        let failure = Failure::new(Exit::Usage, format!("the book has no policy for {typed}"));
        match years.as_slice() {
            [] => failure,
            years => failure.help(format!("there are: {}", years.join(", "))),
        }
    })
}

/// That nothing can be held against policy.
pub(super) fn no_policy(year: &str) -> Failure {
    let file = format!("rules/finance/policy-{}.ron", year.replace('/', "-"));
    Failure::new(Exit::Usage, format!("the book has no policy for {year}")).help(format!(
        "use another year's with --policy, or copy the last year's to {file} and change its year"
    ))
}

/// The book of another directory, a neighbour's or a draft.
fn elsewhere(directory: &Path) -> Result<Box<Program>, Failure> {
    let opened = book::open_without_cases(BookFrom::Directory(directory)).map_err(|error| {
        let help = "write a year, or DIR:YEAR with the directory of another book";
        Failure::new(Exit::Io, error).help(help)
    })?;
    accepted(opened)
}

/// A tariff file, checked with the catalogue next to it or the book's own.
fn file<'b>(opened: &Opened, book: &Contents, path: &Path) -> Result<TariffArg<'b>, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = read_file::text(path, Exit::Rules)?;
    let catalogue_path = path.with_file_name("charges.ron");
    let catalogue = if catalogue_path.exists() {
        read_file::text(&catalogue_path, Exit::Rules)?
    } else {
        catalogue(opened, book).to_owned()
    };
    let stored = [
        SourceFile::new("tariffs/charges.ron", catalogue.into_bytes()),
        SourceFile::new(format!("tariffs/{name}"), text.into_bytes()),
    ];
    let sources = SourceSet::new(stored.into_iter().flatten().collect());
    accepted(book::open_loaded(sources)).map(TariffArg::File)
}

/// The text of the book's catalogue; empty where it has none.
pub(super) fn catalogue<'o>(opened: &'o Opened, book: &Contents) -> &'o str {
    let file = book.catalogue_file.and_then(|id| opened.sources.get(id));
    file.map_or("", SourceFile::text)
}

/// The program; or every remark on standard error.
pub(super) fn accepted(opened: Opened) -> Result<Box<Program>, Failure> {
    match opened.book {
        Some(book) => Ok(Box::new(book.into_program())),
        None => {
            let remarks = diagnostics::draw(&opened.sources, &opened.diagnostics, false);
            stdout::remark(&remarks)?;
            Err(Failure::Quiet(Exit::Rules))
        }
    }
}
