//! `almoner batch`: a file of cases in, a file of answers out, one row at a
//! time.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::{
    command,
    exit::{Exit, Failure},
    output::{self, Format},
    today,
};
use crate::{
    sheets::fact_rows::{Row, Shape},
    tables,
    text::batch::{self, Columns, Owner},
};
use almoner_engine::{
    answer::{Question, Refusal, json},
    base::date::Date,
    book::Book,
    check::model::RuleSet,
    facts::{Problem, ProblemCode},
};

pub(super) mod files;

use files::{Source, Target};

/// The most rows whose problems are told on standard error.
const MOST_TOLD: usize = 10;

const AFTER: &str = "\
The columns of a CSV file are named after the facts (`almoner facts RULE-SET`); \
an empty cell is a fact that is not known. A list is written in one cell, its \
records as in flags with semicolons between them: \
`kind=training;kind=character,relative=no`, or `none`. `ref` is what you call \
the row and comes back beside its answer; `on` is the day it asks about. In \
JSON a row is an object of facts, `ref` and `on`, or `{\"ref\", \"on\", \
\"facts\": {…}}`. Confidential facts may be given; no answer repeats them.

Exit codes: 0 every row is answered · 1 a file failed · 2 wrong usage · 4 some \
row, or the file, could not be answered; the others are · 5 with \
--fail-if-not-eligible, some answer is no or not settled";

/// The verb and its flags.
pub(super) fn command() -> Command {
    let rule_set = Arg::new("what").value_name("RULE-SET").required(true);
    let skip = Arg::new("skip").long("skip").value_name("COLUMN");
    let fail = Arg::new("fail").long("fail-if-not-eligible");
    Command::new("batch")
        .about("Answer every row of a file of cases")
        .after_help(AFTER)
        .arg(rule_set.help("Whose questions the rows ask; one that quotes or one that screens"))
        .args(files())
        .args(days())
        .arg(
            skip.action(ArgAction::Append)
                .help("A column that holds no fact and is not read"),
        )
        .arg(
            fail.action(ArgAction::SetTrue)
                .help("Exit with 5 when some answer is no or not settled"),
        )
}

fn files() -> [Arg; 4] {
    let file = |name: &'static str, help: &'static str| {
        let arg = Arg::new(name).long(name).value_name("FILE").help(help);
        arg.value_parser(value_parser!(std::path::PathBuf))
    };
    let shape = |name: &'static str, help: &'static str| {
        let arg = Arg::new(name).long(name).value_name("KIND").help(help);
        arg.value_parser(["csv", "ndjson", "json"])
    };
    let cases = "The cases: .csv, .tsv, .ndjson or .json; `-` for standard input";
    let answers = "Where the answers go: .csv, .ndjson or .json [default: standard output]";
    let read = "How the cases are written [default: as the file's name says, or csv]";
    let written = "How the answers are written [default: as the file's name says, or csv]";
    [
        file("in", cases).required(true),
        file("out", answers),
        shape("from", read),
        shape("to", written),
    ]
}

fn days() -> [Arg; 2] {
    let day = |name: &'static str, help: &'static str| {
        let arg = Arg::new(name).long(name).value_name("DATE").help(help);
        arg.value_parser(command::day)
    };
    let on = "The day asked about where a row names none [default: today in Europe/London]";
    let known = "Use only rules and prices known by this day [default: all]";
    [day("on", on), day("known", known)]
}

pub(super) fn run(book: &Book, typed: &ArgMatches) -> Result<Exit, Failure> {
    let id: &String = typed
        .get_one("what")
        .ok_or_else(|| Failure::new(Exit::Usage, "no rule set was named"))?;
    let set = super::book::rule_set(book.program(), id)?;
    let skip: Vec<&str> = typed
        .get_many::<String>("skip")
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let mut source = Source::open(typed, set, &skip)?;
    let default_day = match typed.get_one::<Date>("on") {
        Some(on) => *on,
        None => today::today()?,
    };
    let known: Option<&Date> = typed.get_one("known");
    let mut it = Batch {
        book,
        set,
        default_day,
        known: known.copied(),
        columns: Columns::of(set),
        target: Target::create(typed, Format::of(typed))?,
        outcomes: BTreeMap::new(),
        rejected: 0,
        told: Vec::new(),
    };
    it.target.begin(&it.columns.headings())?;
    while let Some(row) = source.next_row()? {
        it.answer(&row)?;
        it.target.progress(row.number)?;
    }
    it.end(typed)
}

