//! What an evaluation read and found on its way, in one vector.

use super::{facts::Facts, records::Records};
use crate::{
    base::{
        bounds::Bounds,
        date::Date,
        ids::{
            CalendarId, ChargeId, FactId, FormulaId, ListId, OfferId, PackagesId, ParameterId,
            RuleSetId, TableId, ValueId,
        },
        value::Value,
    },
    check::{formula::Expr, model::MAX_OFFERS},
    program::model::Ruling,
};

/// Receives what an evaluation reads and does. A recorder whose methods are
/// empty is compiled away.
pub trait Recorder {
    /// Whether it follows every part of a formula by [`Recorder::enter`] and
    /// [`Recorder::leave`]; a recorder that does not has no cost from them.
    const FOLLOWS_DAYS: bool = false;

    /// What receives how a value of another rule set is evaluated.
    type Nested<'n>: Recorder;

    /// A recorder for a value of another rule set.
    fn nested<'n>(&self, ruling: &Ruling<'n>) -> Self::Nested<'n>;

    /// The assumptions of the other rule set were evaluated.
    fn after_assumptions(_nested: &mut Self::Nested<'_>) {}

    /// Receives the day on which another rule set is asked, and the next day
    /// on which its rules change.
    fn rules_of(&mut self, _on: Date, _next: Option<Date>) {}

    /// Receives a value of another rule set with what its recorder received,
    /// and says what was read.
    fn used(&mut self, _used: UsedValue<'_, '_>, _nested: Self::Nested<'_>) -> Source {
        Source::Used(0)
    }

    /// Receives one entry, in the order of evaluation.
    fn record(&mut self, entry: Entry);

    /// Receives a comparison: the formula's number, the first byte of the right
    /// side in its text, and both sides.
    fn compared(&mut self, _formula: FormulaId, _bound: u32, _left: &Value, _right: &Value) {}

    /// Receives the arguments of a lookup, and the row that answered.
    fn looked_up(&mut self, _row: Source, _asked: &[Value]) {}

    /// Receives an age, in years, on the day asked about.
    fn aged(&mut self, _born: Date, _years: i64) {}

    /// Receives the day on which a rate is looked up.
    fn rate_on(&mut self, _number: ParameterId, _day: Date) {}

    /// Receives a birthday that was calculated.
    fn birthday(&mut self, _born: Date, _years: i64, _day: Date) {}

    /// Receives the list whose records are gone through, and the records.
    fn goes_through(&mut self, _list: ListId, _records: Option<&Records>) {}

    /// What receives how something unknown is looked at for all values that the
    /// facts may have.
    type Bounds: Recorder;

    /// A recorder for that.
    fn bounds(&self) -> Self::Bounds;

    /// Something unknown was looked at for all values that the facts may have.
    fn tried_bounds(&mut self, _bounds: &Self::Bounds) {}

    /// Receives a comparison of what is not known, as [`Recorder::compared`] one of what
    /// is: the ends between which the sides lie.
    fn compared_bounds(&mut self, _formula: FormulaId, _bound: u32, _sides: [Bounds; 2]) {}

    /// Receives the ends between which a date of birth lies, where the age on the day
    /// asked about is looked at.
    fn aged_bounds(&mut self, _born: Bounds) {}

    /// A part of a formula begins.
    fn enter(&mut self, _expr: &Expr) {}

    /// The part of a formula that began last ends, with its value unless
    /// arithmetic could not be done.
    fn leave(&mut self, _expr: &Expr, _value: Option<Value>) {}
}

impl<R: Recorder> Recorder for &mut R {
    const FOLLOWS_DAYS: bool = R::FOLLOWS_DAYS;

    type Nested<'n> = R::Nested<'n>;

