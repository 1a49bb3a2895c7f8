//! What a row of a file asks, and what is wrong with it.

use almoner_engine::{
    answer::{Question, Refusal},
    base::date::Date,
    check::model::RuleSet,
    facts::{Problem, ProblemCode},
};

use crate::{
    cli::{case_file::CaseFile, exit::Failure},
    sheets::fact_rows::Row,
    text::batch::Owner,
};

/// The next rows, and whether the file ends after them. What is read before a row
/// that cannot be read is answered all the same.
pub(super) fn next_rows(cases: &mut CaseFile, most: usize) -> (Vec<Row>, Result<bool, Failure>) {
    let mut rows = Vec::new();
    while rows.len() < most {
        match cases.next_row() {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => return (rows, Ok(true)),
            Err(failure) => return (rows, Err(failure)),
        }
    }
    (rows, Ok(false))
}

/// What a row asks.
pub(super) fn question<'r>(
    row: &'r Row,
    set: &RuleSet,
    default_day: Date,
    known: Option<Date>,
) -> Question<'r> {
    let mut question = Question::new(set.id.to_string())
        .facts(row.facts())
        .default_day(default_day);
    if let Some(on) = row.on {
        question = question.on(on);
    }
    if let Some(known) = known {
        question = question.known(known);
    }
    question
}

pub(super) fn owner<'a>(row: &'a Row, on: &'a str) -> Owner<'a> {
    Owner {
        number: row.number,
        reference: row.reference.as_deref(),
        on,
    }
}

/// All that is wrong with a row.
pub(super) fn problems(refusal: Refusal) -> Vec<Problem> {
    match refusal {
        Refusal::Facts(problems) => problems,
        Refusal::NotAvailable { reason, .. } => {
            let says = reason.to_string();
            vec![Problem::new(ProblemCode::NotAvailable, "/on", says)]
        }
        other => vec![Problem::new(ProblemCode::Fault, "", other.to_string())],
    }
}
