//! The verbs of finance as they are typed.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use rust_decimal::Decimal;

use super::{
    appendix,
    command::day,
    compare,
    exit::{Exit, Failure},
    forecast, import,
    papers::FORMATS,
    policy, tariff, uprate,
};
use almoner_engine::{
    base::{decimal, steps::Steps},
    book::Opened,
    program::model::Program,
};

/// The verbs.
pub(super) fn commands() -> Vec<Command> {
    vec![
        Command::new("tariff")
            .about("Show a year's prices: every charge, or those of one service")
            .after_help(SIDES)
            .arg(side(
                "a",
                "YEAR",
                "The year, such as 2018/19, or a tariff file",
            ))
            .arg(service())
            .args(paper()),
        Command::new("compare")
            .about("Compare two tariffs: what rises, falls, is new, has ended")
            .after_help(SIDES)
            .arg(side("a", "A", "The first tariff, such as 2017/18"))
            .arg(side(
                "b",
                "B",
                "The second tariff, such as 2018/19, or a tariff file",
            ))
            .args(filters())
            .args(paper()),
        Command::new("appendix")
            .about("Print Appendix 1 and 2 of a year as the council does, in ten columns")
            .arg(side("a", "YEAR", "The year, such as 2018/19"))
            .arg(
                Arg::new("b")
                    .long("beside")
                    .value_name("YEAR")
                    .help("The year printed before it [default: the one that ends when it begins]"),
            )
            .arg(
                Arg::new("cited")
                    .long("cited")
                    .action(ArgAction::SetTrue)
                    .help(
                        "Add each charge's id, the row its price is printed in, and the decision",
                    ),
            )
            .args(paper()),
        uprate(),
        import::command(),
        forecast::command(),
        policy::command(),
        Command::new("explain-uprating")
            .about("Find which percentage and rounding explain a year's prices, and the exceptions")
            .after_help(SIDES)
            .arg(side("a", "A", "The year before, such as 2017/18"))
            .arg(side(
                "b",
                "B",
                "The year to explain, such as 2018/19, or a tariff file",
            ))
            .arg(service())
            .args(paper()),
    ]
}

/// Next year's file.
fn uprate() -> Command {
    let words = |id: &'static str, name: &'static str, help: &'static str| {
        Arg::new(id).long(id).value_name(name).help(help)
    };
    let several = |arg: Arg| arg.action(ArgAction::Append);
    Command::new("uprate")
        .about("Write next year's tariff file: every price raised and rounded, with what is decided by hand")
        .arg(side("a", "YEAR", "The year to raise, such as 2018/19"))
        .arg(words("by", "PERCENT", "How much, such as 5%").value_parser(percent).required(true).allow_hyphen_values(true))
        .arg(
            words("round", "STEPS", "The rounding, such as \"5p under £10, 50p under £100, £1\"")
                .value_parser(Steps::parse)
                .required(true),
        )
        .arg(several(service()))
        .arg(several(words("keep", "CHARGE=REASON", "Keep this year's price of a charge")))
        .arg(several(words("set", "CHARGE=PRICE:REASON", "Set the price of a charge")))
        .arg(words("on", "DATE", "The day it is proposed [default: today]").value_parser(day))
        .arg(words("before", "WHOM", "Before whom it is put").default_value("draft by Finance"))
        .arg(words("source", "PAPER", "The paper it is printed in").default_value("draft by Finance"))
        .arg(
            words("report", "FILE", "Write what was done here, in the format of its ending [default: standard error]")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(out("Write the tariff to this file [default: standard output]"))
}

pub(super) const SIDES: &str = "\
A tariff is a year, 2018/19 or 2018-19, the state known last; with @proposed, @adopted or
@2018-07-01 the state of that kind or day; or DIR:2018/19 of another book, a neighbour's or a draft;
or the path of a tariff file, with a charges.ron beside it where its charges are not this book's.";

/// Runs a verb, if it is one of finance's.
pub(super) fn run(
    opened: &Opened,
    program: &Program,
    verb: &str,
    matches: &ArgMatches,
) -> Option<Result<Exit, Failure>> {
    Some(match verb {
        "compare" => compare::run(opened, program, matches),
        "policy" => policy::run(opened, program, matches),
        "uprate" => uprate::run(opened, program, matches),
        "explain-uprating" => uprate::explain(opened, program, matches),
        "forecast" => forecast::run(opened, program, matches),
        "import" => import::run(opened, program, matches),
        "appendix" => appendix::run(opened, program, matches),
        "tariff" => tariff::run(opened, program, matches),
        _ => return None,
    })
}

pub(super) fn side(id: &'static str, name: &'static str, help: &'static str) -> Arg {
    Arg::new(id).value_name(name).required(true).help(help)
}

fn filters() -> [Arg; 5] {
    [
        service(),
        Arg::new("category")
            .long("category")
            .value_name("CATEGORY")
            .value_parser(["discretionary", "statutory", "regulatory"])
            .help("Only charges set so"),
        Arg::new("above")
            .long("above")
            .value_name("PERCENT")
            .value_parser(percent)
            .help("Only charges that rise by more than this, such as 3%"),
        Arg::new("over_policy")
            .long("over-policy")
            .action(ArgAction::SetTrue)
            .help("Only charges that rise by more than the policy of the year says"),
        Arg::new("policy")
            .long("policy")
            .action(ArgAction::SetTrue)
            .help("Show in the terminal, too, what policy says of each rise, and the difference"),
    ]
}

/// `--service`.
fn service() -> Arg {
    Arg::new("service")
        .long("service")
        .value_name("SERVICE")
        .help("Only this service's charges, such as grangewaters")
}

/// `--format` and `--out`.
pub(super) fn paper() -> [Arg; 2] {
    [
        Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .value_parser(FORMATS)
            .default_value("table")
            .display_order(100)
            .help("What to write"),
        out("Write to this file; its ending says the format where --format does not"),
    ]
}

fn out(help: &'static str) -> Arg {
    Arg::new("out")
        .long("out")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help(help)
}

/// `5%` or `5` as a fraction.
pub(super) fn percent(text: &str) -> Result<Decimal, String> {
    decimal::parse_percent(text)
        .ok_or_else(|| "a percentage is wanted, such as 5% or 2.5%".to_owned())
}
