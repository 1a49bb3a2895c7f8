//! Lowering a version: what every part of it shares.

use std::{collections::BTreeMap, ops::RangeInclusive};

use super::{
    dates,
    day_forms::DayForms,
    liveness,
    lowered::{FallsBack, Lowered, LoweredCriterion, LoweredLine},
    number::{Number, NumberKind, Part, Truth},
    operations::{Bit, NumberOperation, Source, Space},
    registers::Registers,
    table::Table,
};
use crate::{
    base::{
        date::Date,
        ids::{ListId, ValueId},
        types::Type,
    },
    check::{
        formula::{CalendarQuestion, Expr, Formula},
        model::{Fact, Kind, NamedDay},
    },
    program::{model::Ruling, secrets::is_secret},
};

/// Why something is left to the row evaluator, in a clause.
#[derive(Clone, Debug)]
pub(super) struct Why(pub(super) String);

impl From<&str> for Why {
    fn from(why: &str) -> Why {
        Why(why.to_owned())
    }
}

/// Lowers the rules and prices of a ruling for a table with these columns, and for rows
/// that are asked about from the first of these days to the last. On all of them the
/// ruling must be in force.
#[must_use]
pub fn lower(ruling: &Ruling<'_>, table: &Table, days: RangeInclusive<Date>) -> Lowered {
    let mut registers = Registers::default();
    let mut it = Lowering {
        ruling: *ruling,
        table,
        passed: None,
        base: Space::Cases,
        on: day_asked(&mut registers, &days),
        days,
        period: None,
        calendar_questions: Vec::new(),
        registers,
        space: Space::Cases,
        path: Bit::Yes,
        marked: Bit::No,
        step: String::new(),
        values: BTreeMap::new(),
        facts: BTreeMap::new(),
        falls_back: Vec::new(),
        is_in_value: false,
        is_listed: is_listed(ruling),
        hides_secrets: false,
        day_forms: DayForms::new(ruling.version),
        is_in_part_of_day: false,
        of_each_day: Vec::new(),
    };
    it.check_facts();
    it.begin_period();
    let (lines, criteria) = match ruling.version.kind {
        Kind::Pricing => (it.lines(), Vec::new()),
        Kind::Eligibility => (Vec::new(), it.criteria()),
    };
    if it.is_listed {
        it.check_without_secrets();
    }
    let bits = bits_of(&lines, &criteria);
    let pennies: Vec<Source> = lines.iter().map(|it| it.pennies).collect();
    it.hold_to_one_part(&bits, &pennies);
    let Lowering {
        registers,
        marked,
        falls_back,
        calendar_questions,
        is_listed,
        ..
    } = it;
    let (masks, numbers) = (registers.masks, registers.numbers);
    let bits = bits.into_iter().chain([marked]);
    let steps = liveness::steps(registers, bits, pennies.into_iter());
    Lowered {
        kind: ruling.version.kind,
        is_listed,
        steps,
        masks,
        numbers,
        marked,
        lines,
        criteria,
        falls_back,
        calendar_questions,
    }
}

/// The bits that the answer is read from.
fn bits_of(lines: &[LoweredLine], criteria: &[LoweredCriterion]) -> Vec<Bit> {
    let of_lines = lines.iter().flat_map(|it| [it.applies, it.refers]);
    let of_criteria = criteria
        .iter()
        .flat_map(|it| [it.met, it.not_met, it.refers, it.out]);
    of_lines.chain(of_criteria).collect()
}

/// The day that each row is asked about.
fn day_asked(registers: &mut Registers, days: &RangeInclusive<Date>) -> Number {
    let (first, last) = (dates::packed(*days.start()), dates::packed(*days.end()));
    let value = match first == last {
        true => Source::Constant(first),
        false => registers.number(Space::Cases, NumberOperation::On),
    };
    Number {
        value,
        low: first,
        high: last,
        ..Number::constant(NumberKind::Date, first, 1)
    }
}

/// Whether an answer for a list says less than the answer to one question.
fn is_listed(ruling: &Ruling<'_>) -> bool {
    ruling.version.kind == Kind::Eligibility && ruling.secrets.has_facts()
}

/// A named value or a fact that was lowered, with the rows that it leaves to the row
/// evaluator, in the space of its part.
pub(super) type Kept = (Part, Space, Bit);

