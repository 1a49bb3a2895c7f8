//! What an evaluation reads: by formula, which facts, lists and named values, and
//! what it compared.

use super::compared::{Compared, ComparedEnds};
use crate::{
    answer::EvaluatedPart,
    base::{
        bounds::Bounds,
        ids::{FactId, FormulaId, ListId, ValueId},
        value::Value,
    },
    eval::{
        records::Records,
        trace::{Entry, Recorder, Silent, Source},
    },
    program::model::Ruling,
};

/// One thing that an evaluation did.
#[derive(Clone, Debug)]
pub(super) enum Noted {
    /// Began a formula, for this record if it is one record's.
    Begin(FormulaId, Option<u16>),
    /// Ended the formula begun last.
    End,
    /// Read a fact, of a record if it is one record's.
    Fact(FactId, Option<u16>),
    /// Read a named value.
    Value(ValueId, Option<u16>),
    /// Went through a list.
    List(ListId),
    /// Compared two values.
    Compared(Compared),
}

/// Notes what is read and compared.
#[derive(Debug, Default)]
pub(super) struct ReadRecorder {
    pub(super) noted: Vec<Noted>,
}

impl Recorder for ReadRecorder {
    type Nested<'n> = Silent;

    fn nested<'n>(&self, _ruling: &Ruling<'n>) -> Silent {
        Silent
    }

    type Bounds = EndsRecorder;

    fn bounds(&self) -> EndsRecorder {
        EndsRecorder::default()
    }

    fn tried_bounds(&mut self, bounds: &EndsRecorder) {
        self.noted.extend_from_slice(&bounds.noted);
    }

    fn record(&mut self, entry: Entry) {
        self.noted.extend(match entry {
            Entry::Begin(formula, record) => Some(Noted::Begin(formula, record)),
            Entry::End(_) | Entry::Failed => Some(Noted::End),
            Entry::Read(Source::Fact(fact), ..) => Some(Noted::Fact(fact, None)),
            Entry::Read(Source::Field(fact, record), ..) => Some(Noted::Fact(fact, Some(record))),
            Entry::Read(Source::Value(value, record), ..) => Some(Noted::Value(value, record)),
            Entry::Read(..) | Entry::Tested(..) => None,
        });
    }

    fn compared(&mut self, formula: FormulaId, bound: u32, left: &Value, right: &Value) {
        self.noted.push(Noted::Compared(Compared {
            formula,
            bound,
            left: *left,
            right: *right,
            ends: None,
        }));
    }

    fn goes_through(&mut self, list: ListId, _records: Option<&Records>) {
        self.noted.push(Noted::List(list));
    }
}

/// Notes the ends of comparisons of what is not known.
#[derive(Debug, Default)]
pub(super) struct EndsRecorder {
    noted: Vec<Noted>,
}

impl Recorder for EndsRecorder {
    type Nested<'n> = Silent;

    fn nested<'n>(&self, _ruling: &Ruling<'n>) -> Silent {
        Silent
    }

    type Bounds = Silent;

    fn bounds(&self) -> Silent {
        Silent
    }

    fn record(&mut self, _entry: Entry) {}

    fn compared_bounds(&mut self, formula: FormulaId, bound: u32, [left, right]: [Bounds; 2]) {
        let lowest = (left.low, right.high, ComparedEnds::LowestLeft);
        let highest = (left.high, right.low, ComparedEnds::HighestLeft);
        for (left, right, ends) in [lowest, highest] {
            let (Some(left), Some(right)) = (left, right) else {
                continue;
            };
            self.noted.push(Noted::Compared(Compared {
                formula,
                bound,
                left,
                right,
                ends: Some(ends),
            }));
        }
    }
}

/// What a part noted, its assumptions first.
pub(super) fn noted<'p>(
    part: &'p EvaluatedPart<'_, ReadRecorder>,
) -> impl Iterator<Item = &'p Noted> {
    part.assumptions.noted.iter().chain(&part.recorder.noted)
}
