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
    answer::{
        Asked,
        json::{self, Told},
    },
    base::date::Date,
    check::model::{Kind, RuleSet},
    eval::{
        fault,
        joined::quote_parts,
        screen::{Unfinished, screen_traced},
    },
    facts::{
        Intake, Problem,
        parts::{self, NoParts, Part},
    },
    program::{choose::Refused, model::Program},
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

pub(super) fn run(program: &Program, typed: &ArgMatches) -> Result<Exit, Failure> {
    let id: &String = typed
        .get_one("what")
        .ok_or_else(|| Failure::new(Exit::Usage, "no rule set was named"))?;
    let set = super::book::rule_set(program, id)?;
    let skip: Vec<&str> = typed
        .get_many::<String>("skip")
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let mut source = Source::open(typed, set, &skip)?;
    let on: Option<&Date> = typed.get_one("on");
    let known: Option<&Date> = typed.get_one("known");
    let mut it = Batch {
        program,
        set,
        on: on.copied(),
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
    program: &'p Program,
    set: &'p RuleSet,
    on: Option<Date>,
    known: Option<Date>,
    columns: Columns,
    target: Target,
    outcomes: BTreeMap<&'static str, u64>,
    rejected: u64,
    told: Vec<String>,
}

impl Batch<'_> {
    fn answer(&mut self, row: &Row) -> Result<(), Failure> {
        let booked = parts::first_day(self.set, &|intake| row.give(intake));
        let on = match row.on.or(booked).or(self.on) {
            Some(on) => on,
            None => today::today()?,
        };
        let day = on.to_string();
        let owner = Owner {
            number: row.number,
            reference: row.reference.as_deref(),
            on: &day,
        };
        let (outcome, text) = match self.worked_out(row, on, owner) {
            Ok(written) => written,
            Err(problems) => return self.reject(row, owner, &problems),
        };
        *self.outcomes.entry(outcome).or_default() += 1;
        self.target.write(&text)
    }

    /// Writes what is wrong with a row.
    fn reject(&mut self, row: &Row, owner: Owner<'_>, problems: &[Problem]) -> Result<(), Failure> {
        self.rejected += 1;
        if self.told.len() < MOST_TOLD {
            let says: Vec<String> = problems.iter().map(batch::said).collect();
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

    /// The answer to a row as it is written, with its outcome; or all that is
    /// wrong with the row.
    fn worked_out(
        &self,
        row: &Row,
        on: Date,
        owner: Owner<'_>,
    ) -> Result<(&'static str, String), Vec<Problem>> {
        let refused = |refused: &Refused| {
            let problems = row.problems().to_vec();
            let says = refused.to_string();
            if problems.is_empty() {
                whole("/on", says)
            } else {
                problems
            }
        };
        let chosen = self.program.choose(&self.set.id, on, self.known);
        let ruling = chosen.map_err(|it| refused(&it))?;
        let give: parts::Giving<'_> = &|intake| row.give(intake);
        let mut intake = Intake::new(ruling.version);
        give(&mut intake);
        let facts = intake.finish(&ruling)?;
        let found = parts::parts(self.program, (&ruling, &facts), give);
        let parts = found.map_err(|error| match error {
            NoParts::Problems(problems) => problems,
            NoParts::Refused(it) => refused(&it),
        })?;
        let asked = Asked {
            ruling: &ruling,
            facts: &facts,
        };
        if self.target.shape == Shape::Csv {
            return self.cells(owner, asked, &parts);
        }
        let answer = json::answer_in_parts(asked, &parts, Told::Traced);
        Ok((answer.outcome, batch::line(owner, "answer", &answer.json)))
    }

    /// The answer as a row of a table.
    fn cells(
        &self,
        owner: Owner<'_>,
        asked: Asked<'_>,
        parts: &[Part<'_>],
    ) -> Result<(&'static str, String), Vec<Problem>> {
        let undone = |it: &Unfinished| whole("", fault::fault_words(asked.ruling, &it.fault));
        if asked.ruling.version.kind == Kind::Eligibility {
            let answer = screen_traced(asked.ruling, asked.facts).map_err(|it| undone(&it))?;
            let cells = self.columns.screened(owner, asked, (&answer.0, &answer.1));
            return Ok((answer.0.outcome.name(), tables::csv::record(&cells)));
        }
        let mut each: Vec<Asked<'_>> = Vec::new();
        for part in parts {
            each.push(Asked {
                ruling: &part.ruling,
                facts: &part.facts,
            });
        }
        if each.is_empty() {
            each.push(asked);
        }
        let questions = each.iter().map(|part| (part.ruling, part.facts));
        let joined = quote_parts(questions).map_err(|(_, it)| undone(&it))?;
        let cells = self.columns.quoted(owner, &each, &joined);
        Ok((joined.together.outcome.name(), tables::csv::record(&cells)))
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

/// One problem of a whole row.
fn whole(at: &str, says: String) -> Vec<Problem> {
    vec![Problem {
        at: at.to_owned(),
        says,
        help: None,
    }]
}