    fn nested<'n>(&self, ruling: &Ruling<'n>) -> Self::Nested<'n> {
        R::nested(self, ruling)
    }

    fn after_assumptions(nested: &mut Self::Nested<'_>) {
        R::after_assumptions(nested);
    }

    fn rules_of(&mut self, on: Date, next: Option<Date>) {
        R::rules_of(self, on, next);
    }

    fn used(&mut self, used: UsedValue<'_, '_>, nested: Self::Nested<'_>) -> Source {
        R::used(self, used, nested)
    }

    fn record(&mut self, entry: Entry) {
        R::record(self, entry);
    }

    fn compared(&mut self, formula: FormulaId, bound: u32, left: &Value, right: &Value) {
        R::compared(self, formula, bound, left, right);
    }

    fn looked_up(&mut self, row: Source, asked: &[Value]) {
        R::looked_up(self, row, asked);
    }

    fn aged(&mut self, born: Date, years: i64) {
        R::aged(self, born, years);
    }

    fn rate_on(&mut self, number: ParameterId, day: Date) {
        R::rate_on(self, number, day);
    }

    fn birthday(&mut self, born: Date, years: i64, day: Date) {
        R::birthday(self, born, years, day);
    }

    fn goes_through(&mut self, list: ListId, records: Option<&Records>) {
        R::goes_through(self, list, records);
    }

    type Bounds = R::Bounds;

    fn bounds(&self) -> Self::Bounds {
        R::bounds(self)
    }

    fn tried_bounds(&mut self, bounds: &Self::Bounds) {
        R::tried_bounds(self, bounds);
    }

    fn compared_bounds(&mut self, formula: FormulaId, bound: u32, sides: [Bounds; 2]) {
        R::compared_bounds(self, formula, bound, sides);
    }

    fn aged_bounds(&mut self, born: Bounds) {
        R::aged_bounds(self, born);
    }

    fn enter(&mut self, expr: &Expr) {
        R::enter(self, expr);
    }

    fn leave(&mut self, expr: &Expr, value: Option<Value>) {
        R::leave(self, expr, value);
    }
}

/// Keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Recorder for Silent {
    type Nested<'n> = Silent;

    fn nested<'n>(&self, _ruling: &Ruling<'n>) -> Silent {
        Silent
    }

    type Bounds = Silent;

    fn bounds(&self) -> Silent {
        Silent
    }

    fn record(&mut self, _entry: Entry) {}
}

/// One thing that an evaluation did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Entry {
    /// Began a formula, for this record if it is evaluated for one.
    Begin(FormulaId, Option<u16>),
    /// Ended the formula begun last, with this result.
    End(Value),
    /// Ended the formula begun last because arithmetic could not be done.
    Failed,
    /// Read something: what, the byte in the formula's text, its value.
    Read(Source, u32, Value),
    /// Made a test, at these bytes of the formula's text: the value of the left
    /// side, and whether it held.
    Tested(u32, u32, Value, Value),
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The day asked about.
    On,
    /// A fact of the case.
    Fact(FactId),
    /// A fact of a record: fact number, record.
    Field(FactId, u16),
    /// A named value, of a record if it is one record's.
    Value(ValueId, Option<u16>),
    /// Whether a record of a list counts, where that depends on which record
    /// it is asked for: the list's fact, record.
    Counted(FactId, u16),
    /// A charge's price.
    Charge(ChargeId),
    /// A table's row; `None` where it does not apply.
    Table(TableId, Option<u16>),
    /// A set of packages: how many of each kind are bought.
    Packages(PackagesId, Bought),
    /// The price of one kind of a set alone: set, kind, how many it takes.
    Offer(PackagesId, OfferId, u16),
    /// A parameter's period and row.
    Parameter(ParameterId, u16, u16),
    /// A calendar, and the number of the span that was found in it.
    Calendar(CalendarId, Option<u16>),
    /// A value of another rule set: its place in [`Trace::used`].
    Used(u16),
    /// Another rule set without a version on the day.
    NoRules(RuleSetId, Date),
}

/// How many of each kind of a set of packages are bought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bought(pub [u16; MAX_OFFERS]);

impl Bought {
    /// How many kinds are bought at all.
    #[must_use]
    pub fn kinds(self) -> usize {
        self.0.iter().filter(|count| **count > 0).count()
    }
}

/// Everything an evaluation did, in the order in which it did it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    entries: Vec<Entry>,
    used: Vec<TracedUse>,
}

/// A value of another rule set that was evaluated.
#[derive(Debug)]
pub struct UsedValue<'r, 'p> {
    /// The rules that gave it, and the day.
    pub(crate) ruling: &'r Ruling<'p>,
    /// The value.
    pub(crate) value: ValueId,
    /// The facts that were passed or assumed.
    pub(crate) facts: Facts,
}

/// How a value of another rule set was evaluated.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TracedUse {
    /// The other rule set.
    pub rule_set: RuleSetId,
    /// The day asked about.
    pub on: Date,
    /// The value in its version of that day.
    pub value: ValueId,
    /// The facts that were passed or assumed.
    pub facts: Facts,
    /// What its evaluation did.
    pub trace: Trace,
}

