//! `almoner effect`.

use std::path::PathBuf;

use clap::Args;

use super::{
    args,
    case_file::{self, CaseFile},
    clock, diff,
    exit::{Exit, Failure},
    open_book::{self, OtherBook},
    read_file,
    report_output::ReportArgs,
};
use crate::{
    changes::{Compared, cases_first, effect_report, row_case},
    sheets::fact_rows::{Row, Shape},
    tables::Format,
};
use almoner_engine::{
    base::date::Date,
    book::Book,
    changes::{EffectCase, Side, effect},
    check::model::RuleSet,
};

const AFTER: &str = "\
Name the days before and after the change, or the book that has the change, or both. Without \
days each case is asked about its own day. The cases are those of the rule set's own tests, or \
the rows of a file, as for `almoner batch`.";

/// Say what a change of rules does to cases: dearer, cheaper, now yes, now no
#[derive(Args)]
#[command(after_help = AFTER)]
pub(super) struct EffectArgs {
    /// The rule set
    #[arg(id = "what", value_name = "RULE-SET")]
    rule_set: String,
    /// The day before the change
    #[arg(long, value_name = "DATE", value_parser = args::day, requires = "after")]
    before: Option<Date>,
    /// The day after the change
    #[arg(long, value_name = "DATE", value_parser = args::day, requires = "before")]
    after: Option<Date>,
    /// The directory of the book that has the change
    #[arg(long, value_name = "DIR", required_unless_present = "before")]
    with: Option<PathBuf>,
    /// The cases: .csv, .tsv, .ndjson or .json; `-` for standard input
    #[arg(id = "in", long = "in", value_name = "FILE")]
    cases: Option<PathBuf>,
    /// A column that holds no fact and is not read
    #[arg(long, value_name = "COLUMN", requires = "in")]
    skip: Vec<String>,
    /// Show the cases that do not differ too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(book: &Book, args: &EffectArgs) -> Result<Exit, Failure> {
    let set = open_book::rule_set(book.program(), &args.rule_set)?;
    let other = args.with.as_deref().map(OtherBook::open).transpose()?;
    let other = other.as_ref().map(OtherBook::book).transpose()?;
    let changed = other.unwrap_or(book);
    for (side, on) in [(book, args.before), (changed, args.after)] {
        if let Some(on) = on {
            diff::ruling(side.program(), &args.rule_set, on)?;
        }
    }
    open_book::rule_set(changed.program(), &args.rule_set)?;
    let sides = (
        Side {
            book,
            on: args.before,
        },
        Side {
            book: changed,
            on: args.after,
        },
    );
    let rows = args.rows(set)?;
    let today = clock::today()?;
    let found = match &rows {
        None => effect(&set.id, sides, set.cases.iter().map(EffectCase::of_book)),
        Some(rows) => effect(&set.id, sides, rows.iter().map(|row| row_case(row, today))),
    };
    let compared = Compared {
        title: &set.newest().title,
        days: (args.before, args.after),
        with: args.with.as_ref().map(|it| it.display().to_string()),
        cases: match &args.cases {
            None => "those of the rule set's own tests".to_owned(),
            Some(path) => format!("the rows of `{}`", read_file::name(path)),
        },
    };
    let mut report = effect_report(&found, &compared, args.all);
    if args.report.format()? == Format::Csv {
        cases_first(&mut report);
    }
    args.report.write(&report)?;
    Ok(Exit::Done)
}

impl EffectArgs {
    /// The rows of the file of cases, if one is named.
    fn rows(&self, set: &RuleSet) -> Result<Option<Vec<Row>>, Failure> {
        let Some(path) = &self.cases else {
            return Ok(None);
        };
        let skip: Vec<&str> = self.skip.iter().map(String::as_str).collect();
        let shape = case_file::shape_of(path).unwrap_or(Shape::Csv);
        let mut cases = CaseFile::open(path, shape, set, &skip)?;
        let mut rows = Vec::new();
        while let Some(row) = cases.next_row()? {
            rows.push(row);
        }
        Ok(Some(rows))
    }
}
