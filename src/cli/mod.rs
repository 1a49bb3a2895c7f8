//! The command line: one file a verb. Only here are there arguments, a clock
//! and exit codes.

mod answer;
mod appendix;
mod args;
mod ask;
mod batch;
mod book;
mod case_file;
mod check;
mod clock;
mod command;
mod compare;
mod completions;
mod diff;
mod effect;
mod exit;
mod explain_uprating;
mod fact_flags;
mod facts;
mod forecast;
mod history;
mod import;
mod issue;
mod key;
mod letters;
mod list;
mod lsp;
mod man;
mod mcp;
mod new;
mod open_book;
mod plan_args;
mod policy;
mod question;
mod quote;
mod quote_file;
mod ranking;
mod read_file;
mod reopen;
mod report_output;
mod rule_set_args;
mod save;
mod saved_args;
mod screen;
mod serve;
mod show;
mod stdout;
mod tariff;
mod tariff_args;
mod test;
mod token;
mod uprate;
mod verify;

use std::ffi::OsString;

use clap::FromArgMatches as _;

pub use exit::{Exit, Failure, exit_codes};

use crate::web::Followed;
use almoner_engine::{
    answer::Cases,
    book::{Book, Opened},
};
use command::{BookVerb, CommandLine, Verb};
use stdout::Format;

/// Runs what was typed, the program's own name first.
///
/// # Errors
/// Any failure, with its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Result<Exit, Failure> {
    let args: Vec<OsString> = args.into_iter().collect();
    let followed = open_book::directory(&args).map(Followed::new);
    let opened = open_book::open(&args);
    let rules = opened.as_ref().ok().and_then(|it| it.book.as_ref());
    let command = || command::command(rules.map(|book| book.contents()));
    let matches = match command().try_get_matches_from(&args) {
        Ok(matches) => matches,
        // Without its book nothing can be said about a rule set's flags.
        Err(error) if error.use_stderr() && rules.is_none() && open_book::asks(&args) => {
            open_book::book(&opened?)?;
            return Err(error.into());
        }
        Err(error) if error.use_stderr() => return Err(error.into()),
        // Help and the version, which are data: a full disk is an error.
        Err(error) => {
            stdout::data(&error.render().ansi().to_string())?;
            return Ok(Exit::Done);
        }
    };
    let CommandLine { global, verb } = CommandLine::from_arg_matches(&matches)?;
    match verb {
        Verb::OnBook(verb) => {
            let format = global.format.into();
            let done = opened.and_then(|opened| on_book(&opened, verb, format));
            done.or_else(|failure| stdout::failed(failure, format))
        }
        Verb::Lsp => lsp::run(),
        Verb::Mcp => mcp::run(opened?),
        Verb::Serve(typed) => {
            serve::run(open_book::whole_part(opened?, Cases::Read), followed, typed)
        }
        Verb::New(typed) => new::run(open_book::directory(&args), &typed),
        Verb::Book(typed) => book::run(&typed),
        Verb::Token(typed) => token::run(&typed),
        Verb::Key(typed) => key::run(&typed),
        Verb::Completions(typed) => completions::run(command(), &typed),
        Verb::Man => man::run(command()),
    }
}

fn on_book(opened: &Opened, verb: BookVerb, format: Format) -> Result<Exit, Failure> {
    let book = || open_book::book(opened);
    let program = || open_book::book(opened).map(Book::program);
    match verb {
        BookVerb::Quote(typed) => quote::run(book()?, &typed, format),
        BookVerb::Screen(typed) => screen::run(book()?, &typed, format),
        BookVerb::Ask(typed) => ask::run(book()?, &typed, format),
        BookVerb::Answer(typed) => answer::run(book()?, &typed, format),
        BookVerb::Batch(typed) => batch::run(book()?, &typed, format),
        BookVerb::List => list::run(program()?, format),
        BookVerb::Show(typed) => show::run(program()?, &typed, format),
        BookVerb::Facts(typed) => facts::run(program()?, &typed, format),
        BookVerb::History(typed) => history::run(program()?, &typed, format),
        BookVerb::Diff(typed) => diff::run(program()?, &typed),
        BookVerb::Effect(typed) => effect::run(book()?, &typed),
        BookVerb::Tariff(typed) => tariff::run(opened, program()?, &typed),
        BookVerb::Compare(typed) => compare::run(opened, program()?, &typed),
        BookVerb::Appendix(typed) => appendix::run(opened, program()?, &typed),
        BookVerb::Uprate(typed) => uprate::run(opened, program()?, &typed),
        BookVerb::Import(typed) => import::run(opened, program()?, &typed),
        BookVerb::Forecast(typed) => forecast::run(opened, program()?, &typed),
        BookVerb::Policy(typed) => policy::run(opened, program()?, &typed),
        BookVerb::ExplainUprating(typed) => explain_uprating::run(opened, program()?, &typed),
        BookVerb::Check => check::run(opened, format),
        BookVerb::Test(typed) => test::run(opened, program()?, &typed, format),
        BookVerb::Verify(typed) => verify::run(book()?, &typed, format),
        BookVerb::Reopen(typed) => reopen::run(book()?, &typed, format),
    }
}
