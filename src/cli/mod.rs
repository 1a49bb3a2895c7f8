//! The command line: one file a verb. Only here are there arguments, a clock
//! and exit codes.

mod appendix;
mod ask;
mod batch;
mod book;
mod check;
mod command;
mod compare;
mod completions;
mod exit;
mod facts;
mod finance;
mod flags;
mod forecast;
mod history;
mod import;
mod list;
mod man;
mod output;
mod papers;
mod policy;
mod quote;
mod screen;
mod serve;
mod show;
mod sides;
mod taken;
mod tariff;
mod test;
mod today;
mod together;
mod token;
mod uprate;
mod verify;

use std::ffi::OsString;

use clap::ArgMatches;

pub use exit::{Exit, Failure};

use crate::web::Followed;
use almoner_engine::book::Opened;

/// Runs what was typed, the program's own name first.
///
/// # Errors
/// Whatever kept it from being done, with its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Result<Exit, Failure> {
    let args: Vec<OsString> = args.into_iter().collect();
    let followed = book::directory(&args).map(Followed::new);
    let opened = book::open(&args);
    let rules = opened.as_ref().ok().and_then(|it| it.book.as_ref());
    let command = command::command(rules.map(|book| book.program().book()));
    let matches = match command.clone().try_get_matches_from(&args) {
        Ok(matches) => matches,
        // Without its book nothing can be said about a rule set's flags.
        Err(error) if error.use_stderr() && rules.is_none() && book::asks(&args) => {
            book::book(&opened?)?;
            return Err(error.into());
        }
        Err(error) => return Err(error.into()),
    };
    match matches.subcommand() {
        Some(("completions", typed)) => completions::run(command, typed),
        Some(("man", _)) => man::run(command),
        Some(("serve", typed)) => serve::run(opened?, followed, typed),
        Some(("token", typed)) => token::run(typed),
        Some((verb, typed)) => on_book(&opened?, verb, typed),
        None => Err(Failure::new(Exit::Usage, "no verb was named")),
    }
}

fn on_book(opened: &Opened, verb: &str, typed: &ArgMatches) -> Result<Exit, Failure> {
    match verb {
        "check" => return check::run(opened, typed),
        "test" => return test::run(opened, typed),
        _ => {}
    }
    let book = book::book(opened)?;
    let program = book.program();
    if let Some(done) = finance::run(opened, program, verb, typed) {
        return done;
    }
    match verb {
        "quote" => quote::run(book, typed),
        "screen" => screen::run(book, typed),
        "batch" => batch::run(book, typed),
        "list" => list::run(program, typed),
        "show" => show::run(program, typed),
        "facts" => facts::run(program, typed),
        "history" => history::run(program, typed),
        "verify" => verify::run(book, typed),
        other => Err(Failure::new(
            Exit::Usage,
            format!("there is no verb `{other}`"),
        )),
    }
}