/// The period of the rows that are about one.
#[derive(Clone, Debug)]
pub(super) struct LoweredPeriod {
    /// These rows.
    pub(super) about: Bit,
    /// Its first day; in all other rows, the day asked about.
    pub(super) first: Source,
    /// Its last day; in all other rows, the day asked about.
    pub(super) last: Source,
    /// From which day to which its days may be.
    pub(super) days: RangeInclusive<Date>,
    /// The day asked about, which need not be its first.
    pub(super) asked: Number,
    /// Its ends.
    pub(super) ends: [(NamedDay, Option<Kept>); 2],
}

/// A version that is being lowered.
pub(super) struct Lowering<'a> {
    pub(super) ruling: Ruling<'a>,
    pub(super) table: &'a Table,
    /// The facts that another rule set passes, in place of columns.
    pub(super) passed: Option<BTreeMap<u16, Part>>,
    /// Whose facts those of the case are: each row's, or each record's that passes them.
    pub(super) base: Space,
    /// The day that formulas are about, in the space of `base`.
    pub(super) on: Number,
    /// From which day to which rows are asked about.
    pub(super) days: RangeInclusive<Date>,
    /// The period of the rows that are about one.
    pub(super) period: Option<LoweredPeriod>,
    /// What operations ask of calendars.
    pub(super) calendar_questions: Vec<CalendarQuestion>,
    pub(super) registers: Registers,
    /// Whether formulas are about the case or about a record.
    pub(super) space: Space,
    /// The rows for which the row evaluator gets to this place.
    pub(super) path: Bit,
    /// The rows for the row evaluator.
    pub(super) marked: Bit,
    /// The step that is being lowered.
    pub(super) step: String,
    pub(super) values: BTreeMap<u16, Kept>,
    pub(super) facts: BTreeMap<u16, Kept>,
    falls_back: Vec<FallsBack>,
    /// Whether it is not known yet which rows get here.
    is_in_value: bool,
    /// Whether an answer for a list says less than the answer to one question.
    pub(super) is_listed: bool,
    /// Whether confidential facts are as if they were not given.
    pub(super) hides_secrets: bool,
    pub(super) day_forms: DayForms<'a>,
    /// Whether the row evaluator compares from day to day what the part around this one
    /// comes to, and not what this one does.
    pub(super) is_in_part_of_day: bool,
    /// What the row evaluator evaluates on each day of a period, though nothing may read it,
    /// and the rows in which it does.
    pub(super) of_each_day: Vec<(Part, Bit)>,
}

pub(super) type Lines = Vec<LoweredLine>;
pub(super) type Criteria = Vec<LoweredCriterion>;

