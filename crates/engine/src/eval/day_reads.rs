//! Records how an evaluation depends on the day it is about, so that a period
//! can be split on the days on which that changes.
//!
//! The whole evaluation is run for a day. Each *largest* part of a formula that
//! depends on the day and not on the ends of the period gives one
//! [`DayValue`]: `age(born) < 2` gives yes or no, not the age. Two days with
//! the same values have the same answer. With them comes the last day up to
//! which the values are certain not to change; where that is not known, the
//! day itself.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::{
    direct_use::{self, DirectUse},
    records::Records,
    timeline::DatedFacts,
    trace::{Entry, Recorder, Source, UsedValue},
};
use crate::{
    base::{
        bounds::Bounds,
        date::{self, Date},
        ids::{FactId, FormulaId, IdVec, ListId, ParameterId, ValueId},
        value::{Missing, Value},
    },
    check::{
        formula::Expr,
        model::{NamedDay, Parameter, Role, Step, Version},
    },
    program::model::Ruling,
};

/// The value of a part of a formula that depends on the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DayValue {
    /// Where it was read.
    pub(crate) origin: Origin,
    /// The record it was evaluated for.
    pub(crate) record: Option<u16>,
    /// The part of the formula's text, in bytes.
    at: (u32, u32),
    /// Its value; `None` where arithmetic could not be done.
    value: Option<Value>,
}

/// Where a value that depends on the day was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In this formula.
    Formula(FormulaId),
    /// Which records of this list are there.
    Records(FactId),
}

/// A day on which something that was read changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Turn {
    /// The first day of the change.
    pub(crate) day: Date,
    /// What changes.
    pub(crate) what: Turned,
    /// The index of the value that it belongs to.
    place: usize,
}

/// What changes on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turned {
    /// A rate.
    Rate(ParameterId),
    /// An age reaches this number of years: the date of birth, its record, and
    /// the years.
    Birthday(FactId, Option<u16>, i64),
    /// A fact that was given with days; or, for a list, a record of it.
    Fact(FactId, Option<u16>),
}

/// What one part of a formula has read.
#[derive(Clone, Copy, Debug, Default)]
struct Reads {
    day: bool,
    period: bool,
}

impl Reads {
    fn add(&mut self, other: Reads) {
        self.day |= other.day;
        self.period |= other.period;
    }
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    reads: Reads,
    /// How many values, and how many changes, there were before this part.
    before: usize,
    turns_before: usize,
    direct: DirectUse,
}

/// Records the values that depend on the day, and the last day on which they
/// are certain to be the same.
#[derive(Debug)]
pub(crate) struct DayReads<'p> {
    version: &'p Version,
    parameters: &'p IdVec<ParameterId, Parameter>,
    day: Date,
    /// Only rates that were known by the end of this day count.
    known: Option<Date>,
    /// The facts that are the first and the last day of the period.
    ends: Missing,
    /// What was given with days.
    dated: Option<Arc<DatedFacts>>,
    /// The facts whose value depends on the day.
    varying: Missing,
    frames: Vec<Frame>,
    /// The formulas being evaluated, with their record.
    formulas: Vec<(FormulaId, Option<u16>)>,
    /// What named values have read, and their changes: they are evaluated once.
    named: BTreeMap<(ValueId, Option<u16>), (Reads, Range<usize>)>,
    /// Dates that were read last: of which fact and record.
    dates: Vec<(Date, FactId, Option<u16>)>,
    /// Birthdays that formulas have read: the day, and how many years.
    birthdays: Vec<(Date, Turned)>,
    values: Vec<DayValue>,
    turns: Vec<Turn>,
    until: Option<Date>,
    /// The parameters whose rate of the day was read.
    rates: Vec<ParameterId>,
}

impl<'p> DayReads<'p> {
    /// Nothing read yet, on this day.
    pub(crate) fn new(ruling: &Ruling<'p>, dated: Option<&Arc<DatedFacts>>) -> Self {
        let version = ruling.version;
        let ends = version.period.map(|period| [period.from, period.to]);
        let ends = ends.into_iter().flatten().filter_map(NamedDay::fact);
        let ends = ends.fold(Missing::NONE, |all, fact| all.union(Missing::fact(fact)));
        DayReads {
            ends,
            varying: dated.map_or(Missing::NONE, |dated| dated.facts()),
            dated: dated.cloned(),
            ..DayReads::nothing(version, ruling.parameters, (ruling.on, ruling.known))
        }
    }