impl Recorder for Trace {
    type Nested<'n> = Trace;

    fn nested<'n>(&self, _ruling: &Ruling<'n>) -> Trace {
        Trace::default()
    }

    type Bounds = Silent;

    fn bounds(&self) -> Silent {
        Silent
    }

    fn used(&mut self, used: UsedValue<'_, '_>, nested: Trace) -> Source {
        let place = u16::try_from(self.used.len()).unwrap_or(u16::MAX);
        self.used.push(TracedUse {
            rule_set: used.ruling.rule_set_id,
            on: used.ruling.on,
            value: used.value,
            facts: used.facts,
            trace: nested,
        });
        Source::Used(place)
    }

    fn record(&mut self, entry: Entry) {
        self.entries.push(entry);
    }
}

/// One formula's evaluation, taken out of a trace.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Worked {
    /// The formula's number.
    pub formula: FormulaId,
    /// The record it was evaluated for.
    pub record: Option<u16>,
    /// What it read and tested, in order.
    pub entries: Vec<Entry>,
    /// What came out; `None` if arithmetic could not be done.
    pub result: Option<Value>,
}

/// The entries of a trace that one formula's evaluation made.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Span {
    /// The formula's number.
    pub formula: FormulaId,
    /// The record it was evaluated for.
    pub record: Option<u16>,
    /// What came out; `None` if arithmetic could not be done.
    pub result: Option<Value>,
    first: usize,
    after: usize,
}

impl Trace {
    /// An empty trace with room for a usual question.
    #[must_use]
    pub fn new() -> Trace {
        Trace {
            entries: Vec::with_capacity(64),
            used: Vec::new(),
        }
    }

    /// The entries as recorded.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The values of other rule sets, in the order in which they were read.
    #[must_use]
    pub fn used(&self) -> &[TracedUse] {
        &self.used
    }

    /// The entries of each formula's evaluation, in the order of the rule file
    /// and then of the records, not in the order of evaluation.
    #[must_use]
    pub fn spans(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::with_capacity(self.entries.len() / 4 + 1);
        let mut open: Vec<usize> = Vec::with_capacity(8);
        for (at, entry) in self.entries.iter().enumerate() {
            let ended = match *entry {
                Entry::Begin(formula, record) => {
                    open.push(spans.len());
                    spans.push(Span {
                        formula,
                        record,
                        result: None,
                        first: at + 1,
                        after: self.entries.len(),
                    });
                    continue;
                }
                Entry::End(result) => Some(result),
                Entry::Failed => None,
                Entry::Read(..) | Entry::Tested(..) => continue,
            };
            if let Some(span) = open.pop().and_then(|index| spans.get_mut(index)) {
                span.result = ended;
                span.after = at;
            }
        }
        spans.sort_by_key(|span| (span.formula, span.record));
        spans
    }

    /// What one formula read and tested, in order, without what the formulas
    /// it called for did.
    pub fn own(&self, span: Span) -> impl Iterator<Item = &Entry> {
        let entries = self.entries.get(span.first..span.after).unwrap_or(&[]);
        let mut depth = 0usize;
        entries.iter().filter(move |entry| {
            match entry {
                Entry::Begin(..) => depth += 1,
                Entry::End(_) | Entry::Failed => depth = depth.saturating_sub(1),
                Entry::Read(..) | Entry::Tested(..) => return depth == 0,
            }
            false
        })
    }

    /// The same without the evaluations that a formula for which this holds called for.
    #[must_use]
    pub fn spans_outside(&self, is_secret: impl Fn(FormulaId) -> bool) -> Vec<Span> {
        let mut spans = self.spans();
        let secret: Vec<(usize, usize)> = spans
            .iter()
            .filter(|span| is_secret(span.formula))
            .map(|span| (span.first, span.after))
            .collect();
        let is_inside = |span: &Span| {
            let mut outer = secret.iter();
            outer.any(|(first, after)| *first < span.first && span.after < *after)
        };
        spans.retain(|span| !is_inside(span));
        spans
    }

    /// Each formula's evaluation on its own, in the order of the rule file
    /// and then of the records, whatever called for it first.
    #[must_use]
    pub fn worked(&self) -> Vec<Worked> {
        let spans = self.spans().into_iter();
        let worked = spans.map(|span| Worked {
            formula: span.formula,
            record: span.record,
            entries: self.own(span).copied().collect(),
            result: span.result,
        });
        worked.collect()
    }
}