impl Lowering<'_> {
    /// Whether a fact is as if it was not given.
    pub(super) fn is_hidden(&self, fact: &Fact) -> bool {
        self.hides_secrets && self.passed.is_none() && is_secret(self.ruling.version, fact)
    }

    /// Leaves rows to the row evaluator: those that get here and have the bit.
    pub(super) fn mark(&mut self, bit: Bit) {
        let reached = self.registers.and(self.space, self.path, bit);
        self.marked = self.registers.or(self.space, self.marked, reached);
    }

    /// Leaves all rows that get here to the row evaluator, and says why.
    pub(super) fn fall_back(&mut self, why: Why) {
        self.mark(Bit::Yes);
        let entry = FallsBack {
            step: self.step.clone(),
            why: why.0,
            every_row: self.path == Bit::Yes && !self.is_in_value,
        };
        match self
            .falls_back
            .iter_mut()
            .find(|it| it.step == entry.step && it.why == entry.why)
        {
            Some(before) => before.every_row |= entry.every_row,
            None => self.falls_back.push(entry),
        }
    }

    /// Lowers what the row evaluator gets to only with this bit.
    pub(super) fn on_path<T>(&mut self, bit: Bit, lower: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.path;
        self.path = self.registers.and(self.space, outer, bit);
        let lowered = lower(self);
        self.path = outer;
        lowered
    }

    /// Lowers what is about each record of a list of the table.
    pub(super) fn in_records<T>(&mut self, list: usize, lower: impl FnOnce(&mut Self) -> T) -> T {
        let (outer, path, marked) = (self.space, self.path, self.marked);
        self.space = Space::Records(list);
        self.path = self.registers.bit_for(outer, self.space, path);
        self.marked = Bit::No;
        let lowered = lower(self);
        let within = std::mem::replace(&mut self.marked, marked);
        (self.space, self.path) = (outer, path);
        let within = match outer {
            Space::Cases => self.registers.any(list, within),
            Space::Records(_) => within,
        };
        self.marked = self.registers.or(self.space, self.marked, within);
        lowered
    }

    /// Lowers what is the same for all records of a case, where it is read for each.
    pub(super) fn in_base<T>(&mut self, list: usize, lower: impl FnOnce(&mut Self) -> T) -> T {
        let (outer, path, marked) = (self.space, self.path, self.marked);
        self.space = self.base;
        self.path = self.registers.any(list, path);
        self.marked = Bit::No;
        let lowered = lower(self);
        let within = std::mem::replace(&mut self.marked, marked);
        (self.space, self.path) = (outer, path);
        let within = self.registers.bit_for(self.base, outer, within);
        self.marked = self.registers.or(outer, self.marked, within);
        lowered
    }

    /// A formula of a step: what it is, and nothing known where it cannot be
    /// lowered.
    pub(super) fn formula(&mut self, formula: &Formula) -> Part {
        match self.part(&formula.expr) {
            Ok(part) => self.at_formula(formula, part),
            Err(why) => {
                self.fall_back(why);
                unknown(&formula.ty)
            }
        }
    }

    /// A yes/no; nothing known where it cannot be lowered.
    pub(super) fn truth(&mut self, expr: &Expr) -> Truth {
        match self.part(expr) {
            Ok(Part::Truth(truth)) => truth,
            Ok(Part::Number(_)) => {
                self.fall_back("it is not a yes or no".into());
                Truth::UNKNOWN
            }
            Err(why) => {
                self.fall_back(why);
                Truth::UNKNOWN
            }
        }
    }

    /// A yes/no that is a formula of its own.
    pub(super) fn condition(&mut self, formula: &Formula) -> Truth {
        match self.formula(formula) {
            Part::Truth(truth) => truth,
            Part::Number(_) => {
                self.fall_back("it is not a yes or no".into());
                Truth::UNKNOWN
            }
        }
    }

    /// Where a condition is met, or may be by bounds: what depends on it may be a fault.
    pub(super) fn may_be_yes(&mut self, condition: Truth) -> Bit {
        let it = &mut self.registers;
        it.or(condition.space, condition.yes, condition.bounded)
    }

    /// A number.
    pub(super) fn number(&mut self, expr: &Expr) -> Result<Number, Why> {
        match self.part(expr)? {
            Part::Number(number) => Ok(number),
            Part::Truth(_) => Err("a yes or no is used as a value".into()),
        }
    }

    /// A named value, lowered when first read.
    pub(super) fn value(&mut self, number: ValueId) -> Result<Part, Why> {
        let kept = match self.values.get(&number.number()) {
            Some(kept) => *kept,
            None => {
                let kept = self.first_value(number)?;
                self.values.insert(number.number(), kept);
                kept
            }
        };
        let step = self.ruling.version.values[number].id.to_string();
        self.reached(kept, &step)
    }

    /// A part that was lowered on its own, where it is read: the rows that it
    /// leaves to the row evaluator are those that get here.
    pub(super) fn reached(&mut self, kept: Kept, step: &str) -> Result<Part, Why> {
        let (part, space, marked) = kept;
        if space != self.space && space != self.base {
            return Err("a value of one record is read for another".into());
        }
        let marked = self.registers.bit_for(space, self.space, marked);
        self.mark(marked);
        if marked == Bit::Yes && self.path == Bit::Yes && !self.is_in_value {
            for entry in self.falls_back.iter_mut().filter(|it| it.step == step) {
                entry.every_row = true;
            }
        }
        Ok(part)
    }

    fn first_value(&mut self, number: ValueId) -> Result<Kept, Why> {
        let version = self.ruling.version;
        let named = &version.values[number];
        let space = match named.each {
            Some(list) => Space::Records(self.records(list)?),
            None => self.base,
        };
        self.on_its_own(space, &named.id, |it| match &named.when {
            Some(when) => {
                let when = it.condition(when);
                let when = it.truth_in(when, space)?;
                let may_be = it.may_be_yes(when);
                let is = it.on_path(may_be, |it| it.formula(&named.is));
                it.applies_when(when, is)
            }
            None => Ok(it.formula(&named.is)),
        })
    }

    /// Lowers what is read from several places, for all rows that may get there.
    pub(super) fn on_its_own(
        &mut self,
        space: Space,
        step: &str,
        lower: impl FnOnce(&mut Self) -> Result<Part, Why>,
    ) -> Result<Kept, Why> {
        let outer = (self.space, self.path, self.marked, self.is_in_value);
        (self.space, self.path, self.marked, self.is_in_value) = (space, Bit::Yes, Bit::No, true);
        let step = std::mem::replace(&mut self.step, step.to_owned());
        let part = lower(self);
        let marked = self.marked;
        (self.space, self.path, self.marked, self.is_in_value) = outer;
        self.step = step;
        Ok((part?, space, marked))
    }

    /// A value that has no place where its `when` is no.
    fn applies_when(&mut self, when: Truth, is: Part) -> Result<Part, Why> {
        let space = self.space;
        let out = self.registers.or(space, when.no, when.out);
        Ok(match is {
            Part::Truth(truth) => {
                let truth = self.truth_in(truth, space)?;
                let inner = self.registers.and(space, when.yes, truth.out);
                Part::Truth(Truth {
                    space,
                    yes: self.registers.and(space, when.yes, truth.yes),
                    no: self.registers.and(space, when.yes, truth.no),
                    out: self.registers.or(space, out, inner),
                    bounded: self.bounded_when(space, when, truth.bounded),
                })
            }
            Part::Number(number) => {
                let number = self.number_in(number, space)?;
                let inner = self.registers.and(space, when.yes, number.out);
                Part::Number(Number {
                    known: self.registers.and(space, when.yes, number.known),
                    out: self.registers.or(space, out, inner),
                    bounded: self.bounded_when(space, when, number.bounded),
                    ..number
                })
            }
        })
    }

    /// Where bounds may settle whether a value has a place, or what it then is.
    fn bounded_when(&mut self, space: Space, when: Truth, is: Bit) -> Bit {
        let is = self.registers.and(space, when.yes, is);
        self.registers.or(space, when.bounded, is)
    }

    /// The number of a list in the table.
    pub(super) fn records(&self, list: ListId) -> Result<usize, Why> {
        let name = self.ruling.version.list_name(list);
        let is_hidden = self.is_hidden(self.ruling.version.list(list));
        let found = self
            .table
            .list(name)
            .filter(|_| self.passed.is_none() && !is_hidden);
        let found = found.map(|(number, _)| number);
        found.ok_or_else(|| Why(format!("`{name}` is not among the columns")))
    }

    /// The same for each record, where the space is one of records.
    pub(super) fn truth_in(&mut self, truth: Truth, space: Space) -> Result<Truth, Why> {
        let from = truth.space;
        together(from, space)
            .filter(|it| *it == space)
            .ok_or("two lists meet")?;
        let mut bit = |bit| self.registers.bit_for(from, space, bit);
        Ok(Truth {
            space,
            yes: bit(truth.yes),
            no: bit(truth.no),
            out: bit(truth.out),
            bounded: bit(truth.bounded),
        })
    }

    /// The same for each record, where the space is one of records.
    pub(super) fn number_in(&mut self, number: Number, space: Space) -> Result<Number, Why> {
        let from = number.space;
        together(from, space)
            .filter(|it| *it == space)
            .ok_or("two lists meet")?;
        let registers = &mut self.registers;
        let under = number.under;
        Ok(Number {
            space,
            value: registers.source_for(from, space, number.value),
            under: under.map(|(under, high)| (registers.source_for(from, space, under), high)),
            known: registers.bit_for(from, space, number.known),
            out: registers.bit_for(from, space, number.out),
            bounded: registers.bit_for(from, space, number.bounded),
            ..number
        })
    }
}

/// The space in which two parts meet.
pub(super) fn together(a: Space, b: Space) -> Option<Space> {
    match (a, b) {
        (Space::Cases, other) | (other, Space::Cases) => Some(other),
        _ if a == b => Some(a),
        _ => None,
    }
}

fn unknown(ty: &Type) -> Part {
    match NumberKind::of(ty) {
        Some(kind) => Part::Number(Number::unknown(kind)),
        None => Part::Truth(Truth::UNKNOWN),
    }
}
