//! The command line as a whole. The flags of `quote` and `screen` are the
//! facts of the book's own rule sets.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};
use clap_complete::Shell;

use super::{batch, finance, flags, serve, token};
use almoner_engine::{
    base::date::{self, Date},
    check::model::{Book, Kind, RuleSet, Version},
};

const ABOUT: &str = "Quotes a council's prices and screens people against its rules, with reasons";

const AFTER: &str = "\
Exit codes: 0 done · 1 the world failed (a file, a disk) · 2 wrong usage ·
3 rule files rejected, or cases failing · 4 facts rejected, or no rules for the day ·
5 the answer is no or not settled (with --fail-if-not-eligible), or not proved (verify)";

/// Every verb, with the rule sets of a book where there is one.
pub(super) fn command(book: Option<&Book>) -> Command {
    Command::new("almoner")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .after_help(AFTER)
        .max_term_width(100)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(everywhere())
        .subcommand(asking("quote", "Quote a price", Kind::Pricing, book))
        .subcommand(asking(
            "screen",
            "Screen a person against rules",
            Kind::Eligibility,
            book,
        ))
        .subcommand(batch::command())
        .subcommands(looking())
        .subcommands(finance::commands())
        .subcommands(proving())
        .subcommands(serving())
        .subcommands(installing())
}

fn everywhere() -> [Arg; 2] {
    [
        Arg::new("book")
            .long("book")
            .value_name("DIR")
            .value_parser(value_parser!(PathBuf))
            .global(true)
            .display_order(101)
            .help("A directory with `rules` and `tariffs` [default: the built-in book; or ALMONER_BOOK]"),
        Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .value_parser(["text", "json"])
            .default_value("text")
            .global(true)
            .display_order(100)
            .help("What to write"),
    ]
}

