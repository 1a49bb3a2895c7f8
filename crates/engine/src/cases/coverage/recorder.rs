//! A recorder that keeps the trace, the values on both sides of every
//! comparison and what every table was asked: what coverage is measured by.

use crate::{
    base::{ids::FormulaId, value::Value},
    eval::trace::{Entry, Recorder, Silent, Source, Trace},
    program::model::Ruling,
};

/// Everything an evaluation did, and how near it came to each boundary.
#[derive(Debug, Default)]
pub(in crate::cases) struct CoverageRecorder {
    /// What the answer did.
    pub(in crate::cases) trace: Trace,
    /// What was done to find out what is assumed.
    pub(in crate::cases) assumed: Trace,
    /// Both sides of every comparison.
    pub(super) compared: Vec<Compared>,
    /// Every row that answered, and what was asked.
    pub(super) looked_up: Vec<(Source, Vec<Value>)>,
}

/// Both sides of a comparison.
#[derive(Debug)]
pub(super) struct Compared {
    /// The formula's number.
    pub(super) formula: FormulaId,
    /// The first byte, in the formula's text, of the right side.
    pub(super) bound: u32,
    /// The value of the left side.
    pub(super) left: Value,
    /// The value of the right side.
    pub(super) right: Value,
}

impl CoverageRecorder {
    /// Adds what was recorded while assumptions were evaluated.
    pub(in crate::cases) fn with_assumptions(
        mut self,
        assumptions: CoverageRecorder,
    ) -> CoverageRecorder {
        self.assumed = assumptions.trace;
        self.compared.extend(assumptions.compared);
        self.looked_up.extend(assumptions.looked_up);
        self
    }
}

impl Recorder for CoverageRecorder {
    type Nested<'n> = Silent;

    /// The other rule set has cases of its own.
    fn nested<'n>(&self, _ruling: &Ruling<'n>) -> Silent {
        Silent
    }

    type Bounds = Silent;

    fn bounds(&self) -> Silent {
        Silent
    }

    fn record(&mut self, entry: Entry) {
        self.trace.record(entry);
    }

    fn compared(&mut self, formula: FormulaId, bound: u32, left: &Value, right: &Value) {
        self.compared.push(Compared {
            formula,
            bound,
            left: *left,
            right: *right,
        });
    }

    fn looked_up(&mut self, row: Source, asked: &[Value]) {
        self.looked_up.push((row, asked.to_vec()));
    }
}
