//! `quote RULE-SET` and `screen RULE-SET`: their flags are the facts of the
//! book's own rule sets.

use std::path::PathBuf;

use clap::{
    Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches,
    error::{Error, ErrorKind},
    value_parser,
};

use super::{
    args,
    exit::{Exit, Failure},
    fact_flags, open_book,
    stdout::Format,
};
use almoner_engine::{
    base::date::Date,
    book::Book,
    check::model::{self, Kind, RuleSet, Version},
    facts::GivenFacts,
};

// No doc comment: it would become the help of the rule set.
#[derive(Args)]
pub(super) struct QuestionArgs {
    /// The day asked about, 2018-05-01 or 1/5/2018 [default: today in Europe/London]
    #[arg(long, value_name = "DATE", value_parser = args::day)]
    pub(super) on: Option<Date>,
    /// Use only rules and prices known by this day [default: all]
    #[arg(long, value_name = "DATE", value_parser = args::day)]
    pub(super) known: Option<Date>,
    /// Facts as a JSON object, `-` for standard input; flags take the place of its facts
    #[arg(long, value_name = "FILE")]
    pub(super) facts: Option<PathBuf>,
    /// Show how each number and each yes or no was calculated
    #[arg(long)]
    pub(super) why: bool,
    /// Say what would make it a yes and when, or what would cost less; text says it of
    /// each answer that is no or not decided yet
    #[arg(long)]
    pub(super) explain: bool,
    /// Write JSON without the calculation
    #[arg(long)]
    pub(super) no_trace: bool,
    /// Save the answer as JSON to a new file, to prove it later
    #[arg(long, value_name = "FILE")]
    pub(super) save: Option<PathBuf>,
    /// Issue the answer: seal it with the council's secret key, as `almoner key new` writes it
    #[arg(long, value_name = "FILE")]
    pub(super) seal: Option<PathBuf>,
    /// The desk that issues it, such as "front desk"; no person's name
    #[arg(long, value_name = "NAME", requires = "seal")]
    pub(super) desk: Option<String>,
    /// Exit with 5 when the answer is no or not settled
    #[arg(long)]
    fail_if_not_eligible: bool,
}

/// The rule set named after `quote` or `screen`, and what follows it. Which
/// flags those are is known only once the book is open.
pub(super) struct RuleSetArgs {
    rule_set: String,
    matches: ArgMatches,
}

