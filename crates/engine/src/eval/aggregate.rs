//! Formulas over the records of a list. Whether more records may come matters
//! as soon as those there are do not decide.

use super::{
    arithmetic,
    evaluator::{Evaluator, Interrupted, Worked},
    fault::Impossible,
    records::Records,
    three_valued::{Open, Ternary},
    trace::{Entry, Recorder, Source},
};
use crate::{
    base::{
        ids::ListId,
        value::{Missing, Value},
    },
    check::{
        formula::{Aggregate, Expr, Operator, Quantifier},
        model::List,
    },
};

impl<'a, R: Recorder> Evaluator<'a, R> {
    /// `any` and `every`: goes through the records until one decides. A record
    /// to which the question does not apply decides nothing.
    pub(super) fn any_or_every(
        &mut self,
        aggregate: &Aggregate,
        expr: &Expr,
        decides: Ternary,
        otherwise: Ternary,
    ) -> Result<Ternary, Interrupted> {
        let Some((list, records)) = self.listed(aggregate.list, expr) else {
            return Ok(Ternary::Unknown);
        };
        let before = self.gathered;
        let outer = self.current(aggregate.list);
        let mut open = Open::new(otherwise);
        for record in records.present() {
            self.set_record(aggregate.list, Some(record));
            let truth = match &aggregate.filter {
                Some(filter) => self.truth_of(filter),
                None => Ok(Ternary::Yes),
            };
            if let (true, Ok(truth)) = (aggregate.relates, truth) {
                self.note_counted(aggregate.list, record, expr, truth);
            }
            match truth {
                Ok(Ternary::Unknown) => open.note(Ternary::Unknown),
                Ok(truth) if truth != decides => {}
                decided => {
                    self.set_record(aggregate.list, outer);
                    self.gathered = before;
                    return decided;
                }
            }
        }
        self.set_record(aggregate.list, outer);
        open.note(self.whole(list, expr));
        Ok(match open.settled() {
            Ternary::Unknown => match self.bounded_truth(expr) {
                Some(truth) => {
                    self.gathered = before;
                    truth.into()
                }
                None => Ternary::Unknown,
            },
            settled => settled,
        })
    }

    /// `count`, `sum`, `least` and `most`.
    pub(super) fn aggregate(&mut self, aggregate: &Aggregate, expr: &Expr) -> Worked {
        let before = std::mem::take(&mut self.gathered);
        let worked = self.fold_records(aggregate, expr);
        self.gathered = before;
        worked
    }

    fn fold_records(&mut self, aggregate: &Aggregate, expr: &Expr) -> Worked {
        let Some((list, records)) = self.listed(aggregate.list, expr) else {
            return Ok(Value::Unknown(self.gathered));
        };
        let outer = self.current(aggregate.list);
        let mut open = Open::new(Ternary::Yes);
        let mut sum: Option<Value> = None;
        for record in records.present() {
            self.set_record(aggregate.list, Some(record));
            let taken = self.one_record(aggregate, record, expr, sum);
            match taken {
                Ok(Ok(so_far)) => sum = so_far,
                Ok(Err(unsettled)) => open.note(unsettled),
                Err(stopped) => {
                    self.set_record(aggregate.list, outer);
                    return Err(stopped);
                }
            }
        }
        self.set_record(aggregate.list, outer);
        open.note(self.whole(list, expr));
        match (open.settled(), sum, aggregate.quantifier) {
            (Ternary::Yes, Some(sum), _) => Ok(sum),
            (Ternary::Yes, None, Quantifier::Least | Quantifier::Most) => {
                Err(self.stop(Impossible::Nothing))
            }
            (Ternary::Yes, None, _) => Ok(aggregate.nothing),
            (unsettled, ..) => Ok(self.valued(unsettled)),
        }
    }

    /// Adds one record; an error says why what it adds is not settled.
    fn one_record(
        &mut self,
        aggregate: &Aggregate,
        record: u16,
        expr: &Expr,
        so_far: Option<Value>,
    ) -> Result<Result<Option<Value>, Ternary>, Interrupted> {
        let counts = match &aggregate.filter {
            Some(filter) => self.truth_of(filter)?,
            None => Ternary::Yes,
        };
        if aggregate.relates {
            self.note_counted(aggregate.list, record, expr, counts);
        }
        match counts {
            Ternary::Yes => {}
            Ternary::No | Ternary::DoesNotApply(_) => return Ok(Ok(so_far)),
            Ternary::Unknown => return Ok(Err(Ternary::Unknown)),
        }
        let taken = match &aggregate.take {
            Some(take) => self.value_of(take)?,
            None => Value::Whole(1),
        };
        if !taken.is_settled() {
            return Ok(Err(self.truth(&taken)));
        }
        Ok(Ok(Some(match (aggregate.quantifier, so_far) {
            (_, None) => taken,
            (Quantifier::Least, Some(sum)) => arithmetic::least(sum, taken),
            (Quantifier::Most, Some(sum)) => arithmetic::most(sum, taken),
            (_, Some(sum)) => {
                arithmetic::apply(Operator::Add, &sum, &taken).map_err(|what| self.stop(what))?
            }
        })))
    }

    /// The records of a list, if it was given, noted as read.
    pub(super) fn records_of(&mut self, list: ListId) -> Option<&'a Records> {
        let records = self.facts.records(list);
        let fact = self.ruling.version.lists[list].fact;
        self.read.note(fact);
        self.note_assumed(fact);
        self.recorder.goes_through(list, records);
        records
    }

    /// The list and its records; `None`, with the list among what is missing, if
    /// it was not given.
    pub(super) fn listed(
        &mut self,
        number: ListId,
        expr: &Expr,
    ) -> Option<(&'a List, &'a Records)> {
        let ruling = self.ruling;
        let list = &ruling.version.lists[number];
        let records = self.records_of(number);
        if records.is_none() {
            let unknown = Value::Unknown(Missing::fact(list.fact));
            self.record_read(Source::Fact(list.fact), expr, unknown);
            self.truth(&unknown);
        }
        Some((list, records?))
    }

    /// Whether the list is complete: as its fact for that says, or yes if it
    /// has no such fact.
    pub(super) fn whole(&mut self, list: &List, expr: &Expr) -> Ternary {
        let Some(complete) = list.complete else {
            return Ternary::Yes;
        };
        self.read.note(complete);
        let said = self.facts.value(complete);
        self.recorder
            .record(Entry::Read(Source::Fact(complete), expr.start, said));
        match said {
            Value::YesNo(false) => self.truth(&Value::Unknown(Missing::fact(list.fact))),
            said => self.truth(&said),
        }
    }
}
