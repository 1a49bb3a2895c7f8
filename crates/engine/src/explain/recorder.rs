//! What an evaluation reads: by formula, which facts, lists and named values, and
//! what it compared.

use crate::{
    answer::EvaluatedPart,
    base::{
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
    /// Compared two values: the formula, and the first byte of the right side.
    Compared(FormulaId, u32, Value, Value),
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

    type Bounds = Silent;

    fn bounds(&self) -> Silent {
        Silent
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
        self.noted
            .push(Noted::Compared(formula, bound, *left, *right));
    }

    fn goes_through(&mut self, list: ListId, _records: Option<&Records>) {
        self.noted.push(Noted::List(list));
    }
}

/// What a part noted, its assumptions first.
pub(super) fn noted<'p>(
    part: &'p EvaluatedPart<'_, ReadRecorder>,
) -> impl Iterator<Item = &'p Noted> {
    part.assumptions.noted.iter().chain(&part.recorder.noted)
}
