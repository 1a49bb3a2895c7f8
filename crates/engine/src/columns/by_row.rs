//! One row, answered by the row evaluator.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    answer_rows::{Answering, RowsQuestion},
    answered::RowAnswer,
    dates,
    lowered::Standing,
    row_facts::row_facts,
    table::Table,
};
use crate::{
    answer::{Answer, Detail, Evaluation, Outcome, Question, Refusal},
    base::{money::Money, sequence::each_once, value::Missing},
    book::Book,
    eval::{facts::Facts, next_questions::next_questions, quote::LineState, screen},
    program::{model::Ruling, step_label::fact_path},
};

impl RowsQuestion<'_> {
    /// The question about one row of a table.
    #[must_use]
    pub fn of_row<'t>(&self, table: &'t Table, row: usize) -> Question<'t> {
        let mut question = Question::new(self.rule_set.to_owned()).facts(row_facts(table, row));
        if let Some(day) = dates::unpacked(self.named_day(row)) {
            question = question.on(day);
        }
        if let Some(day) = self.default_day {
            question = question.default_day(day);
        }
        if let Some(known) = self.known {
            question = question.known(known);
        }
        question
    }
}

/// Answers one question as a row of a list that others may see; its reasons are in
/// the order of [`entries`](super::entries).
///
/// # Errors
/// As for [`Book::answer`].
pub fn answer_row(
    book: &Book,
    entries: &[Box<str>],
    question: Question<'_>,
) -> Result<RowAnswer, Refusal> {
    let answer = book.answer_for_list(&question.detail(Detail::Silent))?;
    let mut row = RowAnswer {
        outcome: Some(answer.outcome()),
        total: answer.total().and_then(pennies),
        ..RowAnswer::default()
    };
    if answer.outcome() == Outcome::Undetermined {
        let missing = answer.parts().flat_map(|part| {
            let missing = part.evaluation().missing();
            missing_paths(part.ruling(), part.facts(), missing)
        });
        row.missing = each_once(missing);
    }
    // In parts, each line and criterion has an answer for each of them. Where a
    // person decides, a list says no more.
    let is_referred = answer.is_listed() && answer.outcome() == Outcome::Refer;
    if answer.parts().count() == 1 && !is_referred {
        put_reasons(&mut row, entries, &answer);
    }
    Ok(row)
}

/// The facts to ask for, each with its record.
pub(super) fn missing_paths<'p>(
    ruling: &Ruling<'p>,
    facts: &Facts,
    missing: Missing,
) -> impl Iterator<Item = Box<str>> + use<'p> {
    let version = ruling.version;
    let wanted = next_questions(ruling, facts, missing).into_iter();
    wanted.map(|it| fact_path(version, it.fact, it.record).into())
}

fn put_reasons(row: &mut RowAnswer, entries: &[Box<str>], answer: &Answer<'_>) {
    let ruling = answer.first().ruling();
    let version = ruling.version;
    let place = |id: &str| entries.iter().position(|it| **it == *id);
    match answer.first().evaluation() {
        Evaluation::Quote(quote) => {
            row.lines = vec![None; entries.len()];
            for line in &quote.lines {
                let LineState::Applies(priced) = &line.state else {
                    continue;
                };
                let own = place(&version.lines[line.line].id);
                let own = own.and_then(|own| row.lines.get_mut(own));
                if let (Some(own), Some((low, high))) = (own, priced.net.and_then(pennies)) {
                    let before = own.unwrap_or((0, 0));
                    *own = Some((before.0 + low, before.1 + high));
                }
            }
        }
        Evaluation::Screening(screening) => {
            row.criteria = vec![None; entries.len()];
            let standings = version.criteria.iter().zip(&screening.standings);
            for (number, (criterion, standing)) in standings.enumerate() {
                let own = place(&criterion.id);
                let own = own.and_then(|own| row.criteria.get_mut(own));
                if let Some(own) = own.filter(|_| !ruling.secrets.criterion(number)) {
                    *own = Some(Standing::from(*standing));
                }
            }
        }
    }
}

impl Answering<'_> {
    /// Asks the row evaluator.
    pub(super) fn by_row(&mut self, row: usize) {
        let place = row - self.first;
        let known = self.known.remove(&row);
        if let Some(known) = &known
            && let Some(answer) = self.by_criteria(row, known)
        {
            self.answered.put_row(place, answer, self.question.reasons);
            return;
        }
        let question = self.question.of_row(self.table, row);
        let question = match known {
            Some(_) => question.unsettled(),
            None => question,
        };
        let answered = answer_row(self.book, &self.answered.entries, question);
        match answered {
            Ok(answer) => self.answered.put_row(place, answer, self.question.reasons),
            Err(refusal) => {
                let says = refusal.to_string().into();
                self.answered.problems.push((place, says));
            }
        }
    }
}

/// Both ends in pennies; none where they do not fit.
fn pennies(money: Money) -> Option<(i64, i64)> {
    let end = |pounds: Decimal| (pounds * Decimal::ONE_HUNDRED).to_i64();
    Some((end(money.min())?, end(money.max())?))
}

impl From<screen::Standing> for Standing {
    fn from(standing: screen::Standing) -> Standing {
        match standing {
            screen::Standing::Met => Standing::Met,
            screen::Standing::NotMet => Standing::NotMet,
            screen::Standing::Refer => Standing::Refer,
            screen::Standing::Unknown(_) => Standing::Undetermined,
            screen::Standing::DoesNotApply => Standing::DoesNotApply,
        }
    }
}