/// A run over a file.
struct Batch<'p> {
    book: &'p Book,
    set: &'p RuleSet,
    default_day: Date,
    known: Option<Date>,
    columns: Columns,
    target: Target,
    outcomes: BTreeMap<&'static str, u64>,
    rejected: u64,
    told: Vec<String>,
}

impl Batch<'_> {
    fn answer(&mut self, row: &Row) -> Result<(), Failure> {
        let mut question = Question::new(&*self.set.id)
            .facts(row.facts())
            .default_day(self.default_day);
        if let Some(on) = row.on {
            question = question.on(on);
        }
        if let Some(known) = self.known {
            question = question.known(known);
        }
        let is_csv = self.target.shape == Shape::Csv;
        let (outcome, text) = match self.book.answer(&question) {
            Ok(answer) => {
                let day = answer.asked().ruling.on.to_string();
                let owner = owner(row, &day);
                let text = if is_csv {
                    tables::csv::record(&self.columns.answered(owner, &answer))
                } else {
                    batch::line(owner, "answer", &answer.to_json())
                };
                (answer.outcome().name(), text)
            }
            Err(Refusal::Fault(faulted)) if !is_csv => {
                let day = faulted.ruling().on.to_string();
                let text = batch::line(owner(row, &day), "answer", &json::fault(&faulted));
                ("fault", text)
            }
            Err(refusal) => {
                let day = question.day(self.book).map(|day| day.to_string());
                let owner = owner(row, day.as_deref().unwrap_or_default());
                return self.reject(row, owner, &problems(refusal));
            }
        };
        *self.outcomes.entry(outcome).or_default() += 1;
        self.target.write(&text)
    }

    /// Writes what is wrong with a row.
    fn reject(&mut self, row: &Row, owner: Owner<'_>, problems: &[Problem]) -> Result<(), Failure> {
        self.rejected += 1;
        if self.told.len() < MOST_TOLD {
            let says: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let told = format!("row {}: {}", row.number, says.join("; "));
            self.told.push(told);
        }
        let text = if self.target.shape == Shape::Csv {
            tables::csv::record(&self.columns.rejected(owner, problems))
        } else {
            batch::line(owner, "rejected", &json::problems(problems))
        };
        self.target.write(&text)
    }

    /// Ends the file of answers, and says how many there are of each.
    fn end(self, typed: &ArgMatches) -> Result<Exit, Failure> {
        let answered: u64 = self.outcomes.values().sum();
        let says: Vec<String> = self
            .outcomes
            .iter()
            .map(|(outcome, count)| format!("{count} {}", outcome.replace('_', " ")))
            .collect();
        self.target.finish()?;
        let rows = |count: u64| {
            if count == 1 {
                "1 row".to_owned()
            } else {
                format!("{count} rows")
            }
        };
        let mut remark = format!("{} answered", rows(answered));
        if !says.is_empty() {
            remark.push_str(&format!(": {}", says.join(", ")));
        }
        if self.rejected > 0 {
            remark.push_str(&format!("; {} could not be answered", rows(self.rejected)));
        }
        let more = usize::try_from(self.rejected)
            .unwrap_or(usize::MAX)
            .saturating_sub(self.told.len());
        let mut lines = vec![remark];
        lines.extend(self.told.iter().map(|told| format!("  - {told}")));
        if more > 0 {
            lines.push(format!("  - and {more} more"));
        }
        output::remark(&lines.join("\n"))?;
        if self.rejected > 0 {
            return Err(Failure::Quiet(Exit::Facts));
        }
        let settled = ["eligible", "quoted"];
        let unsettled = self
            .outcomes
            .keys()
            .any(|outcome| !settled.contains(outcome));
        Ok(if typed.get_flag("fail") && unsettled {
            Exit::NotEligible
        } else {
            Exit::Done
        })
    }
}

fn owner<'a>(row: &'a Row, on: &'a str) -> Owner<'a> {
    Owner {
        number: row.number,
        reference: row.reference.as_deref(),
        on,
    }
}

/// All that is wrong with a row.
fn problems(refusal: Refusal<'_>) -> Vec<Problem> {
    match refusal {
        Refusal::Facts(problems) => problems,
        Refusal::NotAvailable { reason, .. } => {
            let says = reason.to_string();
            vec![Problem::new(ProblemCode::NotAvailable, "/on", says)]
        }
        other => vec![Problem::new(ProblemCode::Fault, "", other.to_string())],
    }
}
