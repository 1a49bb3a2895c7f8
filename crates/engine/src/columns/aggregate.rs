//! Questions about the records of a list, lowered.

use super::{
    expression::constant,
    lowering::{Lowering, Why},
    number::{Number, NumberKind, Part, Truth},
    operations::{Binary, Bit, MaskOperation, NumberOperation, Space},
};
use crate::{
    base::ids::ListId,
    check::formula::{Aggregate, Quantifier},
    facts,
};

/// The most records of one case, for which a sum is proven to fit.
const MAX_RECORDS: i64 = facts::MAX_RECORDS as i64;

impl Lowering<'_> {
    /// A question about all records of a list.
    pub(super) fn aggregate(&mut self, of: &Aggregate) -> Result<Part, Why> {
        // What it counts cannot differ from record to record: what names the record that
        // a formula is about has no columns.
        match self.space {
            space if space == self.base => self.aggregate_of_case(of),
            Space::Records(list) => self.in_base(list, |it| it.aggregate_of_case(of)),
            Space::Cases => Err("a list is gone through for each record".into()),
        }
    }

    fn aggregate_of_case(&mut self, of: &Aggregate) -> Result<Part, Why> {
        if self.is_assumed_empty(of.list) {
            return match of.quantifier {
                Quantifier::Any => Ok(Part::Truth(Truth::constant(false))),
                Quantifier::Every => Ok(Part::Truth(Truth::constant(true))),
                Quantifier::Count | Quantifier::Sum => constant(of.nothing),
                Quantifier::Least | Quantifier::Most => Err("a list is empty".into()),
            };
        }
        let Ok(list) = self.records(of.list) else {
            // The list was not given to anyone.
            return Ok(match of.quantifier {
                Quantifier::Any | Quantifier::Every => Part::Truth(Truth::UNKNOWN),
                _ => Part::Number(Number::unknown(NumberKind::Whole)),
            });
        };
        match of.quantifier {
            Quantifier::Any | Quantifier::Every if of.take.is_none() => {
                self.any_or_every(of, list).map(Part::Truth)
            }
            _ => self.fold(of, list).map(Part::Number),
        }
    }

    /// Whether a list that no row has is taken as empty.
    pub(super) fn is_assumed_empty(&self, number: ListId) -> bool {
        let version = self.ruling.version;
        let is_open = version.lists[number].complete.is_some();
        version.list(number).assume.is_some() && !is_open && self.records(number).is_err()
    }

    /// The rows for which a list was given, or is taken as empty.
    fn list_given(&mut self, number: ListId, list: usize) -> Bit {
        match self.ruling.version.list(number).assume {
            Some(_) => Bit::Yes,
            None => self
                .registers
                .mask(Space::Cases, MaskOperation::ListGiven(list)),
        }
    }

    /// The rows for which a list was given and no more records may come.
    pub(super) fn is_complete(&mut self, number: ListId, list: usize) -> Result<Bit, Why> {
        let given = self.list_given(number, list);
        let Some(complete) = self.ruling.version.lists[number].complete else {
            return Ok(given);
        };
        let Part::Truth(complete) = self.fact(complete)? else {
            return Err("whether a list is complete is no yes or no".into());
        };
        Ok(self.registers.and(Space::Cases, given, complete.yes))
    }

    fn filtered(&mut self, of: &Aggregate, list: usize) -> Result<Truth, Why> {
        let space = Space::Records(list);
        let truth = self.in_records(list, |it| match &of.filter {
            Some(filter) => it.truth(filter),
            None => Truth::constant(true),
        });
        self.truth_in(truth, space)
    }

    /// A record that has no place decides nothing.
    fn any_or_every(&mut self, of: &Aggregate, list: usize) -> Result<Truth, Why> {
        let space = Space::Records(list);
        let truth = self.filtered(of, list)?;
        let decides = match of.quantifier {
            Quantifier::Any => truth.yes,
            _ => truth.no,
        };
        let it = &mut self.registers;
        let open = it.unknown(space, truth);
        let (decides, open) = (it.any(list, decides), it.any(list, open));
        let given = self.list_given(of.list, list);
        let decides = self.registers.and(Space::Cases, decides, given);
        let complete = self.is_complete(of.list, list)?;
        let it = &mut self.registers;
        let whole = it.and_not(Space::Cases, complete, open);
        let otherwise = it.and_not(Space::Cases, whole, decides);
        let (yes, no) = match of.quantifier {
            Quantifier::Any => (decides, otherwise),
            _ => (otherwise, decides),
        };
        Ok(self.tested(Truth {
            yes,
            no,
            ..Truth::UNKNOWN
        }))
    }

    /// `count`, `sum`, `least` and `most`.
    fn fold(&mut self, of: &Aggregate, list: usize) -> Result<Number, Why> {
        let space = Space::Records(list);
        let counts = self.filtered(of, list)?;
        let may_count = self.may_be_yes(counts);
        let taken = self.in_records(list, |it| {
            it.on_path(may_count, |it| match &of.take {
                Some(take) => it.number(take),
                None => Ok(Number::constant(NumberKind::Whole, 1, 1)),
            })
        })?;
        let taken = self.number_in(taken, space)?;
        if taken.under.is_some() {
            return Err("quotients are added up: round each".into());
        }
        let it = &mut self.registers;
        let undecided = it.unknown(space, counts);
        let not_taken = it.and_not(space, counts.yes, taken.known);
        let open = it.or(space, undecided, not_taken);
        let (open, out) = (it.any(list, open), it.and(space, counts.yes, taken.out));
        let out = it.any(list, out);
        // A record without a place leaves the sum without one; rows with such a
        // record are for the row evaluator.
        self.mark(out);
        let complete = self.is_complete(of.list, list)?;
        let it = &mut self.registers;
        let known = it.and_not(Space::Cases, complete, open);
        let bounded = it.or(space, counts.bounded, taken.bounded);
        let bounded = it.any(list, bounded);
        let bounded = it.and_not(Space::Cases, bounded, known);
        let operation = match of.quantifier {
            Quantifier::Least => {
                NumberOperation::Extreme(counts.yes, taken.value, list, Binary::Least)
            }
            Quantifier::Most => {
                NumberOperation::Extreme(counts.yes, taken.value, list, Binary::Most)
            }
            _ => NumberOperation::Sum(counts.yes, taken.value, list),
        };
        let value = it.number(Space::Cases, operation);
        let folded = Number {
            space: Space::Cases,
            value,
            known,
            out: Bit::No,
            bounded,
            ..taken
        };
        match of.quantifier {
            Quantifier::Least | Quantifier::Most => {
                // Of no records there is no least.
                let some = it.any(list, counts.yes);
                let none = it.and_not(Space::Cases, known, some);
                let none = it.or(Space::Cases, none, bounded);
                self.mark(none);
                Ok(folded)
            }
            _ => summed(folded),
        }
    }
}

/// With the bounds of a sum over all records that a case can have.
fn summed(each: Number) -> Result<Number, Why> {
    let low = each.low.min(0).checked_mul(MAX_RECORDS);
    let high = each.high.max(0).checked_mul(MAX_RECORDS);
    match (low, high) {
        (Some(low), Some(high)) => Ok(Number { low, high, ..each }),
        _ => Err("a sum may be too large: give its facts a `within`".into()),
    }
}
