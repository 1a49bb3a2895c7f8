//! Rows of a screening that lack facts and need no search of completions: the criteria that
//! columns leave open are evaluated, for what is missing, and nothing else of an answer. A
//! fast path next to [`answer_row`](super::by_row::answer_row), with the same answers:
//! columns have found that it refuses none of these rows.

use super::{
    answer_rows::{Answering, Known},
    answered::RowAnswer,
    by_row::missing_paths,
    dates,
    lowered::Standing,
    row_facts::row_facts,
};
use crate::{
    answer::Outcome,
    base::sequence::each_once,
    eval::{
        defaults::with_defaults,
        screen::{self, standings},
        trace::Silent,
    },
    facts::Intake,
    program::{model::Ruling, secrets::is_secret},
};

impl Answering<'_> {
    /// The answer to a row; none where more than its criteria decides it.
    pub(super) fn by_criteria(&self, row: usize, known: &Known) -> Option<RowAnswer> {
        let day = dates::unpacked(self.day(row))?;
        let question = self.question;
        let program = self.book.program();
        let ruling = program
            .select(question.rule_set, day, question.known)
            .ok()?;
        let version = ruling.version;
        if version.period.is_some() {
            return None;
        }
        let mut intake = Intake::new(version);
        row_facts(self.table, row).read(&mut intake);
        let mut facts = intake.finish_given().ok()?;
        // A list says nothing that rests on a confidential fact.
        facts.forget(version, |fact| is_secret(version, fact));
        let facts = with_defaults(&ruling, facts, &mut Silent);
        let is_shown = |criterion| !ruling.secrets.criterion(criterion);
        let known = |criterion: usize| known.get(criterion).copied().flatten();
        let is_open = |criterion| is_shown(criterion) && known(criterion).is_none();
        let mut standings = standings(&ruling, &facts, is_open).ok()?;
        for (criterion, own) in standings.iter_mut().enumerate() {
            if own.is_none() && is_shown(criterion) {
                *own = known(criterion);
            }
        }
        let shown: Vec<screen::Standing> = standings.iter().copied().flatten().collect();
        let (outcome, missing) = screen::outcome_of(&shown);
        if matches!(outcome, screen::Outcome::Eligible | screen::Outcome::Refer) {
            // Criteria that are not shown decide it.
            return None;
        }
        Some(RowAnswer {
            outcome: Some(Outcome::from(outcome)),
            missing: each_once(missing_paths(&ruling, &facts, missing)),
            criteria: self.in_order(&ruling, &standings),
            ..RowAnswer::default()
        })
    }

    /// The standings of a version's criteria in the order of the entries.
    fn in_order(
        &self,
        ruling: &Ruling<'_>,
        standings: &[Option<screen::Standing>],
    ) -> Vec<Option<Standing>> {
        let entries = &self.answered.entries;
        let mut ordered = vec![None; entries.len()];
        for (criterion, standing) in ruling.version.criteria.iter().zip(standings) {
            let place = entries.iter().position(|it| *it == criterion.id);
            if let Some(own) = place.and_then(|place| ordered.get_mut(place)) {
                *own = standing.map(Standing::from);
            }
        }
        ordered
    }
}