/// A verb that asks rule sets of one kind.
fn asking(verb: &'static str, about: &'static str, kind: Kind, book: Option<&Book>) -> Command {
    let sets = book.into_iter().flat_map(|book| &book.rule_sets);
    let of_kind = sets.filter(|set| kind_of(set) == Some(kind));
    Command::new(verb)
        .about(about)
        .after_help(format!(
            "`almoner {verb} RULE-SET --help` lists the facts it asks for."
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .allow_external_subcommands(true)
        .disable_help_subcommand(true)
        .subcommand_value_name("RULE-SET")
        .subcommand_help_heading("Rule sets")
        .subcommands(of_kind.map(rule_set))
}

/// A rule set as it is asked, with its facts as flags.
fn rule_set(set: &RuleSet) -> Command {
    let newest = set.versions.last();
    let title = newest.map_or("", |version| &version.title).to_owned();
    Command::new(set.id.to_string())
        .about(title)
        .after_help(newest.map_or_else(String::new, source))
        .args(question())
        .args(selecting(newest))
        .args(flags::of(set))
}

/// What a rule set takes besides that says what is done with those who are
/// eligible.
fn selecting(version: Option<&Version>) -> Vec<Arg> {
    let Some(selection) = version.map(|version| &version.selection) else {
        return Vec::new();
    };
    let mut args = Vec::new();
    if !selection.letters.is_empty() {
        let letter = Arg::new("letter").long("letter").action(ArgAction::SetTrue);
        args.push(letter.help("Write the words of a letter to the applicant instead"));
    }
    if !selection.priority.is_empty() {
        let places = selection.places.iter();
        let places = places
            .map(|it| format!("{}={}", it.id, it.holds))
            .collect::<Vec<_>>();
        let by_place = match places.first() {
            Some(first) => format!(", or of one kind, such as {first}"),
            None => String::new(),
        };
        let vacancies = Arg::new("vacancies").long("vacancies").value_name("NUMBER");
        args.push(vacancies.action(ArgAction::Append).help(format!(
            "How many places are free{by_place}; with several applicants in --facts \
             (a JSON array, .ndjson or .csv, each with a `ref`)"
        )));
    }
    args
}

fn source(version: &Version) -> String {
    format!("Rules: {}", version.source)
}

/// What every question takes besides facts.
fn question() -> [Arg; 6] {
    [
        Arg::new("on")
            .long("on")
            .value_name("DATE")
            .value_parser(day)
            .help("The day asked about, 2018-05-01 or 1/5/2018 [default: today in Europe/London]"),
        Arg::new("known")
            .long("known")
            .value_name("DATE")
            .value_parser(day)
            .help("Use only rules and prices known by this day [default: all]"),
        Arg::new("facts")
            .long("facts")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help(
                "Facts as a JSON object, `-` for standard input; flags take the place of its facts",
            ),
        Arg::new("why")
            .long("why")
            .action(ArgAction::SetTrue)
            .help("Show how each figure and each yes or no was worked out"),
        Arg::new("no_trace")
            .long("no-trace")
            .action(ArgAction::SetTrue)
            .help("Leave out of the JSON how the answer was worked out"),
        Arg::new("fail")
            .long("fail-if-not-eligible")
            .action(ArgAction::SetTrue)
            .help("Exit with 5 when the answer is no or not settled"),
    ]
}

pub(super) fn day(text: &str) -> Result<Date, String> {
    date::parse_spoken(text)
        .ok_or_else(|| "a day that exists is wanted, written 2018-05-01 or 1/5/2018".to_owned())
}

/// Whether a rule set screens or quotes.
pub(super) fn kind_of(set: &RuleSet) -> Option<Kind> {
    set.versions.last().map(|version| version.kind)
}

fn positional(name: &'static str, help: &'static str) -> Arg {
    Arg::new("what").value_name(name).help(help)
}

fn looking() -> [Command; 4] {
    [
        Command::new("list").about("List the rule sets and tariffs"),
        Command::new("show")
            .about("Show a rule set as a page to hold beside the paper it comes from")
            .arg(
                positional(
                    "RULE-SET[@DATE]",
                    "A rule set; with a day, its version in force then",
                )
                .required(true),
            ),
        Command::new("facts")
            .about("Show the facts a rule set asks for")
            .arg(
                positional(
                    "RULE-SET[@DATE]",
                    "A rule set; with a day, its version in force then",
                )
                .required(true),
            ),
        Command::new("history")
            .about("Show how a rule set or a charge changed over the years, decided by whom")
            .arg(
                positional(
                    "RULE-SET|CHARGE",
                    "`music`, a charge such as `music.tuition`, or a service",
                )
                .required(true),
            ),
    ]
}

fn proving() -> [Command; 3] {
    [
        Command::new("check")
            .about("Check every file of the book and say all that is wrong at once"),
        Command::new("test")
            .about("Run the cases written beside the rules")
            .arg(positional("RULE-SET", "Only this rule set's cases"))
            .arg(
                Arg::new("coverage")
                    .long("coverage")
                    .action(ArgAction::SetTrue)
                    .help("Say what no case reaches: exit code 3 while anything is left out"),
            ),
        Command::new("verify")
            .about("Answer a saved JSON answer's question again and say whether it is identical")
            .arg(
                Arg::new("what")
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .required(true)
                    .help("The saved answer, `-` for standard input"),
            )
            .arg(
                Arg::new("facts")
                    .long("facts")
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .help("The confidential facts that the answer withholds, as a JSON object"),
            ),
    ]
}

fn serving() -> [Command; 2] {
    [serve::command(), token::command()]
}

fn installing() -> [Command; 2] {
    [
        Command::new("completions")
            .about("Write the completions for a shell")
            .arg(
                Arg::new("shell")
                    .value_name("SHELL")
                    .value_parser(value_parser!(Shell))
                    .required(true),
            ),
        Command::new("man").about("Write the manual page"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verbs_fit_together() {
        command(None).debug_assert();
    }
}