    fn nothing(
        version: &'p Version,
        parameters: &'p IdVec<ParameterId, Parameter>,
        (day, known): (Date, Option<Date>),
    ) -> Self {
        DayReads {
            version,
            parameters,
            day,
            known,
            ends: Missing::NONE,
            varying: Missing::NONE,
            dated: None,
            frames: Vec::new(),
            formulas: Vec::new(),
            named: BTreeMap::new(),
            dates: Vec::new(),
            birthdays: Vec::new(),
            values: Vec::new(),
            turns: Vec::new(),
            until: None,
            rates: Vec::new(),
        }
    }

    /// Starts again once the assumptions are evaluated. Facts whose assumption
    /// depends on the day are known by then; named values are evaluated again.
    pub(crate) fn after_assumptions(&mut self) {
        self.named.clear();
        self.values.clear();
        self.turns.clear();
    }

    /// The values that depend on the day, in the order in which they were read.
    pub(crate) fn values(&self) -> &[DayValue] {
        &self.values
    }

    /// The last day on which the values are certain to be the same; `None` where
    /// they never change.
    pub(crate) fn until(&self) -> Option<Date> {
        self.until
    }

    /// The parameters whose rate of the day was read.
    pub(crate) fn rates(&self) -> &[ParameterId] {
        &self.rates
    }

    /// What changes the values on a day, given those of that day.
    pub(crate) fn turned(&self, day: Date, values: &[DayValue]) -> Vec<Turned> {
        let changed = |at: usize| self.values.get(at) != values.get(at);
        let mut turned = Vec::new();
        for turn in self.turns.iter().filter(|turn| turn.day == day) {
            if changed(turn.place) && !turned.contains(&turn.what) {
                turned.push(turn.what);
            }
        }
        turned
    }

    /// The first of these values that differs on the other day.
    pub(crate) fn first_changed(&self, values: &[DayValue]) -> Option<DayValue> {
        let count = self.values.len().max(values.len());
        let mut places = 0..count;
        let place = places.find(|at| self.values.get(*at) != values.get(*at))?;
        values.get(place).or(self.values.get(place)).copied()
    }

    fn top(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    fn note(&mut self, reads: Reads) {
        if let Some(frame) = self.top() {
            frame.reads.add(reads);
        }
    }

    fn note_day(&mut self) {
        self.note(Reads {
            day: true,
            period: false,
        });
    }

    fn push(&mut self, direct: DirectUse) {
        self.frames.push(Frame {
            reads: Reads::default(),
            before: self.values.len(),
            turns_before: self.turns.len(),
            direct,
        });
    }

    /// Ends a part; what it read, the part around it has read.
    fn pop(&mut self) -> Option<Frame> {
        let frame = self.frames.pop()?;
        self.note(frame.reads);
        Some(frame)
    }

    /// The values stay as they are until this day at most.
    fn stays_until(&mut self, day: Option<Date>) {
        let day = day.unwrap_or(self.day);
        self.until = Some(self.until.map_or(day, |until| until.min(day)));
    }

    /// Something changes on a day.
    fn turns_on(&mut self, day: Option<Date>, what: Option<Turned>) {
        let Some(day) = day else { return };
        self.stays_until(date::add_days(day, -1));
        if let Some(what) = what {
            let place = self.values.len();
            self.turns.push(Turn { day, what, place });
        }
    }

    /// The day was read: what uses it directly says when that changes.
    fn read_day(&mut self) {
        self.note_day();
        let around = self.frames.iter().rev().nth(1);
        let direct = around.map_or(DirectUse::Other, |frame| frame.direct);
        if direct == DirectUse::Other {
            self.stays_until(Some(self.day));
        }
    }

    fn read_fact(&mut self, fact: FactId, record: Option<u16>, value: Value) {
        self.note(Reads {
            day: self.varying.contains(fact),
            period: self.ends.contains(fact),
        });
        let dated = self.dated.as_ref();
        let turns = dated.and_then(|dated| dated.next_change(fact, record, self.day));
        self.turns_on(turns, Some(Turned::Fact(fact, record)));
        if let Value::Date(day) = value {
            self.dates.push((day, fact, record));
        }
    }

    /// A named value was read: when it was evaluated before, what it read then
    /// is read again.
    fn read_named(&mut self, value: (ValueId, Option<u16>)) {
        let end = NamedDay::Value(value.0);
        if self
            .version
            .period
            .is_some_and(|it| it.from == end || it.to == end)
        {
            self.note(Reads {
                day: false,
                period: true,
            });
            return;
        }
        if let Some((reads, turns)) = self.named.get(&value).cloned() {
            self.note(reads);
            let place = self.values.len();
            for index in turns {
                let turn = self.turns.get(index).copied();
                self.turns.extend(turn.map(|turn| Turn { place, ..turn }));
            }
        } else if let Some(frame) = self.frames.last() {
            let turns = frame.turns_before..self.turns.len();
            self.named.insert(value, (frame.reads, turns));
        }
    }

    /// The fact and record that this date was read from, if any.
    fn whose(&self, date: Date) -> Option<(FactId, Option<u16>)> {
        let mut read = self.dates.iter().rev();
        let (_, fact, record) = read.find(|(day, ..)| *day == date)?;
        Some((*fact, *record))
    }

    fn birthday_of(&self, born: Date, years: i64) -> Option<Turned> {
        let (fact, record) = self.whose(born)?;
        Some(Turned::Birthday(fact, record, years))
    }

    /// Ends a formula. A fact whose assumption depends on the day depends on it
    /// too.
    fn end(&mut self) {
        let reads = self.pop().map(|frame| frame.reads).unwrap_or_default();
        let Some((formula, _)) = self.formulas.pop() else {
            return;
        };
        let part = &self.version.formula_sites[formula];
        if let (Step::Fact(fact), Role::Assume, true) = (part.step, part.role, reads.day) {
            self.varying = self.varying.union(Missing::fact(fact));
        }
    }
}

impl<'p> Recorder for DayReads<'p> {
    const FOLLOWS_DAYS: bool = true;

