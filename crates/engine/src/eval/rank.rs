//! The rank of a record: one more than the records that come before it. A
//! record that certainly comes after it, or certainly has no rank, matters as
//! little as one that is not there.

use super::{
    evaluator::{Evaluator, Interrupted, Worked},
    three_valued::{Open, Ternary},
    trace::{Recorder, Source},
};
use crate::{
    base::{
        ids::ListId,
        value::{Missing, Value},
    },
    check::formula::{Comparison, Expr, First, Rank, Ties},
};

impl<R: Recorder> Evaluator<'_, R> {
    /// The rank of the current record.
    pub(super) fn rank(&mut self, rank: &Rank, expr: &Expr) -> Worked {
        let before = std::mem::take(&mut self.gathered);
        let own = self.current(rank.list);
        let worked = self.rank_of(rank, own, expr);
        self.set_record(rank.list, own);
        self.gathered = before;
        worked
    }

    fn rank_of(&mut self, rank: &Rank, own: Option<u16>, expr: &Expr) -> Worked {
        let (Some((list, records)), Some(own)) = (self.listed(rank.list, expr), own) else {
            return Ok(Value::Unknown(self.gathered));
        };
        match (self.has_rank(rank, own, expr)?, rank.reason) {
            (Ternary::Yes, _) => {}
            (Ternary::Unknown, _) => return Ok(Value::Unknown(self.gathered)),
            (_, Some(reason)) => return Ok(Value::DoesNotApply(reason)),
            (_, None) => return Ok(Value::Unknown(Missing::NONE)),
        }
        let key = self.value_of(&rank.by)?;
        if let Value::DoesNotApply(_) = key {
            return Ok(key);
        }
        let mut open = Open::new(Ternary::Yes);
        let mut place = 1i64;
        for other in records.present().filter(|other| *other != own) {
            let gathered = self.gathered;
            let comes_first = comparison(rank, other < own);
            match self.comes_before(rank, other, (comes_first, &key), expr)? {
                Ternary::Yes => place += 1,
                Ternary::No => self.gathered = gathered,
                unsettled => open.note(unsettled),
            }
        }
        open.note(self.whole(list, expr));
        Ok(match open.settled() {
            Ternary::Yes => Value::Whole(place),
            unsettled => self.valued(unsettled),
        })
    }

    /// Whether another record has a rank and comes before the one with this
    /// key.
    fn comes_before(
        &mut self,
        rank: &Rank,
        other: u16,
        (comes_first, key): (Comparison, &Value),
        expr: &Expr,
    ) -> Result<Ternary, Interrupted> {
        let has_rank = self.has_rank(rank, other, expr)?;
        if matches!(has_rank, Ternary::No | Ternary::DoesNotApply(_)) {
            return Ok(Ternary::No);
        }
        let others = self.value_of(&rank.by)?;
        Ok(match (has_rank, self.compared(comes_first, &others, key)) {
            (_, Ternary::No) => Ternary::No,
            (Ternary::Yes, before) => before,
            (unknown, _) => unknown,
        })
    }

    /// Makes a record the current one, and says whether it has a rank.
    fn has_rank(&mut self, rank: &Rank, record: u16, expr: &Expr) -> Result<Ternary, Interrupted> {
        self.set_record(rank.list, Some(record));
        let Some(filter) = &rank.filter else {
            return Ok(Ternary::Yes);
        };
        let has_rank = self.truth_of(filter)?;
        self.note_counted(rank.list, record, expr, has_rank);
        Ok(has_rank)
    }

    /// Notes in the trace whether a record counts.
    pub(super) fn note_counted(&mut self, list: ListId, record: u16, expr: &Expr, counts: Ternary) {
        let fact = self.ruling.version.lists[list].fact;
        let counts = self.valued(counts);
        self.record_read(Source::Counted(fact, record), expr, counts);
    }
}

/// How the key of a record compares with that of one that it comes before.
fn comparison(rank: &Rank, is_given_earlier: bool) -> Comparison {
    let wins_ties = is_given_earlier && rank.ties == Ties::InOrder;
    match (rank.first, wins_ties) {
        (First::Highest, false) => Comparison::Greater,
        (First::Highest, true) => Comparison::AtLeast,
        (First::Lowest, false) => Comparison::Less,
        (First::Lowest, true) => Comparison::AtMost,
    }
}