impl FromArgMatches for RuleSetArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<RuleSetArgs, Error> {
        let (id, matches) = matches
            .subcommand()
            .ok_or_else(|| Error::new(ErrorKind::MissingSubcommand))?;
        Ok(RuleSetArgs {
            rule_set: id.to_owned(),
            matches: matches.clone(),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = RuleSetArgs::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for RuleSetArgs {
    fn augment_args(command: Command) -> Command {
        command
            .subcommand_required(true)
            .arg_required_else_help(true)
            .allow_external_subcommands(true)
            .disable_help_subcommand(true)
            .subcommand_value_name("RULE-SET")
            .subcommand_help_heading("Rule sets")
    }

    fn augment_args_for_update(command: Command) -> Command {
        RuleSetArgs::augment_args(command)
    }
}

/// A rule set with everything that was typed for it.
pub(super) struct Typed<'b> {
    pub(super) set: &'b RuleSet,
    pub(super) args: QuestionArgs,
    /// The facts given as flags.
    pub(super) facts: GivenFacts<'static>,
    pub(super) letter: bool,
    /// The file that letters or the quote go to; none for standard output.
    pub(super) out: Option<PathBuf>,
    /// Whether that file is replaced if it is there.
    pub(super) replace: bool,
    /// Each `--vacancies`, as it was typed.
    pub(super) vacancies: Vec<String>,
    /// The columns of a table of applicants that are not read.
    pub(super) skip: Vec<String>,
    pub(super) format: Format,
}

impl<'b> Typed<'b> {
    /// Reads what was typed for a rule set of one kind.
    pub(super) fn read(
        book: &'b Book,
        typed: &RuleSetArgs,
        kind: Kind,
        format: Format,
    ) -> Result<Typed<'b>, Failure> {
        let RuleSetArgs { rule_set, matches } = typed;
        let set = open_book::rule_set(book.program(), rule_set)?;
        if set.kind() != kind {
            let (verb, does) = match set.kind() {
                Kind::Pricing => ("quote", "quotes a price"),
                Kind::Eligibility => ("screen", "screens people"),
            };
            return Err(Failure::new(Exit::Usage, format!("`{rule_set}` {does}"))
                .help(format!("use `almoner {verb} {rule_set}`")));
        }
        let flag = |name: &str| {
            let flag = matches.try_get_one::<bool>(name).ok().flatten();
            flag.copied().unwrap_or(false)
        };
        let out = matches.try_get_one::<PathBuf>("out").ok().flatten();
        let texts = |name: &str| -> Vec<String> {
            let texts = matches.try_get_many::<String>(name).ok().flatten();
            texts.into_iter().flatten().cloned().collect()
        };
        Ok(Typed {
            set,
            args: QuestionArgs::from_arg_matches(matches)?,
            facts: fact_flags::read_flags(set, matches),
            letter: flag("letter"),
            out: out.cloned(),
            replace: flag("replace"),
            vacancies: texts("vacancies"),
            skip: texts("skip"),
            format,
        })
    }

    /// The exit code of an answer.
    pub(super) fn exit(&self, is_settled_yes: bool) -> Exit {
        if self.args.fail_if_not_eligible && !is_settled_yes {
            Exit::NotEligible
        } else {
            Exit::Done
        }
    }
}

/// Adds the rule sets of one kind to a verb.
pub(super) fn augment(verb: Command, kind: Kind, book: Option<&model::Contents>) -> Command {
    let sets = book.into_iter().flat_map(|book| &book.rule_sets);
    let of_kind = sets.filter(|set| set.kind() == kind);
    let name = verb.get_name().to_owned();
    verb.after_help(format!(
        "`almoner {name} RULE-SET --help` lists the facts it asks for."
    ))
    .subcommands(of_kind.map(rule_set))
}

/// The subcommand of a rule set, with its facts as flags.
fn rule_set(set: &RuleSet) -> Command {
    let newest = set.newest();
    QuestionArgs::augment_args(Command::new(set.id.to_string()))
        .about(newest.title.to_string())
        .after_help(format!("Rules: {}", newest.source))
        .args(selection_args(newest))
        .args((set.kind() == Kind::Eligibility).then(skip_arg))
        .args(paper_args(set.kind()))
        .args(fact_flags::of(set))
}

/// The flags for a quote to hand over.
fn paper_args(kind: Kind) -> Vec<Arg> {
    if kind != Kind::Pricing {
        return Vec::new();
    }
    let out = Arg::new("out").long("out").value_name("FILE");
    let out = out.value_parser(value_parser!(PathBuf));
    let replace = Arg::new("replace").long("replace").requires("out");
    vec![
        out.help("Write the quote to this file, to hand over; it ends in .txt, .html or .docx"),
        replace
            .action(ArgAction::SetTrue)
            .help("Replace the file if it is there already"),
    ]
}

/// The flag for the columns that hold no fact, where there can be a table of
/// several applicants.
fn skip_arg() -> Arg {
    Arg::new("skip")
        .long("skip")
        .value_name("COLUMN")
        .action(ArgAction::Append)
        .help("A column of a CSV file in --facts that holds no fact and is not read")
}

/// The flags of a rule set that says what is done with those who are eligible.
fn selection_args(version: &Version) -> Vec<Arg> {
    let selection = &version.selection;
    let mut args = Vec::new();
    if !selection.letters.is_empty() {
        let letter = Arg::new("letter").long("letter").action(ArgAction::SetTrue);
        args.push(
            letter
                .help("Write a letter to the person instead; with several in --facts, one to each"),
        );
        let out = Arg::new("out")
            .long("out")
            .value_name("FILE")
            .requires("letter");
        args.push(
            out.value_parser(value_parser!(PathBuf))
                .help("Write letters to this file; it ends in .txt, .html or .docx"),
        );
        let replace = Arg::new("replace").long("replace").requires("out");
        args.push(
            replace
                .action(ArgAction::SetTrue)
                .help("Replace the file if it is there already"),
        );
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