    type Nested<'n> = DayReads<'n>;

    fn nested<'n>(&self, ruling: &Ruling<'n>) -> DayReads<'n> {
        DayReads::new(ruling, None)
    }

    fn after_assumptions(nested: &mut DayReads<'_>) {
        nested.after_assumptions();
    }

    fn rules_of(&mut self, on: Date, next: Option<Date>) {
        if let (true, Some(next)) = (on == self.day, next) {
            self.stays_until(date::add_days(next, -1));
        }
    }

    /// Asked about this day, it stays until something that it reads changes.
    fn used(&mut self, used: UsedValue<'_, '_>, nested: DayReads<'_>) -> Source {
        if let (true, Some(last)) = (used.ruling.on == self.day, nested.until) {
            self.stays_until(Some(last));
        }
        Source::Used(0)
    }

    fn record(&mut self, entry: Entry) {
        match entry {
            Entry::Begin(formula, record) => {
                self.formulas.push((formula, record));
                self.push(DirectUse::Other);
            }
            Entry::End(_) | Entry::Failed => self.end(),
            Entry::Read(Source::On, ..) => self.read_day(),
            Entry::Read(Source::Fact(fact), _, value) => self.read_fact(fact, None, value),
            Entry::Read(Source::Field(fact, record), _, value) => {
                self.read_fact(fact, Some(record), value);
            }
            Entry::Read(Source::Value(number, record), ..) => {
                self.read_named((number, record));
            }
            Entry::Read(..) | Entry::Tested(..) => {}
        }
    }

    fn compared(&mut self, _formula: FormulaId, _bound: u32, left: &Value, right: &Value) {
        let direct = self.frames.last().map(|frame| frame.direct);
        let (Some(DirectUse::Compared), Value::Date(left), Value::Date(right)) =
            (direct, *left, *right)
        else {
            return;
        };
        let other = if left == self.day { right } else { left };
        let birthday = self.birthdays.iter().rev();
        let birthday = birthday.copied().find(|(day, _)| *day == other);
        let what = birthday.map(|(_, what)| what);
        if self.day < other {
            self.turns_on(Some(other), what);
        } else if self.day == other {
            self.turns_on(date::add_days(other, 1), what);
        }
    }

    fn rate_on(&mut self, number: ParameterId, day: Date) {
        if self.frames.last().map(|frame| frame.direct) != Some(DirectUse::Known) {
            return;
        }
        if day == self.day && !self.rates.contains(&number) {
            self.rates.push(number);
        }
        let parameter = &self.parameters[number];
        let known = parameter.periods_known(self.known);
        let next = known.map(|it| it.from).filter(|from| *from > day).min();
        let ended = date::add_days(parameter.until, 1).filter(|ended| *ended > day);
        let turn = next.into_iter().chain(ended).min();
        self.turns_on(turn, Some(Turned::Rate(number)));
    }

    fn aged(&mut self, born: Date, years: i64) {
        self.note_day();
        let next = years.saturating_add(1);
        match date::birthday(born, next) {
            Some(day) => self.turns_on(Some(day), self.birthday_of(born, next)),
            None => self.stays_until(Some(self.day)),
        }
    }

    fn birthday(&mut self, born: Date, years: i64, day: Date) {
        if let Some(what) = self.birthday_of(born, years) {
            self.birthdays.push((day, what));
        }
    }

    fn goes_through(&mut self, list: ListId, records: Option<&Records>) {
        let (Some(dated), Some(records)) = (self.dated.clone(), records) else {
            return;
        };
        if !dated.has_records(list) {
            return;
        }
        self.note_day();
        let fact = self.version.lists[list].fact;
        let first = self.values.len();
        for (record, day) in dated.record_changes(list, self.day) {
            self.turns_on(Some(day), Some(Turned::Fact(fact, Some(record))));
            if let (true, Some(turn)) = (self.formulas.is_empty(), self.turns.last_mut()) {
                turn.place = first + usize::from(record);
            }
        }
        if self.formulas.is_empty() {
            // Lines and totals for each record: there is one for those there are.
            self.values
                .extend((0..records.given()).map(|record| DayValue {
                    origin: Origin::Records(fact),
                    record: Some(record),
                    at: (0, 0),
                    value: Some(Value::YesNo(records.is_present(record))),
                }));
        }
    }

    type Bounds = DayReads<'p>;

    fn bounds(&self) -> DayReads<'p> {
        let mut bounds = DayReads {
            ends: self.ends,
            dated: self.dated.clone(),
            varying: self.varying,
            ..DayReads::nothing(self.version, self.parameters, (self.day, self.known))
        };
        bounds.push(DirectUse::Other);
        bounds
    }

    fn tried_bounds(&mut self, bounds: &DayReads<'p>) {
        if bounds.frames.first().is_some_and(|it| it.reads.day) {
            self.note_day();
        }
        if let Some(until) = bounds.until {
            self.stays_until(Some(until));
        }
        // Ranges say nothing of the days of what was given with days.
        if self.dated.is_some() && self.frames.last().is_some_and(|frame| frame.reads.day) {
            self.stays_until(Some(self.day));
        }
    }

    /// The day stands otherwise to an end once it has passed it.
    fn compared_bounds(&mut self, _formula: FormulaId, _bound: u32, sides: [Bounds; 2]) {
        if self.frames.last().map(|frame| frame.direct) != Some(DirectUse::Compared) {
            return;
        }
        let ends = sides.iter().flat_map(|side| [side.low, side.high]);
        for end in ends.flatten() {
            let Value::Date(end) = end else { continue };
            if self.day < end {
                self.stays_until(date::add_days(end, -1));
            } else if self.day == end {
                self.stays_until(Some(end));
            }
        }
    }

    fn aged_bounds(&mut self, born: Bounds) {
        self.note_day();
        for end in [born.low, born.high].into_iter().flatten() {
            let Value::Date(born) = end else { continue };
            let next = date::birthday(born, date::age(born, self.day).saturating_add(1));
            self.stays_until(next.and_then(|next| date::add_days(next, -1)));
        }
    }

    fn enter(&mut self, expr: &Expr) {
        self.push(DirectUse::of(expr));
        if let Some(last) = direct_use::last_day_of_same(expr, self.day) {
            self.stays_until(Some(last));
        }
    }

    fn leave(&mut self, expr: &Expr, value: Option<Value>) {
        if value.is_none() {
            // What could not be done today may be done tomorrow.
            self.stays_until(Some(self.day));
        }
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        if frame.direct == DirectUse::Compared {
            // Compared with an end of the period, the day is always within it.
            frame.reads.period = false;
        }
        self.note(frame.reads);
        if !frame.reads.day || frame.reads.period {
            return;
        }
        self.values.truncate(frame.before);
        for turn in self.turns.iter_mut().skip(frame.turns_before) {
            turn.place = frame.before;
        }
        if let Some((formula, record)) = self.formulas.last() {
            self.values.push(DayValue {
                origin: Origin::Formula(*formula),
                record: *record,
                at: (expr.start, expr.end),
                value,
            });
        }
    }
}
